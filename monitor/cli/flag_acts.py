"""What the owner decides about a flag: through the measures and the outbox that there are.

A measure is asked for first, and then named by the decision: asked for twice it is asked for once,
so whoever is interrupted between the two only repeats the command.
"""

import sys
from typing import TYPE_CHECKING, ClassVar

import click

from monitor.cli.arguments import person
from monitor.cli.as_json import Keys, moment
from monitor.cli.common import say
from monitor.cli.desk import Desk
from monitor.cli.flag_asked import JUDGES, Asked
from monitor.cli.flag_page import state_words
from monitor.cli.flags import author_of, flags_of
from monitor.cli.lines import hang, title, who, width
from monitor.cli.means import Means, means_of
from monitor.cli.measure_json import measure_json
from monitor.cli.measure_lines import (
    around,
    before_lines,
    how_it_stands,
    owed_line,
    then_lines,
)
from monitor.cli.whom import id_of, meant, owed_case
from monitor.domain.effect import Action, Effect
from monitor.domain.flag import CHOICES, StepKind, choice_of
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author, Message
from monitor.domain.values import Value
from monitor.errors import InputError, WrongState
from monitor.services.flags import Look

if TYPE_CHECKING:
    from monitor.services.keeping_away import KeepingAway, Wish

ACT_KEYS: Keys = {
    "flag": "its number, such as `f3`",
    "author_id": "who, such as `x:42`",
    "did": "dismiss, watch, quiet, mute, hide, block or undo",
    "by": "who decided",
    "why": "your words",
    "state": "where the flag is now: open, watched, dismissed, decided or lapsed",
    "until": "when that ends by itself, or null",
    "measure": "the mute, block or hide, or its end; null where there is none",
}
ACTIONS = {StepKind.MUTE: Action.MUTE, StepKind.HIDE: Action.HIDE, StepKind.BLOCK: Action.BLOCK}


class Told(Value):
    """What came of it."""

    #: what a person can ask for
    KINDS: ClassVar[frozenset[StepKind]] = CHOICES | {StepKind.UNDO}

    look: Look
    did: StepKind
    by: str
    why: str
    measure: Effect | None = None
    paragraphs: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The keys of ACT_KEYS."""
        choice = choice_of(self.look.decided.steps)
        return {
            "flag": self.look.flag.id,
            "author_id": self.look.flag.author_id,
            "did": self.did.value,
            "by": self.by,
            "why": self.why,
            "state": self.look.state.value,
            "until": moment(choice.until) if choice is not None else None,
            "measure": measure_json(self.measure) if self.measure is not None else None,
        }


def decide(desk: Desk, asked: Asked) -> Told:
    """Dismiss, watch, quiet, mute, hide or block. Raises WrongState, InputError."""
    flags, kind, by = flags_of(desk), StepKind(asked.verb), person(desk.config, asked.by)
    with desk.store.read() as tx:
        look = flags.look(tx, asked.number)
    flags.may_decide(look, kind)
    until = desk.now + asked.lasts if asked.lasts is not None else None
    if kind not in ACTIONS:
        look = flags.decide(asked.number, kind, by, asked.why, until=until)
        return _told(desk, look, asked, by)
    author, message, means = _target(desk, look, asked, ACTIONS[kind])
    wish = _wish(desk, ACTIONS[kind], author, message, means, asked, by)
    if not asked.done:
        _confirm(desk, wish, asked)
    book = _book(desk)
    answer = book.tick(wish) if asked.done else book.ask(wish)
    look = flags.decide(
        asked.number, kind, by, asked.why, until=until, effect_number=answer.measure.number
    )
    return _told(desk, look, asked, by, answer.measure, means)


def judge(desk: Desk, asked: Asked) -> Look:
    """A person's word about what was noted of one post. Raises NotFound, InputError."""
    if asked.message_id is None:
        raise InputError(
            "say which of their posts you mean",
            hint=f"monitor flag {asked.number} {asked.verb} --message ID",
        )
    judged, by = JUDGES[asked.verb], person(desk.config, asked.by)
    return flags_of(desk).judge(asked.number, asked.message_id.strip(), judged, by, asked.why)


def undo(desk: Desk, asked: Asked) -> Told:
    """The newest decision is taken back, and its measure with it. Raises WrongState."""
    flags, by = flags_of(desk), person(desk.config, asked.by)
    with desk.store.read() as tx:
        look = flags.look(tx, asked.number)
        choice = choice_of(look.decided.steps)
        number = choice.effect_number if choice is not None else None
        measure = tx.outbox.get(number) if number is not None else None
    if choice is None:
        raise WrongState(f"nothing was decided about `{look.flag.id}` that stands")
    ended, means = None, None
    if measure is not None and choice.kind in ACTIONS:
        ended, means = _end(desk, measure, asked, by)
    look = flags.decide(asked.number, StepKind.UNDO, by, asked.why)
    return _told(desk, look, asked, by, ended, means)


