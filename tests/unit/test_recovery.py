"""A start that meets a database which cannot be used: what passes by itself is waited for."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from monitor.errors import StoreCorrupt, StoreError, StoreFull, StoreLocked, StoreReadOnly
from monitor.recovery import Recovery
from monitor.services.store_trouble import StoreTrouble
from monitor.testing import FakeClock
from tests.app import app_of
from tests.shop import Shop


class Ticking(FakeClock):
    """Two seconds later whenever it is asked."""

    def now(self) -> datetime:
        self.advance(timedelta(seconds=2))
        return super().now()


class Troubled(Recovery):
    """Meets these, one after the other, before all is well."""

    def __init__(self, *errors: StoreError, clock: FakeClock) -> None:
        shop = Shop()
        super().__init__(app_of(shop), StoreTrouble(shop.store, clock, lambda _: True), None)
        self.errors = list(errors)

    def now(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
        super().now()


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """Of a pipe: who writes into the second one stops it."""
    made = os.pipe()
    yield made
    for end in made:
        os.close(end)


@pytest.mark.parametrize(
    "errors", [(), (StoreLocked(),), (StoreFull(),), (StoreLocked(), StoreFull())]
)
def test_what_passes_by_itself_is_waited_for(
    ends: tuple[int, int], errors: tuple[StoreError, ...]
) -> None:
    recovery = Troubled(*errors, clock=Ticking())
    assert recovery.as_soon_as_possible(ends[0])
    assert recovery.errors == []


@pytest.mark.parametrize("error", [StoreCorrupt(), StoreReadOnly(), StoreError()])
def test_what_a_person_has_to_mend_ends_it(ends: tuple[int, int], error: StoreError) -> None:
    with pytest.raises(type(error)):
        Troubled(StoreLocked(), error, clock=Ticking()).as_soon_as_possible(ends[0])


def test_who_waits_can_be_told_to_stop(ends: tuple[int, int]) -> None:
    os.write(ends[1], b"s")
    recovery = Troubled(StoreLocked(), clock=FakeClock())
    assert not recovery.as_soon_as_possible(ends[0])
