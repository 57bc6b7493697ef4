"""`monitor opt-out`: people to whom the monitor says nothing by itself."""

from collections.abc import Iterator
from pathlib import Path

import click

from monitor.cli.arguments import person
from monitor.cli.as_json import Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import count_of, hang, keep, title, who, width
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.near import nearest
from monitor.domain.platform import known_platforms
from monitor.domain.store_ports import Tx
from monitor.errors import InputError, NotFound

OPT_OUT_KEYS: Keys = {
    "author_id": "who, such as `x:42`",
    "handle": "the account's handle, without `@`",
    "name": "the name they gave themselves",
    "platform": "where the account is",
    "is_known": "they have written already",
    "is_opted_out": "the monitor says nothing to them by itself",
    "withdrawn": "how many replies were withdrawn that waited",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {"opt-out": {"the answer": OPT_OUT_KEYS}}


@click.command("opt-out")
@click.argument("author", metavar="AUTHOR")
@click.option("--undo", is_flag=True, help="Let the monitor answer them again.")
@desk_options
def opt_out_command(
    author: str, config_path: Path | None, store_url: str | None, *, undo: bool, as_json: bool
) -> None:
    """Say nothing to somebody by machine any more. You may still answer, by hand.

    AUTHOR is `x:42`, `x:@handle`, or `@handle` when only one account is called so. Whoever writes
    "stop" to you is opted out by itself. It may be somebody who has not written yet: of a handle
    it is the first account of that name that writes.

    \b
    Example:
      monitor opt-out @crumbfan
      monitor opt-out x:@crumbfan --undo
    """
    from monitor.services.opting_out import opt_in, opt_out

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        brand, now = desk.config.brand.name, desk.now
        by = person(desk.config, None)
        with desk.store.begin() as tx:
            found = author_named(tx, author)
            is_known = tx.authors.get(found.id) is not None
            withdrawn = 0
            if undo:
                _must_be_opted_out(tx, desk, found, is_known=is_known)
                opt_in(tx, brand, found.id, now, by)
            else:
                withdrawn = opt_out(tx, brand, found.id, now, "the owner wants it so", by)
        if as_json:
            say_json(
                {
                    "author_id": found.id,
                    "handle": found.handle,
                    "name": found.name,
                    "platform": found.platform,
                    "is_known": is_known,
                    "is_opted_out": not undo,
                    "withdrawn": withdrawn,
                }
            )
            return
        for line in _told(found, withdrawn, undo=undo, is_known=is_known):
            for part in hang("", line, width()):
                say(part)


def author_named(tx: Tx, written: str) -> Author:
    """The one author that is meant; who has not written yet, as far as the name says it.

    Raises InputError, NotFound.
    """
    from monitor.services.opting_out import by_handle

    platform, colon, name = written.strip().partition(":")
    if not colon:
        platform, name = "", platform
    if not name.removeprefix("@"):
        shown = for_terminal(written.strip(), 80)
        raise InputError(f"`{shown}` names nobody", hint="write `x:42`, `x:@handle` or `@handle`")
    if colon and not name.startswith("@"):
        known = tx.authors.get(f"{platform}:{name}")
        return known or Author(id=f"{_known(platform)}:{name}", platform=platform, handle="")
    handle = name.removeprefix("@")
    shown = for_terminal(handle, 60)
    found = [each for each in tx.authors.find(handle) if not colon or each.platform == platform]
    if len(found) > 1:
        ids = ", ".join(f"`{for_terminal(each.id, 80)}`" for each in found)
        raise InputError(f"{len(found)} accounts are called `@{shown}`", hint=f"say which: {ids}")
    if found:
        return found[0]
    if not colon:
        raise NotFound(
            f"nobody called `@{shown}` has written yet",
            hint=f"say where, and it counts as soon as they write, such as `x:@{shown}`",
        )
    return Author(id=by_handle(_known(platform), handle), platform=platform, handle=handle)


def person_named(desk: Desk, written: str) -> Author:
    """The one person of whom something is stored. Raises InputError, NotFound."""
    try:
        with desk.store.read() as tx:
            return author_named(tx, written)
    except NotFound as error:
        raise NotFound(error.message, hint="nothing of theirs is stored under that name") from None


def _known(platform: str) -> str:
    """The platform, as it is written everywhere. Raises InputError for an unknown one."""
    names = [each.name for each in known_platforms() if each.has_replies]
    if platform in names:
        return platform
    near = nearest(platform.lower(), names, cutoff=0.5)
    raise InputError(
        f"there is no platform `{for_terminal(platform, 40)}`",
        hint=f"did you mean `{near}`?" if near else f"there are: {', '.join(names)}",
    )


def _must_be_opted_out(tx: Tx, desk: Desk, author: Author, *, is_known: bool) -> None:
    facts = tx.facts.of_authors(desk.config.brand.name, [author.id], desk.now)
    if is_known or (author.id in facts and facts[author.id].is_opted_out):
        return
    raise NotFound(f"`{for_terminal(author.id, 120)}` is not opted out, and has not written yet")


def _told(author: Author, withdrawn: int, *, undo: bool, is_known: bool) -> Iterator[str]:
    name = f"{who(author)} on {title(author.platform)}"
    if undo:
        yield f"The monitor may answer {name} again."
        return
    if is_known:
        yield f"The monitor says nothing to {name} any more. What they write is still read."
    elif author.handle:
        yield (
            f"{name} has not written yet, and platforms know people by a number, not by a name. So "
            "the first account of that name that writes is taken for theirs: the monitor says "
            "nothing to it, whatever it is called later."
        )
    else:
        yield f"{name} has not written yet. When they do, the monitor says nothing to them."
    if withdrawn:
        said = count_of(withdrawn, "reply was", "replies were")
        yield f"{said} waiting for them, and withdrawn."
    yield f"To undo it: {keep(f'monitor opt-out {for_terminal(author.id, 200)} --undo')}"
