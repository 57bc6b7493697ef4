"""`monitor mute`, `block`, `hide`: the platforms' own means, by the owner's hand.

The commands decide; the daemon does it. Where a platform gives a program no such means, the owner
gets the link, and ticks it when it is done.
"""

import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import Length, person
from monitor.cli.as_json import Keys
from monitor.cli.common import say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import count_of, hang, keep, title, who, width
from monitor.cli.means import Means, means_of
from monitor.cli.measure_asked import Asked, measure_command
from monitor.cli.measure_json import MEASURE_KEYS, measure_json
from monitor.cli.measure_lines import (
    around,
    before_lines,
    how_it_stands,
    measure_lines,
    owed_line,
    then_lines,
)
from monitor.cli.whom import id_of, meant, owed_case
from monitor.domain.case import Case
from monitor.domain.effect import Action
from monitor.domain.inert import for_terminal
from monitor.domain.measure import TAKEN
from monitor.domain.message import Author, Message
from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.services.keeping_away import Answer, Wish

ANSWER_KEYS: Keys = {
    **MEASURE_KEYS,
    "was_so": "it was so before: nothing has changed",
    "withdrawn": "how many replies were withdrawn that waited without a person's yes",
    "owed_case": "the case in which you still owe them an answer, such as `c7`, or null",
    "is_running": "the daemon runs",
}
LIST_KEYS: Keys = {"measures[]": "what stands or is under way, without an argument"}
_EACH: dict[str, Keys] = {
    "the answer": ANSWER_KEYS,
    "without an argument": LIST_KEYS,
    "each of those": MEASURE_KEYS,
}
JSON_KEYS: dict[str, dict[str, Keys]] = {"mute": _EACH, "block": _EACH, "hide": _EACH}


@click.command("mute")
@click.argument("target", metavar="[AUTHOR]", required=False)
@click.option("--for", "lasts", type=Length(), help="How long; 30 days unless the config says.")
@measure_command
def mute_command(asked: Asked) -> None:
    """Mute somebody on their platform: you no longer see them, they do not notice.

    AUTHOR is `x:42`, `x:@handle`, or `@handle` when only one account is called so. Without one it
    tells who is muted. The monitor says nothing to them by itself meanwhile. `monitor quiet` is
    often enough: then you go on seeing what they write.

    \b
    Example:
      monitor mute @crumbfan --reason "the same joke under every post"
      monitor mute x:42 --for "7 days" --yes
      monitor mute x:42 --undo
    """
    _carry_out(Action.MUTE, asked)


@click.command("block")
@click.argument("target", metavar="[AUTHOR]", required=False)
@measure_command
def block_command(asked: Asked) -> None:
    """Block somebody on their platform: they can no longer write to you, and can see it.

    AUTHOR is `x:42`, `x:@handle`, or `@handle` when only one account is called so. Without one it
    tells who is blocked. Where the platform lets no program do it, you get the link; do it there,
    then tick it with --done.

    \b
    Example:
      monitor block x:42 --reason "threatened Sam"
      monitor block x:42 --done
      monitor block x:42 --undo
    """
    _carry_out(Action.BLOCK, asked)


@click.command("hide")
@click.argument("target", metavar="[MESSAGE]", required=False)
@measure_command
def hide_command(asked: Asked) -> None:
    """Hide one reply under a post of yours; whoever wants to see it still can.

    MESSAGE is `x:123`, the number of a draft that answers it, or a case (`c7`: its first message).
    Without one it tells what is hidden. Platforms allow it only in conversations that you began.

    \b
    Example:
      monitor hide x:1978312345678901234 --reason "names our cashier"
      monitor hide 12
      monitor hide x:1978312345678901234 --undo
    """
    _carry_out(Action.HIDE, asked)


