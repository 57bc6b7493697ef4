"""One measure against a target at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MEASURE = (
    "action IN ('mute', 'block', 'hide') AND "
    "(state = 'proposed' OR state = 'approved' OR state = 'held' OR state = 'pending'"
    " OR state = 'sending' OR state = 'sent' OR state = 'unknown' OR state = 'needs_person'"
    " OR state = 'retracting')"
)


def upgrade() -> None:
    """The index that holds it; no store has such an effect yet."""
    op.create_index(
        "uq_effect_measure",
        "effect",
        ["author_id", "message_id", "brand", "action"],
        unique=True,
        sqlite_where=sa.text(MEASURE),
        postgresql_where=sa.text(MEASURE),
    )
