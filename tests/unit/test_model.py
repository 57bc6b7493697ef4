"""The complaint model: what it sees of a text, what it tells, and the file of its weights."""

from math import exp
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.thresholds import NAMES
from monitor.errors import MonitorError
from monitor.scoring.grounds import Grounds, weigh
from monitor.scoring.model import Model, Text, Weighed, shipped_thresholds
from monitor.scoring.model import model as model_room
from monitor.scoring.model.piece_words import in_words
from monitor.scoring.model.pieces import (
    BUCKETS,
    bucket,
    lists,
    plain_word,
    run_buckets,
    signs,
)
from monitor.scoring.model.setting import setting
from monitor.scoring.model.text import LIST
from monitor.scoring.model.weights import (
    HEADS,
    SHIPPED,
    Head,
    Weights,
    read_weights,
    write_weights,
)
from monitor.scoring.phrases import Hit
from monitor.scoring.words import closed_up, words_of

MODEL = Model.shipped()
TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(["still", "no", "refund", "@shop", "great", "😡", "?", "!!", "http://a.b"])
    ).map(" ".join),
)


def a_text(written: str, compound: float = 0.0, *hits: Hit) -> Text:
    closed = closed_up(written)
    words = words_of(closed)
    return Text(written, words, compound, weigh(hits, words, closed))


def head(name: str = "complaint", **numbers: int) -> Head:
    """A head that weighs the given words, in thousandths."""
    words, runs = [0] * BUCKETS, [0] * BUCKETS
    for piece, weight in numbers.items():
        words[bucket(piece)] = weight
    return Head(name=name, intercept=-1.0, words=words, runs=runs)


def model_of(**numbers: int) -> Model:
    others = tuple(head(name) for name in HEADS[1:])
    return Model(Weights("test", (head("complaint", **numbers), *others), {}))


# --- pieces -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("refund", "refund"),
        ("soooooo", "soo"),
        ("a4471", "a00"),
        ("0", "0"),
        ("@larchandloaf", "@"),
        ("ab" * 30, "ab" * 20),
        ("wartezeit", "wartezeit"),
    ],
)
def test_a_word_as_it_counts(word: str, expected: str) -> None:
    assert plain_word(word) == expected


def test_a_handle_has_no_letters() -> None:
    assert run_buckets("@") == []
    assert len(run_buckets("ab")) == 3 + 2 + 1


@given(TEXTS)
def test_every_bucket_is_in_the_table(text: str) -> None:
    for word in words_of(closed_up(text)):
        assert 0 <= bucket(plain_word(word)) < BUCKETS
        assert all(0 <= place < BUCKETS for place in run_buckets(plain_word(word)))


def test_signs_tell_what_stands_beside_the_words() -> None:
    found = signs('@shop WHERE is it?? "soon" ... http://a.b #late 😡', -0.6, 9)
    expected = {
        *("#asks", "#trails off", "#quotes", "#links", "#tags", "#speaks to", "#shouts"),
        *("#length1", "#😡", "#tone1"),
    }
    assert expected <= set(found)
    assert not {"#calls", "#names", "#ends asking"} & set(found)


def test_lists_tell_what_stands_alone() -> None:
    late = Hit("complaint.strong.late", "two hours late", 0, 3)
    assert set(lists(a_text("two hours late", 0.0, late).grounds)) == {
        *("~strong", "~strong alone", "~strong quite alone", "~list complaint.strong.late"),
    }
    kind = Hit("praise.strong", "great", 3, 4)
    beside = set(lists(a_text("two hours late great", 0.0, late, kind).grounds))
    assert {"~strong", "~praise"} <= beside
    assert not {"~strong alone", "~praise alone"} & beside


def test_no_phrase_no_list() -> None:
    assert list(lists(Grounds())) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("late again", ("~trade 0", "~nothing of no trade")),
        ("where is my refund", ("~trade 1", "~nothing of trade")),
        ("refund refund refund", ("~trade 1", "~nothing of trade")),
        (
            "@shop you charged my card, paid twice for an order, refund it",
            ("~trade 4", "~nothing of trade"),
        ),
    ],
)
def test_the_setting_of_a_text(written: str, expected: tuple[str, str]) -> None:
    text = a_text(written)
    assert setting(text.words, text.grounds) == expected


