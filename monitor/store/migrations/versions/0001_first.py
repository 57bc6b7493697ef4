"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite makes a rowid of INTEGER only.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Everything there was at the beginning."""
    _messages()
    _platforms()
    _cases()
    _rest()
    counter = sa.table("counter", sa.column("brand"), sa.column("name"), sa.column("value"))
    names = ("message", "case", "effect")
    op.bulk_insert(counter, [{"brand": "", "name": name, "value": 0} for name in names])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _where(condition: str) -> dict[str, Any]:  # Any: keyword arguments of create_index
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        _text("id"),
        _text("brand"),
        _text("platform"),
        _text("author_id"),
        _text("author_handle"),
        _text("author_name"),
        _text("text"),
        _text("url"),
        _text("conversation_id"),
        sa.Column("parent_id", sa.Text(), nullable=True),
        _text("type"),
        _text("found_by"),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("media", sa.Text(), nullable=True),
        sa.Column("community", sa.Text(), nullable=True),
        sa.Column("reply_forbidden", sa.Text(), nullable=True),
        sa.Column("author_followers", NUMBER, nullable=True),
        sa.Column("author_created_at", NUMBER, nullable=True),
        sa.Column("author_is_bot", sa.SmallInteger(), nullable=False),
        sa.Column("addressed", sa.SmallInteger(), nullable=False),
        sa.Column("from_brand", sa.SmallInteger(), nullable=False),
        sa.Column("is_live", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", NUMBER, nullable=False),
        sa.Column("seen_at", NUMBER, nullable=False),
        sa.Column("edited_at", NUMBER, nullable=True),
        sa.Column("deleted_at", NUMBER, nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=True),
        sa.Column("told_version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_message"),
        sa.UniqueConstraint("id", "brand", name="uq_message_id_brand"),
    )
    op.create_index("ix_message_author", "message", ["author_id", "brand", "created_at", "type"])
    op.create_index(
        "ix_message_conversation",
        "message",
        ["conversation_id", "brand", "from_brand", "created_at"],
        **_where("conversation_id <> id AND conversation_id <> ''"),
    )
    op.create_index("ix_message_created_at", "message", ["created_at"])
    op.create_index(
        "ix_message_direct",
        "message",
        ["author_id", "brand", "created_at"],
        **_where("type = 'direct_message'"),
    )
    op.create_table(
        "message_version",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        _text("brand"),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("text"),
        sa.Column("media", sa.Text(), nullable=True),
        sa.Column("edited_at", NUMBER, nullable=True),
        sa.Column("seen_at", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["message.number"],
            name="fk_message_version_number_message",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", "version", name="pk_message_version"),
    )
    op.create_table(
        "triage",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        _text("brand"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decided_at", NUMBER, nullable=False),
        _text("kind"),
        _text("reading"),
        sa.Column("circumstances", sa.Text(), nullable=True),
        _text("rule"),
        _text("verdict"),
        _text("reason"),
        sa.Column("until_at", NUMBER, nullable=True),
        sa.Column("records", sa.Text(), nullable=True),
        sa.Column("shadows", sa.Text(), nullable=True),
        sa.Column("also", sa.Text(), nullable=True),
        _text("playbook"),
        sa.Column("case_number", NUMBER, nullable=True),
        sa.Column("history", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"], ["message.number"], name="fk_triage_number_message", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_triage"),
    )
    op.create_table(
        "page",
        sa.Column("number", NUMBER, nullable=False),
        _text("brand"),
        _text("connector"),
        sa.Column("stored_at", NUMBER, nullable=False),
        sa.Column("fresh", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("triaged_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_page"),
    )
    op.create_index("ix_page_untriaged", "page", ["number"], **_where("triaged_at IS NULL"))
    op.create_table(
        "cursor",
        _text("brand"),
        _text("connector"),
        _text("cursor"),
        sa.PrimaryKeyConstraint("brand", "connector", name="pk_cursor"),
    )
    op.create_table(
        "author_mark",
        _text("author_id"),
        _text("brand"),
        _text("mark"),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("until_at", NUMBER, nullable=True),
        _text("why"),
        sa.PrimaryKeyConstraint("author_id", "brand", "mark", name="pk_author_mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "closed_conversation",
        _text("id"),
        _text("brand"),
        sa.Column("at", NUMBER, nullable=False),
        _text("why"),
        sa.PrimaryKeyConstraint("id", "brand", name="pk_closed_conversation"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "set_aside",
        _text("digest"),
        _text("brand"),
        _text("connector"),
        _text("place"),
        _text("reason"),
        _text("raw"),
        sa.Column("at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("digest", "brand", name="pk_set_aside"),
    )
    op.create_table(
        "salt",
        _text("brand"),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("brand", name="pk_salt"),
    )


def _platforms() -> None:
    op.create_table(
        "blind_period",
        _text("brand"),
        _text("connector"),
        sa.Column("since_at", NUMBER, nullable=False),
        sa.Column("until_at", NUMBER, nullable=False),
        _text("why"),
        sa.Column("is_caught_up", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "connector", "since_at", name="pk_blind_period"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_blind_period_until", "blind_period", ["until_at"])
    op.create_table(
        "spending",
        _text("brand"),
        _text("connector"),
        _text("day"),
        sa.Column("micro_dollars", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("brand", "connector", "day", name="pk_spending"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "community_off",
        _text("community"),
        _text("brand"),
        sa.Column("at", NUMBER, nullable=False),
        _text("why"),
        sa.PrimaryKeyConstraint("community", "brand", name="pk_community_off"),
        sqlite_with_rowid=False,
    )


def _cases() -> None:
    op.create_table(
        "case_",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        _text("brand"),
        _text("author_id"),
        _text("status"),
        _text("priority"),
        _text("topic"),
        _text("assignee"),
        sa.Column("opened_at", NUMBER, nullable=False),
        sa.Column("deadline_at", NUMBER, nullable=True),
        _text("first_message_id"),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", NUMBER, nullable=True),
        sa.Column("first_response_at", NUMBER, nullable=True),
        sa.Column("in_dm_at", NUMBER, nullable=True),
        sa.Column("resolved_at", NUMBER, nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        _text("cause"),
        _text("outcome"),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_case_"),
    )
    op.create_index("ix_case_author", "case_", ["author_id", "brand", "opened_at"])
    op.create_index(
        "uq_case_open",
        "case_",
        ["author_id", "brand"],
        unique=True,
        **_where("status <> 'resolved'"),
    )
    op.create_table(
        "case_timeline",
        sa.Column("number", NUMBER, nullable=False),
        _text("brand"),
        sa.Column("case_number", NUMBER, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        _text("kind"),
        _text("by"),
        _text("words"),
        _text("message_id"),
        sa.Column("effect_number", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_.number"],
            name="fk_case_timeline_case_number_case_",
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("number", name="pk_case_timeline"),
    )
    op.create_index("ix_case_timeline_case_number", "case_timeline", ["case_number"])
    op.create_table(
        "promise",
        sa.Column("number", NUMBER, nullable=False),
        _text("brand"),
        sa.Column("case_number", NUMBER, nullable=False),
        sa.Column("effect_number", NUMBER, nullable=True),
        sa.Column("made_at", NUMBER, nullable=False),
        sa.Column("due_at", NUMBER, nullable=False),
        sa.Column("look_at", NUMBER, nullable=False),
        _text("state"),
        sa.Column("ended_at", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_number"],
            ["case_.number"],
            name="fk_promise_case_number_case_",
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("number", name="pk_promise"),
    )
    op.create_index("ix_promise_case_number", "promise", ["case_number"])
    op.create_index("ix_promise_look_at", "promise", ["look_at"], **_where("state = 'open'"))
    op.create_index("ix_promise_open", "promise", ["brand"], **_where("state = 'open'"))
    op.create_table(
        "effect",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        _text("brand"),
        _text("action"),
        _text("state"),
        _text("reason"),
        _text("platform"),
        _text("message_id"),
        _text("author_id"),
        _text("conversation_id"),
        _text("rule"),
        sa.Column("case_number", NUMBER, nullable=True),
        _text("template"),
        sa.Column("slots", sa.Text(), nullable=True),
        _text("urgency"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", NUMBER, nullable=False),
        sa.Column("not_before", NUMBER, nullable=False),
        sa.Column("not_after", NUMBER, nullable=True),
        _text("decided_by"),
        sa.Column("decided_at", NUMBER, nullable=True),
        _text("text"),
        sa.Column("promised_until", NUMBER, nullable=True),
        sa.Column("wire", sa.LargeBinary(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("sending_at", NUMBER, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", NUMBER, nullable=True),
        _text("posted_id"),
        _text("posted_url"),
        _text("remark"),
        sa.Column("raised_at", NUMBER, nullable=True),
        sa.Column("missed_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_effect"),
        sa.UniqueConstraint(
            "message_id", "brand", "rule", "action", name="uq_effect_message_id_brand_rule_action"
        ),
    )
    op.create_index(
        "ix_effect_case_number", "effect", ["case_number"], **_where("case_number IS NOT NULL")
    )
    op.create_index(
        "ix_effect_conversation",
        "effect",
        ["conversation_id", "brand"],
        **_where("action = 'acknowledge'"),
    )
    op.create_index(
        "ix_effect_newest", "effect", ["brand", "number"], **_where("action = 'acknowledge'")
    )
    op.create_index("ix_effect_posted", "effect", ["posted_id"], **_where("posted_id <> ''"))
    op.create_index(
        "ix_effect_sent",
        "effect",
        ["brand", "sent_at"],
        **_where("action = 'acknowledge' AND sent_at IS NOT NULL"),
    )
    op.create_index(
        "ix_effect_under_way",
        "effect",
        ["state", "not_before"],
        **_where(
            "(state = 'proposed' OR state = 'approved' OR state = 'held' OR state = 'pending'"
            " OR state = 'sending' OR state = 'unknown' OR state = 'needs_person'"
            " OR state = 'retracting')"
        ),
    )
    op.create_index(
        "ix_effect_waiting",
        "effect",
        ["author_id", "brand"],
        **_where(
            "action IN ('acknowledge', 'direct_message') AND "
            "(state = 'proposed' OR state = 'approved' OR state = 'held' OR state = 'pending')"
        ),
    )
    op.create_table(
        "acknowledgement_slot",
        _text("author_id"),
        _text("brand"),
        sa.Column("effect", NUMBER, nullable=False),
        sa.Column("until_at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("author_id", "brand", name="pk_acknowledgement_slot"),
        sqlite_with_rowid=False,
    )


def _rest() -> None:
    op.create_table(
        "switch",
        _text("brand"),
        _text("name"),
        _text("value"),
        sa.Column("at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("brand", "name", name="pk_switch"),
    )
    op.create_table(
        "schedule_slot",
        _text("brand"),
        _text("job"),
        _text("slot"),
        sa.Column("claimed_at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("brand", "job", "slot", name="pk_schedule_slot"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "poll",
        _text("brand"),
        _text("connector"),
        sa.Column("last_success_at", NUMBER, nullable=True),
        sa.Column("last_try_at", NUMBER, nullable=False),
        sa.Column("failing_since", NUMBER, nullable=True),
        _text("error"),
        sa.PrimaryKeyConstraint("brand", "connector", name="pk_poll"),
    )
    op.create_table(
        "counter",
        _text("brand"),
        _text("name"),
        sa.Column("value", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("brand", "name", name="pk_counter"),
    )
