"""Strikes, flags, and what happened to a flag."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Three tables, empty: what was written before counts for nothing."""
    op.create_table(
        "strike",
        *(_text(name) for name in ("author_id", "brand", "message_id", "kind")),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("seen_at", NUMBER, nullable=False),
        sa.Column("is_firm", sa.SmallInteger(), nullable=False),
        sa.Column("in_complaint", sa.SmallInteger(), nullable=False),
        _text("url"),
        _text("text_hash"),
        sa.Column("first_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("author_id", "brand", "message_id", "kind", name=op.f("pk_strike")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_strike_at", "strike", ["brand", "at"])
    op.create_table(
        "flag",
        sa.Column("number", NUMBER, nullable=False, autoincrement=False),
        _text("brand"),
        _text("author_id"),
        sa.Column("opened_at", NUMBER, nullable=False),
        _text("message_id"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_flag")),
    )
    op.create_index("ix_flag_author", "flag", ["author_id", "brand"])
    op.create_table(
        "flag_step",
        sa.Column("number", NUMBER, nullable=False),
        _text("brand"),
        sa.Column("flag_number", NUMBER, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        _text("kind"),
        _text("by"),
        _text("why"),
        sa.Column("until_at", NUMBER, nullable=True),
        sa.Column("effect_number", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_flag_step")),
    )
    op.create_index("ix_flag_step_flag_number", "flag_step", ["flag_number"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
