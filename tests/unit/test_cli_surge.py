"""`monitor surge`: what it says, and that only the owner ends it."""

import json
from pathlib import Path

import pytest

from monitor.cli import surge
from monitor.domain.reading import Topic
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import Shop, keys_of, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

TEXTS = (
    "your payment page has been down since ten",
    "The payment page is broken AGAIN",
    "cannot use the payment page. terrible",
    "payments fail, payment page error",
    "why is the payment page dead",
    "payment page: error 500",
    "tried the payment page five times",
    "my cake was late",
)
MONEY = a_reading(topics=(Topic(name="money", confidence=0.9),))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Eight people complain in half an hour, seven of them about one thing."""
    shop = Shop(tmp_path)
    shop.hears(
        *(
            (said(text, id=f"x:{number}", author=an_author(f"Ann {number}")), MONEY)
            for number, text in enumerate(TEXTS, 1)
        )
    )
    return shop


def test_a_surge_is_shown_with_its_cause_and_what_to_do(shop: Shop) -> None:
    assert_message("cli/surge", shop.run("surge").said)


def test_its_keys_are_as_documented(shop: Shop) -> None:
    answer = json.loads(shop.run("surge", "--json").out)
    assert set(answer) == {key.removesuffix("[]") for key in surge.SURGE_KEYS}
    assert keys_of(answer["causes"][0]) >= set(surge.CAUSE_KEYS) - {"examples[]"}
    assert answer["is_on"]
    assert answer["causes"][0]["words"] == "payment page"


def test_it_is_not_resumed_by_mistake(shop: Shop) -> None:
    assert_message("cli/surge_not_quiet", shop.run("surge", "resume").said)
    assert json.loads(shop.run("surge", "--json").out)["is_on"]


def test_the_owner_may_resume_all_the_same(shop: Shop) -> None:
    assert_message("cli/surge_resumed", shop.run("surge", "resume", "--anyway").said)
    assert_message("cli/surge_none", shop.run("surge").said)
    assert_message("cli/surge_not_on", shop.run("surge", "resume").said)


def test_a_false_alarm_is_told_as_one(shop: Shop) -> None:
    assert_message("cli/surge_false_alarm", shop.run("surge", "false-alarm", "--by", "sam").said)
    answer = json.loads(shop.run("surge", "--json").out)
    assert (answer["is_on"], answer["ended_as"], answer["ended_by"]) == (
        False,
        "false_alarm",
        "Sam",
    )


def test_the_inbox_shows_no_more_drafts_than_can_be_read(shop: Shop) -> None:
    shop.hears(
        *(
            (said("cold coffee", id=f"x:{number}", author=an_author(f"Bob {number}")), MONEY)
            for number in range(100, 130)
        )
    )
    out = shop.run("inbox").out
    assert "DRAFTS: 38 replies for your yes or no" in out
    assert "and 18 more, which come up as you decide" in out
    assert out.count("monitor approve") == 20
