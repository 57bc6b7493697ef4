"""What comes to a card that lies there: reminders with their buttons, what they wrote again. And a
card for what belongs to no case."""

from datetime import timedelta

import pytest

from monitor.cards.digest import digest
from monitor.domain.case import Resolution
from monitor.domain.effect import Action, Effect
from monitor.domain.message import Media, MessageType
from monitor.domain.press import Act
from monitor.domain.reminders import ASK, ASSIGNED, AWAKE, FOLLOW, NUDGE, RAISED
from monitor.domain.sheet import Sheet
from monitor.services.case_desk import CaseDesk
from monitor.services.casework import resolve
from monitor.services.desk_cards import DeskCards
from monitor.services.digest_facts import DigestLook
from monitor.services.keeping_away import Wish
from monitor.testing import FakeDesk, an_author
from tests.desk_shop import DeskShop
from tests.messages import assert_message
from tests.people import ADA
from tests.sheet_text import buttons_of, sheet_text
from tests.shop import BRAND, BROKEN, LATE, policy
from tests.strange_words import MARK, assert_inert

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Desk:
    """A shop whose alerts go to a desk."""

    def __init__(self) -> None:
        self.shop = DeskShop(policy=policy(people=("Jo", "Sam")))
        self.desk = FakeDesk()
        cards = DeskCards(
            self.shop.store, self.shop.clock, self.desk, self.shop.sheets, brand=BRAND
        )
        self.shop.channels = (cards,)
        self.shop.open()
        cards.sheets = self.shop.sheets
        self.cards = cards

    def works_for(self, lasting: timedelta) -> None:
        """The daemon, and what it tells."""
        self.shop.work_for(lasting, 5 * MINUTE)
        self.shop.case_moments.due()
        self.shop.notify.due()
        self.cards.due()

    def alert(self, template: str) -> Effect:
        """The newest of that sort."""
        every = [one for one in self.shop.effects(Action.ALERT) if one.template == template]
        return every[-1]

    def line(self, template: str) -> Sheet:
        """What lies in the thread for it."""
        alert = self.alert(template)
        with self.shop.store.read() as tx:
            known = tx.posted_cards.get(BRAND, "desk", alert.id)
        assert known is not None
        lines = [one for card in self.desk.cards for one in card.thread]
        return next(one.sheet for one in lines if one.place == known.place)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def shows(name: str, sheet: Sheet) -> None:
    assert_message(f"cards/{name}", sheet_text(sheet))


def acts(sheet: Sheet) -> list[Act]:
    return [button.act for button in buttons_of(sheet)]


def test_a_promise_is_nudged_with_what_can_be_done(desk: Desk) -> None:
    desk.shop.sent(BROKEN)
    desk.works_for(timedelta(hours=2, minutes=10))

    shows("line_nudge", desk.line(NUDGE))


def test_a_draft_that_nobody_decides_on_is_raised_loudly_once(desk: Desk) -> None:
    desk.shop.complaint(BROKEN)
    desk.works_for(timedelta(hours=4))

    shows("line_raised", desk.line(RAISED))
    (card,) = desk.desk.cards
    raised = [one for one in card.thread if one.sheet == desk.line(RAISED)]
    assert [one.is_loud for one in raised] == [True]


def test_where_private_messages_do_not_show_somebody_is_asked(desk: Desk) -> None:
    desk.shop.sent(BROKEN)
    desk.works_for(timedelta(hours=5))

    shows("line_did_they_write", desk.line(ASK))


def test_who_is_given_a_case_is_called(desk: Desk) -> None:
    desk.shop.hear(desk.shop.says(LATE))
    desk.works_for(MINUTE)
    CaseDesk(desk.shop.store, desk.shop.clock, desk.shop.policy.hours).assign(1, "Sam", "Jo")
    desk.works_for(MINUTE)

    sheet = desk.line(ASSIGNED)

    shows("line_assigned", sheet)
    assert sheet.calls == ("Sam",)


def test_what_was_put_off_comes_back(desk: Desk) -> None:
    desk.shop.hear(desk.shop.says(LATE))
    desk.works_for(MINUTE)
    until = desk.shop.clock.now() + HOUR
    CaseDesk(desk.shop.store, desk.shop.clock, desk.shop.policy.hours).snooze(1, until, "Jo")
    desk.works_for(2 * HOUR)

    shows("line_awake", desk.line(AWAKE))


