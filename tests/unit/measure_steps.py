"""What tests of mutes, blocks and hides do: Cy is kept away, by Jo."""

import pytest

from monitor.domain.effect import Action, Effect
from monitor.domain.values import replace
from monitor.services.keeping_away import Wish
from monitor.testing import FakeMeasure
from tests.people import CY
from tests.shop import BRAND, Shop


def wish(action: Action = Action.MUTE, **changes: object) -> Wish:
    return replace(Wish(action=action, brand=BRAND, author=CY, by="Jo"), **changes)


def fake(shop: Shop, action: Action = Action.MUTE) -> FakeMeasure:
    measure = shop.x.measures[action]
    assert isinstance(measure, FakeMeasure)
    return measure


def ask(shop: Shop, action: Action = Action.MUTE, **changes: object) -> Effect:
    return shop.keeping_away.ask(wish(action, **changes)).measure


def muted(shop: Shop) -> Effect:
    asked = ask(shop)
    shop.measures.due()
    return shop.effect(asked.number)


def is_marked(shop: Shop) -> bool:
    with shop.store.read() as tx:
        facts = tx.facts.of_authors(BRAND, [CY.id], shop.clock.now())
    return CY.id in facts and facts[CY.id].is_muted


def told(shop: Shop) -> list[str]:
    return [alert.slots.note for alert in shop.effects(Action.ALERT) if "measure" in alert.rule]


@pytest.fixture
def shop() -> Shop:
    """Empty, with all means."""
    return Shop()
