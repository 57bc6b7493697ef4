"""What was typed of a mute, a block or a hide: the options that the three have in common."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path

import click

from monitor.cli.arguments import F, by_option
from monitor.cli.common import desk_options
from monitor.domain.values import Value


class Asked(Value):
    """What was typed."""

    #: an account or a post; None: what stands is to be told
    target: str | None
    lasts: timedelta | None = None
    undo: bool
    done: bool
    yes: bool
    why: str
    by: str | None
    config_path: Path | None
    store_url: str | None
    as_json: bool


def measure_command(carry_out: Callable[[Asked], None]) -> Callable[..., None]:
    """What the three have in common, handed over as one value."""

    @wraps(carry_out)
    def typed(
        target: str | None,
        config_path: Path | None,
        store_url: str | None,
        *,
        undo: bool,
        done: bool,
        why: str,
        yes: bool,
        by: str | None,
        as_json: bool,
        lasts: timedelta | None = None,
    ) -> None:
        carry_out(
            Asked(
                target=target,
                lasts=lasts,
                undo=undo,
                done=done,
                yes=yes,
                why=why,
                by=by,
                config_path=config_path,
                store_url=store_url,
                as_json=as_json,
            )
        )

    return _with_options(typed)


def _with_options(command: F) -> F:
    options: tuple[Callable[[F], F], ...] = (
        click.option("--undo", is_flag=True, help="Not any more."),
        click.option("--done", is_flag=True, help="You did it by hand, with --undo: undid it."),
        click.option("--reason", "why", default="", metavar="TEXT", help="For whoever reads it."),
        click.option("--yes", is_flag=True, help="Do it without asking."),
        by_option,
        desk_options,
    )
    for option in reversed(options):
        command = option(command)
    return command
