"""A shop: the real services over a store in memory, with a platform, a clock and people of ours.

What takes long to load is loaded once and shared; nothing that changes is.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Final

from monitor.config import Config, load_config
from monitor.domain.connectors import Connector
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import Author, Message, Page
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Mode, Policy
from monitor.domain.ports import AlertChannel, Failpoint, no_failpoint
from monitor.domain.store_ports import Store
from monitor.domain.stored import Decided
from monitor.domain.values import replace
from monitor.rules import load_playbook
from monitor.scoring.for_brand import idle_words, reader_for
from monitor.scoring.idle_words import IdleWords
from monitor.scoring.reader import Reader
from monitor.services.case_moments import CaseMoments
from monitor.services.deadlines import Deadlines
from monitor.services.deliver import Deliver
from monitor.services.flags import Flags
from monitor.services.incidents import Incidents
from monitor.services.ingest import Ingest
from monitor.services.intake import Intake
from monitor.services.judging import Judge, RanOut
from monitor.services.keeping_away import KeepingAway
from monitor.services.look import Look
from monitor.services.measures import Measures
from monitor.services.notices import Notices
from monitor.services.notify import Notify
from monitor.services.retraction import Retraction
from monitor.services.review import Review
from monitor.services.senders import Senders
from monitor.services.surges import Surges
from monitor.services.switches import PauseFile
from monitor.services.triage import Reads, Triage
from monitor.services.unlocking import Unlocking
from monitor.testing import (
    FakeChannel,
    FakeClock,
    FakeObserver,
    FakePlatform,
    MemoryStore,
    a_message,
    an_author,
)
from tests.people import ADA, CONFIG

BRAND: Final = "Larch & Loaf"
#: complaints that a machine is sure of
BROKEN = "@larchandloaf the cake arrived broken and the box was damaged"
LATE = "@larchandloaf my cake came two hours late, never again"
#: nothing to do for us
PRAISE = "@larchandloaf best rolls in town, thank you so much, I love them"


@cache
def config() -> Config:
    """As shipped."""
    return load_config(CONFIG)


@cache
def playbook() -> Playbook:
    """As shipped."""
    return load_playbook(config().playbook_folder, config().brand.languages)


@cache
def reader() -> Reader:
    """With the shipped phrases."""
    return reader_for(config())


@cache
def idle() -> IdleWords:
    """With the brand's own names."""
    return idle_words(config())


def policy(mode: Mode = Mode.APPROVE, **changes: object) -> Policy:
    """The shipped policy; automatic counts as unlocked, and every door as open."""
    shipped = replace(config().policy(), mode=mode, is_unlocked=mode is Mode.AUTOMATIC)
    return replace(shipped, **{"doors_count_as_open": True, **changes})


