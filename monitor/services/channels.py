"""Routes: to which of the owner's channels an alert goes, as one channel.

Every channel is told once: one that did not take an alert is asked again, the others are not. When
it does not take it for a while, the fallbacks are told; of a draft that nobody decided on they are
told at once. What can wait goes only to who wants it. What a broken channel misses waits for it for
a day, as long as somebody else was told.

What was taken is known while this process lives: after a crash an alert may come twice.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from monitor.domain.delivery import Delivered, Outcome, Refused
from monitor.domain.effect import Effect, Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.ports import AlertChannel, Card, Clock, ErasesCards
from monitor.domain.reminders import RAISED
from monitor.domain.store_ports import Store
from monitor.errors import StoreError
from monitor.services.channel_health import ChannelHealth
from monitor.services.telling import TRY_AGAIN_AFTER

log = logging.getLogger(__name__)

#: a broken channel is waited for so long, where another one took the alert
GIVE_UP_AFTER: Final = timedelta(hours=24)
#: the owner hears of a channel that fails for so long; of a refused login at once
TELL_AFTER: Final = timedelta(minutes=10)
#: alerts under way that are remembered
REMEMBERED = 5_000

WantsQuiet = Callable[[str], bool]


@dataclass
class UnderWay:
    """One alert that not everybody took yet."""

    first_at: datetime
    taken: set[str] = field(default_factory=set)
    #: channels that will never take it, although they take others
    refused: set[str] = field(default_factory=set)

    @property
    def done(self) -> set[str]:
        """Channels that need not be asked again."""
        return self.taken | self.refused


class Routes:
    """All channels as one."""

    name = "channels"

    def __init__(
        self,
        channels: Sequence[AlertChannel],
        fallbacks: Sequence[AlertChannel],
        store: Store,
        clock: Clock,
        *,
        brand: str,
        fallback_after: timedelta,
        wants_quiet: WantsQuiet,
    ) -> None:
        self.channels = tuple(channels)
        self.fallbacks = tuple(fallbacks)
        self.store = store
        self.clock = clock
        self.brand = brand
        self.fallback_after = fallback_after
        self.wants_quiet = wants_quiet
        self._under_way: OrderedDict[str, UnderWay] = OrderedDict()
        self._health = {one.name: ChannelHealth() for one in (*channels, *fallbacks)}
        self._turn = threading.Lock()

    def post(self, card: Card) -> Outcome:
        effect = card.effect
        wanted = self._who_want(effect.urgency)
        if effect.template == RAISED:
            wanted = (*wanted, *self.fallbacks)
        return self._tell(
            effect.id,
            wanted,
            lambda channel: channel.post(card),
            waited=effect.attempts * TRY_AGAIN_AFTER,
        )

    def post_notice(self, notice: Notice) -> Outcome:
        about = notice.key.removeprefix(_key("")) if notice.kind is NoticeKind.CHANNEL else ""
        wanted = tuple(one for one in self._who_want(notice.urgency) if one.name != about)
        name = f"{notice.key}{' over' if notice.is_over else ''}"
        return self._tell(name, wanted, lambda channel: channel.post_notice(notice))

    def erasers(self) -> tuple[ErasesCards, ...]:
        """Those that may have a card, each to be asked to forget it."""
        # what a channel can do is asked of the object, not of its type
        able: tuple[object, ...] = (*self.channels, *self.fallbacks)
        return tuple(
            _Eraser(one, wants_quiet=self.wants_quiet(one.name))
            for one in able
            if isinstance(one, ErasesCards)
        )

    def _who_want(self, urgency: Urgency) -> tuple[AlertChannel, ...]:
        if urgency is not Urgency.QUIET:
            return self.channels
        return tuple(one for one in self.channels if self.wants_quiet(one.name))

    def _tell(
        self,
        alert: str,
        wanted: tuple[AlertChannel, ...],
        tell: Callable[[AlertChannel], Outcome],
        *,
        waited: timedelta = timedelta(0),
    ) -> Outcome:
        """Delivered when whoever has to know was told. `waited`: at least so long already."""
        now = self.clock.now()
        under_way = self._begun(alert, now)
        waited = max(waited, now - under_way.first_at)
        self._try(wanted, alert, under_way, tell, now)
        missing = [one for one in wanted if one.name not in under_way.done]
        is_refused = any(one.name in under_way.refused for one in wanted)
        if is_refused or (missing and waited >= self.fallback_after):
            self._try(self.fallbacks, alert, under_way, tell, now)
        is_told = bool(under_way.taken) or not wanted
        is_given_up = waited >= GIVE_UP_AFTER and (is_told or not missing)
        if is_given_up or (is_told and not missing):
            if missing or not is_told:
                log.error("given up: %s never took %s", _names(missing or wanted), alert)
            with self._turn:
                self._under_way.pop(alert, None)
            return Delivered(posted_id=f"{self.name}:{alert}")
        return Refused(why=f"not told yet: {_names(missing or wanted)}", permanent=False)

    def _begun(self, alert: str, now: datetime) -> UnderWay:
        with self._turn:
            under_way = self._under_way.setdefault(alert, UnderWay(now))
            while len(self._under_way) > REMEMBERED:
                self._under_way.popitem(last=False)
        return under_way

    def _try(
        self,
        channels: Iterable[AlertChannel],
        alert: str,
        under_way: UnderWay,
        tell: Callable[[AlertChannel], Outcome],
        now: datetime,
    ) -> None:
        for channel in channels:
            health = self._health[channel.name]
            if channel.name in under_way.done or health.rests(now):
                continue
            outcome = _asked(channel, tell, alert)
            if isinstance(outcome, Delivered):
                under_way.taken.add(channel.name)
                if health.took():
                    self._note_that_it_works(channel.name, now)
            elif isinstance(outcome, Refused) and outcome.permanent and not outcome.is_auth:
                log.error("%s does not take %s: %s", channel.name, alert, outcome.why)
                under_way.refused.add(channel.name)
            else:
                log.warning("%s did not take %s: %s", channel.name, alert, outcome.why)
                health.did_not_take(alert, outcome, now)
                self._note_that_it_fails(channel.name, health, now)

    def _note_that_it_fails(self, name: str, health: ChannelHealth, now: datetime) -> None:
        since = health.failing_since or now
        if not health.is_auth and now - since < TELL_AFTER:
            return
        notice = Notice(
            brand=self.brand,
            key=_key(name),
            kind=NoticeKind.CHANNEL,
            headline=f"alerts do not arrive by `{name}`",
            text=f"It says: {health.why}. They wait for it, and go to your other channels.",
            fix="monitor check",
            began_at=since,
            due_at=now,
        )
        try:
            with self.store.begin() as tx:
                tx.notices.open(notice)
        except StoreError as error:
            log.warning("nobody could be told that %s fails: %s", name, error.message)

    def _note_that_it_works(self, name: str, now: datetime) -> None:
        try:
            with self.store.begin() as tx:
                tx.notices.end(self.brand, _key(name), now)
        except StoreError as error:
            log.warning("it could not be noted that %s works: %s", name, error.message)


class _Eraser:
    """A channel that is asked to forget only what it may have."""

    def __init__(self, channel: ErasesCards, *, wants_quiet: bool) -> None:
        self.name = channel.name
        self._channel = channel
        self._wants_quiet = wants_quiet

    def erase_card(self, effect: Effect) -> Outcome:
        if effect.urgency is Urgency.QUIET and not self._wants_quiet:
            return Delivered(posted_id="")
        return self._channel.erase_card(effect)


def _asked(channel: AlertChannel, tell: Callable[[AlertChannel], Outcome], alert: str) -> Outcome:
    try:
        return tell(channel)
    except Exception:
        # the loop's edge: one broken channel must not silence the others
        log.exception("%s broke", channel.name, extra={"told_id": alert})
        return Refused(why="a fault of ours, which stands in the log", permanent=False)


def _names(channels: Sequence[AlertChannel]) -> str:
    return ", ".join(one.name for one in channels)


def _key(channel: str) -> str:
    """Of the notice that it fails."""
    return f"channel {channel}"
