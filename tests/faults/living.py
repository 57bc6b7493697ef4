"""Living: how far a life has come, outside of the database.

A `World` is the clock, the platform and what it showed, and what people did. A process that dies
loses nothing of the world, and a copy of the world can go on by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from monitor.domain.case import Resolution
from monitor.domain.delivery import Outcome, Wire
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import Message
from monitor.domain.permission import Reason
from monitor.domain.ports import Failpoint, no_failpoint
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.errors import MonitorError, StaleApproval
from monitor.services.casework import resolve
from monitor.services.outbox import wake
from monitor.services.switches import PAUSED
from monitor.testing import FakeClock, FakePlatform
from tests.faults.life import STOP, Event, Life
from tests.invariants import ENDS
from tests.people_did import Answer, Model, Pause, Yes
from tests.seen import Seen, seen_on
from tests.shop import BRAND, Shop

OWN_WORDS: Final = "Sorry about that. Please message us here. – Jo"
#: the least time from one round to the next; it grows while nothing changes
SOON: Final = timedelta(seconds=20)
A_DAY: Final = timedelta(days=1)
#: rounds until nothing is left to do; more means that it will never be done
ROUNDS: Final = 60


class Watched(FakePlatform):
    """A platform in memory that can be copied, and tells before and after each send."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.watch: Failpoint = no_failpoint

    def send(self, wire: Wire) -> Outcome:
        self.watch("platform.before_send")
        try:
            return super().send(wire)
        finally:
            self.watch("platform.after_send")

    def copy(self, clock: FakeClock) -> "Watched":
        """As it is now; what happens to one is not seen by the other."""
        made = Watched(clock)
        made.can_be_asked, made.read_delay = self.can_be_asked, self.read_delay
        made._messages = list(self._messages)
        made._faults = self._faults.copy()
        made._delivery.public = list(self._delivery.public)
        made._delivery._taken_back = set(self._delivery._taken_back)
        return made


