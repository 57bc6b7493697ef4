"""After a restore: what another database may have sent is looked for before anything is said."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.case import PromiseState
from monitor.domain.effect import Action, State
from monitor.errors import WrongState
from monitor.services.retraction import TRIES, TRY_AGAIN_AFTER
from monitor.services.switches import RECONCILE, RESTORED, Hold
from monitor.store import SqlStore, backup, open_store, restore
from monitor.testing import MONDAY_MORNING, FakeClock
from tests.shop import BRAND, Shop, people

A_WHILE = timedelta(minutes=3)


class Restorable:
    """A shop on a file, the copies of it, and the way back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'monitor.db'}"
        self.store: SqlStore = open_store(self.url, temporary=True)
        self.shop = Shop(store=self.store)
        self.copy = Path()

    def back_up(self) -> None:
        self.copy = backup(self.store, self.folder / "backups", now=self.shop.clock.now())
        self.shop.clock.advance(A_WHILE)

    def restore(self) -> None:
        self.store.close()
        self.shop.clock.advance(A_WHILE)
        restore(self.copy, self.url, now=self.shop.clock.now())
        self.store = self.shop.store = open_store(self.url, temporary=True)
        self.shop.open()

    def reconcile(self) -> None:
        now = self.shop.clock.now()
        with self.store.begin() as tx:
            written = tx.switches.get(RECONCILE)
            assert written is not None
            tx.switches.put(RESTORED, Hold.read(written).ended(now), now)
            tx.switches.put(RECONCILE, None, now)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Restorable]:
    made = Restorable(tmp_path)
    yield made
    made.store.close()


def test_what_was_sent_after_the_backup_is_found_and_not_said_again(place: Restorable) -> None:
    shop = place.shop
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    place.back_up()
    shop.deliver.due()
    place.restore()
    shop.work_for(A_WHILE)
    assert shop.word().state is State.HELD
    place.reconcile()
    shop.work_for(A_WHILE)
    (public,) = shop.x.public
    word = shop.word()
    assert (word.state, word.posted_id) == (State.SENT, public.posted_id)
    assert word.text == public.outgoing.text


def test_a_draft_that_was_sent_after_the_backup_is_not_said_again(place: Restorable) -> None:
    shop = place.shop
    draft = shop.complaint()
    place.back_up()
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()
    place.restore()
    place.reconcile()
    shop.clock.advance(timedelta(minutes=20))
    shop.review.approve(draft.number, by="Jo")
    shop.work_for(A_WHILE)
    assert len(shop.x.public) == 1
    assert shop.word().state is State.SENT


def test_a_mention_that_comes_again_is_not_answered_again(place: Restorable) -> None:
    shop = place.shop
    place.back_up()
    mention = shop.says()
    shop.hear(mention)
    shop.review.approve(shop.word().number, by="Jo")
    shop.deliver.due()
    place.restore()
    place.reconcile()
    shop.hear(mention)
    shop.review.approve(shop.word().number, by="Jo")
    shop.work_for(A_WHILE)
    assert len(shop.x.public) == 1
    assert shop.word().state is State.SENT


def test_other_bytes_than_those_of_the_backup_are_found_too(place: Restorable) -> None:
    shop = place.shop
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next("timeout_before")
    shop.deliver.due()
    place.back_up()
    # it is proven absent, and sent once more with other bytes
    shop.work_for(A_WHILE)
    assert len(shop.x.public) == 1
    place.restore()
    shop.work_for(A_WHILE)
    place.reconcile()
    shop.work_for(A_WHILE)
    assert len(shop.x.public) == 1
    assert shop.word().state is State.SENT


def test_what_was_never_sent_goes_out_once_after_two_looks(place: Restorable) -> None:
    shop = place.shop
    shop.x.read_delay = timedelta(seconds=30)
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    place.back_up()
    place.restore()
    place.reconcile()
    shop.deliver.due()
    assert shop.word().state is State.UNKNOWN
    shop.look.due()
    assert shop.x.public == []
    shop.work_for(A_WHILE)
    assert [said.outgoing.action for said in shop.x.public] == [Action.ACKNOWLEDGE]
    assert shop.word().state is State.SENT


