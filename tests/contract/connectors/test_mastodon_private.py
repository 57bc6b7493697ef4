"""Mastodon: words for one person, and what is taken back."""

import pytest

from monitor.domain.delivery import Absent, Delivered, Found, Refused, Unknown
from monitor.domain.effect import Action
from monitor.domain.values import replace
from tests.contract.connectors.mastodon_steps import asked, complaint, ours, server
from tests.contract.connectors.steps import an_answer
from tests.simulators.mastodon_rig import MastodonRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["complaint", "server"]


# ---------------------------------------------------------------- in private


def test_a_private_word_never_names_a_third_person(server: MastodonRig, complaint: str) -> None:
    # the server would show it to them
    connector = server.connector()
    for text in ("ask @ben@elsewhere.example", "see @Ben.", "(@ben)"):
        wire = connector.prepare_direct(an_answer(server, complaint, text))
        outcome = connector.send_direct(wire)
        assert isinstance(outcome, Refused)
        assert "reaches everybody it names" in outcome.why
    assert server.writes() == 0
    for text in ("write to help@larch.example", "dear @ada"):
        outgoing = an_answer(server, complaint, text, effect_id=text)
        outcome = connector.send_direct(connector.prepare_direct(outgoing))
        assert isinstance(outcome, Delivered), outcome


@pytest.mark.parametrize(
    ("fault", "is_there"),
    [
        (Fault.TIMEOUT_BEFORE, False),
        (Fault.TIMEOUT_AFTER_ACCEPTANCE, True),
        (Fault.HALF_AFTER_ACCEPTANCE, True),
        (Fault.UNAVAILABLE_AFTER_ACCEPTANCE, True),
    ],
)
def test_a_private_word_that_fails_is_found_out(
    server: MastodonRig, clock: SharedClock, complaint: str, fault: Fault, is_there: bool
) -> None:
    connector, since = server.connector(), clock.now()
    wire = connector.prepare_direct(an_answer(server, complaint))
    server.fail_writes(fault)
    assert isinstance(connector.send_direct(wire), Unknown)
    assert isinstance(connector.find_direct(wire, since), Found) == is_there
    connector.send_direct(wire)
    assert len(ours(server)) == 1


def test_a_private_word_without_an_address_is_not_sent(server: MastodonRig, complaint: str) -> None:
    connector = server.connector()
    outgoing = replace(an_answer(server, complaint), handle="ada, and everybody")
    assert isinstance(connector.send_direct(connector.prepare_direct(outgoing)), Refused)
    assert server.writes() == 0


def test_a_private_word_that_became_public_goes_away_again(
    server: MastodonRig, complaint: str
) -> None:
    server.is_like(makes_public=True)
    connector = server.connector()
    outcome = connector.send_direct(connector.prepare_direct(an_answer(server, complaint)))
    assert isinstance(outcome, Refused)
    assert "would not keep our words private" in outcome.why
    assert ours(server) == []


def test_a_public_word_is_not_taken_for_a_private_one(
    server: MastodonRig, clock: SharedClock, complaint: str
) -> None:
    connector, since = server.connector(), clock.now()
    outgoing = an_answer(server, complaint)
    connector.send(connector.prepare(outgoing))
    wire = connector.prepare_direct(outgoing)
    assert isinstance(connector.find_direct(wire, since), Absent)
    ask = (Action.DIRECT_MESSAGE, complaint, outgoing.author_id, since)
    assert isinstance(connector.recall(*ask), Absent)
    private = replace(outgoing, effect_id="e2", action=Action.DIRECT_MESSAGE)
    connector.send_direct(connector.prepare_direct(private))
    assert isinstance(connector.recall(*ask), Found)


# ---------------------------------------------------------------- take back


def test_too_many_deletions_are_for_later(server: MastodonRig, complaint: str) -> None:
    connector = server.connector()
    sent = connector.send(connector.prepare(an_answer(server, complaint)))
    assert isinstance(sent, Delivered)
    server.simulator.fail_next(Fault.TOO_MANY, on="DELETE")
    outcome = connector.retract(sent.posted_id)
    assert isinstance(outcome, Refused)
    assert not outcome.permanent
    assert outcome.retry_at is not None
    assert not connector.is_gone(sent.posted_id)


def test_only_a_post_can_be_taken_back(server: MastodonRig) -> None:
    connector = server.connector()
    assert isinstance(connector.retract("mastodon:../accounts/1"), Refused)
    assert connector.is_gone("mastodon:../accounts/1")
    assert asked(server, "DELETE") == 0
