"""Any mail at all: its date, its letters, and whatever a stranger puts into it."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from connectors._mailbox.mail import SURPRISES
from monitor.testing import MONDAY_MORNING
from tests.contract.connectors.mail_shop import SENT, a_mail, received

# ---------------------------------------------------------------- when it was


def test_a_wrong_date_gives_way_to_the_server_s() -> None:
    arrived = MONDAY_MORNING - timedelta(hours=1)
    for date in (
        "Fri, 01 Jan 2038 00:00:00 +0000",
        "yesterday",
        "",
        "Mon, 01 Jan 1990 00:00:00 +0",
    ):
        assert received(a_mail(date=date), arrived_at=arrived).created_at == arrived
    assert received(a_mail(date="")).created_at == MONDAY_MORNING
    assert received(a_mail(), arrived_at=arrived).created_at == SENT


# ---------------------------------------------------------------- letters


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Grüße aus Köln".encode("latin-1"), "text/plain; charset=iso-8859-1"),
        ("Grüße aus Köln".encode("cp1252"), "text/plain"),
        ("Grüße aus Köln".encode(), "text/plain; charset=us-ascii"),
        ("Grüße aus Köln".encode(), 'text/plain; charset="klingon"'),
        ("Grüße aus Köln".encode(), "text/plain; charset=unicode_escape"),
        ("Grüße aus Köln".encode(), "text/plain; charset=idna"),
        ("Grüße aus Köln".encode("utf-16"), "text/plain; charset=utf-16"),
        ("Gr&uuml;&szlig;e aus <b>K&ouml;ln</b>", "text/html; charset=us-ascii"),
    ],
)
def test_every_alphabet_is_read(words: bytes | str, kind: str) -> None:
    assert received(a_mail(words, kind=kind)).text == "Hello\n\nGrüße aus Köln"


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?R3LDvMOfZQ==?=\n =?utf-8?Q?_an_alle?=", "Grüße an alle"),
        ("=?klingon?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?R3LDvM?=", "Grü"),
        ("Grüße", "Grüße"),
        ("a\n b", "a b"),
    ],
)
def test_every_subject_is_read(written: str, subject: str) -> None:
    assert received(a_mail("x", subject=written)).text.startswith(subject)


# ---------------------------------------------------------------- hostile mails

BOUNDARY = 'multipart/mixed; boundary="b"'
HOSTILE = {
    "NUL": a_mail("a\0b"),
    "half a character": a_mail(b"\xed\xa0\x80\xff"),
    "scripts": a_mail("<script>alert(1)</script><p onclick=x()>words</p>", kind="text/html"),
    "broken base64": a_mail("%%%", headers="Content-Transfer-Encoding: base64"),
    "no end": a_mail("--b\nContent-Type: text/plain\n\nwords", kind=BOUNDARY),
    "no boundary": a_mail("words", kind="multipart/mixed"),
    "nested": a_mail("--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3_000, kind=BOUNDARY),
    "many parts": a_mail("--b\nContent-Type: text/plain\n\nx\n" * 20_000, kind=BOUNDARY),
    "a long header": a_mail(subject="=?utf-8?Q?=C3=BC?= " * 50_000),
    "many headers": a_mail(headers="X-A: b\n" * 20_000 + "X-B: c"),
    "a bad header": a_mail(headers="Content-Type: text/plain; charset*=x'"),
    "a long line": a_mail("x" * 900_000),
    "many lines": a_mail("\n" * 900_000),
    "many marks": a_mail("<a href=" * 100_000, kind="text/html"),
    "many links": a_mail("https://a.example/ " * 50_000),
    "a long address": a_mail(sender="a" * 100_000 + "@mail.example"),
    "brackets": a_mail(headers="Authentication-Results: " + "(" * 50_000),
    "nothing": b"",
    "no mail": b"\xff\xfe\x00" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_cut_or_set_aside(name: str) -> None:
    try:
        message = received(HOSTILE[name])
    except SURPRISES:
        return
    assert 0 < len(message.text) < 2_000
    assert "\0" not in message.text
    assert "alert(1)" not in message.text
    message.text.encode()


def test_files_that_hang_on_a_mail_are_left_alone() -> None:
    part = "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nsecret"
    raw = a_mail(f"--b\n{part}\n--b\nContent-Type: text/plain\n\nwords\n--b--", kind=BOUNDARY)
    assert received(raw).text == "Hello\n\nwords"


def sent_along(own_words: str) -> bytes:
    """A mail with another one that hangs on it, as some programs forward."""
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Bo <bo@mail.example>", "My order"
    inner.set_content("The cake arrived broken, and nobody answers the phone.")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Jo <jo@larch.example>", "Fwd: My order"
    outer["Message-ID"], outer["Date"] = "<outer@larch.example>", format_datetime(SENT)
    outer.set_content(own_words)
    outer.add_attachment(inner)
    return outer.as_bytes()


def test_a_mail_that_was_sent_along_is_read_where_its_sender_says_next_to_nothing() -> None:
    assert "nobody answers the phone" in received(sent_along("see below")).text
    words = "This one came in yesterday; I have called him and it is settled now."
    alone = received(sent_along(words)).text
    assert words in alone
    assert "nobody answers" not in alone


def test_parts_whose_border_nobody_finds_are_read_as_they_are() -> None:
    body = "\n--abd\nContent-Type: text/plain\n\nthe rye was stale\n--abd--"
    mail = a_mail(body, kind='multipart/mixed; boundary="abc"')
    assert "the rye was stale" in received(mail).text
