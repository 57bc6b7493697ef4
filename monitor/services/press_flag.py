"""Presses about a flag: nothing is to be done, watch, quiet, the platform's means, and the undo.

A measure is asked for first and then named by the decision, and asked for twice it is asked for
once: whoever is killed between the two presses again.
"""

from monitor.domain.effect import Action, Effect
from monitor.domain.flag import Flag, StepKind, choice_of
from monitor.domain.inert import plain
from monitor.domain.measure import TAKEN, Stage, stage_of
from monitor.domain.message import Author, Message
from monitor.domain.platform import platform_named
from monitor.domain.press import Act, Answer, Field, Press, Told
from monitor.errors import WrongState
from monitor.services.desk_forms import filled, form_for
from monitor.services.flag_story import Side, story
from monitor.services.flags import Look
from monitor.services.keeping_away import Wish
from monitor.services.press_room import PressRoom
from monitor.services.press_told import no, refused
from monitor.services.waiting import TO_ANSWER

KINDS = {
    Act.DISMISS: StepKind.DISMISS,
    Act.WATCH: StepKind.WATCH,
    Act.KEEP_QUIET: StepKind.QUIET,
    Act.MUTE: StepKind.MUTE,
    Act.HIDE: StepKind.HIDE,
    Act.BLOCK: StepKind.BLOCK,
}
MEASURES = {
    StepKind.MUTE: Action.MUTE,
    StepKind.HIDE: Action.HIDE,
    StepKind.BLOCK: Action.BLOCK,
}
#: how a decision is told of
DECIDED = {
    StepKind.DISMISS: "nothing is to be done",
    StepKind.WATCH: "watch them",
    StepKind.QUIET: "quiet",
    StepKind.MUTE: "mute",
    StepKind.HIDE: "hide the post",
    StepKind.BLOCK: "block",
}
#: what follows from it
FOLLOWS = {
    StepKind.DISMISS: "What was done up to now never counts again.",
    StepKind.WATCH: "No machine speaks to them meanwhile; then it is over by itself.",
    StepKind.QUIET: "No automatic word goes to them. What they write is still read, and a real "
    "complaint still opens a case.",
}
BLOCKS = (
    "They can no longer write to you, and can see that you blocked them. You will no longer see "
    "their apologies or real complaints."
)
#: so many things of the story are told
SHOWN = 8


def decide(room: PressRoom, press: Press, flag: Flag) -> Answer:
    """A decision, with what follows from it. Blocking is asked about once more."""
    kind = KINDS[press.act]
    look = _look(room, flag)
    before = choice_of(look.decided.steps)
    if before is not None and before.kind is not StepKind.WATCH:
        return no(
            f"{before.by} decided at {room.at(before.at)}: {DECIDED[before.kind]}. “Undo” takes "
            "that back."
        )
    if before is not None and kind is StepKind.WATCH:
        return no(f"{before.by} has been watching since {room.at(before.at)}.")
    try:
        room.flags.may_decide(look, kind)
    except WrongState as error:
        return refused(error)
    if kind is StepKind.BLOCK and not press.filled:
        return _sure(room, press, flag)
    why = filled(press, "why")
    if kind not in MEASURES:
        room.flags.decide(flag.number, kind, press.by, why)
        return Told(words=f"{_first(kind)}. {FOLLOWS[kind]}{_owed(room, flag, kind)}")
    wish = _wish(room, flag.author_id, MEASURES[kind], flag.message_id, press, why)
    answer = room.keeping_away.ask(wish)
    room.flags.decide(flag.number, kind, press.by, why, effect_number=answer.measure.number)
    return Told(words=f"{_asked(wish)}{_owed(room, flag, kind)}")


def undo(room: PressRoom, press: Press, flag: Flag) -> Answer:
    """The newest decision that stands is taken back, and its measure with it."""
    look = _look(room, flag)
    choice = choice_of(look.decided.steps)
    if choice is None:
        undone = [step for step in look.decided.steps if step.kind is StepKind.UNDO]
        by = f" {undone[-1].by} took it back at {room.at(undone[-1].at)}." if undone else ""
        return no(f"Nothing is decided that could be taken back.{by}")
    measure = None
    if choice.effect_number is not None:
        with room.store.read() as tx:
            measure = tx.outbox.get(choice.effect_number)
    by_hand = ""
    if measure is not None and stage_of(measure) is not Stage.OVER:
        wish = _wish(room, measure.author_id, measure.action, measure.message_id, press, "")
        ended = room.keeping_away.undo(wish).measure
        if stage_of(ended) is Stage.UNDO_BY_HAND:
            by_hand = f" Undo it there yourself: {_link(wish)}"
    room.flags.decide(flag.number, StepKind.UNDO, press.by, "")
    return Told(words=f"Taken back: {DECIDED[choice.kind]}.{by_hand}")


