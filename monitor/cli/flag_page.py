"""A flag as a page: what is owed first, what counts, the line of time, what we would do."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cli.desk import Desk
from monitor.cli.lines import hang, keep, link, pad, quoted, title, who
from monitor.cli.means import INSTEAD, means_of
from monitor.cli.measure_lines import Circumstances
from monitor.domain.advice import counted_words, days, points
from monitor.domain.case import Case
from monitor.domain.clock import Hours
from monitor.domain.effect import Action
from monitor.domain.flag import FlagState, choice_of
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.moments import when
from monitor.domain.platform import platform_named
from monitor.domain.values import Value
from monitor.errors import WrongState
from monitor.services.flag_story import Happening, Side, story, tried
from monitor.services.flags import Look

LABEL = 13
MOMENT = 24
#: how many lines of time are shown
SHOWN = 60
STATES = {
    FlagState.OPEN: "open: a person has to look",
    FlagState.WATCHED: "watched",
    FlagState.DISMISSED: "dismissed",
    FlagState.DECIDED: "decided",
    FlagState.LAPSED: "over: it counts no more",
}
SIGNS = {Side.STRIKE: "+", Side.GOODWILL: "-", Side.OURS: " ", Side.THEIRS: " "}
_MEASURES = (Action.MUTE, Action.HIDE, Action.BLOCK)


class FlagPage(Value):
    """Everything there is about one flag."""

    look: Look
    author: Author
    happened: tuple[Happening, ...]
    tried: tuple[str, ...]
    #: what the platform lets a program do, or a person, in words
    allowed: tuple[str, ...]
    #: the case in which we owe them the next step
    owed: Case | None
    here: Circumstances


def page_of(
    desk: Desk, look: Look, author: Author, owed: Case | None, here: Circumstances
) -> FlagPage:
    """Read and worked out at this moment."""
    return FlagPage(
        look=look,
        author=author,
        happened=tuple(story(look.record, look.standing, look.flag.opened_at)),
        tried=tuple(tried(look.record, look.standing)),
        allowed=tuple(_allowed(desk, author)),
        owed=owed,
        here=here,
    )


def page_lines(page: FlagPage, room: int) -> Iterator[str]:
    """The page."""
    look, now, hours = page.look, page.here.now, page.here.hours
    name = f"{who(page.author, page.author.id)} on {title(page.author.platform)}"
    yield from hang(f"Flag {look.flag.number}: ", f"{name}, {state_words(look, now, hours)}", room)
    if page.owed is not None:
        yield ""
        since = when(look.standing.owed_since or page.owed.opened_at, now, hours)
        command = keep(f"monitor case {page.owed.number}")
        owed = f"You still owe this person an answer, since {since}. Do that first: {command}"
        yield from hang("", owed, room)
    yield ""
    counted = counted_words(look.standing, hours, now)
    yield from hang(pad("against", LABEL), counted, room)
    for position, line in enumerate(page.tried):
        yield from hang(pad("" if position else "so far", LABEL), line, room)
    yield from hang(pad("weighs", LABEL), balance_words(look), room)
    yield ""
    for happening in page.happened[-SHOWN:]:
        yield from _happening(happening, now, hours, room)
    if len(page.happened) > SHOWN:
        yield f"({len(page.happened) - SHOWN} earlier ones: monitor flag {look.flag.number} --json)"
    yield ""
    yield from _advice(page, room)


def state_words(look: Look, now: datetime, hours: Hours) -> str:
    """Where the flag is, since when, and when that ends by itself."""
    choice = choice_of(look.decided.steps)
    if look.state is FlagState.OPEN:
        since = when(look.flag.opened_at, now, hours)
        return f"open since {since}; over by itself {when(look.lapses_at, now, hours)}"
    if choice is None:
        return f"{STATES[look.state]}; it was opened {when(look.flag.opened_at, now, hours)}"
    by = f" by {choice.by}" if choice.by else ""
    at = when(choice.at, now, hours)
    if look.state is FlagState.WATCHED:
        until = f", until {when(choice.until, now, hours)}" if choice.until is not None else ""
        return f"watched{by} since {at}{until}"
    if look.state is FlagState.LAPSED:
        return f"{STATES[look.state]}; it was watched{by} from {at} on"
    if look.state is FlagState.DISMISSED:
        again = f"; no new one before {when(choice.until, now, hours)}" if choice.until else ""
        return f"dismissed{by}, {at}{again}"
    ends = f", until {when(choice.until, now, hours)}" if choice.until is not None else ""
    return f"decided{by}, {at}: {choice.kind.value}{ends}"


def balance_words(look: Look) -> str:
    """`5 points against 1 of goodwill: 4`."""
    standing = look.standing
    return (
        f"{points(standing.points)} against {standing.goodwill:g} of goodwill: "
        f"{standing.balance:g}, on {days(standing.days)}"
    )


def _happening(one: Happening, now: datetime, hours: Hours, room: int) -> Iterator[str]:
    weight = f"{abs(one.points):g}" if one.points else ""
    sign = f"{SIGNS[one.side] if one.points else ' '}{weight}"
    why = f" ({one.why})" if one.why else ""
    label = pad(when(one.at, now, hours), MOMENT) + pad(sign, 5)
    yield from hang(label, one.words + why, room)
    below = " " * (MOMENT + 5)
    if one.message is not None or (one.message_id and one.side is Side.STRIKE):
        yield from hang(below, quoted(one.message), room)
    if one.message_id and one.side in (Side.STRIKE, Side.THEIRS):
        yield link(f"{below}{for_terminal(one.message_id, 120)}  ", one.url)


def _advice(page: FlagPage, room: int) -> Iterator[str]:
    look, advice = page.look, page.look.advice
    is_live = look.state in (FlagState.OPEN, FlagState.WATCHED)
    if is_live:
        yield from hang(pad("I would", LABEL), advice.words + ".", room)
        for reason in (*advice.reasons, advice.nothing):
            yield from hang(pad("", LABEL), reason, room)
    for position, line in enumerate(page.allowed):
        yield from hang(pad("" if position else "possible", LABEL), line, room)
    number = look.flag.number
    if is_live:
        verbs = ("dismiss", "watch", "quiet", "mute", "block")
        commands = " · ".join(keep(f"monitor flag {number} {verb}") for verb in verbs)
        yield from hang(pad("decide", LABEL), commands, room)
        wrong = keep(f"monitor flag {number} drop --message ID")
        yield from hang(pad("", LABEL), f"one of these is no strike: {wrong}", room)
    elif choice_of(look.decided.steps) is not None:
        yield from hang(pad("undo", LABEL), keep(f"monitor flag {number} undo"), room)
    export = keep(f"monitor flag {number} export --to FOLDER")
    yield from hang(pad("export", LABEL), export, room)


def _allowed(desk: Desk, author: Author) -> Iterator[str]:
    """What can be done there, and by whom."""
    yield "quiet: the monitor says nothing by itself; you read everything, they do not notice"
    if not platform_named(author.platform).has_replies:
        return
    on = title(author.platform)
    for action in _MEASURES:
        try:
            target = author.id if action is not Action.HIDE else f"{author.platform}:1"
            means = means_of(desk, action, author.platform, target, author.handle)
        except WrongState:
            yield f"{action.value}: nobody can on {on}; {INSTEAD[action]}"
            continue
        if means.link is None:
            yield f"{action.value} on {on}: the monitor does it, looks, and can undo it"
        else:
            yield f"{action.value} on {on}: by your own hand; you get the link, and tick it"
