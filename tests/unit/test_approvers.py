"""Only named people decide, each in their own place."""

import pytest

from monitor.domain.approvers import Approver, Approvers

JO = Approver(desk="slack", place="T1", user="U1", name="Jo")
SAM = Approver(desk="slack", place="T1", user="U2", name="Sam")
KIM = Approver(desk="telegram", place="-100", user="7", name="Kim")
ALL = Approvers((JO, SAM, KIM))


@pytest.mark.parametrize(
    ("desk", "place", "user", "name"),
    [
        ("slack", "T1", "U1", "Jo"),
        ("telegram", "-100", "7", "Kim"),
        ("slack", "T2", "U1", None),  # the same account in another workspace
        ("telegram", "T1", "U1", None),  # at another desk
        ("slack", "T1", "U9", None),  # somebody else
        ("slack", "T1", "", None),
        ("slack", "", "U1", None),
    ],
)
def test_who_may_press(desk: str, place: str, user: str, name: str | None) -> None:
    assert ALL.may_press(desk, place, user) == name


def test_a_machine_decides_nothing_whatever_its_account() -> None:
    assert ALL.may_press("slack", "T1", "U1", is_bot=True) is None


@pytest.mark.parametrize(
    ("approvers", "told"),
    [
        (ALL, "Only Jo and Sam can decide here. I have told nobody else."),
        (Approvers((JO,)), "Only Jo can decide here. I have told nobody else."),
        (
            Approvers((JO, SAM, Approver(desk="slack", place="T1", user="U3", name="Kim"))),
            "Only Jo, Sam and Kim can decide here. I have told nobody else.",
        ),
        (
            Approvers(),
            "Nobody is named yet who can decide here. I have told nobody else.",
        ),
    ],
)
def test_a_refusal_names_who_may(approvers: Approvers, told: str) -> None:
    assert approvers.refusal("slack") == told


def test_somebody_is_called_by_their_account() -> None:
    assert ALL.user_of("slack", "Sam") == "U2"
    assert ALL.user_of("telegram", "Sam") == ""
