"""Presses: what a desk does with what people press there.

A table says which function does an act. The row in the database decides what can still be done, and
the first one wins; the second reads who it was and when. Each act is one transaction, or does no
harm when it is done again: killed in between, somebody presses again. Each press is one entry of
the audit log, whatever came of it.
"""

import logging
import re
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import RLock

from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.case import Case
from monitor.domain.effect import Effect
from monitor.domain.flag import Flag
from monitor.domain.incident import Incident
from monitor.domain.notice import Notice
from monitor.domain.press import Act, Answer, Form, Press, Told
from monitor.domain.seal import sealed
from monitor.errors import MonitorError, StoreError
from monitor.services import (
    press_case,
    press_draft,
    press_edit,
    press_ending,
    press_flag,
    press_incident,
    press_money,
    press_saying,
    press_why,
)
from monitor.services.press_room import PressRoom, Thing
from monitor.services.press_told import GONE, OLDER, no, refused

log = logging.getLogger(__name__)

#: so many refusals of one account are written down in an hour; it may go on pressing
REFUSALS, WITHIN = 5, timedelta(hours=1)
#: of so many accounts; beyond that the log says no more within the hour
ACCOUNTS = 50
#: what an id of an account is made of, at most
_ID = re.compile(r"[^A-Za-z0-9:_.@-]")
LONGEST_ID = 60
BROKE = "Something went wrong here, and nothing was done. It stands in the monitor's log."
NO_CASE = "It belongs to no case."
ELSE = "This button is about something else. Look at the newest card."
STORE_TROUBLE = "The database cannot be used at this moment, and nothing was done. Try again soon."

OfDraft = Callable[[PressRoom, Press, Effect], Answer]
OfCase = Callable[[PressRoom, Press, Case], Answer]
OfFlag = Callable[[PressRoom, Press, Flag], Answer]
OfIncident = Callable[[PressRoom, Press, Incident], Answer]
OfNotice = Callable[[PressRoom, Press, Notice], Answer]
Asks = Callable[[PressRoom, Press], Answer]

DRAFTS: Mapping[Act, OfDraft] = {
    Act.SEND: press_draft.send,
    Act.EDIT: press_edit.edit,
    Act.KEEP: press_draft.keep,
    Act.SEND_ANYWAY: press_draft.send_anyway,
    Act.NO_REPLY: press_draft.no_reply,
    Act.TAKE_BACK: press_draft.take_back,
    Act.WAS_RIGHT: press_draft.was_right,
    Act.WAS_WRONG: press_draft.was_wrong,
    Act.IT_IS_THERE: press_draft.is_there,
    Act.NOT_THERE: press_draft.is_not_there,
    Act.MORE_TIME: press_saying.say_more_time,
}
CASES: Mapping[Act, OfCase] = {
    Act.ANSWERED: press_case.answered,
    Act.LATER: press_case.later,
    Act.NOT_A_COMPLAINT: press_case.not_a_complaint,
    Act.NOT_ABOUT_US: press_ending.not_about_us,
    Act.RESOLVE: press_ending.resolve_case,
    Act.REPLY: press_saying.reply,
    Act.MORE_TIME: press_saying.more_time,
    Act.I_HAVE_IT: press_case.i_have_it,
    Act.CAME: press_case.came,
    Act.REOPEN: press_case.reopen,
    Act.QUIET: press_case.quiet,
}
MEASURES: Mapping[Act, OfDraft] = {
    Act.IT_IS_THERE: press_flag.ticked,
}
FLAGS: Mapping[Act, OfFlag] = {
    **dict.fromkeys(press_flag.KINDS, press_flag.decide),
    Act.UNDO: press_flag.undo,
    Act.EVIDENCE: press_flag.evidence,
}
INCIDENTS: Mapping[Act, OfIncident] = {
    Act.SEND_TO_ALL: press_incident.send_to_all,
    Act.MORE_TIME: press_incident.more_time,
    Act.MENDED: press_incident.mended,
    Act.END_INCIDENT: press_incident.end,
}
NOTICES: Mapping[Act, OfNotice] = {
    Act.START_INCIDENT: press_incident.start,
    Act.EXAMPLES: press_incident.examples,
    Act.FALSE_ALARM: press_incident.false_alarm,
    Act.RESUME: press_incident.resume,
    Act.RAISE_CAP: press_money.raise_cap,
}
#: about anything, a message too
ANYTHING: Mapping[Act, Asks] = {
    Act.WHY: press_why.why,
    Act.OPEN: press_why.where,
}


def nobody_looks(_key: str) -> None:
    """No desk shows it."""