def test_the_setting_tells_what_the_phrases_say_in_it() -> None:
    def found(*hits: Hit) -> str:
        text = a_text("two hours late", 0.0, *hits)
        return setting(text.words, text.grounds)[1]

    strong = Hit("complaint.strong.late", "two hours late", 0, 3)
    assert found(strong) == "~strong of no trade"
    assert found(Hit("complaint.weak.late", "late", 2, 3)) == "~weak of no trade"
    assert found(Hit("topic.late", "late", 2, 3)) == "~nothing of trade"
    assert found(strong, Hit("topic.late", "late", 2, 3)) == "~strong of trade"


def the_words_of(*pieces: str) -> list[str]:
    return [one.what for one in in_words(Weighed(piece, 1.0) for piece in pieces)]


def test_every_piece_has_words() -> None:
    assert the_words_of("~weak of no trade") == ["a faint phrase of complaint"]
    assert the_words_of("~nothing of trade") == ["no phrase of complaint"]
    assert the_words_of("~trade 2") == ["how many words of buying and selling it has"]
    for sign in signs('@a B@c? ABC "x" ... !! http: #', 0.9, 60):
        (words,) = the_words_of(sign)
        assert "#" not in words
    for role in ("strong", "weak", "praise", "praise_weak", "irony", "abuse", "sensitive"):
        (one,), (several,) = the_words_of(f"~{role}"), the_words_of(f"~{role}", f"~{role} twice")
        assert one != several
        assert "~" not in one + several
    assert the_words_of("~list topic.late") == ["the list topic.late"]
    assert the_words_of("refund") == ['"refund"']
    assert the_words_of("00") == ["a number"]
    assert the_words_of("#😡") == ["😡"]
    assert the_words_of("@") == ["somebody's name"]


def test_what_reads_the_same_is_counted_together_the_heaviest_first() -> None:
    weighed = [
        Weighed("refund", 0.5),
        Weighed("~strong", 0.25),
        Weighed("~strong quite alone", 0.5),
        Weighed("#tone", -0.25),
        Weighed("#tone3", -0.75),
    ]
    assert in_words(weighed) == [
        ("the sentiment", -1.0),
        ("a plain phrase of complaint", 0.75),
        ('"refund"', 0.5),
    ]


def test_a_list_is_told_by_its_phrases() -> None:
    hits = [Hit("complaint.strong.late", phrase, 0, 1) for phrase in ("late", "never came", "late")]
    weighed = model_of().weighed("complaint", a_text("late and never came", 0.0, *hits))
    told = {one.what for one in in_words(weighed)}
    assert 'the phrases "late" and "never came"' in told


# --- what it tells ----------------------------------------------------------------------------


def test_the_logit_is_the_sum_that_is_promised() -> None:
    text = a_text("late late again", 0.0)
    told = model_of(late=3000, again=-500, **{"#tone4": 0, "#length0": 1500}).logits(text)
    # two distinct words and two signs
    assert told[0] == pytest.approx(-1.0 + (3.0 - 0.5 + 1.5) / 2)
    assert told[1:] == [-1.0] * (len(HEADS) - 1)


def test_a_list_counts_whatever_the_length() -> None:
    late = Hit("complaint.strong.late", "late", 0, 1)
    model = model_of(**{"~list complaint.strong.late": 1000})
    for written in ("late", "late " + "and so on " * 30):
        told = model.logits(a_text(written, 0.0, late))
        assert told[0] == pytest.approx(-1.0 + LIST)


def test_probabilities_are_calibrated_logits() -> None:
    made = head(late=2000)._replace(slope=2.0, shift=0.5)
    model = Model(Weights("test", (made, *[head(name) for name in HEADS[1:]]), {}))
    text = a_text("late")
    logit = model.logits(text)[0]
    assert model.tell(text).complaint == pytest.approx(1 / (1 + exp(-2 * logit - 0.5)), abs=1e-4)


