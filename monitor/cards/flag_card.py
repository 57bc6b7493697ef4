"""The card of a flag: somebody needs a look. The evidence, what speaks for them, and the choices.

What we still owe them comes first. No word of theirs stands on it; the evidence has them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.cards.buttons import IN_A_ROW
from monitor.cards.case_facts import Writer
from monitor.cards.clock_words import at, passed
from monitor.cards.plain_words import in_words, sentence
from monitor.cards.web_link import web_link
from monitor.cards.who_line import name_words, who_lines
from monitor.domain.advice import Advice, counted_words, day_words, good_words, points
from monitor.domain.case import Case
from monitor.domain.clock import Hours
from monitor.domain.effect import Action
from monitor.domain.erasure import is_gone
from monitor.domain.flag import Flag, FlagState, Step, StepKind, choice_of
from monitor.domain.platform import platform_named
from monitor.domain.press import Act
from monitor.domain.seal import sealed
from monitor.domain.sheet import (
    Button,
    Buttons,
    Part,
    Sheet,
    Sign,
    Style,
    Words,
    line,
    small,
    strong,
)
from monitor.domain.standing import Standing
from monitor.domain.values import Value

#: so many of the newest strikes are named
SHOWN = 4
#: after a decision a card is still changed for so long
LASTS = timedelta(days=7)
_SIGNS = {
    FlagState.OPEN: Sign.ASKS,
    FlagState.WATCHED: Sign.WAITS,
    FlagState.DISMISSED: Sign.DONE,
    FlagState.DECIDED: Sign.DONE,
    FlagState.LAPSED: Sign.GONE,
}
_DECIDED = {
    StepKind.DISMISS: "Nothing is done. What was done up to then never counts again",
    StepKind.WATCH: "You go on watching; no machine speaks to them",
    StepKind.QUIET: "Quiet: no machine speaks to them, real complaints still open a case",
    StepKind.MUTE: "Muted on the platform",
    StepKind.HIDE: "A post of theirs is hidden",
    StepKind.BLOCK: "Blocked on the platform",
}
_LIVE = frozenset({FlagState.OPEN, FlagState.WATCHED})
_NO_LONGER_SEEN = "You will no longer see their apologies or real complaints."


class FlagFacts(Value):
    """All that a flag's card may show."""

    now: datetime
    hours: Hours
    flag: Flag
    steps: tuple[Step, ...]
    state: FlagState
    #: when it is over by itself, if nobody decides
    lapses_at: datetime
    standing: Standing
    advice: Advice
    writer: Writer
    #: the case in which we owe them the next step
    owed: Case | None = None
    #: what can be done there, by the monitor or by hand
    can: frozenset[Action] = frozenset()
    calls: tuple[str, ...] = ()
    is_sample: bool = False


def flag_card(facts: FlagFacts) -> Sheet:
    """The whole of it."""
    if is_gone(facts.flag.author_id):
        return Sheet(
            sign=Sign.GONE,
            title=(strong(f"Flag {facts.flag.number}"),),
            parts=(line("This person was erased. Nothing about them is kept here."),),
            is_final=True,
            is_sample=facts.is_sample,
        )
    choice = choice_of(facts.steps)
    is_over = facts.state not in _LIVE
    ended_at = choice.at if choice is not None else facts.lapses_at
    is_final = is_over and facts.now - ended_at >= LASTS
    buttons = [] if is_final else list(_buttons(facts, choice))
    row = Buttons(row=tuple(buttons[:IN_A_ROW]), more=tuple(buttons[IN_A_ROW:]))
    return Sheet(
        sign=_SIGNS[facts.state],
        title=tuple(_title(facts)),
        due=_due(facts),
        parts=(*_parts(facts, choice), *((row,) if buttons else ())),
        calls=facts.calls if facts.state is FlagState.OPEN else (),
        is_final=is_final,
        is_sample=facts.is_sample,
    )


def _title(facts: FlagFacts) -> Iterator[Words]:
    before = {FlagState.OPEN: "Somebody needs a look", FlagState.WATCHED: "Watched"}
    yield strong(f"{before.get(facts.state, 'Looked at')}: ")
    yield from name_words(facts.writer)
    yield small(f" · {platform_named(facts.flag.author_id.partition(':')[0]).title} · ")
    yield passed(facts.flag.opened_at, facts.now, facts.hours)
    yield small(f" · flag {facts.flag.number}")


