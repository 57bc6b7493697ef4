"""Store trouble: everything rests, the owner is told once, and it goes on alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

import pytest

from monitor.domain.notice import Notice
from monitor.domain.store_ports import Store, Tx
from monitor.errors import StoreCorrupt, StoreError, StoreFull, StoreLocked, StoreReadOnly
from monitor.services.store_trouble import CALM, TRY_AT_LEAST_EVERY, StoreTrouble
from monitor.testing import FakeClock, MemoryStore

SECOND = timedelta(seconds=1)


class Troubled:
    """A store that fails while `error` is set, and what the owner is told."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.error: StoreError | None = None
        self.tries = 0
        self.told: list[Notice] = []
        self.listens = True
        self._store = MemoryStore()
        # it begins transactions; nothing else of a store is asked for
        self.shown: list[str] = []
        self.ended: list[timedelta] = []
        self.trouble = StoreTrouble(
            cast("Store", self),
            self.clock,
            self._tell,
            shows=self.shown.append,
            ended=lambda since, _why: self.ended.append(self.clock.now() - since),
        )

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        self.tries += 1
        if self.error is not None:
            raise self.error
        with self._store.begin() as tx:
            yield tx

    def fails(self, error: StoreError) -> None:
        """A job meets it."""
        self.error = error
        self.trouble.met(error)

    def seconds(self, count: int) -> list[bool]:
        """What a job that comes every second is told."""
        said = []
        for _ in range(count):
            self.clock.advance(SECOND)
            said.append(self.trouble.may_go_on())
        return said

    def _tell(self, notice: Notice) -> bool:
        if self.listens:
            self.told.append(notice)
        return self.listens


def test_without_a_trouble_nothing_is_asked() -> None:
    troubled = Troubled()
    assert all(troubled.seconds(100))
    assert (troubled.tries, troubled.told) == (0, [])


@pytest.mark.parametrize("error", [StoreFull(), StoreReadOnly(), StoreCorrupt(), StoreError()])
def test_while_it_lasts_nothing_runs_and_it_is_tried_less_and_less(error: StoreError) -> None:
    troubled = Troubled()
    troubled.fails(error)
    assert not any(troubled.seconds(600))
    # after 1, 2, 4 … seconds, and then every minute
    assert 10 <= troubled.tries <= 6 + 600 // TRY_AT_LEAST_EVERY.total_seconds()
    (notice,) = troubled.told
    assert notice.headline == "Nothing is read or sent: the database cannot be used"


def test_it_goes_on_alone_and_the_end_is_told_once() -> None:
    troubled = Troubled()
    troubled.fails(StoreFull())
    troubled.seconds(10)
    troubled.error = None
    assert any(troubled.seconds(20))
    assert all(troubled.seconds(round(CALM.total_seconds()) + 60))
    # status shows it for as long as it lasts, and what nobody saw is known in the end
    assert troubled.shown == [StoreFull().message, ""]
    assert len(troubled.ended) == 1
    began, ended = troubled.told
    assert (began.is_over, ended.is_over) == (False, True)
    assert (ended.key, ended.began_at) == (began.key, began.began_at)


def test_a_disk_with_room_for_a_little_is_one_trouble_and_not_many() -> None:
    """The small write fits, the next page does not: no fetch a second, no alert each time."""
    troubled = Troubled()
    fetched = 0
    troubled.fails(StoreFull())
    for _ in range(600):
        troubled.error = None
        if troubled.seconds(1)[0]:
            fetched += 1
            troubled.fails(StoreFull())
    assert fetched <= 16
    assert len(troubled.told) == 1


def test_a_lock_is_news_only_when_it_stays() -> None:
    troubled = Troubled()
    troubled.fails(StoreLocked())
    troubled.seconds(20)
    assert troubled.told == []
    troubled.error = None
    troubled.seconds(100)
    assert troubled.told == []
    troubled.fails(StoreLocked())
    troubled.seconds(150)
    assert len(troubled.told) == 1


def test_at_night_it_is_told_in_the_morning() -> None:
    troubled = Troubled()
    troubled.listens = False
    troubled.fails(StoreFull())
    troubled.seconds(300)
    troubled.listens = True
    troubled.seconds(120)
    assert len(troubled.told) == 1


def test_a_clock_that_was_set_back_does_not_make_it_wait() -> None:
    troubled = Troubled()
    troubled.fails(StoreFull())
    troubled.seconds(200)
    troubled.error = None
    troubled.clock.advance(-timedelta(hours=5))
    assert troubled.trouble.may_go_on()
