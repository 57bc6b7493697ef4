"""What every connector of a platform promises about private words."""

from datetime import timedelta

import pytest

from monitor.domain.delivery import Delivered, Found, NotVisible
from monitor.domain.effect import Action
from monitor.domain.message import MessageType
from tests.contract.connectors.steps import A_LITTLE_BEFORE, an_answer, connect, read
from tests.simulators.rig import Rig, SharedClock

A_MINUTE = timedelta(minutes=1)


def test_private_words_reach_one_person(rig: Rig, clock: SharedClock) -> None:
    if Action.DIRECT_MESSAGE not in rig.abilities:
        pytest.skip("this platform takes no private words from us")
    asked = rig.write_privately("can you help?")
    clock.advance(A_MINUTE)
    connector, since = connect(rig), clock.now() - A_LITTLE_BEFORE
    outgoing = an_answer(rig, asked, "Of course. Which number is it?")
    wire = connector.prepare_direct(outgoing)
    assert not isinstance(connector.find_direct(wire, since), Found)
    sent = connector.send_direct(wire)
    assert isinstance(sent, Delivered), sent
    (seen,) = rig.seen()
    assert (seen.text, seen.to) == (outgoing.text, outgoing.author_id)
    clock.advance(A_MINUTE)
    found = connect(rig).find_direct(wire, since)
    assert isinstance(found, Found | NotVisible)
    # a public reply is another thing
    assert not isinstance(
        connector.recall(Action.ACKNOWLEDGE, asked, outgoing.author_id, since), Found
    )


def test_private_words_to_us_are_read(rig: Rig, clock: SharedClock) -> None:
    if Action.DIRECT_MESSAGE not in rig.abilities:
        pytest.skip("this platform shows no private words")
    asked = rig.write_privately("can you help?")
    clock.advance(A_MINUTE)
    found = read(connect(rig))[0][asked]
    assert found.type is MessageType.DIRECT_MESSAGE
    assert found.addressed
    assert "can you help?" in found.text