def test_somebody_is_asked_to_ask_whether_all_is_well(desk: Desk) -> None:
    desk.shop.sent(BROKEN)
    desk.shop.hear(desk.shop.says("here I am", id="x:9", type=MessageType.DIRECT_MESSAGE))
    desk.works_for(MINUTE)
    follow_up = desk.shop.clock.now() + timedelta(days=3)
    resolve(desk.shop.store, desk.shop.clock, 1, Resolution.SOLVED, "Jo", follow_up_at=follow_up)
    desk.works_for(MINUTE)
    desk.shop.clock.advance(timedelta(days=3))
    desk.works_for(MINUTE)

    sheet = desk.line(FOLLOW)

    shows("line_follow_up", sheet)
    assert Act.SEND in acts(sheet)


def test_who_writes_again_is_told_in_the_thread(desk: Desk) -> None:
    desk.shop.sent(BROKEN)
    desk.works_for(MINUTE)
    desk.shop.hear(desk.shop.says("@larchandloaf hello?? the cake was broken", id="x:2"))
    desk.works_for(MINUTE)

    shows("line_wrote_again", desk.line("waiting"))


def test_a_message_without_a_case_has_a_card_of_its_own(desk: Desk) -> None:
    private = "@larchandloaf my number is +49 170 1234567, do call me about Saturday"
    desk.shop.hear(desk.shop.says(private))
    desk.works_for(MINUTE)

    (card,) = desk.desk.cards
    shows("lone_private_data", card.sheet)


def test_a_draft_of_no_case_is_raised_in_the_thread_of_its_own_card(desk: Desk) -> None:
    private = "@larchandloaf my number is +49 170 1234567, do call me about Saturday"
    desk.shop.hear(desk.shop.says(private))
    desk.works_for(timedelta(hours=4))

    (card,) = desk.desk.cards
    assert [one.is_loud for one in card.thread] == [True]


def test_a_measure_that_needs_a_hand_tells_where(desk: Desk) -> None:
    shop = desk.shop
    shop.hear(shop.says(LATE))
    wish = Wish(action=Action.BLOCK, brand=BRAND, author=ADA, message=None, by="Jo", why="enough")
    shop.keeping_away.ask(wish)
    del shop.x.measures[Action.BLOCK]
    desk.works_for(MINUTE)
    (alert,) = [one for one in shop.effects(Action.ALERT) if one.rule.startswith("measure")]

    sheet = shop.sheet(f"effect {alert.id}")

    shows("lone_measure", sheet)
    assert_inert(sheet)


#: every field of theirs that a card may show
HOSTILE = an_author(
    f"{MARK} <!channel>",
    id="x:zoe",
    handle=f"{MARK}hook",
)


def test_nothing_that_a_stranger_writes_stands_as_ours_anywhere(desk: Desk) -> None:
    shop = desk.shop
    media = (Media(kind="photo", url=f"https://{MARK}.example", alt=MARK),)
    texts = (
        f"{BROKEN} {MARK}? Does {MARK} read this?",
        f"@larchandloaf {MARK} and still no answer {MARK}",
        f"@larchandloaf thank you so much, {MARK} is lovely, I love it",
    )
    for number, text in enumerate(texts):
        shop.hear(shop.says(text, id=f"x:{number}", author=HOSTILE, media=media))
        desk.works_for(3 * HOUR)
    direct = MessageType.DIRECT_MESSAGE
    shop.hear(shop.says(f"{MARK} here", id="x:8", author=HOSTILE, type=direct))
    desk.works_for(3 * HOUR)
    look = DigestLook(shop.clock, shop.review, shop.sheets.cases, brand=BRAND)

    with shop.store.read() as tx:
        morning = digest(look.at(tx, shop.clock.now() - timedelta(days=2)))

    assert_inert(morning)
    assert desk.desk.cards
    for card in desk.desk.cards:
        for sheet in (*card.shown, *(one.sheet for one in card.thread)):
            assert_inert(sheet)
