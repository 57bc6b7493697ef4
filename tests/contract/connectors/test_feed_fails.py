"""Feeds that fail, that are hostile, that lead elsewhere: no other feed is the worse for it."""

import socket
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import ConnectorError
from monitor.testing import MONDAY_MORNING, FakeClock
from tests.contract.connectors.feed_shop import clock, feeds, item, rss, sites
from tests.contract.connectors.steps import drained, texts
from tests.simulators.certificate import encrypted, made_certificate
from tests.simulators.feed import FeedSites
from tests.simulators.server import Fault

__all__ = ["clock", "sites"]


# ---------------------------------------------------------------- what fails


def test_a_feed_that_fails_stops_no_other(sites: FeedSites, clock: FakeClock) -> None:
    bad = sites.url + "/gone"
    good = sites.put("/feed", rss(item()))
    page = feeds(clock, bad, good).fetch("")
    assert (len(page.messages), page.more, page.blind) == (1, False, ())


def test_a_feed_that_goes_on_failing_is_told(sites: FeedSites, clock: FakeClock) -> None:
    bad = sites.put("/bad", rss(item(guid="urn:1")))
    good = sites.put("/good", rss(item(guid="urn:2")))
    made = feeds(clock, bad, good)
    _, cursor = drained(made)
    sites.put("/bad", b"", status=500)
    spans = []
    for _ in range(5):
        clock.advance(timedelta(minutes=30))
        page = made.fetch(cursor)
        cursor = page.cursor
        spans.append([(one.since, one.until, one.is_caught_up) for one in page.blind])
    began = MONDAY_MORNING
    hours = [began + timedelta(minutes=30 * number) for number in (3, 5)]
    assert spans == [[], [], [(began, hours[0], False)], [], [(began, hours[1], False)]]
    # it is there again, and so is all that it held
    sites.put("/bad", rss(item("Late.", guid="urn:3"), item(guid="urn:1")))
    page = made.fetch(cursor)
    assert len(page.messages) == 1
    (blind,) = page.blind
    assert (blind.since, blind.until, blind.is_caught_up) == (began, clock.now(), True)


def test_when_everything_is_new_something_may_be_missing(
    sites: FeedSites, clock: FakeClock
) -> None:
    url = sites.put("/feed", rss(item(guid="urn:1")))
    made = feeds(clock, url)
    _, cursor = drained(made)
    clock.advance(timedelta(days=2))
    sites.put("/feed", rss(item("A.", guid="urn:8"), item("B.", guid="urn:9")))
    page = made.fetch(cursor)
    assert len(page.messages) == 2
    (blind,) = page.blind
    assert (blind.since, blind.is_caught_up) == (MONDAY_MORNING, False)
    assert "older entries may have gone by" in blind.why


def test_when_no_feed_can_be_read_that_is_an_error(sites: FeedSites, clock: FakeClock) -> None:
    one, two = sites.url + "/a", sites.url + "/b"
    with pytest.raises(ConnectorError) as caught:
        feeds(clock, one, two).fetch("")
    assert "no feed could be read: 127.0.0.1: there is no feed" in caught.value.message
    assert not caught.value.permanent


FAULTS = {
    Fault.TIMEOUT_BEFORE: "the answer is not what a web site sends",
    Fault.SILENCE_AFTER_ACCEPTANCE: "it did not answer in time",
    Fault.HALF_AFTER_ACCEPTANCE: "the answer broke off",
    Fault.UNAVAILABLE_BEFORE: "the site wants to be left alone for a while (503)",
    Fault.TOO_MANY: "the site wants to be left alone for a while (429)",
    Fault.FORBIDDEN: "the site does not let us (403)",
    Fault.GONE: "there is no feed at that address any more (404)",
    Fault.REVOKED: "the site does not let us (401)",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failure_is_told_in_words(fault: Fault, sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item()))
    made = feeds(clock, url)
    sites.fail_next(fault, on="GET /feed")
    with pytest.raises(ConnectorError) as caught:
        made.fetch("")
    assert caught.value.message == f"the feed of 127.0.0.1: {FAULTS[fault]}"
    clock.advance(timedelta(minutes=5))
    assert len(made.fetch("").messages) == 1


def test_nobody_there_is_told(clock: FakeClock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/feed"
        with pytest.raises(ConnectorError, match="nobody answers there"):
            feeds(clock, url).fetch("")


def test_a_site_that_wants_peace_gets_it(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item()))
    made = feeds(clock, url)
    sites.fail_next(Fault.TOO_MANY, on="GET /feed")
    for _ in range(3):
        with pytest.raises(ConnectorError) as caught:
            made.fetch("")
        assert caught.value.retry_at == MONDAY_MORNING + timedelta(seconds=30)
    assert len(sites.hits()) == 1
    clock.advance(timedelta(seconds=31))
    assert len(made.fetch("").messages) == 1


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("Mon, 23 Nov 2026 09:10:00 GMT", 10),
        ("600", 10),
        ("999999999999", 24 * 60),
        ("Mon, 23 Nov 2020 09:10:00 GMT", 0),
        ("soon", 30),
        ("-5", 30),
    ],
)
def test_a_wait_is_read_however_it_is_said(
    said: str, minutes: int, sites: FeedSites, clock: FakeClock
) -> None:
    url = sites.put("/feed", b"", status=429, headers={"Retry-After": said})
    with pytest.raises(ConnectorError) as caught:
        feeds(clock, url).fetch("")
    assert caught.value.retry_at == MONDAY_MORNING + timedelta(minutes=minutes)


