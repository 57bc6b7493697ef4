"""A changed playbook is tried on the history: what would go otherwise, and nothing else happens."""

from datetime import timedelta

from monitor.domain.decide import decide
from monitor.domain.facts import Facts
from monitor.domain.playbook import Playbook
from monitor.domain.stored import Decided
from monitor.domain.values import replace
from monitor.rules.example_facts import NOW
from monitor.rules.trial import backtest
from tests.messages import assert_message
from tests.unit.playbook_parts import APPROVE, AUTOMATIC, RULES, facts, playbook, rule

OLD = playbook()


def remembered(number: int, found: Facts, under: Playbook = OLD) -> Decided:
    """A mention as the store keeps it."""
    message = replace(found.message, id=f"x:{number}")
    found = replace(found, message=message)
    return Decided(
        message=message,
        reading=found.reading,
        circumstances=found.circumstances,
        decision=decide(found, under, APPROVE, NOW),
        effects=(),
        decided_at=NOW,
    )


HISTORY = [
    remembered(1, facts("late", kind="complaint", topic="late")),
    remembered(2, facts("money", kind="complaint", topic="money")),
    remembered(3, facts("thanks", kind="praise")),
    remembered(4, facts("late too", kind="complaint", topic="late", addressed=False)),
]
LATE = rule(
    '{ kind = "complaint", topic = "late" }',
    '{ case = "open", priority = "high", promise = "2 office hours", alert = "morning",'
    ' acknowledge = "draft" }',
    name="late",
)


def test_the_same_playbook_changes_nothing() -> None:
    diff = backtest(OLD, playbook(), HISTORY, APPROVE)
    assert (diff.decided, diff.changes, diff.moves) == (4, (), {})
    assert diff.lines() == ["0 of 4 mentions would be decided otherwise"]


def test_what_would_go_otherwise_is_told_by_mention_and_in_total() -> None:
    diff = backtest(OLD, playbook(LATE + RULES), HISTORY, AUTOMATIC)
    assert [change.message_id for change in diff.changes] == ["x:1", "x:4"]
    assert diff.moves == {("complaint", "late"): 1, ("the-rest", "late"): 1}
    assert_message("playbook/backtest", "\n".join(diff.lines()))


def test_a_shadow_rule_shows_what_it_would_have_caught() -> None:
    shadow = LATE.replace("\n\n", "\n") + 'mode = "shadow"\n'
    diff = backtest(OLD, playbook(shadow + RULES), HISTORY, APPROVE)
    assert diff.new_totals["shadow: late"] == 2
    assert diff.moves == {}


def test_a_word_that_waits_for_the_morning_is_no_change() -> None:
    late_at_night = replace(HISTORY[0], decided_at=NOW + timedelta(hours=14))
    assert backtest(OLD, OLD, [late_at_night], AUTOMATIC).changes == ()


def test_the_history_is_read_once_as_it_comes() -> None:
    diff = backtest(OLD, OLD, iter(HISTORY), APPROVE)
    assert diff.decided == 4
