"""Reading: every listing a page at a time, and single messages again."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta

from connectors._reddit.cursor import Cursor, Place, read_cursor, written
from connectors._reddit.faults import Cause, Fault, in_reading
from connectors._reddit.options import Options
from connectors._reddit.ours import info, read_listing
from connectors._reddit.parse import (
    COMMENT,
    NAME,
    POST,
    PRIVATE,
    Around,
    field,
    fullname,
    gone,
    message_from,
    names,
    text_of,
)
from connectors._reddit.session import Session
from connectors._reddit.sources import PAGE, Source, holds, sources_of
from connectors._reddit.sweep import Listing, Thing, anchor, name_of, step
from monitor.domain.message import Blind, Message, Page, SetAside
from monitor.domain.ports import Clock

#: how far back the very first fetch looks: what is older is of no use to anybody
FIRST_LOOK = timedelta(days=30)
#: statuses by which a place is closed to us
CLOSED = frozenset({301, 302, 403, 404, 451})
LONGEST_RAW = 2000


class Account:
    """Who we are, by what Reddit says: everything else would answer our own posts one day."""

    def __init__(self, session: Session, expected: str) -> None:
        self._session = session
        self._expected = expected
        self._me: tuple[str, str] | None = None

    def name_and_id(self) -> tuple[str, str]:
        """Our name and our `t2_…`. Raises Fault, for somebody else's account too."""
        if self._me is None:
            said = self._session.get("api/v1/me")
            name, own = (said.get("name"), said.get("id")) if isinstance(said, dict) else ("", "")
            if not isinstance(name, str) or not name or not isinstance(own, str):
                raise Fault(Cause.NO_ANSWER, "Reddit does not say who we are")
            self._me = name, f"t2_{own.removeprefix('t2_')}"
        name = self._me[0]
        if self._expected and name.casefold() != self._expected.casefold():
            why = f"the credentials are those of u/{name}, and the config says u/{self._expected}"
            raise Fault(Cause.LOGIN, why)
        return self._me


class Reading:
    """MentionSource and Refresher."""

    def __init__(
        self, session: Session, account: Account, options: Options, *, brand: str, clock: Clock
    ) -> None:
        self._session = session
        self._account = account
        self._options = options
        self._brand = brand
        self._clock = clock

    def fetch(self, text: str) -> Page:
        """A page of each listing; while a sweep is open, of those that go on."""
        cursor = read_cursor(text)
        around = self._around()
        sources = sources_of(self._options, around.me)
        places = {source.name: cursor.places.get(source.name, Place()) for source in sources}
        before = dict(places)
        open_ones = [source for source in sources if places[source.name].sweep is not None]
        found = Found()
        fault: Fault | None = None
        for source in open_ones or sources:
            try:
                places[source.name] = self._page(source, places[source.name], around, found)
            except Fault as failed:
                is_closed = source.is_place and failed.status in CLOSED
                fault = fault or (_closed(source, failed) if is_closed else failed)
                if not is_closed:
                    break
        if fault is not None and places == before:
            raise in_reading(fault, around.now)
        return Page(
            messages=found.in_order(),
            cursor=written(Cursor(places=places)),
            # what failed is told by the next one, which begins with it
            more=fault is not None or any(place.sweep is not None for place in places.values()),
            set_aside=tuple(found.set_aside),
            blind=tuple(found.blind),
        )

    def refresh(self, ids: Sequence[str]) -> Page:
        """As they are now; private messages stay as they were sent."""
        around = self._around()
        wanted = [fullname(one) for one in ids]
        wanted = [name for name in wanted if name.partition("_")[0] in (COMMENT, POST)]
        try:
            things = info(self._session, wanted)
            ours = self._parents_of_ours(things, around)
        except Fault as failed:
            raise in_reading(failed, around.now) from None
        found = Found()
        for thing in things:
            found.read(thing, around, _addressed(thing, ours, around))
        there = {name_of(thing) for thing in things}
        for name in wanted:
            if name not in there:
                found.add(gone(name, around))
        return Page(messages=found.in_order(), cursor="", set_aside=tuple(found.set_aside))

    def _around(self) -> Around:
        now = self._clock.now()
        try:
            me, _ = self._account.name_and_id()
        except Fault as failed:
            raise in_reading(failed, now) from None
        return Around(brand=self._brand, me=me, options=self._options, now=now)

    def _page(self, source: Source, place: Place, around: Around, found: "Found") -> Place:
        """The place after one more page of a listing. Raises Fault."""
        listing = self._listing(source, anchor(place))
        stepped = step(place, listing, around.now - FIRST_LOOK)
        news = [one for one in stepped.news if holds(_said(one), source.phrases)]
        ours: frozenset[str] = frozenset()
        if source.addressed is None:
            ours = self._parents_of_ours(news, around)
        for thing in news:
            told = source.addressed
            found.read(thing, around, _addressed(thing, ours, around) if told is None else told)
        if stepped.blind is not None:
            found.blind.append(stepped.blind)
        return stepped.place

    def _listing(self, source: Source, after: str) -> Listing:
        params = {**source.params, "limit": str(PAGE)}
        if after:
            params["after"] = after
        return read_listing(self._session.get(source.path, **params))

    def _parents_of_ours(self, things: Iterable[Thing], around: Around) -> frozenset[str]:
        """Which of what these answer is ours. Raises Fault."""
        parents = {field(thing, "parent_id") for thing in things if _is_strangers(thing, around)}
        return frozenset(
            name_of(parent)
            for parent in info(self._session, sorted(parents - {""}))
            if field(parent, "author").casefold() == around.me.casefold()
        )


def _closed(source: Source, failed: Fault) -> Fault:
    """One place is closed to us: no reason to give up all the others."""
    where = source.path.rpartition("/")[0].rpartition("/")[0]
    return Fault(Cause.NO_ANSWER, f"{where} is closed to us ({failed.status})")


class Found:
    """What a page brings, each message once."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self.set_aside: list[SetAside] = []
        self.blind: list[Blind] = []

    def add(self, message: Message) -> None:
        self._messages.setdefault(message.id, message)

    def read(self, thing: Thing, around: Around, addressed: bool) -> None:
        """Adds it, or sets it aside with the reason."""
        try:
            self.add(message_from(thing, around, addressed=addressed))
        except ValueError as error:
            raw = json.dumps(thing, default=str)[:LONGEST_RAW]
            where = f"Reddit, {name_of(thing)}"
            self.set_aside.append(SetAside(connector=NAME, where=where, reason=str(error), raw=raw))

    def in_order(self) -> tuple[Message, ...]:
        """Oldest first."""
        return tuple(sorted(self._messages.values(), key=lambda one: one.created_at))


def _addressed(thing: Thing, ours: frozenset[str], around: Around) -> bool:
    """It answers us, names us, or was sent to us."""
    return (
        field(thing, "parent_id") in ours
        or names(_said(thing), around.me)
        or name_of(thing).startswith(PRIVATE)
    )


def _is_strangers(thing: Thing, around: Around) -> bool:
    is_ours = field(thing, "author").casefold() == around.me.casefold()
    return not is_ours and not names(_said(thing), around.me)


def _said(thing: Thing) -> str:
    data = thing.get("data")
    return text_of(data) if isinstance(data, dict) else ""
