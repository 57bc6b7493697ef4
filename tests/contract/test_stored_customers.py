"""Customers who have several authors, as the store keeps and forgets them."""

from sqlalchemy import func, select

from monitor.domain.case import CaseStatus, Promise, Resolution
from monitor.domain.customer import JoinedCase, Link
from monitor.domain.erasure import Tombstone
from monitor.domain.message import Author
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.store import SqlStore
from monitor.store.tables import customer_link, joined_case, not_same
from tests.contract.stores import BRAND, CY, NOW, a_case, a_message, an_effect, at, stored

KEY = b"k" * 32


def together(tx: Tx, *author_ids: str) -> None:
    tx.customers.link(
        [
            Link(brand=BRAND, author_id=id_, customer=author_ids[0], at=NOW, by="Jo", why="same")
            for id_ in author_ids
        ]
    )


def joined(tx: Tx) -> None:
    """Case 2 of Cy is part of case 1 of Ada."""
    one, two = a_case(1), a_case(2, author_id="x:cy", first_message_id="x:2")
    ended = replace(two, status=CaseStatus.RESOLVED, resolution=Resolution.JOINED, resolved_at=NOW)
    tx.cases.add([one, two])
    tx.outbox.add([an_effect(5, author_id="x:cy", message_id="x:2", case_number=2)])
    tx.cases.add_promise(
        Promise(brand=BRAND, case_number=2, effect_number=5, made_at=NOW, due_at=at(9))
    )
    together(tx, "x:ada", "x:cy")
    tx.cases.save(ended)
    tx.customers.join(JoinedCase(brand=BRAND, number=2, into=1, at=NOW, was=two, base=one))


def test_an_author_alone_is_a_customer(store: Store) -> None:
    with store.read() as tx:
        assert tx.customers.of(BRAND, "x:ada").identities == ("x:ada",)
        assert not tx.customers.of(BRAND, "x:ada").is_linked


def test_linked_authors_are_one_in_their_brand_only(store: Store) -> None:
    with store.begin() as tx:
        together(tx, "x:ada", "x:cy", "x:bo")
        customer = tx.customers.of(BRAND, "x:cy")
        assert (customer.id, customer.identities) == ("x:ada", ("x:ada", "x:bo", "x:cy"))
        assert tx.customers.of("other", "x:cy").identities == ("x:cy",)
        tx.customers.unlink(BRAND, ("x:bo",))
        assert tx.customers.of(BRAND, "x:cy").identities == ("x:ada", "x:cy")


def test_a_slot_of_the_one_is_a_slot_of_the_other(store: Store) -> None:
    with store.begin() as tx:
        assert tx.slots.take(BRAND, "x:cy", 1, at(60), NOW)
        together(tx, "x:ada", "x:cy")
        assert not tx.slots.take(BRAND, "x:ada", 2, at(90), NOW)
        assert tx.slots.take(BRAND, "x:ada", 3, at(90), at(61))
        assert not tx.slots.take(BRAND, "x:cy", 4, at(99), at(61))
        tx.slots.release(BRAND, "x:cy", 3)
        assert tx.slots.take(BRAND, "x:cy", 5, at(99), at(61))


def test_who_is_not_linked_has_one_slot_whoever_else_is(store: Store) -> None:
    with store.begin() as tx:
        together(tx, "x:ada", "x:cy")
        assert tx.slots.take(BRAND, "x:bo", 1, at(60), NOW)
        assert not tx.slots.take(BRAND, "x:bo", 2, at(90), NOW)
        tx.slots.release(BRAND, "x:bo", 2)
        assert not tx.slots.take(BRAND, "x:bo", 3, at(90), NOW)
        tx.slots.release(BRAND, "x:bo", 1)
        assert tx.slots.take(BRAND, "x:bo", 4, at(90), NOW)


def test_a_link_counts_from_the_next_transaction_on(store: Store) -> None:
    with store.begin() as tx:
        assert tx.slots.take(BRAND, "x:cy", 1, at(60), NOW)
    with store.begin() as tx:
        together(tx, "x:ada", "x:cy")
    with store.begin() as tx:
        assert not tx.slots.take(BRAND, "x:ada", 2, at(90), NOW)


