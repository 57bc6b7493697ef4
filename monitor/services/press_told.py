"""What a press is told: how a draft, a case or a refusal is, in words for whoever pressed.

Our own sentences; an error's are made readable away from the command line. A text in them may hold
a stranger's name: the desk makes all of it inert for its place.
"""

import re
from datetime import timedelta

from monitor.domain.case import Case, TimelineKind
from monitor.domain.effect import Effect, State
from monitor.domain.inert import plain
from monitor.domain.message import Message
from monitor.domain.permission import Reason
from monitor.domain.press import Told
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.errors import MonitorError
from monitor.services.press_room import PressRoom

#: the button was made for something else, before a restore
OLDER = "This button belongs to an older card. Look at the newest one."
GONE = "It is not stored any more."
#: who acts when no person did
THE_MACHINE = "the monitor"
#: how the line of a timeline begins that tells how a case ended
ENDED = "resolved:"
_IDS = re.compile(r"`([ecfi])(\d+)`")
_NAMES = {"e": "draft", "c": "case", "f": "flag", "i": "incident"}
#: a hint with a command is for whoever sits at a terminal
_COMMANDS = ("monitor ", "`monitor")


def no(words: str) -> Told:
    """It could not be, or somebody else had done it."""
    return Told(words=words, is_done=False)


def refused(error: MonitorError) -> Told:
    """What speaks against it."""
    words = sentence(error.message)
    if error.hint and not any(command in error.hint for command in _COMMANDS):
        words = f"{words} {_told(error.hint.replace('`', ''))}"
    return no(words)


def sentence(words: str) -> str:
    """An error's words as a sentence."""
    return _told(_IDS.sub(lambda found: f"{_NAMES[found[1]]} {found[2]}", words).replace("`", ""))


def _told(words: str) -> str:
    """With a capital and a full stop."""
    told = words[:1].upper() + words[1:]
    return told if told.endswith((".", "!", "?")) else f"{told}."


def how_it_is(room: PressRoom, effect: Effect) -> str:
    """Why nothing can be done about this draft any more, or by now."""
    by = effect.decided_by or THE_MACHINE
    at = room.at(effect.decided_at or effect.created_at)
    match effect.state:
        case State.PROPOSED:
            return "It still waits for a yes."
        case State.APPROVED | State.PENDING:
            return f"{by} said yes at {at}. It goes out by itself."
        case State.HELD:
            return _held(room, effect, by, at)
        case State.SENDING | State.UNKNOWN:
            return "It may be out already: the monitor is looking for it. Look again in a minute."
        case State.SENT:
            return f"Already sent by {by} at {room.at(effect.sent_at or effect.created_at)}."
        case State.NEEDS_PERSON:
            return (
                "Nobody knows whether it was posted. Look at your own account, then say on the "
                "card whether it is there."
            )
        case State.REFUSED:
            why = plain(effect.remark) or REASON_SENTENCES[effect.reason]
            return f"It was not sent: {why.removesuffix('.')}."
        case State.REJECTED:
            return f"{by} decided at {at} that nothing is sent."
        case State.EXPIRED:
            return too_late(room, effect)
        case State.CANCELLED:
            return f"It is not sent any more: {_cancelled(effect, by, at)}."
        case State.RETRACTING:
            return f"{by} wanted it back at {at}: it is being deleted."
        case State.RETRACTED:
            return f"{by} took it back at {at}."


def too_late(room: PressRoom, effect: Effect) -> str:
    """Its time is over; a person can still answer, with what is here."""
    lasted = (effect.not_after or room.now) - effect.created_at
    message = room.message(effect.message_id)
    words = f"Too late to post ({_hours(lasted)}). Answer by hand{_there(message)}."
    with room.store.read() as tx:
        text = room.review.if_sent_now(tx, effect).text
    return f"{words} Text to copy:\n{text}" if text else words


def by_hand(message: Message | None, text: str, why: str, case: Case) -> Told:
    """The monitor may not say it; whoever wrote it can."""
    return no(
        f"{sentence(why)} Say it yourself{_there(message)}, then press “I answered it” on case "
        f"{case.number}. Text to copy:\n{text}"
    )


def how_the_case_is(room: PressRoom, case: Case) -> str:
    """An ended case: who ended it, when and how."""
    with room.store.read() as tx:
        entries = [one for one in tx.cases.timeline(case.number) if one.kind is TimelineKind.STATUS]
    ended = next((one for one in reversed(entries) if one.words.startswith(ENDED)), None)
    by = f" by {ended.by}" if ended is not None else ""
    at = f" at {room.at(case.resolved_at)}" if case.resolved_at is not None else ""
    how = case.resolution.value.replace("_", " ") if case.resolution is not None else "no reason"
    return f"Case {case.number} was closed{by}{at}: {how}."


def _held(room: PressRoom, effect: Effect, by: str, at: str) -> str:
    if effect.reason is Reason.SLEPT_ON:
        return f"{by} wants it kept until {room.at(effect.not_before)}. It goes out then."
    return f"{by} said yes at {at}. It waits: {REASON_SENTENCES[effect.reason]}."


def _cancelled(effect: Effect, by: str, at: str) -> str:
    if effect.reason is Reason.ALREADY_ANSWERED and effect.decided_by:
        return f"{by} answered at {at}"
    why = REASON_SENTENCES[effect.reason]
    return f"{by} decided so at {at}" if effect.decided_by else why


def _there(message: Message | None) -> str:
    return f": {plain(message.url)}" if message is not None and message.url else ""


def _hours(lasted: timedelta) -> str:
    return f"{max(1, round(lasted / timedelta(hours=1)))} h"