@dataclass
class World:
    """How far a life has come."""

    life: Life
    clock: FakeClock = field(default_factory=FakeClock)
    platform: Watched = None  # type: ignore[assignment]  # made below, with the same clock
    model: Model = field(default_factory=Model)
    #: events that have happened
    told: int = 0

    def __post_init__(self) -> None:
        self.began_at = self.clock.now()
        self._states: dict[int, State] = {}
        self._pace = SOON
        if self.platform is None:
            self.platform = Watched(self.clock)
            self.platform.can_be_asked = self.life.can_be_asked
            self.platform.read_delay = self.life.shows_after
            self.platform.fail_next(*self.life.faults)
            self.model.is_automatic = self.life.is_automatic
            self.model.cannot_be_asked = not self.life.can_be_asked

    def copy(self) -> "World":
        """The same world, going its own way from here."""
        clock = FakeClock(self.clock.now())
        model = Model(
            is_automatic=self.model.is_automatic,
            written=dict(self.model.written),
            older=set(self.model.older),
            yes=dict(self.model.yes),
            silent=dict(self.model.silent),
            marked=dict(self.model.marked),
            answers=list(self.model.answers),
            pauses=list(self.model.pauses),
            cannot_be_asked=self.model.cannot_be_asked,
        )
        made = World(self.life, clock, self.platform.copy(clock), model, self.told)
        made.began_at = self.began_at
        return made

    # --- what happens -------------------------------------------------------------------------

    def live(self, make: Callable[["World"], Shop]) -> Shop:
        """As a daemon: takes up what another one left, and goes on until nothing is left."""
        shop = make(self)
        shop.look.after_a_stop()
        shop.triage.recover()
        for _ in range(ROUNDS):
            self._happen(shop)
            shop.ingest.poll(shop.x.name, shop.x, shop.intake.page)
            self._decide(shop)
            shop.work()
            if self._is_at_rest(shop.store):
                break
        return shop

    def _happen(self, shop: Shop) -> None:
        """Everything that is written by now; and switches, for a dead process not turned yet."""
        now = self.clock.now()
        while self.told < len(self.life.events):
            event = self.life.events[self.told]
            if self.began_at + event.after > now:
                return
            if event.message is None:
                self._owner_does(shop, event)
            else:
                self._write(event.message, self.began_at + event.after)
            self.told += 1

    def _owner_does(self, shop: Shop, event: Event) -> None:
        """One switch, on the store; or a case that ends. Done again, it changes nothing."""
        if not event.resolves:
            self._turn(shop.store, event)
            return
        with shop.store.read() as tx:
            case = tx.cases.open_of(BRAND, event.author_id)
        if case is not None:
            resolve(shop.store, self.clock, case.number, Resolution.SOLVED, "Jo")

    def _turn(self, store: Store, event: Event) -> None:
        now, place = self.clock.now(), len(self.platform.public)
        with store.begin() as tx:
            if event.mark is not None:
                tx.authors.mark(BRAND, event.author_id, event.mark, now, "by Jo")
            else:
                tx.switches.put(PAUSED, "wait" if event.pauses else None, now)
                wake(tx, Reason.PAUSED, now)
        if event.mark is not None:
            self.model.marked.setdefault(event.author_id, place)
        elif event.pauses:
            self.model.pauses.append(Pause(begins=place))
        elif self.model.pauses:
            self.model.pauses[-1] = replace(self.model.pauses[-1], ends=place)

    def _write(self, message: Message, at: datetime) -> None:
        message = replace(message, created_at=at)
        if message.version > 1:
            first = self.model.written[message.id]
            if first.deleted_at is not None:
                return
            changed = {"deleted_at": at} if not message.text else {"edited_at": at}
            message = replace(message, created_at=first.created_at, **changed)
        self.model.written[message.id] = message
        if message.created_at < self.began_at:
            self.model.older.add(message.id)
        place = len(self.platform.public)
        if message.text == STOP:
            self.model.silent.setdefault(message.author.id, place)
        if message.from_brand:
            self.model.answers.append(
                Answer(
                    conversation=message.conversation,
                    at=at,
                    place=place,
                    approved=frozenset(self.model.yes),
                )
            )
        self.platform.enqueue([message])

    def _decide(self, shop: Shop) -> None:
        """The owner goes through the inbox; asked again, they say the same."""
        for effect in shop.effects(Action.ACKNOWLEDGE):
            chance = self.life.choice(effect.number, effect.version).random()
            if effect.state is State.PROPOSED and effect.number not in self.model.yes:
                self._answer(shop, effect, chance)
            elif effect.state is State.SENT and chance < 0.1:
                shop.review.retract(effect.number, by="Jo")

    def _answer(self, shop: Shop, draft: Effect, chance: float) -> None:
        number, version = draft.number, draft.version
        own_text = OWN_WORDS if 0.1 <= chance < 0.25 else ""
        try:
            if chance < 0.1:
                shop.review.reject(number, by="Jo")
                return
            if own_text:
                version = shop.review.edit(number, own_text, by="Jo").version
                self._stale(shop, number, version - 1)
            # from here on it may be out, whatever becomes of this process
            self.model.yes[number] = Yes(own_text=own_text or draft.slots.own_text)
            shop.review.approve(number, by="Jo", version=version)
        except MonitorError:
            # it may not be said any more: then it waits for its end
            self.model.yes.pop(number, None)

    def _stale(self, shop: Shop, number: int, version: int) -> None:
        """A yes to words that are not those any more."""
        try:
            shop.review.approve(number, by="Sam", version=version)
        except StaleApproval:
            return
        self.model.yes[number] = Yes()

    def _is_at_rest(self, store: Store) -> bool:
        """Nothing is left to do; else time goes on to what comes next."""
        with store.read() as tx:
            waits = [
                each
                for each in tx.outbox.in_state(*State)
                if each.state not in ENDS and each.state is not State.PROPOSED
            ]
        coming = [
            self.began_at + event.after for event in self.life.events[self.told : self.told + 1]
        ]
        coming += [each.not_before for each in waits]
        if not coming:
            return True
        states = {each.number: each.state for each in waits}
        self._pace = min(2 * self._pace, A_DAY) if states == self._states else SOON
        self._states = states
        self.clock.move_to(max(self.clock.now() + self._pace, min(coming)))
        return False

    # --- what is there ------------------------------------------------------------------------

    def seen(self, store: Store) -> Seen:
        """By the public, and in the store."""
        return seen_on(self.platform, store, BRAND, self.model.written)
