"""Cards that lie on the owner's desks."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None lie there yet."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "posted_card",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("of_", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("began_at", number, nullable=False),
        sa.Column("changed_at", number, nullable=True),
        sa.Column("is_final", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "desk", "key", name=op.f("pk_posted_card")),
    )
    op.create_index(
        "ix_posted_card_alive",
        "posted_card",
        ["brand", "desk", "changed_at"],
        sqlite_where=sa.text("is_final = 0 AND of_ = ''"),
        postgresql_where=sa.text("is_final = 0 AND of_ = ''"),
    )
