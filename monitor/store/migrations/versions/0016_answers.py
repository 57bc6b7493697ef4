"""One answer of a person, one thank-you, one closing line to a case, held by the database."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ANSWER = (
    "action = 'answer' AND "
    "(state = 'proposed' OR state = 'approved' OR state = 'held' OR state = 'pending'"
    " OR state = 'sending' OR state = 'sent' OR state = 'unknown' OR state = 'needs_person'"
    " OR state = 'retracting' OR state = 'retracted')"
)


def upgrade() -> None:
    """No row of before is one of these."""
    op.create_index(
        "uq_effect_answer",
        "effect",
        ["case_number", "rule"],
        unique=True,
        sqlite_where=sa.text(ANSWER),
        postgresql_where=sa.text(ANSWER),
    )
