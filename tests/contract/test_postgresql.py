"""What only a server can do to us: go away and come back, and take orders from two at once."""

import threading

import pytest
from sqlalchemy import create_engine, text

from monitor.errors import MonitorError
from tests.contract.stores import ADA, BRAND, NOW, a_message, at, opened, stored

pytestmark = pytest.mark.postgresql


def test_a_lost_connection_takes_the_transaction_back_and_is_made_again(
    empty_database: str,
) -> None:
    with opened(empty_database) as store:
        with pytest.raises(MonitorError), store.begin() as tx:
            tx.switches.put("pause", "by Bo", NOW)
            _cut_off_everybody(empty_database)
            tx.switches.put("away", "until Thursday", NOW)
        with store.begin() as tx:
            assert tx.switches.get("pause") is None
        _cut_off_everybody(empty_database)
        assert len(stored(store, a_message()).fresh) == 1


def test_a_slot_goes_to_one_of_two_at_once(empty_database: str) -> None:
    taken: list[int] = []

    def take(effect: int) -> None:
        with opened(empty_database) as store:
            barrier.wait()
            with store.begin() as tx:
                if tx.slots.take(BRAND, ADA.id, effect, at(60), NOW):
                    taken.append(effect)

    with opened(empty_database):
        barrier = threading.Barrier(4)
        threads = [threading.Thread(target=take, args=(effect,)) for effect in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(taken) == 1


def test_two_who_open_a_new_database_make_one_store(empty_database: str) -> None:
    errors: list[BaseException] = []

    def open_it() -> None:
        try:
            with opened(empty_database) as store, store.begin() as tx:
                tx.cases.next_number()
        except MonitorError as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with opened(empty_database) as store, store.begin() as tx:
        assert tx.cases.next_number() == 4


def _cut_off_everybody(url: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
