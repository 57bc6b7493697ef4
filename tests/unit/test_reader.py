"""What a reader understands of a message. Ada writes, the shop is Larch & Loaf."""

import csv
import html
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.domain.message import Author, Media, Message
from monitor.domain.reading import Reading
from monitor.scoring.brand_words import BrandWords
from monitor.scoring.model import Model
from monitor.scoring.names import NameMask
from monitor.scoring.normalise import normalise
from monitor.scoring.phrase_file import load_phrases
from monitor.scoring.reader import Reader
from monitor.scoring.vader import FastVader
from monitor.testing import a_message

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ADA = Author(id="x:42", platform="x", handle="ada", name="Ada Quill")
VADER = FastVader()
LARCH = BrandWords(["Larch & Loaf", "Sick Buns"], exclude=["larch tree"])
PHRASES = load_phrases(ROOT / "playbooks" / "phrases.toml")
READER = Reader(
    VADER,
    PHRASES,
    {"larch": LARCH},
    scorers="vader 3.3.2",
)


def read(
    text: str, *, media: tuple[Media, ...] = (), tag: str | None = None, brand: str = "larch"
) -> Reading:
    return READER.read(
        Message(
            id="x:1",
            brand=brand,
            platform="x",
            author=ADA,
            text=text,
            created_at=NOON,
            seen_at=NOON,
            language=tag,
            addressed=True,
            media=media,
        )
    )


@pytest.mark.parametrize(
    ("text", "kind", "certainty"),
    [
        # a strong phrase and nothing against it
        ("@larch my order never arrived and nobody answers the phone", "complaint", "sure"),
        ("@larch two hours late, and the cake was squashed", "complaint", "sure"),
        ("@larch you charged me twice and I want my money back", "complaint", "sure"),
        ("@larch the app keeps crashing since the update", "complaint", "sure"),
        ("@larch the plumber never showed up. Third week in a row.", "complaint", "sure"),
        # said thanks, but in a gloomy text
        ("@larch terrible service, rude staff, worst day. thanks", "complaint", "sure"),
        # friendly words and no gloom: a person decides
        ("@larch thanks, my order never arrived", "complaint", "likely"),
        # praise beside it
        ("@larch love your bread, but the delivery never arrived", "complaint", "likely"),
        # irony
        ("@larch thanks for ruining my birthday, the cake was squashed", "complaint", "likely"),
        ("@larch thanks for nothing", "complaint", "likely"),
        # only asked
        ("@larch is it true that you charge people for bags?", "question", "likely"),
        ("@larch why did my order arrive broken?", "complaint", "likely"),
        # somebody else's words, and what might be
        ('@larch the review says "worst bakery in town", I disagree', "complaint", "likely"),
        # weak words and a gloomy score
        ("@larch sad about the delay", "complaint", "likely"),
        # a score alone is a guess
        ("@larch grim, grim, ugly", "complaint", "unsure"),
        # negated: not a complaint
        ("@larch no problems or complaints here", "praise", "unsure"),
        ("@larch they were never rude to us", "other", "unsure"),
        # praise, also with words that look bad
        ("@larch best bread in town, thank you so much!", "praise", "sure"),
        ("@larch those brownies are to die for, amazing", "praise", "likely"),
        ("@larch you never disappoint, love it", "praise", "likely"),
        ("@larch thank you for fixing my broken order so fast, you rock", "praise", "likely"),
        # a question
        ("@larch are you open on Sunday?", "question", "likely"),
        # insults and nothing else
        ("@larch bunch of idiots", "abuse", "likely"),
        ("@larch you morons are pathetic", "abuse", "likely"),
        # an insult in a complaint is a complaint, for a person to answer
        ("@larch you idiots, my order never arrived", "complaint", "likely"),
        # noise
        ("@larch buy followers now, use code LOAF, link in bio", "spam", "likely"),
        (
            "Larch & Loaf announces plans to open a shop - Daily Post https://n.example",
            "other",
            "likely",
        ),
        # nothing at all
        ("@larch", "other", "unsure"),
        ("", "other", "unsure"),
    ],
)
def test_kind_and_certainty(text: str, kind: str, certainty: str) -> None:
    reading = read(text)
    assert (str(reading.kind), str(reading.certainty)) == (kind, certainty)


