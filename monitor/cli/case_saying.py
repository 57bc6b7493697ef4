"""`monitor case reply`, `dm`, `close-in-public`: what a person says in a case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.arguments import CASE
from monitor.cli.as_json import EFFECT_KEYS, Keys, effect_json, moment
from monitor.cli.at_the_desk import At, at_the_desk
from monitor.cli.common import say
from monitor.cli.lines import hang, keep, title, who, width
from monitor.cli.own_text import Agreed, Typed, agreed
from monitor.cli.replies import let_go_lines, own_words, sending_line, wanted_in
from monitor.domain.effect import Effect, State
from monitor.domain.inert import for_terminal
from monitor.domain.message import Message
from monitor.domain.moments import when
from monitor.domain.own_text import KEPT_FOR
from monitor.errors import InputError, WrongState
from monitor.services.waiting import draft_of

if TYPE_CHECKING:
    from monitor.services.answers import Answers, Said

#: of words that are shown to be copied
LONGEST = 10_000
SAID_KEYS: Keys = {
    **EFFECT_KEYS,
    "text": "the words",
    "kept_until": "until when it is kept because it reads heated, or null",
    "heated[]": "what reads heated in it",
    "is_running": "the daemon runs",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "case reply": {"the answer": SAID_KEYS},
    "case dm": {"the message": SAID_KEYS},
    "case close-in-public": {"the draft": SAID_KEYS},
}


# Any: click's own decorators take every command
def _said_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What a person may say beside their text."""
    command = click.option(
        "--now", "at_once", default="", metavar="WHY", help="Not kept, although it reads heated."
    )(command)
    command = click.option(
        "--anyway", default="", metavar="WHY", help="Say it although something speaks against it."
    )(command)
    return click.option("--sure", is_flag=True, help="You have thought about your words.")(command)


@click.command("reply")
@click.argument("case", metavar="C", type=CASE)
@click.argument("text", metavar="TEXT")
@_said_options
@at_the_desk
def reply_command(at: At, case: int, text: str, anyway: str, at_once: str, *, sure: bool) -> None:
    """Answer the customer in public, in your own words. One such answer to a case.

    It counts as the first answer of a person, and drafts that wait in the case are withdrawn. Once
    they have come to direct messages, answer there: `case dm`.

    Your text is looked at first. Refused words want a reason (`--anyway`), others a second thought
    (`--sure`). What reads heated is kept for half an hour: `monitor reject` stops it, `monitor
    approve` sends it sooner.

    TEXT is the whole reply. A `-` reads it from the standard input.

    \b
    Example:
      monitor case reply 7 "Hi Ada, we bake it again today. Please message us here. – Jo"
      monitor case reply 7 - < reply.txt
    """
    words = own_words(text)
    typed = Typed(_one_line(anyway), _one_line(at_once), sure)
    with _words_to_copy(at, words):
        post = answers_of(at).post_to_answer(case, typed.anyway)
    how = agreed(at, words, post, typed, f'monitor case reply {case} "..."')
    wanted = wanted_in(at.desk, case)
    effect = answers_of(at).reply(case, _said(at, words, how))
    _tell(at, effect, post, how, "Your answer", *let_go_lines(at.desk, wanted))


@click.command("dm")
@click.argument("case", metavar="C", type=CASE)
@click.argument("text", metavar="[TEXT]", default="")
@_said_options
@at_the_desk
def dm_command(at: At, case: int, text: str, anyway: str, at_once: str, *, sure: bool) -> None:
    """Write to the customer privately, in your own words.

    Only to who has written to you privately first: where the monitor cannot see that, it tells you
    where to write by hand. Your text is looked at as in `case reply`. Without TEXT it shows how you
    could begin.

    \b
    Example:
      monitor case dm 7
      monitor case dm 7 "Hi Ada, thank you for coming over. Which name was on the cake? – Jo"
    """
    if not text and not at.as_json:
        _show_beginning(at, case)
        return
    words = own_words(text)
    typed = Typed(_one_line(anyway), _one_line(at_once), sure)
    with _words_to_copy(at, words):
        letter = answers_of(at).letter_to_answer(case)
    how = agreed(at, words, letter, typed, f'monitor case dm {case} "..."')
    wanted = wanted_in(at.desk, case)
    effect = answers_of(at).letter(case, _said(at, words, how))
    _tell(at, effect, letter, how, "Your message", *let_go_lines(at.desk, wanted))


