"""What became of a case, one line for each step, oldest first."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cards.case_facts import CaseFacts
from monitor.cards.clock_words import at
from monitor.cards.happened import Happened
from monitor.cards.plain_words import in_words, sentence
from monitor.domain.answers import CLOSING, FOLLOW_UP, REPLY, THANKS
from monitor.domain.case import Case, PromiseState, TimelineKind
from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, State
from monitor.domain.permission import Reason
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.domain.sheet import Line, Words, line, small, strong, theirs

#: so many of the newest steps are shown; `monitor case` has all
SHOWN = 8
LONGEST = 200
#: what the monitor writes down when somebody comes back happy
HAPPY_NOTE = "they thank or praise us"
_MACHINE = frozenset({"", "monitor"})
_REASONS = frozenset(reason.value for reason in Reason)
_PROMISE = {
    PromiseState.KEPT: "Promise kept",
    PromiseState.BROKEN: "Promise broken: nobody answered in time",
    PromiseState.RENEWED: "A new time was given",
    PromiseState.NOT_COME: "They did not come by then",
    PromiseState.UNSEEN: "Nobody wrote where it shows here",
}


def story_lines(facts: CaseFacts) -> list[Line]:
    """The newest steps."""
    steps = [step for one in facts.timeline for step in _steps(one, facts)]
    if len(steps) > SHOWN:
        earlier = f"{len(steps) - SHOWN} earlier steps: monitor case {facts.case.number}"
        return [line(small(earlier)), *steps[-SHOWN:]]
    return steps


def outcome_words(case: Case) -> str:
    """ "Solved: remade, €18. Cause: order form"; empty while it is open."""
    if case.resolution is None:
        return ""
    cost = case.cost.written if case.cost is not None else ""
    good = ", ".join(one for one in (case.make_good, cost) if one)
    how = sentence(in_words(case.resolution.value))
    words = f"{how}: {good}" if good else how
    return f"{words}. Cause: {case.cause}" if case.cause else words


def _steps(happened: Happened, facts: CaseFacts) -> Iterator[Line]:
    entry, now, hours = happened.entry, facts.now, facts.hours
    by = _by(entry.by)
    match entry.kind:
        case TimelineKind.OPENED | TimelineKind.PROMISED:
            return
        case TimelineKind.MENTION:
            yield _mention(happened, facts)
        case TimelineKind.SENT:
            yield _sent(happened, now, hours)
        case TimelineKind.OUR_WORDS:
            yield _step("Answered", entry.at, now, hours, by)
        case TimelineKind.CAME_TO_DM:
            yield _step("Came to direct messages", entry.at, now, hours)
        case TimelineKind.RETRACTED:
            yield _step("Taken back", entry.at, now, hours, by)
        case TimelineKind.NOT_SENT if _is_unsure(happened.effect):
            return
        case TimelineKind.NOT_SENT:
            why = _why_not(entry.words, happened.effect)
            yield line(strong("Not sent"), _moment(entry.at, now, hours), ": ", why)
        case TimelineKind.PROMISE_ENDED:
            if entry.words != PromiseState.CANCELLED.value:
                yield _promise_ended(entry.words, entry.at, now, hours)
        case TimelineKind.STATUS if entry.words.startswith("resolved"):
            words = outcome_words(facts.case) or sentence(entry.words)
            yield line(strong(words[:LONGEST]), _moment(entry.at, now, hours), by)
        case TimelineKind.NOTE if entry.words == HAPPY_NOTE:
            how = "in private" if happened.message and happened.message.is_direct else "in public"
            yield _step(f"Thanked you {how}", _when(happened), now, hours)
        case TimelineKind.STATUS | TimelineKind.NOTE:
            moment = at(entry.at, now, hours)
            words = sentence(entry.words)[:LONGEST]
            yield line(small(f"{words} ({_who(entry.by)}, {moment})"))


def _mention(happened: Happened, facts: CaseFacts) -> Line:
    message, now, hours = happened.message, facts.now, facts.hours
    if happened.entry.message_id == facts.case.first_message_id:
        return _step("Edited their post", happened.entry.at, now, hours)
    words = "Wrote again"
    if message is not None and message.is_direct:
        words = "Wrote in private"
    return _step(words, _when(happened), now, hours)


def _sent(happened: Happened, now: datetime, hours: Hours) -> Line:
    effect, moment = happened.effect, happened.entry.at
    if effect is None:
        return _step("Our reply is there", moment, now, hours)
    # who took it back stands in the effect by now
    by = _by(happened.entry.by) or " by the monitor"
    words: list[Words | str] = [strong(_said(effect)), _moment(moment, now, hours), by]
    if effect.promised_until is not None:
        words.append(f" · promise {at(effect.promised_until, now, hours)}")
    if effect.state is State.RETRACTING:
        words.append(" · is being taken back")
    return line(*words)


def _said(effect: Effect) -> str:
    if effect.rule.startswith(THANKS):
        return "Thanked them"
    if effect.rule.startswith(CLOSING):
        return "Said the closing line"
    if effect.rule.startswith(FOLLOW_UP):
        return "Asked whether all is well"
    if effect.slots.renews:
        return "Asked for more time"
    if effect.action is Action.NEWS:
        return "Told the news"
    if effect.action is Action.DIRECT_MESSAGE:
        return "Wrote to them in private" if effect.slots.own_text else "Sent in private"
    if effect.rule.startswith(REPLY) or effect.slots.own_text:
        return "Answered in public"
    return "Sent"


def _why_not(words: str, effect: Effect | None) -> Words:
    if effect is not None and effect.state is State.EXPIRED:
        return Words(text="too late to post" if effect.decided_by else "nobody decided in time")
    if words in _REASONS:
        return Words(text=REASON_SENTENCES[Reason(words)])
    # what the platform said
    return theirs(words[:LONGEST])


def _is_unsure(effect: Effect | None) -> bool:
    """The card says it in a place of its own."""
    return effect is not None and effect.state is State.NEEDS_PERSON


def _promise_ended(words: str, moment: datetime, now: datetime, hours: Hours) -> Line:
    try:
        said = _PROMISE.get(PromiseState(words), sentence(words))
    except ValueError:
        said = sentence(words)[:LONGEST]
    return _step(said, moment, now, hours)


def _step(words: str, moment: datetime, now: datetime, hours: Hours, by: str = "") -> Line:
    return line(strong(words), _moment(moment, now, hours), by)


def _moment(moment: datetime, now: datetime, hours: Hours) -> Words:
    """Steps keep their clock times: how long ago it was is nobody's question."""
    return Words(text=f" {at(moment, now, hours)}")


def _when(happened: Happened) -> datetime:
    """When they wrote it, not when we read it."""
    return happened.message.created_at if happened.message is not None else happened.entry.at


def _by(name: str) -> str:
    """ " by Jo"; nothing for the monitor and for authors."""
    return f" by {name}" if name not in _MACHINE and ":" not in name else ""


def _who(name: str) -> str:
    return "the monitor" if name in _MACHINE or ":" in name else name
