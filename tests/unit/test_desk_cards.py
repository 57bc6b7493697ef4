"""Cards on a desk: one for each key, changed in its place, found again after a crash."""

from datetime import timedelta

import pytest

from monitor.domain.delivery import Delivered, Outcome, Refused, Unknown
from monitor.domain.effect import Action, Effect
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.ports import Card
from monitor.domain.press import Act
from monitor.domain.sheet import Button, Buttons, Sheet, Sign, line, strong
from monitor.domain.store_ports import Tx
from monitor.domain.values import replace
from monitor.services.desk_cards import DeskCards
from monitor.testing import MONDAY_MORNING, FakeDesk
from tests.shop import BRAND, Shop


class Told:
    """Sheets that say what the test wants them to."""

    def __init__(self) -> None:
        self.words = "Complaint"
        self.is_final = False
        self.made = 0
        self.keys: tuple[str, ...] = ()
        self.breaks_on = ""

    def key_of(self, _tx: Tx, effect: Effect) -> str:
        return f"case c{effect.case_number}" if effect.case_number is not None else ""

    def sheet(self, _tx: Tx, key: str) -> Sheet:
        self.made += 1
        if key == self.breaks_on:
            raise ValueError("a poisonous case")
        button = Button(label="Send", act=Act.SEND, subject="e1", version=1)
        return Sheet(
            sign=Sign.ASKS,
            title=(strong(self.words),),
            parts=(line(key), Buttons(row=(button,))),
            is_final=self.is_final,
        )

    def line_of(self, card: Card) -> Sheet:
        return Sheet(sign=Sign.WAITS, title=(strong(card.effect.id),))

    def notice(self, notice: Notice) -> Sheet:
        return Sheet(sign=Sign.TROUBLE, title=(strong(notice.headline),), is_final=notice.is_over)

    def wanted(self, _tx: Tx) -> tuple[str, ...]:
        return self.keys

    def pulse(self, _tx: Tx) -> str:
        return self.words


