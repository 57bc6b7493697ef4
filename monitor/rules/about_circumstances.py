"""Conditions about the circumstances: what we know of the author, the conversation and the day."""

from collections.abc import Callable
from datetime import timedelta

from monitor.domain.facts import Circumstances, Facts
from monitor.rules.condition import SELDOM, ConditionSpec, Test, holds, unknown_or, yes_no
from monitor.rules.takes import COUNT, YES_NO, Vocabulary


def _has_open_case(wanted: bool, _known: Vocabulary) -> Test:
    if wanted:
        return lambda facts: facts.circumstances.open_case is not None
    return lambda facts: facts.circumstances.open_case is None


def _case_within_days(wanted: int, _known: Vocabulary) -> Test:
    limit = timedelta(days=wanted)

    def test(facts: Facts) -> bool:
        last = facts.circumstances.last_case_at
        return last is not None and facts.message.created_at - last <= limit

    return test


def _found_case(facts: Facts) -> str:
    last = facts.circumstances.last_case_at
    return "none" if last is None else f"{(facts.message.created_at - last).days} days ago"


def _fact(name: str, sentence: str) -> ConditionSpec[bool]:
    """A circumstance that is true or not."""
    is_so = holds(f"circumstances.{name}", wanted=True)
    return ConditionSpec(
        name=name,
        takes=YES_NO,
        sentence=sentence,
        example="true",
        holds=f"{name} = true",
        fails=f"{name} = false",
        build=lambda wanted, _known: holds(f"circumstances.{name}", wanted),
        found=lambda facts: yes_no(is_so(facts)),
        cost=SELDOM,
    )


def _at_least(
    name: str, sentence: str, number: int, get: Callable[[Circumstances], int]
) -> ConditionSpec[int]:
    """A circumstance that is counted."""
    fact = name.removesuffix("_at_least")
    return ConditionSpec(
        name=name,
        takes=COUNT,
        sentence=sentence,
        example=str(number),
        holds=f"{fact} = {number}",
        fails=f"{fact} = {number - 1}",
        build=lambda wanted, _known: lambda facts: get(facts.circumstances) >= wanted,
        found=lambda facts: str(get(facts.circumstances)),
    )


ABOUT_AUTHOR = (
    ConditionSpec(
        name="has_open_case",
        takes=YES_NO,
        sentence="the author has an open case with us",
        example="true",
        holds="has_open_case = true",
        fails="has_open_case = false",
        build=_has_open_case,
        found=lambda facts: unknown_or(facts.circumstances.open_case).replace("unknown", "none"),
        cost=SELDOM,
        never_plain=True,
    ),
    _fact("had_case", "the author has or had a case with us"),
    ConditionSpec(
        name="case_within_days",
        takes=COUNT,
        sentence="the author's last case is no older than this, in days",
        example="90",
        holds="case_days = 20",
        fails="case_days = 120",
        build=_case_within_days,
        found=_found_case,
        cost=SELDOM,
    ),
    _fact("promise_is_late", "we promised the author an answer and the time has passed"),
    _fact("is_flagged", "the author is under review"),
    _fact("is_quiet", "you chose to keep quiet towards the author"),
    _fact("is_muted", "you muted the author on the platform"),
    _fact("is_opted_out", "the author asked us for no automatic words"),
    _fact("came_to_dm", "the author has written to us privately since"),
)

ABOUT_CONVERSATION = (
    _fact("replies_to_us", "it answers a post of ours"),
    _fact("is_answered", "we wrote in this conversation since"),
    _at_least(
        "tagged_accounts_at_least",
        "it names so many accounts",
        3,
        lambda c: c.tagged_accounts,
    ),
    _at_least(
        "tagged_brands_at_least", "it names so many of your brands", 2, lambda c: c.tagged_brands
    ),
    _at_least(
        "conversation_replies_at_least",
        "so many replies by others stand in the conversation",
        20,
        lambda c: c.conversation_replies,
    ),
)

ABOUT_DAY = (
    _fact("incident", "an open incident has this topic"),
    _fact("surge", "far more complaints than usual are coming in"),
    _fact("is_away", "you are away (`monitor away`)"),
    _at_least(
        "open_promises_at_least",
        "so many promises of ours are running",
        10,
        lambda c: c.open_promises,
    ),
)
