"""What a text would get: decided by the whole shipped playbook, as if sending were unlocked."""

import pytest

from monitor.config import load_config
from monitor.domain.message import Message
from monitor.domain.policy import Mode
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.values import replace
from monitor.rules import load_playbook
from monitor.rules.answer import Answer, Answered, a_mention, answer_to, as_if_unlocked
from monitor.testing import a_reading
from tests.people import CONFIG

SHIPPED = load_config(CONFIG)
PLAYBOOK = load_playbook(SHIPPED.playbook_folder)


class Fixed:
    """Reads every text as the same."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, message: Message) -> Reading:
        return self.reading


def answered(reading: Reading, **changes: object) -> Answered:
    policy = as_if_unlocked(replace(SHIPPED.policy(), **changes))
    mention = a_mention("any words", SHIPPED.brand.name)
    return answer_to(mention, PLAYBOOK, Fixed(reading), policy)


@pytest.mark.parametrize(
    ("reading", "answer"),
    [
        (a_reading(), Answer.AUTOMATIC),
        (a_reading(certainty=Certainty.LIKELY), Answer.DRAFT),
        (a_reading(compound_used=0.8, p_complaint=0.91), Answer.DRAFT),
        # danger: a person, and no words
        (a_reading(sensitive=("allergy",)), Answer.PERSON),
        (a_reading(Kind.QUESTION), Answer.PERSON),
        (a_reading(Kind.OTHER), Answer.NOTHING),
    ],
)
def test_a_text_gets_what_the_playbook_gives(reading: Reading, answer: Answer) -> None:
    assert answered(reading).answer is answer


def test_praise_never_gets_a_word() -> None:
    assert answered(a_reading(Kind.PRAISE)).answer in (Answer.PERSON, Answer.NOTHING)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_mode_of_the_config_does_not_matter(mode: Mode) -> None:
    assert answered(a_reading(), mode=mode, platform_modes={"x": mode}).answer is Answer.AUTOMATIC
