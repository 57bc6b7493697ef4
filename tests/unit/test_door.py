"""What is known of our own door after somebody told."""

from datetime import timedelta

import pytest

from monitor.domain.door import Door, DoorState, known_after
from monitor.testing import MONDAY_MORNING

BEFORE = MONDAY_MORNING - timedelta(days=3)


def door(is_open: bool, said_by: str = "") -> Door:
    return Door(platform="x", is_open=is_open, at=MONDAY_MORNING, said_by=said_by)


@pytest.mark.parametrize(
    ("known", "told", "state"),
    [
        # whoever tells first is believed
        (None, door(True), DoorState.OPEN),
        (None, door(False, "Jo"), DoorState.CLOSED),
        # the newest counts
        (door(False), door(True), DoorState.OPEN),
        (door(False), door(True, "Jo"), DoorState.OPEN),
        (door(True), door(False), DoorState.CLOSED),
        (door(True, "Jo"), door(False), DoorState.CLOSED),
        (door(False, "Jo"), door(True, "Sam"), DoorState.OPEN),
        # but a test does not open what a person closed
        (door(False, "Jo"), door(True), DoorState.CLOSED),
    ],
)
def test_what_is_known_after_somebody_told(
    known: Door | None, told: Door, state: DoorState
) -> None:
    assert known_after(known, told).state is state


def test_a_person_s_no_stays_theirs_when_a_test_says_yes() -> None:
    closed = Door(platform="x", is_open=False, at=BEFORE, said_by="Jo")

    assert known_after(closed, door(True)) == closed
    # nor does a test that agrees make it its own, and open it later
    assert known_after(known_after(closed, door(False)), door(True)) == closed