def _carry_out(action: Action, asked: Asked) -> None:
    with opened_desk(asked.config_path, asked.store_url, quiet=asked.as_json) as desk:
        if asked.target is None:
            _say_all(action, desk, as_json=asked.as_json)
            return
        with desk.store.read() as tx:
            author, message = meant(tx, desk, action, asked.target)
            owed = owed_case(tx, desk, author)
        means = means_of(desk, action, author.platform, id_of(author, message), author.handle)
        wish = _wish(desk, action, author, message, means, asked)
        if not (asked.undo or asked.done or _is_there(desk, wish)):
            _confirm(desk, wish, owed, asked)
        answer = _decide(desk, wish, asked)
        if asked.as_json:
            say_json(_answer_json(desk, answer, owed))
            return
        _say_answer(desk, answer, means)


def _wish(
    desk: Desk, action: Action, author: Author, message: Message | None, means: Means, asked: Asked
) -> "Wish":
    from monitor.services.keeping_away import Wish

    return Wish(
        action=action,
        brand=desk.config.brand.name,
        author=author,
        message=message,
        by=person(desk.config, asked.by),
        why=" ".join(asked.why.split()),
        lasts=asked.lasts,
        link=means.link,
    )


def _is_there(desk: Desk, wish: "Wish") -> bool:
    """It was asked for before: there is nothing to be asked."""
    from monitor.services.keeping_away import measure_against

    with desk.store.read() as tx:
        return measure_against(tx, wish) is not None


# --- the yes --------------------------------------------------------------------------------------


def _confirm(desk: Desk, wish: "Wish", owed: Case | None, asked: Asked) -> None:
    """Says what it means, and asks. Raises InputError where nobody can be asked."""
    whom = who(wish.author, wish.author.id)
    if wish.message is not None:
        whom = f"the post {for_terminal(wish.message.id, 80)} of {whom}"
    platform = wish.author.platform
    if not asked.as_json:
        here = around(desk)
        words = [owed_line(owed, here)] if owed is not None else []
        words += before_lines(wish.action, whom, platform, desk.policy, wish.lasts)
        if wish.message is None:
            quiet = keep(f"monitor quiet {for_terminal(wish.author.id, 200)}")
            words.append(
                "Quiet is often enough: you go on seeing what they write, and no automatic word "
                f"goes out: {quiet}"
            )
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


def _decide(desk: Desk, wish: "Wish", asked: Asked) -> "Answer":
    from monitor.app import NobodyWatches
    from monitor.services.keeping_away import KeepingAway

    keeping_away = KeepingAway(desk.store, desk.clock, desk.policy, NobodyWatches())
    if asked.undo:
        return keeping_away.undo(wish, is_done=asked.done)
    return keeping_away.tick(wish) if asked.done else keeping_away.ask(wish)


# --- the answer -----------------------------------------------------------------------------------


def _say_answer(desk: Desk, answer: "Answer", means: Means) -> None:
    measure, here = answer.measure, around(desk)
    words = ["It was so before."] if answer.was_so else []
    words.append(how_it_stands(measure, here))
    if answer.withdrawn:
        replies = count_of(answer.withdrawn, "reply was", "replies were")
        words.append(f"{replies} waiting for them without a yes, and withdrawn.")
    if means.is_virtual:
        words.append("Only pretended: nothing leaves this machine.")
    for paragraph in words:
        for line in hang("", paragraph, width()):
            say(line)
    for line in then_lines(measure):
        say(line)


def _answer_json(desk: Desk, answer: "Answer", owed: Case | None) -> dict[str, object]:
    """The keys of ANSWER_KEYS."""
    return {
        **measure_json(answer.measure),
        "was_so": answer.was_so,
        "withdrawn": answer.withdrawn,
        "owed_case": owed.id if owed is not None else None,
        "is_running": desk.daemon is not None,
    }


def _say_all(action: Action, desk: Desk, *, as_json: bool) -> None:
    """Everything of this sort that stands or is under way."""
    with desk.store.read() as tx:
        found = [one for one in tx.outbox.measures(desk.config.brand.name) if one.action is action]
    if as_json:
        say_json({"measures": [measure_json(measure) for measure in found]})
        return
    if not found:
        nothing = "Nobody" if action is not Action.HIDE else "No post"
        say(f"{nothing} is {TAKEN[action]}.")
    here = around(desk)
    for measure in found:
        for line in measure_lines(measure, here, width()):
            say(line)
