"""What the model weighed in one mention: which heads are told, with which words, and how."""

import json

import pytest

from monitor.cli.weighing_lines import weighing_json, weighing_lines
from monitor.domain.message import Message
from monitor.domain.reading import Kind, Reading
from monitor.domain.thresholds import Thresholds
from monitor.domain.values import replace
from monitor.scoring.model import Weighed
from monitor.scoring.scores import Scores
from monitor.scoring.weighing import ReadsToday, Weighing, weigh
from monitor.testing import a_message, a_reading
from tests.messages import assert_message

LIMITS = Thresholds(alert=0.1, automatic=0.93)
CALM = Scores(0.97, 0.01, 0.01, 0.01, 0.01, 0.99)
#: a stranger's word is in it
WORDS = [
    Weighed("~strong", 0.6),
    Weighed("~strong alone", 0.5),
    Weighed("cold\x1b[2J", 0.4),
    Weighed("@", 0.31),
    Weighed("00", 0.12),
    Weighed("and", 0.01),
    Weighed("thanks", -0.9),
    Weighed("#length1", -0.2),
]


class Today:
    """Reads today as it was told to."""

    def __init__(
        self, scores: Scores | None = CALM, scorers: str = "fake", elsewhere: float = 0.0
    ) -> None:
        self.scorers = scorers
        self.scores = scores
        self.elsewhere = elsewhere

    def told(self, message: Message) -> Scores | None:
        return self.scores

    def told_elsewhere(self, message: Message) -> float:
        return self.elsewhere

    def weighed(self, message: Message, head: str) -> list[Weighed]:
        return WORDS


def weighed(
    reading: Reading | None = None,
    reader: ReadsToday | None = None,
    message: Message | None = None,
) -> Weighing:
    return weigh(message or a_message(), reading or a_reading(), LIMITS, reader or Today())


def heads_of(weighing: Weighing) -> list[str]:
    return [one.head for one in weighing.heads]


def lines_of(weighing: Weighing) -> str:
    return "\n".join(weighing_lines(weighing, LIMITS, 100))


# --- which heads ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "heads"),
    [
        ({}, ["complaint"]),
        # a complaint is always told of, however unlikely
        ({"p_complaint": 0.001, "kind": Kind.OTHER}, ["complaint"]),
        # decided: 0.30 for praise, 0.90 for a question, 0.50 for the others
        ({"p_praise": 0.3}, ["complaint", "praise"]),
        ({"p_question": 0.95, "p_spam": 0.6}, ["complaint", "question", "spam"]),
        # came close: half of it
        ({"p_praise": 0.15, "p_abuse": 0.25}, ["complaint", "praise", "abuse"]),
        ({"p_praise": 0.14, "p_question": 0.44, "p_spam": 0.24, "p_abuse": 0.24}, ["complaint"]),
        # its kind, by the phrases
        ({"kind": Kind.PRAISE}, ["complaint", "praise"]),
    ],
)
def test_heads_that_decided_or_came_close_are_told(
    changes: dict[str, object], heads: list[str]
) -> None:
    assert heads_of(weighed(replace(a_reading(), **changes))) == heads


@pytest.mark.parametrize(
    ("english", "score", "heads"),
    [
        # it was English, and plainly
        (0.76, 0.97, ["complaint"]),
        # it was English, and nearly not
        (0.74, 0.97, ["english", "complaint"]),
        # it was none: nothing else of the model counts
        (0.2, None, ["english"]),
    ],
)
def test_english_is_told_where_it_was_in_doubt(
    english: float, score: float | None, heads: list[str]
) -> None:
    today = Today(CALM._replace(english=english))
    assert heads_of(weighed(a_reading(p_complaint=score), today)) == heads


@pytest.mark.parametrize(
    ("elsewhere", "complaint", "heads"),
    [
        # it decided, and came close
        (0.5, 0.97, ["complaint", "elsewhere"]),
        (0.25, 0.97, ["complaint", "elsewhere"]),
        (0.24, 0.97, ["complaint"]),
        # no machine would have answered, so nobody asked
        (0.9, 0.92, ["complaint"]),
    ],
)
def test_whose_trouble_it_is_is_told_where_a_machine_might_have_answered(
    elsewhere: float, complaint: float, heads: list[str]
) -> None:
    today = Today(CALM._replace(complaint=complaint), elsewhere=elsewhere)
    made = weighed(a_reading(p_complaint=complaint), today)
    assert heads_of(made) == heads
    assert made.is_same


def test_a_post_of_our_own_is_not_weighed() -> None:
    assert weighed(message=a_message(from_brand=True)).heads == ()


# --- then and now -----------------------------------------------------------------------------


def test_the_scores_are_those_of_then() -> None:
    made = weighed(a_reading(p_complaint=0.6))
    assert [(one.score, one.score_now) for one in made.heads] == [(0.6, 0.97)]
    assert not made.is_same


def test_another_model_that_says_the_same_is_another_one() -> None:
    assert weighed().is_same
    assert not weighed(reader=Today(scorers="model 2")).is_same


# --- as it is told ----------------------------------------------------------------------------


MIXED = a_reading(p_praise=0.3, p_question=0.95, p_spam=0.4, p_abuse=0.6)
STORIES = {
    "words": weighed(),
    "every_head": weighed(MIXED, Today(Scores(0.97, 0.3, 0.95, 0.4, 0.6, 0.7))),
    "elsewhere": weighed(reader=Today(elsewhere=0.61)),
    "newer_model": weighed(reader=Today(CALM._replace(complaint=0.88), "model 2")),
    "changed_phrases": weighed(a_reading(p_complaint=0.6)),
    "not_scored_then": weighed(a_reading(p_complaint=None, scorers="vader 3.3.2")),
    "not_english": weighed(a_reading(p_complaint=None), Today(CALM._replace(english=0.2))),
    "german": weighed(a_reading(p_complaint=None, language="de"), Today(None)),
    "not_english_any_more": weighed(reader=Today(None)),
    "no_text": weighed(message=a_message("")),
    "nobody_reads": weigh(
        a_message(), a_reading(), LIMITS, None, "its words cannot be weighed: the file is gone"
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_it_is_told_as_agreed(name: str) -> None:
    assert_message(f"explain/{name}", lines_of(STORIES[name]))


def test_light_words_are_counted_and_only_the_six_heaviest_told() -> None:
    class Wordy(Today):
        def weighed(self, message: Message, head: str) -> list[Weighed]:
            return [Weighed(f"w{place}", 1.0 - place / 10) for place in range(8)]

    told = lines_of(weighed(reader=Wordy()))
    assert '"w5"' in told
    assert '"w6"' not in told
    assert "and 2 lighter ones" in told.replace("\n" + " " * 23, " ")


def test_json_has_every_word_with_its_exact_weight() -> None:
    (head,) = json.loads(json.dumps(weighing_json(weighed())))["heads"]
    assert {one["what"]: one["adds"] for one in head["words"]} == {
        "a plain phrase of complaint": 1.1,
        '"thanks"': -0.9,
        '"cold\x1b[2J"': 0.4,
        "somebody's name": 0.31,
        "its length": -0.2,
        "a number": 0.12,
        '"and"': 0.01,
    }


def test_a_stranger_s_word_does_nothing_on_the_screen() -> None:
    assert "\x1b" not in "".join(lines_of(one) for one in STORIES.values())
