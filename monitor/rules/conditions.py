"""Conditions: all that may stand inside `when`, as a plain list, and how `when` becomes tests.

Every condition of a rule has to hold. A list of values means any of them; `not_<name>` means none
of them; `any = [{ … }, { … }]` holds when one of its tables does.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.domain.facts import Facts
from monitor.domain.playbook import Condition
from monitor.domain.reading import Kind
from monitor.rules.about_circumstances import ABOUT_AUTHOR, ABOUT_CONVERSATION, ABOUT_DAY
from monitor.rules.about_message import ABOUT_MESSAGE
from monitor.rules.about_reading import ABOUT_READING
from monitor.rules.about_scores import ABOUT_SCORES
from monitor.rules.condition import ConditionSpec, Test
from monitor.rules.problems import Report
from monitor.rules.takes import BadValue, Vocabulary, as_written, near

# Any: each condition takes values of its own type, and reads them itself
Spec = ConditionSpec[Any]

GROUPS: tuple[tuple[str, tuple[Spec, ...]], ...] = (
    ("The message", ABOUT_MESSAGE),
    ("What was understood", ABOUT_READING),
    ("Language, sentiment, length", ABOUT_SCORES),
    ("The author", ABOUT_AUTHOR),
    ("The conversation", ABOUT_CONVERSATION),
    ("The day", ABOUT_DAY),
)
CONDITIONS: tuple[Spec, ...] = tuple(spec for _, specs in GROUPS for spec in specs)
BY_NAME: dict[str, Spec] = {spec.name: spec for spec in CONDITIONS}
#: everything that may be written inside `when`, for "did you mean"
WRITABLE = (
    *BY_NAME,
    *(f"not_{spec.name}" for spec in CONDITIONS if spec.may_be_negated),
    "any",
)


def read_when(
    table: Mapping[str, object], known: Vocabulary, report: Report
) -> tuple[Condition, ...]:
    """The conditions of one `when`; what cannot be used is reported and left out."""
    conditions = []
    for name, value in table.items():
        here = report.at(name)
        condition = (
            _read_any(value, known, here) if name == "any" else _read_one(name, value, known, here)
        )
        if condition is not None:
            conditions.append(condition)
    return tuple(conditions)


def _read_one(name: str, value: object, known: Vocabulary, report: Report) -> Condition | None:
    spec = BY_NAME.get(name)
    is_negated = False
    if spec is None and name.startswith("not_"):
        spec = BY_NAME.get(name.removeprefix("not_"))
        is_negated = True
    if spec is None:
        report.add(
            f"unknown condition `{name}`{near(name, WRITABLE)}",
            hint="docs/playbook-reference.md lists all conditions",
        )
        return None
    if is_negated and not spec.may_be_negated:
        report.add(f"`{spec.name}` has no `not_` form", hint=_opposite(spec))
        return None
    try:
        wanted = spec.takes.read(value, known)
    except BadValue as problem:
        report.add(f"`{name}` {problem}", hint=problem.hint)
        return None
    test = spec.build(wanted, known)
    return Condition(
        name=name,
        wanted=as_written(value),
        test=_opposite_of(test) if is_negated else test,
        found=spec.found,
        cost=spec.cost + is_negated,
        kinds=_kinds(spec, wanted, is_negated),
        is_kind_alone=spec.name == "kind",
        never_plain=spec.never_plain and not is_negated and wanted is not False,
    )


def _opposite(spec: Spec) -> str:
    example = spec.example
    return (
        f"write `{spec.name} = false`"
        if example in ("true", "false")
        else (f"write the rule for `{spec.name}` before this one")
    )


def _opposite_of(test: Test) -> Test:
    return lambda facts: not test(facts)


def _kinds(spec: Spec, wanted: tuple[str, ...], is_negated: bool) -> tuple[Kind, ...] | None:
    """The kinds for which the condition can hold; None when the kind does not matter."""
    if spec.name != "kind":
        return None
    return tuple(kind for kind in Kind if (kind in wanted) is not is_negated)


# --- any ----------------------------------------------------------------------------------------


def _read_any(value: object, known: Vocabulary, report: Report) -> Condition | None:
    if not isinstance(value, list) or not value:
        report.add(
            f"`any` takes a list of tables, not {as_written(value)}",
            hint="write `any = [{ addressed = true }, { replies_to_us = true }]`",
        )
        return None
    alternatives = []
    for index, table in enumerate(value):
        here = report.at(index)
        if not isinstance(table, dict) or not table:
            here.add(
                f"`any` takes tables with conditions, not {as_written(table)}",
                hint="write `{ addressed = true }`",
            )
        else:
            alternatives.append(read_when(table, known, here))
    if not all(alternatives):
        return None  # what is wrong was reported where it stands
    return any_of(tuple(alternatives), as_written(value))


def any_of(alternatives: tuple[tuple[Condition, ...], ...], wanted: str) -> Condition:
    """Holds when all conditions of one alternative hold."""
    tests = tuple(_all_of(alternative) for alternative in alternatives)

    def test(facts: Facts) -> bool:
        for one in tests:  # noqa: SIM110 - hot: a generator costs three times as much
            if one(facts):
                return True
        return False

    return Condition(
        name="any",
        wanted=wanted,
        test=test,
        found=lambda facts: _found(alternatives, facts),
        cost=sum(condition.cost for alternative in alternatives for condition in alternative),
        kinds=_kinds_of_any(alternatives),
        kinds_if_plain=_kinds_of_any(
            [group for group in alternatives if not any(one.never_plain for one in group)]
        ),
        never_plain=all(any(one.never_plain for one in group) for group in alternatives),
    )


def _all_of(conditions: tuple[Condition, ...]) -> Test:
    if len(conditions) == 1:
        return conditions[0].test
    tests = tuple(condition.test for condition in conditions)
    return lambda facts: all(test(facts) for test in tests)


def _found(alternatives: tuple[tuple[Condition, ...], ...], facts: Facts) -> str:
    seen: dict[str, str] = {}
    for alternative in alternatives:
        for condition in alternative:
            seen.setdefault(condition.name.removeprefix("not_"), condition.found(facts))
    return ", ".join(f"{name} = {found}" for name, found in seen.items())


def _kinds_of_any(
    alternatives: Sequence[tuple[Condition, ...]],
) -> tuple[Kind, ...] | None:
    """Together the kinds of the alternatives; None as soon as one does not ask for the kind."""
    kinds: set[Kind] = set()
    for alternative in alternatives:
        asked = [set(one.kinds) for one in alternative if one.kinds is not None]
        if not asked:
            return None
        kinds |= set.intersection(*asked)
    return tuple(kind for kind in Kind if kind in kinds)
