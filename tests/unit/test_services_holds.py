"""Holds: why a word waits, until when, and what lets it go."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.delivery import Outcome, Wire
from monitor.domain.effect import State
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.services.switches import PAUSED, PauseFile
from monitor.testing import FakeClock, FakePlatform
from tests.shop import Shop, people, policy

AUTOMATIC = policy(Mode.AUTOMATIC)
#: longer than settling and the random delay
SETTLED = timedelta(minutes=5)


def automatic(**changes: object) -> Shop:
    return Shop(policy=replace(AUTOMATIC, **changes))


# ---------------------------------------------------------------- what waits


def test_a_machine_lets_them_finish() -> None:
    shop = automatic()
    word = shop.complaint()
    assert (word.state, word.reason) == (State.HELD, Reason.SETTLING)
    shop.deliver.due()
    assert shop.x.public == []
    # they write again before it goes out: the three minutes begin anew
    shop.clock.move_to(word.not_before - timedelta(seconds=10))
    shop.hear(shop.says("@larchandloaf and the box too", id="x:2"))
    shop.clock.move_to(word.not_before)
    shop.deliver.due()
    again = shop.effect(word.number)
    assert (again.state, again.reason) == (State.HELD, Reason.SETTLING)
    shop.work_for(SETTLED)
    assert shop.effect(word.number).state is State.SENT


@pytest.mark.parametrize(
    "written_at",
    [
        # a complaint before midnight and one after it go out when the machine may speak again
        "2026-11-23T23:30+01:00",
        "2026-11-24T03:00+01:00",
        # settling would end in the night
        "2026-11-23T21:58+01:00",
    ],
)
def test_at_night_a_machine_says_nothing(written_at: str) -> None:
    at = datetime.fromisoformat(written_at)
    shop = Shop(policy=AUTOMATIC, clock=FakeClock(at))
    word = shop.complaint()
    shop.work_for(SETTLED)
    held = shop.effect(word.number)
    assert (held.state, held.reason) == (State.HELD, Reason.OUTSIDE_ACKNOWLEDGE_HOURS)
    opening = datetime.fromisoformat("2026-11-24T07:00+01:00")
    shop.clock.move_to(opening - timedelta(seconds=1))
    shop.deliver.due()
    assert shop.x.public == []
    shop.clock.move_to(opening + timedelta(minutes=2))
    shop.deliver.due()
    assert shop.effect(word.number).state is State.SENT


def test_a_person_may_speak_at_night() -> None:
    shop = Shop(clock=FakeClock(datetime.fromisoformat("2026-11-24T00:10+01:00")))
    assert shop.sent().state is State.SENT


def test_the_hourly_cap_lets_the_rest_wait() -> None:
    shop = automatic(per_hour=2)
    words = [
        shop.complaint(id=f"x:{number}", author=author)
        for number, author in enumerate(people(3), 1)
    ]
    shop.work_for(SETTLED, step=timedelta(seconds=10))
    assert len(shop.x.public) == 2
    (held,) = [shop.effect(each.number) for each in words if not shop.effect(each.number).sent_at]
    assert (held.state, held.reason) == (State.HELD, Reason.HOURLY_CAP)
    shop.work_for(timedelta(minutes=80), step=timedelta(minutes=5))
    assert len(shop.x.public) == 3


def test_beyond_the_daily_cap_a_person_decides() -> None:
    shop = automatic(per_day=1)
    words = [
        shop.complaint(id=f"x:{number}", author=author)
        for number, author in enumerate(people(2), 1)
    ]
    shop.work_for(SETTLED, step=timedelta(seconds=10))
    assert len(shop.x.public) == 1
    (back,) = [shop.effect(each.number) for each in words if not shop.effect(each.number).sent_at]
    assert (back.state, back.reason) == (State.PROPOSED, Reason.DAILY_CAP)
    shop.review.approve(back.number, by="Jo")
    shop.deliver.due()
    assert shop.effect(back.number).state is State.SENT


def test_a_pause_on_the_store_holds_and_its_end_lets_go() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, "press call", shop.clock.now())
    shop.deliver.due()
    held = shop.effect(draft.number)
    assert (held.state, held.reason) == (State.HELD, Reason.PAUSED)
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, None, shop.clock.now())
    shop.work_for(timedelta(minutes=2))
    assert shop.effect(draft.number).state is State.SENT


class PausesWhileSending(FakePlatform):
    """The owner says pause while a word is on its way."""

    pause_file: PauseFile

    def send(self, wire: Wire) -> Outcome:
        ended = super().send(wire)
        self.pause_file.put("enough")
        return ended


def test_a_pause_stops_the_very_next_word(tmp_path: Path) -> None:
    clock = FakeClock()
    platform = PausesWhileSending(clock)
    platform.pause_file = PauseFile(tmp_path / "PAUSED", clock)
    shop = Shop(clock=clock, platform=platform, pause_file=platform.pause_file)
    for number, author in enumerate(people(3), 1):
        shop.review.approve(shop.complaint(id=f"x:{number}", author=author).number, by="Jo")
    shop.work_for(timedelta(minutes=2))
    assert len(shop.x.public) == 1
    platform.pause_file.remove()
    shop.deliver.due()
    assert len(shop.x.public) == 2


def test_a_pause_between_claim_and_send_sends_nothing(tmp_path: Path) -> None:
    shop = Shop(pause_file=PauseFile(tmp_path / "PAUSED"))
    assert shop.pause_file is not None
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")

    def pause(name: str) -> None:
        if name == "deliver.after_claim" and shop.pause_file is not None:
            shop.pause_file.put("now")

    shop.failpoint = pause
    shop.deliver.due()
    assert shop.effect(draft.number).state is State.PENDING
    assert shop.x.sends == 0
    shop.pause_file.remove()
    shop.failpoint = lambda _name: None
    shop.deliver.due()
    assert shop.effect(draft.number).state is State.SENT
