"""Corrections gathered from a store: which replies say something of the mention they answer."""

import pytest

from monitor.domain.correction import Expected
from monitor.domain.effect import Action, Effect, Slots, State
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.services.corrections import gather
from monitor.testing import MemoryStore
from tests.contract.stores import BRAND, a_decided, a_message, an_effect, at, stored
from tests.unit.playbook_parts import HOURS

SENT = replace(an_effect(), state=State.SENT, decided_by="Jo", decided_at=at(5))


def says(effect: Effect, store: Store | None = None) -> Expected | None:
    """What follows from this reply alone."""
    store = store or MemoryStore()
    message = a_message(effect.message_id)
    stored(store, message)
    with store.begin() as tx:
        tx.messages.record([a_decided(message)])
        tx.outbox.add([effect])
    with store.read() as tx:
        found = gather(tx, BRAND, (), HOURS).corrections
    return found[0].says.expected if found else None


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (SENT, Expected.REPLY),
        (replace(SENT, slots=Slots(own_text="Hello, we rang you.")), Expected.PERSON),
        (replace(SENT, state=State.RETRACTED), Expected.NOT_BY_MACHINE),
        (replace(SENT, state=State.RETRACTING), Expected.NOT_BY_MACHINE),
        # a machine sent it: nobody has decided yet
        (replace(SENT, decided_by="", decided_at=None), None),
        # one yes to many
        (replace(SENT, slots=Slots(incident=3)), None),
        (replace(SENT, state=State.RETRACTED, slots=Slots(incident=3)), None),
        # no public reply
        (replace(SENT, action=Action.DIRECT_MESSAGE), None),
        (replace(SENT, state=State.REJECTED), None),
        (replace(SENT, state=State.EXPIRED), None),
        (an_effect(), None),
    ],
)
def test_a_reply_says_what_a_person_decided_on_it(
    effect: Effect, expected: Expected | None
) -> None:
    assert says(effect) is expected


def test_another_brand_s_decisions_are_its_own() -> None:
    store = MemoryStore()
    assert says(SENT, store) is Expected.REPLY
    with store.read() as tx:
        assert gather(tx, "another", (), HOURS).corrections == ()
