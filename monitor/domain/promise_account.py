"""The account of promises: what became of each, in any span of time, so that the sums agree.

    carried over + made = kept + broken + renewed + not come + unseen + cancelled + open at the end

What is open at the end of one span is carried over into the next. The timelines of the cases tell
the same story line by line; where they do not, the difference is named.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from monitor.domain.case import Promise, PromiseState, TimelineEntry, TimelineKind
from monitor.domain.values import Value, replace


class Account(Value):
    """Every promise that lived in [since, until), as it stood at the end of it."""

    since: datetime
    until: datetime
    promises: tuple[Promise, ...]
    #: made before, and open when it began
    carried: int
    made: int
    #: how many ended so in it; `open`: how many did not end
    fates: dict[PromiseState, int]
    #: where the promises and the timelines of their cases disagree, in words
    differences: tuple[str, ...]

    def of(self, state: PromiseState) -> int:
        """How many came to that."""
        return self.fates[state]

    @property
    def adds_up(self) -> bool:
        """The sums agree, with each other and with the timelines."""
        return self.carried + self.made == sum(self.fates.values()) and not self.differences


def account(
    promises: Iterable[Promise],
    timelines: Mapping[int, Sequence[TimelineEntry]],
    since: datetime,
    until: datetime,
) -> Account:
    """The account of a span; `timelines` by case: one that is not there is not compared."""
    every = list(promises)
    lived = sorted(
        (_as_of(one, until) for one in every if one.made_at < until and _lives_at(one, since)),
        key=lambda one: (one.due_at, one.number),
    )
    fates = Counter(one.state for one in lived)
    of_cases: dict[int, list[Promise]] = {}
    for one in every:
        of_cases.setdefault(one.case_number, []).append(one)
    numbers = sorted({one.case_number for one in lived} & timelines.keys())
    return Account(
        since=since,
        until=until,
        promises=tuple(lived),
        carried=sum(one.made_at < since for one in lived),
        made=sum(one.made_at >= since for one in lived),
        fates={state: fates[state] for state in PromiseState},
        differences=tuple(
            words
            for number in numbers
            for words in _differences(number, of_cases[number], timelines[number])
        ),
    )


def _lives_at(promise: Promise, moment: datetime) -> bool:
    return promise.ended_at is None or promise.ended_at >= moment


def _as_of(promise: Promise, until: datetime) -> Promise:
    """As it stood then: what ended later was still open."""
    if promise.ended_at is None or promise.ended_at < until:
        return promise
    return replace(promise, state=PromiseState.OPEN, ended_at=None)


def _differences(
    number: int, promises: Sequence[Promise], timeline: Sequence[TimelineEntry]
) -> Iterator[str]:
    """What a case's promises say, and its timeline does not, or the other way round."""
    made = Counter(one.due_at for one in promises)
    told = Counter(_moment(one) for one in timeline if one.kind is TimelineKind.PROMISED)
    if made != told:
        yield f"case {number} has {made.total()} promises, and its timeline tells of {told.total()}"
    ended = Counter(one.state.value for one in promises if one.state is not PromiseState.OPEN)
    ends = Counter(one.words for one in timeline if one.kind is TimelineKind.PROMISE_ENDED)
    for state in sorted(ended.keys() | ends.keys()):
        if ended[state] != ends[state]:
            yield (
                f"case {number} has {ended[state]} promises that ended as {state}, and its timeline"
                f" tells of {ends[state]}"
            )
    for one in promises:
        if (one.state is PromiseState.OPEN) != (one.ended_at is None):
            yield f"a promise of case {number} is {one.state.value}, and its end says otherwise"
        elif one.ended_at is not None and one.ended_at < one.made_at:
            yield f"a promise of case {number} ended before it was made"


def _moment(entry: TimelineEntry) -> datetime | None:
    try:
        return datetime.fromisoformat(entry.words)
    except ValueError:
        return None
