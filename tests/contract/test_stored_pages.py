"""Pages in the store: new, newer, late, gone, twice, and what no database can hold."""

import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.message import Author, Media, Message, MessageType, Page, SetAside
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.store import memory_store
from tests.contract.stores import (
    ADA,
    BRAND,
    CY,
    NOW,
    a_decided,
    a_message,
    a_page,
    an_effect,
    at,
    stored,
)

FULL = Message(
    id="x:7",
    brand=BRAND,
    platform="x",
    author=Author(
        id="x:ada",
        platform="x",
        handle="ada",
        name="Ada Quill 🌲",
        followers=12,
        created_at=at(-1_000_000),
        is_bot=True,
    ),
    text="@larch still nothing – 3 Wochen!\n<b>&</b>",
    created_at=datetime(2026, 11, 23, 7, 59, 58, 123456, tzinfo=UTC),
    seen_at=NOW,
    url="https://x.example/ada/7",
    conversation_id="x:5",
    parent_id="x:6",
    type=MessageType.QUOTE,
    addressed=True,
    from_brand=False,
    found_by="x",
    language="de",
    media=(
        Media(kind="image", url="https://x.example/7.png", alt="a box"),
        Media(kind="f", url=""),
    ),
    version=3,
    edited_at=at(1),
    is_live=False,
    community="reddit:r/larch",
    reply_forbidden="archived",
)


def test_a_message_comes_back_as_it_was(store: Store) -> None:
    page = stored(store, FULL)
    assert page.fresh == (FULL,)
    with store.read() as tx:
        assert tx.messages.get("x:7") == FULL
        assert tx.messages.get("x:7", BRAND) == FULL
        assert tx.messages.get("x:8") is None


def test_a_plain_message_comes_back_as_it_was(store: Store) -> None:
    stored(store, a_message())
    with store.read() as tx:
        assert tx.messages.get("x:1") == a_message()


def test_moments_of_other_zones_are_the_same_moments(store: Store) -> None:
    there = timezone(timedelta(hours=-7))
    stored(store, a_message(created_at=NOW.astimezone(there)))
    with store.read() as tx:
        kept = tx.messages.get("x:1")
        assert kept is not None
        assert (kept.created_at, kept.created_at.tzinfo) == (NOW, UTC)


def test_the_cursor_is_kept_with_the_page(store: Store) -> None:
    with store.begin() as tx:
        assert tx.pages.cursor(BRAND, "x") == ""
        tx.pages.store(BRAND, "x", a_page(a_message(), cursor="one"), NOW)
        tx.pages.store(BRAND, "feed", a_page(cursor="other"), NOW)
    with store.begin() as tx:
        assert tx.pages.cursor(BRAND, "x") == "one"
        assert tx.pages.cursor(BRAND, "feed") == "other"
        assert tx.pages.cursor("other", "x") == ""
        tx.pages.store(BRAND, "x", a_page(cursor="two"), NOW)
    with store.read() as tx:
        assert tx.pages.cursor(BRAND, "x") == "two"


def test_a_known_message_is_a_duplicate(store: Store) -> None:
    first = stored(store, a_message("x:1"), a_message("x:2"))
    second = stored(store, a_message("x:2"), a_message("x:3", seen_at=at(5)))
    third = stored(store, a_message("x:1"), a_message("x:3"))
    assert ([m.id for m in first.fresh], first.duplicates) == (["x:1", "x:2"], 0)
    assert ([m.id for m in second.fresh], second.duplicates) == (["x:3"], 1)
    assert (third.number, third.fresh, third.duplicates) == (0, (), 2)


def test_the_same_id_of_two_brands_is_two_messages(store: Store) -> None:
    stored(store, a_message("x:1"))
    with store.begin() as tx:
        theirs = a_message("x:1", brand="fir")
        page = tx.pages.store("fir", "x", a_page(theirs), NOW)
        assert page.fresh == (theirs,)
        assert tx.messages.get("x:1", "fir") == theirs
        assert tx.messages.get("x:1", BRAND) == a_message("x:1")


def test_what_is_fresh_comes_in_the_order_people_wrote(store: Store) -> None:
    page = stored(
        store,
        a_message("x:3", created_at=at(3)),
        a_message("x:1", created_at=at(1)),
        a_message("x:2", created_at=at(2)),
    )
    assert [message.id for message in page.fresh] == ["x:1", "x:2", "x:3"]


# --- versions ---------------------------------------------------------------------------------


def test_a_higher_version_is_fresh_and_replaces_the_text(store: Store) -> None:
    stored(store, a_message(text="first"))
    newer = a_message(text="second", version=2, edited_at=at(5))
    page = stored(store, newer)
    assert (page.fresh, page.duplicates) == ((newer,), 0)
    with store.read() as tx:
        assert tx.messages.get("x:1") == newer


