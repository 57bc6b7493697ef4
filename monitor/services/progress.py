"""Progress: how far the owner's decisions have come toward automatic sending."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from monitor.domain.clock import Hours
from monitor.domain.evidence import of_newest_model, of_step, tally
from monitor.domain.label import Label
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx
from monitor.domain.unlock import Unlock, nearest
from monitor.domain.values import Value
from monitor.services.unlocking import unlock_of

#: the pace is that of so long
PACE_OF = timedelta(days=28)
#: with fewer decisions than this nothing can be said of a pace
PACE_NEEDS = 3
#: farther away a date says nothing
FARTHEST = timedelta(days=730)


class Progress(Value):
    """How it stands."""

    unlock: Unlock = Unlock()
    #: the machine has to be so sure, where it is or is about to be earned
    threshold: float = 1.0
    right: int = 0
    wrong: int = 0
    #: what does not tell, drafts without a decision too; they count as mistakes until it is earned
    open: int = 0
    #: of all these, from the practice round
    practice: int = 0
    #: right ones in a row that are missing; 0 once it is earned
    missing: int = 0
    #: when that will be, at the pace of the last weeks; None: it cannot be told
    on: date | None = None
    #: decisions about mentions that no complaint model has read: they count for nothing
    without_score: int = 0
    #: of the open ones, drafts that ran out of time, and nobody decided
    ran_out: int = 0

    @property
    def decided(self) -> int:
        """How many decisions tell something."""
        return self.right + self.wrong


def progress_of(tx: Tx, brand: str, policy: Policy, now: datetime) -> Progress:
    """How it stands now, with the decisions of the window."""
    limits = policy.unlock
    unlock = unlock_of(tx, brand)
    if not policy.may_be_earned and unlock.is_earned:
        # earned once, and not asked for any more
        unlock = Unlock(lost_at=unlock.lost_at)
    labels = tx.labels.since(brand, now - limits.lasts)
    floor = _floor(labels, policy)
    near, missing = nearest(unlock, labels, limits, now, floor)
    ours = of_newest_model(labels, limits, now)
    if unlock.is_earned:
        step, missing = max(unlock.threshold, floor), 0
    else:
        step = near.step
    counted = of_step(ours, step, limits)
    found = tally(counted, step, limits)
    return Progress(
        unlock=unlock,
        threshold=step,
        right=found.right,
        wrong=found.wrong,
        open=found.open,
        practice=sum(label.is_practice for label in counted),
        missing=missing,
        on=_date(counted, missing, policy.hours, now),
        without_score=sum(label.score is None for label in labels),
        ran_out=sum(label.wants_a_word for label in counted),
    )


def _floor(labels: Sequence[Label], policy: Policy) -> float:
    """Below it no machine speaks: as the newest decision tells, for who asks without a model."""
    floors = [label.floor for label in labels if label.score is not None]
    return floors[-1] if floors else policy.thresholds.automatic


def _date(labels: Iterable[Label], missing: int, hours: Hours, now: datetime) -> date | None:
    """The day on which so many more are decided, if it goes on as in the last weeks."""
    recent = [one.at for one in labels if not one.is_practice and now - one.at <= PACE_OF]
    if not missing or len(recent) < PACE_NEEDS:
        return None
    took = max(now - min(recent), timedelta(days=1))
    ahead = took / len(recent) * missing
    return hours.day_of(now + ahead) if ahead <= FARTHEST else None
