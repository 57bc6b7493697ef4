"""What a person said about a strike."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet, of those that are there."""
    op.add_column("strike", sa.Column("judged", sa.Text(), nullable=True))