@pytest.mark.parametrize(
    ("text", "sensitive"),
    [
        ("my son has a nut allergy and nobody could tell us what is in it", ("allergy",)),
        ("we all got food poisoning from your pie", ("poisoning",)),
        ("found glass in my bread, cut my mouth", ("injury",)),
        ("your charger caught fire", ("fire",)),
        ("I know where you live", ("threat",)),
        ("I want to die", ("self_harm",)),
        ("your driver grabbed my daughter", ("threat", "child")),
        ("you will hear from my lawyer", ("lawyer",)),
        ("I called the police", ("police",)),
        ("I am a journalist and want to ask you something", ("press",)),
        ("racist staff", ("discrimination",)),
        ("you leaked my address to strangers", ("data_leak",)),
        ("my grandmother passed away, please cancel the cake", ("death_notice",)),
        # other languages
        ("Ich habe mich verbrüht, Krankenhaus", ("injury",)),
        ("mi hija es alérgica", ("allergy",)),
        ("j'ai une intoxication alimentaire", ("poisoning",)),
        ("sale policia", ("police",)),
        # harmless uses
        ("those brownies are to die for", ()),
        ("your killer coffee", ()),
        ("I would kill for a bun", ()),
        ("French press and a fire pit", ()),
        # plain praise empties what would wake the owner
        ("thank you so much for being careful about my son's nut allergy, amazing staff", ()),
        # but not harm to people
        ("great staff, they were so kind when my mother was hurt", ("injury",)),
        # nor what waits for the morning
        ("so kind of you when my father passed away, thank you so much", ("death_notice",)),
        # a name is nobody's sickness
        ("the people from Sick Buns", ()),
    ],
)
def test_sensitive(text: str, sensitive: tuple[str, ...]) -> None:
    assert read(text).sensitive == sensitive


def test_what_is_sensitive_is_never_sure() -> None:
    assert str(read("@larch worst pie ever, we got food poisoning").certainty) == "likely"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("stop", ("opt_out",)),
        ("@larch stop.", ("opt_out",)),
        ("please stop replying to me, no bots", ("opt_out",)),
        ("lass mich in Ruhe", ("opt_out",)),
        # one word among others is no wish to be left alone
        ("the bus stop by your shop is dirty", ()),
        ("my order number is 4471-AB2", ("private_data",)),
        ("a larch tree in the park", ("not_us",)),
        ("we are hiring, apply now", ("jobs",)),
        ("giveaway! rt to win a cake", ("giveaway",)),
        ("you idiots", ("abuse", "insult")),
        ("I waited in a wheelchair", ("hardship",)),
        ("I am a journalist", ("press",)),
    ],
)
def test_marks(text: str, marks: tuple[str, ...]) -> None:
    assert read(text).marks == marks


def test_signs() -> None:
    picture = (Media(kind="image", url="https://pictures.example/1"),)
    assert read("well done you lot /s").signs == ("irony",)
    assert read("look at this", media=picture).signs == ("picture",)
    assert read("look at what came out of the box today", media=picture).signs == ()
    assert read("love the staff, hate that it never arrived, great shop, so rude").signs == (
        "mixed",
    )


@pytest.mark.parametrize(
    ("text", "topic", "confidence"),
    [
        ("still waiting for my order", "late", 0.75),
        ("it arrived broken", "broken", 1.0),
        ("you sent me the wrong size", "wrong_item", 1.0),
        ("you charged me twice", "money", 1.0),
        ("can't log in", "access", 1.0),
        ("rude staff", "treatment", 1.0),
        ("no reply from anybody", "no_answer", 1.0),
        ("you lost our reservation", "booking", 1.0),
        ("the soup was lukewarm and the rice rock hard", "quality", 1.0),
        # a word that can hardly mean anything else is enough, complaint or not
        ("shouted at us in front of everyone", "treatment", 1.0),
        ("£12 admin charge on my bill", "money", 1.0),
    ],
)
def test_topics(text: str, topic: str, confidence: float) -> None:
    strongest = read(text).topic
    assert strongest is not None
    assert (strongest.name, strongest.confidence) == (topic, confidence)


@pytest.mark.parametrize(
    "text",
    [
        # waiting, but for what
        "still waiting",
        # two things at once
        "you charged me twice and nobody answers the phone",
        # an app or the thing itself
        "it does not work",
        "never again",
    ],
)
def test_what_may_mean_several_things_keeps_the_general_wording(text: str) -> None:
    assert all(topic.confidence < 0.7 for topic in read(text).topics)


def test_weak_words_alone_give_no_family_its_special_wording() -> None:
    assert [t.confidence for t in read("is delivery late?").topics] == [0.6]


def test_scores_are_the_librarys_and_the_used_one_is_masked() -> None:
    reading = read("Sick Buns lost my parcel")
    raw = VADER.polarity("Sick Buns lost my parcel")
    assert (reading.neg, reading.neu, reading.pos, reading.compound) == raw
    assert reading.compound_used == VADER.compound("Brand lost my parcel")
    assert reading.compound < reading.compound_used


@pytest.mark.parametrize(
    "text",
    [
        "@larch lost it",
        "@Happy lost it",
        ".@larch.example, why?!",
        "@LARCH LOST IT",
        "u/good lost it",
        "ask @larch@good.example about Larch & Loaf",
        "the sick  buns",
        "@larch\n@happy\tlost",
        "ｌｏｓｔ @larch",
        "it@larch and @larch!!",
        # handles that weigh, near handles, and letters that only seem to lie outside a name
        "@happy @good, it is not bad! @sad@good.example's fault",
        "great @ the lock, @",
        "café 😡 @happy lost it",
        "@happy ıts sıck buns",
    ],
)
def test_the_short_way_to_the_used_score_is_exact(text: str) -> None:
    normalised, mask = normalise(text), NameMask(LARCH.names)
    score = LARCH.used_compound(VADER, text, normalised, VADER.polarity(text))
    assert score == VADER.compound(mask.mask(normalised))


