"""The fast scorer says what the library says, digit for digit.

The texts are built from the library's own words and rules, because a rule that no text reaches is
a rule that is not tested; arbitrary Unicode and real posts come on top.
"""

import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from monitor.scoring.vader import FastVader

REAL_TEXTS = Path(__file__).resolve().parents[3] / "shared" / "data"


class Analyzer(Protocol):
    lexicon: dict[str, float]
    emojis: dict[str, str]

    def polarity_scores(self, text: str) -> dict[str, float]: ...


LIBRARY: Analyzer = SentimentIntensityAnalyzer()
FAST = FastVader()


def _words_of(line: str) -> list[str]:
    return line.split()


PHRASES = [*SPECIAL_CASES, "kind of", "sort of", "just enough"]
#: The words by which the rules change a value, and lexicon words that are part of a rule.
RULE_WORDS = _words_of(
    "no or nor so this never without doubt least at very kind of but BUT But, the to for of "
    "good bad great no. NO GOOD kind shit bomb ass badass death die stop right heart"
)
ODD_WORDS = [
    *("ain't", "xn'ty", "N'T", "İ", "GOODİ", "İ!", "good\u0307", "Σ", "ΑΣ", "ΑΣ.", "ẞ", "ǅ", "𝐀"),
    *("ﬀ", "\ud800", "\x00", "bad\x00", ":D", ":)", ":-Þ", "(-:", "x", "I", "A", "42", "\ufe0f"),
]

words = st.one_of(
    st.sampled_from(sorted(LIBRARY.lexicon)),
    st.sampled_from(sorted(BOOSTER_DICT)),
    st.sampled_from(sorted(NEGATE)),
    st.sampled_from(RULE_WORDS),
    st.sampled_from(PHRASES),
    st.sampled_from(sorted(LIBRARY.emojis)),
    st.sampled_from(ODD_WORDS),
    st.sampled_from(["table", "The", "flight", "bag"]),
    st.text(max_size=5),
)
CASES: list[Callable[[str], str]] = [str, str, str.lower, str.upper, str.title, str.swapcase]
casings = st.sampled_from(CASES)
punctuation = st.sampled_from(["", "", "", "", "!", "?", "??", "!!!!!", ".", "...", ",", '"', "-"])
spaces = st.sampled_from([" ", " ", " ", " ", " ", "", "  ", "\n", "\t", "\x1c", "\x85", "\u3000"])


@st.composite
def posts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(punctuation, words, casings, punctuation, spaces), max_size=25))
    return "".join(
        before + case(word) + after + space for before, word, case, after, space in parts
    )


def assert_same(text: str) -> None:
    polarity = FAST.polarity(text)
    # `repr` also tells 0.0 from -0.0 and from 0.
    assert repr(polarity.as_dict()) == repr(LIBRARY.polarity_scores(text)), ascii(text)
    assert FAST.compound(text) == polarity.compound


@settings(max_examples=1500, deadline=None)
@given(posts())
def test_a_post_of_vader_words_scores_as_in_the_library(text: str) -> None:
    assert_same(text)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(RULE_WORDS), max_size=12).map(" ".join))
def test_rules_upon_rules_score_as_in_the_library(text: str) -> None:
    assert_same(text)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(["good", "bad", "great", "but", "so", "good!"]), max_size=60).map(
        " ".join
    )
)
def test_equal_values_around_but_are_shifted_as_in_the_library(text: str) -> None:
    assert_same(text)


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters()))
def test_any_text_scores_as_in_the_library(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "!!!???",
        "...",
        "but",
        "but but but",
        "good",
        "GOOD",
        "GOOD BAD",
        "GOOD bad",
        "no",
        "no no no",
        "no good",
        "not no good or nor bad",
        "no x or bad",  # the third word before is `no`, the first `or`
        "kind of good",
        "this is kind",
        "x y kind of good",
        "at least good",  # `least` spares what follows `at least`
        "the least good",
        "least good",
        "never so good",
        "never x so good",
        "x y so good",  # no `never` needed with three words of room
        "without a doubt good",
        "without doubt good",
        "x y z the shit",
        "x y z bad ass",
        "x y z yeah right good",
        "x y kiss of death good",
        "x y z good badass",  # a phrase of one word is no phrase
        "good badass",
        "to die for",
        "x y z bus stop",
        "x beating heart",
        "VERY good but SO bad",
        "good good but good good bad bad",
        "good but good good good but bad",
        "sort of x good",
        "just enough good",
        "isn't good",
        "ISN'T good",
        "isn’t good",
        "can't stand fed up",
        "İ good İyi!",
        "GOODİ Bad",
        "ΟΔΟΣ. good",
        "𝐀 good GOOD",
        "bad\x00 \x00 bad",
        "\ud83d\ude21 bad",  # two halves of an emoji are no emoji
        "😡😡bad😡",
        "❤️ ❤ x❤x",
        "🆙good",
        "good\x85bad\x1cgood\u2028bad\u200bgood",
        "(good) 'good' \"good\" good... *good* ¿good?",
        ":) :( :D XD :-Þ :þ",
        "good" * 5000,
    ],
)
def test_a_nasty_text_scores_as_in_the_library(text: str) -> None:
    assert_same(text)


