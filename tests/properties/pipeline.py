"""A pipeline and a small model of it: what was approved, who wants silence, who was answered.

The rules of the state machine are in `test_pipeline_state_machine`; here is what must always hold.
"""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.domain.case import CaseStatus
from monitor.domain.door import Door
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import Message
from monitor.domain.policy import Mode
from monitor.domain.reading import Kind
from monitor.domain.stored import Decided
from monitor.testing import FakeClock, FakePlatform
from tests.shop import BRAND, Shop, playbook, policy

#: one public word to one person
APART = timedelta(days=30)
#: under one post, by machine
PER_CONVERSATION = 3


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
        self.messages: dict[str, Message] = {}
        #: effects that a person said yes to
        self.approved: set[int] = set()
        #: authors who asked for silence, and how much was public by then
        self.silent: dict[str, int] = {}
        #: authors to whom a person of ours has written
        self.answered: set[str] = set()
        #: how much was public when our door was last looked at
        self.seen = 0
        self.our_door(True)

    @property
    def platform(self) -> FakePlatform:
        return self.shop.x

    def _reach(self, name: str) -> None:
        if name == self.armed:
            self.armed = ""
            raise Crash

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
        """Everything."""
        effects = {effect.id: effect for effect in self.shop.effects()}
        self._hold_the_log(effects)
        self._hold_the_outbox(effects)
        self._hold_the_cases()

    def _hold_the_log(self, effects: dict[str, Effect]) -> None:
        """What the public saw."""
        times: dict[str, list[datetime]] = defaultdict(list)
        by_machine: Counter[str] = Counter()
        for place, posted in enumerate(self.platform.public):
            effect = effects[posted.outgoing.effect_id]
            if place >= self.seen and effect.number not in self.approved:
                assert self.door is True, "nobody can come whom it invites"
            assert effect.action is Action.ACKNOWLEDGE
            assert effect.state not in (State.PROPOSED, State.REJECTED, State.CANCELLED)
            assert effect.not_after is None or posted.at <= effect.not_after
            if self.mode is Mode.APPROVE:
                assert effect.number in self.approved
            assert place < self.silent.get(effect.author_id, place + 1), "after the stop"
            times[effect.author_id].append(posted.at)
            by_machine[effect.conversation_id] += effect.number not in self.approved
        self.seen = len(self.platform.public)
        for moments in times.values():
            assert all(later - earlier >= APART for earlier, later in pairwise(moments))
        assert max(by_machine.values(), default=0) <= PER_CONVERSATION

    def _hold_the_outbox(self, effects: dict[str, Effect]) -> None:
        """One effect for each wish; what is `sent` was seen exactly once."""
        wishes = Counter((e.message_id, e.rule, e.action) for e in effects.values())
        assert max(wishes.values(), default=0) <= 1
        seen = Counter(posted.outgoing.effect_id for posted in self.platform.public)
        assert max(seen.values(), default=0) <= 1
        for effect in effects.values():
            if effect.action is Action.ACKNOWLEDGE and effect.state is State.SENT:
                assert seen[effect.id] == 1

    def _hold_the_cases(self) -> None:
        """Every complaint has a case, a person, and a deadline unless it waits for the customer."""
        with self.shop.store.read() as tx:
            cases = {case.number: case for case in tx.cases.listed(only_open=False)}
            decided = [tx.messages.decided(name, BRAND) for name in self.messages]
            assert tx.pages.untriaged() == []
        for case in cases.values():
            assert case.assignee
            if case.status in (CaseStatus.NEW, CaseStatus.OPEN):
                assert case.deadline_at is not None, case
            if case.first_response_at is not None:
                assert case.author_id in self.answered, "nobody of ours has written"
        open_cases = Counter(case.author_id for case in cases.values() if case.is_open)
        assert max(open_cases.values(), default=0) <= 1
        for one in decided:
            if one is not None and _is_owed_a_case(one):
                assert one.case_number in cases, one.decision.rule


def _is_owed_a_case(one: Decided) -> bool:
    if one.reading.kind is not Kind.COMPLAINT or not one.message.is_live:
        return False
    if one.message.from_brand or one.message.deleted_at is not None:
        return False
    rules = {rule.name: rule for rule in playbook().rules}
    return one.decision.rule not in rules or not rules[one.decision.rule].then.not_ours