def test_evidence_questions_and_words() -> None:
    reading = read("@larch hours late. Where is my order?")
    assert [(one.list, one.phrase) for one in reading.evidence] == [
        ("complaint.strong.late", "hours late"),
        ("complaint.weak.late", "where is my"),
    ]
    assert reading.questions == ("Where is my order?",)
    assert reading.words == 6
    assert reading.scorers == "vader 3.3.2"
    assert (reading.p_complaint, reading.p_praise) == (None, None)


def test_only_a_covered_language_is_sure() -> None:
    assert str(read("worst", tag="fr").certainty) == "sure"
    assert str(read("la worst baguette du monde et ne pas bon").certainty) == "likely"


@pytest.mark.parametrize(
    "piece",
    [
        "late good ",
        'rude? "rude" ',
        "not to die for great job on ",
        "order 4471 @larch ",
        "¿por qué? ",
        "kill for you ",
    ],
)
def test_the_time_of_a_hostile_text_is_bounded(piece: str) -> None:
    began = time.perf_counter()
    read(piece * (40_000 // len(piece)))
    assert time.perf_counter() - began < 2  # quadratic would take minutes


def test_an_unknown_brand_is_read_without_names() -> None:
    assert str(read("my order never arrived", brand="other").kind) == "complaint"


def real_rows(name: str) -> Iterator[tuple[str, str, str, str]]:
    """Text, label, action and kind of the hard cases."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path.name} is not here: it is never committed")
    with path.open(encoding="utf-8", errors="replace") as rows:
        for row in csv.DictReader(rows):
            text = html.unescape(row["text"])
            yield text, row["expected_label"], row["expected_action"], row["kind"]


def test_hard_cases() -> None:
    found, complaints = 0, 0
    for text, label, action, kind in real_rows("hard-cases-dev.csv"):
        reading = read(text, brand="other")
        is_complaint = str(reading.kind) == "complaint" and str(reading.certainty) != "unsure"
        if action != "ack":
            assert (str(reading.kind), str(reading.certainty)) != ("complaint", "sure"), kind
        if kind in ("safety", "legal"):
            assert reading.sensitive
        complaints += label == "complaint"
        found += label == "complaint" and is_complaint
    assert found >= 0.75 * complaints


@pytest.mark.slow
def test_sure_is_sure_on_real_mentions() -> None:
    path = DATA / "airline-dev.jsonl"
    if not path.exists():
        pytest.skip(f"{path.name} is not here: it is never committed")
    sure = right = praise = wrong_praise = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            reading = read(html.unescape(row["text"]), brand="other")
            is_sure = (str(reading.kind), str(reading.certainty)) == ("complaint", "sure")
            sure += is_sure
            right += is_sure and row["gold_sentiment"] == "negative"
            praise += row["gold_sentiment"] == "positive"
            wrong_praise += is_sure and row["gold_sentiment"] == "positive"
    assert right >= 0.97 * sure
    assert sure > 1000
    assert wrong_praise <= 0.005 * praise


def test_a_namesake_with_a_sign_in_its_name_is_not_us() -> None:
    words = BrandWords(["Larch & Loaf"], ["Larch & Loaf Lumber", "mulch*"])
    phrases = load_phrases(ROOT / "playbooks" / "phrases.toml")
    reader = Reader(VADER, phrases, {"Larch & Loaf": words})
    for text in ("Larch & Loaf Lumber sold me warped planks", "their mulching course was a joke"):
        message = a_message(text=text, brand="Larch & Loaf")
        assert "not_us" in reader.read(message).marks


def test_what_is_too_short_to_tell_may_be_another_language_of_the_shop() -> None:
    def language(written: str, *covered: str) -> str | None:
        reader = Reader(VADER, PHRASES, languages=covered, model=Model.shipped())
        return reader.read(a_message(written)).language

    assert language("Brezeln ausverkauft schade", "en") == "und"
    assert language("Brezeln ausverkauft schade", "en", "de") is None


def test_what_the_model_tells_of_a_message_is_what_its_reading_says() -> None:
    reader = Reader(VADER, PHRASES, model=Model.shipped())
    message = a_message("@larch my order never arrived and nobody answers")
    reading, told = reader.read(message), reader.told(message)
    assert told is not None
    assert told.complaint == reading.p_complaint
    assert reader.told(a_message("warum dauert das so lange bei euch")) is None
    assert READER.told(message) is None
    # of what it takes for another language it tells, too: how English it is
    romanised = a_message("mera refund abhi tak nahi aaya yaar")
    assert reader.read(romanised).p_complaint is None
    assert reader.told(romanised).english < 0.5  # type: ignore[union-attr]
