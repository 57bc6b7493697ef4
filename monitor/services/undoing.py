"""Undoing a measure: `retracting` → `retracted` once it is seen to be off."""

from datetime import datetime

from monitor.domain.connectors import Measure
from monitor.domain.delivery import Delivered, Outcome, Refused
from monitor.domain.effect import Effect, State
from monitor.domain.measure import PRETENDED, target_of
from monitor.domain.ports import Failpoint
from monitor.domain.values import replace
from monitor.errors import ConnectorError
from monitor.services.measure_moves import TRIES, Moves
from monitor.services.rests import LOCKED_OUT_FOR


class Undoing:
    """Undoing twice does no harm; what is seen to be off is not even undone once more."""

    def __init__(self, moves: Moves, failpoint: Failpoint) -> None:
        self.moves = moves
        self.failpoint = failpoint

    def one(self, measure: Effect) -> None:
        """As far as it goes now; it waits while nothing may leave."""
        moves = self.moves
        with moves.store.read() as tx:
            if moves.stop(tx, moves.clock.now()) is not None:
                return
        means = moves.senders.measure(measure.platform, measure.action)
        undone = moves.to_a_person(measure) if means is None else self._try(means, measure)
        moves.move(measure, undone)

    def _try(self, means: Measure, measure: Effect) -> Effect:
        target = target_of(measure)
        outcome: Outcome | None = None
        try:
            is_on = means.is_on(target)
            if is_on is not False:
                outcome = means.undo(target)
                self.failpoint("measures.after_undo")
                is_on = means.is_on(target)
        except ConnectorError as problem:
            if problem.permanent and not problem.is_auth:
                return self.moves.to_a_person(measure, problem.message)
            return self._again(measure, problem.message, problem.retry_at)
        if is_on is False or (is_on is None and isinstance(outcome, Delivered)):
            remark = PRETENDED if measure.remark == PRETENDED else ""
            return replace(measure, state=State.RETRACTED, remark=remark)
        match outcome:
            case Refused(is_auth=True):
                return self._again(measure, outcome.why, self.moves.clock.now() + LOCKED_OUT_FOR)
            case Refused(permanent=True):
                return self.moves.to_a_person(measure, outcome.why)
            case Refused():
                return self._again(measure, outcome.why, outcome.retry_at)
            case Delivered() | None:
                return self._again(measure, "it is still in force")
            case _:
                return self._again(measure, outcome.why)

    def _again(self, measure: Effect, why: str, at: datetime | None = None) -> Effect:
        if measure.attempts >= TRIES:
            return self.moves.to_a_person(measure, why)
        return replace(
            measure,
            attempts=measure.attempts + 1,
            remark=why,
            not_before=at or self.moves.some_time_later(measure),
        )
