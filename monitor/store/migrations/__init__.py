"""The schema's history, by Alembic; run by `monitor.store.upgrade` on a connection of ours."""
