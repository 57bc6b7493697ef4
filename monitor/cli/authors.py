"""`monitor opt-out`: people to whom the monitor says nothing by itself."""

from pathlib import Path

import click

from monitor.cli.as_json import Keys
from monitor.cli.common import config_option, json_option, say, say_json, store_option
from monitor.cli.desk import opened_desk
from monitor.cli.lines import count_of, title, who
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.ports import Tx
from monitor.errors import InputError, NotFound

OPT_OUT_KEYS: Keys = {
    "author_id": "who, such as `x:42`",
    "handle": "the account's handle, without `@`",
    "name": "the name they gave themselves",
    "platform": "where the account is",
    "is_opted_out": "the monitor says nothing to them by itself",
    "withdrawn": "how many replies were withdrawn that waited",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {"opt-out": {"the answer": OPT_OUT_KEYS}}


@click.command("opt-out")
@click.argument("author", metavar="AUTHOR")
@click.option("--undo", is_flag=True, help="Let the monitor answer them again.")
@config_option
@store_option
@json_option
def opt_out_command(
    author: str, config_path: Path | None, store_url: str | None, *, undo: bool, as_json: bool
) -> None:
    """Say nothing to somebody by machine any more. You may still answer, by hand.

    AUTHOR is `x:42`, `x:@handle`, or `@handle` when only one account is called so. Whoever writes
    "stop" to you is opted out by itself.

    \b
    Example:
      monitor opt-out @crumbfan
      monitor opt-out x:@crumbfan --undo
    """
    from monitor.services.opting_out import opt_in, opt_out

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        brand, now = desk.config.brand.name, desk.now
        with desk.store.begin() as tx:
            found = author_named(tx, author)
            withdrawn = 0
            if undo:
                opt_in(tx, brand, found.id)
            else:
                withdrawn = opt_out(tx, brand, found.id, now, "the owner wants it so")
        if as_json:
            say_json(
                {
                    "author_id": found.id,
                    "handle": found.handle,
                    "name": found.name,
                    "platform": found.platform,
                    "is_opted_out": not undo,
                    "withdrawn": withdrawn,
                }
            )
            return
        name = f"{who(found)} on {title(found.platform)}"
        if undo:
            say(f"The monitor may answer {name} again.")
            return
        say(f"The monitor says nothing to {name} any more. What they write is still read.")
        if withdrawn:
            said = count_of(withdrawn, "reply was", "replies were")
            say(f"{said} waiting for them, and withdrawn.")
        say(f"To undo it: monitor opt-out {for_terminal(found.id, 200)} --undo")


def author_named(tx: Tx, written: str) -> Author:
    """The one author that is meant. Raises InputError, NotFound."""
    wanted = written.strip()
    platform, colon, name = wanted.partition(":")
    shown = for_terminal(wanted, 80)
    if colon and not name.startswith("@"):
        known = tx.authors.get(wanted)
        if known is None:
            raise NotFound(
                f"nobody with the id `{shown}` has written yet",
                hint=f"for a handle write it with @: `{for_terminal(platform, 20)}:@"
                f"{for_terminal(name, 60)}`",
            )
        return known
    handle = (name if colon else wanted).removeprefix("@")
    if not handle:
        raise InputError(f"`{shown}` names nobody", hint="write `x:42`, `x:@handle` or `@handle`")
    found = [each for each in tx.authors.find(handle) if not colon or each.platform == platform]
    if not found:
        raise NotFound(f"nobody called `@{for_terminal(handle, 60)}` has written yet")
    if len(found) > 1:
        ids = ", ".join(f"`{for_terminal(each.id, 80)}`" for each in found)
        raise InputError(
            f"{len(found)} accounts are called `@{for_terminal(handle, 60)}`",
            hint=f"say which one: {ids}",
        )
    return found[0]