def test_a_drop_now_and_then_does_not_keep_us(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No silence is ever long enough for a timeout."""
    monkeypatch.setattr("monitor.http.TIMEOUT", (1.0, 1.0))
    monkeypatch.setattr("monitor.http.DEADLINE", 0.6)
    for beginning in (b"HTTP/1.1 200 OK\r\n\r\n<rss>", b"HTTP/1.1 200 OK\r\nX-A: "):
        with socket.create_server(("127.0.0.1", 0)) as server:
            threading.Thread(target=_drip, args=(server, beginning), daemon=True).start()
            url = f"http://127.0.0.1:{server.getsockname()[1]}/feed"
            began = time.monotonic()
            with pytest.raises(ConnectorError, match="did not answer in time"):
                feeds(clock, url).fetch("")
            assert time.monotonic() - began < 5


def _drip(server: socket.socket, beginning: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(10_000)
        try:
            connection.sendall(beginning)
            for _ in range(100):
                connection.sendall(b"a")
                time.sleep(0.1)
        except OSError:
            return


# ---------------------------------------------------------------- what is hostile


def test_a_feed_of_ten_megabytes_is_refused(sites: FeedSites, clock: FakeClock) -> None:
    big = sites.put("/big", rss(item()), padding=10_000_000)
    bomb = sites.put("/bomb", rss(item()), padding=10_000_000, is_packed=True)
    good = sites.put("/feed", rss(item()))
    assert len(feeds(clock, big, bomb, good).fetch("").messages) == 1
    for url in (big, bomb):
        with pytest.raises(ConnectorError, match="larger than 4 MB"):
            feeds(clock, url).fetch("")


LAUGHS = "".join(
    f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "ha"}">' for number in range(10)
)
HOSTILE = {
    "billion laughs": f'<!DOCTYPE r [{LAUGHS}]><rss version="2.0"><channel><item><title>&l9;'
    "</title></item></channel></rss>",
    "a file of ours": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0">'
    "<channel><item><title>a&x;b</title></item></channel></rss>",
    "the name of a file": "/etc/passwd",
    "broken": '<rss version="2.0"><channel><item><title>cut off',
    "no feed": "<html><body>Welcome!</body></html>",
    "nothing": "",
    "no XML": "\x00\x01\x02\xff",
    "deep": '<rss version="2.0"><channel><item><title>' + "<a>" * 50_000,
    "broken and large": '<rss version="2.0"><channel>' + "<item><title>x</title>" * 40_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_stops_no_other(name: str, sites: FeedSites, clock: FakeClock) -> None:
    bad = sites.put("/bad", HOSTILE[name].encode("latin-1"))
    good = sites.put("/good", rss(item("Good.", title="")))
    began = time.process_time()
    found = texts(feeds(clock, bad, good).fetch(""))
    assert time.process_time() - began < 8
    assert "Good." in found
    assert all("root:" not in text and len(text) < 20_100 for text in found)


def test_an_entry_that_says_nothing_is_set_aside(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item("", title="", guid="urn:1"), item(guid="urn:2")))
    page = feeds(clock, url).fetch("")
    assert len(page.messages) == 1
    (aside,) = page.set_aside
    assert (aside.connector, aside.where) == ("feed", url)
    assert aside.reason == "the entry has no words"
    assert "urn:1" in aside.raw


def test_words_are_cut_and_made_storable(sites: FeedSites, clock: FakeClock) -> None:
    url = sites.put("/feed", rss(item("a&#0;b " + "x" * 50_000)))
    (text,) = texts(feeds(clock, url).fetch(""))
    assert "\0" not in text
    assert len(text) < 21_000


# ---------------------------------------------------------------- where it leads


def test_a_feed_that_has_moved_is_followed(sites: FeedSites, clock: FakeClock) -> None:
    sites.put("/new", rss(item(link="/t/1")))
    url = sites.put("/old", b"", status=301, headers={"Location": "/new"})
    (message,) = feeds(clock, url).fetch("").messages
    assert message.url == sites.url + "/t/1"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://10.0.0.1/feed", "not encrypted"),
        ("https://10.0.0.1/feed", "private network"),
        ("https://169.254.169.254/latest/meta-data", "private network"),
        ("https://[fd00::1]/", "private network"),
        ("https://[::ffff:192.168.0.1]/", "private network"),
        ("https://[64:ff9b::a00:1]/", "private network"),
        ("https://user:secret@site.example/", "a password in it"),
        ("file:///etc/passwd", "no web address"),
        ("ftp://127.0.0.1/feed", "no web address"),
        ("https://[bad", "cannot be read"),
        ("/old", "without an end"),
    ],
)
def test_a_feed_does_not_lead_us_astray(
    location: str, why: str, sites: FeedSites, clock: FakeClock
) -> None:
    url = sites.put("/old", b"", status=302, headers={"Location": location})
    with pytest.raises(ConnectorError, match=why):
        feeds(clock, url).fetch("")


# ---------------------------------------------------------------- who answers


def test_a_site_has_to_be_who_it_is(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = made_certificate(tmp_path)
    with encrypted(certificate, rss(item()).encode()) as port:
        made = feeds(clock, f"https://127.0.0.1:{port}/feed")
        with pytest.raises(ConnectorError, match="certificate is not valid"):
            made.fetch("")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert len(made.fetch("").messages) == 1
