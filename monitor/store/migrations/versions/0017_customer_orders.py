"""Which order the owner says is whose."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The number alone: whose it is stands in the owner's own file."""
    op.create_table(
        "customer_order",
        *(_text(name) for name in ("author_id", "brand", "order_number")),
        sa.Column("at", NUMBER, nullable=False),
        _text("by"),
        sa.PrimaryKeyConstraint(
            "author_id", "brand", "order_number", name=op.f("pk_customer_order")
        ),
        sqlite_with_rowid=False,
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
