"""Feeds: what is new, once, with its edits."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.connectors import AccountCheck, MentionSource, Replier
from monitor.domain.message import MessageType
from monitor.errors import ConnectorError
from monitor.testing import MONDAY_MORNING, FakeClock
from tests.contract.connectors.feed_shop import (
    SUNDAY,
    alert,
    atom,
    clock,
    entry,
    feeds,
    item,
    rss,
    sites,
)
from tests.contract.connectors.steps import drained, texts
from tests.simulators.feed import FeedSites

__all__ = ["clock", "sites"]


# ---------------------------------------------------------------- what comes


def test_an_entry_is_a_mention(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item("The <b>rye</b> was stale.", at=SUNDAY)))
    (message,) = feeds(clock, url).fetch("").messages
    assert message.id.startswith("feed:")
    assert message.text == "Larch and Loaf\n\nThe rye was stale."
    assert (message.platform, message.found_by, message.brand) == ("feed", "feed", "larch")
    assert message.type is MessageType.POST
    assert message.url == "https://forum.example/t/1"
    assert (message.created_at, message.seen_at) == (SUNDAY, MONDAY_MORNING)
    assert (message.author.handle, message.author.name) == (
        "forum.example",
        "Harrowmere Food Forum",
    )
    assert not message.addressed
    assert not message.from_brand


def test_it_reads_and_never_writes(sites: FeedSites, clock: FakeClock) -> None:
    made = feeds(clock, sites.url + "/feed")
    assert isinstance(made, MentionSource)
    assert isinstance(made, AccountCheck)
    assert not isinstance(made, Replier)


def test_an_atom_entry_has_its_author(sites: FeedSites, clock: FakeClock) -> None:
    one = entry(author="Ada Quill", id="tag:blog.example,2020:1")
    two = entry("And again.", author="Ada Quill", id="tag:blog.example,2020:2")
    three = entry("Not bad.", author="Bo Winter", id="tag:blog.example,2020:3")
    url = sites.put("/feed", atom(one, two, three), content_type="application/atom+xml")
    first, second, third = sorted(
        feeds(clock, url).fetch("").messages, key=lambda message: message.author.name
    )
    assert (first.author.name, first.author.handle) == ("Ada Quill", "blog.example")
    assert first.author == second.author
    assert third.author.id != first.author.id


def test_nobody_s_entries_are_each_somebody_else_s(sites: FeedSites, clock: FakeClock) -> None:
    """Or the complaints of two unknown people were one case."""
    url = sites.put("/feed", rss(item(guid="urn:a"), item(guid="urn:b")))
    one, two = feeds(clock, url).fetch("").messages
    assert one.author.id != two.author.id


def test_an_address_for_mail_is_no_name(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item(author="ada@mail.example (Ada Quill)")))
    assert feeds(clock, url).fetch("").messages[0].author.name == "Ada Quill"
    url = sites.put("/feed", rss(item(author="ada@mail.example")))
    assert feeds(clock, url).fetch("").messages[0].author.name == "Harrowmere Food Forum"


def test_a_google_alert_is_unwrapped(sites: FeedSites, clock: FakeClock) -> None:
    found = alert(
        "<b>Larch &amp; Loaf</b> left us waiting",
        "Two hours for a cake, and nobody at <b>Larch</b>&nbsp;&hellip;",
        "https://www.paper.example/food%3Fpage%3D1",
    )
    url = sites.put("/alerts/feeds/1/2", atom(found, title="Google Alert - larch"))
    (message,) = feeds(clock, url).fetch("").messages
    assert message.text == (
        "Larch & Loaf left us waiting\n\nTwo hours for a cake, and nobody at Larch …"
    )
    assert message.url == "https://www.paper.example/food?page=1"
    assert message.author.handle == "paper.example"


def test_the_title_is_not_said_twice(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item("Stale rye again, no thanks", title="Stale rye again…")))
    assert texts(feeds(clock, url).fetch("")) == ["Stale rye again, no thanks"]


def test_links_that_are_none_are_left_out(sites: FeedSites, clock: FakeClock) -> None:
    links = ["javascript:alert(1)", "/t/7", "http://[bad", 'https://a.example/"><b>', "x" * 3000]
    made = [item(link=link, guid=f"urn:{number}") for number, link in enumerate(links)]
    url = sites.put("/feed", rss(*made))
    by_id = {message.url for message in feeds(clock, url).fetch("").messages}
    assert by_id == {"", sites.url + "/t/7"}


# ---------------------------------------------------------------- once, and every edit


def test_what_was_brought_is_not_brought_again(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item(guid="urn:1")))
    made = feeds(clock, url)
    _, cursor = drained(made)
    url = sites.put("/feed", rss(item("Fresh!", guid="urn:2"), item(guid="urn:1")))
    found, cursor = drained(feeds(clock, url), cursor)
    assert texts(found) == ["Larch and Loaf\n\nFresh!"]
    page = made.fetch(cursor)
    assert (page.messages, page.more, page.cursor) == ((), False, cursor)


def test_what_is_dated_back_comes_too(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item(guid="urn:1", at=SUNDAY)))
    _, cursor = drained(feeds(clock, url))
    old = item("From long ago.", guid="urn:2", at=SUNDAY - timedelta(days=400))
    sites.put("/feed", rss(item(guid="urn:1", at=SUNDAY), old))
    found, _ = drained(feeds(clock, url), cursor)
    assert [message.created_at for message in found] == [SUNDAY - timedelta(days=400)]


def test_an_edit_is_another_version(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", atom(entry()))
    (first,), cursor = drained(feeds(clock, url))
    assert first.edited_at is None
    sites.put("/feed", atom(entry("They made it good!", updated="2026-11-23T08:00:00Z")))
    (edited,), cursor = drained(feeds(clock, url), cursor)
    assert edited.id == first.id
    assert edited.text.endswith("They made it good!")
    assert edited.edited_at == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert edited.created_at == first.created_at
    # without new words there is nothing to say
    sites.put("/feed", atom(entry("They made it good!", updated="2026-11-23T08:30:00Z")))
    assert drained(feeds(clock, url), cursor)[0] == []


def test_an_entry_of_two_feeds_is_one_mention(sites: FeedSites, clock: FakeClock) -> None:
    one = sites.put("/all", rss(item(guid="urn:1")))
    two = sites.put("/food", rss(item(guid="urn:1"), item("Other.", guid="urn:2")))
    found, cursor = drained(feeds(clock, one, two))
    assert len(found) == 2
    assert drained(feeds(clock, one, two), cursor)[0] == []


def test_two_alerts_that_find_one_page_are_one_mention(sites: FeedSites, clock: FakeClock) -> None:
    page = "https://paper.example/1"
    # the simulator is no Google: links are unwrapped, ids are not taken from them
    from connectors._feed.entry import identity
    from connectors._feed.parse import Entry

    google = "https://www.google.com/alerts/feeds/1/"
    ids = {identity(Entry(id=f"tag:{each}"), page, google + str(each)) for each in (1, 2)}
    assert len(ids) == 1


def test_a_name_that_only_its_feed_knows_is_taken_with_it(
    sites: FeedSites, clock: FakeClock
) -> None:
    one = sites.put("/a", rss(item("One.", guid="17", link="")))
    two = sites.put("/b", rss(item("Two.", guid="17", link="")))
    assert len({message.id for message in drained(feeds(clock, one, two))[0]}) == 2


def test_a_long_feed_comes_in_pages(sites: FeedSites, clock: FakeClock) -> None:
    items = [
        item(f"Number {number}.", guid=f"urn:{number}", at=SUNDAY - timedelta(minutes=number))
        for number in range(450)
    ]
    url = sites.put("/feed", rss(*items), etag='"1"')
    made = feeds(clock, url)
    page = made.fetch("")
    assert (len(page.messages), page.more) == (200, True)
    found, cursor = drained(made)
    moments = [message.created_at for message in found]
    assert (len(found), moments) == (450, sorted(moments))
    assert drained(made, cursor)[0] == []
    assert [asked.get("if-none-match") for asked in sites.asked()][-1] == '"1"'


def test_a_cursor_of_somebody_else_is_refused(sites: FeedSites, clock: FakeClock) -> None:
    made = feeds(clock, sites.url + "/feed")
    for cursor in ("12", "[]", '{"feeds": 1, "at": 0}', "{", '{"at": 0}'):
        with pytest.raises(ConnectorError, match="not a cursor") as caught:
            made.fetch(cursor)
        assert caught.value.permanent


# ---------------------------------------------------------------- dates


def test_a_date_of_tomorrow_is_now(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item(at=MONDAY_MORNING + timedelta(days=30))))
    assert feeds(clock, url).fetch("").messages[0].created_at == MONDAY_MORNING


@pytest.mark.parametrize("date", ["", "yesterday", "0000-00-00T00:00:00Z", "1970-01-01T00:00:00Z"])
def test_an_entry_without_a_date_was_there_before_us(
    date: str, sites: FeedSites, clock: FakeClock
) -> None:
    """The first look is silent; what comes later is new."""
    one = entry(published=date, id="urn:1")
    url = sites.put("/feed", atom(one))
    made = feeds(clock, url)
    (first,), cursor = drained(made)
    assert first.created_at == MONDAY_MORNING - timedelta(days=1)
    clock.advance(timedelta(hours=2))
    sites.put("/feed", atom(entry("New.", published=date, id="urn:2"), one))
    (second,), _ = drained(made, cursor)
    assert second.created_at == clock.now()


# ---------------------------------------------------------------- what is asked for


def test_a_site_is_asked_for_changes_only(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item()), etag='"abc"', modified="Sun, 22 Nov 2026 10:00:00 GMT")
    made = feeds(clock, url)
    _, cursor = drained(made)
    assert drained(made, cursor) == ([], cursor)
    first, second = sites.asked()
    assert "if-none-match" not in first
    assert second["if-none-match"] == '"abc"'
    assert second["if-modified-since"] == "Sun, 22 Nov 2026 10:00:00 GMT"
    assert second["user-agent"].startswith("complaint-monitor/")


def test_a_packed_feed_is_unpacked(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item()), is_packed=True)
    assert len(feeds(clock, url).fetch("").messages) == 1


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(item("Grüße")).encode("utf-8"), "application/rss+xml; charset=utf-8"),
        (rss(item("Grüße")).encode("latin-1"), "application/rss+xml; charset=iso-8859-1"),
        (
            rss(item("Grüße"))
            .replace('"1.0"', '"1.0" encoding="windows-1252"')
            .encode("windows-1252"),
            "application/xml",
        ),
        (rss(item("Grüße")).encode("utf-16"), "application/rss+xml"),
        (rss(item("Grüße")).encode("utf-8"), "text/html"),
        (rss(item("Grüße")).encode("utf-8"), "nonsense; charset=klingon"),
    ],
)
def test_every_alphabet_is_read(
    body: bytes, content_type: str, sites: FeedSites, clock: FakeClock
) -> None:
    url = sites.put("/feed", body, content_type=content_type)
    assert texts(feeds(clock, url).fetch("")) == ["Larch and Loaf\n\nGrüße"]


# ---------------------------------------------------------------- only what names us


def test_of_a_forum_only_what_holds_our_words_is_brought(
    sites: FeedSites, clock: FakeClock
) -> None:
    made = [
        item("Larch  &  LOAF kept me waiting", title="a", guid="urn:1"),
        item("larchandloafing about", title="b", guid="urn:2"),
        item("Stale again at Lärch & Loaf.", title="c", guid="urn:3"),
        item("The tram was late", title="d", guid="urn:4"),
    ]
    url = sites.put("/feed", rss(*made))
    found, cursor = drained(feeds(clock, url, search=["Larch & Loaf", "larchandloaf"]))
    assert sorted(text[0] for text in texts(found)) == ["a", "c"]
    assert drained(feeds(clock, url, search=["Larch & Loaf", "larchandloaf"]), cursor)[0] == []
