"""A block that stands outlives the words of whom it keeps away; one that is over goes with them."""

from datetime import timedelta

import pytest

from monitor.domain.effect import MEASURES, Action, Effect, State
from monitor.domain.message import Author
from monitor.services.keeping_away import Wish
from monitor.testing import FakeMeasure, an_author
from tests.app import housekeeping_of
from tests.people import CY
from tests.shop import BRAND, PRAISE, Shop

LONG = timedelta(days=400)
#: muted by their number: nothing of theirs was ever read
SILENT = an_author("", id="x:4711", handle="")


def wish(author: Author) -> Wish:
    return Wish(action=Action.BLOCK, brand=BRAND, author=author, by="Jo", why="threatens Sam")


def measures(shop: Shop) -> list[Effect]:
    return shop.effects(*MEASURES)


@pytest.mark.parametrize("author", [CY, SILENT], ids=["wrote", "never wrote"])
def test_a_block_stands_as_long_as_nobody_undoes_it(author: Author) -> None:
    shop = Shop()
    if author is CY:
        shop.hear(shop.says(PRAISE, id="x:9", author=CY))
    shop.keeping_away.ask(wish(author))
    shop.work()
    shop.clock.advance(LONG)
    housekeeping_of(shop).expire.run()
    (there,) = measures(shop)
    assert (there.author_id, there.state, there.slots.note) == (
        author.id,
        State.SENT,
        "threatens Sam",
    )
    shop.keeping_away.undo(wish(author))
    shop.work()
    blocked = shop.x.measures[Action.BLOCK]
    assert isinstance(blocked, FakeMeasure)
    assert blocked.log == [("do", author.id), ("undo", author.id)]
    shop.clock.advance(LONG)
    house = housekeeping_of(shop)
    for _ in range(3):
        house.expire.run()
    told_of = [each for each in shop.effects() if each.author_id == author.id or each.slots.note]
    assert told_of == []
