"""Our own door at the command line: said, shown, tested, and told wherever a draft waits."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from monitor import discovery
from monitor.domain.account import Checked, Level, Topic
from monitor.domain.settings import Settings
from monitor.domain.virtual import VirtualDelivery
from tests.messages import assert_message
from tests.unit.cli_shop import CONFIG, Shop, a_monday, without_weights

pytestmark = pytest.mark.usefixtures("a_wide_screen")

ACCOUNTS = """\
[connectors.x]
[connectors.mastodon]
[connectors.feed]
"""


class Account(VirtualDelivery):
    """A connector of any name, whose test finds out what it is told."""

    #: by name; None: it cannot tell
    is_open: ClassVar[dict[str, bool | None]] = {}

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.clock)
        self.name = settings.name
        self.platforms = (settings.name,)

    def fetch(self, cursor: str) -> None:
        raise NotImplementedError

    def check(self) -> Iterator[Checked]:
        is_open = self.is_open.get(self.name)
        levels = {True: Level.FINE, False: Level.WARNING, None: Level.ASK}
        yield Checked(
            topic=Topic.DOOR,
            level=levels[is_open],
            words=f"the door of {self.name} was tested",
            hint="look under Settings, Messages",
            is_open=is_open,
        )


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(discovery, "_module", lambda _name: SimpleNamespace(connect=Account))
    monkeypatch.setattr(Account, "is_open", {"mastodon": True})
    before, replay, after = CONFIG.partition("[connectors.replay]")
    return Shop(tmp_path, before + ACCOUNTS + replay + after)


def states(shop: Shop) -> dict[str, str]:
    return {door["platform"]: door["door"] for door in json.loads(shop.run("door", "--json").out)}


def test_nothing_is_known_at_first(shop: Shop) -> None:
    assert_message("cli/door_unknown", shop.run("door").said)
    assert not shop.database.exists()


def test_what_is_said_is_shown(shop: Shop) -> None:
    assert_message("cli/door_said_open", shop.run("door", "x", "open", "--by", "Sam").said)
    assert_message("cli/door_said_closed", shop.run("door", "reddit", "closed").said)
    shop.clock.advance(timedelta(days=3))
    assert_message("cli/door", shop.run("door").said)
    assert states(shop) == {"x": "open", "mastodon": "unknown", "reddit": "closed"}


def test_what_is_forgotten_is_not_known(shop: Shop) -> None:
    shop.run("door", "x", "open")
    assert_message("cli/door_forgotten", shop.run("door", "x", "--forget").said)
    assert states(shop)["x"] == "unknown"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("neither", ("x",)),
        ("both", ("x", "open", "--forget")),
        ("typo", ("mastodn", "open")),
        ("nowhere", ("feed", "open")),
        ("else", ("x", "ajar")),
    ],
)
def test_what_cannot_be_meant_is_refused(shop: Shop, name: str, arguments: tuple[str, ...]) -> None:
    answer = shop.run("door", *arguments)
    assert answer.code == 2
    assert_message(f"cli/door_{name}", answer.said)
    assert not shop.database.exists()


def test_check_tests_what_can_be_tested_and_asks_for_the_rest(shop: Shop) -> None:
    a_monday(shop)
    answer = shop.run("check")
    assert answer.code == 0
    said = answer.said
    doors = said[said.index("  ok       mastodon door") :]
    assert_message("cli/check_doors", doors.partition("  ok       connector")[0])
    assert states(shop) == {"x": "unknown", "mastodon": "open"}


def test_check_believes_a_test_that_finds_it_closed(shop: Shop) -> None:
    a_monday(shop)
    shop.run("door", "mastodon", "open")
    Account.is_open["mastodon"] = False
    shop.run("check")
    assert states(shop)["mastodon"] == "closed"


def test_check_does_not_open_what_a_person_closed(shop: Shop) -> None:
    a_monday(shop)
    shop.run("door", "mastodon", "closed")
    answer = shop.run("check")
    assert "customers cannot write to you in private (Jo said so" in answer.out
    assert states(shop)["mastodon"] == "closed"


def test_check_without_a_network_tells_what_was_said(shop: Shop) -> None:
    a_monday(shop)
    shop.run("door", "x", "open")
    out = shop.run("check", "--offline").out
    assert "Jo said so at 10:00 today" in out
    assert "was tested" not in out


def test_check_without_a_database_asks_and_makes_none(shop: Shop) -> None:
    assert "monitor door x open, or closed" in shop.run("check").out
    assert not shop.database.exists()


def test_status_shows_every_door(shop: Shop) -> None:
    a_monday(shop)
    shop.run("door", "mastodon", "closed")
    assert_message("cli/status_doors", shop.run("status").said)
    doors = json.loads(shop.run("status", "--json").out)["doors"]
    assert [(door["platform"], door["door"]) for door in doors] == [
        ("x", "unknown"),
        ("mastodon", "closed"),
    ]


def test_a_draft_says_that_customers_cannot_write(shop: Shop) -> None:
    shop.run("door", "x", "closed")
    a_monday(shop)
    assert_message("cli/inbox_closed_door", shop.run("inbox").said)
    drafts = json.loads(shop.run("inbox", "--json").out)["drafts"]
    assert {draft["door"] for draft in drafts} == {"closed"}
    assert {draft["reason"] for draft in drafts} == {"door_closed"}


def test_it_is_explained(shop: Shop) -> None:
    shop.run("door", "x", "closed")
    a_monday(shop)
    assert_message("cli/explain_closed_door", without_weights(shop.run("explain", "1").said))
    assert json.loads(shop.run("explain", "1", "--json").out)["reason"] == "door_closed"


def test_on_the_sample_every_door_counts_as_open(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CONFIG.replace('file = "mentions.jsonl"', 'file = "sample"'))
    a_monday(shop)
    assert "counts as open everywhere" in shop.run("status").out
    assert "counts as open everywhere" in shop.run("door").out


def test_what_an_unknown_door_means_is_explained_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_monday(shop)
    monkeypatch.setattr(Account, "is_open", {})
    said = " ".join(shop.run("check").out.split())
    assert said.count("until then a reply that invites them waits for your yes") == 1
    assert "nobody has said it here either" in said
    assert "monitor door x open, or closed" in said
    assert "monitor door mastodon open, or closed" in said
