"""`monitor flags`: who needs a look, as a list."""

from pathlib import Path

import click

from monitor.cli.as_json import Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.flag_json import ROW_KEYS, row_json
from monitor.cli.lines import count_of, table, title, who
from monitor.cli.whom import owed_case
from monitor.config.customer_file import CustomerFileReader
from monitor.domain.advice import points
from monitor.domain.flag import FlagState, choice_of
from monitor.domain.message import Author
from monitor.domain.moments import when
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value
from monitor.services.flags import Flags, Look

JSON_KEYS: dict[str, dict[str, Keys]] = {"flags": {"each flag of the list": ROW_KEYS}}
HEAD = ("flag", "who", "on", "state", "counts", "since", "I would")
LIVE = (FlagState.OPEN, FlagState.WATCHED)


class Row(Value):
    """A flag with whose it is."""

    look: Look
    author: Author
    #: the case in which we owe them an answer, such as `c7`
    owed: str | None = None


@click.command("flags")
@click.option("--all", "show_all", is_flag=True, help="Those that are over, too.")
@desk_options
def flags_command(
    config_path: Path | None, store_url: str | None, *, show_all: bool, as_json: bool
) -> None:
    """List who needs a look: people who came to hurt, with what counts against and for them.

    A flag is no verdict. Nothing changes for the person but that no machine speaks to them; a real
    complaint of theirs has its case and its deadline. You decide: monitor flag F.

    \b
    Example:
      monitor flags
      monitor flags --all --json
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        with desk.store.read() as tx:
            rows = rows_of(tx, desk, show_all=show_all)
        if as_json:
            say_json([row_json(row.look, row.author, row.owed) for row in rows])
            return
        if not rows:
            say("There are no flags yet." if show_all else "Nobody needs a look.")
            return
        for line in table(HEAD, [_cells(row, desk) for row in rows]):
            say(line)
        say()
        first = rows[0].look.flag.number
        say(f"{count_of(len(rows), 'flag')}. The evidence: monitor flag {first}")


def flags_of(desk: Desk) -> Flags:
    """The flags of this brand."""
    return Flags(
        desk.store,
        desk.clock,
        desk.policy,
        desk.playbook.is_canned,
        brand=desk.config.brand.name,
        customers=CustomerFileReader.of(desk.config),
    )


def rows_of(tx: Tx, desk: Desk, *, show_all: bool) -> list[Row]:
    """Those that wait for a person, the oldest first; or all."""
    flags = flags_of(desk)
    looks = [flags.look(tx, one.flag.number) for one in tx.standings.flags(flags.brand)]
    return [row_of(tx, desk, look) for look in looks if show_all or look.state in LIVE]


def row_of(tx: Tx, desk: Desk, look: Look) -> Row:
    """The flag with whose it is."""
    author = author_of(tx, look.flag.author_id)
    owed = owed_case(tx, desk, author) if look.standing.owed_since is not None else None
    return Row(look=look, author=author, owed=owed.id if owed is not None else None)


def author_of(tx: Tx, author_id: str) -> Author:
    """Whose it is; only the id of somebody whose posts are gone."""
    platform = author_id.partition(":")[0]
    return tx.authors.get(author_id) or Author(id=author_id, platform=platform, handle="")


def _cells(row: Row, desk: Desk) -> tuple[str, ...]:
    look, choice = row.look, choice_of(row.look.decided.steps)
    state = choice.kind.value if look.state is FlagState.DECIDED and choice else look.state.value
    would = look.advice.words.partition(" (")[0] if look.state in LIVE else "–"
    return (
        str(look.flag.number),
        who(row.author, row.author.id),
        title(row.author.platform),
        state,
        points(look.standing.balance),
        when(look.flag.opened_at, desk.now, desk.hours),
        would,
    )
