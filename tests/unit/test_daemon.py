"""The daemon's jobs: none stops another, nothing stays behind, every slot of the schedule once."""

import fcntl
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.daemon import Daemon
from monitor.domain.account import Checked, Level, Topic
from monitor.domain.clock import Hours
from monitor.domain.door import DoorState
from monitor.domain.effect import Action, State
from monitor.domain.message import Page
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.errors import ConnectorError, MonitorError, StoreFull, StoreLocked
from monitor.job import guarded
from monitor.lock import holder, only_one
from monitor.services.weekly_report import WeeklyReport
from monitor.store import memory_store
from monitor.testing import MONDAY_MORNING, FakeClock, FakePlatform
from tests.app import app_of
from tests.shop import BRAND, BROKEN, LATE, Shop, config, people


class Breaks(FakePlatform):
    """A connector with a fault of its own."""

    def fetch(self, cursor: str) -> Page:
        raise RuntimeError("a fault of theirs")


def acknowledged(shop: Shop) -> set[str]:
    return {effect.message_id for effect in shop.effects(Action.ACKNOWLEDGE)}


# ---------------------------------------------------------------- none stops another


def test_a_connector_that_fails_does_not_stop_the_others() -> None:
    shop = Shop()
    broken, failing = Breaks(shop.clock, name="mastodon"), FakePlatform(shop.clock, name="bluesky")
    failing.fail_next_fetch(ConnectorError("503"))
    shop.x.enqueue([shop.says()])
    app = app_of(shop)
    daemon = Daemon(type(app)(**{**vars(app), "connectors": (broken, failing, shop.x)}))
    daemon.once()
    assert acknowledged(shop) == {"x:1"}
    with shop.store.read() as tx:
        errors = {poll.connector: poll.error for poll in tx.switches.polls()}
    assert errors["bluesky"] == "503"
    assert errors["x"] == ""


@pytest.mark.parametrize("fault", [RuntimeError("ours"), ConnectorError("503"), StoreLocked()])
def test_a_job_that_fails_comes_again(fault: Exception) -> None:
    runs: list[None] = []

    def job() -> None:
        runs.append(None)
        raise fault

    run = guarded("job", job)
    run()
    run()
    assert len(runs) == 2


def test_a_page_whose_decision_failed_is_decided_on_by_the_next_poll() -> None:
    """The database was locked: nothing of the page is stored, and it is fetched again."""
    shop = Shop()
    daemon = Daemon(app_of(shop))

    def lock(name: str) -> None:
        if name == "triage.before_commit":
            raise StoreLocked

    shop.failpoint = lock
    shop.x.enqueue([shop.says()])
    with pytest.raises(StoreLocked):
        daemon.poll(shop.x)
    assert acknowledged(shop) == set()
    shop.failpoint = lambda _name: None
    shop.x.enqueue([shop.says(LATE, id="x:2", author=people(1)[0])])
    daemon.poll(shop.x)
    assert acknowledged(shop) == {"x:1", "x:2"}
    daemon.poll(shop.x)
    assert len(shop.observer.decisions) == 2


def test_a_fetch_that_breaks_off_leaves_no_page_behind() -> None:
    clock = FakeClock()

    class BreaksOnce(FakePlatform):
        left = 1

        def fetch(self, cursor: str) -> Page:
            if cursor == "1" and self.left:
                self.left -= 1
                raise RuntimeError("a fault of theirs")
            return super().fetch(cursor)

    shop = Shop(clock=clock, platform=BreaksOnce(clock, page_size=1))
    shop.x.enqueue(
        shop.says(BROKEN, id=f"x:{number}", author=author)
        for number, author in enumerate(people(3), 1)
    )
    daemon = Daemon(app_of(shop))
    with pytest.raises(RuntimeError):
        daemon.poll(shop.x)
    daemon.poll(shop.x)
    assert acknowledged(shop) == {"x:1", "x:2", "x:3"}


