"""No index of the newest words: the newest effects are at hand."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One index less for every word."""
    op.drop_index("ix_effect_newest", table_name="effect")
