"""What a person does with a case: put it off, tag it, say what it cost, ask again later."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Columns that older cases leave empty."""
    for name, kind in (
        ("snoozed_until", NUMBER),
        ("tags", sa.Text()),
        ("make_good", sa.Text()),
        ("cost", sa.Text()),
        ("follow_up_at", NUMBER),
    ):
        op.add_column("case_", sa.Column(name, kind))
    for name in ("snoozed_until", "follow_up_at"):
        op.create_index(
            f"ix_case_{name}",
            "case_",
            [name],
            sqlite_where=sa.text(f"{name} IS NOT NULL"),
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )
