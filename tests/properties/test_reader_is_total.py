"""Whatever strangers write, there is a reading, always the same, and tricks do not change it."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.message import Author, Message
from monitor.domain.reading import Reading
from monitor.scoring.brand_words import BrandWords
from monitor.scoring.model import Model
from monitor.scoring.phrase_file import load_phrases
from monitor.scoring.reader import Reader
from monitor.scoring.vader import FastVader

PHRASES = load_phrases(Path(__file__).resolve().parents[2] / "playbooks" / "phrases.toml")
BRANDS = {"larch": BrandWords(["Larch & Loaf"], ["larch tree"])}
READER = Reader(FastVader(), PHRASES, BRANDS, model=Model.shipped())
OTHER_READER = Reader(FastVader(), PHRASES, BRANDS, model=Model.shipped())
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ADA = Author(id="x:42", platform="x", handle="ada")

#: phrases of the file itself, cut up and mixed with what people put between words
PIECES = st.sampled_from(
    [phrase.replace("*", "ed") for _, phrase in tuple(PHRASES.phrases)[::17]]
    + [
        "@larch",
        "not",
        "never",
        "?",
        "!",
        ".",
        '"',
        "“",
        "if",
        "Larch & Loaf",
        "/s",
        "😡",
        "🙄",
        "4471",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join))
FORMAT_CHARACTERS = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u200f")


def read(text: str, tag: str | None = None, reader: Reader = READER) -> Reading:
    return reader.read(
        Message(
            id="x:1",
            brand="larch",
            platform="x",
            author=ADA,
            text=text,
            created_at=NOON,
            seen_at=NOON,
            language=tag,
        )
    )


@given(TEXTS, st.sampled_from([None, "en", "de", "", "qme", "x-nonsense", "zh_Hant_TW"]))
def test_every_text_has_a_reading(text: str, tag: str | None) -> None:
    reading = read(text, tag)
    assert -1 <= reading.compound_used <= 1
    assert all(0 <= topic.confidence <= 1 for topic in reading.topics)
    assert len(reading.questions) <= 5
    assert reading.words >= 0


@given(TEXTS)
def test_the_same_text_has_the_same_reading(text: str) -> None:
    assert read(text) == read(text) == read(text, reader=OTHER_READER)


@given(
    st.lists(PIECES, max_size=10).map(" ".join).filter(str.isascii),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(FORMAT_CHARACTERS)), max_size=8),
)
def test_invisible_characters_change_nothing(text: str, inserted: list[tuple[int, str]]) -> None:
    disguised = text
    for place, character in inserted:
        disguised = disguised[:place] + character + disguised[place:]
    plain, hidden = read(text), read(disguised)
    assert (plain.kind, plain.certainty) == (hidden.kind, hidden.certainty)
    assert plain.sensitive == hidden.sensitive
    assert plain.marks == hidden.marks
