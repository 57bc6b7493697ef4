"""The facts of the morning digest, gathered in one reading transaction."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from monitor.cards.digest import DigestFacts, Row
from monitor.domain.effect import Action, Effect, Urgency
from monitor.domain.platform import platform_named
from monitor.domain.ports import Clock
from monitor.domain.reading import Kind
from monitor.domain.reminders import REMINDERS
from monitor.domain.store_ports import Tx
from monitor.services.case_facts import CaseLook
from monitor.services.review import Review
from monitor.services.switches import SwitchBoard, holds_sample
from monitor.services.waiting import CaseRow, Draft, gather


class DigestLook:
    """Looks at everything that a morning begins with."""

    def __init__(self, clock: Clock, review: Review, cases: CaseLook, *, brand: str) -> None:
        self.clock = clock
        self.review = review
        self.cases = cases
        self.brand = brand

    def at(self, tx: Tx, since: datetime) -> DigestFacts:
        """All that it tells; `since`: when the last one was told."""
        now, hours = self.clock.now(), self.review.policy.hours
        waiting = gather(tx, self.review, now, brand=self.brand)
        board = SwitchBoard.read(tx, now, hours)
        today = hours.day_of(now)
        due = [
            one
            for one in waiting.promises
            if one.brand == self.brand and hours.day_of(one.due_at) == today
        ]
        urgent, late = self._cases(tx, waiting.urgent), self._cases(tx, waiting.late)
        drafts, by_hand = self._drafts(tx, waiting.drafts), self._cases(tx, waiting.by_hand)
        told = {
            row.case_number
            for row in (*urgent, *late, *drafts, *by_hand)
            if row.case_number is not None
        }
        polls = [one for one in tx.switches.polls() if one.brand == self.brand]
        return DigestFacts(
            now=now,
            hours=hours,
            since=since,
            heard=self._heard(tx, since, now),
            urgent=urgent,
            late=late,
            drafts=drafts,
            by_hand=by_hand,
            quiet=self._quiet(tx, since, now, told),
            flags=len(waiting.flags),
            unsure=len(waiting.needs_person),
            promises=len(due),
            first_promise_at=due[0].due_at if due else None,
            fine=tuple(
                platform_named(one.connector).title for one in polls if one.failing_since is None
            ),
            notices=tuple(one for one in waiting.notices if one.brand in ("", self.brand)),
            is_paused=board.is_paused,
            is_sample=holds_sample(tx),
        )

    def _heard(self, tx: Tx, since: datetime, now: datetime) -> Counter[Kind]:
        return Counter(
            decided.reading.kind
            for decided in tx.messages.between(since, now, self.brand)
            if not decided.message.from_brand
        )

    def _cases(self, tx: Tx, rows: Iterable[CaseRow]) -> tuple[Row, ...]:
        return tuple(
            Row(
                writer=self.cases.writer(tx, self.brand, tx.customers.owner(row.case), row.case),
                platform=row.case.first_message_id.partition(":")[0],
                message=row.message,
                reading=tx.messages.reading(row.message) if row.message is not None else None,
                case_number=row.case.number,
                due_at=row.promise.due_at if row.promise is not None else row.case.deadline_at,
            )
            for row in rows
            if row.case.brand == self.brand
        )

    def _drafts(self, tx: Tx, drafts: Iterable[Draft]) -> tuple[Row, ...]:
        return tuple(
            self._row(tx, one.effect, one.effect.not_after)
            for one in drafts
            if one.effect.brand == self.brand
        )

    def _quiet(
        self, tx: Tx, since: datetime, now: datetime, told: Collection[int | None]
    ) -> tuple[Row, ...]:
        """Alerts that made no sound, one for each case or message; `told`: cases told already."""
        found = {
            one.case_number or one.message_id: one
            for one in tx.outbox.between(since, now, self.brand)
            if one.action is Action.ALERT
            and one.urgency is Urgency.QUIET
            and one.template not in REMINDERS
            and one.created_at >= since
            and one.case_number not in told
        }
        return tuple(self._row(tx, one) for one in found.values())

    def _row(self, tx: Tx, effect: Effect, due_at: datetime | None = None) -> Row:
        message = tx.messages.get(effect.message_id, effect.brand) if effect.message_id else None
        return Row(
            writer=self.cases.writer(tx, effect.brand, effect.author_id),
            platform=effect.platform,
            message=message,
            reading=tx.messages.reading(message) if message is not None else None,
            case_number=effect.case_number,
            due_at=due_at,
        )
