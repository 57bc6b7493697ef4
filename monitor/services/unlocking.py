"""Unlocking: whether automatic sending is earned, written down and told when that changes.

It is weighed anew with every decision that says something about the machine, at a start, and once
an hour, because decisions grow old. Whoever asks whose turn it is sees what was written down last.
"""

import secrets
from datetime import datetime, timedelta
from typing import Self

from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.evidence import of_newest_model as counted
from monitor.domain.evidence import tally
from monitor.domain.message import Message
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.platform import platform_named
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.reading import Kind, Reading
from monitor.domain.store_ports import Store, Tx
from monitor.domain.unlock import WHY_LOST, Turn, Unlock, weigh
from monitor.domain.values import replace

#: the keys of the two notices
EARNED, LOST = "automatic sending is on", "automatic sending is off"
#: so long they are shown
SHOWN_FOR = timedelta(days=7)


def switch_of(brand: str) -> str:
    """The switch that keeps how it stands."""
    return f"unlock {brand}"


def unlock_of(tx: Tx, brand: str) -> Unlock:
    """As it was weighed last."""
    return Unlock.read(tx.switches.get(switch_of(brand)))


class Turns:
    """Whose turn it is at one moment, where automatic sending is earned."""

    def __init__(self, unlock: Unlock, one_in: int) -> None:
        self._unlock = unlock
        self._one_in = one_in

    @classmethod
    def now(cls, tx: Tx, brand: str, policy: Policy) -> Self | None:
        """None: it is a person's turn everywhere."""
        if not policy.may_be_earned:
            return None
        unlock = unlock_of(tx, brand)
        return cls(unlock, policy.unlock.hold_back) if unlock.is_earned else None

    def turn(self, message: Message, reading: Reading) -> Turn:
        """To answer this mention; a person's, unless a machine has earned it."""
        if reading.kind is not Kind.COMPLAINT or not message.addressed:
            return Turn.PERSON
        return self._unlock.turn(
            message.id, message.platform, reading.p_complaint, reading.scorers, self._one_in
        )


class Unlocking:
    """Weighs one brand's decisions by the clock."""

    def __init__(self, store: Store, clock: Clock, policy: Policy, *, brand: str) -> None:
        self.store = store
        self.clock = clock
        self.policy = policy
        self.brand = brand

    def due(self) -> Unlock:
        """How it stands now."""
        now = self.clock.now()
        with self.store.begin() as tx:
            _end_old_notices(tx, self.brand, now)
            return reweigh(tx, self.brand, self.policy, now)


def reweigh(tx: Tx, brand: str, policy: Policy, now: datetime) -> Unlock:
    """How it stands with the decisions as they are now; tells when it was earned or lost.

    Nothing changes where the config lets nothing be earned.
    """
    before = unlock_of(tx, brand)
    if not policy.may_be_earned:
        return before
    labels = tx.labels.since(brand, now - policy.unlock.lasts)
    after = weigh(before, labels, policy.unlock, now, policy.thresholds.automatic)
    if after == before:
        return before
    if not after.salt:
        after = replace(after, salt=secrets.token_hex(16))
    tx.switches.put(switch_of(brand), after.written(), now)
    action = AuditAction.UNLOCKED if after.is_earned else AuditAction.LOCKED
    reason = f"{after.threshold:.2f}" if after.is_earned else after.reason.value
    tx.audit.write(AuditEntry(brand=brand, at=now, actor=MACHINE, action=action, reason=reason))
    if after.is_earned and not before.is_earned:
        counts = tally(counted(labels, policy.unlock, now), after.threshold, policy.unlock)
        tx.notices.end(brand, LOST, now)
        tx.notices.open(_earned(brand, after, counts.right, counts.right + counts.wrong, now))
    elif before.is_earned and not after.is_earned:
        tx.notices.end(brand, EARNED, now)
        tx.notices.open(_lost(brand, after, now))
    return after


def _earned(brand: str, unlock: Unlock, right: int, decided: int, now: datetime) -> Notice:
    where = ", ".join(platform_named(name).title for name in unlock.platforms)
    return Notice(
        brand=brand,
        key=EARNED,
        kind=NoticeKind.UNLOCK,
        headline=f"From now on the monitor acknowledges complaints by itself on {where}",
        text=(
            f"You earned it: {right} of {decided} decisions were right. It speaks only where it is "
            "as sure as it was there, and one in ten still waits for you. What was wrong, take "
            "back: that counts, and a few mistakes lock it again."
        ),
        fix="monitor retract E for one reply; monitor pause for all",
        began_at=now,
        tells_end=False,
    )


def _lost(brand: str, unlock: Unlock, now: datetime) -> Notice:
    return Notice(
        brand=brand,
        key=LOST,
        kind=NoticeKind.UNLOCK,
        headline="Every reply waits for your yes again",
        text=f"Why: {WHY_LOST[unlock.reason]}. Your decisions earn it anew.",
        fix="monitor status tells how many are missing",
        began_at=now,
        tells_end=False,
    )


def _end_old_notices(tx: Tx, brand: str, now: datetime) -> None:
    for key in (EARNED, LOST):
        notice = tx.notices.get(brand, key)
        if notice is not None and notice.told_at is not None and now - notice.told_at > SHOWN_FOR:
            tx.notices.end(brand, key, now)