class Table:
    """A desk with one case's card to lie on it."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.desk = FakeDesk()
        self.sheets = Told()
        self.died = False
        self.start()
        self.shop.complaint()
        (alert,) = self.shop.effects(Action.ALERT)
        with self.shop.store.read() as tx:
            self.card = self.shop.notify.card(tx, alert)

    def start(self, dies_at: str = "") -> None:
        """The service; again, after a crash."""

        def dies(name: str) -> None:
            if name == dies_at:
                raise Crash

        self.cards = DeskCards(
            self.shop.store, self.shop.clock, self.desk, self.sheets, brand=BRAND, failpoint=dies
        )

    def post(self, number: int | None = None) -> object:
        card = self.card
        if number is not None:
            # another alert about the same case
            changed = {"number": number, "case_number": card.effect.case_number}
            card = replace(card, effect=replace(card.effect, **changed))
        return self.cards.post(card)

    @property
    def words(self) -> list[str]:
        return [card.sheet.title[0].text for card in self.desk.cards]


class Crash(Exception):
    """The process is gone."""


@pytest.fixture
def table() -> Table:
    return Table()


def test_an_alert_lays_one_card_and_says_where(table: Table) -> None:
    outcome = table.post()

    assert outcome == Delivered(posted_id="desk:1")
    assert table.words == ["Complaint"]


def test_the_same_alert_again_changes_nothing_but_adds_its_line_once(table: Table) -> None:
    table.post()
    table.post()
    table.post()

    (card,) = table.desk.cards
    assert len(card.shown) == 1
    assert [one.sheet.title[0].text for one in card.thread] == [table.card.effect.id]


def test_a_second_alert_about_the_case_goes_into_the_thread(table: Table) -> None:
    table.post()
    table.post(number=99)

    (card,) = table.desk.cards
    assert [one.sheet.title[0].text for one in card.thread] == ["e99"]
    assert card.thread[0].is_loud


def test_what_changed_is_changed_in_its_place(table: Table) -> None:
    table.post()
    table.sheets.words = "Sent"

    assert table.cards.due() == 1
    assert table.cards.due() == 0
    assert table.words == ["Sent"]
    assert len(table.desk.cards) == 1


def test_nothing_is_worked_out_anew_while_nothing_happens(table: Table) -> None:
    table.post()
    table.cards.due()
    made = table.sheets.made

    table.cards.due()

    assert table.sheets.made == made


def test_after_half_a_minute_everything_is_looked_at_again(table: Table) -> None:
    table.post()
    table.cards.due()
    made = table.sheets.made

    table.shop.clock.advance(timedelta(seconds=31))
    table.cards.due()

    assert table.sheets.made == made + 1


@pytest.mark.parametrize("place", ["desk.after_begin", "desk.after_send"])
def test_a_crash_while_it_is_put_there_doubles_nothing(table: Table, place: str) -> None:
    table.start(dies_at=place)
    with pytest.raises(Crash):
        table.post()
    table.start()

    table.post()

    assert table.words == ["Complaint"]


def test_a_crash_in_the_thread_doubles_nothing(table: Table) -> None:
    table.post()
    table.start(dies_at="desk.after_send")
    with pytest.raises(Crash):
        table.post(number=99)
    table.start()

    table.post(number=99)

    assert len(table.desk.cards[0].thread) == 1


def test_an_answer_that_was_lost_is_looked_for(table: Table) -> None:
    table.desk.answer_next(Unknown(why="time out"), is_done=True)

    assert table.post() == Unknown(why="time out")
    assert table.post() == Delivered(posted_id="desk:1")
    assert table.words == ["Complaint"]


def test_a_desk_that_cannot_be_asked_is_told_again(table: Table) -> None:
    table.desk.can_be_asked = False
    table.desk.answer_next(Unknown(why="time out"), is_done=True)
    table.post()

    table.post()

    assert table.words == ["Complaint", "Complaint"]


def test_a_desk_that_is_busy_is_left_alone_until_it_says(table: Table) -> None:
    table.post()
    later = table.shop.clock.now() + timedelta(minutes=2)
    table.desk.answer_next(Refused(why="429", permanent=False, retry_at=later))
    table.sheets.words = "Sent"
    table.cards.due()
    table.shop.clock.advance(timedelta(minutes=1))
    assert table.cards.due() == 0

    table.shop.clock.advance(timedelta(minutes=1))

    assert table.cards.due() == 1
    assert table.words == ["Sent"]


def test_a_card_that_was_taken_away_there_is_laid_anew_by_the_next_alert(table: Table) -> None:
    table.post()
    table.desk.cards.clear()
    table.sheets.words = "Came to direct messages"
    table.cards.due()

    table.post(number=99)

    assert table.words == ["Came to direct messages"]


def test_a_final_card_is_left_and_the_next_alert_begins_a_new_one(table: Table) -> None:
    table.post()
    table.sheets.words, table.sheets.is_final = "Solved", True
    table.cards.due()
    table.sheets.words, table.sheets.is_final = "Back again", False
    table.cards.due()

    table.post(number=99)

    assert table.words == ["Solved", "Back again"]


def test_an_alert_without_a_card_is_taken_and_shown_nowhere(table: Table) -> None:
    card = replace(table.card, effect=replace(table.card.effect, case_number=None))

    assert table.cards.post(card) == Delivered(posted_id="")
    assert not table.desk.cards


def test_an_erased_person_s_card_goes_with_its_thread(table: Table) -> None:
    table.post()
    table.post(number=99)

    table.cards.erase_card(table.card.effect)
    table.cards.erase_card(table.card.effect)

    assert not table.desk.cards
    with table.shop.store.read() as tx:
        assert tx.posted_cards.get(BRAND, "desk", "case c1") is None
        assert tx.posted_cards.get(BRAND, "desk", "e99") is None


def test_each_line_of_an_erased_person_s_thread_is_taken_away(table: Table) -> None:
    erased: list[str] = []
    take_away = table.desk.erase

    def erase(place: str) -> Outcome:
        erased.append(place)
        return take_away(place)

    table.desk.erase = erase  # type: ignore[method-assign]
    table.post()
    table.post(number=99)

    table.cards.erase_card(table.card.effect)

    assert erased == ["desk:2", "desk:1"]


def test_a_notice_that_is_over_says_so_on_its_own_card(table: Table) -> None:
    notice = Notice(
        number=4,
        brand=BRAND,
        key="login x",
        kind=NoticeKind.LOGIN,
        headline="X cannot be read",
        began_at=MONDAY_MORNING,
    )
    table.cards.post_notice(notice)

    over = replace(notice, ended_at=MONDAY_MORNING, headline="X can be read again")
    table.cards.post_notice(over)

    assert table.words == ["X can be read again"]


def test_a_card_that_no_alert_brings_is_laid_once(table: Table) -> None:
    table.sheets.keys = ("incident i1",)

    assert table.cards.due() == 1
    table.shop.clock.advance(timedelta(minutes=1))
    table.cards.due()

    assert table.words == ["Complaint"]


def test_a_crash_while_a_wanted_card_is_laid_doubles_nothing(table: Table) -> None:
    table.sheets.keys = ("incident i1",)
    table.start(dies_at="desk.after_send")
    with pytest.raises(Crash):
        table.cards.due()
    table.start()

    table.cards.due()

    assert table.words == ["Complaint"]


def test_a_notice_changes_in_its_place_as_others_do(table: Table) -> None:
    notice = Notice(
        number=4,
        brand=BRAND,
        key="surge",
        kind=NoticeKind.SURGE,
        headline="32 complaints in the last hour",
        began_at=MONDAY_MORNING,
    )
    table.cards.post_notice(notice)
    table.sheets.words = "The surge is over"

    table.cards.due()

    assert table.words == ["The surge is over"]


def test_a_card_that_cannot_be_worked_out_stops_no_other(
    table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    table.post()
    table.sheets.keys = ("incident i1",)
    table.sheets.breaks_on = f"case c{table.card.effect.case_number}"
    table.sheets.words = "Started"

    assert table.cards.due() == 1

    assert table.words == ["Complaint", "Started"]
    assert "BUG" in caplog.text
