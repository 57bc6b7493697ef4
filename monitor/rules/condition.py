"""A condition as the reference lists it: its name, what it takes, and how it becomes a test."""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Generic, TypeVar

from monitor.domain.facts import Facts
from monitor.rules.takes import Takes, Vocabulary

V = TypeVar("V")
Test = Callable[[Facts], bool]

#: for the order in which tests are asked: what is seldom so and quick to see comes first
SELDOM, SEARCH, LOOK, USUAL, READ = 1, 2, 3, 4, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSpec(Generic[V]):
    """One test that a playbook may use inside `when`."""

    name: str
    takes: Takes[V]
    #: when it holds, in one sentence
    sentence: str
    #: a value as written in a playbook
    example: str
    #: facts of an example for which that value holds, and for which it does not; both are executed
    holds: str
    fails: str
    build: Callable[[V, Vocabulary], Test] = field(repr=False)
    #: the fact in words, for `monitor explain`
    found: Callable[[Facts], str] = field(repr=False)
    cost: int = LOOK
    #: `not_<name>` may be written too
    may_be_negated: bool = False
    #: it holds for nothing that is plain (`Facts.is_plain`), unless `false` is asked for
    never_plain: bool = False


def listed(names: tuple[str, ...]) -> str:
    """Names in words."""
    return ", ".join(names) or "none"


def yes_no(answer: bool) -> str:
    """A fact that is true or not, in words."""
    return "true" if answer else "false"


def unknown_or(value: object) -> str:
    """A fact that may be missing, in words."""
    return "unknown" if value is None else str(value)


def holds(path: str, wanted: bool) -> Test:
    """The test of a fact that is true or not; `path` leads to it, as in `message.addressed`."""
    # no function of ours: attrgetter answers three times as fast
    get = attrgetter(path)
    return get if wanted else lambda facts: not get(facts)
