"""The audit log, and what is left of people who were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Three tables more."""
    op.create_table(
        "audit",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        _text("brand"),
        sa.Column("at", NUMBER, nullable=False),
        _text("actor"),
        _text("action"),
        _text("subject"),
        _text("reason"),
        _text("about"),
        _text("words"),
        _text("hash"),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_table(
        "audit_salt",
        _text("author_id"),
        _text("brand"),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("author_id", "brand", name="pk_audit_salt"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tombstone",
        _text("digest"),
        _text("brand"),
        sa.Column("until_at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("digest", "brand", name="pk_tombstone"),
        sqlite_with_rowid=False,
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
