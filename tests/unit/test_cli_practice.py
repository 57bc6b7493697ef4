"""The practice round: old complaints, one key each, and not a word to anybody."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli import practice
from monitor.domain.label import Judged, Label, LabelReason
from monitor.domain.message import Message
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.values import replace
from monitor.services.practice import ROUND
from monitor.services.switches import FIRST_START
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, CONFIG, EVE, Shop, said

DAY = 24 * 60
EARNED = CONFIG + '\n[policy]\nmode = "automatic"\nautomatic = "earned"\n'


@pytest.fixture(autouse=True)
def a_wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Started this morning."""
    shop = Shop(tmp_path, EARNED)
    store = shop.open()
    with store.begin() as tx:
        started_at = shop.clock.now() - timedelta(minutes=5)
        tx.switches.put(FIRST_START, started_at.isoformat(), started_at)
    store.close()
    return shop


def old(
    number: int, text: str = "my order never came", days: int = 2, **changes: object
) -> Message:
    author = an_author(f"Person {number}", id=f"x:p{number}")
    made = said(text, id=f"x:{number}", author=author, minutes_ago=days * DAY + number)
    return replace(made, **{"is_live": False, **changes})


def many(count: int) -> list[tuple[Message, Reading]]:
    return [(old(number), a_reading(p_complaint=0.97)) for number in range(1, count + 1)]


def labels(shop: Shop) -> list[Label]:
    store = shop.open()
    try:
        with store.read() as tx:
            return tx.labels.since(BRAND, shop.clock.now())
    finally:
        store.close()


def ids(shop: Shop) -> list[str]:
    return [each["id"] for each in json.loads(shop.run("practice", "--json").out)]


def test_one_key_each(shop: Shop) -> None:
    shop.hears(
        (old(1, "the cake was raw inside"), a_reading()),
        (old(2, "cold\x1b[2Jcoffee", author=EVE), a_reading()),
        (old(3, "fifty minutes for two coffees"), a_reading()),
        (old(4, "my daughter was sick after it"), a_reading()),
    )
    answer = shop.run("practice", stdin="y\nx\nn\ns\ng\n")
    assert_message("cli/practice", answer.said)
    assert "\x1b" not in answer.out
    assert {(one.message_id, one.judged, one.reason) for one in labels(shop)} == {
        ("x:1", Judged.RIGHT, LabelReason.SAID),
        ("x:2", Judged.WRONG, LabelReason.NOT_A_COMPLAINT),
        ("x:4", Judged.WRONG, LabelReason.SENSITIVE),
    }
    assert all(one.is_practice and one.effect_number is None for one in labels(shop))
    assert ids(shop) == ["x:3"]


def test_nothing_is_sent_whatever_is_said(shop: Shop) -> None:
    shop.hears(*many(20))
    shop.run("practice", stdin="y\n" * 20)
    shop.delivers()
    assert shop.platform.public == []
    store = shop.open()
    with store.read() as tx:
        assert tx.outbox.of_message(BRAND, "x:1") == []
        assert tx.cases.listed() == []
    store.close()


def test_what_was_decided_is_kept_when_the_owner_stops(shop: Shop) -> None:
    shop.hears(*many(5))
    assert "You decided on 2" in shop.run("practice", stdin="y\ny\nq\ny\n").out
    assert "You decided on 1" in shop.run("practice", stdin="y\n").out
    assert len(labels(shop)) == 3
    assert len(ids(shop)) == 2


def test_a_round_has_an_end(shop: Shop) -> None:
    shop.hears(*many(40))
    assert len(ids(shop)) == ROUND
    shop.run("practice", stdin="y\n" * 40)
    assert len(labels(shop)) == ROUND
    assert_message("cli/practice_done", shop.run("practice").said)


def test_fifteen_of_them_count(shop: Shop) -> None:
    shop.hears(*many(30))
    shop.run("practice", stdin="y\n" * 30)
    unlock = json.loads(shop.run("status", "--json").out)["unlock"]
    assert (unlock["right"], unlock["practice"], unlock["missing"]) == (15, 15, 14)


def test_drafts_that_ran_out_of_time_come_first_and_count_as_decisions(shop: Shop) -> None:
    shop.hears((old(1, "the cake was raw inside"), a_reading()))
    shop.hears((said("two hours late", id="x:7", author=an_author("Gus")), a_reading()))
    shop.clock.advance(timedelta(days=2))
    shop.looks_at_deadlines()
    answer = shop.run("practice", stdin="n\ny\n")
    assert_message("cli/practice_ran_out", answer.said)
    store = shop.open()
    with store.read() as tx:
        label = tx.labels.get(BRAND, "x:7")
    store.close()
    assert label is not None
    assert (label.judged, label.reason) == (Judged.WRONG, LabelReason.NOT_A_COMPLAINT)
    assert not label.is_practice
    assert ids(shop) == []


@pytest.mark.parametrize(
    ("message", "reading"),
    [
        (old(1), a_reading(Kind.QUESTION)),
        (old(1), a_reading(Kind.PRAISE)),
        (old(1), a_reading(sensitive=("injury",))),
        (old(1), a_reading(certainty=Certainty.LIKELY)),
        (old(1), a_reading(signs=("irony",))),
        (old(1), a_reading(language="es")),
        (old(1, addressed=False), a_reading()),
        (old(1, days=40), a_reading()),
        (old(1, is_live=True), a_reading()),
        (old(1, "@a @b @c @d look at this"), a_reading()),
        # a machine may not answer there
        (replace(old(1), id="reddit:1", platform="reddit"), a_reading()),
    ],
)
def test_only_what_a_machine_would_have_answered_is_shown(
    shop: Shop, message: Message, reading: Reading
) -> None:
    shop.hears((message, reading))
    assert ids(shop) == []


def test_whom_somebody_answered_is_no_exercise(shop: Shop) -> None:
    shop.hears(*many(2))
    assert shop.run("case", "open", "x:1").code == 0
    assert ids(shop) == ["x:2"]


def test_answers_in_json_have_the_documented_keys(shop: Shop) -> None:
    shop.hears(*many(1))
    (exercise,) = json.loads(shop.run("practice", "--json").out)
    assert set(exercise) == set(practice.PRACTICE_KEYS)
    assert "Please" in exercise["words"]
    assert exercise["score"] == 0.97
