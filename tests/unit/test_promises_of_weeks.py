"""Every promise of whole weeks is accounted for: the sample, left alone and with people at work."""

import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.app import NobodyWatches
from monitor.cli.recording import Recording, recording
from monitor.domain.case import PromiseState, Resolution
from monitor.domain.effect import Action, State
from monitor.domain.message_file import arrival
from monitor.domain.policy import Mode
from monitor.domain.promise_account import Account
from monitor.errors import MonitorError
from monitor.services.asking_for_time import AskingForTime
from monitor.services.casework import answered, resolve
from monitor.services.promise_book import account_of
from monitor.services.review import Review
from monitor.store import SqlStore, open_store
from tests.shop import config, playbook

WEEK = "2026-W47"
#: promises end within two weeks, whatever the weekend
LONG = timedelta(days=14)
AT_ONCE = 12


def played(store: SqlStore, mode: Mode) -> Recording:
    return recording(
        config(), {"file": "sample", "week": WEEK}, store, mode, observer=NobodyWatches()
    )


def accounts(store: SqlStore, play: Recording) -> tuple[Account, Account, Account]:
    """The first half of the time, the second, and all of it."""
    first, last = arrival(play.messages[0]), play.clock.now() + timedelta(seconds=1)
    middle = first + (last - first) / 4
    with store.read() as tx:
        return (
            account_of(tx, first, middle),
            account_of(tx, middle, last),
            account_of(tx, first, last),
        )


def must_add_up(store: SqlStore, play: Recording) -> Account:
    first, second, whole = accounts(store, play)
    assert first.adds_up and second.adds_up and whole.adds_up
    assert first.of(PromiseState.OPEN) == second.carried
    assert (whole.carried, whole.of(PromiseState.OPEN)) == (0, 0)
    assert whole.made == first.made + second.made
    return whole


@pytest.mark.parametrize("mode", [Mode.AUTOMATIC, Mode.APPROVE])
def test_the_sample_week_left_alone(tmp_path: Path, mode: Mode) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'week.db'}")
    try:
        play = played(store, mode)
        play.app.virtual_run().play(play.messages, until=arrival(play.messages[-1]) + LONG)
        whole = must_add_up(store, play)
    finally:
        store.close()
    # where every word waits for a person, nobody is promised anything
    assert (whole.made > 0) is (mode is Mode.AUTOMATIC)
    assert whole.of(PromiseState.RENEWED) == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_sample_week_with_people_at_work(tmp_path: Path, seed: int) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'week.db'}")
    chance = random.Random(seed)
    try:
        play = played(store, Mode.AUTOMATIC)
        for start in range(0, len(play.messages), AT_ONCE):
            chunk = play.messages[start : start + AT_ONCE]
            play.app.virtual_run().play(chunk, until=arrival(chunk[-1]) + timedelta(minutes=30))
            people_work(store, play, chance)
        for _ in range(8):
            play.app.virtual_run().play([], until=play.clock.now() + timedelta(hours=3))
            people_work(store, play, chance)
        play.app.virtual_run().play([], until=play.clock.now() + LONG)
        whole = must_add_up(store, play)
    finally:
        store.close()
    assert whole.made >= 10
    for state in (PromiseState.KEPT, PromiseState.RENEWED):
        assert whole.of(state) > 0


def people_work(store: SqlStore, play: Recording, chance: random.Random) -> None:
    """Somebody says yes to half of what waits, answers a third of the cases, and is late with
    others."""
    policy = play.app.policy
    review = Review(store, play.clock, playbook(), policy, NobodyWatches())
    asking = AskingForTime(store, play.clock, playbook(), policy, review)
    with store.read() as tx:
        drafts = [
            one.number
            for one in tx.outbox.in_state(State.PROPOSED)
            if one.action in (Action.ACKNOWLEDGE, Action.DIRECT_MESSAGE)
        ]
        cases = [one.number for one in tx.cases.listed()]
    for number in drafts:
        if chance.random() < 0.5:
            with suppress(MonitorError):
                review.approve(number, by="Jo")
    for number in cases:
        dice = chance.random()
        # what cannot be done now is told, and changes nothing
        with suppress(MonitorError):
            if dice < 0.2:
                answered(store, play.clock, number, "Jo")
            elif dice < 0.3:
                resolve(store, play.clock, number, Resolution.SOLVED, "Jo")
            elif dice < 0.45:
                asking.said(number, by="Jo")
            elif dice < 0.55:
                asking.ask(number, by="Jo")