def test_another_text_under_the_same_version_is_counted_on(store: Store) -> None:
    stored(store, a_message(text="first"))
    second = stored(store, a_message(text="second"))
    third = stored(store, a_message(text="third"))
    again = stored(store, a_message(text="third"))
    stale = stored(store, a_message(text="first"))
    assert [(m.text, m.version) for m in second.fresh] == [("second", 2)]
    assert [(m.text, m.version) for m in third.fresh] == [("third", 3)]
    assert (again.fresh, again.duplicates) == ((), 1)
    assert (stale.fresh, stale.duplicates) == ((), 1)
    with store.read() as tx:
        kept = tx.messages.get("x:1")
        assert kept is not None
        assert (kept.text, kept.version) == ("third", 3)


def test_an_older_version_that_comes_late_changes_nothing(store: Store) -> None:
    stored(store, a_message(text="second", version=2))
    page = stored(store, a_message(text="first", version=1))
    assert (page.fresh, page.duplicates) == ((), 1)
    with store.read() as tx:
        kept = tx.messages.get("x:1")
        assert kept is not None
        assert (kept.text, kept.version) == ("second", 2)


def test_an_older_edit_under_the_same_version_changes_nothing(store: Store) -> None:
    stored(store, a_message(text="second", edited_at=at(5)))
    page = stored(store, a_message(text="first"))
    assert (page.fresh, page.duplicates) == ((), 1)


def test_within_a_page_the_last_version_wins(store: Store) -> None:
    page = stored(
        store,
        a_message("x:1", text="first"),
        a_message("x:2"),
        a_message("x:1", text="second", version=2),
        a_message("x:2"),
    )
    assert [(m.id, m.text, m.version) for m in page.fresh] == [
        ("x:1", "second", 2),
        ("x:2", "three weeks late", 1),
    ]
    assert page.duplicates == 1


# --- deletions --------------------------------------------------------------------------------


def test_a_deletion_takes_the_words_and_keeps_the_time(store: Store) -> None:
    stored(store, FULL)
    page = stored(store, replace(FULL, deleted_at=at(9)))
    assert (page.fresh, page.deleted) == ((), ("x:7",))
    with store.read() as tx:
        kept = tx.messages.get("x:7")
        assert kept is not None
        assert (kept.text, kept.url, kept.media) == ("", "", ())
        assert (kept.created_at, kept.deleted_at, kept.type) == (FULL.created_at, at(9), FULL.type)
        assert (kept.author.id, kept.author.name, kept.author.handle) == ("x:ada", "", "")


def test_a_name_stays_with_another_message(store: Store) -> None:
    stored(store, a_message("x:1"), a_message("x:2", created_at=at(-1)))
    stored(store, a_message("x:1", deleted_at=at(9)))
    with store.read() as tx:
        assert tx.authors.get("x:ada") == ADA


def test_a_deletion_takes_the_words_from_reading_and_effects(store: Store) -> None:
    page = stored(store, a_message())
    decided = a_decided(page.fresh[0])
    reading = replace(decided.reading, questions=("where is my box?",))
    effect = an_effect(1, slots=replace(an_effect().slots, name="Ada", handle="ada", promise="4 h"))
    with store.begin() as tx:
        tx.messages.record([replace(decided, reading=reading)])
        tx.outbox.add([effect])
    stored(store, a_message(deleted_at=at(9)))
    with store.read() as tx:
        left = tx.messages.decided("x:1")
        assert left is not None
        assert left.reading == replace(reading, questions=())
        assert left.effects[0].slots == replace(effect.slots, name="", handle="")


def test_a_deletion_is_told_once(store: Store) -> None:
    stored(store, a_message())
    gone = a_message(deleted_at=at(9))
    assert stored(store, gone).deleted == ("x:1",)
    again = stored(store, gone)
    assert (again.number, again.deleted, again.duplicates) == (0, (), 1)


def test_what_is_gone_does_not_come_back(store: Store) -> None:
    stored(store, a_message())
    stored(store, a_message(deleted_at=at(9)))
    page = stored(store, a_message(), a_message(text="edited", version=2))
    assert (page.fresh, page.duplicates) == ((), 2)
    with store.read() as tx:
        kept = tx.messages.get("x:1")
        assert kept is not None
        assert kept.text == ""


