"""Surges, incidents, and the people in them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Three tables; one surge at a time for each brand."""
    _surge()
    _incident()
    _people()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str, *, may_be_null: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, nullable=may_be_null)


def _surge() -> None:
    op.create_table(
        "surge",
        _moment("number"),
        _text("brand"),
        _moment("began_at"),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("normal_milli", sa.Integer(), nullable=False),
        _moment("ended_at", may_be_null=True),
        _text("ended_by"),
        sa.Column("end_", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_surge")),
    )
    is_on = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_surge_on", "surge", ["brand"], unique=True, sqlite_where=is_on, postgresql_where=is_on
    )
    op.create_index("ix_surge_began_at", "surge", ["brand", "began_at"])


def _incident() -> None:
    op.create_table(
        "incident",
        _moment("number"),
        _text("brand"),
        _text("causes"),
        _text("sentence"),
        _moment("since_at"),
        _moment("started_at"),
        _text("started_by"),
        _text("promise"),
        _text("sends_new_by"),
        _moment("next_word_at", may_be_null=True),
        _moment("news_due_at", may_be_null=True),
        _text("mended_sentence"),
        _moment("mended_at", may_be_null=True),
        _text("mended_by"),
        _moment("ended_at", may_be_null=True),
        _text("ended_by"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_incident")),
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_incident_open", "incident", ["brand"], sqlite_where=is_open, postgresql_where=is_open
    )


def _people() -> None:
    op.create_table(
        "incident_person",
        _moment("incident_number"),
        _text("brand"),
        _text("author_id"),
        _text("message_id"),
        _moment("case_number", may_be_null=True),
        _moment("joined_at"),
        _moment("word", may_be_null=True),
        _moment("news", may_be_null=True),
        sa.ForeignKeyConstraint(
            ["incident_number"],
            ["incident.number"],
            name=op.f("fk_incident_person_incident_number_incident"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("incident_number", "author_id", name=op.f("pk_incident_person")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_incident_person_author_id", "incident_person", ["author_id", "brand"])