class PressDesk:
    """Implements `Presses`."""

    def __init__(self, room: PressRoom, changed: Callable[[str], None] = nobody_looks) -> None:
        self.room = room
        #: told the key of a card after each press about it
        self.changed = changed
        self._refusals: dict[str, deque[datetime]] = {}
        # two desks of one daemon press at once
        self._lock = RLock()

    def press(self, press: Press) -> Answer:
        """Done, refused in words, or a form to fill in. Never raises for what a person did."""
        with self._lock:
            answer, key = self._answered(press)
            self._write_down(press, answer)
        if key:
            self._show(key)
        return answer

    def refused(self, act: str, subject: str, who: str) -> None:
        """Somebody pressed who may not: it is written down, at most so often."""
        now, who = self.room.now, _ID.sub("", who)[:LONGEST_ID] or "somebody"
        with self._lock:
            if not self._is_to_be_written(who, now):
                return
            reason = f"{_ID.sub('', act)[:LONGEST_ID]} refused"
            self._audit(who, _ID.sub("", subject)[:LONGEST_ID], reason)
        log.warning("somebody pressed who may not decide", extra={"action": "press_refused"})

    def _is_to_be_written(self, who: str, now: datetime) -> bool:
        old = [one for one, times in self._refusals.items() if now - times[-1] >= WITHIN]
        for one in old:
            del self._refusals[one]
        if who not in self._refusals and len(self._refusals) >= ACCOUNTS:
            return False
        before = self._refusals.setdefault(who, deque(maxlen=REFUSALS))
        if len(before) == REFUSALS and now - before[0] < WITHIN:
            return False
        before.append(now)
        return True

    # --- steps --------------------------------------------------------------------------------

    def _answered(self, press: Press) -> tuple[Answer, str]:
        """The answer, and the key of the card that it may have changed."""
        key = ""
        try:
            with self.room.store.read() as tx:
                thing = self.room.thing(tx, press.subject)
            if press.act in ANYTHING and not press.seal:
                return ANYTHING[press.act](self.room, press), ""
            if thing is None:
                return no(GONE), ""
            key = key_of(thing)
            if press.seal and press.seal != sealed(thing):
                return no(OLDER), ""
            if press.act in ANYTHING:
                return ANYTHING[press.act](self.room, press), ""
            return self._done(press, thing), key
        except StoreError:
            log.exception("a press met a database that cannot be used")
            return no(STORE_TROUBLE), ""
        except MonitorError as error:
            return refused(error), key
        except Exception:
            # the edge of the desk: a person waits for an answer, whatever we did wrong
            log.exception("BUG: a press broke off", extra={"action": f"press_{press.act.value}"})
            return no(BROKE), key

    def _done(self, press: Press, thing: Thing) -> Answer:
        act, room = press.act, self.room
        match thing:
            case Effect(is_measure=True) if act in MEASURES:
                return MEASURES[act](room, press, thing)
            case Effect() if act in DRAFTS:
                return DRAFTS[act](room, press, thing)
            case Case() | Effect() if act in CASES:
                case = self._case(thing)
                return CASES[act](room, press, case) if case is not None else no(NO_CASE)
            case Flag() if act in FLAGS:
                return FLAGS[act](room, press, thing)
            case Incident() if act in INCIDENTS:
                return INCIDENTS[act](room, press, thing)
            case Notice() if act in NOTICES:
                return NOTICES[act](room, press, thing)
            case _:
                return no(ELSE)

    def _case(self, thing: Case | Effect) -> Case | None:
        """The case itself, or the one that a draft belongs to."""
        if isinstance(thing, Case):
            return thing
        return self.room.case(thing.case_number) if thing.case_number is not None else None

    def _show(self, key: str) -> None:
        try:
            self.changed(key)
        except Exception:
            # the press is done and told; the card follows with the next turn
            log.exception("a card could not be changed after a press")

    def _write_down(self, press: Press, answer: Answer) -> None:
        try:
            subject = _ID.sub("", press.subject)[:LONGEST_ID]
            self._audit(press.by, subject, f"{press.act.value} {_result(answer)}")
        except StoreError:
            log.exception("a press could not be written down")

    def _audit(self, actor: str, subject: str, reason: str) -> None:
        with self.room.store.begin() as tx:
            tx.audit.write(
                AuditEntry(
                    brand=self.room.brand,
                    at=self.room.now,
                    actor=actor or MACHINE,
                    action=AuditAction.PRESSED,
                    subject=subject,
                    reason=reason,
                )
            )


def key_of(thing: Thing) -> str:
    """Of the card that shows it; empty: there is none."""
    match thing:
        case Effect():
            return f"case c{thing.case_number}" if thing.case_number is not None else ""
        case Case():
            return f"case {thing.id}"
        case Flag():
            return f"flag {thing.id}"
        case Incident():
            return f"incident {thing.id}"
        case Notice():
            return f"notice {thing.id}"


def _result(answer: Answer) -> str:
    """One word for the audit log."""
    match answer:
        case Form(problems=problems):
            return "wrong" if problems else "asked"
        case Told(is_done=True):
            return "done"
        case _:
            return "not_done"
