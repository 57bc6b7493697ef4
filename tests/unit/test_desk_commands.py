"""What can be typed at a desk: every command, what it says, and what it never does."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.card_ports import Commands
from monitor.domain.press import Answer, Form, Told
from monitor.domain.sheet import Line, Sheet, Sign, in_plain, strong
from monitor.domain.store_ports import Tx
from monitor.services.desk_commands import HELP, DeskCommands
from monitor.services.switches import PAUSED, PauseFile, SwitchBoard
from monitor.services.turning import Turning
from monitor.testing import an_author
from tests.messages import assert_message
from tests.press_shop import Counter, words
from tests.shop import LATE
from tests.unit.test_desk_cards import Told as FakeSheets


class Typing:
    """Somebody types."""

    def __init__(self, folder: Path) -> None:
        self.counter = Counter()
        self.shop = self.counter.shop
        self.pause_file = PauseFile(folder / "PAUSED", self.shop.clock)
        turning = Turning(self.shop.store, self.shop.clock, self.pause_file)
        self.commands: Commands = DeskCommands(
            self.counter.room, self.counter.presses, FakeSheets(), turning
        )

    def types(self, text: str, by: str = "Jo") -> str:
        """The answer as it reads."""
        answer = self.commands.run(text, by)
        return sheet_words(answer) if isinstance(answer, Sheet) else words(answer)

    def board(self) -> SwitchBoard:
        with self.shop.store.read() as tx:
            return SwitchBoard.read(tx, self.shop.clock.now(), self.shop.policy.hours)


@pytest.fixture
def typing(tmp_path: Path) -> Typing:
    return Typing(tmp_path)


def sheet_words(sheet: Sheet) -> str:
    lines = [f"[{sheet.sign.value}] {in_plain(sheet)}"]
    for part in sheet.parts:
        if not isinstance(part, Line):
            lines.append("(buttons)")
            continue
        lines.append("".join(f"`{one.text}`" if one.is_code else one.text for one in part.words))
    return "\n".join(lines)


def with_work(typing: Typing) -> None:
    """A draft, a case for a person, an answered one."""
    shop = typing.shop
    shop.complaint()
    shop.hear(
        shop.says(
            "@larchandloaf the cake made me sick, I have a nut allergy",
            id="x:2",
            author=an_author("Zoe", id="x:zoe", handle="zoe"),
        )
    )
    overheard = shop.says(
        LATE.replace("@larchandloaf", "Larch & Loaf:"),
        id="x:3",
        author=an_author("Kim", id="x:kim", handle="kim"),
        addressed=False,
    )
    shop.hear(overheard)
    shop.work()


def test_what_each_command_says(typing: Typing) -> None:
    with_work(typing)
    told = []
    for text in (
        "status",
        "inbox",
        "cases",
        "case 1",
        "case c1",
        "case 99",
        "case",
        "case seven",
        "find @ada",
        "find nobody",
        "find",
        "resolve 1",
        "why",
        "why e99",
        "pause 30",
        "status",
        "pause",
        "resume",
        "resume",
        "pause soon",
        "pause 0",
        "away",
        "away until Thu",
        "away",
        "away until yesterday",
        "away until 2099-01-01",
        "away off",
        "report",
        "help",
        "",
        "stauts",
        "frobnicate <!channel>",
    ):
        told += [f"== {text}", typing.types(text), ""]
    assert_message("desk/commands", "\n".join(told))


def test_nothing_waits_where_nothing_is(typing: Typing) -> None:
    assert typing.types("inbox") == "[done] Nothing waits for you"
    assert typing.types("cases") == "[done] No case is open"


def test_a_pause_stops_what_has_its_yes_and_resume_lets_it_go(typing: Typing) -> None:
    draft = typing.shop.complaint()
    typing.types("pause 90")
    typing.shop.review.approve(draft.number, by="Jo")
    typing.shop.work()
    assert typing.pause_file.is_there()
    assert typing.board().paused_until == typing.shop.clock.now() + timedelta(minutes=90)
    assert typing.shop.x.public == []

    typing.types("resume", by="Sam")
    typing.shop.work()

    assert not typing.pause_file.is_there()
    assert len(typing.shop.x.public) == 1
    with typing.shop.store.read() as tx:
        turned = [(row.action, row.actor) for row in tx.audit.rows()]
    assert ("paused", "Jo") in turned
    assert ("resumed", "Sam") in turned


def test_a_machine_that_cannot_be_paused_says_so(typing: Typing, tmp_path: Path) -> None:
    typing.pause_file.path = tmp_path / "PAUSED" / "x" / "PAUSED"
    (tmp_path / "PAUSED").write_text("in the way")

    answer = typing.commands.run("pause", "Jo")

    assert isinstance(answer, Told)
    assert not answer.is_done
    with typing.shop.store.read() as tx:
        assert tx.switches.get(PAUSED) is None


def test_away_is_written_down_with_who(typing: Typing) -> None:
    typing.types("away until 2026-12-01", by="Sam")

    board = typing.board()
    assert board.away_until is not None
    assert board.away_until.isoformat() == "2026-12-01"
    with typing.shop.store.read() as tx:
        assert [(row.action, row.actor) for row in tx.audit.rows()] == [("away", "Sam")]


def test_a_case_is_closed_in_the_form_of_its_button(typing: Typing) -> None:
    typing.shop.complaint()
    form = typing.commands.run("resolve c1", "Jo")
    assert isinstance(form, Form)

    typing.counter.submit(form, resolution="solved")

    assert not typing.counter.case().is_open


@pytest.mark.parametrize("text", ["send e1", "approve 1", "edit e1 hello", "e1", "yes"])
def test_nothing_is_sent_by_typing(typing: Typing, text: str) -> None:
    typing.shop.complaint()

    typing.types(text)
    typing.shop.work_for(timedelta(minutes=5))

    assert typing.shop.x.public == []


def test_a_fault_of_ours_is_told(typing: Typing, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeSheets):
        def sheet(self, _tx: Tx, key: str) -> Sheet:
            raise ZeroDivisionError(key)

    typing.shop.complaint()
    room, presses = typing.counter.room, typing.counter.presses
    turning = Turning(typing.shop.store, typing.shop.clock, typing.pause_file)
    commands = DeskCommands(room, presses, Broken(), turning)

    answer = commands.run("case 1", "Jo")

    assert isinstance(answer, Told)
    assert "BUG" in caplog.text


def test_the_report_is_asked_for_by_its_week(typing: Typing) -> None:
    asked: list[str] = []

    def report(week: str) -> Answer | Sheet:
        asked.append(week)
        return Sheet(sign=Sign.NEWS, title=(strong("A calm week"),))

    room, presses = typing.counter.room, typing.counter.presses
    turning = Turning(typing.shop.store, typing.shop.clock, typing.pause_file)
    commands = DeskCommands(room, presses, FakeSheets(), turning, report)

    for text in ("report", "report 2026-W47"):
        commands.run(text, "Jo")

    assert asked == ["", "2026-W47"]


def test_everything_that_help_names_is_a_command(typing: Typing) -> None:
    for line in HELP:
        assert "is nothing I know" not in typing.types(line)
