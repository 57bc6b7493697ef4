"""Letters: private messages on X, only to people who wrote to us first.

Moving somebody to private messages is an invitation in the public reply; X forbids a program to
write first. There is no key to send by again, so we look in the conversation.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from connectors._x.account import Account
from connectors._x.direct import conversation_url
from connectors._x.directs import DIRECT_KEPT_FOR, DIRECT_PAGE, ask_directs
from connectors._x.failures import Failure, Sort, before_writing, broken_off, outcome, problem
from connectors._x.fields import (
    Fields,
    moment,
    number,
    object_in,
    objects,
    or_none,
    text,
    unescaped,
)
from connectors._x.ids import direct_id, is_number, native
from monitor.domain.delivery import (
    Absent,
    Delivered,
    Found,
    NotVisible,
    Outcome,
    Outgoing,
    Refused,
    Sighting,
    Wire,
)
from monitor.domain.values import Value
from monitor.errors import ConnectorError

LONGEST = 10_000
#: a conversation is read back so far and no further
PAGES_AT_MOST = 20
NOT_FIRST = "X lets a program write privately only to people who wrote first"
#: X does not even let us look
_REFUSED = (Sort.RIGHTS, Sort.GONE, Sort.FORBIDDEN, Sort.NO_DIRECT, Sort.NOT_SUMMONED, Sort.WRONG)


class Letter(Value):
    """What the wire holds."""

    text: str
    to: str


_letter = msgspec.json.Decoder(Letter)


class Letters:
    """Private messages."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def prepare(self, outgoing: Outgoing) -> Wire:
        letter = Letter(text=outgoing.text, to=native(outgoing.author_id))
        return Wire(payload=msgspec.json.encode(letter))

    def send(self, wire: Wire) -> Outcome:
        """Looks whether they wrote first, then writes once."""
        letter = _letter.decode(wire.payload)
        if not is_number(letter.to):
            return Refused(why=f"nobody on X has the number `{letter.to}`")
        if len(letter.text) > LONGEST:
            return Refused(why=f"X takes {LONGEST:,} characters and no more")
        try:
            events = objects(ask_directs(self._account, DIRECT_PAGE, participant=letter.to), "data")
        except Failure as failure:
            if failure.sort in _REFUSED:
                return Refused(why=failure.why)
            return before_writing(failure)
        except ValueError as error:
            return Refused(why=f"X gave no usable answer: {error}", permanent=False)
        if not any(event.get("sender_id") == letter.to for event in events):
            return Refused(why=NOT_FIRST)
        return self._write(letter)

    def find(self, wire: Wire, since: datetime) -> Sighting:
        letter = _letter.decode(wire.payload)
        return self._look(letter.to, since, wanted=letter.text)

    def recall(self, author_id: str, since: datetime) -> Sighting:
        """Any private message of ours to them."""
        return self._look(native(author_id), since, wanted=None)

    # --- how ----------------------------------------------------------------------------------

    def _write(self, letter: Letter) -> Outcome:
        account = self._account
        now = account.clock.now()
        try:
            answer = account.session.ask(
                account.session.client.create_direct_message,
                participant_id=letter.to,
                text=letter.text,
            )
            told = object_in(answer, "data")
            event = or_none(lambda: number(told, "dm_event_id"))
            if event is None:
                raise broken_off(Sort.NO_ANSWER, "an answer without a number", now)
        except Failure as failure:
            if failure.sort is Sort.RIGHTS:
                # it stops private messages, and nothing else
                return Refused(why=failure.why)
            ended = outcome(failure)
            if not isinstance(ended, Refused):
                account.meter.wrote(account.prices.direct_send)
            return ended
        account.meter.wrote(account.prices.direct_send)
        url = conversation_url(str(told.get("dm_conversation_id") or ""))
        return Delivered(posted_id=direct_id(event), url=url)

    def _look(self, person: str, since: datetime, *, wanted: str | None) -> Sighting:
        account = self._account
        now = account.clock.now()
        if now - since > DIRECT_KEPT_FOR - timedelta(hours=1):
            return NotVisible(why="X shows a program only the private messages of 30 days")
        if not is_number(person):
            return Absent(looked_at=now)
        try:
            for event in self._with(person):
                if moment(event, "created_at") < since:
                    return Absent(looked_at=now)
                said = unescaped(text(event, "text", ""))
                is_ours = event.get("sender_id") == account.us.number
                if is_ours and (wanted is None or said == wanted):
                    url = conversation_url(str(event.get("dm_conversation_id") or ""))
                    posted = direct_id(number(event, "id"))
                    return Found(posted_id=posted, url=url, text=said if wanted is None else "")
        except Failure as failure:
            raise problem(failure, "private messages could not be looked through") from failure
        except ValueError as error:
            raise ConnectorError(f"a private message could not be read: {error}") from error
        except _TooManyError:
            return NotVisible(why="there are more private messages than could be looked through")
        return Absent(looked_at=now)

    def _with(self, person: str) -> Iterator[Fields]:
        """The conversation with one person, newest first. Raises Failure, ValueError."""
        token = ""
        for _ in range(PAGES_AT_MOST):
            answer = ask_directs(self._account, DIRECT_PAGE, participant=person, token=token)
            yield from objects(answer, "data")
            token = str(object_in(answer, "meta").get("next_token") or "")
            if not token:
                return
        raise _TooManyError


class _TooManyError(Exception):
    """The conversation is longer than we read."""
