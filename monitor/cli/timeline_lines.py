"""The timeline of a case as lines: what was said and done, and by whom."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cards.happened import Happened
from monitor.cli.lines import hang, pad, quoted, who
from monitor.domain.case import PromiseState, TimelineKind
from monitor.domain.clock import Hours
from monitor.domain.effect import State
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.domain.permission import Reason
from monitor.domain.reason_words import REASON_SENTENCES

MOMENT = 24
_REASONS = frozenset(reason.value for reason in Reason)
PROMISE_WORDS = {
    PromiseState.OPEN: "runs",
    PromiseState.KEPT: "kept",
    PromiseState.BROKEN: "broken: nobody answered in time",
    PromiseState.RENEWED: "a new time was given",
    PromiseState.NOT_COME: "the customer did not come by then",
    PromiseState.UNSEEN: "nobody wrote where we can see it",
    PromiseState.CANCELLED: "no longer needed",
}
HAPPENED = {
    TimelineKind.OPENED: "wrote, and the case was opened",
    TimelineKind.MENTION: "wrote again",
    TimelineKind.OUR_WORDS: "answered",
    TimelineKind.SENT: "we said",
    TimelineKind.NOT_SENT: "not said",
    TimelineKind.RETRACTED: "taken back",
    TimelineKind.PROMISED: "we promised an answer by",
    TimelineKind.PROMISE_ENDED: "the promise",
    TimelineKind.CAME_TO_DM: "wrote a direct message",
    TimelineKind.STATUS: "case",
    TimelineKind.NOTE: "note",
}
#: what others did: told at the moment they did it, not when we read it
THEIRS = frozenset(
    {
        TimelineKind.OPENED,
        TimelineKind.MENTION,
        TimelineKind.CAME_TO_DM,
        TimelineKind.OUR_WORDS,
    }
)


def happened_lines(happened: Happened, now: datetime, hours: Hours, room: int) -> Iterator[str]:
    """What happened, when, and who did it."""
    entry, message = happened.entry, happened.message
    at = "  " + pad(when(_moment_of(happened), now, hours), MOMENT)
    does = HAPPENED[entry.kind]
    if entry.kind is TimelineKind.PROMISED:
        yield from hang(at, f"{does} {_promised(entry.words, now, hours)}", room)
        return
    if entry.kind is TimelineKind.PROMISE_ENDED:
        yield from hang(at, f"{does}: {_ended(entry.words)}", room)
        return
    if entry.kind is TimelineKind.SENT:
        words = f'"{for_terminal(entry.words)}"' if entry.words else "our reply is there already"
        yield from hang(at, f"{does}: {words}", room)
        return
    if entry.kind is TimelineKind.NOT_SENT:
        yield from hang(at, f"{_not_said(happened)}  ({for_terminal(entry.by, 30)})", room)
        return
    name = who(message.author) if message is not None else for_terminal(entry.by, 30)
    if message is not None and entry.kind in THEIRS:
        yield from hang(at, f"{name} {does}", room)
        yield from hang(" " * len(at), quoted(message), room)
        if entry.words and entry.kind is not TimelineKind.OUR_WORDS:
            yield from hang(" " * len(at), f"→ {for_terminal(entry.words, 600)}", room)
        return
    words = for_terminal(entry.words, 300) or does
    yield from hang(at, f"{words}  ({name})", room)


def _not_said(happened: Happened) -> str:
    """Why words were not said: a draft that nobody decided on is another thing than a refusal."""
    words, effect = happened.entry.words, happened.effect
    if words in _REASONS:
        words = REASON_SENTENCES[Reason(words)]
    words = for_terminal(words, 300)
    if effect is None or effect.state not in (State.EXPIRED, State.REFUSED):
        return words
    if effect.state is State.EXPIRED:
        words = "its time was over before it could go out"
        if not effect.decided_by:
            words = "nobody decided on it in time"
    return f"draft {effect.number} was not sent: {words}"


def _moment_of(happened: Happened) -> datetime:
    """When they wrote it, not when we read it."""
    if happened.message is not None and happened.entry.kind in THEIRS:
        return happened.message.created_at
    return happened.entry.at


def _promised(written: str, now: datetime, hours: Hours) -> str:
    try:
        return when(datetime.fromisoformat(written), now, hours)
    except ValueError:
        return for_terminal(written, 60)


def _ended(written: str) -> str:
    try:
        return PROMISE_WORDS[PromiseState(written)]
    except ValueError:
        return for_terminal(written, 60)
