"""Alembic's door: runs the migrations in the transaction that `upgrade` has begun."""

from alembic import context

from monitor.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # BEGIN is ours (see engine.py), so that DDL rolls back on SQLite too.
    transactional_ddl=True,
    # SQLite changes a table by copying it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
