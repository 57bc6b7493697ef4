"""Whatever bytes a feed or a mail is made of: what can be stored and shown, or a refusal."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors._feed.entry import Place, message_of
from connectors._feed.parse import parse
from connectors._mailbox.mail import SURPRISES
from monitor.domain.message import Message
from monitor.errors import ConnectorError
from monitor.testing import MONDAY_MORNING
from tests.contract.connectors.mail_shop import received

PIECES = st.sampled_from(
    [
        *("From: ", "Subject: ", "Date: ", "Message-ID: ", "Content-Type: ", "\r\n", "\n", "\n\n"),
        *("text/plain", "text/html", "multipart/mixed; boundary=b", "; charset=", "utf-8", "--b"),
        *("Content-Transfer-Encoding: base64", "=?utf-8?Q?", "=?utf-8?B?", "?=", "=C3", "ä", "\0"),
        *("businessprofile-noreply@google.com", "Ada left a review for us", "★★", "Reply", "<a"),
        *("Authentication-Results: mx; ", "dkim=pass header.d=google.com", "(", ")", ";", '"', "x"),
    ]
)
TAGS = st.sampled_from(
    [
        *("<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<guid>"),
        *("<link>", "<pubDate>", "<author>", "<description>", "<![CDATA[", "]]>", "&lt;", "&#0;"),
        *("<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<id>", "<updated>", "<content"),
        *(
            " type='html'>",
            "2026-11-22T10:00:00Z",
            "9999-99-99",
            "https://a.example/",
            "words",
            "ä",
        ),
        *("<!DOCTYPE r [", "<!ENTITY a 'b'>", "]>", "&a;", "\0", "<?xml version='1.0'?>", "</rss>"),
    ]
)


def can_be_kept(message: Message) -> bool:
    whole = f"{message.text}{message.author.name}{message.author.handle}{message.url}"
    whole.encode()
    return "\0" not in whole and message.created_at <= message.seen_at


@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=40).map("".join)))
def test_every_mail_is_read_or_set_aside(raw: bytes | str) -> None:
    try:
        message = received(raw if isinstance(raw, bytes) else raw.encode())
    except SURPRISES:
        return
    assert message.text
    assert can_be_kept(message)


@given(st.one_of(st.binary(max_size=400), st.lists(TAGS, max_size=40).map("".join)))
def test_every_feed_is_read_or_refused(raw: bytes | str) -> None:
    try:
        feed = parse(raw if isinstance(raw, bytes) else raw.encode(), "application/rss+xml")
    except ConnectorError:
        return
    place = Place(
        brand="larch",
        feed_url="https://a.example/feed",
        base_url="https://a.example/feed",
        title=feed.title,
        seen_at=MONDAY_MORNING,
        undated_at=MONDAY_MORNING - timedelta(days=1),
    )
    for message in filter(None, [message_of(entry, place) for entry in feed.entries]):
        assert message.text
        assert can_be_kept(message)