def _due(facts: FlagFacts) -> str:
    if facts.state is not FlagState.OPEN:
        return ""
    if facts.standing.owed_since is not None:
        return "answer them first"
    return f"over by itself {day_words(facts.lapses_at, facts.hours, facts.now)}"


def _parts(facts: FlagFacts, choice: Step | None) -> Iterator[Part]:
    standing, now, hours = facts.standing, facts.now, facts.hours
    if standing.owed_since is not None:
        since = day_words(standing.owed_since, hours, now)
        where = f" (case {facts.owed.number})" if facts.owed is not None else ""
        yield line(
            strong(f"You still owe this person an answer since {since}{where}. Do that first.")
        )
    if choice is not None and facts.state is not FlagState.OPEN:
        yield from _decided(facts, choice)
    elif facts.state is FlagState.LAPSED:
        yield line("Nobody decided in time: it is over, and what was done never counts again.")
    yield from who_lines(facts.writer)
    yield line(f"{sentence(counted_words(standing, hours, now))}.")
    yield from _strikes(facts)
    yield line(small("For them: "), good_words(standing) or "nothing known", ".")
    if facts.state is FlagState.OPEN and standing.owed_since is None:
        yield line(strong(f"I would: {facts.advice.words}."), *_because(facts.advice))
        yield line(small(facts.advice.nothing))


def _because(advice: Advice) -> Iterator[Words]:
    if advice.reasons:
        yield small(f" {' '.join(advice.reasons)}")


def _decided(facts: FlagFacts, choice: Step) -> Iterator[Part]:
    by = f" by {choice.by}" if choice.by else ""
    moment = at(choice.at, facts.now, facts.hours)
    until = ""
    if choice.until is not None and choice.kind is not StepKind.DISMISS:
        until = f", until {at(choice.until, facts.now, facts.hours)}"
    yield line(strong(_DECIDED.get(choice.kind, in_words(choice.kind.value))), f"{until}.")
    yield line(small(f"Decided{by} {moment}{f': {choice.why}' if choice.why else ''}"))


def _strikes(facts: FlagFacts) -> Iterator[Part]:
    counted = [one for one in facts.standing.weighed if one.points > 0]
    for one in counted[-SHOWN:]:
        strike = one.strike
        day = sentence(day_words(strike.at, facts.hours, facts.now))
        yield line(
            small(f"{day}: "),
            Words(text=strike.words, link=web_link(strike.url)),
            small(f" ({points(one.points)})"),
        )
    if len(counted) > SHOWN:
        yield line(small(f"and {len(counted) - SHOWN} before that"))


def _buttons(facts: FlagFacts, choice: Step | None) -> Iterator[Button]:
    """The choices; what was decided is taken back first."""
    if facts.state in _LIVE:
        yield from _choices(facts, choice)
    if choice is not None:
        yield _button(facts, "Undo", Act.UNDO)
    yield _button(facts, "Evidence", Act.EVIDENCE)


def _choices(facts: FlagFacts, choice: Step | None) -> Iterator[Button]:
    wanted = facts.advice.choice
    where = platform_named(facts.flag.author_id.partition(":")[0]).title

    def choose(kind: StepKind, label: str, act: Act, asks: str = "") -> Button:
        style = Style.FIRST if kind is wanted else Style.PLAIN
        return _button(facts, label, act, style=style, asks=asks)

    yield choose(StepKind.DISMISS, "Do nothing", Act.DISMISS)
    if choice is None:
        yield choose(StepKind.WATCH, "Watch", Act.WATCH)
    yield choose(StepKind.QUIET, "Quiet", Act.KEEP_QUIET)
    if Action.MUTE in facts.can:
        asks = f"Mute them on {where}? {_NO_LONGER_SEEN}"
        yield choose(StepKind.MUTE, f"Mute on {where}", Act.MUTE, asks)
    if Action.HIDE in facts.can and facts.flag.message_id:
        yield choose(StepKind.HIDE, "Hide the post", Act.HIDE)
    if Action.BLOCK in facts.can:
        # a form asks once more, and says what they will no longer see
        yield choose(StepKind.BLOCK, f"Block on {where}", Act.BLOCK)


def _button(facts: FlagFacts, label: str, act: Act, **looks: object) -> Button:
    return Button(
        label=label,
        act=act,
        subject=facts.flag.id,
        seal=sealed(facts.flag),
        **looks,  # type: ignore[arg-type]
    )
