"""A person's own text at the desk: asked about on a terminal, else told which option is missing.

What wants a reason, a second look or a night's sleep is all told before anything is sent.
"""

import sys
from typing import NamedTuple

import click

from monitor.cli.at_the_desk import At
from monitor.cli.common import say
from monitor.cli.desk import Desk
from monitor.cli.lines import hang, width
from monitor.domain.inert import for_terminal
from monitor.domain.message import Message
from monitor.domain.own_text import OwnText
from monitor.errors import InputError


class Typed(NamedTuple):
    """The options beside the text."""

    anyway: str
    at_once: str
    sure: bool


class Agreed(NamedTuple):
    """What may be said, and how."""

    anyway: str
    at_once: str
    #: it is kept for a while
    is_kept: bool
    #: what reads heated in it
    heated: tuple[str, ...]


def agreed(at: At, text: str, message: Message | None, typed: Typed, retry: str) -> Agreed:
    """What the person makes of what there is to say about their text.

    `message`: what it answers; None: nothing that is known. `retry`: the command as far as its
    text. Raises InputError.
    """
    found = looked_at(at.desk, text, message)
    if found.forbidden:
        raise InputError(f"it cannot be said like this: {_listed(found.forbidden)}")
    asks = sys.stdin.isatty() and not at.as_json
    anyway, at_once = typed.anyway, typed.at_once
    if found.wants_reason and not anyway:
        problem = f"it is not said without a reason: {_listed(found.wants_reason)}"
        if not asks:
            raise InputError(problem, hint=f'other words; or {retry} --anyway "because ..."')
        anyway = _asked_why(f"{problem}.", "Anyway, because (nothing: not at all)")
        if not anyway:
            raise InputError("nothing is said", hint="try other words")
    if found.asked and not typed.sure:
        question = f"Sure? It says {_words(found.asked)}."
        if not asks:
            raise InputError(
                f"sure? It says {_words(found.asked)}, which some people read otherwise",
                hint=f"other words; or {retry} --sure",
            )
        if not click.confirm(question, default=False):
            raise InputError("nothing is said", hint="try other words")
    is_kept = bool(found.heated) and not at_once
    if is_kept and asks:
        words = f"This reads heated: {_listed(found.heated)}."
        say(words)
        if not click.confirm("Keep it for 30 minutes?", default=True):
            at_once = _asked_why("", "At once, because (nothing: keep it)")
            is_kept = not at_once
    return Agreed(anyway, at_once if found.heated else "", is_kept, found.heated)


def heated_lines(desk: Desk, text: str, message: Message | None) -> list[str]:
    """For words that wait for a yes anyway."""
    heated = looked_at(desk, text, message).heated
    if not heated:
        return []
    return hang("", f"This reads heated ({_listed(heated)}). Sleep on it before your yes.", width())


def looked_at(desk: Desk, text: str, message: Message | None) -> OwnText:
    """The text, read as a stranger would read it."""
    from monitor.scoring.for_brand import reader_for
    from monitor.services.own_words import OwnWords

    reader, brand = reader_for(desk.config), desk.config.brand.name
    own = OwnWords(reader, desk.playbook, desk.policy, brand=brand)
    return own.look(text, message, desk.now)


def _asked_why(before: str, question: str) -> str:
    for line in hang("", before, width()) if before else ():
        say(line)
    return " ".join(str(click.prompt(question, default="", show_default=False)).split())


def _listed(sentences: tuple[str, ...]) -> str:
    return for_terminal("; ".join(sentences), 500)


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{for_terminal(word, 40)}`" for word in words)
