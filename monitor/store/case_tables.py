"""Cases with their timelines and promises, the outbox, and the slot that keeps us to one word.

An index stands here only with the query it serves.
"""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from monitor.domain.effect import BEFORE_SENDING, FINAL, FREES_SLOT, Action, State
from monitor.store import columns
from monitor.store.columns import metadata

case = Table(
    "case_",
    metadata,
    columns.given_key(),
    columns.text("brand"),
    columns.text("author_id"),
    columns.text("status"),
    columns.text("priority"),
    columns.text("topic"),
    columns.text("assignee"),
    columns.moment("opened_at"),
    columns.moment_or_null("deadline_at"),
    columns.text("first_message_id"),
    columns.count("mentions"),
    columns.moment_or_null("acknowledged_at"),
    columns.moment_or_null("first_response_at"),
    columns.moment_or_null("in_dm_at"),
    columns.moment_or_null("resolved_at"),
    columns.text_or_null("resolution"),
    columns.text("cause"),
    columns.text("outcome"),
    columns.count("reopened"),
    columns.moment_or_null("snoozed_until"),
    columns.text_or_null("tags"),
    columns.text_or_null("make_good"),
    columns.text_or_null("cost"),
    columns.moment_or_null("follow_up_at"),
)
# facts of authors: every case somebody had
Index("ix_case_author", case.c.author_id, case.c.brand, case.c.opened_at)
# One open case per brand and customer, held by the database; open_of, listed.
Index(
    "uq_case_open",
    case.c.author_id,
    case.c.brand,
    unique=True,
    **columns.where("status <> 'resolved'"),
)
# waking
Index(
    "ix_case_snoozed_until",
    case.c.snoozed_until,
    **columns.where("snoozed_until IS NOT NULL"),
)
# to_follow_up
Index(
    "ix_case_follow_up_at",
    case.c.follow_up_at,
    **columns.where("follow_up_at IS NOT NULL"),
)

case_timeline = Table(
    "case_timeline",
    metadata,
    columns.key(),
    columns.text("brand"),
    columns.of_case(),
    columns.moment("at"),
    columns.text("kind"),
    columns.text("by"),
    columns.text("words"),
    columns.text("message_id"),
    columns.number_or_null("effect_number"),
)
# timeline
Index("ix_case_timeline_case_number", case_timeline.c.case_number)

promise = Table(
    "promise",
    metadata,
    columns.key(),
    columns.text("brand"),
    columns.of_case(),
    columns.number_or_null("effect_number"),
    columns.moment("made_at"),
    columns.moment("due_at"),
    columns.moment("look_at"),
    columns.text("state"),
    columns.moment_or_null("ended_at"),
    columns.number_or_null("renewal"),
)
# promises of a case; is one of them late
Index("ix_promise_case_number", promise.c.case_number)
# open promises of a brand, and all that are open
Index(
    "ix_promise_open",
    promise.c.brand,
    **columns.where("state = 'open'"),
)
# promises_due, next_promise_at
Index(
    "ix_promise_look_at",
    promise.c.look_at,
    **columns.where("state = 'open'"),
)

effect = Table(
    "effect",
    metadata,
    columns.given_key(),
    columns.text("brand"),
    columns.text("action"),
    columns.text("state"),
    columns.text("reason"),
    columns.text("platform"),
    columns.text("message_id"),
    columns.text("author_id"),
    columns.text("conversation_id"),
    columns.text("rule"),
    columns.number_or_null("case_number"),
    columns.text("template"),
    columns.text_or_null("slots"),
    columns.text("urgency"),
    columns.count("version"),
    columns.moment("created_at"),
    columns.moment("not_before"),
    columns.moment_or_null("not_after"),
    columns.text("decided_by"),
    columns.moment_or_null("decided_at"),
    columns.text("text"),
    columns.moment_or_null("promised_until"),
    Column("wire", LargeBinary, nullable=False),
    Column("fence", BigInteger, nullable=False),
    columns.moment_or_null("sending_at"),
    columns.count("attempts"),
    columns.moment_or_null("sent_at"),
    columns.text("posted_id"),
    columns.text("posted_url"),
    columns.text("remark"),
    columns.moment_or_null("raised_at"),
    columns.moment_or_null("missed_at"),
    # One effect per mention, rule and action, held by the database; of_message.
    UniqueConstraint("message_id", "brand", "rule", "action"),
)
#: states that somebody, or something, still has to leave
UNDER_WAY = frozenset(State) - FINAL - {State.SENT}


def _in(states: frozenset[State]) -> str:
    # In the order of the enum: the text of a partial index must never vary.
    return _one_of("state", [state for state in State if state in states])


def _one_of(column: str, values: Iterable[StrEnum]) -> str:
    # One by one: of a longer `IN (…)` SQLite makes a table, once for each index and row it writes.
    return "(" + " OR ".join([f"{column} = '{value}'" for value in values]) + ")"


# As SQL, because an index is used only where its very condition is asked for again.
UNDER_WAY_SQL = _in(UNDER_WAY)
#: words to somebody that are not out yet
WAITING_SQL = "action IN ('acknowledge', 'direct_message') AND " + _in(BEFORE_SENDING)
#: measures that have not ended
MEASURE_SQL = (
    _one_of("action", (Action.MUTE, Action.BLOCK, Action.HIDE))
    + " AND "
    + _in(frozenset(State) - FINAL)
)
#: a person's own public words that were not let go
ANSWER_SQL = f"action = '{Action.ANSWER}' AND " + _one_of(
    "state", [state for state in State if state not in FREES_SLOT]
)
_WORD = "action = 'acknowledge'"
# due, next_due_at, in_state
Index(
    "ix_effect_under_way",
    effect.c.state,
    effect.c.not_before,
    **columns.where(UNDER_WAY_SQL),
)
# waiting_for
Index(
    "ix_effect_waiting",
    effect.c.author_id,
    effect.c.brand,
    **columns.where(WAITING_SQL),
)
# One measure against a target, held by the database (a mute names no message); measures.
Index(
    "uq_effect_measure",
    effect.c.author_id,
    effect.c.message_id,
    effect.c.brand,
    effect.c.action,
    unique=True,
    **columns.where(MEASURE_SQL),
)
# One answer of a person, one thank-you, one closing line to a case, held by the database.
Index(
    "uq_effect_answer",
    effect.c.case_number,
    effect.c.rule,
    unique=True,
    **columns.where(ANSWER_SQL),
)
# of_case
Index(
    "ix_effect_case_number",
    effect.c.case_number,
    **columns.where("case_number IS NOT NULL"),
)
# acknowledgements in a conversation
Index(
    "ix_effect_conversation",
    effect.c.conversation_id,
    effect.c.brand,
    **columns.where(_WORD),
)
# acknowledgements sent today and this hour
Index(
    "ix_effect_sent",
    effect.c.brand,
    effect.c.sent_at,
    **columns.where(_WORD + " AND sent_at IS NOT NULL"),
)

# posted; was a post of our own said by an effect
Index(
    "ix_effect_posted",
    effect.c.posted_id,
    **columns.where("posted_id <> ''"),
)

acknowledgement_slot = Table(
    "acknowledgement_slot",
    metadata,
    columns.text("author_id"),
    columns.text("brand"),
    Column("effect", columns.Number, nullable=False),
    columns.moment("until_at"),
    PrimaryKeyConstraint("author_id", "brand"),
    sqlite_with_rowid=False,
)
