"""Labels in the store: one for a mention, the newest decision about it."""

from datetime import timedelta

from monitor.domain.label import Judged, Label, LabelReason
from monitor.domain.retention import Cutoffs
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.store import SqlStore
from tests.contract.stores import ADA, BRAND, NOW, a_message, at, stored
from tests.contract.test_stored_erasures import erase

RIGHT = Label(
    brand=BRAND,
    message_id="x:1",
    author_id=ADA.id,
    platform="x",
    effect_number=12,
    judged=Judged.RIGHT,
    reason=LabelReason.APPROVED,
    score=0.912345,
    floor=0.8,
    model="m 1",
    by="Jo",
    at=NOW,
)


def test_it_comes_back_as_it_was(store: Store) -> None:
    bare = replace(RIGHT, message_id="x:2", effect_number=None, score=None, is_practice=True)
    with store.begin() as tx:
        tx.labels.put(RIGHT)
        tx.labels.put(bare)
    with store.read() as tx:
        assert tx.labels.get(BRAND, "x:1") == RIGHT
        assert tx.labels.get(BRAND, "x:2") == bare
        assert tx.labels.get("other", "x:1") is None
        assert tx.labels.since(BRAND, NOW) == [RIGHT, bare]
        assert tx.labels.since("other", NOW) == []


def test_those_of_a_time_are_told_of_one_brand_or_of_all(store: Store) -> None:
    early, late = (replace(RIGHT, message_id=f"x:{n}", at=at(n)) for n in (2, 4))
    other = replace(RIGHT, brand="other", at=at(3), is_practice=True)
    with store.begin() as tx:
        for label in (late, other, early):
            tx.labels.put(label)
    with store.read() as tx:
        assert tx.labels.between(at(2), at(5)) == [early, other, late]
        assert tx.labels.between(at(2), at(4), BRAND) == [early]
        assert tx.labels.between(at(3), at(4), BRAND) == []


def test_a_later_decision_takes_the_place_of_an_earlier_one(store: Store) -> None:
    later = replace(RIGHT, judged=Judged.WRONG, reason=LabelReason.TAKEN_BACK, by="Sam", at=at(5))
    with store.begin() as tx:
        tx.labels.put(RIGHT)
        tx.labels.put(later)
    with store.read() as tx:
        assert tx.labels.since(BRAND, NOW) == [later]


def test_a_decision_that_was_taken_back_is_forgotten(store: Store) -> None:
    with store.begin() as tx:
        tx.labels.put(RIGHT)
        tx.labels.forget("other", "x:1")
        assert tx.labels.get(BRAND, "x:1") == RIGHT
        tx.labels.forget(BRAND, "x:1")
        assert tx.labels.get(BRAND, "x:1") is None


def test_the_practice_round_is_told_however_old_it_is(store: Store) -> None:
    practice = replace(RIGHT, message_id="x:2", is_practice=True, at=at(-900))
    with store.begin() as tx:
        tx.labels.put(replace(RIGHT, message_id="x:3", at=at(-1)))
        tx.labels.put(RIGHT)
        tx.labels.put(practice)
    with store.read() as tx:
        assert tx.labels.since(BRAND, NOW) == [practice, RIGHT]


def test_whom_it_was_about_goes_and_how_good_the_machine_was_stays(store: SqlStore) -> None:
    stored(store, a_message("x:1"))
    with store.begin() as tx:
        tx.labels.put(RIGHT)
    erase(store)
    with store.read() as tx:
        assert tx.labels.get(BRAND, "x:1") is None
        (left,) = tx.labels.since(BRAND, NOW)
    assert left.message_id != RIGHT.message_id
    assert left.author_id != ADA.id
    assert replace(left, message_id="x:1", author_id=ADA.id) == RIGHT


def test_it_goes_with_the_numbers(store: Store) -> None:
    with store.begin() as tx:
        tx.labels.put(RIGHT)
    later = NOW + timedelta(days=1)
    for numbers, left in ((NOW, 1), (later, 0)):
        with store.begin() as tx:
            tx.expiry.rest(BRAND, Cutoffs(words=NOW, people=NOW, numbers=numbers), later)
            assert len(tx.labels.since(BRAND, NOW)) == left
