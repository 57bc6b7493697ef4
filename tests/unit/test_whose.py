"""Whose trouble it is: what the model sees of a text's parts, and what it tells of them."""

from math import sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.scoring.brand_words import BrandWords
from monitor.scoring.grounds import weigh
from monitor.scoring.model import Model, Text
from monitor.scoring.model.text import LIST
from monitor.scoring.model.weights import (
    ELSEWHERE,
    HEADS,
    SHIPPED,
    Weights,
    read_weights,
    write_weights,
)
from monitor.scoring.model.whose import PART, pieces_of_whose, whose
from monitor.scoring.phrase_file import load_phrases
from monitor.scoring.phrases import Hit, PhraseIndex
from monitor.scoring.words import closed_up, words_of
from monitor.testing import a_message
from tests.unit.playbook_parts import FOLDER, reader
from tests.unit.test_model import TEXTS, a_text, head

MODEL = Model.shipped()
PHRASES = PhraseIndex(load_phrases(FOLDER / "phrases.toml").phrases)


def trouble(start: int, end: int) -> Hit:
    return Hit("complaint.strong.money", "charged me twice", start, end)


def test_each_part_tells_whom_it_speaks_of_and_whether_something_is_wrong_in_it() -> None:
    text = a_text("@larch my gym charged me twice, see you at six", 0.0, trouble(3, 6))
    assert set(whose(text)) == {
        *("~part others@ bad", "~part others@ bad first", "~part you ", "~part you  last"),
        *("~before others", "~behind 2 you", "~handle first"),
    }


def test_trouble_in_a_part_that_speaks_to_us_is_told_apart() -> None:
    text = a_text("you charged me twice. my gym never did", 0.0, trouble(1, 4))
    found = whose(text)
    assert {"~part you bad first", "~part others  last", "~before you", "~behind 2 "} <= set(found)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("cold coffee", "~handle nowhere"),
        ("@larch cold coffee", "~handle first"),
        ("cold coffee @larch", "~handle last"),
        ("cold coffee, @larch, again", "~handle between"),
    ],
)
def test_it_tells_where_a_handle_stands(written: str, expected: str) -> None:
    assert expected in whose(a_text(written))


def test_a_text_without_trouble_has_nothing_around_it() -> None:
    found = whose(a_text("see you at six"))
    assert [one for one in found if one.startswith(("~before", "~behind"))] == []
    assert "~part you  only" in found


def test_our_own_name_is_nobody_else() -> None:
    written = "the gym charged me twice"
    closed = closed_up(written)
    words = words_of(closed)
    ours = BrandWords(("The Gym",)).without_names(words)
    grounds = weigh([trouble(2, 5)], words, closed)
    assert "~part others bad only" in whose(Text(written, words, 0.0, grounds))
    assert "~part @ bad only" in whose(Text(written, ours, 0.0, grounds))


@given(TEXTS, st.integers(0, 9), st.integers(1, 9))
def test_any_text_has_its_pieces_each_once(written: str, start: int, length: int) -> None:
    words = words_of(closed_up(written))
    end = min(start + length, len(words))
    text = a_text(written, 0.0, *[trouble(start, end)] * (start < end))
    found = whose(text)
    assert len(found) == len(set(found))
    assert found == whose(text)
    assert 0 <= MODEL.elsewhere(text) <= 1


def test_words_count_by_the_length_of_the_text_and_parts_do_not() -> None:
    counts = dict(pieces_of_whose(a_text("you you late")))
    # two words, the tone and the length
    assert counts["late"] == pytest.approx(1 / sqrt(4))
    assert counts["~part you  only"] == PART
    assert counts["~nothing of no trade"] == LIST


def test_the_model_adds_what_the_pieces_weigh() -> None:
    made = head(ELSEWHERE, **{"~part you  only": 1000})
    model = Model(Weights("test", tuple(map(head, HEADS)), {}, made))
    text = a_text("see you")
    assert model.elsewhere(text) > model.elsewhere(a_text("see them"))
    weighed = {one.piece: one.adds for one in model.weighed(ELSEWHERE, text)}
    assert weighed["~part you  only"] == pytest.approx(PART)


def test_a_model_without_that_head_knows_nothing_of_it() -> None:
    model = Model(Weights("test", tuple(map(head, HEADS)), {}))
    assert model.elsewhere(a_text("my gym charged me twice")) == 0.0
    assert model.weighed(ELSEWHERE, a_text("my gym charged me twice")) == []


def test_the_head_comes_back_as_it_was_written(tmp_path: Path) -> None:
    written = read_weights(SHIPPED)
    assert written.elsewhere is not None
    assert not any(written.elsewhere.runs)
    write_weights(tmp_path / "a.model", written)
    read = read_weights(tmp_path / "a.model")
    assert read.elsewhere is not None
    assert list(read.elsewhere.words) == list(written.elsewhere.words)
    assert [one.name for one in read.heads] == list(HEADS)


#: none of them stands in the corpus, nor has a phrase of the list `elsewhere`
NOT_OURS = (
    "@larchandloaf sky engineer never showed, whole day wasted, so can I collect tomorrow instead",
    "furious. broadband down again, whole day's work lost, useless company. I'm coming for your "
    "wifi and a flat white @larchandloaf",
    "@larchandloaf That other place forgot half our order and were so rude when we rang. Never "
    "had that with you.",
)
OURS = (
    "@larchandloaf landlord doubled the rent, boiler's dead, and now you've charged me twice for "
    "one birthday cake",
    "my mum's dentist has nicer staff. The woman on your till was rude to her twice this week "
    "@larchandloaf",
    "my colleague got hers in ten minutes. I've been waiting an hour for the same order "
    "@larchandloaf",
)


@pytest.mark.parametrize("written", NOT_OURS)
def test_the_model_hears_that_it_is_somebody_else(written: str) -> None:
    assert "elsewhere" in reader().read(a_message(written)).marks
    found = PHRASES.find(words_of(closed_up(written)))
    assert "elsewhere" not in [hit.list for hit in found]


@pytest.mark.parametrize("written", OURS)
def test_the_model_hears_that_it_is_us_although_others_are_named(written: str) -> None:
    assert "elsewhere" not in reader().read(a_message(written)).marks
