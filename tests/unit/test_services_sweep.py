"""Sweep: edits and deletions of what still matters are noticed, without reading on."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from monitor.domain.case import Resolution
from monitor.domain.effect import State
from monitor.domain.message import Message, Page
from monitor.domain.values import replace
from monitor.errors import ConnectorError
from monitor.services.casework import resolve
from monitor.services.sweep import Sweep
from monitor.testing import FakePlatform
from tests.shop import BRAND, BROKEN, PRAISE, Shop, people


class Again(FakePlatform):
    """A platform that can be asked for single posts."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop.clock)
        self.posts: dict[str, Message] = {}
        self.asked: list[str] = []
        self.fails = False

    def refresh(self, ids: Sequence[str]) -> Page:
        if self.fails:
            raise ConnectorError("503")
        self.asked += ids
        return Page(messages=tuple(self.posts[one] for one in ids if one in self.posts), cursor="")


class Dear(Again):
    """… which costs."""

    is_frugal = False

    def take_spent(self) -> Decimal:
        return Decimal(0)


class Paid(Dear):
    """… and its owner pays for it."""

    sweeps = True
    #: its budget is nearly spent after so many calls
    lasts = 100

    def sweep_price(self, posts: int) -> Decimal:
        return Decimal("0.15") * posts

    def refresh(self, ids: Sequence[str]) -> Page:
        self.lasts -= 1
        self.is_frugal = self.lasts == 0
        return super().refresh(ids)


def swept(shop: Shop, platform: FakePlatform) -> int:
    sweep = Sweep(shop.store, shop.clock, shop.ingest, brand=BRAND)
    return sweep.due("x", ("x",), platform, shop.intake.page)


def test_a_deletion_that_nobody_told_takes_the_draft_back() -> None:
    shop = Shop()
    again = Again(shop)
    draft = shop.complaint()
    gone = replace(shop.says(), text="", deleted_at=shop.clock.now())
    again.posts = {gone.id: gone}
    assert swept(shop, again) == 1
    assert shop.effect(draft.number).state is State.CANCELLED


def test_an_edit_is_a_new_version() -> None:
    shop = Shop()
    again = Again(shop)
    shop.complaint()
    shop.clock.advance(timedelta(minutes=1))
    worse = "@larchandloaf the cake arrived broken and my son with the nut allergy is in hospital"
    again.posts = {"x:1": replace(shop.says(worse), edited_at=shop.clock.now())}
    swept(shop, again)
    with shop.store.read() as tx:
        message = tx.messages.get("x:1", BRAND)
    assert message is not None
    assert (message.text, message.version) == (worse, 2)


def test_only_what_matters_is_asked_for() -> None:
    shop = Shop()
    again = Again(shop)
    for number, author in enumerate(people(2), 1):
        shop.hear(shop.says(BROKEN, id=f"x:{number}", author=author))
    shop.hear(shop.says(PRAISE, id="x:3", author=people(3)[2]))
    with shop.store.read() as tx:
        first = min(case.number for case in tx.cases.listed())
    resolve(shop.store, shop.clock, first, Resolution.SOLVED, "Jo")
    assert swept(shop, again) == 1
    assert again.asked == ["x:2"]
    shop.clock.advance(timedelta(days=31))
    assert swept(shop, again) == 0


def test_a_sweep_reads_nothing_on() -> None:
    shop = Shop()
    again = Again(shop)
    shop.complaint()
    with shop.store.read() as tx:
        before = tx.pages.cursor(BRAND, "x")
    again.posts = {"x:1": shop.says(BROKEN + "!")}
    swept(shop, again)
    with shop.store.read() as tx:
        assert tx.pages.cursor(BRAND, "x") == before != ""


def test_where_looking_costs_or_fails_nothing_happens() -> None:
    shop = Shop()
    shop.complaint()
    dear = Dear(shop)
    assert swept(shop, dear) == 0
    failing = Again(shop)
    failing.fails = True
    assert swept(shop, failing) == 0
    assert dear.asked == failing.asked == []


def test_who_chose_to_pay_hears_of_deletions() -> None:
    shop = Shop()
    paid = Paid(shop)
    draft = shop.complaint()
    gone = replace(shop.says(), text="", deleted_at=shop.clock.now())
    paid.posts = {gone.id: gone}
    paid.sweeps = False
    assert swept(shop, paid) == 0
    paid.sweeps = True
    assert swept(shop, paid) == 1
    assert shop.effect(draft.number).state is State.CANCELLED


def test_near_the_budget_nothing_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.services.sweep.AT_ONCE", 2)
    shop = Shop()
    for number, author in enumerate(people(5), 1):
        shop.hear(shop.says(BROKEN, id=f"x:{number}", author=author))
    paid = Paid(shop)
    paid.lasts = 2
    assert swept(shop, paid) == 4
    assert swept(shop, paid) == 0
    assert len(paid.asked) == 4
