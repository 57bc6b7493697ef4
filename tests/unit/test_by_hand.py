"""Words that only the owner can post: shown where the mention is shown, until somebody answers."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.alerts.console import Console
from monitor.alerts.lines import moved_lines
from monitor.app import build
from monitor.cli.screen import words_of
from monitor.config import load_config
from monitor.domain.effect import State
from monitor.domain.permission import Reason
from monitor.domain.values import replace
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import Shop, a_monday, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

OVERHEARD, CASE = "reddit:3", "3"


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


def test_why_the_monitor_may_not_is_told(shop: Shop) -> None:
    words = said("the cake was late", id="reddit:7", author=an_author(id="reddit:eve"))
    why = "its author lets only people they follow reply"
    shop.hears((replace(words, reply_forbidden=why), a_reading()))
    for told in (shop.run("inbox").said, shop.run("case", "5").said):
        assert f"the monitor may not: {why}" in told
        assert "post this" in told


def test_a_refusal_is_told_in_the_platforms_words(shop: Shop) -> None:
    store = shop.open()
    with store.read() as tx:
        draft = tx.outbox.get(1)
    store.close()
    assert draft is not None
    gone = "the post is not there any more"
    refused = replace(
        draft, state=State.REFUSED, reason=Reason.PLATFORM_FORBIDS, remark=f"{gone}\x1b[2J"
    )
    hours = load_config(shop.folder / "config.toml").hours()
    told = "".join(moved_lines(refused, hours, 100))
    assert f"not sent: {gone}" in told
    assert "\x1b" not in told
    silent = replace(refused, remark="")
    assert "not allow an automatic reply" in "".join(moved_lines(silent, hours, 100))


def test_a_word_that_is_being_sent_shows_that_moment_and_not_the_one_of_the_yes(
    shop: Shop,
) -> None:
    store = shop.open()
    with store.read() as tx:
        draft = tx.outbox.get(1)
    store.close()
    assert draft is not None
    sending = replace(
        draft,
        state=State.SENDING,
        decided_at=shop.clock.now(),
        sending_at=shop.clock.now() + timedelta(minutes=41),
    )
    hours = load_config(shop.folder / "config.toml").hours()
    (line,) = moved_lines(sending, hours, 100)
    assert line.startswith(f"{hours.local(sending.sending_at or shop.clock.now()):%H:%M}  X")
