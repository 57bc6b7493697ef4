"""Measure ends: a mute whose time is over is undone, a block that stands for long is asked about.

Both happen once. What only a person can finish, and what the platform refused, is told.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, State
from monitor.domain.measure import TAKEN, Stage, is_of_author, stage_of, target_of, until_of
from monitor.domain.platform import platform_named
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Observer
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.services.measure_book import write_move
from monitor.services.reminding import remind

#: begins the rule of every alert about a measure
NEWS = "measure"


class MeasureEnds:
    """Looks at what stands."""

    def __init__(self, store: Store, clock: Clock, policy: Policy, observer: Observer) -> None:
        self.store = store
        self.clock = clock
        self.policy = policy
        self.observer = observer

    def due(self, measures: Sequence[Effect]) -> int:
        """Whatever of these has come to its end, or to its question; how many."""
        now = self.clock.now()
        over = [one for one in measures if _is_over(one, now)]
        long_ago = [one for one in measures if self._is_to_be_reviewed(one, now)]
        for measure in over:
            self._end(measure, now)
        for measure in long_ago:
            self._ask(measure, now)
        return len(over) + len(long_ago)

    def _end(self, measure: Effect, now: datetime) -> None:
        ending = replace(
            measure, state=State.RETRACTING, not_before=now, attempts=0, version=measure.version + 1
        )
        with self.store.begin() as tx:
            is_moved = write_move(tx, measure, ending, "its time is over", now)
        if is_moved:
            self.observer.effect_moved(ending)

    def _is_to_be_reviewed(self, measure: Effect, now: datetime) -> bool:
        if measure.action is not Action.BLOCK or stage_of(measure) is not Stage.STANDS:
            return False
        since = measure.sent_at or measure.created_at
        return measure.raised_at is None and now - since >= self.policy.block_review_after

    def _ask(self, measure: Effect, now: datetime) -> None:
        days = (now - (measure.sent_at or measure.created_at)).days
        title = platform_named(measure.platform).title
        words = (
            f"you blocked them on {title} {days} days ago. Is that still right? "
            f"To undo it: monitor block {measure.author_id} --undo"
        )
        with self.store.begin() as tx:
            if write_move(tx, measure, replace(measure, raised_at=now), "", now):
                remind_of(tx, measure, "review", words, self.policy.hours, now)


def _is_over(measure: Effect, now: datetime) -> bool:
    until = until_of(measure)
    return until is not None and until <= now and stage_of(measure) is Stage.STANDS


def news_of(measure: Effect) -> str:
    """What the owner has to hear of how it went on; "" for what went well."""
    taken, title = TAKEN[measure.action], platform_named(measure.platform).title
    what = "they are" if is_of_author(measure) else "their post is"
    command = f"monitor {measure.action.value} {target_of(measure)}"
    why = f": {measure.remark}" if measure.remark else ""
    where = f" {measure.posted_url}" if measure.posted_url else ""
    match measure.state:
        case State.REFUSED | State.EXPIRED:
            return f"{what} not {taken} on {title}{why}"
        case State.NEEDS_PERSON if measure.sent_at is None:
            return (
                f"{what} not {taken} on {title} yet, and your hand is needed{why}.{where} "
                f"Done? {command} --done"
            )
        case State.NEEDS_PERSON:
            return (
                f"{what} still {taken} on {title}, and your hand is needed to undo it{why}.{where} "
                f"Done? {command} --undo --done"
            )
        case _:
            return ""


def remind_of(tx: Tx, measure: Effect, what: str, words: str, hours: Hours, now: datetime) -> None:
    """An alert about this measure, one of each sort."""
    # of no message and no case: it is about the measure, whatever becomes of the case
    about = replace(measure, message_id="", conversation_id="", case_number=None)
    remind(tx, about, f"{NEWS}:{measure.number}:{what}", words, hours, now)