def test_a_page_that_was_stored_first_is_decided_on_by_the_next_poll() -> None:
    """It cannot be decided on in one step, and then the database is locked."""
    shop = Shop()
    daemon = Daemon(app_of(shop))
    faults = [ValueError("ours"), StoreLocked()]

    def fail(name: str) -> None:
        if name == "triage.before_commit" and faults:
            raise faults.pop(0)

    shop.failpoint = fail
    shop.x.enqueue([shop.says()])
    with pytest.raises(StoreLocked):
        daemon.poll(shop.x)
    with shop.store.read() as tx:
        assert len(tx.pages.untriaged()) == 1
    daemon.poll(shop.x)
    assert acknowledged(shop) == {"x:1"}
    assert len(shop.observer.decisions) == 1


def test_one_message_that_cannot_be_decided_on_is_set_aside() -> None:
    """A rule names texts that are gone: its mention is set aside, the others go on."""
    shop = Shop()
    book = shop.triage.playbook
    rules = tuple(
        replace(rule, then=replace(rule.then, family="gone")) if rule.name == "complaint" else rule
        for rule in book.rules
    )
    shop.triage.playbook = replace(book, rules=rules)
    first, second = people(2)
    shop.hear(
        shop.says(BROKEN, id="x:1", author=first),
        shop.says("@larchandloaf what are your opening hours?", id="x:2", author=second),
    )
    with shop.store.read() as tx:
        assert tx.pages.untriaged() == []
        assert [one.where for one in tx.messages.quarantined()] == ["x:1"]
        assert tx.messages.decided("x:2") is not None


def test_what_was_not_recorded_is_looked_up_without_a_restart() -> None:
    shop = Shop()
    daemon = Daemon(app_of(shop))
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")

    def lock(name: str) -> None:
        if name == "deliver.before_record":
            shop.failpoint = lambda _name: None
            raise StoreLocked

    shop.failpoint = lock
    with pytest.raises(StoreLocked):
        daemon.send()
    assert shop.effect(draft.number).state is State.SENDING
    daemon.send()
    assert shop.effect(draft.number).state is State.SENT
    assert len(shop.x.public) == 1


def test_two_polls_at_once_decide_on_every_page_once() -> None:
    shop = Shop()
    others = [FakePlatform(shop.clock, name=f"p{number}", page_size=2) for number in range(3)]
    for number, (platform, author) in enumerate(zip(others, people(3), strict=True)):
        platform.enqueue(
            shop.says(BROKEN, id=f"x:{10 * number + each}", author=author) for each in range(6)
        )
    daemon = Daemon(app_of(shop))
    threads = [threading.Thread(target=daemon.poll, args=(each,)) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    decided = Counter(one.message.id for one in shop.observer.decisions)
    assert len(decided) == 18
    assert set(decided.values()) == {1}
    assert len(acknowledged(shop)) == 3


def test_a_stop_from_another_thread_ends_the_run() -> None:
    from monitor.services.clocks import SystemClock

    shop = Shop()
    app = app_of(shop)
    daemon = Daemon(type(app)(**{**vars(app), "connectors": (), "clock": SystemClock()}))
    thread = threading.Thread(target=daemon.run)
    thread.start()
    daemon.stop()
    daemon.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_second_daemon_is_told_who_runs(tmp_path: Path) -> None:
    lock = tmp_path / "data" / "monitor.lock"
    another = pytest.raises(MonitorError, match="another monitor is running")
    with only_one(lock), another, only_one(lock):
        pass
    with only_one(lock):
        pass


# ---------------------------------------------------------------- slots of the schedule


def report(store: Store, clock: FakeClock, hours: Hours, written: list[str]) -> WeeklyReport:
    return WeeklyReport(store, clock, hours, weekday=6, hour=2, minute=30, write=written.append)


#: a day on which the clocks change, always a Sunday or, in Cairo, a Friday
CHANGES = [
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/New_York", date(2026, 3, 8)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Africa/Cairo", date(2026, 10, 30)),
    ("Asia/Kathmandu", date(2026, 6, 7)),
]


