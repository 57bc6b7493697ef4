"""Every button on a card does something: pressed at that moment it is done, or asks for more."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.domain.case import Resolution
from monitor.domain.effect import Action, State
from monitor.domain.flag import StepKind
from monitor.domain.message import MessageType
from monitor.domain.press import Act, Form, Press, Told
from monitor.domain.reminders import ASK, FOLLOW, NUDGE, RAISED
from monitor.domain.sheet import Button
from monitor.services.answers import Answers, Said
from monitor.services.case_desk import CaseDesk
from monitor.services.casework import answered, resolve
from monitor.services.keeping_away import Wish
from monitor.services.press_room import PressRoom
from monitor.services.presses import PressDesk
from monitor.services.senders import Senders
from monitor.testing import Fault, an_author
from tests.desk_shop import DeskShop
from tests.people import ADA, CY
from tests.sheet_text import buttons_of
from tests.shop import BRAND, BROKEN, LATE, people, playbook, policy, reader

ALLERGY = "@larchandloaf my son is allergic to nuts and had a reaction after your cake"
OURS = an_author("Larch & Loaf", id="x:larch", handle="larchandloaf")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

Reach = Callable[[DeskShop], None]


def asks(shop: DeskShop) -> None:
    shop.complaint(BROKEN)


def approved(shop: DeskShop) -> None:
    shop.review.approve(shop.complaint(BROKEN).number, by="Sam")


def sent(shop: DeskShop) -> None:
    shop.sent(BROKEN)
    shop.clock.advance(4 * MINUTE)


def came(shop: DeskShop) -> None:
    sent(shop)
    shop.hear(shop.says("here I am", id="x:9", type=MessageType.DIRECT_MESSAGE))


def waits_for_them(shop: DeskShop) -> None:
    came(shop)
    answered(shop.store, shop.clock, 1, "Sam")


def solved(shop: DeskShop) -> None:
    waits_for_them(shop)
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Sam")


def happy(shop: DeskShop) -> None:
    solved(shop)
    shop.hear(shop.says("@larchandloaf thank you so much, it is lovely, I love it", id="x:11"))


def urgent(shop: DeskShop) -> None:
    shop.hear(shop.says(ALLERGY))


def overheard(shop: DeskShop) -> None:
    shop.hear(shop.says("Larch & Loaf sold me stale bread again", addressed=False))


def too_late(shop: DeskShop) -> None:
    asks(shop)
    shop.work_for(7 * HOUR, 30 * MINUTE)


def unsure(shop: DeskShop) -> None:
    shop.x.can_be_asked = False
    shop.x.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    shop.sent(BROKEN)
    shop.work_for(5 * MINUTE)
    assert shop.word().state is State.NEEDS_PERSON


def refused(shop: DeskShop) -> None:
    shop.x.fail_next(Fault.FORBIDDEN)
    shop.sent(BROKEN)


def taken_back(shop: DeskShop) -> None:
    sent(shop)
    shop.review.retract(shop.word().number, by="Sam")
    shop.retraction.due()


def slept_on(shop: DeskShop) -> None:
    shop.hear(shop.says(LATE))
    said = Said(text="We told you so, as I said.", by="Sam", kept_for=timedelta(minutes=30))
    Answers(shop.store, shop.clock, playbook(), shop.policy).reply(1, said)


def answered_in_public(shop: DeskShop) -> None:
    shop.hear(shop.says(LATE))
    said = Said(text="Sorry, Ada. The fee goes back to you today.", by="Sam")
    Answers(shop.store, shop.clock, playbook(), shop.policy).reply(1, said)
    shop.deliver.due()


def put_off(shop: DeskShop) -> None:
    asks(shop)
    until = shop.clock.now() + HOUR
    CaseDesk(shop.store, shop.clock, shop.policy.hours).snooze(1, until, "Sam")


def promise_broken(shop: DeskShop) -> None:
    came(shop)
    shop.work_for(5 * HOUR, 10 * MINUTE)


def did_they_write(shop: DeskShop) -> None:
    sent(shop)
    shop.work_for(5 * HOUR, 10 * MINUTE)


def deleted(shop: DeskShop) -> None:
    asks(shop)
    shop.clock.advance(MINUTE)
    shop.hear(shop.says("", deleted_at=shop.clock.now()))


MOMENTS: tuple[Reach, ...] = (
    asks,
    approved,
    sent,
    came,
    waits_for_them,
    solved,
    happy,
    urgent,
    overheard,
    too_late,
    unsure,
    refused,
    taken_back,
    slept_on,
    answered_in_public,
    put_off,
    promise_broken,
    did_they_write,
    deleted,
)


def a_shop(reach: Reach) -> DeskShop:
    shop = DeskShop(policy=policy(people=("Jo", "Sam")))
    reach(shop)
    return shop


def press(shop: DeskShop, button: Button) -> Told | Form:
    """Jo presses it."""
    room = PressRoom(
        shop.store,
        shop.clock,
        playbook(),
        shop.policy,
        shop.observer,
        brand=BRAND,
        reader=reader(),
        senders=Senders(shop.connectors),
        flags=shop.flags,
        incidents=shop.incidents,
        surges=shop.surges,
    )
    return PressDesk(room).press(
        Press(
            act=button.act,
            subject=button.subject,
            version=button.version,
            seal=button.seal,
            by="Jo",
        )
    )


@pytest.mark.parametrize("reach", MOMENTS, ids=lambda reach: reach.__name__)
def test_every_button_of_a_case_does_something(reach: Reach) -> None:
    buttons = [one for one in buttons_of(a_shop(reach).case_sheet()) if one.act is not Act.OPEN]
    assert buttons
    idle = []
    for button in buttons:
        # each at that very moment: what one does changes what another can do
        answer = press(a_shop(reach), button)
        if isinstance(answer, Told) and not answer.is_done:
            idle.append((button.label, answer.words))

    assert not idle


# --- cards of what is no case ---------------------------------------------------------------------


def a_flag(shop: DeskShop) -> str:
    for day in range(1, 6):
        shop.clock.advance(timedelta(days=1))
        insult = "@larchandloaf you idiots, bunch of morons"
        shop.hear(shop.says(insult, id=f"x:{day}", author=CY))
        if day == 1:
            answer = {"from_brand": True, "parent_id": "x:1", "conversation_id": "x:1"}
            shop.hear(shop.says("Sorry about that.", id="x:100", author=OURS, **answer))
        shop.work()
    return "flag f1"


def a_watched_flag(shop: DeskShop) -> str:
    key = a_flag(shop)
    shop.flags.decide(1, StepKind.WATCH, "Sam", "")
    return key


def a_quiet_flag(shop: DeskShop) -> str:
    key = a_flag(shop)
    shop.flags.decide(1, StepKind.QUIET, "Sam", "")
    return key


def a_surge(shop: DeskShop) -> str:
    payment = "@larchandloaf your payment page is broken, it took my money twice"
    for number, author in enumerate(people(10), start=1):
        shop.hear(shop.says(payment, id=f"x:{number}", author=author))
        shop.clock.advance(2 * MINUTE)
    shop.work()
    with shop.store.read() as tx:
        (notice,) = tx.notices.listed(BRAND)
    return f"notice {notice.id}"


def a_quiet_surge(shop: DeskShop) -> str:
    a_surge(shop)
    shop.work_for(2 * HOUR, 5 * MINUTE)
    with shop.store.read() as tx:
        (notice,) = tx.notices.listed(BRAND)
    return f"notice {notice.id}"


def a_surge_with_an_incident(shop: DeskShop) -> str:
    key = a_surge(shop)
    shop.incidents.start(["payment page"], "The payment page is down.", by="Sam")
    return key


def an_incident(shop: DeskShop) -> str:
    a_surge_with_an_incident(shop)
    return "incident i1"


def an_incident_that_was_told(shop: DeskShop) -> str:
    key = an_incident(shop)
    shop.incidents.send(1, 10, by="Sam")
    shop.work_for(10 * MINUTE)
    return key


def an_incident_that_is_mended(shop: DeskShop) -> str:
    key = an_incident_that_was_told(shop)
    shop.incidents.mended(1, "It works again.", by="Sam")
    return key


def a_message_of_no_case(shop: DeskShop) -> str:
    shop.hear(shop.says("@larchandloaf my number is +49 170 1234567, do call me on Saturday"))
    (alert,) = shop.effects(Action.ALERT)
    return f"effect {alert.id}"


def a_measure_by_hand(shop: DeskShop) -> str:
    shop.hear(shop.says(LATE))
    wish = Wish(action=Action.BLOCK, brand=BRAND, author=ADA, message=None, by="Sam", why="enough")
    shop.keeping_away.ask(wish)
    del shop.x.measures[Action.BLOCK]
    shop.work()
    (alert,) = [one for one in shop.effects(Action.ALERT) if one.rule.startswith("measure")]
    return f"effect {alert.id}"


KEYS: tuple[Callable[[DeskShop], str], ...] = (
    a_flag,
    a_watched_flag,
    a_quiet_flag,
    a_surge,
    a_quiet_surge,
    a_surge_with_an_incident,
    an_incident,
    an_incident_that_was_told,
    an_incident_that_is_mended,
    a_message_of_no_case,
    a_measure_by_hand,
)


@pytest.mark.parametrize("reach", KEYS, ids=lambda reach: reach.__name__)
def test_every_button_of_another_card_does_something(reach: Callable[[DeskShop], str]) -> None:
    def begin() -> tuple[DeskShop, str]:
        shop = DeskShop(policy=policy(people=("Jo", "Sam")))
        return shop, reach(shop)

    first, key = begin()
    buttons = [one for one in buttons_of(first.sheet(key)) if one.act is not Act.OPEN]
    assert buttons
    idle = []
    for button in buttons:
        shop, _ = begin()
        answer = press(shop, button)
        if isinstance(answer, Told) and not answer.is_done:
            idle.append((button.label, answer.words))

    assert not idle


# --- lines in a thread ----------------------------------------------------------------------------


def nudged(shop: DeskShop) -> str:
    sent(shop)
    shop.work_for(2 * HOUR + 10 * MINUTE, 5 * MINUTE)
    return NUDGE


def nudged_in_private(shop: DeskShop) -> str:
    came(shop)
    shop.work_for(2 * HOUR + 10 * MINUTE, 5 * MINUTE)
    return NUDGE


def raised(shop: DeskShop) -> str:
    asks(shop)
    shop.work_for(4 * HOUR, 10 * MINUTE)
    return RAISED


def asked_whether_they_wrote(shop: DeskShop) -> str:
    did_they_write(shop)
    return ASK


def follow_up(shop: DeskShop) -> str:
    waits_for_them(shop)
    at = shop.clock.now() + timedelta(days=3)
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Sam", follow_up_at=at)
    shop.clock.advance(timedelta(days=3))
    shop.case_moments.due()
    return FOLLOW


LINES: tuple[Callable[[DeskShop], str], ...] = (
    nudged,
    nudged_in_private,
    raised,
    asked_whether_they_wrote,
    follow_up,
)


@pytest.mark.parametrize("reach", LINES, ids=lambda reach: reach.__name__)
def test_every_button_in_a_thread_does_something(reach: Callable[[DeskShop], str]) -> None:
    def begin() -> tuple[DeskShop, tuple[Button, ...]]:
        shop = DeskShop(policy=policy(people=("Jo", "Sam")))
        template = reach(shop)
        alert = [one for one in shop.effects(Action.ALERT) if one.template == template][-1]
        with shop.store.read() as tx:
            card = shop.notify.card(tx, alert)
        return shop, tuple(buttons_of(shop.sheets.line_of(card)))

    _, buttons = begin()
    assert buttons
    idle = []
    for place, button in enumerate(buttons):
        shop, there = begin()
        answer = press(shop, there[place])
        if isinstance(answer, Told) and not answer.is_done:
            idle.append((button.label, answer.words))

    assert not idle
