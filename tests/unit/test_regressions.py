"""A regression set: read from a file, decided on, and told where it goes otherwise."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.domain.case import Resolution
from monitor.domain.correction import Expected, of_label, of_resolution
from monitor.domain.label import JUDGED, Judged, Label, LabelReason
from monitor.domain.message import MessageType
from monitor.domain.reading import Certainty, Kind
from monitor.errors import PlaybookError
from monitor.rules.answer import Answer, as_if_unlocked
from monitor.rules.regressions import ALLOWED, files_of, read_regressions, run_regressions
from monitor.testing import a_reading
from tests.messages import assert_message
from tests.unit.test_answer import PLAYBOOK, SHIPPED, Fixed

READINGS = {
    Answer.AUTOMATIC: a_reading(),
    Answer.DRAFT: a_reading(certainty=Certainty.LIKELY),
    Answer.PERSON: a_reading(sensitive=("allergy",)),
    Answer.NOTHING: a_reading(Kind.OTHER),
}


def a_set(folder: Path, *lines: object) -> Path:
    path = folder / "set.jsonl"
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("expected", list(Expected))
@pytest.mark.parametrize("answer", list(Answer))
def test_an_expectation_is_met_or_not(tmp_path: Path, expected: Expected, answer: Answer) -> None:
    path = a_set(tmp_path, {"text": "cold coffee", "expect": expected})
    regressions = read_regressions(path, "set.jsonl", SHIPPED.brand.name)
    policy = as_if_unlocked(SHIPPED.policy())
    (result,) = run_regressions(regressions, PLAYBOOK, Fixed(READINGS[answer]), policy)
    assert result.answered.answer is answer
    met = {
        Expected.REPLY: "automatic draft",
        Expected.PERSON: "automatic draft person",
        Expected.NOT_BY_MACHINE: "draft person nothing",
        Expected.NO_REPLY: "person nothing",
    }[expected]
    assert result.is_right is (answer in met.split())


def test_every_expectation_can_be_met_and_missed() -> None:
    for expected in Expected:
        assert ALLOWED[expected]
        assert ALLOWED[expected] != set(Answer)


def test_what_stood_around_a_mention_is_read(tmp_path: Path) -> None:
    path = a_set(
        tmp_path,
        {
            "text": "cold",
            "expect": "person",
            "platform": "reddit",
            "type": "reply",
            "addressed": False,
            "has_media": True,
            "community": "reddit:r/larch",
            "why": "you put it right",
            "decided_on": "2026-11-23",
            "label": None,
        },
    )
    (found,) = read_regressions(path, "set.jsonl", "Larch & Loaf")
    mention = found.mention
    assert (mention.platform, mention.type) == ("reddit", MessageType.REPLY)
    assert (mention.addressed, bool(mention.media)) == (False, True)
    assert mention.community == "reddit:r/larch"
    assert (found.why, found.decided_on, found.line) == ("you put it right", "2026-11-23", 1)


def test_every_problem_of_a_set_is_told_at_once(tmp_path: Path) -> None:
    path = a_set(
        tmp_path,
        {"text": "cold", "expect": "reply"},
        "",
        "nothing",
        "[1]",
        {"text": "cold"},
        {"text": " ", "expect": "reply"},
        {"text": "cold", "expect": "replly"},
        {"text": "cold", "expect": ["reply"]},
        {"text": "cold", "expect": "reply", "addressed": "yes"},
        {"text": "cold", "expect": "reply", "type": "letter"},
    )
    with pytest.raises(PlaybookError) as caught:
        read_regressions(path, "set.jsonl", "Larch & Loaf")
    assert_message("playbook/regressions_wrong", caught.value.for_person())


def test_a_set_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="cannot read"):
        read_regressions(tmp_path / "none.jsonl", "none.jsonl", "Larch & Loaf")
    (tmp_path / "latin.jsonl").write_bytes(b'{"text": "caf\xe9", "expect": "reply"}')
    with pytest.raises(PlaybookError, match="not saved as UTF-8"):
        read_regressions(tmp_path / "latin.jsonl", "latin.jsonl", "Larch & Loaf")


def test_a_playbook_keeps_its_sets_in_a_folder(tmp_path: Path) -> None:
    assert files_of(tmp_path) == []
    (tmp_path / "regressions").mkdir()
    for name in ("b.jsonl", "a.jsonl", "notes.txt"):
        (tmp_path / "regressions" / name).touch()
    assert [path.name for path in files_of(tmp_path)] == ["a.jsonl", "b.jsonl"]


# --- what decisions say ---------------------------------------------------------------------------


def a_label(reason: LabelReason, judged: Judged, *, is_practice: bool = False) -> Label:
    return Label(
        brand="Larch & Loaf",
        message_id="x:1",
        author_id="x:ada",
        platform="x",
        judged=judged,
        reason=reason,
        is_practice=is_practice,
        by="Jo",
        at=datetime(2026, 11, 23, tzinfo=UTC),
    )


@pytest.mark.parametrize("reason", list(LabelReason))
def test_a_wrong_word_may_never_be_a_machine_s_again(reason: LabelReason) -> None:
    says = of_label(a_label(reason, JUDGED.get(reason, Judged.WRONG)))
    if JUDGED.get(reason, Judged.WRONG) is Judged.WRONG and reason is not LabelReason.WRONG_WORDS:
        assert says is not None
        assert Answer.AUTOMATIC not in ALLOWED[says.expected]


def test_words_that_did_not_fit_say_nothing_of_the_mention() -> None:
    assert of_label(a_label(LabelReason.WRONG_WORDS, Judged.WRONG)) is None
    assert of_label(a_label(LabelReason.UNEXPLAINED, Judged.OPEN)) is None


def test_a_right_word_has_to_be_said_again() -> None:
    for reason in (LabelReason.APPROVED, LabelReason.REWORDED, LabelReason.SAID):
        says = of_label(a_label(reason, Judged.RIGHT))
        assert says is not None
        assert (says.expected, says.label) == (Expected.REPLY, "complaint")


def test_nothing_was_sent_in_a_practice_round() -> None:
    says = of_label(a_label(LabelReason.APPROVED, Judged.RIGHT, is_practice=True))
    assert says is not None
    assert says.expected is Expected.REPLY
    assert "sent" not in says.why


@pytest.mark.parametrize("resolution", list(Resolution))
def test_how_a_case_ended_says_what_its_mention_was(resolution: Resolution) -> None:
    says = of_resolution(resolution)
    if resolution in (Resolution.NO_ANSWER, Resolution.JOINED):
        # they never came back, or it went on in another case: nobody knows
        assert says is None
        return
    assert says is not None
    is_complaint = resolution in (
        Resolution.SOLVED,
        Resolution.REFUNDED,
        Resolution.COULD_NOT_PLEASE,
    )
    assert (says.label == "complaint") is is_complaint
    assert (says.expected is Expected.PERSON) is is_complaint