@dataclass
class Shop:
    """One brand's monitor, and everything around it that a test may look at."""

    clock: FakeClock = field(default_factory=FakeClock)
    policy: Policy = field(default_factory=policy)
    store: Store = field(default_factory=MemoryStore)
    platform: FakePlatform | None = None
    channels: tuple[AlertChannel, ...] | None = None
    pause_file: PauseFile | None = None
    failpoint: Failpoint = no_failpoint
    is_silent_at_first: bool = False
    make_deliver: type[Deliver] = Deliver
    reads: Reads | None = None

    def __post_init__(self) -> None:
        self.x = self.platform or FakePlatform(self.clock)
        self.channel = FakeChannel()
        self.observer = FakeObserver()
        if self.channels is None:
            self.channels = (self.channel,)
        self._pages = 0
        self.open()

    def open(self) -> None:
        """Starts the services; again, after a crash."""
        store, clock, observer, at = self.store, self.clock, self.observer, self._reach
        senders = Senders(self.connectors)
        self.ingest = Ingest(
            store, clock, observer, brand=BRAND, is_silent_at_first=self.is_silent_at_first
        )
        self.triage = Triage(
            store, clock, self.reads or reader(), playbook(), self.policy, observer, at
        )
        self.intake = Intake(store, self.ingest, self.triage)
        self.deliver = self.make_deliver(
            store,
            clock,
            playbook(),
            self.policy,
            senders,
            observer,
            pause_file=self.pause_file,
            failpoint=at,
        )
        self.look = Look(store, clock, senders, observer, at)
        self.notify = Notify(store, clock, playbook(), self.policy, self.channels or (), at)
        self.notices = Notices(store, clock, self.policy.hours, self.channels or (), at)
        self.retraction = Retraction(store, clock, senders, observer, at)
        self.measures = Measures(
            store,
            clock,
            self.policy,
            senders,
            observer,
            pause_file=self.pause_file,
            failpoint=at,
        )
        self.keeping_away = KeepingAway(store, clock, self.policy, observer)
        self.judge = Judge(store, clock, playbook(), self.policy)
        self.unlocking = Unlocking(store, clock, self.policy, brand=BRAND)
        self.review = Review(store, clock, playbook(), self.policy, observer)
        self.deadlines = Deadlines(
            store,
            clock,
            playbook(),
            self.policy,
            observer,
            ran_out=RanOut(playbook(), self.policy),
        )
        self.case_moments = CaseMoments(store, clock, playbook(), self.policy)
        self.incidents = Incidents(store, clock, playbook(), self.policy, brand=BRAND)
        self.flags = Flags(store, clock, self.policy, playbook().is_canned, brand=BRAND)
        self.surges = Surges(store, clock, playbook(), self.policy, idle(), brand=BRAND)

    @property
    def connectors(self) -> tuple[Connector, ...]:
        """What it reads and posts with."""
        return (self.x,)

    def _reach(self, name: str) -> None:
        self.failpoint(name)

    # --- what comes in ------------------------------------------------------------------------

    def hear(self, *messages: Message) -> list[Decided]:
        """One page, decided on."""
        self._pages += 1
        page = Page(
            messages=tuple(replace(each, seen_at=self.clock.now()) for each in messages),
            cursor=str(self._pages),
        )
        return self.intake.page("x", page)

    def says(
        self, text: str = BROKEN, *, id: str = "x:1", author: Author = ADA, **changes: object
    ) -> Message:
        """A mention of this moment."""
        return a_message(
            text, id=id, author=author, at=self.clock.now(), **{"brand": BRAND} | changes
        )

    def complaint(self, text: str = BROKEN, *, id: str = "x:1", author: Author = ADA) -> Effect:
        """A complaint heard; its acknowledgement."""
        self.hear(self.says(text, id=id, author=author))
        return self.word(id)

    # --- what happens -------------------------------------------------------------------------

    def work(self) -> None:
        """What the daemon's jobs do."""
        self.measures.due()
        self.deliver.due()
        self.look.due()
        self.retraction.due()
        self.surges.due()
        self.incidents.due()
        self.flags.due()
        self.notify.due()
        self.notices.due()
        self.deadlines.due()

    def work_for(self, lasting: timedelta, step: timedelta = timedelta(seconds=30)) -> None:
        """The daemon's jobs, time and again."""
        end = self.clock.now() + lasting
        while self.clock.now() < end:
            self.work()
            self.clock.advance(step)
        self.work()

    def sent(self, text: str = BROKEN, *, id: str = "x:1", author: Author = ADA) -> Effect:
        """A complaint whose acknowledgement was approved by Jo and sent."""
        draft = self.complaint(text, id=id, author=author)
        self.review.approve(draft.number, by="Jo")
        self.deliver.due()
        return self.effect(draft.number)

    # --- what is there ------------------------------------------------------------------------

    def effect(self, number: int) -> Effect:
        """As it is now."""
        with self.store.read() as tx:
            effect = tx.outbox.get(number)
        assert effect is not None
        return effect

    def effects(self, *actions: Action) -> list[Effect]:
        """All of them, or those of an action."""
        with self.store.read() as tx:
            every = tx.outbox.in_state(*State)
        return [effect for effect in every if not actions or effect.action in actions]

    def word(self, message_id: str = "x:1") -> Effect:
        """The public word about a mention."""
        with self.store.read() as tx:
            every = tx.outbox.of_message(BRAND, message_id)
        (word,) = [effect for effect in every if effect.action is Action.ACKNOWLEDGE]
        return word


def people(count: int) -> list[Author]:
    """So many different people."""
    return [an_author(f"Person {number}", id=f"x:p{number}") for number in range(1, count + 1)]
