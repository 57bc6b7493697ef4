"""While a surge is on no machine speaks: across restarts, deaths, and two processes on one store.

The public log decides: whatever was posted during a surge, a person said yes to after it began.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.domain.effect import Action, Effect, State
from monitor.domain.facts import Facts
from monitor.domain.may_reply import may_reply
from monitor.domain.permission import Permission
from monitor.domain.policy import Mode
from monitor.domain.store_ports import Tx
from monitor.domain.surge import Surge, SurgeEnd, Volume
from monitor.errors import MonitorError
from monitor.services.deliver import Deliver
from monitor.services.surge import SurgeWatch
from monitor.store import SqlStore, open_store
from monitor.testing import FakeClock, FakePlatform
from tests.shop import BRAND, Shop, people, playbook, policy

SECOND = timedelta(seconds=1)
FAILPOINTS = ("triage.before_commit", "deliver.after_claim", "deliver.after_send")


class Crash(BaseException):
    """The process is gone."""


class Step(NamedTuple):
    """One thing that happens, in one of the two processes."""

    what: str
    number: int
    process: int


STEPS = st.builds(
    Step,
    what=st.sampled_from(
        ("hear", "hear", "hear", "wait", "wait", "approve", "restart", "die", "resume")
    ),
    number=st.integers(min_value=1, max_value=9),
    process=st.integers(min_value=0, max_value=1),
)
#: enough for a surge, words about to leave, and time for them to do so
A_SURGE = [Step("hear", 7, 0), Step("hear", 4, 1), Step("wait", 9, 0), Step("wait", 9, 1)]


class Deaf(Deliver):
    """A mutant: what was decided is sent, whatever has come over us since."""

    def _permission(self, tx: Tx, effect: Effect, facts: Facts, now: datetime) -> Permission:
        calm = Facts(message=facts.message, reading=facts.reading)
        return may_reply(calm, self.policy, now, "machine")


class CountsOnly(SurgeWatch):
    """A mutant: it sees the surge and leaves what was about to be said in line."""

    def _begin(self, tx: Tx, brand: str, volume: Volume, normal: float, now: datetime) -> None:
        tx.surges.begin(
            Surge(
                brand=brand,
                began_at=now,
                complaints=volume.complaints,
                people=volume.people,
                normal=normal,
            )
        )


class Street:
    """Two processes on one database, one platform, and a crowd that complains."""

    def __init__(
        self, folder: Path, make_deliver: type[Deliver], make_watch: type[SurgeWatch]
    ) -> None:
        self.clock = FakeClock()
        self.platform = FakePlatform(self.clock)
        self.armed = ""
        self.heard = 0
        url = f"sqlite:///{folder / 'street.db'}"
        self.stores: list[SqlStore] = [open_store(url), open_store(url)]
        self.shops = [
            Shop(
                clock=self.clock,
                policy=policy(Mode.AUTOMATIC, per_day=1_000, per_hour=1_000),
                store=store,
                platform=self.platform,
                failpoint=self._reach,
                make_deliver=make_deliver,
            )
            for store in self.stores
        ]
        for shop in self.shops:
            shop.triage.surges = make_watch(playbook(), shop.policy)

    def _reach(self, name: str) -> None:
        if name == self.armed:
            self.armed = ""
            raise Crash

    def close(self) -> None:
        for store in self.stores:
            store.close()

    def take(self, step: Step) -> None:
        """One step, with a death in it if one is armed; then both go on."""
        shop = self.shops[step.process]
        # no two things at one moment: what was said just before a surge was said before it
        self.clock.advance(SECOND)
        with suppress(Crash, MonitorError):
            self._do(step, shop)
        for each in self.shops:
            self.clock.advance(SECOND)
            try:
                each.work()
            except Crash:
                each.open()
                each.look.after_a_stop()

    def _do(self, step: Step, shop: Shop) -> None:
        match step.what:
            case "hear":
                first, self.heard = self.heard + 1, self.heard + step.number
                crowd = people(self.heard)[first - 1 :]
                shop.hear(
                    *(
                        shop.says(id=f"x:{number}", author=author)
                        for number, author in enumerate(crowd, first)
                    )
                )
            case "wait":
                self.clock.advance(timedelta(minutes=step.number))
            case "approve":
                drafts = [e for e in shop.effects(Action.ACKNOWLEDGE) if e.state is State.PROPOSED]
                for draft in drafts[: step.number]:
                    shop.review.approve(draft.number, by="Jo")
            case "restart":
                shop.open()
            case "die":
                self.armed = FAILPOINTS[step.number % len(FAILPOINTS)]
            case "resume":
                shop.surges.end(SurgeEnd.RESUMED, by="Jo", anyway=True)

    def surges(self) -> list[Surge]:
        with self.stores[0].read() as tx:
            return tx.surges.between(self.clock.now() - timedelta(days=9), self.clock.now(), BRAND)

    def said_in_a_surge_by_machines(self) -> Iterator[str]:
        """What the public saw and should not have seen."""
        effects = {effect.id: effect for effect in self.shops[0].effects(Action.ACKNOWLEDGE)}
        for posted in self.platform.public:
            effect = effects[posted.outgoing.effect_id]
            for surge in self.surges():
                is_over = surge.ended_at is not None and surge.ended_at <= posted.at
                if posted.at < surge.began_at or is_over:
                    continue
                is_known = effect.decided_at is not None and effect.decided_at >= surge.began_at
                if not (effect.decided_by and is_known):
                    yield f"{effect.id} at {posted.at}, surge since {surge.began_at}"


def run(
    steps: list[Step],
    make_deliver: type[Deliver] = Deliver,
    make_watch: type[SurgeWatch] = SurgeWatch,
) -> tuple[list[str], int]:
    """What machines said during surges, and how many surges there were."""
    with TemporaryDirectory() as folder:
        street = Street(Path(folder), make_deliver, make_watch)
        try:
            for step in steps:
                street.take(step)
            return list(street.said_in_a_surge_by_machines()), len(street.surges())
        finally:
            street.close()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
@example(
    [
        Step("die", 1, 0),
        *[Step("hear", 1, 0)] * 3,
        Step("resume", 1, 0),
        Step("hear", 1, 0),
        Step("wait", 5, 0),
        Step("hear", 1, 0),
        Step("hear", 6, 0),
    ]
)
@given(st.lists(STEPS, max_size=14))
def test_no_machine_speaks_while_a_surge_is_on(steps: list[Step]) -> None:
    said, surges = run([*A_SURGE, *steps])
    assert said == []
    assert surges >= 1


@pytest.mark.parametrize("is_deaf", [False, True], ids=["asked again", "not asked again"])
def test_what_is_not_held_back_is_caught_at_the_claim_or_by_this_test(is_deaf: bool) -> None:
    """Two nets, one behind the other; with both of them cut the public log shows it."""
    said, surges = run(A_SURGE, Deaf if is_deaf else Deliver, CountsOnly)
    assert (bool(said), surges) == (is_deaf, 1)


def test_two_processes_that_each_count_a_part_see_the_surge_together() -> None:
    said, surges = run(A_SURGE)
    assert (said, surges) == ([], 1)
