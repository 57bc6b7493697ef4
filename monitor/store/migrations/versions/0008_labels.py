"""What people's decisions say about the words of a machine."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One label for each mention."""
    op.create_table(
        "label",
        sa.Column("number", NUMBER, nullable=False),
        *(_text(name) for name in ("brand", "message_id", "author_id", "platform")),
        sa.Column("effect_number", NUMBER, nullable=True),
        _text("judged"),
        _text("reason"),
        sa.Column("is_practice", sa.SmallInteger(), nullable=False),
        sa.Column("score_micro", NUMBER, nullable=True),
        sa.Column("floor_micro", sa.Integer(), nullable=False),
        _text("model"),
        _text("by"),
        sa.Column("at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_label")),
        sa.UniqueConstraint("brand", "message_id", name=op.f("uq_label_brand_message_id")),
    )
    op.create_index("ix_label_at", "label", ["brand", "at"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
