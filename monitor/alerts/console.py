"""The console: what arrives, what was decided and why, and what would be sent, as lines to read.

The lines of a mention are made once, when it is decided on; the alert about it then has nothing to
add. Alerts that come later (a promise is due, a draft waits) have lines of their own.
"""

import shutil
import sys
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from monitor.alerts.lines import (
    Words,
    alert_lines,
    card_lines,
    count,
    is_urgent,
    measure_moved_lines,
    mention_lines,
    moved_lines,
    notice_lines,
)
from monitor.domain.clock import Hours
from monitor.domain.delivery import Delivered, Outcome, Refused
from monitor.domain.effect import Effect, State
from monitor.domain.inert import for_terminal
from monitor.domain.message import SetAside
from monitor.domain.notice import Notice
from monitor.domain.ports import Card
from monitor.domain.reading import Kind
from monitor.domain.reminders import REMINDERS
from monitor.domain.stored import Decided
from monitor.redaction import redacted_words

#: how many mentions are remembered as shown
REMEMBERED = 2_000
#: the line with counts comes after that many mentions, then after each so many
FIRST_TALLY = 6
TALLY_EVERY = 50


class Tally:
    """Counts for the line that tells where one stands: after the first few, then now and then."""

    def __init__(self) -> None:
        self.mentions = self.complaints = self.drafts = self.urgent = self.sent = 0

    def add(self, decided: Decided) -> bool:
        """Counts a mention; True when the line is due."""
        if decided.message.from_brand:
            return False
        self.mentions += 1
        self.complaints += decided.reading.kind is Kind.COMPLAINT
        self.drafts += any(effect.state is State.PROPOSED for effect in decided.effects)
        self.urgent += is_urgent(decided)
        return self.mentions == FIRST_TALLY or self.mentions % TALLY_EVERY == 0

    def line(self) -> str:
        """Where one stands, and where to go."""
        counts = [
            count(self.mentions, "mention"),
            count(self.complaints, "complaint"),
            count(self.drafts, "draft"),
            f"{self.urgent} urgent",
            f"{self.sent} sent",
        ]
        return " · ".join(counts) + "      your desk: monitor inbox"


class Console:
    """Observer and alert channel in one: a screen."""

    name = "console"

    def __init__(
        self, hours: Hours, words: Words, out: TextIO | None = None, *, is_sample: bool = False
    ) -> None:
        self.hours = hours
        self._is_sample = is_sample
        #: text and promise of an effect, if it were sent now
        self.words = words
        #: the owner's policy for a topic
        self.policy_for: Callable[[str], str] = _no_policy
        self.out = out or sys.stdout
        self._shown: OrderedDict[str, None] = OrderedDict()
        self._tally = Tally()

    def decided(self, decided: Decided) -> None:
        """A mention and what was made of it."""
        if _is_one_of_many(decided):
            # the surge is told, and counted here
            self._remember(decided.message.id)
        elif self._write(
            mention_lines(decided, self.hours, self.words, self._width(), self._policy(decided))
        ):
            self._remember(decided.message.id)
        if self._tally.add(decided):
            week = "   a whole week: make demo" if self._is_sample else ""
            self._write(["", self._tally.line() + week, ""])

    def effect_moved(self, effect: Effect) -> None:
        """What became of a word."""
        if effect.is_public_word:
            self._tally.sent += effect.state is State.SENT
            self._write(moved_lines(effect, self.hours, self._width()))
        elif effect.is_measure:
            lines = measure_moved_lines(effect, self.hours, self._width())
            if lines:
                self._write(lines)

    def set_aside(self, set_aside: SetAside) -> None:
        """An input that could not be read."""
        where, reason = for_terminal(set_aside.where, 40), for_terminal(set_aside.reason, 120)
        self._write([f"set aside  {where}: {reason}"])

    def post(self, card: Card) -> Outcome:
        """An alert. One about a mention that is on the screen already has nothing to add."""
        effect, lines = card.effect, list[str]()
        if card.message is None or effect.message_id not in self._shown or effect.slots.note:
            if effect.template in REMINDERS or card.message is None:
                lines = alert_lines(card, self.hours, self._width())
            elif effect.message_id not in self._shown:
                lines = card_lines(card, self.hours, self._width())
        if lines and not self._write(lines):
            return Refused(why="its screen is gone", permanent=False)
        return Delivered(posted_id=f"console:{effect.id}")

    def post_notice(self, notice: Notice) -> Outcome:
        """What is wrong with the monitor itself."""
        if not self._write(notice_lines(notice, self.hours, self._width())):
            return Refused(why="its screen is gone", permanent=False)
        return Delivered(posted_id=f"console:{notice.id}")

    def _policy(self, decided: Decided) -> str:
        """The owner's own, where they complain."""
        topic = decided.reading.topic
        if decided.reading.kind is not Kind.COMPLAINT or decided.reading.sensitive:
            # nobody who was hurt is offered a voucher
            return ""
        return self.policy_for(topic.name if topic is not None else "")

    def _remember(self, message_id: str) -> None:
        self._shown[message_id] = None
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    def _width(self) -> int:
        return max(60, min(140, shutil.get_terminal_size((100, 24)).columns))

    def _write(self, lines: list[str]) -> bool:
        """False: the screen is gone, and the monitor goes on without it."""
        with suppress(OSError, ValueError):
            self.out.write(redacted_words("\n".join(lines)) + "\n")
            self.out.flush()
            return True
        return False


def _no_policy(_topic: str) -> str:
    """Until a playbook is read."""
    return ""


def _is_one_of_many(decided: Decided) -> bool:
    """A complaint in a surge that is nobody's danger: there are too many to be read one by one."""
    is_complaint = decided.reading.kind is Kind.COMPLAINT
    return decided.circumstances.surge and is_complaint and not is_urgent(decided)