def evidence(room: PressRoom, press: Press, flag: Flag) -> Answer:
    """What was noted of them, for and against, the newest last; their words are not told here."""
    del press
    look = _look(room, flag)
    happened = [
        one
        for one in story(look.record, look.standing, flag.opened_at)
        if one.side is not Side.THEIRS
    ]
    standing = look.standing
    lines = [
        f"{standing.points:g} points against {standing.goodwill:g} of goodwill. "
        f"I would: {look.advice.words}."
    ]
    if len(happened) > SHOWN:
        lines.append(f"… and {len(happened) - SHOWN} more before that")
    for one in happened[-SHOWN:]:
        weight = f" ({abs(one.points):g} {'against' if one.points > 0 else 'for'} them)"
        lines.append(f"{room.at(one.at)}: {one.words}{weight if one.points else ''}")
    lines.extend(look.advice.reasons)
    return Told(words="\n".join(lines))


def ticked(room: PressRoom, press: Press, measure: Effect) -> Answer:
    """A measure that a person takes, or undoes, by hand: it is done."""
    stage = stage_of(measure)
    wish = _wish(room, measure.author_id, measure.action, measure.message_id, press, "")
    if stage is Stage.UNDO_BY_HAND:
        room.keeping_away.undo(wish, is_done=True)
        return Told(words=f"Noted: not {TAKEN[measure.action]} any more.")
    if stage is not Stage.BY_HAND:
        return no("Nothing about it is to be done by hand.")
    room.keeping_away.tick(wish)
    return Told(words=f"Noted: {TAKEN[measure.action]}.")


# --- parts ----------------------------------------------------------------------------------------


def _look(room: PressRoom, flag: Flag) -> Look:
    with room.store.read() as tx:
        return room.flags.look(tx, flag.number)


def _sure(room: PressRoom, press: Press, flag: Flag) -> Answer:
    """Asked once more, with what we owe them first."""
    author = _author(room, flag.author_id)
    where = platform_named(author.platform).title
    return form_for(
        press,
        f"Block on {where}?",
        (Field(name="why", label="Why, for whoever reads it later", is_needed=False),),
        says=(_owed(room, flag, StepKind.BLOCK).strip(), BLOCKS, "Quiet does most of it unseen."),
        submit="Block",
    )


def _owed(room: PressRoom, flag: Flag, kind: StepKind) -> str:
    """Whoever waits for our answer comes first."""
    if kind in (StepKind.DISMISS, StepKind.WATCH):
        return ""
    with room.store.read() as tx:
        case = tx.cases.open_of(room.brand, flag.author_id)
    if case is None or case.status not in TO_ANSWER:
        return ""
    return f" You still owe them an answer, since {room.at(case.opened_at)}: case {case.number}."


def _wish(
    room: PressRoom, author_id: str, action: Action, message_id: str, press: Press, why: str
) -> Wish:
    """Raises WrongState: there is no such means there, or no such post."""
    author = _author(room, author_id)
    message: Message | None = None
    if action is Action.HIDE:
        message = room.message(message_id)
        if message is None or message.is_direct:
            raise WrongState("there is no public post of theirs to hide")
    target = message.id if message is not None else author.id
    return Wish(
        action=action,
        brand=room.brand,
        author=author,
        message=message,
        by=press.by,
        why=why,
        link=_by_hand(room, action, author, target),
    )


def _by_hand(room: PressRoom, action: Action, author: Author, target: str) -> str | None:
    """Where a person does it; None: the monitor does. Raises WrongState."""
    platform = platform_named(author.platform)
    if not platform.has_replies:
        raise WrongState(f"{platform.title} has no accounts: nobody can be kept away there")
    if room.senders.measure(platform.name, action) is not None:
        return None
    link = room.senders.by_hand(platform.name, action, target, author.handle)
    if link is None:
        raise WrongState(f"nobody can {action.value} on {platform.title}: “Quiet” works everywhere")
    return link


def _author(room: PressRoom, author_id: str) -> Author:
    with room.store.read() as tx:
        author = tx.authors.get(author_id)
    return author or Author(id=author_id, platform=author_id.partition(":")[0], handle="")


def _asked(wish: Wish) -> str:
    where = platform_named(wish.author.platform).title
    if wish.link is None:
        return f"It is done on {where} within seconds. “Undo” takes it back."
    return f"On {where} a person does it: {_link(wish)}\nThen say here that it is done."


def _link(wish: Wish) -> str:
    return plain(wish.link or "in the platform's own app.")


def _first(kind: StepKind) -> str:
    words = DECIDED[kind]
    return f"{words[:1].upper()}{words[1:]}"
