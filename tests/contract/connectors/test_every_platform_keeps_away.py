"""Mute, block and hide through the services and the real connectors: done once, seen, undone once.

The platform's log of requests decides, not what the monitor believes.
"""

from datetime import timedelta

import pytest

from monitor.domain.effect import Action, Effect, State
from monitor.domain.measure import Stage, stage_of
from monitor.domain.message import Author, Message
from monitor.domain.policy import Policy
from monitor.domain.values import replace
from monitor.services.keeping_away import KeepingAway, Wish
from monitor.services.look import Look
from monitor.services.measures import Measures
from monitor.services.senders import Senders
from monitor.testing import FakeObserver, MemoryStore
from tests.contract.connectors.steps import Everything, connect, how
from tests.shop import policy
from tests.simulators.away import calls, requests
from tests.simulators.rig import Rig, SharedClock
from tests.simulators.server import Fault

A_WHILE = timedelta(minutes=2)
#: nobody blocks the same account again for a day after undoing it there
A_DAY = timedelta(days=1, minutes=1)
ACTIONS = [Action.MUTE, Action.BLOCK, Action.HIDE]
#: an answer that never came, and whether it was done
UNHEARD = {
    Fault.TIMEOUT_BEFORE: False,
    Fault.TIMEOUT_AFTER_ACCEPTANCE: True,
    Fault.HALF_AFTER_ACCEPTANCE: True,
    Fault.UNAVAILABLE_AFTER_ACCEPTANCE: True,
}


class Owner:
    """The services over a store in memory, with one platform."""

    def __init__(self, rig: Rig, clock: SharedClock, action: Action) -> None:
        self.rig = rig
        self.clock = clock
        self.action = action
        self.store = MemoryStore()
        self.policy: Policy = policy()
        self.message = self._message()
        self.author: Author = self.message.author
        self.open()

    def open(self) -> None:
        """As after a restart: nothing of an older connector is remembered."""
        self.connector: Everything = connect(self.rig)
        self.senders = Senders((self.connector,))
        rest = (self.store, self.clock, self.policy)
        self.measures = Measures(*rest, self.senders, FakeObserver())
        self.keeping_away = KeepingAway(*rest, FakeObserver())
        Look(self.store, self.clock, self.senders, FakeObserver()).after_a_stop()

    def _message(self) -> Message:
        parent = ""
        if self.action is Action.HIDE:
            parent = self.rig.answer_natively("we are open again", "")
        post = self.rig.post("as if", parent_id=parent)
        return self.rig.mention(post)

    def wish(self, **changes: object) -> Wish:
        made = Wish(action=self.action, brand="larch", author=self.author, by="Jo")
        if self.action is Action.HIDE:
            made = replace(made, message=self.message)
        return replace(made, **changes)

    def ask(self) -> Effect:
        return self.works(self.keeping_away.ask(self.wish()).measure)

    def undo(self) -> Effect:
        return self.works(self.keeping_away.undo(self.wish()).measure)

    def works(self, measure: Effect, lasting: timedelta = A_WHILE) -> Effect:
        """The daemon's job, time and again; the measure after it."""
        end = self.clock.now() + lasting
        while True:
            self.measures.due()
            if self.clock.now() >= end:
                break
            self.clock.advance(timedelta(seconds=20))
        with self.store.read() as tx:
            found = tx.outbox.get(measure.number)
        assert found is not None
        return found

    def calls(self) -> tuple[int, int]:
        """How many requests to do it, and to undo it, came in."""
        return calls(self.rig, self.action, self.author.id)

    def requests(self) -> tuple[str, str]:
        return requests(self.rig.platform, self.action, self.author.id)

    @property
    def is_on(self) -> bool | None:
        target = self.message.id if self.action is Action.HIDE else self.author.id
        return connect(self.rig).measures[self.action].is_on(target)


@pytest.fixture(params=ACTIONS)
def owner(request: pytest.FixtureRequest, rig: Rig, clock: SharedClock) -> Owner:
    """Of an account on a platform that has this means."""
    action: Action = request.param
    if action not in rig.abilities:
        pytest.skip("this platform gives a program no such means")
    return Owner(rig, clock, action)


def test_it_is_done_once_and_undone_once_and_done_again(owner: Owner) -> None:
    before = owner.calls()
    first = owner.ask()
    assert (first.state, owner.is_on) in {(State.SENT, True), (State.SENT, None)}
    done = owner.calls()
    assert done[0] == before[0] + 1
    owner.works(first)
    assert owner.calls() == done
    assert owner.undo().state is State.RETRACTED
    assert owner.is_on in (False, None)
    undone = owner.calls()
    assert undone[1] == done[1] + 1
    owner.clock.advance(A_DAY)
    again = owner.ask()
    assert (again.number != first.number, again.state) == (True, State.SENT)
    assert owner.is_on in (True, None)


