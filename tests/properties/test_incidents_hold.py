"""Whatever the owner, the people, the platform and the machine do: in an incident nobody hears more
than the sentence once, each asking for more time once and the news once, nothing that is not true
any more, and nothing without a person's yes.
"""

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.domain.effect import Action, Effect, State
from monitor.domain.incident import AT_LEAST, Incident
from monitor.domain.message import MessageType
from monitor.domain.surge import SurgeEnd
from monitor.errors import MonitorError
from monitor.testing import Fault
from tests.shop import BRAND, Shop, people

PAYMENT = "@larchandloaf the payment page is broken, charged me twice, this is a rip off"
THANKS = "@larchandloaf thank you so much, it works, wonderful people"
SENTENCE, MENDED = "Our payment page is down.", "It works again, thank you."
OTHER, LATER = "Our payment page and our till are down.", "We wait for a part."
FAILPOINTS = ("deliver.after_claim", "deliver.after_send", "deliver.before_record")
CROWD = people(9)
WHAT = (
    *("hear", "start", "send", "send", "work", "work", "work", "mended", "more_time", "reword"),
    *("send_new", "end", "approve", "edit", "reject", "retract", "opt_out", "dm", "thanks"),
    *("restart", "die", "fault", "resume", "sleep"),
)


class Crash(BaseException):
    """The process is gone."""


class Step(NamedTuple):
    """One thing that happens, to or by one of nine people."""

    what: str
    who: int


STEPS = st.lists(
    st.builds(Step, what=st.sampled_from(WHAT), who=st.integers(min_value=0, max_value=8)),
    max_size=25,
)
#: an incident with words on their way
BEGUN = [*(Step("hear", who) for who in range(4)), Step("start", 0), Step("send", 0)]


