"""Notices: what the owner is told about the monitor itself."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The table, with one open notice for a brand and key."""
    words = [
        sa.Column(name, sa.Text(), nullable=False)
        for name in ("brand", "key", "kind", "urgency", "headline", "text", "fix")
    ]
    op.create_table(
        "notice",
        sa.Column("number", NUMBER, nullable=False),
        *words,
        sa.Column("began_at", NUMBER, nullable=False),
        sa.Column("ended_at", NUMBER, nullable=True),
        sa.Column("again_after", NUMBER, nullable=True),
        sa.Column("tells_end", sa.SmallInteger(), nullable=False),
        sa.Column("told_at", NUMBER, nullable=True),
        sa.Column("due_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notice")),
    )
    is_open, is_due = sa.text("ended_at IS NULL"), sa.text("due_at IS NOT NULL")
    op.create_index(
        "uq_notice_open",
        "notice",
        ["brand", "key"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        "ix_notice_due", "notice", ["due_at"], sqlite_where=is_due, postgresql_where=is_due
    )