def test_promises_and_words_of_a_part_are_those_of_the_whole(store: Store) -> None:
    with store.begin() as tx:
        joined(tx)
        assert [one.case_number for one in tx.cases.promises(case_number=1)] == [1]
        assert [one.number for one in tx.outbox.of_case(1)] == [5]
        assert tx.customers.part_of(2) == 1
        (part,) = tx.customers.joined(1)
        tx.customers.part(part)
        assert [one.number for one in tx.outbox.of_case(2)] == [5]
        assert tx.cases.promises(case_number=1) == []
        assert tx.customers.joined(1) == []


def test_the_owner_of_a_case_is_who_began_it(store: Store) -> None:
    stored(store, a_message("x:2", author=CY))
    with store.begin() as tx:
        tx.cases.add([a_case(1, first_message_id="x:2"), a_case(2, author_id="x:9")])
        assert tx.customers.owner(a_case(1, first_message_id="x:2")) == "x:cy"
        assert tx.customers.owner(a_case(2, author_id="x:9")) == "x:9"


def test_namesakes_are_on_other_platforms_and_called_the_same(store: Store) -> None:
    ada = Author(id="x:ada", platform="x", handle="Ada_Quill")
    others = [
        Author(id="bluesky:1", platform="bluesky", handle="ada_quill.bsky.social"),
        Author(id="mastodon:2", platform="mastodon", handle="@ada_quill@social.example"),
        Author(id="reddit:3", platform="reddit", handle="adaXquill"),
        Author(id="reddit:4", platform="reddit", handle="ada_quillette"),
        Author(id="x:5", platform="x", handle="ada_quill"),
    ]
    stored(
        store,
        *(
            a_message(f"{one.platform}:m{place}", author=one, platform=one.platform)
            for place, one in enumerate(others)
        ),
    )
    with store.read() as tx:
        assert tx.customers.namesakes(BRAND, ada) == ["bluesky:1", "mastodon:2"]
        assert tx.customers.namesakes("other", ada) == []


def test_evidence_that_is_kept_of_the_one_is_kept_of_the_other(store: Store) -> None:
    cy = a_message("x:2", author=CY)
    stored(store, a_message("x:1"), cy)
    with store.begin() as tx:
        tx.cases.add([a_case(1)])
        together(tx, "x:ada", "x:cy")
        tx.cases.keep_evidence(a_case(1), NOW, "a lawyer")
    stored(store, replace(cy, deleted_at=at(1)), now=at(1))
    with store.begin() as tx:
        kept = tx.messages.get("x:2", BRAND)
        assert kept is not None
        assert kept.text
        assert tx.cases.end_evidence(a_case(1))
        gone = tx.messages.get("x:2", BRAND)
        assert gone is not None
        assert not gone.text


def test_words_of_who_has_an_open_case_stay_under_every_account(store: Store) -> None:
    stored(store, a_message("x:1"), a_message("x:2", author=CY))
    with store.begin() as tx:
        tx.cases.add([a_case(1)])
        assert tx.expiry.words(BRAND, at(60), 9) == 1
    with store.begin() as tx:
        together(tx, "x:ada", "x:bo")
    dan = Author(id="x:dan", platform="x", handle="dan")
    stored(
        store,
        a_message("x:3", author=Author(id="x:bo", platform="x", handle="bo")),
        a_message("x:4", author=dan),
    )
    with store.begin() as tx:
        # of two customers with links only the one keeps its words
        together(tx, "x:dan", "x:eli")
        assert tx.expiry.words(BRAND, at(60), 9) == 1
    with store.begin() as tx:
        assert tx.expiry.words(BRAND, at(60), 9) == 0


def test_whoever_is_erased_leaves_no_link_behind(store: SqlStore) -> None:
    stored(store, a_message("x:1"), a_message("x:2", author=CY))
    with store.begin() as tx:
        joined(tx)
        together(tx, "x:ada", "x:cy", "x:zoe")
        tx.customers.dismiss(BRAND, "x:ada", "x:9", NOW, "Jo")
        tx.erasures.keep_salt(KEY)
        tx.erasures.erase(BRAND, "x:ada", Tombstone(digest="d", brand=BRAND, until=at(9)), at(9))
        # who is left is one customer, in the name of one of them
        assert tx.customers.of(BRAND, "x:zoe").id == "x:cy"
        tx.erasures.erase(BRAND, "x:cy", Tombstone(digest="e", brand=BRAND, until=at(9)), at(9))
        tx.erasures.erase(BRAND, "x:zoe", Tombstone(digest="f", brand=BRAND, until=at(9)), at(9))
    with store.engine.connect() as connection:
        for table in (customer_link, joined_case, not_same):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0