def test_a_deletion_before_the_message_keeps_it_out(store: Store) -> None:
    before = stored(store, a_message("x:1", deleted_at=at(9)), a_message("x:2"))
    assert ([m.id for m in before.fresh], before.deleted) == (["x:2"], ())
    late = stored(store, a_message("x:1"))
    assert (late.fresh, late.duplicates) == ((), 1)


def test_a_message_that_is_gone_at_the_end_of_its_page_is_not_fresh(store: Store) -> None:
    page = stored(store, a_message(), a_message(deleted_at=at(9)))
    assert (page.fresh, page.deleted) == ((), ("x:1",))


# --- what waits for triage ----------------------------------------------------------------------


def test_pages_wait_until_they_are_triaged(store: Store) -> None:
    first = stored(store, FULL, a_message("x:1"))
    second = stored(store, a_message("x:2"), a_message("x:1", deleted_at=at(9)))
    with store.read() as tx:
        waiting = tx.pages.untriaged()
    # what was taken away in the meantime is not read any more
    assert [(p.number, p.brand, [m.id for m in p.fresh], p.deleted) for p in waiting] == [
        (first.number, BRAND, ["x:7"], ()),
        (second.number, BRAND, ["x:2"], ("x:1",)),
    ]
    assert waiting[0].fresh[0].text == FULL.text
    with store.begin() as tx:
        tx.pages.triaged(first.number, NOW)
    with store.read() as tx:
        assert [page.number for page in tx.pages.untriaged()] == [second.number]


def test_a_page_that_brings_nothing_does_not_wait(store: Store) -> None:
    assert stored(store).number == 0
    with store.read() as tx:
        assert tx.pages.untriaged() == []


# --- what no database can hold ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("poison", "why"),
    [
        ({"text": "half \ud800"}, "lone surrogate"),
        ({"text": "nothing\0more"}, "NUL"),
        ({"author": replace(ADA, name="\udfff")}, "lone surrogate"),
        ({"media": (Media(kind="image", url="\ud83d"),)}, "wrong sort"),
        ({"text": None}, "wrong sort"),
        ({"edited_at": datetime(2026, 1, 1)}, "wrong sort"),  # noqa: DTZ001
        ({"version": 2**70}, "too large"),
        ({"author": replace(ADA, followers=2**70)}, "too large"),
        ({"brand": "other"}, "of brand `other`"),
    ],
)
def test_a_poison_item_is_set_aside_and_the_rest_stored(
    store: Store, poison: dict[str, object], why: str
) -> None:
    good = [a_message(f"x:{number}") for number in range(1, 100)]
    page = stored(store, *good[:50], replace(a_message("x:bad"), **poison), *good[50:])
    assert [message.id for message in page.fresh] == [message.id for message in good]
    with store.read() as tx:
        (aside,) = tx.messages.quarantined()
        assert (aside.connector, aside.where) == ("x", "message x:bad")
        assert why in aside.reason


def test_what_a_connector_set_aside_is_kept(store: Store) -> None:
    bad = SetAside(connector="feed", where="line 3", reason="not JSON", raw="{")
    with store.begin() as tx:
        page = Page(messages=(), cursor="", set_aside=(bad,))
        assert tx.pages.store(BRAND, "feed", page, NOW).number == 0
    with store.read() as tx:
        assert tx.messages.quarantined() == [bad]


def test_a_message_without_a_brand_is_of_the_page(store: Store) -> None:
    assert stored(store, a_message(brand="")).fresh[0].brand == BRAND


# --- any order --------------------------------------------------------------------------------

_ARRIVALS = (
    a_message("x:1", text="first"),
    a_message("x:1", text="second", version=2, edited_at=at(2)),
    a_message("x:1", text="third", version=3, edited_at=at(3)),
    a_message("x:2", author=CY),
    a_message("x:2", author=CY, deleted_at=at(4)),
    a_message("x:3", created_at=at(1)),
)


@given(
    order=st.permutations(_ARRIVALS),
    again=st.lists(st.sampled_from(_ARRIVALS), max_size=3),
    cuts=st.sets(st.integers(1, 8), max_size=3),
)
def test_any_order_and_split_ends_in_the_same_state(
    order: list[Message], again: list[Message], cuts: set[int]
) -> None:
    arrivals = [*order, *again]
    edges = [0, *sorted(cuts), len(arrivals)]
    store = memory_store()
    for begin, end in itertools.pairwise(edges):
        stored(store, *arrivals[begin:end])
    with store.read() as tx:
        found = [tx.messages.get(id_) for id_ in ("x:1", "x:2", "x:3")]
    store.close()
    assert [(m.text, m.version, m.deleted_at) for m in found if m is not None] == [
        ("third", 3, None),
        ("", 1, at(4)),
        ("three weeks late", 1, None),
    ]
