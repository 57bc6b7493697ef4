"""The pull: the mails after the last one that was read, in their order.

A first look goes back thirty days. When the folder was made anew its numbers mean nothing; then
the mails of the days since the last look are read again, and known ones are known by their ids.
"""

from datetime import date, timedelta

from connectors._mailbox.account import Account
from connectors._mailbox.cursor import Cursor, read_cursor
from connectors._mailbox.line import Folder, Line, NotGiven, line_to
from connectors._mailbox.mail import SURPRISES, read
from connectors._mailbox.message import PLATFORM, Arrival, message_of
from monitor.domain.message import Message, Page, SetAside
from monitor.domain.ports import Clock
from monitor.domain.values import replace

PAGE_SIZE = 50
FIRST_LOOK = timedelta(days=30)
#: days mean the server's own zone
MARGIN = timedelta(days=2)
LONGEST_RAW = 500


class Pull:
    """Reads one folder."""

    def __init__(self, account: Account, brand: str, clock: Clock) -> None:
        self._account = account
        self._brand = brand
        self._clock = clock

    def fetch(self, written: str) -> Page:
        """The next page. Raises ConnectorError."""
        today = self._clock.now().date()
        messages: list[Message] = []
        set_aside: list[SetAside] = []
        with line_to(self._account) as line:
            folder = line.examine(self._account.folder)
            cursor = _begin(read_cursor(written), folder, today)
            waiting = line.after(cursor.uid, cursor.since) if folder.count else []
            for uid in waiting[:PAGE_SIZE]:
                taken = self._take(line, uid)
                if isinstance(taken, SetAside):
                    set_aside.append(taken)
                elif taken is not None:
                    messages.append(taken)
        more = len(waiting) > PAGE_SIZE
        return Page(
            messages=tuple(messages),
            cursor=_after(cursor, folder, waiting[:PAGE_SIZE], today, more=more).write(),
            more=more,
            set_aside=tuple(set_aside),
        )

    def _take(self, line: Line, uid: int) -> Message | SetAside | None:
        """One mail, whatever is in it; None where it is gone."""
        raw = b""
        try:
            taken = line.take(uid)
            if taken is None:
                return None
            raw, now = taken.raw, self._clock.now()
            arrival = Arrival(brand=self._brand, seen_at=now, arrived_at=taken.arrived_at)
            return message_of(read(raw), arrival)
        except NotGiven as error:
            reason = f"the server does not give it: {error}"
        except SURPRISES as error:
            reason = f"the mail cannot be read ({type(error).__name__})"
        return SetAside(
            connector=PLATFORM,
            where=f"{self._account.folder}, mail {uid}",
            reason=reason,
            raw=raw[:LONGEST_RAW].decode(errors="replace"),
        )


def _begin(cursor: Cursor, folder: Folder, today: date) -> Cursor:
    """Where to read on; in a folder that we do not know, from its first mail of these days."""
    if cursor.read_on is not None and cursor.validity == folder.validity:
        return cursor
    since = today - FIRST_LOOK
    if cursor.read_on is not None:
        since = min(since, cursor.read_on - MARGIN)
    return Cursor(validity=folder.validity, since=since)


def _after(
    cursor: Cursor, folder: Folder, brought: list[int], today: date, *, more: bool
) -> Cursor:
    """Where the next page begins."""
    uid = brought[-1] if brought else cursor.uid
    if more:
        return replace(cursor, uid=uid, read_on=today)
    if cursor.since is not None:
        # what is older and was passed over is not looked at later either
        uid = max(uid, folder.next_uid - 1)
    return replace(cursor, uid=uid, read_on=today, since=None)
