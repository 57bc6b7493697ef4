"""How soon a case wants a person, and why."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.case import PRIORITY_ORDER, CaseStatus, Priority
from monitor.domain.priority import Pressing, assess
from monitor.domain.values import replace
from monitor.testing import a_reading
from tests.contract.stores import NOW, a_case, at

QUIET = Pressing(case=a_case(), reading=a_reading(compound=-0.3), followers=120, now=NOW)


def test_an_ordinary_complaint_is_normal_and_needs_no_reason() -> None:
    assessed = assess(QUIET)
    assert (assessed.priority, assessed.reasons) == (Priority.NORMAL, ())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        # severity
        ({"reading": a_reading(sensitive=("lawyer",))}, "serious: lawyer"),
        ({"case": a_case(topic="no_answer")}, "was left without an answer before"),
        ({"case": a_case(priority=Priority.HIGH)}, "what was written makes it high"),
        # reach
        ({"followers": 20_000}, "20,000 followers"),
        ({"replies": 20}, "20 replies under it"),
        # repeat
        ({"earlier": 2}, "case 3 of this customer within 90 days"),
        # waiting
        ({"now": at(240)}, "the next step is late"),
        ({"promise_is_late": True}, "a promise is late"),
    ],
)
def test_one_strong_reason_makes_it_high(changes: dict[str, object], reason: str) -> None:
    assessed = assess(replace(QUIET, **changes))
    assert (assessed.priority, assessed.reasons) == (Priority.HIGH, (reason,))


WEAK: list[tuple[dict[str, object], str]] = [
    ({"reading": a_reading(compound_used=-0.9)}, "strong words"),
    ({"followers": 10_000}, "10,000 followers"),
    ({"replies": 10}, "10 replies under it"),
    ({"case": a_case(mentions=3)}, "wrote 3 times"),
]


@pytest.mark.parametrize(("changes", "reason"), WEAK)
def test_one_weak_reason_is_told_and_changes_nothing(
    changes: dict[str, object], reason: str
) -> None:
    assessed = assess(replace(QUIET, **changes))
    assert (assessed.priority, assessed.reasons) == (Priority.NORMAL, (reason,))


def test_two_weak_reasons_make_it_high() -> None:
    both = replace(QUIET, **WEAK[0][0], **WEAK[1][0])
    assessed = assess(both)
    assert assessed.priority is Priority.HIGH
    assert assessed.reasons == ("strong words", "10,000 followers")


def test_who_waits_for_a_day_without_an_answer_is_told_of() -> None:
    pressing = replace(QUIET, case=a_case(deadline_at=at(9_999)), now=at(60 * 24))
    assert assess(pressing).reasons == ("nobody has answered for 24 hours",)
    assert assess(replace(pressing, now=at(60 * 72))).reasons == ("nobody has answered for 3 days",)


def test_danger_is_urgent_and_says_of_what() -> None:
    danger = replace(
        QUIET, case=a_case(priority=Priority.URGENT), reading=a_reading(sensitive=("allergy",))
    )
    assert assess(danger).priority is Priority.URGENT
    assert assess(danger).reasons == ("may not wait: allergy",)


@pytest.mark.parametrize("status", [CaseStatus.WAITING, CaseStatus.RESOLVED])
def test_time_does_not_press_where_the_next_step_is_not_ours(status: CaseStatus) -> None:
    late = replace(QUIET, case=a_case(status=status), now=at(60 * 99))
    assert assess(late).reasons == ()


def test_time_does_not_press_what_was_put_off() -> None:
    put_off = a_case(snoozed_until=at(60 * 200))
    assert assess(replace(QUIET, case=put_off, now=at(60 * 99))).reasons == ()


PRESSING = st.builds(
    Pressing,
    case=st.builds(
        lambda priority, status, mentions: a_case(
            priority=priority, status=status, mentions=mentions
        ),
        st.sampled_from(Priority),
        st.sampled_from(CaseStatus),
        st.integers(1, 9),
    ),
    reading=st.builds(a_reading, compound_used=st.floats(-1, 1)),
    followers=st.one_of(st.none(), st.integers(0, 99_999)),
    replies=st.integers(0, 99),
    earlier=st.integers(0, 4),
    promise_is_late=st.booleans(),
    now=st.just(NOW),
)


@given(PRESSING, st.integers(0, 9_000), st.integers(0, 50_000))
def test_waiting_and_reach_never_make_a_case_less_pressing(
    pressing: Pressing, minutes: int, more: int
) -> None:
    before = PRIORITY_ORDER[assess(pressing).priority]
    assert before >= PRIORITY_ORDER[pressing.case.priority]
    waited = replace(pressing, now=NOW + timedelta(minutes=minutes))
    assert PRIORITY_ORDER[assess(waited).priority] >= before
    seen = replace(pressing, followers=(pressing.followers or 0) + more)
    assert PRIORITY_ORDER[assess(seen).priority] >= before
    if assess(pressing).priority is not pressing.case.priority:
        assert assess(pressing).reasons
