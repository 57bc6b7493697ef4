"""Connections between transactions: kept after a good end, given back after a bad one."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from monitor.store import SqlStore, memory_store, open_store
from monitor.store.connections import KEPT


class Checkouts:
    """How often a connection was taken out of the pool, and put back."""

    def __init__(self, store: SqlStore) -> None:
        self.out = self.back = 0
        for engine in (store.engine, store.reader):
            event.listen(engine, "checkout", self._out)
            event.listen(engine, "checkin", self._back)

    def _out(self, *_: object) -> None:
        self.out += 1

    def _back(self, *_: object) -> None:
        self.back += 1


def look_at_once(store: SqlStore, readers: int) -> None:
    """So many threads are in a reading transaction at the same time."""
    inside = threading.Barrier(readers, timeout=10)

    def look() -> None:
        with store.read():
            inside.wait()

    threads = [threading.Thread(target=look) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield store
    store.close()


def test_transactions_that_end_well_share_a_connection(store: SqlStore) -> None:
    checkouts = Checkouts(store)
    for _ in range(3):
        with store.begin() as tx:
            tx.cases.next_number()
        with store.read():
            pass
    # one that writes, and one that reads
    assert (checkouts.out, checkouts.back) == (2, 0)
    store.close()
    assert checkouts.back == 2


def test_one_that_failed_goes_back_to_the_pool(store: SqlStore) -> None:
    checkouts = Checkouts(store)
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.cases.next_number()
        raise ZeroDivisionError
    assert (checkouts.out, checkouts.back) == (1, 1)
    with pytest.raises(ZeroDivisionError), store.read():
        raise ZeroDivisionError
    assert (checkouts.out, checkouts.back) == (2, 2)


def test_nobody_is_left_in_a_transaction(store: SqlStore) -> None:
    with store.read() as tx:
        assert tx.switches.get("pause") is None
    with store.begin() as tx:
        assert tx.cases.next_number() == 1
    # a reader that stayed in its transaction would not let the log be emptied, nor see this
    assert store.flush() is True
    with store.begin() as tx:
        assert tx.cases.next_number() == 2


def test_threads_never_use_one_connection_at_once(store: SqlStore) -> None:
    checkouts = Checkouts(store)
    look_at_once(store, 2)
    assert (checkouts.out, checkouts.back) == (2, 0)
    look_at_once(store, 2)
    assert (checkouts.out, checkouts.back) == (2, 0)


def test_a_few_are_kept_and_the_others_go_back_to_the_pool(store: SqlStore) -> None:
    checkouts = Checkouts(store)
    look_at_once(store, KEPT + 2)
    assert (checkouts.out, checkouts.back) == (KEPT + 2, 2)


def test_a_store_in_memory_keeps_its_one_connection_in_its_pool() -> None:
    store = memory_store()
    checkouts = Checkouts(store)
    for _ in range(2):
        with store.begin() as tx:
            tx.cases.next_number()
    assert checkouts.out == checkouts.back == 2
    store.close()
