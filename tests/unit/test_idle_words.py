"""Idle words: a cause is called by a thing or a topic, never by a word of every complaint."""

import pytest

from monitor.domain.causes import Heard, causes_of
from monitor.scoring.words_of_every_complaint import EVERYWHERE
from tests.shop import idle

LATE_AND_BROKEN = (
    ("late", "still waiting for my order, it never came, two weeks now"),
    ("broken", "one of the cakes came in pieces today, somebody sat on it"),
    ("late", "nobody came, and they said it would come this morning"),
    ("broken", "my box came open, everything inside came apart"),
    ("late", "third time this week that nothing came, told them twice"),
    ("broken", "came without a lid, all over the seat"),
)


def causes(*complaints: tuple[str, str]) -> list[str]:
    heard = [
        Heard(message_id=f"x:{number}", author_id=f"x:p{number}", topic=topic, text=text)
        for number, (topic, text) in enumerate(complaints)
    ]
    return [cause.words or f"[{cause.topic}]" for cause in causes_of(heard, idle())]


def test_what_everybody_says_is_no_cause() -> None:
    assert causes(*LATE_AND_BROKEN) == ["[broken]", "[late]"]


def test_a_thing_is_one() -> None:
    said = [("", f"came to {where}, the card machine was down one more time") for where in "abcd"]
    assert causes(*said) == ["card machine"]


@pytest.mark.parametrize("word", ["one", "came", "told", "monday", "someone", "weeks", "again"])
def test_these_say_nothing(word: str) -> None:
    assert idle()(word)


@pytest.mark.parametrize(
    "word", ["refund", "website", "card", "parcel", "driver", "oven", "door", "password", "queue"]
)
def test_these_name_a_thing(word: str) -> None:
    assert not idle()(word)


def test_they_are_written_as_they_are_asked_for() -> None:
    for words in EVERYWHERE.values():
        assert all(word == word.casefold() and word.isalpha() for word in words)
