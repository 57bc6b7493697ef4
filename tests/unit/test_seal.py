"""A seal ties a button to the thing it was made for."""

from datetime import UTC, timedelta, timezone

from monitor.domain.seal import seal, sealed
from monitor.domain.values import replace
from monitor.testing import MONDAY_MORNING
from tests.shop import Shop


def test_a_number_given_again_after_a_restore_has_another_seal() -> None:
    effect = Shop().complaint()

    later = replace(effect, created_at=effect.created_at + timedelta(seconds=1))

    assert sealed(effect) != sealed(later)


def test_nothing_that_happens_to_a_thing_changes_its_seal() -> None:
    shop = Shop()
    draft = shop.complaint()

    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()

    assert sealed(shop.effect(draft.number)) == sealed(draft)


def test_a_case_and_its_draft_are_sealed_apart() -> None:
    shop = Shop()
    draft = shop.complaint()
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()

    assert sealed(case) != sealed(draft)


def test_the_same_moment_in_another_zone_is_the_same_seal() -> None:
    east = MONDAY_MORNING.astimezone(timezone(timedelta(hours=5)))

    assert seal("B", "e1", east) == seal("B", "e1", MONDAY_MORNING.astimezone(UTC))
