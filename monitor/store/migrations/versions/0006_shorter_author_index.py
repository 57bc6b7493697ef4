"""A shorter index of messages by author: every message pays for its columns."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns in the place of four."""
    op.drop_index("ix_message_author", table_name="message")
    op.create_index("ix_message_author", "message", ["author_id", "created_at"])