@given(TEXTS, st.floats(min_value=-1, max_value=1))
def test_any_text_gives_probabilities_and_always_the_same(written: str, compound: float) -> None:
    text = a_text(written, compound)
    told = MODEL.tell(text)
    assert all(0 <= share <= 1 for share in told)
    assert Model.shipped().tell(text) == told == MODEL.tell(text)


@given(TEXTS, st.floats(min_value=-1, max_value=1), st.sampled_from(HEADS))
def test_what_weighed_adds_up_to_the_logit(written: str, compound: float, name: str) -> None:
    text = a_text(written, compound)
    place = HEADS.index(name)
    intercept = read_weights(SHIPPED).heads[place].intercept
    weighed = MODEL.weighed(name, text)
    assert intercept + sum(one.adds for one in weighed) == pytest.approx(
        MODEL.logits(text)[place], abs=1e-6
    )
    assert [abs(one.adds) for one in weighed] == sorted(abs(one.adds) for one in weighed)[::-1]


def test_what_is_remembered_changes_nothing_and_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(model_room, "REMEMBERED", 5)
    model = Model.shipped()
    for number in range(40):
        text = a_text(f"refund {number} late w{number}x")
        assert model.tell(text) == MODEL.tell(text)
        assert len(model._words) <= 5
    model.tell(a_text("x" * 10_000))
    assert not any(len(word) > model_room.LONGEST_REMEMBERED for word in model._words)


def test_the_shipped_model_knows_its_trade() -> None:
    complaint = MODEL.tell(
        a_text("paid for this in july and all i get is excuses, my money is gone", -0.2)
    )
    praise = MODEL.tell(a_text("thank you so much, the cake was lovely", 0.8))
    question = MODEL.tell(a_text("what time do you open on sunday?", 0.0))
    german = MODEL.tell(a_text("ich warte seit drei Wochen auf meine Bestellung und keiner meldet"))
    assert complaint.complaint > 0.3 > 0.1 > praise.complaint
    assert praise.praise > 0.5 > complaint.praise
    assert question.question > 0.5 > praise.question
    assert german.english < 0.1 < 0.9 < complaint.english


def test_the_model_brings_its_own_thresholds() -> None:
    told = shipped_thresholds()
    assert set(told) <= set(NAMES.values())
    assert 0 < told["complaint.alert"] < told["complaint.automatic"]
    assert told["complaint.automatic"] < told["complaint.overrule_veto"] < 1


# --- the file ---------------------------------------------------------------------------------


def test_weights_come_back_as_they_were_written(tmp_path: Path) -> None:
    heads = tuple(head(name, late=number * 7, again=-3) for number, name in enumerate(HEADS))
    written = Weights("v", heads, {"complaint.alert": 0.2})
    path = tmp_path / "a.model"
    write_weights(path, written)
    read = read_weights(path)
    assert (read.version, read.thresholds) == ("v", {"complaint.alert": 0.2})
    for one, other in zip(read.heads, heads, strict=True):
        assert (list(one.words), list(one.runs)) == (other.words, other.runs)
        assert (one.intercept, one.tone, one.slope) == (other.intercept, other.tone, other.slope)
    write_weights(tmp_path / "b.model", read)
    assert (tmp_path / "b.model").read_bytes() == path.read_bytes()


def _cut(content: bytes) -> bytes:
    return content[:-200]


def _other_make(content: bytes) -> bytes:
    return content.replace(b"monitor-model", b"another-model", 1)


@pytest.mark.parametrize("damage", [_cut, _other_make, lambda _: b"", lambda _: b"{}\n"])
def test_a_damaged_file_is_told_as_one(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    path = tmp_path / "default.model"
    path.write_bytes(damage(SHIPPED.read_bytes()))
    with pytest.raises(MonitorError, match=r"model cannot be used: default\.model") as caught:
        read_weights(path)
    assert caught.value.hint
    with pytest.raises(MonitorError):
        read_weights(tmp_path / "missing.model")


def test_a_model_with_other_heads_is_refused() -> None:
    with pytest.raises(ValueError, match="heads"):
        Model(Weights("v", (head("complaint"),), {}))
