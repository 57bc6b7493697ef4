"""Words that only the owner can post: shown where the mention is shown, until somebody answers."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.alerts.console import Console
from monitor.app import build
from monitor.cli.screen import words_of
from monitor.config import load_config
from monitor.domain.values import replace
from tests.messages import assert_message
from tests.unit.cli_shop import Shop, a_monday

OVERHEARD, CASE = "reddit:3", "3"


@pytest.fixture(autouse=True)
def a_wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    a_monday(made)
    yield made


def words_in(shop: Shop) -> list[str]:
    """What the inbox and the page of the case have to post."""
    waiting = json.loads(shop.run("inbox", "--json").out)["by_hand"]
    page = json.loads(shop.run("case", CASE, "--json").out)
    return [one["words_by_hand"] for one in (*waiting, page)]


def test_the_page_of_a_case_shows_what_to_post(shop: Shop) -> None:
    assert_message("cli/case_by_hand", shop.run("case", CASE).said)


def test_the_inbox_and_the_page_say_the_same(shop: Shop) -> None:
    in_inbox, on_page = words_in(shop)
    assert in_inbox == on_page
    assert in_inbox.startswith("Hello, this is about us.")


def test_once_somebody_answered_there_is_nothing_to_post(shop: Shop) -> None:
    assert shop.run("case", "answered", CASE).code == 0
    assert set(words_in(shop)) == {""}


def test_the_console_shows_words_place_and_how_to_tell(shop: Shop) -> None:
    config = load_config(shop.folder / "config.toml")
    app = build(config, clock=shop.clock)
    out = io.StringIO()
    with app.store.read() as tx:
        found = tx.messages.decided(OVERHEARD, app.config.brand.name)
        assert found is not None
        effects = tuple(tx.outbox.of_message(app.config.brand.name, OVERHEARD))
    Console(config.hours(), words_of(app), out).decided(replace(found, effects=effects))
    app.close()
    assert_message("cli/console_by_hand", out.getvalue())
