"""Directs: the listing of private messages.

X knows no `since_id` for them and takes money for each one it shows: the newest is asked for
alone, and only when it is new is a page of them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from connectors._x.account import USER_FIELDS, Account
from connectors._x.cursor import Place, Sweep
from connectors._x.direct import WRITTEN, direct_from
from connectors._x.fields import Fields, numbered, object_in, objects
from connectors._x.ids import is_number, newer
from connectors._x.sources import Batch, newest_of, read_all
from monitor.domain.message import Blind

DIRECT_PAGE = 20
DIRECT_KEPT_FOR = timedelta(days=30)
#: how far back the first start reads
DIRECT_AT_FIRST = timedelta(days=7)


class Directs:
    """Private messages, ours and theirs."""

    name = "direct"
    title = "private messages"
    can_wait = False
    is_needed = False
    hint = "give the app the right to read direct messages, or set `direct_messages = false`"

    def __init__(self, account: Account) -> None:
        self._account = account

    def begin(self, now: datetime) -> Place:
        return Place(begin=now - DIRECT_AT_FIRST, read_at=now)

    def read(self, place: Place, now: datetime) -> Batch:
        if place.since and place.sweep is None and not self._is_new(place):
            return Batch(place=place.after("", "", now))
        answer = self._ask(DIRECT_PAGE, place.sweep)
        events = objects(answer, "data")
        context = self._account.context(now)
        messages, set_aside = read_all(answer, context, self._account.people, direct_from)
        if place.since:
            is_new = _is_after(place.since)
            messages = tuple(message for message in messages if is_new(message.id))
            arrived = any(not is_new(number) for number in numbered(events))
        else:
            arrived = any(message.created_at < place.begin for message in messages)
            messages = tuple(each for each in messages if each.created_at >= place.begin)
        token = "" if arrived else str(object_in(answer, "meta").get("next_token") or "")
        after = place.after(newest_of(answer), token, now)
        blind: tuple[Blind, ...] = ()
        if not arrived and after.sweep is None and now - place.read_at > DIRECT_KEPT_FOR:
            kept = now - DIRECT_KEPT_FOR
            why = "X keeps private messages for programs only 30 days"
            blind = (Blind(since=place.read_at, until=kept, why=why),)
        return Batch(place=after, messages=messages, set_aside=set_aside, blind=blind)

    def _is_new(self, place: Place) -> bool:
        newest = newest_of(self._ask(1, None))
        return newer(newest, place.since) != place.since

    def _ask(self, size: int, sweep: Sweep | None) -> Fields:
        return ask_directs(self._account, size, token=sweep.token if sweep is not None else "")


def ask_directs(account: Account, size: int, *, token: str = "", participant: str = "") -> Fields:
    """Private messages, newest first; with one person, or all. Raises Failure."""
    params: dict[str, object] = {
        "max_results": size,
        "event_types": WRITTEN,
        "dm_event_fields": ["created_at", "dm_conversation_id", "event_type", "sender_id", "text"],
    }
    if token:
        params["pagination_token"] = token
    if participant:
        params["participant_id"] = participant
    elif not account.is_frugal and size > 1:
        params["expansions"] = ["sender_id"]
        params["user_fields"] = USER_FIELDS
    answer = account.session.ask(account.session.client.get_direct_message_events, **params)
    account.paid_for(answer, account.prices.direct_read, "direct")
    return answer


def _is_after(since: str) -> Callable[[str], bool]:
    def is_after(name: str) -> bool:
        number = name.rpartition("-")[2]
        return not is_number(number) or int(number) > int(since)

    return is_after
