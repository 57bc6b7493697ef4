"""A campaign: one shop, its platform in another process, and one kill -9 after the other.

People complain, the owner decides, the platform answers as it likes, and the daemon is killed:
at a failpoint, at a pair of them, at a random moment. At the end it runs until nothing is left to
do, and the judge's log of what the public saw is held against the store.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from monitor.config import load_config
from monitor.domain.effect import MEASURES, Action, Effect, State
from monitor.domain.measure import target_of
from monitor.domain.message import Author, Message
from monitor.domain.message_file import write_line
from monitor.domain.values import replace
from monitor.services.clocks import SystemClock
from monitor.services.keeping_away import KeepingAway, Wish
from monitor.services.review import Review
from monitor.store import SqlStore, open_store
from monitor.testing import FakeObserver, a_message, an_author
from tests.faults.town import BRAND, furnish
from tests.faults.warm import Ended
from tests.invariants import ALWAYS, AT_REST, ENDS, breaches
from tests.people_did import Model, Yes
from tests.seen import Seen, Word, seen_in
from tests.shop import playbook
from tests.simulators.judge import Judge
from tests.simulators.server import Fault

ONCE: Final = ("run", "--once", "--config", "config.toml")
DAEMON: Final = ("run", "--config", "config.toml")
COMPLAINT: Final = "@larchandloaf the cake arrived broken and the box was damaged"
OWN_WORDS: Final = "Sorry about that. Please message us here. – Jo"
#: a silent platform is given up after so long
PATIENCE_S: Final = 0.4
#: cycles without a death until nothing is left to do
CYCLES: Final = 12

#: what the platform does with a send or a deletion; "": it accepts and says so
BEHAVIOURS: Final[dict[str, str]] = {
    "accepts": "",
    "accepts, then cuts the answer": Fault.HALF_AFTER_ACCEPTANCE,
    "accepts, then says 503": Fault.UNAVAILABLE_AFTER_ACCEPTANCE,
    "accepts, then says nothing": Fault.SILENCE_AFTER_ACCEPTANCE,
    "refuses before": Fault.TOO_MANY,
    "closes before": Fault.TIMEOUT_BEFORE,
    "forbids it": Fault.FORBIDDEN,
}
#: drafts and sent words that are made at a time
STOCK: Final = 10


class NeverReachedError(AssertionError):
    """A process came to its end without dying where it should have."""


class Runner(Protocol):
    """Starts the monitor as a process of its own, and kills it."""

    def run(
        self,
        home: Path,
        *arguments: str,
        failpoint: str = "",
        kill_after_s: float | None = None,
    ) -> Ended: ...


class Campaign:
    """One shop under one seed."""

    def __init__(self, folder: Path, runner: Runner, *, can_be_asked: bool = True, seed: int = 0):
        self.home = folder / "home"
        self.runner = runner
        self.model = Model(cannot_be_asked=not can_be_asked)
        self.random = random.Random(seed)
        #: how often it died at each failpoint, and at no particular one
        self.deaths: Counter[str] = Counter()
        self.people = 0
        judged = folder / "judge"
        judged.mkdir(parents=True)
        self.judge = Judge(judged)
        self.judge.__enter__()
        self.judge.behave(retry_after=0)
        settings = f"can_be_asked = {str(can_be_asked).lower()}\ntimeout_s = {PATIENCE_S}"
        furnish(self.home, self.judge.port, settings)
        # from before the first start: stored, and never answered
        self.complains(datetime.now(UTC) - timedelta(days=2))
        self._alive()
        started_at = time.monotonic()
        self._alive()
        self.lasts_s = time.monotonic() - started_at

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.judge.__exit__(kind, error, trace)

    # --- deaths -------------------------------------------------------------------------------

    def dies_at(self, *failpoints: str, behaviour: str = "") -> None:
        """Dies at each failpoint, one start after the other, with something new on its way each
        time; the platform behaves like that to the first. Raises NeverReachedError."""
        for failpoint in failpoints:
            self._set_out(failpoint, behaviour)
            self.dies(failpoint)
            behaviour = ""

    def _set_out(self, failpoint: str, behaviour: str) -> None:
        """Something for that step to do, and no process run for it but to make it unheard."""
        step = failpoint.partition(".")[0]
        if failpoint == "measures.after_undo":
            measure = self._standing()
            self._fail(behaviour, on="DELETE /away")
            self.lets_be(measure)
        elif step == "measures":
            self._fail(behaviour, on="POST /away")
            self.keeps_away()
            if failpoint == "measures.after_look":
                self.dies("measures.after_do")
        elif step == "retraction":
            self._fail(behaviour, on="DELETE /posts")
            self.takes_back(self._one_of(State.SENT))
        elif step in ("deliver", "look"):
            self._fail(behaviour, on="POST /posts")
            self.approves(self._one_of(State.PROPOSED))
            if step == "look":
                self.dies("deliver.after_send")
        else:
            self.complains()

    def stock(self, count: int) -> None:
        """So many drafts and so many words that were sent, for `dies_at` to use up."""
        for _ in range(count):
            self.complains()
        self._alive()
        for effect in self.effects(Action.ACKNOWLEDGE):
            if effect.state is State.PROPOSED:
                self.approves(effect)
        self.rest()
        for _ in range(count):
            self.complains()
        self._alive()

    def _one_of(self, state: State) -> Effect:
        """The oldest; made when there is none."""
        for _ in range(2):
            for effect in self.effects(Action.ACKNOWLEDGE):
                if effect.state is state:
                    return effect
            self.stock(STOCK)
        raise AssertionError(f"no effect is {state}")

    def _fail(self, behaviour: str, on: str) -> None:
        if behaviour:
            self.judge.fail_next(behaviour, on=on)

    def dies(self, failpoint: str) -> None:
        """At this failpoint, within a few starts. Raises NeverReachedError."""
        for _ in range(CYCLES):
            ended = self.runner.run(self.home, *ONCE, failpoint=failpoint)
            if ended.was_killed:
                self.deaths[failpoint] += 1
                return
            _must_be_well(ended)
        raise NeverReachedError(failpoint)

    def dies_some_time(self) -> None:
        """Killed from outside at a random moment, in one cycle or as the daemon that goes on."""
        is_daemon = self.random.random() < 0.2
        lasts_s = 2 * self.lasts_s + 1 if is_daemon else self.lasts_s
        after_s = self.random.uniform(0, lasts_s)
        ended = self.runner.run(self.home, *(DAEMON if is_daemon else ONCE), kill_after_s=after_s)
        if ended.was_killed:
            self.deaths["some time"] += 1
        else:
            _must_be_well(ended)

    def trouble(self) -> list[str]:
        """What the platform does with the next send, as chance will have it: mostly nothing bad."""
        behaviour = self.random.choice([*BEHAVIOURS.values(), "", "", ""])
        return [behaviour] if behaviour else []

    def rest(self) -> None:
        """Runs until nothing is left to do, or for so long that it never will be."""
        for _ in range(CYCLES):
            self._alive()
            on_the_way = [
                each
                for each in self.effects()
                if each.state not in ENDS and each.state is not State.PROPOSED
            ]
            if not on_the_way:
                return

    # --- people -------------------------------------------------------------------------------

    def complains(self, at: datetime | None = None) -> Message:
        """Somebody new."""
        self.people += 1
        message = a_message(
            COMPLAINT,
            id=f"x:{self.people}",
            author=an_author(f"P{self.people}"),
            at=at or datetime.now(UTC),
            brand=BRAND,
        )
        self.judge.add_mentions([write_line(message)])
        self.model.written[message.id] = message
        if at is not None:
            self.model.older.add(message.id)
        return message

    def decides(self) -> None:
        """The owner goes through the inbox: yes, other words and yes, no; takes a word back."""
        for effect in self.effects(Action.ACKNOWLEDGE):
            chance = self.random.random()
            if effect.state is State.PROPOSED:
                if chance < 0.1:
                    self._rejects(effect)
                else:
                    self.approves(effect, OWN_WORDS if chance < 0.2 else "")
            elif effect.state is State.SENT and chance < 0.05:
                self.takes_back(effect)

    def approves(self, effect: Effect, own_text: str = "") -> None:
        """The owner's yes, to the playbook's words or to other ones."""

        def approve(review: Review) -> None:
            if own_text:
                review.edit(effect.number, own_text, by="Jo")
            review.approve(effect.number, by="Jo")

        self._review(approve)
        self.model.yes[effect.number] = Yes(own_text=own_text)

    def _rejects(self, effect: Effect) -> None:
        self._review(lambda review: review.reject(effect.number, by="Jo"))

    def takes_back(self, effect: Effect) -> None:
        """The owner wants it deleted."""
        self._review(lambda review: review.retract(effect.number, by="Jo"))

    def keeps_away(self) -> None:
        """The owner has somebody new muted or blocked, or a post of theirs hidden."""
        message = self.complains()
        action = self.random.choice(sorted(MEASURES))
        wish = self._wish(action, message.author)
        if action is Action.HIDE:
            wish = replace(wish, message=message)
        self._keeping_away(lambda keeping_away: keeping_away.ask(wish))

    def lets_be(self, measure: Effect) -> None:
        """Not any more."""
        wish = self._wish(measure.action, an_author(id=measure.author_id))
        if measure.action is Action.HIDE:
            wish = replace(wish, message=self.model.written[measure.message_id])
        self._keeping_away(lambda keeping_away: keeping_away.undo(wish))

    def _standing(self) -> Effect:
        """The oldest measure that stands; made when there is none."""
        while not (found := [one for one in self.effects(*MEASURES) if one.state is State.SENT]):
            self.keeps_away()
            self.rest()
        return found[0]

    def _wish(self, action: Action, author: Author) -> Wish:
        return Wish(action=action, brand=BRAND, author=author, by="Jo")

    # --- what is there ------------------------------------------------------------------------

    def seen(self) -> Seen:
        """By the judge and by the store; while no daemon runs."""
        public = self.judge.public()
        words = [
            Word(
                message_id=f"x:{line['in_reply_to']}",
                text=line["text"],
                at=datetime.fromisoformat(line["at"]),
                posted_id=f"x:{line['id']}",
            )
            for line in public
            if line["did"] == "posted"
        ]
        deleted = [f"x:{line['id']}" for line in public if line["did"] == "deleted"]
        store = self._store()
        try:
            return seen_in(store, BRAND, words, deleted, self.model.written)
        finally:
            store.close()

    def breaches(self) -> dict[str, str]:
        """The owner says yes to all that waits; once it is done, every promise that is broken."""
        self._alive()
        for effect in self.effects(Action.ACKNOWLEDGE):
            if effect.state is State.PROPOSED:
                self.approves(effect)
        self.rest()
        return breaches(self.seen(), self.model, (*ALWAYS, *AT_REST))

    def breaches_of_measures(self) -> list[str]:
        """What the judge saw of mutes, blocks and hides, held against the store; at rest."""
        calls = [line for line in self.judge.public() if "what" in line]
        can_be_asked = not self.model.cannot_be_asked
        wrong = [f"twice: {line}" for line in calls if line["was_so"] and can_be_asked]
        last = {line["what"]: line["did"] == "kept away" for line in calls}
        for one in self.effects(*MEASURES):
            what = f"{one.action.value}/{target_of(one).partition(':')[2]}"
            is_away = last.get(what, False)
            if one.state not in ENDS or (one.state is State.SENT) is not is_away:
                wrong.append(f"{one.id} is {one.state}, and for the judge {is_away}")
        return wrong

    def effects(self, *actions: Action) -> list[Effect]:
        """All of them, or those of an action; while no daemon runs."""
        store = self._store()
        try:
            with store.read() as tx:
                every = tx.outbox.in_state(*State)
        finally:
            store.close()
        return [each for each in every if not actions or each.action in actions]

    # --- small things -------------------------------------------------------------------------

    def _alive(self) -> None:
        _must_be_well(self.runner.run(self.home, *ONCE))

    def _review(self, act: Callable[[Review], object]) -> None:
        store = self._store()
        try:
            config = load_config(self.home / "config.toml")
            act(Review(store, SystemClock(), playbook(), config.policy(), FakeObserver()))
        finally:
            store.close()

    def _keeping_away(self, act: Callable[[KeepingAway], object]) -> None:
        store = self._store()
        try:
            policy = load_config(self.home / "config.toml").policy()
            act(KeepingAway(store, SystemClock(), policy, FakeObserver()))
        finally:
            store.close()

    def _store(self) -> SqlStore:
        return open_store(f"sqlite:///{self.home / 'data' / 'monitor.db'}")


def _must_be_well(ended: Ended) -> None:
    assert ended.code == 0, ended.said
