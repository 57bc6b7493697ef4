"""Erasing in each store: one person goes, everybody else stays, and the file forgets."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.case import CaseStatus, Promise, PromiseState
from monitor.domain.effect import Action, Slots, State
from monitor.domain.erasure import Holdings, Tombstone, is_gone
from monitor.domain.message import Author, Message
from monitor.domain.permission import Reason
from monitor.domain.values import replace
from monitor.errors import StoreError
from monitor.store import SqlStore, TombstoneFile, open_store
from monitor.store.tables import metadata
from tests.contract.stores import (
    ADA,
    BRAND,
    CY,
    NOW,
    a_case,
    a_decided,
    a_message,
    a_page,
    an_effect,
    at,
    stored,
)

KEY = b"k" * 32
SLOTS = Slots(name="Ada", handle="ada", own_text="Dear Ada")


def erase(store: SqlStore, author_id: str = ADA.id, key: bytes = KEY) -> Tombstone:
    with store.begin() as tx:
        stone = tx.erasures.stone_for(BRAND, author_id, at(60), key)
        if tx.erasures.salt() is None:
            tx.erasures.keep_salt(key)
        tx.erasures.erase(BRAND, author_id, stone, at(60))
    return stone


def filled(store: SqlStore) -> tuple[Message, Message]:
    """Ada's post with a case, a promise and four effects; Cy's beside it."""
    hers, his = a_message("x:1"), a_message("x:2", author=CY)
    stored(store, hers, his)
    with store.begin() as tx:
        tx.messages.record([a_decided(hers), a_decided(his)])
        tx.cases.add([a_case(1), a_case(2, author_id=CY.id, first_message_id="x:2")])
        tx.cases.add_promise(
            Promise(brand=BRAND, case_number=1, effect_number=1, made_at=NOW, due_at=at(60))
        )
        tx.outbox.add(
            [
                an_effect(
                    1,
                    slots=SLOTS,
                    state=State.SENT,
                    text="Hi Ada",
                    wire=b"Hi Ada",
                    posted_id="x:77",
                    case_number=1,
                    sent_at=NOW,
                ),
                an_effect(2, message_id="x:1", rule="b", action=Action.ALERT, state=State.SENT),
                an_effect(3, message_id="x:1", rule="c", action=Action.ALERT, slots=SLOTS),
                an_effect(4, message_id="x:2", author_id=CY.id),
            ]
        )
        tx.slots.take(BRAND, ADA.id, 1, at(600), NOW)
        tx.slots.take(BRAND, CY.id, 4, at(600), NOW)
    return hers, his


def test_what_is_held_is_told(store: SqlStore) -> None:
    filled(store)
    with store.read() as tx:
        assert tx.erasures.holdings(BRAND, ADA.id) == Holdings(
            messages=1, cases=(1,), open_cases=(1,), said=(1,), standing=(1,), cards=1
        )
        assert tx.erasures.holdings(BRAND, "x:nobody").is_empty
        assert tx.erasures.holdings("other", ADA.id).is_empty


def test_the_rows_stay_and_fit_together_without_her(store: SqlStore) -> None:
    _, his = filled(store)
    erase(store)
    with store.read() as tx:
        assert tx.authors.get(ADA.id) is None
        assert tx.authors.find("ada") == []
        decided = list(tx.messages.between(at(-60), at(60)))
        gone, kept = (
            next(d for d in decided if is_gone(d.message.id) is is_it) for is_it in (True, False)
        )
        assert kept.message == his
        assert (gone.message.text, gone.message.url, gone.message.author.name) == ("", "", "")
        assert (gone.message.created_at, gone.reading.kind) == (NOW, a_decided(his).reading.kind)
        # what was said and told because of it is still found beside it
        assert [effect.number for effect in gone.effects] == [1, 2, 3]
        case = tx.cases.get(1)
        assert case is not None
        assert case.first_message_id == gone.message.id
        assert case.author_id == gone.message.author.id
        assert (case.status, case.resolved_at, case.deadline_at) == (
            CaseStatus.RESOLVED,
            at(60),
            None,
        )
        (promise,) = tx.cases.promises(case_number=1)
        assert promise.state is PromiseState.CANCELLED
        (line,) = tx.cases.timeline(1)
        assert line.words == "erased: nothing of this person is kept here"


def test_effects_end_and_what_was_said_keeps_its_id(store: SqlStore) -> None:
    filled(store)
    erase(store)
    with store.read() as tx:
        said, card, waiting, his = (tx.outbox.get(number) for number in (1, 2, 3, 4))
    assert said is not None and card is not None and waiting is not None
    assert (said.state, said.posted_id, said.text, said.wire) == (State.SENT, "x:77", "", b"")
    assert said.slots == Slots()
    assert said.remark.startswith("erased; the hash of what was said: ")
    assert card.state is State.RETRACTING
    assert (waiting.state, waiting.reason) == (State.CANCELLED, Reason.PARENT_GONE)
    assert his == an_effect(4, message_id="x:2", author_id=CY.id)


def test_a_claim_that_was_read_before_finds_nothing(store: SqlStore) -> None:
    filled(store)
    with store.read() as tx:
        before = tx.outbox.get(3)
    assert before is not None
    erase(store)
    with store.begin() as tx:
        assert not tx.outbox.move(before, replace(before, state=State.APPROVED))


def test_the_slot_of_somebody_else_is_kept(store: SqlStore) -> None:
    filled(store)
    erase(store)
    with store.begin() as tx:
        assert not tx.slots.take(BRAND, CY.id, 9, at(700), at(61))
        assert tx.slots.take(BRAND, ADA.id, 9, at(700), at(61))


def test_a_page_that_waits_forgets_her_posts(store: SqlStore) -> None:
    stored(store, a_message("x:1"), a_message("x:2", author=CY))
    erase(store)
    with store.read() as tx:
        (page,) = tx.pages.untriaged()
    assert [message.id for message in page.fresh] == ["x:2"]


def test_what_she_wrote_before_does_not_come_back_and_what_is_new_does(store: SqlStore) -> None:
    filled(store)
    erase(store)
    old = a_message("x:1", text="an edit", version=2)
    new = a_message("x:9", created_at=at(61))
    page = stored(store, old, new, a_message("x:10", author=CY))
    assert [message.id for message in page.fresh] == ["x:10", "x:9"]
    with store.read() as tx:
        facts = tx.facts.of_authors(BRAND, [ADA.id], at(62))
    assert facts[ADA.id].is_opted_out


def test_another_brand_s_tombstone_is_not_ours(store: SqlStore) -> None:
    filled(store)
    erase(store)
    with store.begin() as tx:
        page = tx.pages.store("other", "x", a_page(a_message("x:1", brand="other")), NOW)
    assert [message.id for message in page.fresh] == ["x:1"]


def test_erased_again_where_the_tombstone_is_news(store: SqlStore) -> None:
    filled(store)
    with store.read() as tx:
        stone = tx.erasures.stone_for(BRAND, ADA.id, at(60), KEY)
    with store.begin() as tx:
        assert tx.erasures.again(KEY, [stone], at(90)) == 1
        assert tx.erasures.again(KEY, [stone], at(91)) == 0
    with store.read() as tx:
        assert tx.authors.get(ADA.id) is None
        assert tx.authors.get(CY.id) == CY
        assert tx.erasures.tombstones() == [stone]
    assert stored(store, a_message("x:1")).fresh == ()


def test_what_somebody_wrote_after_their_erasure_is_not_erased_again(store: SqlStore) -> None:
    later = a_message("x:5", created_at=at(120))
    stored(store, a_message("x:1"), later)
    stone = Tombstone(digest="", brand=BRAND, until=at(60))
    with store.begin() as tx:
        digest = tx.erasures.stone_for(BRAND, ADA.id, at(60), KEY).digest
        tx.erasures.again(KEY, [replace(stone, digest=digest)], at(180))
    with store.read() as tx:
        assert tx.messages.get("x:5") == later
        assert tx.messages.get("x:1") is None


def test_tombstones_of_another_salt_erase_all_the_same(store: SqlStore) -> None:
    filled(store)
    erase(store, CY.id)
    other = b"o" * 32
    with store.begin() as tx:
        stone = tx.erasures.stone_for(BRAND, ADA.id, at(60), other)
        assert tx.erasures.again(other, [stone], at(90)) == 1
    assert stored(store, a_message("x:1")).fresh == ()


@pytest.mark.parametrize("length", [30, 9_000])
def test_the_files_hold_no_byte_of_the_erased(tmp_path: Path, length: int) -> None:
    """Many rows, split pages, overflow pages, freed pages: whoever was erased is in none."""
    store = open_store(f"sqlite:///{tmp_path / 'monitor.db'}")
    people = [
        Author(id=f"x:person-{n:04}", platform="x", handle=f"handle{n:04}", name=f"Name Nr{n:04}")
        for n in range(60 if length > 1_000 else 400)
    ]
    for turn in range(3):
        for author in people:
            number = author.id[-4:]
            text = f"words{number} " * (length // 10)
            message = a_message(f"x:{turn}-{number}", text=text, author=author, created_at=at(turn))
            stored(store, message)
            with store.begin() as tx:
                tx.messages.record([a_decided(message)])
                tx.outbox.add(
                    [
                        an_effect(
                            turn * 1_000 + int(number) + 1,
                            message_id=message.id,
                            author_id=author.id,
                            text=f"Hi Nr{number}",
                            state=State.SENT,
                            slots=Slots(name=author.name, handle=author.handle),
                        )
                    ]
                )
    erased = people[::7]
    for author in erased:
        erase(store, author.id)
    assert store.flush()
    bytes_left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    store.close()
    for author in people:
        number = author.id[-4:]
        names = (author.id, author.handle, f"words{number} ", f"Nr{number}", f"-{number}")
        found = [name for name in names if name.encode() in bytes_left]
        assert found == ([] if author in erased else list(names))


def test_the_log_is_not_emptied_while_somebody_reads(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'monitor.db'}")
    other = open_store(f"sqlite:///{tmp_path / 'monitor.db'}")
    with other.read() as tx:
        tx.switches.get("anything")
        stored(store, a_message("x:1"))
        assert not store.flush()
    assert store.flush()
    store.close()
    other.close()


def test_a_file_of_tombstones_tells_them_again(tmp_path: Path) -> None:
    file = TombstoneFile(tmp_path / "deep" / "monitor.db.erased")
    assert file.read() == (None, [])
    stones = [Tombstone(digest=f"d{n}", brand=BRAND, until=at(n)) for n in range(3)]
    file.append(KEY, stones[:1])
    file.append(KEY, stones[1:])
    assert file.read() == (KEY, stones)
    assert file.path.stat().st_mode & 0o777 == 0o600
    # a crash in the middle of a line loses that line only
    file.path.write_bytes(file.path.read_bytes() + b'{"digest":"d9","bra')
    file.append(KEY, [replace(stones[0], until=NOW + timedelta(days=1))])
    assert len(file.read()[1]) == 4


def test_a_file_of_tombstones_without_its_salt_is_refused(tmp_path: Path) -> None:
    file = TombstoneFile(tmp_path / "monitor.db.erased")
    file.append(KEY, [Tombstone(digest="d", brand=BRAND, until=NOW)])
    lines = file.path.read_bytes().split(b"\n")
    file.path.write_bytes(b"\n".join(line for line in lines if b"salt" not in line))
    with pytest.raises(StoreError, match="has lost its salt"):
        file.read()


def test_every_place_where_a_person_may_stand_is_known_here() -> None:
    """A new column of this sort is emptied in `nameless.py` or `erasures.py` first, then named."""
    wanted = ("author_id", "message_id", "first_message_id", "parent_id", "conversation_id")
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(wanted)
    }
    assert found == {
        "acknowledgement_slot.author_id",
        "audit_salt.author_id",
        "author_mark.author_id",
        "case_.author_id",
        "case_.first_message_id",
        "case_timeline.message_id",
        "customer_link.author_id",
        "customer_order.author_id",
        "effect.author_id",
        "effect.conversation_id",
        "effect.message_id",
        "flag.author_id",
        "flag.message_id",
        "incident_person.author_id",
        "incident_person.message_id",
        "label.author_id",
        "label.message_id",
        "message.author_id",
        "message.conversation_id",
        "message.parent_id",
        "strike.author_id",
        "strike.message_id",
        "not_same.author_id",
    }
