"""Feeds as sites write them, and a connector that reads them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest

from connectors.feed import Feeds, connect
from monitor.domain.settings import Settings
from monitor.testing import FakeClock
from tests.simulators.feed import FeedSites

BRAND = "larch"
SUNDAY = datetime(2026, 11, 22, 10, tzinfo=UTC)
PATIENCE = (1.0, 0.5)


@pytest.fixture
def clock() -> FakeClock:
    """The time here."""
    return FakeClock()


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[FeedSites]:
    """Sites with feeds, none yet."""
    with FeedSites(tmp_path) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.http.TIMEOUT", PATIENCE)
        yield made


def settings(clock: FakeClock, *urls: str, **written: object) -> Settings:
    given: dict[str, object] = {"urls": list(urls), **written}
    return Settings("feed", given, brand=BRAND, clock=clock, folder=Path())


def feeds(clock: FakeClock, *urls: str, **written: object) -> Feeds:
    return connect(settings(clock, *urls, **written))


def rss(*items: str, title: str = "Harrowmere Food Forum") -> str:
    head = f"<title>{title}</title><link>https://forum.example/</link>"
    body = "".join(items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{body}</channel></rss>'


def item(
    words: str = "The rye was stale.",
    *,
    title: str = "Larch and Loaf",
    guid: str = "https://forum.example/t/1",
    link: str = "https://forum.example/t/1",
    at: datetime | None = None,
    author: str = "",
) -> str:
    parts = {
        "title": escape(title),
        "description": escape(words),
        "guid": escape(guid),
        "link": escape(link),
        "pubDate": format_datetime(at) if at is not None else "",
        "author": escape(author),
    }
    return (
        f"<item>{''.join(f'<{tag}>{text}</{tag}>' for tag, text in parts.items() if text)}</item>"
    )


def atom(*entries: str, title: str = "Crumbs") -> str:
    head = f"<title>{title}</title><id>tag:blog.example,2020:crumbs</id>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{"".join(entries)}</feed>'


def entry(
    words: str = "The rye was stale.",
    *,
    title: str = "A visit",
    id: str = "tag:blog.example,2020:1",
    link: str = "https://blog.example/a-visit",
    published: str = "2026-11-22T10:00:00Z",
    updated: str = "",
    author: str = "",
) -> str:
    who = f"<author><name>{escape(author)}</name></author>" if author else ""
    later = f"<updated>{updated or published}</updated>" if updated or published else ""
    first = f"<published>{published}</published>" if published else ""
    return (
        f'<entry><id>{id}</id><title type="html">{escape(title)}</title>'
        f'<link href="{escape(link)}"/>{first}{later}{who}'
        f'<content type="html">{escape(words)}</content></entry>'
    )


def alert(
    title: str, snippet: str, url: str, *, id: str = "1", at: str = "2026-11-22T10:00:00Z"
) -> str:
    """An entry of a Google Alert."""
    wrapped = f"https://www.google.com/url?rct=j&sa=t&url={url}&ct=ga&cd=CAIyHm&usg=AOvVaw0"
    id = f"tag:google.com,2013:googlealerts/feed:{id}"
    return entry(snippet, title=title, id=id, link=wrapped, published=at)
