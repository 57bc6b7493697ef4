"""What a reader sees is what is scored, however the characters are dressed up."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.scoring.normalise import (
    MAX_MARKS_PER_CHARACTER,
    MAX_SCORED_CHARACTERS,
    normalise,
)
from monitor.scoring.vader import FastVader

FORMAT_CHARACTERS = [
    chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"
]
#: Marks, letters that compose with what precedes them, and whatever else Unicode has.
AWKWARD_TEXTS = st.text(
    st.one_of(
        st.characters(categories=["Mn", "Mc", "Me"]),
        st.characters(categories=["Cf", "Cc", "Cs", "Zs"]),
        st.sampled_from("ab \n❤\ufe0f\u200d각가ﷺ…™①ẛ\u0cc6\u0cc2\u0cd5"),
        st.characters(),
    )
)

VADER = FastVader()


def test_plain_ascii_comes_back_as_the_same_object() -> None:
    text = "My bag is lost,\nagain.\tThanks!"
    assert normalise(text) is text


def test_zero_width_space_does_not_hide_a_bad_word() -> None:
    assert normalise("this is b\u200ba\u200bd") == "this is bad"


@pytest.mark.parametrize(
    "invisible",
    [
        *("\u00ad", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202e", "\U000e0041", "\u034f"),
        *("\u3164", "\ufe0f", "\U000e0100", "\u180b", "\ud800", "\x00", "\x7f", "\x9b"),
    ],
)
def test_no_invisible_character_hides_a_bad_word(invisible: str) -> None:
    assert normalise(f"{invisible}ba{invisible}d{invisible}") == "bad"


def test_full_width_and_mathematical_letters_are_read_as_letters() -> None:
    assert normalise("ｂａｄ 𝐛𝐚𝐝 ⓑⓐⓓ") == "bad bad bad"


def test_white_space_of_every_kind_stays_white_space() -> None:
    assert normalise("a\tb\nc\r\nd\x1ce\x85f").split() == ["a", "b", "c", "d", "e", "f"]
    assert normalise("a\xa0b\u3000c") == "a b c"


def test_a_pile_of_marks_is_cut_down() -> None:
    assert normalise("x" + "\u0336" * 50 + "y") == "x" + "\u0336" * MAX_MARKS_PER_CHARACTER + "y"


@pytest.mark.parametrize(
    "text",
    ["Việt Nam", "ไม่ดีเลยที่นี่", "שָׁלוֹם", "مُحَمَّد", "नमस्ते", "မြန်မာ", "ကြောင့်", "1\u20e3"],
)
def test_no_language_loses_its_marks(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFKC", text)


def test_a_heart_scores_as_a_heart_with_or_without_its_selector() -> None:
    # The library itself gives the second one nothing.
    assert VADER.compound(normalise("❤")) == VADER.compound(normalise("❤\ufe0f")) == 0.6369


def test_the_text_is_capped() -> None:
    assert len(normalise("bad " * MAX_SCORED_CHARACTERS)) == MAX_SCORED_CHARACTERS
    assert len(normalise("ﷺ" * MAX_SCORED_CHARACTERS)) == MAX_SCORED_CHARACTERS


def test_invisible_padding_pushes_nothing_out_of_sight() -> None:
    assert normalise("\u200b" * MAX_SCORED_CHARACTERS + "bad") == "bad"


@settings(max_examples=1000, deadline=None)
@given(AWKWARD_TEXTS)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(deadline=None)
@given(
    st.text(st.characters(max_codepoint=127)),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(FORMAT_CHARACTERS)), max_size=20),
)
def test_format_characters_anywhere_change_neither_words_nor_score(
    text: str, insertions: list[tuple[int, str]]
) -> None:
    disguised = text
    for place, character in insertions:
        disguised = disguised[:place] + character + disguised[place:]
    assert normalise(disguised) == normalise(text)
    assert VADER.polarity(normalise(disguised)) == VADER.polarity(normalise(text))