@pytest.mark.parametrize("fault", UNHEARD)
def test_an_unheard_end_is_looked_at_before_it_is_done_again(owner: Owner, fault: Fault) -> None:
    before = owner.calls()[0]
    owner.rig.simulator.fail_next(fault, on=owner.requests()[0])
    ended = owner.ask()
    assert ended.state is State.SENT
    assert owner.is_on in (True, None)
    # where nobody can look it is done once more, which does no harm
    is_once = UNHEARD[fault] and owner.is_on is not None
    assert owner.calls()[0] == before + (1 if is_once else 2)


@pytest.mark.parametrize("fault", [Fault.TIMEOUT_AFTER_ACCEPTANCE, Fault.TIMEOUT_BEFORE])
def test_an_undoing_without_an_answer_is_done_to_the_end(owner: Owner, fault: Fault) -> None:
    owner.ask()
    owner.rig.simulator.fail_next(fault, on=owner.requests()[1])
    assert owner.undo().state is State.RETRACTED
    assert owner.is_on in (False, None)


def test_too_many_requests_are_waited_for(owner: Owner) -> None:
    owner.rig.simulator.fail_next(Fault.TOO_MANY, on=owner.requests()[0])
    asked = owner.keeping_away.ask(owner.wish()).measure
    held = owner.works(asked, timedelta(0))
    assert held.state is State.PENDING
    assert held.not_before > owner.clock.now()
    assert owner.works(asked, timedelta(days=1)).state is State.SENT


def test_a_lost_login_waits_and_says_so(owner: Owner) -> None:
    owner.rig.simulator.fail_next(Fault.REVOKED, Fault.REVOKED, on=owner.requests()[0])
    asked = owner.keeping_away.ask(owner.wish()).measure
    held = owner.works(asked, timedelta(0))
    assert held.state is State.PENDING
    with owner.store.read() as tx:
        (notice,) = tx.notices.listed()
    assert "mute, block or hide nobody" in notice.headline
    assert owner.works(asked, timedelta(hours=2)).state is State.SENT
    with owner.store.read() as tx:
        assert all(each.ended_at is not None for each in tx.notices.listed())


def test_an_account_that_is_not_there_gets_a_clear_answer(owner: Owner) -> None:
    if owner.action is Action.HIDE:
        pytest.skip("a post is known by its author")
    gone = {"bluesky": "bluesky:did:plc:nobodyofthatnameanywhere"}
    missing = gone.get(owner.rig.platform, f"{owner.rig.platform}:999999999")
    author = replace(owner.author, id=missing, handle="nobody")
    asked = owner.keeping_away.ask(owner.wish(author=author)).measure
    ended = owner.works(asked, timedelta(minutes=30))
    assert stage_of(ended) in (Stage.OVER, Stage.BY_HAND, Stage.STANDS)
    if stage_of(ended) is not Stage.STANDS:
        # not a code: a sentence
        assert len(ended.remark.split()) >= 2
        with owner.store.read() as tx:
            assert tx.outbox.in_state(State.APPROVED), "the owner is told"


def test_a_post_of_somebody_else_cannot_be_hidden(rig: Rig, clock: SharedClock) -> None:
    if Action.HIDE not in rig.abilities:
        pytest.skip("this platform hides no post")
    owner = Owner(rig, clock, Action.HIDE)
    message = rig.mention(rig.post("elsewhere", by="ben"))
    asked = owner.keeping_away.ask(replace(owner.wish(), message=message, author=message.author))
    ended = owner.works(asked.measure)
    assert ended.state is State.REFUSED
    assert len(ended.remark.split()) >= 3


def test_what_a_program_may_not_do_has_a_place_or_is_nowhere(rig: Rig, clock: SharedClock) -> None:
    connector = connect(rig)
    senders = Senders((connector,))
    author = rig.mention(rig.post("as if")).author
    for action in ACTIONS:
        if action in rig.abilities:
            assert senders.measure(rig.platform, action) is not None
            continue
        assert senders.measure(rig.platform, action) is None
        link = senders.by_hand(rig.platform, action, author.id, author.handle)
        assert link is None or link.startswith("http")


@pytest.mark.parametrize("action", ACTIONS)
def test_a_measure_is_taken_seen_and_undone(rig: Rig, complaint: str, action: Action) -> None:
    connector, author = connect(rig), rig.mention(complaint).author
    target = complaint if action is Action.HIDE else author.id
    measure = connector.measures.get(action)
    assert (measure is not None) == (action in rig.abilities)
    if measure is None:
        by_hand = connector.by_hand(action, target, author.handle)
        assert not by_hand or by_hand.startswith("http")
        return
    if action is Action.HIDE:  # what stands under a post of ours
        ours = rig.answer_natively("we are open again", "")
        target = rig.post("as if", parent_id=ours)
    assert measure.is_on(target) in (False, None)
    for _ in range(2):  # twice does no harm
        assert how(measure.do(target)) == "delivered"
    assert measure.is_on(target) in (True, None)
    for _ in range(2):
        assert how(measure.undo(target)) == "delivered"
    assert measure.is_on(target) in (False, None)