@settings(max_examples=25)
@given(
    change=st.sampled_from(CHANGES),
    weekday=st.integers(0, 6),
    minute_of_day=st.integers(0, 24 * 60 - 1) | st.sampled_from([0, 60, 90, 120, 150, 179, 180]),
    step=st.integers(3, 17),
    daemons=st.integers(1, 2),
)
def test_every_week_is_reported_once_across_a_change_of_the_clocks(
    change: tuple[str, date], weekday: int, minute_of_day: int, step: int, daemons: int
) -> None:
    zone, day = change
    base = config().hours()
    hours = Hours(time_zone=zone, office=base.office, acknowledge=base.acknowledge)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1, hours=12)
    clock, store, written = FakeClock(start), memory_store(), list[str]()
    reports = [
        WeeklyReport(
            store,
            clock,
            hours,
            weekday=weekday,
            hour=minute_of_day // 60,
            minute=minute_of_day % 60,
            write=written.append,
        )
        for _ in range(daemons)
    ]
    # whatever was due before the test began
    reports[0].due()
    before = len(written)
    for _ in range(3 * 24 * 60 // step):
        clock.advance(timedelta(minutes=step))
        for each in reports:
            each.due()
    store.close()
    assert max(Counter(written).values()) == 1
    # the hour of the report falls into these three days, or it does not
    local_days = {hours.local(start + timedelta(minutes=m)).weekday() for m in range(0, 4320, 30)}
    assert len(written) - before <= (1 if weekday in local_days else 0)


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_minute_by_minute_the_report_of_the_week_is_written_at_its_hour(
    zone: str, day: date
) -> None:
    """02:30 comes twice, once, or never on that day; the report comes once."""
    base = config().hours()
    hours = Hours(time_zone=zone, office=base.office, acknowledge=base.acknowledge)
    clock = FakeClock(datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=16))
    store, written = memory_store(), list[str]()
    weekly = WeeklyReport(
        store, clock, hours, weekday=day.weekday(), hour=2, minute=30, write=written.append
    )
    weekly.due()
    (past,) = written
    moments = []
    for _ in range(40 * 60):
        clock.advance(timedelta(minutes=1))
        if weekly.due() is not None:
            moments.append(hours.local(clock.now()))
    store.close()
    (moment,) = moments
    assert moment.date() == day
    assert (moment.hour, moment.minute) >= (2, 30)
    assert moment.hour <= 3
    assert written[-1] > past


def test_a_week_that_ended_while_nobody_ran_is_reported_at_the_next_start() -> None:
    clock, store, written = FakeClock(), memory_store(), list[str]()
    report(store, clock, config().hours(), written).due()
    clock.advance(timedelta(days=10))
    report(store, clock, config().hours(), written).due()
    report(store, clock, config().hours(), written).due()
    assert len(written) == len(set(written)) == 2


# ---------------------------------------------------------------- our own door


class Closed(FakePlatform):
    """A connector that finds our door closed, and then lets the daemon end."""

    stop: Callable[[], None]

    def check_door(self) -> Checked:
        self.stop()
        return Checked(topic=Topic.DOOR, level=Level.WARNING, words="closed", is_open=False)


def test_our_own_door_is_tested_when_the_daemon_begins() -> None:
    shop = Shop()
    account = Closed(shop.clock, name="replay", platforms=("bluesky",))
    app = app_of(shop)
    daemon = Daemon(type(app)(**{**vars(app), "connectors": (account,)}))
    account.stop = daemon.stop
    # it ends in any case
    at_last = threading.Timer(60, daemon.stop)
    at_last.start()
    daemon.run()
    at_last.cancel()
    with shop.store.read() as tx:
        assert tx.platforms.doors(BRAND)["bluesky"].state is DoorState.CLOSED
        assert [notice.key for notice in tx.notices.listed(BRAND)] == ["door bluesky"]


def test_a_database_that_rested_for_long_leaves_a_blind_period() -> None:
    shop = Shop()
    daemon = Daemon(app_of(shop))
    daemon.trouble.met(StoreFull())
    shop.clock.advance(timedelta(hours=1))
    assert daemon.trouble.may_go_on()
    shop.clock.advance(timedelta(minutes=2))
    assert daemon.trouble.may_go_on()
    with shop.store.read() as tx:
        (period,) = tx.platforms.blind_between(MONDAY_MORNING, shop.clock.now())
    assert period.connector == "x"
    assert (period.blind.since, period.blind.is_caught_up) == (MONDAY_MORNING, True)


def test_who_only_asks_keeps_no_daemon_from_its_lock(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db.lock"
    path.touch()
    with path.open() as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        over = threading.Timer(0.03, fcntl.flock, (asking, fcntl.LOCK_UN))
        over.start()
        with only_one(path):
            assert holder(path) is not None
        over.join()
