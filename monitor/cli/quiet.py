"""`monitor quiet`: our own mute. We still read; no automatic word goes out."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from monitor.cli.arguments import Length, by_option, person
from monitor.cli.as_json import Keys, moment
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import count_of, hang, keep, title, who, width
from monitor.cli.whom import written_before
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.moments import when
from monitor.domain.store_ports import Tx
from monitor.errors import NotFound, WrongState

QUIET_KEYS: Keys = {
    "author_id": "who, such as `x:42`",
    "handle": "the account's handle, without `@`",
    "name": "the name they gave themselves",
    "platform": "where the account is",
    "is_quiet": "no automatic word goes to them",
    "until": "when it ends by itself, or null",
    "withdrawn": "how many replies were withdrawn that waited without a person's yes",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {"quiet": {"the answer": QUIET_KEYS}}


@click.command("quiet")
@click.argument("author", metavar="AUTHOR")
@click.option("--for", "lasts", type=Length(), help="How long; 30 days unless the config says.")
@click.option("--reason", "why", default="", metavar="TEXT", help="For whoever reads it later.")
@click.option("--undo", is_flag=True, help="Not any more.")
@by_option
@desk_options
def quiet_command(
    author: str,
    lasts: timedelta | None,
    why: str,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    undo: bool,
    as_json: bool,
) -> None:
    """Keep quiet towards somebody: no automatic word for 30 days. They do not notice.

    What they write is still read, and a real complaint still opens a case. AUTHOR is `x:42`,
    `x:@handle`, or `@handle` when only one account is called so. It ends by itself.

    \b
    Example:
      monitor quiet @crumbfan --reason "argues under every post"
      monitor quiet x:42 --for "90 days"
      monitor quiet x:42 --undo
    """
    from monitor.services.quieting import end_quiet, keep_quiet

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        brand, now = desk.config.brand.name, desk.now
        until = None if undo else now + (lasts or desk.policy.quiet_for)
        name, withdrawn = person(desk.config, by), 0
        with desk.store.begin() as tx:
            found = _written_before(tx, author)
            if undo:
                _must_be_quiet(tx, desk, found)
                end_quiet(tx, brand, found.id, now, name)
            else:
                reason = " ".join(why.split())
                withdrawn = keep_quiet(tx, brand, found.id, until, now, reason, name)
        if as_json:
            say_json(
                {
                    "author_id": found.id,
                    "handle": found.handle,
                    "name": found.name,
                    "platform": found.platform,
                    "is_quiet": not undo,
                    "until": moment(until),
                    "withdrawn": withdrawn,
                }
            )
            return
        for paragraph in _told(desk, found, until, withdrawn):
            for line in hang("", paragraph, width()):
                say(line)


def _written_before(tx: Tx, author: str) -> Author:
    """Who is meant. Raises NotFound for somebody of whom only the handle is known."""
    found = written_before(tx, author)
    if found.id.partition(":")[2].startswith("@"):
        raise NotFound(
            f"{who(found)} has not written yet, and platforms know accounts by a number",
            hint=f"opt-out waits for them: monitor opt-out {for_terminal(found.id, 120)}",
        )
    return found


def _must_be_quiet(tx: Tx, desk: Desk, author: Author) -> None:
    facts = tx.facts.of_authors(desk.config.brand.name, [author.id], desk.now)
    if author.id not in facts or not facts[author.id].is_quiet:
        raise WrongState(f"nobody keeps quiet towards {who(author, author.id)}")


def _told(desk: Desk, author: Author, until: datetime | None, withdrawn: int) -> list[str]:
    name = f"{who(author, author.id)} on {title(author.platform)}"
    if until is None:
        return [f"The monitor may answer {name} again."]
    lines = [
        f"Quiet towards {name} until {when(until, desk.now, desk.hours)}: no automatic word goes "
        "out. What they write is still read, and a real complaint still opens a case."
    ]
    if withdrawn:
        said = count_of(withdrawn, "reply was", "replies were")
        lines.append(f"{said} waiting for them without a yes, and withdrawn.")
    undo = keep(f"monitor quiet {for_terminal(author.id, 200)} --undo")
    return [*lines, f"To undo it: {undo}"]
