"""Our own doors, and budgets raised for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Two tables more."""
    op.create_table(
        "door",
        _text("brand"),
        _text("platform"),
        sa.Column("is_open", sa.SmallInteger(), nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        _text("said_by"),
        sa.PrimaryKeyConstraint("brand", "platform", name="pk_door"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "budget_raise",
        _text("brand"),
        _text("connector"),
        _text("day"),
        sa.Column("from_micro_dollars", NUMBER, nullable=False),
        sa.Column("to_micro_dollars", NUMBER, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        _text("said_by"),
        sa.PrimaryKeyConstraint("brand", "connector", "day", name="pk_budget_raise"),
        sqlite_with_rowid=False,
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
