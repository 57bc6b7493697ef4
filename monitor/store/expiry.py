"""What is old goes: a part at a time, each call a few rows, and again from the start after a crash.

Invariant: whoever has kept evidence loses nothing, and whoever has an open case keeps their words.
"""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    or_,
    select,
    text,
    update,
)

from monitor.domain.case import CaseStatus
from monitor.domain.effect import MEASURES
from monitor.domain.erasure import GONE
from monitor.domain.retention import Cutoffs
from monitor.store import customers, holds
from monitor.store.case_tables import MEASURE_SQL
from monitor.store.deletions import take_from_reading, take_from_slots, text_hash
from monitor.store.identities import customer_of, identities
from monitor.store.moments import stored
from monitor.store.nameless import Nameless, nobody
from monitor.store.tables import (
    acknowledgement_slot,
    audit_salt,
    author_mark,
    blind_period,
    case,
    closed_conversation,
    effect,
    flag,
    flag_step,
    incident_person,
    label,
    message,
    message_version,
    notice,
    page,
    schedule_slot,
    set_aside,
    strike,
    triage,
)

_IS_OVER = text(f"NOT ({MEASURE_SQL})")
_EXPIRED = "too old to be kept"


class SqlExpiry:
    """Implements `Expiry`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def words(self, brand: str, before: datetime, limit: int) -> int:
        has_words = or_(
            message.c.text != "",
            message.c.author_handle != "",
            message.c.author_name != "",
            message.c.url != "",
            message.c.media.is_not(None),
        )
        rows = self._connection.execute(
            select(message.c.number, message.c.id, message.c.text)
            .where(
                message.c.brand == brand,
                message.c.created_at < stored(before),
                has_words,
                ~_has_case(CaseStatus.NEW, CaseStatus.OPEN, CaseStatus.WAITING),
                message.c.author_id.not_in(self._on_hold(brand)),
            )
            .order_by(message.c.created_at)
            .limit(limit)
        ).all()
        for row in rows:
            self._take_words(brand, row.number, row.id, row.text)
        return len(rows)

    def people(self, brand: str, before: datetime, now: datetime, limit: int) -> int:
        at = stored(before)
        is_recent = or_(case.c.status != CaseStatus.RESOLVED.value, case.c.resolved_at >= at)
        authors = self._connection.execute(
            select(message.c.author_id)
            .where(
                message.c.brand == brand,
                message.c.from_brand == 0,
                message.c.created_at < at,
                message.c.author_id.not_like(f"%:{GONE}%"),
                ~exists().where(_is_theirs(case), is_recent),
                message.c.author_id.not_in(self._on_hold(brand)),
            )
            .distinct()
            .limit(limit)
        ).scalars()
        found = [*authors.all(), *self._only_kept_away(brand, at, limit)]
        for author_id in found:
            self._let_go(brand, author_id, at, now)
        return len(found)

    def _only_kept_away(self, brand: str, at: int, limit: int) -> list[str]:
        """Who never wrote, and was muted or blocked long ago, and is not any more."""
        wrote = exists().where(message.c.author_id == effect.c.author_id, message.c.brand == brand)
        rows = select(effect.c.author_id).where(
            effect.c.brand == brand,
            effect.c.created_at < at,
            effect.c.action.in_([action.value for action in MEASURES]),
            effect.c.author_id.not_like(f"%:{GONE}%"),
            _IS_OVER,
            ~wrote,
        )
        return list(self._connection.execute(rows.distinct().limit(limit)).scalars())

    def numbers(self, brand: str, before: datetime, limit: int) -> int:
        at = stored(before)
        gone = 0
        for table, column in (
            (message, message.c.created_at),
            (effect, effect.c.created_at),
            (case, case.c.resolved_at),
        ):
            key = table.c.number
            old = (
                select(key)
                .where(table.c.brand == brand, column < at, table.c.author_id.like(f"%:{GONE}%"))
                .order_by(key)
                .limit(limit)
            )
            numbers = list(self._connection.execute(old).scalars())
            self._connection.execute(delete(table).where(key.in_(numbers)))
            gone += len(numbers)
        return gone + self._own_words(brand, at, limit)

    def rest(self, brand: str, cutoffs: Cutoffs, now: datetime) -> None:
        at, words = stored(now), stored(cutoffs.words)
        people, numbers = stored(cutoffs.people), stored(cutoffs.numbers)
        for table, is_old in (
            (page, page.c.triaged_at < words),
            (schedule_slot, schedule_slot.c.claimed_at < words),
            (set_aside, set_aside.c.at < words),
            (author_mark, author_mark.c.until_at < at),
            (acknowledgement_slot, acknowledgement_slot.c.until_at < at),
            (closed_conversation, closed_conversation.c.at < people),
            (blind_period, blind_period.c.until_at < numbers),
            (notice, notice.c.ended_at < numbers),
            (label, label.c.at < numbers),
        ):
            self._connection.execute(delete(table).where(table.c.brand.in_([brand, ""]), is_old))
        self._standing(brand, words, numbers)

    def _standing(self, brand: str, words: int, numbers: int) -> None:
        """Links of strikes go with the words; nameless strikes and flags go at last."""
        self._connection.execute(
            update(strike)
            .where(
                strike.c.brand == brand,
                strike.c.at < words,
                strike.c.url != "",
                strike.c.author_id.not_in(self._on_hold(brand)),
            )
            .values(url="")
        )
        for table, since in ((strike, strike.c.at), (flag, flag.c.opened_at)):
            is_nameless = table.c.author_id.like(f"%:{GONE}%")
            self._connection.execute(
                delete(table).where(table.c.brand == brand, since < numbers, is_nameless)
            )
        there = select(flag.c.number).where(flag.c.brand == brand)
        self._connection.execute(
            delete(flag_step).where(
                flag_step.c.brand == brand, flag_step.c.flag_number.not_in(there)
            )
        )

    def _take_words(self, brand: str, number: int, message_id: str, text: str) -> None:
        # with its hash it is known to be old, and does not come back as a new version
        said = text_hash(self._connection, brand, text or message_id)
        self._connection.execute(
            update(message)
            .where(message.c.number == number)
            .values(author_handle="", author_name="", text="", url="", media=None, text_hash=said)
        )
        self._connection.execute(delete(message_version).where(message_version.c.number == number))
        take_from_reading(self._connection, triage.c.number == number)
        take_from_slots(
            self._connection, and_(effect.c.message_id == message_id, effect.c.brand == brand)
        )

    def _let_go(self, brand: str, author_id: str, at: int, now: datetime) -> None:
        """Everything of one person before that moment becomes nameless, in one piece."""
        platform = author_id.partition(":")[0]
        nameless = Nameless(
            self._connection, brand, now, nobody(platform), why=_EXPIRED, tells_cards=False
        )
        nameless.messages(and_(message.c.author_id == author_id, message.c.created_at < at))
        # a block that stands can be undone only by who is blocked
        nameless.effects(and_(effect.c.author_id == author_id, effect.c.created_at < at, _IS_OVER))
        nameless.cases(and_(case.c.author_id == author_id, case.c.resolved_at < at))
        nameless.standing(author_id, at - 1)
        self._connection.execute(
            delete(incident_person).where(
                incident_person.c.author_id == author_id,
                incident_person.c.brand == brand,
                incident_person.c.joined_at < at,
            )
        )
        newer = select(message.c.number).where(
            message.c.author_id == author_id, message.c.brand == brand
        )
        if self._connection.execute(newer.limit(1)).first() is None:
            self._connection.execute(
                delete(audit_salt).where(
                    audit_salt.c.author_id == author_id, audit_salt.c.brand == brand
                )
            )
            customers.forget(self._connection, brand, author_id)

    def _own_words(self, brand: str, at: int, limit: int) -> int:
        """Our own posts, long empty."""
        old = (
            select(message.c.number)
            .where(message.c.brand == brand, message.c.from_brand == 1, message.c.created_at < at)
            .limit(limit)
        )
        numbers = list(self._connection.execute(old).scalars())
        self._connection.execute(delete(message).where(message.c.number.in_(numbers)))
        return len(numbers)

    def _on_hold(self, brand: str) -> list[str]:
        """Whose evidence is kept."""
        numbers = [each.case_number for each in holds.all_of(self._connection)]
        rows = select(case.c.author_id).where(case.c.brand == brand, case.c.number.in_(numbers))
        return [
            author_id
            for held in self._connection.execute(rows.distinct()).scalars().all()
            for author_id in identities(self._connection, brand, held)
        ]


def _is_theirs(table: Table) -> ColumnElement[bool]:
    """Of the author of the message, or of the customer this author is."""
    customer = customer_of(message.c.author_id, message.c.brand)
    return and_(
        or_(table.c.author_id == message.c.author_id, table.c.author_id == customer),
        table.c.brand == message.c.brand,
    )


def _has_case(*statuses: CaseStatus) -> ColumnElement[bool]:
    wanted = [status.value for status in statuses]
    return exists().where(_is_theirs(case), case.c.status.in_(wanted))
