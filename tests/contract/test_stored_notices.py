"""Notices in the store: one open for a brand and key, told, told again, ended."""

from datetime import timedelta

from monitor.domain.effect import Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from tests.contract.stores import BRAND, NOW, at

BLIND = Notice(
    brand=BRAND,
    key="blind x",
    kind=NoticeKind.BLIND,
    urgency=Urgency.WAKE,
    headline="X cannot be read",
    text="It says: 503.",
    fix="monitor check",
    began_at=NOW,
    again_after=timedelta(days=1),
)


def opened(store: Store, notice: Notice = BLIND) -> Notice:
    with store.begin() as tx:
        assert tx.notices.open(notice)
        (found,) = [one for one in tx.notices.listed() if one.key == notice.key]
    return found


def test_it_comes_back_as_it_was_and_is_due_at_once(store: Store) -> None:
    found = opened(store)
    assert replace(found, number=0) == replace(BLIND, due_at=NOW)
    with store.read() as tx:
        assert tx.notices.due(at(-1)) == []
        assert tx.notices.due(NOW) == [found]
        assert tx.notices.get(BRAND, "blind x") == found
        assert tx.notices.get("other", "blind x") is None


def test_there_is_one_open_notice_for_a_brand_and_key(store: Store) -> None:
    opened(store)
    with store.begin() as tx:
        assert not tx.notices.open(replace(BLIND, headline="again", began_at=at(5)))
        assert tx.notices.open(replace(BLIND, brand="other"))
        assert [one.headline for one in tx.notices.listed(BRAND)] == ["X cannot be read"]
        assert tx.notices.end(BRAND, "blind x", at(9))
        assert not tx.notices.end(BRAND, "blind x", at(10))
        assert tx.notices.open(replace(BLIND, began_at=at(20)))


def test_one_that_was_told_is_told_again_only_if_it_says_so(store: Store) -> None:
    daily = opened(store)
    once = opened(store, replace(BLIND, key="blind y", again_after=None))
    with store.begin() as tx:
        tx.notices.told(daily, at(1))
        tx.notices.told(once, at(1))
        assert tx.notices.due(at(60)) == []
        (again,) = tx.notices.due(at(24 * 60 + 1))
    assert (again.key, again.told_at) == ("blind x", at(1))


def test_the_end_is_told_to_who_heard_of_the_beginning(store: Store) -> None:
    told, untold = opened(store), opened(store, replace(BLIND, key="blind y"))
    with store.begin() as tx:
        tx.notices.told(told, at(1))
        for notice in (told, untold):
            assert tx.notices.end(BRAND, notice.key, at(5))
        (over,) = tx.notices.due(at(5))
        assert (over.key, over.ended_at, over.is_over) == ("blind x", at(5), True)
        tx.notices.told(over, at(6))
        assert tx.notices.due(at(100_000)) == []
        assert tx.notices.listed() == []


def test_a_silent_end_is_not_told(store: Store) -> None:
    notice = opened(store, replace(BLIND, tells_end=False))
    with store.begin() as tx:
        tx.notices.told(notice, at(1))
        assert tx.notices.end(BRAND, notice.key, at(5))
        assert tx.notices.due(at(100_000)) == []


def test_an_end_while_it_is_being_told_is_told_as_well(store: Store) -> None:
    notice = opened(store)
    with store.begin() as tx:
        # a channel has it, and before that is written down its cause goes
        assert tx.notices.end(BRAND, notice.key, at(1))
        tx.notices.told(notice, at(2))
        (over,) = tx.notices.due(at(2))
    assert over.is_over


def test_new_words_are_told_to_nobody_anew(store: Store) -> None:
    notice = opened(store)
    with store.begin() as tx:
        tx.notices.told(notice, at(1))
        assert tx.notices.reword(BRAND, "blind x", "Y", "Z")
        assert not tx.notices.reword(BRAND, "nothing", "Y", "Z")
        (found,) = tx.notices.listed()
        assert (found.headline, found.text) == ("Y", "Z")
        assert tx.notices.due(at(2)) == []


def test_a_span_holds_what_lasted_into_it(store: Store) -> None:
    opened(store)
    with store.begin() as tx:
        for_all = replace(BLIND, brand="", key="disk", began_at=at(50))
        assert tx.notices.open(for_all)
        assert tx.notices.end(BRAND, "blind x", at(30))

        def keys(since: float, until: float, brand: str | None = BRAND) -> list[str]:
            return [one.key for one in tx.notices.between(at(since), at(until), brand)]

        assert keys(10, 20) == keys(-10, 10) == ["blind x"]
        assert keys(-10, 0) == keys(30, 50) == []
        assert keys(29, 51) == ["blind x", "disk"]
        assert keys(40, 60, "other") == ["disk"]
