"""What we did in one week: acknowledgements, answers, promises, cases, counted.

Each thing belongs to one week, by one moment:

- an acknowledgement to the week in which it was sent; one that was not sent, to the week in which
  it was prepared;
- a first human answer to the week in which it was given;
- a promise to the week in which it ended; a case to the weeks of its opening and of its end.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from monitor.domain.case import Case, Promise, PromiseState, Resolution
from monitor.domain.effect import Action, Effect, State
from monitor.domain.make_good import Cost, total
from monitor.domain.values import Value
from monitor.report.period import Period
from monitor.report.spread import Times
from monitor.report.tally import most_first

NO_CAUSE = "no cause noted"
#: states whose reason the report tells
TOLD_WITH_REASON = (State.HELD, State.REFUSED, State.PROPOSED, State.EXPIRED)
#: the platform had it at some time
WENT_OUT = frozenset({State.SENT, State.RETRACTING, State.RETRACTED})


class WordCounts(Value, frozen=True, kw_only=True):
    """Public words of one week; acknowledgements = sum over states."""

    acknowledgements: int
    #: sent, whether or not taken back later
    sent: int
    taken_back: int
    #: of the sent ones, those taken back, and those that a person called wrong
    wrong: int
    #: of these, so many stand there still, by their numbers
    wrong_and_there: tuple[int, ...]
    #: of the sent ones, those to which nobody had said yes
    by_machine: int
    by_state: dict[str, int]
    #: state → reason → how many
    reasons: dict[str, dict[str, int]]
    direct_messages_sent: int
    alerts_sent: int

    def of(self, state: State) -> int:
        """How many are in that state now."""
        return self.by_state.get(state.value, 0)


class CauseCost(Value, frozen=True, kw_only=True):
    """What it cost to put right the cases of one cause, in one currency."""

    cause: str
    cases: int
    cost: Cost


class CaseCounts(Value, frozen=True, kw_only=True):
    """Cases of one week; resolved = sum over resolutions = sum over causes."""

    opened: int
    #: opened this week, and no person of ours has answered yet
    opened_unanswered: int
    resolved: int
    resolutions: dict[str, int]
    causes: dict[str, int]
    #: of the cases of which a cost is noted, the dearest cause first
    costs: tuple[CauseCost, ...] = ()

    @property
    def total_cost(self) -> tuple[Cost, ...]:
        """The sum of each currency."""
        return total(each.cost for each in self.costs)

    def ended(self, resolution: Resolution) -> int:
        """How many ended so."""
        return self.resolutions.get(resolution.value, 0)


class PromiseCounts(Value, frozen=True, kw_only=True):
    """Promises of one week: made in it, or ended in it."""

    made: int
    kept: int
    broken: int
    renewed: int
    not_come: int
    unseen: int
    cancelled: int


class Work(Value, frozen=True, kw_only=True):
    """All we did in one week."""

    words: WordCounts
    cases: CaseCounts
    promises: PromiseCounts
    first_acknowledgement: Times
    first_answer: Times


def belongs_at(effect: Effect) -> datetime:
    """The moment by which an effect belongs to a week."""
    return effect.sent_at or effect.created_at


def count_words(effects: Sequence[Effect], said_wrong: Collection[int] = frozenset()) -> WordCounts:
    """The words of a week, from the effects that belong to it; `said_wrong`: by their numbers."""
    own = [effect for effect in effects if effect.action is Action.ACKNOWLEDGE]
    out = [effect for effect in own if effect.state in WENT_OUT]
    states = Counter(effect.state.value for effect in own)
    return WordCounts(
        acknowledgements=len(own),
        sent=len(out),
        taken_back=states[State.RETRACTED.value],
        wrong=sum(effect.state is State.RETRACTED or effect.number in said_wrong for effect in out),
        wrong_and_there=tuple(
            effect.number
            for effect in out
            if effect.state is State.SENT and effect.number in said_wrong
        ),
        by_machine=sum(not effect.decided_by for effect in out),
        by_state=most_first(states),
        reasons={
            state.value: most_first(
                Counter(effect.reason.value for effect in own if effect.state is state)
            )
            for state in TOLD_WITH_REASON
        },
        direct_messages_sent=_sent(effects, Action.DIRECT_MESSAGE),
        alerts_sent=_sent(effects, Action.ALERT),
    )


def count_cases(cases: Iterable[Case], period: Period) -> CaseCounts:
    """The cases of a week."""
    opened = opened_unanswered = 0
    resolutions: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    costs: list[tuple[str, Cost]] = []
    for case in cases:
        if period.holds(case.opened_at):
            opened += 1
            opened_unanswered += case.first_response_at is None
        if not case.is_open and period.holds(case.resolved_at):
            resolutions[case.resolution.value if case.resolution else "not said"] += 1
            cause = case.cause.strip() or NO_CAUSE
            causes[cause] += 1
            if case.cost is not None:
                costs.append((cause, case.cost))
    return CaseCounts(
        opened=opened,
        opened_unanswered=opened_unanswered,
        resolved=resolutions.total(),
        resolutions=most_first(resolutions),
        causes=most_first(causes),
        costs=_by_cause(costs),
    )


def _by_cause(costs: Sequence[tuple[str, Cost]]) -> tuple[CauseCost, ...]:
    """The sum of each cause and currency: the dearest first."""
    keys = dict.fromkeys((cause, cost.currency) for cause, cost in costs)
    found = [
        CauseCost(cause=cause, cases=len(of), cost=total(of)[0])
        for cause, currency in keys
        if (of := [one for named, one in costs if (named, one.currency) == (cause, currency)])
    ]
    return tuple(sorted(found, key=lambda each: (-each.cost.amount, each.cause)))


def count_promises(promises: Iterable[Promise], period: Period) -> PromiseCounts:
    """The promises of a week."""
    made = 0
    ended: Counter[PromiseState] = Counter()
    for promise in promises:
        made += period.holds(promise.made_at)
        if promise.state is not PromiseState.OPEN:
            ended[promise.state] += period.holds(promise.ended_at or promise.due_at)
    return PromiseCounts(
        made=made,
        kept=ended[PromiseState.KEPT],
        broken=ended[PromiseState.BROKEN],
        renewed=ended[PromiseState.RENEWED],
        not_come=ended[PromiseState.NOT_COME],
        unseen=ended[PromiseState.UNSEEN],
        cancelled=ended[PromiseState.CANCELLED],
    )


def _sent(effects: Iterable[Effect], action: Action) -> int:
    return sum(effect.action is action and effect.state in WENT_OUT for effect in effects)
