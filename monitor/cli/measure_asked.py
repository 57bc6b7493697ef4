"""What was typed of a mute, a block or a hide: the options that the three have in common."""

from collections.abc import Callable
from datetime import timedelta

import click

from monitor.cli.arguments import F, by_option
from monitor.cli.common import config_option, json_option, store_option
from monitor.domain.values import Value


class Asked(Value):
    """What was typed."""

    undo: bool
    done: bool
    yes: bool
    why: str
    by: str | None
    as_json: bool
    lasts: timedelta | None = None


def measure_options(command: F) -> F:
    """What the three have in common."""
    options: tuple[Callable[[F], F], ...] = (
        click.option("--undo", is_flag=True, help="Not any more."),
        click.option("--done", is_flag=True, help="You did it by hand, with --undo: undid it."),
        click.option("--reason", "why", default="", metavar="TEXT", help="For whoever reads it."),
        click.option("--yes", is_flag=True, help="Do it without asking."),
        by_option,
        config_option,
        store_option,
        json_option,
    )
    for option in reversed(options):
        command = option(command)
    return command
