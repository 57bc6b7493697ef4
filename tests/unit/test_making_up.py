"""Who was kept away may say sorry, or ask why: a person hears of it, with the history."""

import pytest

from monitor.domain.effect import Action
from monitor.domain.flag import StepKind
from monitor.domain.making_up import MakesUp, makes_up
from monitor.domain.message import MessageType
from tests.people import ADA, CY
from tests.unit.test_services_flags import Street


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("why?", MakesUp.WHY),
        ("@larchandloaf why did you block me", MakesUp.WHY),
        ("How come nobody answers me any more?", MakesUp.WHY),
        ("I am sorry for what I wrote, it was a bad week", MakesUp.SORRY),
        ("I went too far", MakesUp.SORRY),
        # neither
        ("not sorry, clowns", None),
        ("your bread is stale", None),
        ("I wonder why bread costs so much", None),
        ("sorry " * 100, None),
    ],
)
def test_what_a_text_says(text: str, what: MakesUp | None) -> None:
    assert makes_up(text) is what


def notes(street: Street) -> list[str]:
    """What the owner is told of somebody who makes up."""
    return [
        effect.slots.note
        for effect in street.shop.effects(Action.ALERT)
        if effect.rule.startswith("flag x:")
    ]


def test_a_sorry_in_private_is_shown_with_the_history() -> None:
    street = Street()
    street.bashes(6)
    street.shop.flags.decide(1, StepKind.QUIET, "Jo", "")

    street.says("I am sorry, I went too far", type=MessageType.DIRECT_MESSAGE)

    assert notes(street) == [
        "they say sorry. A word from a person can end it here. What was before: monitor flag 1"
    ]


def test_nobody_else_s_sorry_is_told_so() -> None:
    street = Street()

    street.says("sorry, I was wrong about the bread", ADA)
    street.says("why?", CY)

    assert notes(street) == []
