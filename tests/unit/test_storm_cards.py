"""Cards of surges, incidents and notices, over the real services."""

from datetime import timedelta

import pytest

from monitor.domain.effect import Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.press import Act
from monitor.domain.seal import sealed
from monitor.domain.sheet import Sheet
from monitor.domain.surge import SurgeEnd
from monitor.domain.values import replace
from monitor.services.desk_cards import DeskCards
from monitor.testing import FakeDesk
from tests.desk_shop import DeskShop
from tests.messages import assert_message
from tests.sheet_text import buttons_of, sheet_text
from tests.shop import BRAND, people, policy

PAYMENT = "@larchandloaf your payment page is broken, it took my money twice"
SENTENCE = "The payment page has been failing since this morning."


@pytest.fixture
def shop() -> DeskShop:
    """Ten people complain of the payment page within twenty minutes."""
    shop = DeskShop(policy=policy(people=("Jo", "Sam")))
    for number, author in enumerate(people(10), start=1):
        shop.hear(shop.says(PAYMENT, id=f"x:{number}", author=author))
        shop.clock.advance(timedelta(minutes=2))
    shop.work()
    return shop


def notices(shop: DeskShop) -> list[Notice]:
    with shop.store.read() as tx:
        return tx.notices.listed(BRAND)


def surge_sheet(shop: DeskShop) -> Sheet:
    (notice,) = [one for one in notices(shop) if one.kind is NoticeKind.SURGE]
    return shop.sheets.notice(notice)


def shows(name: str, sheet: Sheet) -> None:
    assert_message(f"cards/{name}", sheet_text(sheet))


def acts(sheet: Sheet) -> list[Act]:
    return [button.act for button in buttons_of(sheet)]


def test_a_surge_asks_for_one_sentence(shop: DeskShop) -> None:
    sheet = surge_sheet(shop)

    shows("surge", sheet)
    (notice,) = notices(shop)
    assert {one.seal for one in buttons_of(sheet)} == {sealed(notice)}


def test_a_surge_that_is_quiet_asks_whether_machines_may_speak(shop: DeskShop) -> None:
    shop.work_for(timedelta(hours=2), timedelta(minutes=5))

    sheet = surge_sheet(shop)

    shows("surge_quiet", sheet)
    assert acts(sheet)[0] is Act.RESUME


def test_a_surge_that_a_person_ended_says_so_on_its_card(shop: DeskShop) -> None:
    desk = FakeDesk()
    cards = DeskCards(shop.store, shop.clock, desk, shop.sheets, brand=BRAND)
    cards.post_notice(notices(shop)[0])
    shop.clock.advance(timedelta(minutes=1))
    shop.surges.end(SurgeEnd.FALSE_ALARM, by="Jo")

    cards.due()

    (card,) = desk.cards
    shows("surge_ended", card.sheet)
    assert card.sheet.is_final


def test_an_incident_shows_three_texts_before_one_yes_to_many(shop: DeskShop) -> None:
    incident = shop.incidents.start(["payment page"], SENTENCE, by="Jo")

    sheet = shop.sheet(f"incident {incident.id}")

    shows("incident_asks", sheet)
    (send,) = [one for one in buttons_of(sheet) if one.act is Act.SEND_TO_ALL]
    assert (send.subject, send.version, send.seal) == (incident.id, 10, sealed(incident))


def test_an_incident_from_the_first_word_to_its_end(shop: DeskShop) -> None:
    key = f"incident {shop.incidents.start(['payment page'], SENTENCE, by='Jo').id}"
    shop.incidents.send(1, 10, by="Jo")
    shows("incident_in_line", shop.sheet(key))
    shop.work_for(timedelta(minutes=10))
    shows("incident_told", shop.sheet(key))

    shop.incidents.mended(1, "It works again.", by="Sam")
    shows("incident_mended", shop.sheet(key))
    shop.incidents.send(1, 10, by="Sam")
    shop.work_for(timedelta(minutes=10))
    shop.incidents.end(1, by="Sam")

    sheet = shop.sheet(key)
    shows("incident_ended", sheet)
    assert not buttons_of(sheet)


def test_an_incident_that_runs_is_laid_on_the_desk_without_an_alert(shop: DeskShop) -> None:
    desk = FakeDesk()
    cards = DeskCards(shop.store, shop.clock, desk, shop.sheets, brand=BRAND)
    shop.incidents.start(["payment page"], SENTENCE, by="Jo")

    cards.due()

    assert [sheet_text(card.sheet).splitlines()[0][:30] for card in desk.cards] == [
        "(asks) *Incident 1: **«payment"
    ]


def test_a_case_says_that_it_is_part_of_an_incident(shop: DeskShop) -> None:
    shop.incidents.start(["payment page"], SENTENCE, by="Jo")

    assert "Part of incident 1: payment page." in sheet_text(shop.case_sheet(1))


def a_notice(kind: NoticeKind, headline: str, **changes: object) -> Notice:
    began_at = DeskShop().clock.now()
    return Notice(
        number=4,
        brand=BRAND,
        key="x",
        kind=kind,
        headline=headline,
        began_at=began_at,
        **changes,  # type: ignore[arg-type]
    )


def test_a_login_that_expired_tells_what_helps() -> None:
    shop = DeskShop()
    notice = a_notice(
        NoticeKind.LOGIN,
        "X cannot be read",
        text="The login has expired: 401 Unauthorized.",
        fix="monitor login x",
    )

    shows("notice_login", shop.sheets.notice(notice))


def test_a_budget_that_is_nearly_spent_can_be_raised() -> None:
    shop = DeskShop()
    notice = a_notice(NoticeKind.BUDGET, "80 % of this month's money for X is spent")

    sheet = shop.sheets.notice(notice)

    shows("notice_budget", sheet)
    assert acts(sheet) == [Act.RAISE_CAP]


def test_a_notice_that_is_over_is_final() -> None:
    shop = DeskShop()
    notice = a_notice(NoticeKind.BLIND, "X cannot be read", urgency=Urgency.WAKE)
    shop.clock.advance(timedelta(hours=1))
    over = replace(notice, ended_at=shop.clock.now())

    sheet = shop.sheets.notice(over)

    shows("notice_over", sheet)
    assert sheet.is_final