@click.command("close-in-public")
@click.argument("case", metavar="C", type=CASE)
@click.option("--with-consent", is_flag=True, help="They said yes to it.")
@at_the_desk
def close_in_public_command(at: At, case: int, *, with_consent: bool) -> None:
    """Make a draft of one closing line under the public post, after a case was solved.

    Ask the customer first. The draft waits for your yes like every other; once to a case.

    \b
    Example:
      monitor case close-in-public 7 --with-consent
    """
    if not with_consent:
        raise InputError(
            "a closing line shows everybody how it went: ask the customer first",
            hint=f"they said yes: monitor case close-in-public {case} --with-consent",
        )
    draft = answers_of(at).close_in_public(case, at.by)
    desk = at.desk
    with desk.store.read() as tx:
        shown = draft_of(tx, desk.review, draft, desk.signer)
    at.tell(
        _json(at, draft, shown.text, ()),
        f"Draft {draft.number} would say, under their post:",
        f'"{for_terminal(shown.text)}"',
        f"It waits for your yes: {keep(f'monitor approve {draft.number}')}",
    )


def _show_beginning(at: At, case: int) -> None:
    begins = answers_of(at).beginning(case, at.by)
    if not begins:
        raise InputError("there are no words", hint=f'write them: monitor case dm {case} "..."')
    say("You could begin like this, with a question of yours at the end:")
    for line in hang("  ", for_terminal(begins, LONGEST), width()):
        say(line)
    say(f'Then: monitor case dm {case} "..."')


def answers_of(at: At) -> "Answers":
    """What a person says in a case."""
    from monitor.services.answers import Answers

    desk = at.desk
    return Answers(desk.store, desk.clock, desk.playbook, desk.policy)


@contextmanager
def _words_to_copy(at: At, text: str) -> Iterator[None]:
    """Whoever has to say it by hand finds the words again."""
    try:
        yield
    except WrongState:
        if not at.as_json:
            for line in hang("To copy: ", for_terminal(text, LONGEST), width()):
                say(line)
        raise


def _said(at: At, text: str, how: Agreed) -> "Said":
    from monitor.services.answers import Said

    return Said(
        text=text,
        by=at.by,
        anyway=how.anyway,
        at_once=how.at_once,
        kept_for=KEPT_FOR if how.is_kept else None,
    )


def _tell(at: At, effect: Effect, message: Message, how: Agreed, what: str, *let_go: str) -> None:
    to = f"{who(message.author, effect.author_id)} on {title(effect.platform)}"
    text = effect.slots.own_text
    lines = [f"{what} to {to}:", f'"{for_terminal(text)}"']
    if effect.state is State.HELD:
        until = when(effect.not_before, at.desk.now, at.desk.hours)
        number = effect.number
        edit = f'monitor edit {number} "..."'
        lines += [
            f"This reads heated ({for_terminal('; '.join(how.heated), 200)}), so it is kept until "
            f"{until}, and goes out then.",
            f"Not at all: {keep(f'monitor reject {number}')}. Other words: "
            f"{keep(edit)}. At once: {keep(f'monitor approve {number}')}",
        ]
    else:
        lines.append(sending_line(at.desk, effect))
    at.tell(_json(at, effect, text, how.heated), *lines, *let_go)


def _json(at: At, effect: Effect, text: str, heated: tuple[str, ...]) -> dict[str, object]:
    is_kept = effect.state is State.HELD
    return {
        **effect_json(effect),
        "text": text,
        "kept_until": moment(effect.not_before) if is_kept else None,
        "heated": list(heated),
        "is_running": at.desk.daemon is not None,
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


COMMANDS = (reply_command, dm_command, close_in_public_command)
