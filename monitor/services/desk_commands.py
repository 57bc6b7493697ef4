"""Commands at a desk: `/monitor status`, `case 7`, `pause 30`. Implements `Commands`.

The words are those of the command line. Whoever types is known by name already; what changes
something goes the way of a press, or is written down with the switch.
"""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from monitor.domain.card_ports import Presses
from monitor.domain.inert import plain
from monitor.domain.moments import parse_moment
from monitor.domain.near import nearest
from monitor.domain.press import Act, Answer, Press, Told
from monitor.domain.sheet import Sheet, Sign, code, line, strong
from monitor.errors import InputError, MonitorError, StoreError
from monitor.services.desk_cards import Sheets
from monitor.services.desk_lists import cases_sheet, found_sheet, inbox_sheet, status_sheet
from monitor.services.press_room import PressRoom
from monitor.services.press_told import no, refused
from monitor.services.presses import BROKE, STORE_TROUBLE
from monitor.services.switches import SwitchBoard
from monitor.services.turning import Turning

log = logging.getLogger(__name__)

#: the report of a week such as `2026-W47`, or of the last one; raises MonitorError
Report = Callable[[str], Sheet | Answer]
#: nothing is paused or away for longer
MINUTES, DAYS = 60 * 24 * 31, 366
LONGEST = 400
HELP: Mapping[str, str] = {
    "status": "what runs, what is wrong, what waits",
    "inbox": "what waits for you",
    "cases": "every open case",
    "case 7": "the card of a case",
    "resolve 7": "close a case: how it ended, and what it cost",
    "find @handle": "somebody's cases, and what they wrote",
    "why e12": "why it was decided so: a draft, a case or a message",
    "pause 30": "nothing is sent for 30 minutes; without a number until resume",
    "resume": "sending goes on",
    "away until Thu": "nobody answers before that day; away off: you are back",
    "report": "the report of the last week; report 2026-W47 of that one",
}


class DeskCommands:
    """One brand's."""

    def __init__(
        self,
        room: PressRoom,
        presses: Presses,
        sheets: Sheets,
        turning: Turning,
        report: Report | None = None,
    ) -> None:
        self.room = room
        self.presses = presses
        self.sheets = sheets
        self.turning = turning
        self.report = report
        self._table: dict[str, Callable[[str, str], Sheet | Answer]] = {
            "status": lambda _rest, _by: status_sheet(room, turning.pause_file),
            "inbox": lambda _rest, _by: inbox_sheet(room),
            "cases": lambda _rest, _by: cases_sheet(room),
            "case": self._case,
            "resolve": self._resolve,
            "find": lambda rest, _by: found_sheet(room, rest),
            "why": self._why,
            "pause": self._pause,
            "resume": self._resume,
            "away": self._away,
            "report": lambda rest, _by: self._report(rest),
            "help": lambda _rest, _by: help_sheet(),
        }

    def run(self, text: str, by: str) -> Sheet | Answer:
        """The answer, for who typed alone. Never raises for what a person did."""
        words = plain(text)[:LONGEST].strip()
        name, _, rest = words.partition(" ")
        name = name.casefold().lstrip("/")
        do = self._table.get(name or "help")
        if do is None:
            return unknown(name, self._table)
        try:
            return do(rest.strip(), by)
        except StoreError:
            log.exception("a command met a database that cannot be used")
            return no(STORE_TROUBLE)
        except MonitorError as error:
            return refused(error)
        except Exception:
            # the edge of the desk: a person waits for an answer, whatever we did wrong
            log.exception("BUG: a command broke off", extra={"action": "command_broke"})
            return no(BROKE)

    # --- each ---------------------------------------------------------------------------------

    def _case(self, rest: str, _by: str) -> Sheet | Answer:
        number = _number(rest)
        if self.room.case(number).brand != self.room.brand:
            return no(f"There is no case {number}.")
        with self.room.store.read() as tx:
            sheet = self.sheets.sheet(tx, f"case c{number}")
        return sheet if sheet is not None else no(f"There is nothing to show of case {number}.")

    def _resolve(self, rest: str, by: str) -> Answer:
        return self.presses.press(Press(act=Act.RESOLVE, subject=f"c{_number(rest)}", by=by))

    def _why(self, rest: str, by: str) -> Answer:
        if not rest:
            return no("Of what? Type why e12, why c7 or why x:123.")
        return self.presses.press(Press(act=Act.WHY, subject=rest, by=by))

    def _pause(self, rest: str, by: str) -> Answer:
        minutes = rest.removesuffix("minutes").removesuffix("min").strip()
        until = None
        if minutes:
            if not (minutes.isascii() and minutes.isdigit()) or not 0 < int(minutes) <= MINUTES:
                return no("For how many minutes? Type pause 30, or pause alone until resume.")
            until = self.room.now + timedelta(minutes=int(minutes))
        try:
            self.turning.pause(until, by=by)
        except OSError as error:
            log.exception("the pause file could not be written")
            raise MonitorError(f"this machine could not be paused: {error.strerror}") from error
        when = f"until {self.room.by(until)}, or until resume" if until else "until resume"
        return Told(words=f"Paused {when}. Nothing is sent; reading and alerts go on.")

    def _resume(self, _rest: str, by: str) -> Answer:
        try:
            was_paused = self.turning.resume(by=by)
        except OSError as error:
            log.exception("the pause file could not be removed")
            raise MonitorError(f"this machine is still paused: {error.strerror}") from error
        if not was_paused:
            return no("Nothing was paused.")
        return Told(words="Sending goes on. What has its yes goes out now, as the hours allow.")

    def _away(self, rest: str, by: str) -> Answer:
        word = rest.removeprefix("until ").strip()
        now, hours = self.room.now, self.room.policy.hours
        if not word or word == "until":
            with self.room.store.read() as tx:
                until = SwitchBoard.read(tx, now, hours).away_until
            if until is None:
                return no("Nobody is away. Type away until Thu, or away until 2026-12-01.")
            return no(f"Away until {until:%a %d %b}, the first day back. Back earlier: away off")
        if word.casefold() in ("off", "back"):
            self.turning.away(None, by=by)
            return Told(words="Welcome back.")
        day = hours.day_of(parse_moment(word, now, hours))
        today = hours.day_of(now)
        if not today < day <= today + timedelta(days=DAYS):
            return no("Name the first day on which somebody is back, such as Thu or 2026-12-01.")
        self.turning.away(day, by=by)
        return Told(
            words=f"Away until {day:%a %d %b}, the first day back. Until then promises name that "
            "day, and nothing goes out without somebody's yes. Back earlier: away off"
        )

    def _report(self, rest: str) -> Sheet | Answer:
        if self.report is None:
            return no("The report is not told here. Type monitor report where the monitor runs.")
        return self.report(rest)


def help_sheet() -> Sheet:
    """What can be typed."""
    lines = [line(code(words), f"  {what}") for words, what in HELP.items()]
    return Sheet(sign=Sign.NEWS, title=(strong("What you can type"),), parts=tuple(lines))


def unknown(name: str, known: Mapping[str, object]) -> Told:
    """A word that is no command."""
    meant = nearest(name, known)
    did_you = f" Did you mean {meant}?" if meant is not None else ""
    return no(f"“{name[:40]}” is nothing I know.{did_you} Type help for what there is.")


def _number(rest: str) -> int:
    """`7`, `c7`. Raises InputError."""
    match = re.fullmatch(r"c?([0-9]{1,9})", rest.split(" ", maxsplit=1)[0].casefold())
    if match is None:
        raise InputError("which case? Type its number, such as 7")
    return int(match[1])
