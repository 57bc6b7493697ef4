"""Trial: what a changed playbook would have done with the history, as a difference.

Every stored mention is decided twice, on the facts and at the moment of then: under the old
playbook and under the new one. Nothing is sent and nothing is stored.
"""

from collections import Counter
from collections.abc import Iterable

from monitor.domain.clock import Hours
from monitor.domain.decide import decide
from monitor.domain.decision import Decision, JoinCase, OpenCase
from monitor.domain.effect import Action, State
from monitor.domain.facts import Facts
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.reason_words import moment_in_words
from monitor.domain.stored import Decided
from monitor.domain.values import Value

__all__ = ["Change", "Diff", "Side", "backtest"]


class Side(Value):
    """One decision, as far as it is compared."""

    rule: str
    #: "deny: not_unlocked"
    permission: str
    #: "acknowledge: proposed late", "alert: now complaint", "case: normal"
    does: tuple[str, ...]


class Change(Value):
    """A mention that would be decided otherwise."""

    message_id: str
    old: Side
    new: Side

    def lines(self) -> list[str]:
        """As a difference is printed: out with a minus, in with a plus."""
        lines = [self.message_id]
        if self.old.rule != self.new.rule:
            lines.append(f"  rule        {self.old.rule or '–'} → {self.new.rule or '–'}")
        if self.old.permission != self.new.permission:
            lines.append(f"  may we?     {self.old.permission} → {self.new.permission}")
        lines += [f"  - {one}" for one in self.old.does if one not in self.new.does]
        lines += [f"  + {one}" for one in self.new.does if one not in self.old.does]
        return lines


class Diff(Value):
    """All changes, with totals."""

    decided: int
    changes: tuple[Change, ...]
    #: (old rule, new rule) → mentions that would move
    moves: dict[tuple[str, str], int]
    #: what is done → how often, under the old and under the new playbook
    old_totals: dict[str, int]
    new_totals: dict[str, int]

    def lines(self) -> list[str]:
        """As `monitor playbook backtest` prints it."""
        lines = [line for change in self.changes for line in change.lines()]
        lines.append(f"{len(self.changes)} of {self.decided} mentions would be decided otherwise")
        for (old, new), count in sorted(self.moves.items(), key=lambda move: -move[1]):
            lines.append(f"  {count:>5}  {old or '–'} → {new or '–'}")
        for what in sorted({*self.old_totals, *self.new_totals}):
            before, after = self.old_totals.get(what, 0), self.new_totals.get(what, 0)
            if before != after:
                lines.append(f"  {what}: {before} → {after}")
        return lines


def backtest(old: Playbook, new: Playbook, history: Iterable[Decided], policy: Policy) -> Diff:
    """What would go otherwise under the new playbook. Reads the history once, as it comes."""
    changes: list[Change] = []
    moves: Counter[tuple[str, str]] = Counter()
    totals: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    count = 0
    for decided in history:
        count += 1
        facts = Facts(
            message=decided.message, reading=decided.reading, circumstances=decided.circumstances
        )
        before, after = (
            _side(decide(facts, playbook, policy, decided.decided_at), policy.hours)
            for playbook in (old, new)
        )
        for counter, side in zip(totals, (before, after), strict=True):
            counter.update(" ".join(one.split()[:2]).rstrip(",") for one in side.does)
        if before == after:
            continue
        changes.append(Change(message_id=decided.message.id, old=before, new=after))
        if before.rule != after.rule:
            moves[before.rule, after.rule] += 1
    return Diff(
        decided=count,
        changes=tuple(changes),
        moves=dict(moves),
        old_totals=dict(totals[0]),
        new_totals=dict(totals[1]),
    )


def _side(decision: Decision, hours: Hours) -> Side:
    return Side(
        rule=decision.rule,
        permission=f"{decision.permission.verdict}: {decision.permission.reason}",
        does=tuple(_does(decision, hours)),
    )


def _does(decision: Decision, hours: Hours) -> Iterable[str]:
    for record in decision.records:
        match record:
            case OpenCase():
                by = moment_in_words(record.deadline_at, hours)
                yield f"case: opened, {record.priority}, by {by}"
            case JoinCase():
                yield "case: joined"
            case _:
                yield f"record: {type(record).__name__}"
    yield from (f"shadow: {name}" for name in decision.shadows)
    for effect in decision.effects:
        what = effect.urgency if effect.action is Action.ALERT else _held_or_not(effect.state)
        yield f"{effect.action}: {what} {effect.template}"


def _held_or_not(state: State) -> str:
    """A word that waits for the morning goes out by itself all the same."""
    return "automatic" if state in (State.APPROVED, State.HELD) else "draft"