def test_a_platform_that_is_busy_afterwards_does_not_send_it_round(place: Restorable) -> None:
    shop = place.shop
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    place.back_up()
    place.restore()
    place.reconcile()
    shop.x.fail_next("429")
    shop.work_for(timedelta(minutes=30))
    assert shop.x.sends == 2
    assert len(shop.x.public) == 1


def test_posts_from_after_the_restore_need_no_look(place: Restorable) -> None:
    shop = place.shop
    place.back_up()
    place.restore()
    shop.clock.advance(A_WHILE)
    place.reconcile()
    shop.sent()
    assert shop.word().state is State.SENT


def test_where_nobody_can_look_a_person_is_asked_and_settles_it(place: Restorable) -> None:
    shop = place.shop
    drafts = [
        shop.complaint(id=f"x:{number}", author=author)
        for number, author in enumerate(people(2), 1)
    ]
    for draft in drafts:
        shop.review.approve(draft.number, by="Jo")
    place.back_up()
    place.restore()
    place.reconcile()
    shop.x.can_be_asked = False
    shop.work_for(A_WHILE)
    assert [shop.effect(draft.number).state for draft in drafts] == [State.NEEDS_PERSON] * 2
    there, gone = (draft.number for draft in drafts)
    with pytest.raises(WrongState, match="look at your own account"):
        shop.review.approve(there, by="Jo")
    shop.review.settle(there, is_there=True, by="Jo")
    shop.review.settle(gone, is_there=False, by="Jo")
    assert [shop.effect(number).state for number in (there, gone)] == [State.SENT, State.CANCELLED]
    with pytest.raises(WrongState, match="nobody has to look"):
        shop.review.settle(gone, is_there=True, by="Jo")
    assert shop.x.public == []


def test_a_settled_word_whose_text_is_known_makes_its_promise() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next("timeout_after_acceptance")
    shop.x.can_be_asked = False
    shop.work()
    assert shop.word().state is State.NEEDS_PERSON
    shop.clock.advance(A_WHILE)
    settled = shop.review.settle(draft.number, is_there=True, by="Jo")
    assert shop.effect(draft.number) == settled
    assert settled.sent_at == MONDAY_MORNING
    with shop.store.read() as tx:
        (promise,) = tx.cases.promises(case_number=settled.case_number, state=PromiseState.OPEN)
    assert promise.due_at == settled.promised_until


def test_a_word_that_a_person_deleted_keeps_its_place() -> None:
    shop = Shop()
    word = shop.sent()
    shop.review.retract(word.number, by="Jo")
    shop.x.fail_next(*["timeout_before"] * (TRIES + 1))
    for _ in range(TRIES + 1):
        shop.retraction.due()
        shop.clock.advance(TRY_AGAIN_AFTER)
    assert shop.word().state is State.NEEDS_PERSON
    assert shop.review.settle(word.number, is_there=False, by="Jo").state is State.RETRACTED
    with shop.store.read() as tx:
        facts = tx.facts.of_authors(BRAND, [word.author_id], shop.clock.now())
    assert facts[word.author_id].slot_effect == word.number


def test_a_hold_is_read_as_it_was_written() -> None:
    hold = Hold.read("restored 2026-11-23 09:00 UTC from monitor-20261123T080000Z.db")
    assert hold.restored_at == MONDAY_MORNING
    assert hold.made_at == MONDAY_MORNING - timedelta(hours=1)
    for odd in ("by hand", "restored 2026-99-99 09:00 UTC from x", "restored soon"):
        assert Hold.read(odd).restored_at is None
    read = Hold.read("restored 2026-11-23 09:00 UTC from monitor-20269999T080000Z.db")
    assert read.backup == "monitor-20269999T080000Z.db"
    assert Hold.read("by hand").ended(FakeClock().now()) == FakeClock().now().isoformat()
