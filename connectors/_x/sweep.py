"""The round: one source after the other, a page at a time, until there is nothing new.

A source that X limits or refuses rests for a while; the others go on. What was asked for and could
not be read is told when the others have nothing to bring.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from connectors._x.account import Account
from connectors._x.cursor import Cursor, read_cursor, write_cursor
from connectors._x.failures import Failure, Sort, problem
from connectors._x.sources import Batch, Source
from monitor.domain.message import Page
from monitor.domain.values import replace
from monitor.errors import ConnectorError

#: the whole account is concerned, or the network: the other sources would fail too
_ALL_FAIL = frozenset({Sort.AUTH, Sort.NO_CREDITS, Sort.NOT_REACHED, Sort.NO_ANSWER})
#: it stays so until a person changes something
_REFUSED = frozenset(
    {Sort.RIGHTS, Sort.FORBIDDEN, Sort.WRONG, Sort.GONE, Sort.NO_DIRECT, Sort.NOT_SUMMONED}
)
REST_AFTER_REFUSAL = timedelta(hours=1)
REST_AFTER_SILENCE = timedelta(minutes=1)


class Round:
    """Reads every source in turn."""

    def __init__(self, account: Account, sources: Sequence[Source]) -> None:
        self._account = account
        self._sources = tuple(sources)
        #: who rests until when; with what there is to tell about it
        self._resting: dict[str, tuple[datetime, ConnectorError | None]] = {}

    def fetch(self, written: str) -> Page:
        """The next page. Raises ConnectorError."""
        now = self._account.clock.now()
        try:
            cursor = read_cursor(written)
        except ValueError as error:
            raise ConnectorError(str(error), permanent=True) from None
        problems: list[ConnectorError] = []
        for number in range(self._turn(cursor), len(self._sources)):
            source = self._sources[number]
            if self._rests(source, now, problems):
                continue
            place = cursor.places.get(source.name) or source.begin(now)
            try:
                batch = source.read(place, now)
            except Failure as failure:
                problems.extend(self._failed(source, failure, now))
                continue
            self._pace(source, now)
            cursor = cursor.at(source.name, batch.place)
            if batch.messages or batch.set_aside or batch.blind or batch.place.sweep:
                return self._page(cursor, number, batch)
        if problems:
            raise problems[0]
        return Page(messages=(), cursor=self._written(replace(cursor, turn="")))

    def _turn(self, cursor: Cursor) -> int:
        names = [source.name for source in self._sources]
        return names.index(cursor.turn) if cursor.turn in names else 0

    def _rests(self, source: Source, now: datetime, problems: list[ConnectorError]) -> bool:
        if source.can_wait and self._account.is_frugal:
            return True
        until, told = self._resting.get(source.name, (now, None))
        if until <= now:
            return False
        if told is not None:
            problems.append(told)
        return True

    def _failed(self, source: Source, failure: Failure, now: datetime) -> list[ConnectorError]:
        """What there is to tell; raised at once where the other sources would fail as well."""
        told = problem(failure, f"{source.title} could not be read")
        if source.is_needed:
            raise told
        if failure.sort is Sort.LIMITED:
            # it waits, nothing is missed by that
            self._resting[source.name] = (failure.retry_at or now + REST_AFTER_SILENCE, None)
            return []
        # one right that is missing, or one listing that hangs, does not stop the rest
        told = ConnectorError(told.message, hint=source.hint or told.hint)
        if failure.sort is Sort.NO_ANSWER:
            self._resting[source.name] = (now + REST_AFTER_SILENCE, told)
        elif failure.sort in _REFUSED:
            self._resting[source.name] = (now + REST_AFTER_REFUSAL, told)
        if failure.sort in _ALL_FAIL:
            raise problem(failure, f"{source.title} could not be read")
        return [told]

    def _pace(self, source: Source, now: datetime) -> None:
        """X says how many requests are left: none means to wait, and nothing is missed by it."""
        self._resting.pop(source.name, None)
        session = self._account.session
        if session.header("x-rate-limit-remaining") != "0":
            return
        reset = session.header("x-rate-limit-reset")
        if reset.isdigit() and len(reset) < 12:
            until = datetime.fromtimestamp(int(reset), now.tzinfo)
            self._resting[source.name] = (min(until, now + REST_AFTER_REFUSAL), None)

    def _page(self, cursor: Cursor, number: int, batch: Batch) -> Page:
        if batch.place.sweep is None:
            number += 1
        is_last = number == len(self._sources)
        turn = "" if is_last else self._sources[number].name
        return Page(
            messages=batch.messages,
            cursor=self._written(replace(cursor, turn=turn)),
            more=not is_last,
            set_aside=batch.set_aside,
            blind=batch.blind,
        )

    def _written(self, cursor: Cursor) -> str:
        """Without the places of searches that are no longer wanted."""
        names = {source.name for source in self._sources}
        kept = {name: place for name, place in cursor.places.items() if name in names}
        return write_cursor(replace(cursor, places=kept))
