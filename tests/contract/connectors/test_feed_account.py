"""Feeds: their settings, and what a check finds."""

import re
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from monitor import discovery
from monitor.domain.account import Level
from monitor.errors import ConfigError
from monitor.testing import FakeClock
from tests.contract.connectors.feed_shop import SUNDAY, clock, feeds, item, rss, settings, sites
from tests.simulators.feed import FeedSites

__all__ = ["clock", "sites"]


# ---------------------------------------------------------------- settings and check


def test_every_mistake_is_told_at_once(clock: FakeClock) -> None:
    made = settings(
        clock,
        "blog.example/feed",
        "http://blog.example/feed",
        "https://ada:secret@blog.example/feed",
        "https://a.example/feed",
        "https://a.example/feed",
        search=[" "],
        serch=["x"],
    )
    from connectors.feed import connect

    with pytest.raises(ConfigError) as caught:
        connect(made)
    told = [problem.message for problem in caught.value.problems]
    assert told == [
        "unknown key `serch`",
        "`blog.example/feed` is no address",
        "`http://blog.example/feed` is not encrypted",
        "an address holds no password",
        "`https://a.example/feed` stands in `urls` twice",
        "`search` holds a word that is empty",
    ]
    assert "secret" not in caught.value.for_person()


def test_without_feeds_there_is_nothing_to_read(clock: FakeClock) -> None:
    with pytest.raises(ConfigError, match="`urls` is missing"):
        feeds(clock)


def test_to_connect_asks_nobody(sites: FeedSites, clock: FakeClock) -> None:
    feeds(clock, sites.put("/feed", rss(item())))
    assert sites.hits() == []


def test_check_looks_at_every_feed(sites: FeedSites, clock: FakeClock) -> None:
    fresh = sites.put("/fresh", rss(item(at=SUNDAY)))
    stale = sites.put("/stale", rss(item(at=SUNDAY - timedelta(days=300)), title="Old"))
    page = sites.put(
        "/blog",
        '<html><link rel="alternate" type="application/rss+xml" href="/blog/feed"></html>',
        content_type="text/html",
    )
    gone = sites.url + "/gone"
    found = list(feeds(clock, fresh, stale, page, gone).check())
    assert [(one.level, one.words) for one in found] == [
        (Level.FINE, "“Harrowmere Food Forum” can be read: 1 entry"),
        (Level.WARNING, "“Old” can be read, and has had nothing new since 2026-01-26"),
        (
            Level.WARNING,
            "the feed of 127.0.0.1, number 3 of `urls`, could not be read: "
            "what is there is no feed",
        ),
        (
            Level.WARNING,
            "the feed of 127.0.0.1, number 4 of `urls`, could not be read: "
            "there is no feed at that address any more (404)",
        ),
    ]
    assert found[2].hint == f"its page names this feed: {sites.url}/blog/feed"
    (alone,) = feeds(clock, gone).check()
    assert alone.level is Level.BROKEN


def test_a_library_that_is_missing_is_told(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(ConfigError, match="the library `feedparser` is not installed"):
        discovery.connect(settings(clock, "https://a.example/feed"))


# ---------------------------------------------------------------- the guide

GUIDE = Path(__file__).parents[3] / "docs" / "platforms" / "feed.md"


def test_the_settings_of_the_guide_work(clock: FakeClock) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    given = tomllib.loads(example)["connectors"]["feed"]
    del given["every"]  # the daemon's own
    assert feeds(clock, *given.pop("urls"), **given).name == "feed"