class Town:
    """A shop in an incident, and what must hold of it."""

    def __init__(self) -> None:
        self.armed = ""
        self.shop = Shop(failpoint=self._reach)
        self.posts = 0
        #: number of the incident → when its sentence was changed
        self.reworded: dict[int, datetime] = {}
        #: author → how much was public when they asked for silence
        self.silent: dict[str, int] = {}

    def _reach(self, name: str) -> None:
        if name == self.armed:
            self.armed = ""
            raise Crash

    def take(self, step: Step) -> None:
        with suppress(MonitorError):
            self._do(step)

    def work(self, steps: int) -> None:
        for _ in range(steps):
            self.shop.clock.advance(timedelta(seconds=11))
            try:
                self.shop.work()
            except Crash:
                self._restart()

    def _restart(self) -> None:
        self.shop.open()
        self.shop.look.after_a_stop()

    def _do(self, step: Step) -> None:
        shop, incident, author = self.shop, self._incident(), CROWD[step.who]
        match step.what:
            case "hear" | "dm" | "thanks":
                self.posts += 1
                text = THANKS if step.what == "thanks" else PAYMENT
                type_ = MessageType.DIRECT_MESSAGE if step.what == "dm" else MessageType.POST
                shop.hear(shop.says(text, id=f"x:{self.posts}", author=author, type=type_))
            case "start":
                shop.incidents.start(["payment page"], SENTENCE, by="Jo")
            case "send" | "send_new" if incident is not None:
                with shop.store.read() as tx:
                    ready = len(shop.incidents.plan(tx, incident.number).ready)
                is_new = step.what == "send_new"
                shop.incidents.send(incident.number, ready, by="Jo", and_new_ones=is_new)
            case "mended" if incident is not None:
                shop.incidents.mended(incident.number, MENDED, by="Jo")
            case "more_time" if incident is not None:
                shop.incidents.more_time(incident.number, f"{LATER} {step.who}", by="Jo")
            case "reword" if incident is not None:
                if not incident.renewals and incident.mended_at is None:
                    shop.incidents.reword(incident.number, OTHER, by="Jo")
                    self.reworded.setdefault(incident.number, shop.clock.now())
            case "end" if incident is not None:
                shop.incidents.end(incident.number, by="Jo")
            case "approve" | "edit" | "reject" | "retract":
                self._decide(step)
            case "opt_out":
                with shop.store.begin() as tx:
                    tx.authors.opt_out(BRAND, author.id, shop.clock.now(), "asked")
                self.silent.setdefault(author.id, len(shop.x.public))
            case "restart":
                self._restart()
            case "die":
                self.armed = FAILPOINTS[step.who % len(FAILPOINTS)]
            case "fault":
                shop.x.fail_next(list(Fault)[step.who % len(Fault)])
            case "resume":
                shop.surges.end(SurgeEnd.RESUMED, by="Jo", anyway=True)
            case "sleep":
                # nobody runs, and the turns of many come at once
                self.shop.clock.advance(timedelta(minutes=5 * step.who))
            case "work":
                self.work(1 + step.who)

    def _decide(self, step: Step) -> None:
        words = self.shop.effects(Action.ACKNOWLEDGE, Action.NEWS)
        if not words:
            return
        number = words[step.who % len(words)].number
        match step.what:
            case "approve":
                self.shop.review.approve(number, by="Jo")
            case "edit":
                self.shop.review.edit(number, "Sorry about that, we are on it.", by="Jo")
            case "reject":
                self.shop.review.reject(number, by="Jo")
            case _:
                self.shop.review.retract(number, by="Jo")

    def _incident(self) -> Incident | None:
        with self.shop.store.read() as tx:
            found = tx.incidents.open_of(BRAND)
        return found[-1] if found else None

    # --- what must hold -----------------------------------------------------------------------

    def hold(self) -> None:
        effects = {effect.id: effect for effect in self.shop.effects()}
        with self.shop.store.read() as tx:
            incidents = {one.number: one for one in tx.incidents.listed(BRAND)}
        told: dict[str, datetime] = {}
        news: set[tuple[str, int, str]] = set()
        lines: dict[int, list[datetime]] = defaultdict(list)
        for place, posted in enumerate(self.shop.x.public):
            effect, author = effects[posted.outgoing.effect_id], posted.outgoing.author_id
            assert effect.decided_by, "nobody said yes"
            assert place < self.silent.get(author, place + 1), "after they asked for silence"
            incident = incidents.get(effect.slots.incident)
            if effect.action is Action.NEWS:
                assert incident is not None
                assert author in told, "news for somebody who was not told"
                is_end = effect.template.startswith("mended")
                if is_end:
                    assert incident.mended_at is not None
                    assert posted.at >= incident.mended_at
                else:
                    assert incident.mended_at is None or posted.at <= incident.mended_at
                which = "mended" if is_end else f"more time {effect.slots.renewal}"
                assert (author, incident.number, which) not in news, "the same news twice"
                news.add((author, incident.number, which))
            else:
                assert author not in told, "a second public word"
                told[author] = posted.at
                self._is_true(posted.outgoing.text, posted.at, incident)
                if incident is not None and incident.number in self.reworded:
                    is_old = SENTENCE in posted.outgoing.text
                    assert not is_old or posted.at <= self.reworded[incident.number]
            if effect.slots.in_line:
                lines[effect.slots.incident].append(posted.at)
        ends = Counter(
            (posted.outgoing.author_id, effects[posted.outgoing.effect_id].slots.incident)
            for posted in self.shop.x.public
            if MENDED in posted.outgoing.text
        )
        assert max(ends.values(), default=0) <= 1, "they know already"
        for moments in lines.values():
            assert all(later - earlier >= AT_LEAST for earlier, later in pairwise(moments))
        self._holds_the_outbox(list(effects.values()))

    @staticmethod
    def _is_true(text: str, at: datetime, incident: Incident | None) -> None:
        """Nobody hears that it is down after it was mended, nor that it works before."""
        if incident is not None and incident.mended_at is not None:
            assert SENTENCE not in text or at <= incident.mended_at
        if MENDED in text:
            assert incident is not None
            assert incident.mended_at is not None

    def _holds_the_outbox(self, effects: list[Effect]) -> None:
        seen = {posted.outgoing.effect_id for posted in self.shop.x.public}
        for effect in effects:
            if effect.is_public_word and effect.state is State.SENT:
                assert effect.id in seen


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([Step("sleep", 5), Step("work", 8)])
@given(STEPS)
def test_nobody_hears_more_than_once_and_nothing_without_a_yes(steps: list[Step]) -> None:
    town = Town()
    for step in [*BEGUN, *steps]:
        town.take(step)
    town.work(8)
    town.hold()
    # and at the very end, with every yes that can be said
    town.take(Step("mended", 0))
    for _ in range(3):
        town.take(Step("send", 0))
        town.work(10)
    town.hold()
