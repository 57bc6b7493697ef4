"""The weekly report at a desk: numbers and what to do next, nobody's words."""

from monitor.domain.delivery import Refused
from monitor.domain.sheet import Line, Sheet, Sign, line, strong
from monitor.report import parse_week, weekly_report
from monitor.report.sheet import as_sheet
from monitor.services.desk_cards import DeskCards
from monitor.services.report_telling import ReportTelling
from monitor.testing import FakeDesk
from tests.shop import BRAND, Shop, config
from tests.unit.test_desk_cards import Told


def shown(sheet: Sheet) -> str:
    return "\n".join(
        "".join(words.text for words in part.words)
        for part in sheet.parts
        if isinstance(part, Line)
    )


def test_it_tells_the_verdict_the_numbers_and_the_next_step_and_names_nobody() -> None:
    shop = Shop()
    shop.sent()
    week = parse_week("2026-W48", config().hours_table.time_zone)
    report = weekly_report(
        shop.store, week, config().hours(), brand=BRAND, now=shop.clock.now(), sample=False
    )

    told = shown(as_sheet(report))

    assert report.summary.verdict in told
    assert "Next: " in told
    assert "Ada" not in told
    assert "cake" not in told


def test_a_desk_that_did_not_take_it_gets_it_later_and_once() -> None:
    shop = Shop()
    desk = FakeDesk()
    telling = ReportTelling([DeskCards(shop.store, shop.clock, desk, Told(), brand=BRAND)])
    sheet = Sheet(sign=Sign.NEWS, title=(strong("The week"),), parts=(line("calm"),))
    desk.answer_next(Refused(why="429", permanent=False))

    telling.tell("2026-W48", sheet)
    assert not desk.cards
    telling.due()
    telling.due()
    telling.tell("2026-W48", sheet)

    assert len(desk.cards) == 1
