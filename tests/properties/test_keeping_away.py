"""Keeping people away under everything at once: owner, faults, deaths, pauses, time, in turn."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from monitor.domain.effect import MEASURES, Action, Effect, State
from monitor.domain.measure import Stage, is_of_author, stage_of, target_of
from monitor.domain.permission import Reason
from monitor.errors import WrongState
from monitor.services.keeping_away import Wish
from monitor.services.outbox import wake
from monitor.services.switches import PAUSED
from monitor.testing import FakeMeasure, Fault
from tests.faults.failpoints import failpoints
from tests.shop import BRAND, Shop, people

AUTHORS = people(3)
DEATHS = [name for name in failpoints() if name.startswith("measures.")]
UNDER_WAY = (Stage.COMING, Stage.ENDING)
MOVES = [timedelta(seconds=20), timedelta(minutes=20), timedelta(days=1), timedelta(days=31)]


class Gone(BaseException):
    """The process is dead."""


class OwnersHand(RuleBasedStateMachine):
    """One owner, three people, one platform."""

    @initialize()
    def begin(self) -> None:
        self.dies_at = ""
        self.shop = Shop(failpoint=self._reach)
        #: what the owner says was done by hand, right or wrong
        self.by_hand: set[tuple[Action, str]] = set()

    def _reach(self, name: str) -> None:
        if name == self.dies_at:
            self.dies_at = ""
            raise Gone

    # --- the owner ----------------------------------------------------------------------------

    @rule(
        what=st.sampled_from(["ask", "ask", "undo", "undo", "tick", "undo by hand"]),
        action=st.sampled_from([Action.MUTE, Action.BLOCK]),
        author=st.sampled_from(AUTHORS),
    )
    def the_owner_decides(self, what: str, action: Action, author: object) -> None:
        wish = Wish(action=action, brand=BRAND, author=author, by="Jo")  # type: ignore[arg-type]
        hand = self.shop.keeping_away
        try:
            match what:
                case "ask":
                    hand.ask(wish)
                case "undo":
                    hand.undo(wish)
                case _:
                    self.by_hand.add((action, wish.target))
                    if what == "tick":
                        hand.tick(wish)
                    else:
                        hand.undo(wish, is_done=True)
        except WrongState:
            pass

    @rule(is_paused=st.booleans())
    def the_owner_pauses(self, is_paused: bool) -> None:
        now = self.shop.clock.now()
        with self.shop.store.begin() as tx:
            tx.switches.put(PAUSED, "stop" if is_paused else None, now)
            if not is_paused:
                wake(tx, Reason.PAUSED, now)

    # --- the world ----------------------------------------------------------------------------

    @rule(fault=st.sampled_from(["", "", *Fault]), death=st.sampled_from(["", "", *DEATHS]))
    def the_daemon_works(self, fault: str, death: str) -> None:
        if fault:
            self.shop.x.fail_next(fault)
        self.dies_at = death
        self._works()
        self.dies_at = ""

    @rule(lasting=st.sampled_from(MOVES))
    def time_passes(self, lasting: timedelta) -> None:
        self.shop.clock.advance(lasting)
        self._works()

    def _works(self) -> None:
        try:
            self.shop.look.after_a_stop()
            self.shop.measures.due()
        except Gone:
            self.shop.open()

    # --- what holds ---------------------------------------------------------------------------

    @invariant()
    def nothing_is_done_that_is_seen_to_be_so(self) -> None:
        for action in MEASURES:
            fake = self.shop.x.measures[action]
            assert isinstance(fake, FakeMeasure)
            for target in {target for _, target in fake.log}:
                calls = [what for what, of in fake.log if of == target]
                assert calls[0] == "do"
                assert all(one != other for one, other in pairwise(calls)), calls

    @invariant()
    def the_mark_stands_as_long_as_a_measure(self) -> None:
        with self.shop.store.read() as tx:
            live = tx.outbox.measures()
            ids = [author.id for author in AUTHORS]
            known = tx.facts.of_authors(BRAND, ids, self.shop.clock.now())
        for author in AUTHORS:
            is_muted = author.id in known and known[author.id].is_muted
            of_theirs = [one for one in live if is_of_author(one) and one.author_id == author.id]
            ended = [one for one in of_theirs if stage_of(one) is Stage.STANDS]
            # at the end of its time the mark goes first, and the daemon follows within its tick
            if is_muted or len(ended) < len(of_theirs):
                assert is_muted == bool(of_theirs)

    def teardown(self) -> None:
        """Everything comes to its end, and the platform shows what we believe."""
        self.the_owner_pauses(False)
        self.shop.x._faults.clear()
        for _ in range(40):
            self.shop.clock.advance(timedelta(minutes=1))
            self._works()
        every = self.shop.effects(*MEASURES)
        assert all(stage_of(one) not in UNDER_WAY for one in every)
        for (action, target), newest in _newest(every).items():
            if (action, target) in self.by_hand or newest.state is State.NEEDS_PERSON:
                continue
            is_on = self.shop.x.measures[action].is_on(target)
            assert is_on is (newest.state is State.SENT), (newest.state, is_on)


def _newest(every: list[Effect]) -> dict[tuple[Action, str], Effect]:
    ordered = sorted(every, key=lambda one: one.number)
    return {(one.action, target_of(one)): one for one in ordered}


TestOwnersHand = OwnersHand.TestCase
TestOwnersHand.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
