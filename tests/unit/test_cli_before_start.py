"""What was written before the first start: listed for a person, never answered by a machine."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.message import Message, MessageType
from monitor.domain.reading import Kind
from monitor.domain.values import replace
from monitor.services.switches import FIRST_START
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import CONFIG, Shop, said

DAY = 24 * 60


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Started this morning: a complaint, a question, praise, one answered, one too old."""
    monkeypatch.setenv("COLUMNS", "100")
    shop = Shop(tmp_path, CONFIG)
    store = shop.open()
    with store.begin() as tx:
        started_at = shop.clock.now() - timedelta(minutes=5)
        tx.switches.put(FIRST_START, started_at.isoformat(), started_at)
    store.close()

    def old(text: str, number: int, days: int) -> Message:
        author = an_author(f"Person {number}", id=f"x:p{number}")
        made = said(text, id=f"x:{number}", author=author, minutes_ago=days * DAY)
        return replace(made, is_live=False)

    answered = old("the bread was stale", 4, 3)
    ours = replace(
        said("so sorry! come in and we swap it", id="x:9", minutes_ago=2 * DAY, addressed=False),
        from_brand=True,
        type=MessageType.REPLY,
        parent_id="x:4",
        conversation_id="x:4",
        is_live=False,
    )
    shop.hears(
        (old("the cake was raw inside", 1, 2), a_reading()),
        (old("do you have rye on Sundays?", 2, 9), a_reading(Kind.QUESTION)),
        (old("lovely rolls", 3, 2), a_reading(Kind.PRAISE)),
        (answered, a_reading()),
        (ours, a_reading(Kind.OTHER)),
        (old("burnt, months ago", 5, 40), a_reading()),
    )
    return shop


def test_they_are_listed_newest_first(shop: Shop) -> None:
    assert_message("cli/inbox_before", shop.run("inbox", "--before").said)
    listed = json.loads(shop.run("inbox", "--before", "--json").out)
    assert [each["id"] for each in listed] == ["x:1", "x:2"]
    assert "2 complaints or questions" in shop.run("inbox").out
    assert json.loads(shop.run("inbox", "--json").out)["before"] == 2


def test_one_of_them_may_be_taken_up(shop: Shop) -> None:
    assert_message("cli/case_open", shop.run("case", "open", "x:1").said)
    listed = json.loads(shop.run("inbox", "--before", "--json").out)
    assert [each["id"] for each in listed] == ["x:2"]
    (case,) = json.loads(shop.run("cases", "--json").out)
    assert case["case"] == "c1"


@pytest.mark.parametrize(
    ("message", "why"),
    [("x:404", "no message"), ("x:9", "our own"), ("x:1", "has an open case already")],
)
def test_what_cannot_be_taken_up_is_told(shop: Shop, message: str, why: str) -> None:
    shop.run("case", "open", "x:1")
    answer = shop.run("case", "open", message)
    assert answer.code == 1
    assert why in answer.err


def test_when_nothing_is_left_it_says_so(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CONFIG)
    shop.open().close()
    assert "Nothing from the 30 days" in shop.run("inbox", "--before").out
