"""Surge: complaints are counted as they come, and when they are far too many no machine speaks.

Counting costs next to nothing: the last hour is kept in memory, as an upper bound, and the store
is asked for exact numbers only when that bound comes near. A surge begins in the very transaction
that stores the complaint; nothing is claimed for sending after it without being asked again.
"""

import logging
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.effect import DUE_STATES, Action, Effect, State, Urgency
from monitor.domain.permission import Reason
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.reading import Kind
from monitor.domain.reminders import REMINDERS
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Decided
from monitor.domain.surge import (
    Surge,
    Volume,
    counted_from,
    least_to_trip,
    normal_of,
    same_hours,
    trips,
)
from monitor.domain.values import Value, replace
from monitor.services.outbox import move, to_a_person, withdraw

log = logging.getLogger(__name__)

#: a platform's clock may be ahead of ours by a little
AHEAD = timedelta(minutes=5)
#: what is usual changes slowly
NORMAL_HOLDS_FOR = timedelta(minutes=5)
#: until the same hour of a week ago is known, the hours so far tell what is usual
FIRST_WEEK, KNOWN_FOR_LONG = timedelta(days=7), timedelta(hours=6)
#: alerts that a surge makes needless; danger and law are told all the same
FOLDED = frozenset({Urgency.NOW, Urgency.QUIET})
#: so many complaints of the hour are looked at for their alerts
LOOKED_AT = 5_000


class Usual(Value):
    """What is usual at this hour, and how the last surge ended."""

    normal: float
    last: Surge | None
    at: datetime


class SurgeWatch:
    """Counts the complaints of each brand."""

    def __init__(self, playbook: Playbook, policy: Policy) -> None:
        self.policy = policy
        self.not_ours = rules_not_ours(playbook)
        #: when the complaints of the last hour were written, or later: never too few
        self._recent: dict[str, deque[datetime]] = {}
        self._usual: dict[str, Usual] = {}

    def put(
        self, tx: Tx, brand: str, surge: Surge | None, decided: Sequence[Decided], now: datetime
    ) -> None:
        """Counts what this transaction has stored; begins a surge when it is one.

        `surge`: the one that is on.
        """
        since = now - self.policy.surge.within
        new = [
            one.message.created_at
            for one in decided
            if one.reading.kind is Kind.COMPLAINT and self._counts(one, since)
        ]
        if not new:
            return
        if surge is not None:
            # counted anew when it has ended
            self._recent.pop(brand, None)
            self._usual.pop(brand, None)
            return
        if self._count(tx, brand, new, since, now) >= self.policy.surge.complaints:
            self.look(tx, brand, now)

    def _counts(self, one: Decided, since: datetime) -> bool:
        message = one.message
        return (
            message.is_live
            and message.created_at >= since
            and message.version == 1
            and not message.from_brand
            and one.decision.rule not in self.not_ours
        )

    def _count(
        self, tx: Tx, brand: str, new: list[datetime], since: datetime, now: datetime
    ) -> int:
        recent = self._recent.get(brand)
        if recent is None:
            known = tx.surges.volume(brand, since, now + AHEAD, self.not_ours)
            recent = self._recent[brand] = deque([now] * known.complaints)
        else:
            recent.extend(new)
        while recent and recent[0] < since:
            recent.popleft()
        return len(recent)

    def look(self, tx: Tx, brand: str, now: datetime) -> None:
        """Asks the store, and begins a surge when it is one and none is on."""
        usual = self._usual.get(brand)
        if usual is None or not now - usual.at < NORMAL_HOLDS_FOR:
            usual = self._usual[brand] = usual_now(tx, brand, self.policy, self.not_ours, now)
        limits = self.policy.surge
        least = least_to_trip(usual.normal, limits, usual.last, now)
        recent = self._recent.get(brand)
        if recent is not None and len(recent) < least:
            return
        since = counted_from(limits, usual.last, now)
        volume = tx.surges.volume(brand, since, now + AHEAD, self.not_ours)
        if trips(volume, usual.normal, limits, usual.last, now):
            self._begin(tx, brand, volume, usual.normal, now)

    def _begin(self, tx: Tx, brand: str, volume: Volume, normal: float, now: datetime) -> None:
        surge = Surge(
            brand=brand,
            began_at=now,
            complaints=volume.complaints,
            people=volume.people,
            normal=normal,
        )
        if tx.surges.begin(surge):
            log.info("a surge: %d complaints by %d people", volume.complaints, volume.people)
            tx.audit.write(AuditEntry(brand=brand, at=now, actor=MACHINE, action=AuditAction.SURGE))
            for incident in tx.incidents.open_of(brand):
                # that yes was said without the surge in view
                tx.incidents.save(replace(incident, sends_new_by=""))
            hold_back(tx, brand, now)
            self._fold(tx, brand, now)
        self._recent.pop(brand, None)
        self._usual.pop(brand, None)

    def _fold(self, tx: Tx, brand: str, now: datetime) -> None:
        """Alerts about single complaints of the hour that are not out yet: the surge is told."""
        since = now - self.policy.surge.within
        heard = tx.surges.heard(brand, since, now + AHEAD, self.not_ours, LOOKED_AT)
        complaints = {one.message_id for one in heard}
        for effect in tx.outbox.in_state(State.APPROVED, State.HELD, brand=brand):
            if (
                effect.action is Action.ALERT
                and effect.urgency in FOLDED
                and effect.message_id in complaints
                and effect.template not in REMINDERS
            ):
                withdraw(tx, effect, State.CANCELLED, Reason.SURGE, now)


def hold_back(tx: Tx, brand: str, now: datetime) -> int:
    """Public words that were about to leave wait for a yes once more; how many."""
    waiting = [
        effect
        for effect in tx.outbox.in_state(*DUE_STATES, brand=brand)
        if effect.action is Action.ACKNOWLEDGE
    ]
    return sum(move(tx, effect, _to_a_person(effect, now)) for effect in waiting)


def _to_a_person(effect: Effect, now: datetime) -> Effect:
    return to_a_person(effect, now, reason=Reason.SURGE, version=effect.version + 1)


def rules_not_ours(playbook: Playbook) -> frozenset[str]:
    """Rules by which a complaint is somebody else's trouble."""
    return frozenset(rule.name for rule in playbook.rules if rule.then.not_ours)


def usual_now(tx: Tx, brand: str, policy: Policy, not_ours: frozenset[str], now: datetime) -> Usual:
    """What is usual at this hour of this weekday; in the first week, what was usual so far."""
    limits, known_since = policy.surge, tx.surges.known_since()
    spans = same_hours(now, policy.hours, limits, known_since)
    counts = [_complaints_in(tx, brand, span, not_ours) for span in spans]
    normal = normal_of(counts)
    if not spans and known_since is not None:
        span = (max(known_since, now - FIRST_WEEK), now - limits.within)
        if span[1] - span[0] >= KNOWN_FOR_LONG:
            many = _complaints_in(tx, brand, span, not_ours)
            normal = max(normal, many * (limits.within / (span[1] - span[0])))
    return Usual(normal=normal, last=tx.surges.last(brand), at=now)


def _complaints_in(
    tx: Tx, brand: str, span: tuple[datetime, datetime], not_ours: frozenset[str]
) -> int:
    """Those from before the first start tell what is usual, too."""
    return tx.surges.volume(brand, *span, not_ours, only_live=False).complaints
