"""Cases on the console: the owner's policy beside a complaint, what people are told of a case."""

import io
from datetime import timedelta

import pytest

from monitor.alerts.console import Console
from monitor.alerts.lines import no_words
from monitor.domain.case import Resolution
from monitor.domain.message import MessageType
from monitor.domain.policy import Mode
from monitor.services.case_desk import CaseDesk
from monitor.services.casework import resolve
from monitor.testing import FakeClock, an_author
from tests.messages import assert_message
from tests.shop import LATE, PRAISE, Shop, config, playbook, policy

pytestmark = pytest.mark.usefixtures("a_wide_screen")


def a_console(out: io.StringIO) -> Console:
    console = Console(config().hours(), no_words, out)
    console.policy_for = playbook().policy_for
    return console


def a_shop(out: io.StringIO) -> Shop:
    return Shop(clock=FakeClock(), policy=policy(Mode.APPROVE), channels=(a_console(out),))


def test_the_owners_policy_stands_beside_a_complaint_and_beside_nothing_else() -> None:
    out = io.StringIO()
    shop, console = a_shop(io.StringIO()), a_console(out)
    shop.clock.advance(timedelta(hours=1))
    for number, text in enumerate(
        (LATE, PRAISE, "@larchandloaf my son has a nut allergy and nobody could tell us")
    ):
        for decided in shop.hear(
            shop.says(
                text, id=f"x:{number}", author=an_author(f"Person {number}", id=f"x:p{number}")
            )
        ):
            console.decided(decided)
    assert_message("cli/console_policies", out.getvalue())


def test_who_is_given_a_case_is_told_and_what_was_put_off_comes_back() -> None:
    out = io.StringIO()
    shop = a_shop(out)
    shop.complaint()
    shop.hear(shop.says("it is me", id="x:2", type=MessageType.DIRECT_MESSAGE))
    desk = CaseDesk(shop.store, shop.clock, shop.policy.hours)
    desk.assign(1, "Sam", "Jo")
    desk.snooze(1, shop.clock.now() + timedelta(minutes=30), "Sam")
    shop.notify.due()
    shop.clock.advance(timedelta(minutes=30))
    shop.case_moments.due()
    shop.notify.due()
    at = shop.clock.now() + timedelta(days=3)
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Sam", follow_up_at=at)
    shop.clock.advance(timedelta(days=3))
    shop.case_moments.due()
    shop.notify.due()
    assert_message("cli/console_cases", out.getvalue())
