"""X: what it costs, and how that is kept small."""

import stat
from datetime import timedelta
from decimal import Decimal

import pytest

from connectors._x.prices import Prices, estimate
from monitor.domain.connectors import Metered, PaidSweep
from monitor.domain.effect import Action
from tests.contract.connectors.steps import an_answer, read
from tests.contract.connectors.x_steps import server
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault
from tests.simulators.x_rig import XRig

__all__ = ["server"]


def test_the_estimate_is_the_one_that_was_worked_out() -> None:
    assert estimate(Prices(), mentions=20) == Decimal("6.60")
    assert estimate(Prices(), replies=10) == Decimal("3.00")
    assert estimate(Prices(), replies=10, has_link=True) == Decimal("60.00")


def test_what_is_read_and_written_is_paid_for(server: XRig, clock: SharedClock) -> None:
    connector = server.connector(quotes=False)
    assert isinstance(connector, Metered)
    read(connector)
    # what returns nothing costs nothing
    assert connector.take_spent() == 0
    one = server.post("one")
    server.post("two")
    server.post("three", by="ben")
    read(connector)
    # three mentions, two authors
    assert connector.take_spent() == Decimal("0.023")
    assert connector.take_spent() == 0
    # the same again is free until the day is over (UTC)
    read(connector)
    assert connector.take_spent() == 0
    outgoing = an_answer(server, one)
    connector.send(connector.prepare(outgoing))
    # a look at the post, and a summoned reply
    assert connector.take_spent() == Decimal("0.015")


def test_a_link_a_letter_and_a_measure_have_their_prices(server: XRig) -> None:
    post = server.post("one")
    server.write_privately("hello?")
    connector = server.connector(quotes=False, price_post_with_link=0.3)
    outgoing = an_answer(server, post, "we are sorry: https://larch.example")
    sent = connector.send(connector.prepare(outgoing))
    assert connector.take_spent() == Decimal("0.305")
    connector.send_direct(connector.prepare_direct(outgoing))
    assert connector.take_spent() == Decimal("0.025")
    connector.measures[Action.MUTE].do("x:2001")
    assert connector.take_spent() == Decimal("0.015")
    connector.retract(getattr(sent, "posted_id"))  # noqa: B009 - it was delivered
    assert connector.take_spent() == Decimal("0.010")


def test_what_was_refused_is_free_and_what_is_unknown_is_not(server: XRig) -> None:
    connector = server.connector(quotes=False)
    wire = connector.prepare(an_answer(server, server.post("one")))
    server.fail_writes(Fault.FORBIDDEN)
    connector.send(wire)
    assert connector.take_spent() == Decimal("0.005")
    server.fail_writes(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    connector.send(wire)
    assert connector.take_spent() == Decimal("0.010")


def test_to_look_again_is_chosen_and_has_its_price(server: XRig) -> None:
    usual, chosen = server.connector(), server.connector(sweep=True, price_post_read=0.01)
    assert isinstance(usual, PaidSweep)
    assert (usual.sweeps, chosen.sweeps) == (False, True)
    assert (usual.sweep_price(20), chosen.sweep_price(20)) == (Decimal("3"), Decimal("6"))


def test_a_whole_day_of_looking_again_costs_what_was_said(server: XRig, clock: SharedClock) -> None:
    posts = [server.post("one"), server.post("two", by="ben")]
    connector = server.connector(sweep=True)
    for _ in range(5):
        connector.refresh(posts)
        clock.advance(timedelta(hours=1))
    assert connector.take_spent() * 30 == connector.sweep_price(2)


def test_a_new_day_is_paid_anew(server: XRig, clock: SharedClock) -> None:
    post = server.post("one")
    connector = server.connector()
    for cost in ("0.005", "0.005"):
        connector.refresh([post])
        assert connector.take_spent() == Decimal(cost)
        clock.move_to(clock.now().replace(hour=0, minute=1, day=clock.now().day + 1))


def test_what_was_paid_today_is_not_counted_again_by_the_next_start(server: XRig) -> None:
    post = server.post("one")
    for cost in ("0.005", "0", "0"):
        connector = server.connector()
        connector.refresh([post])
        assert connector.take_spent() == Decimal(cost)


def test_what_nobody_entered_is_counted_again(server: XRig) -> None:
    post = server.post("one")
    # it died before the store had it
    server.connector().refresh([post])
    connector = server.connector()
    connector.refresh([post])
    assert connector.take_spent() == Decimal("0.005")


def test_what_was_paid_is_kept_without_numbers_and_for_the_owner_alone(server: XRig) -> None:
    connector = server.connector()
    posts = [server.post("one"), server.post("two")]
    for post in posts:
        connector.refresh([post])
        connector.take_spent()
    kept = server.settings().folder / "data" / "x.paid"
    written = kept.read_text(encoding="ascii")
    assert not [post for post in posts if post.removeprefix("x:") in written]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize("broken", [b"", b"\xff\x00", b"2026-11-23\n", b"yesterday abc\nabc\n"])
def test_a_file_that_is_broken_counts_anew(server: XRig, broken: bytes) -> None:
    post = server.post("one")
    kept = server.settings().folder / "data" / "x.paid"
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(broken)
    for cost in ("0.005", "0"):
        connector = server.connector()
        connector.refresh([post])
        assert connector.take_spent() == Decimal(cost)


def test_without_a_place_to_write_it_works_too(server: XRig) -> None:
    (server.settings().folder / "data").write_text("in the way")
    connector = server.connector()
    connector.refresh([server.post("one")])
    assert connector.take_spent() == Decimal("0.005")