def test_every_word_of_the_lexicon_scores_as_in_the_library() -> None:
    for word in LIBRARY.lexicon:
        assert_same(f"table {word} the {word.upper()}")


def test_every_emoji_scores_as_in_the_library() -> None:
    for emoji in LIBRARY.emojis:
        assert_same(f"good{emoji}bad {emoji}")


def test_what_the_short_cuts_take_for_granted_is_so() -> None:
    lengthened = []
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        lowered = character.lower()
        assert lowered.lower() == lowered
        assert lowered.isspace() == character.isspace()
        if len(lowered) != 1:
            lengthened.append(character)
    assert lengthened == ["İ"]
    seen = [emoji for emoji in LIBRARY.emojis if len(emoji) == 1]
    assert not any(emoji.isascii() or emoji.isspace() for emoji in seen)
    assert all(value for value in LIBRARY.lexicon.values())


neutral_words = st.one_of(
    st.sampled_from(
        ["table", "handle", "@JetBlue", "Flight,", "ΑΣ", "B737", "x", '"seat'],
    ),
    st.text(min_size=1, max_size=8),
).filter(FAST.is_neutral_word)


@settings(max_examples=500, deadline=None)
@given(posts(), neutral_words, neutral_words, posts())
def test_one_neutral_word_is_as_good_as_another(
    before: str, one: str, other: str, after: str
) -> None:
    same_case = one.isupper() == other.isupper()
    if same_case and all(one.count(mark) == other.count(mark) for mark in "!?"):
        scored = FAST.polarity(f"{before} {one} {after}")
        assert scored == FAST.polarity(f"{before} {other} {after}")


@pytest.mark.parametrize(
    "word",
    [
        *_words_of(
            "united UNITED! very not ain't xn't least this shit ass 😡 x😡 kind of but :) no"
        ),
        *("", " ", "two words"),
    ],
)
def test_a_word_that_vader_knows_is_not_neutral(word: str) -> None:
    assert not FAST.is_neutral_word(word)


@pytest.mark.parametrize(
    "unit",
    [
        *("but ", "good ", "good but ", "so good ", "GOOD ", "GOOD bad ", "no good ", "ain't "),
        *("the shit ", "İ ", "!", "x", "😡", "n't", '"'),
    ],
)
def test_forty_kilobytes_take_a_blink(unit: str) -> None:
    text = unit * (40_000 // len(unit.encode()))
    started = time.process_time()
    FAST.polarity(text)
    # The target is 30 ms; the rest is room for a busy machine. The library takes seconds or more.
    assert time.process_time() - started < 0.3


def test_real_posts_score_as_in_the_library() -> None:
    if not REAL_TEXTS.is_dir():
        pytest.skip(f"no real texts in {REAL_TEXTS}: they are research data and not shipped")
    for text in real_texts():
        assert FAST.polarity(text).as_dict() == LIBRARY.polarity_scores(text), ascii(text)


def real_texts() -> Iterator[str]:
    for file in sorted(REAL_TEXTS.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for number, row in enumerate(csv.DictReader(rows)):
                if number % 10 == 0:
                    yield row.get("text") or ""
    for file in sorted(REAL_TEXTS.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number % 10 == 0:
                    yield json.loads(line)["text"]


def test_no_word_of_the_lexicon_has_the_value_zero() -> None:
    # FastVader says zero where the lexicon says nothing
    assert 0 not in LIBRARY.lexicon.values()
