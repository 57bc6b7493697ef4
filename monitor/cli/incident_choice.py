"""Which incident is meant: the one that is named, or the only one that is open."""

import click

from monitor.cli.arguments import F, Numbered
from monitor.cli.desk import Desk
from monitor.errors import InputError

INCIDENT = Numbered("i", "incident")


def incident_option(command: F) -> F:
    """`--incident I`."""
    return click.option(
        "--incident",
        "given",
        metavar="I",
        type=INCIDENT,
        help="Which one; without it the one that is open.",
    )(command)


def chosen(desk: Desk, given: int | None) -> int:
    """The one that is meant. Raises InputError."""
    if given is not None:
        return given
    is_open = open_numbers(desk)
    if len(is_open) == 1:
        return is_open[0]
    if not is_open:
        raise InputError(
            "no incident is open", hint='monitor incident start --cause "..." "your sentence"'
        )
    listed = ", ".join(map(str, is_open))
    raise InputError(
        f"several incidents are open: {listed}", hint=f"say which: --incident {is_open[-1]}"
    )


def open_numbers(desk: Desk) -> list[int]:
    """Those that are open."""
    with desk.store.read() as tx:
        return [one.number for one in tx.incidents.open_of(desk.config.brand.name)]
