"""A pipeline and a small model of it: what was approved, who wants silence, who was answered.

The rules of the state machine are in `test_pipeline_state_machine`; here is what must always hold.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.domain.door import Door
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import Message
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.rules import load_playbook
from monitor.services.switches import AWAY_UNTIL
from monitor.testing import FakeClock, FakePlatform
from tests.invariants import breaches
from tests.people_did import Answer, Model, Pause, Yes
from tests.seen import Seen, seen_on
from tests.shop import BRAND, Shop, config, playbook, policy

#: the owner is away for longer than any time that passes
FAR_AWAY = "2099-01-01"
#: in the middle of a transaction: nobody else can write there
IN_A_TRANSACTION = ("before_record", "before_commit", "before_decide")


class Crash(BaseException):
    """The process is gone."""


class Pipeline:
    """A shop, and what the model knows."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.clock = FakeClock()
        self.armed = ""
        limits = policy(mode, doors_count_as_open=False)
        self.shop = Shop(clock=self.clock, policy=limits, failpoint=self._reach)
        self.model = Model(is_automatic=mode is Mode.AUTOMATIC)
        #: authors to whom a person of ours has written
        self.answered: set[str] = set()
        #: where a second daemon on the same store has its turn
        self.turn_of_second = ""
        self.is_edited = False
        #: how much was public when our door was last looked at
        self.seen = 0
        self.our_door(True)

    @property
    def messages(self) -> dict[str, Message]:
        """Whatever people wrote, as it reads now."""
        return self.model.written

    @property
    def platform(self) -> FakePlatform:
        return self.shop.x

    def _reach(self, name: str) -> None:
        if name == self.armed:
            self.armed = ""
            raise Crash
        if name == self.turn_of_second and not name.endswith(IN_A_TRANSACTION):
            self.turn_of_second = ""
            second = Shop(
                clock=self.clock,
                policy=self.shop.policy,
                store=self.shop.store,
                platform=self.platform,
            )
            second.look.after_a_stop()
            second.work()

    # --- what people do -----------------------------------------------------------------------

    def says_yes(self, draft: Effect) -> None:
        """A person approved these words."""
        self.model.yes[draft.number] = Yes(own_text=draft.slots.own_text)
        self.answered.add(draft.author_id)

    def wants_silence(self, author_id: str) -> None:
        """No machine, from now on."""
        self.model.silent.setdefault(author_id, len(self.platform.public))

    def is_marked(self, author_id: str) -> None:
        """The owner wants no machine for them."""
        self.model.marked.setdefault(author_id, len(self.platform.public))

    def answers(self, there: str) -> None:
        """A person of ours has written in this conversation."""
        self.model.answers.append(
            Answer(
                conversation=there,
                at=self.clock.now(),
                place=len(self.platform.public),
                approved=frozenset(self.model.yes),
            )
        )

    def switch(self, name: str, is_on: bool) -> None:
        """Pauses, or goes away; or no longer."""
        place, is_away = len(self.platform.public), name == AWAY_UNTIL
        open_ones = [
            number
            for number, one in enumerate(self.model.pauses)
            if one.ends is None and one.is_away is is_away
        ]
        if is_on and not open_ones:
            self.model.pauses.append(Pause(begins=place, is_away=is_away))
        for number in () if is_on else open_ones:
            self.model.pauses[number] = replace(self.model.pauses[number], ends=place)
        value = (FAR_AWAY if is_away else "wait") if is_on else None
        with self.shop.store.begin() as tx:
            tx.switches.put(name, value, self.clock.now())

    def edits_playbook(self, is_edited: bool) -> None:
        """The daemon is started with other rules."""
        self.is_edited = is_edited
        self.restart()

    def our_door(self, is_open: bool | None) -> None:
        """Somebody says it, or nobody knows any more."""
        self.door = is_open
        with self.shop.store.begin() as tx:
            if is_open is None:
                tx.platforms.forget_door(BRAND, "x")
            else:
                at = self.clock.now()
                tx.platforms.know_door(BRAND, Door(platform="x", is_open=is_open, at=at))

    def restart(self) -> None:
        """As a new process begins."""
        self.shop.open()
        rules = other_rules() if self.is_edited else playbook()
        shop = self.shop
        for service in (shop.triage, shop.deliver, shop.notify, shop.review):
            service.playbook = rules
        self.shop.look.after_a_stop()
        self.shop.triage.recover()

    def hear(self, *messages: Message) -> None:
        """One page; if the process dies over it, the next start decides on it."""
        for message in messages:
            self.messages[message.id] = message
        try:
            self.shop.hear(*messages)
        except Crash:
            self.restart()

    def work(self) -> None:
        """One round of the daemon's jobs, or a death and a restart."""
        try:
            self.shop.work()
        except Crash:
            self.restart()

    def drafts(self) -> list[Effect]:
        """What a person may say yes or no to."""
        waiting = (State.PROPOSED, State.HELD, State.APPROVED)
        return [e for e in self.shop.effects(Action.ACKNOWLEDGE) if e.state in waiting]

    # --- what must hold -----------------------------------------------------------------------

    def hold(self) -> None:
        """Every promise, and that our door was open to whom a machine invited."""
        seen = self.seen_now()
        assert breaches(seen, self.model) == {}
        assert seen.untriaged == 0
        for word in seen.words[self.seen :]:
            effect = seen.effect_of(word)
            if effect is not None and effect.number not in self.model.yes:
                assert self.door is True, "nobody can come whom it invites"
        self.seen = len(seen.words)
        for case in seen.cases:
            if case.first_response_at is not None:
                assert case.author_id in self.answered, "nobody of ours has written"

    def seen_now(self) -> Seen:
        """By the public, and in the store."""
        return seen_on(self.platform, self.shop.store, BRAND, self.messages)


@cache
def other_rules() -> Playbook:
    """The shipped playbook after the owner has put its most important rule into shadow."""
    shipped = config().playbook_folder
    with TemporaryDirectory() as folder:
        for path in shipped.glob("*.toml"):
            text = path.read_text(encoding="utf-8")
            edited = text.replace('name = "complaint"\n', 'name = "complaint"\nmode = "shadow"\n')
            assert (edited != text) == (path.name == "default.toml"), path
            Path(folder, path.name).write_text(edited, encoding="utf-8")
        return load_playbook(Path(folder), config().brand.languages)