def _end(desk: Desk, measure: Effect, asked: Asked, by: str) -> tuple[Effect | None, Means | None]:
    """The measure's end; nothing where it is over already."""
    from monitor.domain.measure import Stage, stage_of

    if stage_of(measure) is Stage.OVER:
        return None, None
    with desk.store.read() as tx:
        author = author_of(tx, measure.author_id)
        message = tx.messages.get(measure.message_id, measure.brand) if measure.message_id else None
    means = means_of(desk, measure.action, measure.platform, id_of(author, message), author.handle)
    wish = _wish(desk, measure.action, author, message, means, asked, by)
    return _book(desk).undo(wish, is_done=asked.done).measure, means


# --- parts ----------------------------------------------------------------------------------------


def _target(
    desk: Desk, look: Look, asked: Asked, action: Action
) -> tuple[Author, Message | None, Means]:
    """Whose account, or which post; and who can do it there. Raises InputError, WrongState."""
    with desk.store.read() as tx:
        if action is not Action.HIDE:
            author, message = meant(tx, desk, action, look.flag.author_id)
        else:
            if asked.message_id is None:
                raise InputError(
                    "say which of their posts is to be hidden",
                    hint=f"monitor flag {asked.number} hide --message "
                    + for_terminal(look.flag.message_id, 120),
                )
            author, message = meant(tx, desk, action, asked.message_id)
            if author.id not in look.record.author_ids:
                raise WrongState(f"that post is by {who(author, author.id)}, somebody else")
    means = means_of(desk, action, author.platform, id_of(author, message), author.handle)
    return author, message, means


def _wish(
    desk: Desk,
    action: Action,
    author: Author,
    message: Message | None,
    means: Means,
    asked: Asked,
    by: str,
) -> "Wish":
    from monitor.services.keeping_away import Wish

    return Wish(
        action=action,
        brand=desk.config.brand.name,
        author=author,
        message=message,
        by=by,
        why=asked.why,
        lasts=asked.lasts,
        link=means.link,
    )


def _book(desk: Desk) -> "KeepingAway":
    from monitor.app import NobodyWatches
    from monitor.services.keeping_away import KeepingAway

    return KeepingAway(desk.store, desk.clock, desk.policy, NobodyWatches())


def _confirm(desk: Desk, wish: "Wish", asked: Asked) -> None:
    """Says what it means, and asks. Raises InputError where nobody can be asked."""
    whom = who(wish.author, wish.author.id)
    platform = wish.author.platform
    with desk.store.read() as tx:
        owed = owed_case(tx, desk, wish.author)
    if not asked.as_json:
        words = [owed_line(owed, around(desk))] if owed is not None else []
        target = whom if wish.message is None else f"that post of {whom}"
        words += before_lines(wish.action, target, platform, desk.policy, wish.lasts)
        for paragraph in words:
            for line in hang("", paragraph, width()):
                say(line)
    if asked.yes:
        return
    if asked.as_json or not sys.stdin.isatty():
        what = "a post" if wish.message is not None else "an account"
        raise InputError(
            f"this {wish.action.value}s {what} on {title(platform)}",
            hint="add --yes if you mean it",
        )
    click.confirm(f"{wish.action.value.capitalize()} {whom} on {title(platform)}?", abort=True)


def _told(
    desk: Desk,
    look: Look,
    asked: Asked,
    by: str,
    measure: Effect | None = None,
    means: Means | None = None,
) -> Told:
    here = around(desk)
    kind = StepKind(asked.verb)
    with desk.store.read() as tx:
        author = author_of(tx, look.flag.author_id)
        is_owed = kind is StepKind.QUIET and look.standing.owed_since is not None
        owed = owed_case(tx, desk, author) if is_owed else None
    name = who(author, author.id)
    paragraphs = [owed_line(owed, here)] if owed is not None else []
    paragraphs += [f"Flag {look.flag.number}, {name}: {state_words(look, here.now, here.hours)}."]
    paragraphs += _means(kind)
    if measure is not None:
        paragraphs.append(how_it_stands(measure, here))
    if means is not None and means.is_virtual:
        paragraphs.append("Only pretended: nothing leaves this machine.")
    there = then_lines(measure) if measure is not None else ()
    # the flag's own undo ends both
    lines = [line for line in there if not line.startswith("To undo it")]
    if kind is not StepKind.UNDO:
        lines.append(f"To take it back: monitor flag {look.flag.number} undo")
    return Told(
        look=look,
        did=kind,
        by=by,
        why=asked.why,
        measure=measure,
        paragraphs=tuple(paragraphs),
        lines=tuple(lines),
    )


def _means(kind: StepKind) -> list[str]:
    """What follows from it."""
    match kind:
        case StepKind.DISMISS:
            return [
                "What was done up to now never counts again. The monitor may answer them as "
                "anybody else."
            ]
        case StepKind.WATCH:
            return ["No machine speaks to them meanwhile. Then it is over by itself."]
        case StepKind.QUIET:
            return [
                "No automatic word goes out. What they write is still read, and a real complaint "
                "still opens a case with the same deadline."
            ]
        case _:
            return []
