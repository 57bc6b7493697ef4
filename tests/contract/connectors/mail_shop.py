"""Mails as services write them, and as nobody should."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors._mailbox.mail import read
from connectors._mailbox.message import Arrival, message_of
from connectors.mailbox import Mailbox, connect
from monitor.domain.message import Message
from monitor.domain.settings import Settings
from monitor.testing import MONDAY_MORNING, FakeClock
from tests.simulators.mailbox import PASSWORD, USER, MailServer

BRAND = "larch"
EXAMPLES = Path(__file__).parents[2] / "data" / "mailbox"
#: for a connection, and for an answer; seconds
PATIENCE = (1.0, 1.0)
SENT = datetime(2026, 11, 22, 18, 5, 11, tzinfo=UTC)


@pytest.fixture
def clock() -> FakeClock:
    """The time here."""
    return FakeClock()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    """A server with an empty mailbox."""
    with MailServer(tmp_path) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.http.TIMEOUT", PATIENCE)
        made.stop_clock(MONDAY_MORNING)
        yield made


def example(name: str, *changes: tuple[str, str]) -> bytes:
    """An example mail, with some of it written in another way."""
    text = (EXAMPLES / f"{name}.eml").read_text(encoding="ascii")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text.encode()


def a_mail(
    words: str | bytes = "The bread was stale.",
    *,
    subject: str = "Hello",
    sender: str = "Ada Quill <ada@mail.example>",
    id: str = "<1@mail.example>",
    headers: str = "",
    kind: str = "text/plain; charset=utf-8",
    date: str = "Sun, 22 Nov 2026 18:05:11 +0000",
) -> bytes:
    head = {
        "From": sender,
        "Subject": subject,
        "Message-ID": id,
        "Date": date,
        "Content-Type": kind,
    }
    lines = [f"{name}: {text}" for name, text in head.items() if text]
    content = words if isinstance(words, bytes) else words.encode()
    return "\n".join([*lines, *filter(None, [headers])]).encode() + b"\n\n" + content


def numbered(number: int) -> bytes:
    """One of many."""
    return a_mail(f"Number {number}.", subject="", id=f"<{number}@mail.example>")


def received(raw: bytes, *, arrived_at: datetime | None = None) -> Message:
    """What becomes of a mail."""
    arrival = Arrival(brand=BRAND, seen_at=MONDAY_MORNING, arrived_at=arrived_at)
    return message_of(read(raw), arrival)


def settings(clock: FakeClock, password: str = PASSWORD, **written: object) -> Settings:
    given: dict[str, object] = {"server": "imap.example", "user": USER, **written}
    secrets = {"MAILBOX_PASSWORD": password}
    return Settings("mailbox", given, brand=BRAND, clock=clock, folder=Path(), secrets=secrets.get)


def mailbox(clock: FakeClock, port: int, password: str = PASSWORD, **written: object) -> Mailbox:
    given = {"server": f"127.0.0.1:{port}", "encryption": "none", **written}
    return connect(settings(clock, password, **given))
