"""More time for an incident: a word between the first one and the news."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Columns that older incidents leave empty."""
    op.add_column("incident", sa.Column("renewals", NUMBER))
    op.add_column("incident", sa.Column("later_sentence", sa.Text()))
    op.add_column("incident", sa.Column("renewed_at", NUMBER))
    op.add_column("incident", sa.Column("renewals_told", NUMBER))
    op.add_column("incident_person", sa.Column("later", NUMBER))
