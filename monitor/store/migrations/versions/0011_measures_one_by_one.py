"""The index of measures asks for one action after the other: an `IN` costs every effect a table."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MEASURE = (
    "(action = 'mute' OR action = 'block' OR action = 'hide') AND "
    "(state = 'proposed' OR state = 'approved' OR state = 'held' OR state = 'pending'"
    " OR state = 'sending' OR state = 'sent' OR state = 'unknown' OR state = 'needs_person'"
    " OR state = 'retracting')"
)


def upgrade() -> None:
    """The same rows in it, and the same promise."""
    op.drop_index("uq_effect_measure", table_name="effect")
    op.create_index(
        "uq_effect_measure",
        "effect",
        ["author_id", "message_id", "brand", "action"],
        unique=True,
        sqlite_where=sa.text(MEASURE),
        postgresql_where=sa.text(MEASURE),
    )
