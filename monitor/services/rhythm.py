"""Rhythm: a platform that is read and brings nothing, although it usually does by now.

Search words that match nothing any more, a filter of the platform, an account that lost its rights
look like a quiet week. What the same stretch of the week brought in the last four weeks says which
it is: the notice comes when so many were due that none at all is no chance.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.domain.message import Blind
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.platform import platform_named
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import Value

WEEK = timedelta(days=7)
#: so many weeks of the past are asked
WEEKS = 4
#: so many of them have to be there
WEEKS_AT_LEAST = 3
#: none of seven comes less than once in a thousand times
USUAL_AT_LEAST = 7
#: no week of them was all but silent itself
EACH_AT_LEAST = 3


class Silence(Value):
    """Nothing since then, and how many there usually are."""

    since: datetime
    usual: int


class Rhythm:
    """Looks at what the connectors of one brand bring."""

    def __init__(self, store: Store, clock: Clock, *, brand: str) -> None:
        self.store = store
        self.clock = clock
        self.brand = brand

    def due(self, connector: str, platforms: Sequence[str]) -> Silence | None:
        """The silence there is now; it is told, and kept as a blind period while it lasts."""
        now = self.clock.now()
        with self.store.read() as tx:
            silence = silence_of(tx, self.brand, platforms, now)
            is_told = tx.notices.get(self.brand, _key(connector)) is not None
            is_failing = any(
                poll.failing_since is not None
                for poll in tx.switches.polls()
                if (poll.brand, poll.connector) == (self.brand, connector)
            )
        if is_failing or (silence is None and not is_told):
            # what cannot be read is told as that
            return None
        with self.store.begin() as tx:
            if silence is None:
                tx.notices.end(self.brand, _key(connector), now)
                return None
            tx.notices.open(self._notice(connector, silence, now))
            why = f"nothing came, where {silence.usual} are usual"
            blind = Blind(since=silence.since, until=now, why=why)
            tx.platforms.was_blind(self.brand, connector, blind)
        return silence

    def _notice(self, connector: str, silence: Silence, now: datetime) -> Notice:
        title = platform_named(connector).title
        return Notice(
            brand=self.brand,
            key=_key(connector),
            kind=NoticeKind.SILENT,
            headline=f"{title} is silent",
            text=f"It is read without an error and brings nothing, where {silence.usual} mentions "
            "are usual by now. Look there by hand: a search word, a filter or a right may have "
            "changed.",
            fix="monitor check",
            began_at=silence.since,
            due_at=now,
        )


def silence_of(tx: Tx, brand: str, platforms: Sequence[str], now: datetime) -> Silence | None:
    """None: something came, or nothing was to be expected."""
    last, first = (
        tx.platforms.last_heard(brand, platforms),
        tx.platforms.first_heard(brand, platforms),
    )
    if last is None or first is None:
        return None
    # a silence of weeks is measured by its last week
    since = max(last + timedelta(microseconds=1), now - WEEK)
    past = [
        tx.platforms.heard(brand, platforms, since - back * WEEK, now - back * WEEK)
        for back in range(1, WEEKS + 1)
        if first <= since - back * WEEK and now - back * WEEK <= last
    ]
    usual = usual_of(past)
    return Silence(since=last, usual=usual) if usual is not None else None


def usual_of(past: Sequence[int]) -> int | None:
    """How many there usually are, if none at all is no chance; else None."""
    if len(past) < WEEKS_AT_LEAST or min(past) < EACH_AT_LEAST:
        return None
    mean = sum(past) / len(past)
    return round(mean) if mean >= USUAL_AT_LEAST else None


def _key(connector: str) -> str:
    return f"silent {connector}"
