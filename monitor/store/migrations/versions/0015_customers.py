"""Customers who have several authors, and cases that became part of another one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Which authors are one person, which are not, and what became of their cases."""
    op.create_table(
        "customer_link",
        *(_text(name) for name in ("author_id", "brand", "customer")),
        sa.Column("at", NUMBER, nullable=False),
        *(_text(name) for name in ("by", "why")),
        sa.PrimaryKeyConstraint("author_id", "brand", name=op.f("pk_customer_link")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_customer_link_customer", "customer_link", ["customer", "brand"])
    op.create_table(
        "joined_case",
        sa.Column("case_number", NUMBER, autoincrement=False, nullable=False),
        _text("brand"),
        sa.Column("into_number", NUMBER, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        *(_text(name) for name in ("was", "base", "moved")),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_.number"],
            name=op.f("fk_joined_case_case_number_case_"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("case_number", name=op.f("pk_joined_case")),
    )
    op.create_index("ix_joined_case_into_number", "joined_case", ["into_number"])
    op.create_table(
        "not_same",
        *(_text(name) for name in ("brand", "author_id", "other_id")),
        sa.Column("at", NUMBER, nullable=False),
        _text("by"),
        sa.PrimaryKeyConstraint("brand", "author_id", "other_id", name=op.f("pk_not_same")),
        sqlite_with_rowid=False,
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
