"""What becomes of an incident after its first words: other ones, more time, its end."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from monitor.cli.arguments import by_option, person
from monitor.cli.common import desk_options, say
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.incident_choice import chosen, incident_option
from monitor.cli.incident_lines import after_end_lines
from monitor.cli.incident_page import show
from monitor.cli.lines import width


def at_an_incident(change: Callable[..., None]) -> Callable[..., None]:
    """A command at the desk: it gets `desk`, `number`, `by` and `as_json`, and what is its own."""

    @incident_option
    @by_option
    @desk_options
    @wraps(change)
    def typed(
        *,
        given: int | None,
        by: str | None,
        config_path: Path | None,
        store_url: str | None,
        as_json: bool,
        **own: Any,  # Any: what click made of the command's own arguments
    ) -> None:
        with opened_desk(config_path, store_url, quiet=as_json) as desk:
            number = chosen(desk, given)
            change(desk, number, **own, by=person(desk.config, by), as_json=as_json)

    return typed


@click.command("reword")
@click.argument("sentence")
@at_an_incident
def reword_command(desk: Desk, number: int, sentence: str, *, by: str, as_json: bool) -> None:
    """Put another SENTENCE in the place of the newest one. Nothing is sent yet.

    Whoever heard it already hears no other. What waits, also with your yes, is a draft again and
    says this.

    \b
    Example:
      monitor incident reword "Our payment page is down since 11, we are on it."
    """
    desk.incidents.reword(number, sentence, by=by)
    show(desk, number, as_json=as_json, asked_about=sentence)


@click.command("more-time")
@click.argument("sentence", default="")
@click.option(
    "--news",
    default="",
    metavar="TIME",
    help="By when people are promised news now, such as `1 office day`.",
)
@at_an_incident
def more_time_command(
    desk: Desk, number: int, sentence: str, news: str, *, by: str, as_json: bool
) -> None:
    """Say that it takes longer, before the promised time is over. Nothing is sent yet.

    Whoever was told hears it once more, with a new promise and your SENTENCE, if you give one.
    Whoever was not told yet hears the first words, with the new promise. Twice at most: after that
    call them.

    \b
    Example:
      monitor incident more-time
      monitor incident more-time "We wait for a part." --news "1 office day"
    """
    desk.incidents.more_time(number, sentence, by=by, promise=news)
    show(desk, number, as_json=as_json, asked_about=sentence)


@click.command("mended")
@click.argument("sentence")
@at_an_incident
def mended_command(desk: Desk, number: int, sentence: str, *, by: str, as_json: bool) -> None:
    """Say that an incident is over, with one SENTENCE for all of them. Nothing is sent yet.

    Whoever was told hears it once more; whoever was not told yet hears only this.

    \b
    Example:
      monitor incident mended "It works again, thank you for your patience."
    """
    desk.incidents.mended(number, sentence, by=by)
    show(desk, number, as_json=as_json, asked_about=sentence)


@click.command("end")
@at_an_incident
def end_command(desk: Desk, number: int, *, by: str, as_json: bool) -> None:
    """Close an incident. What was not sent is not sent; the cases stay open.

    \b
    Example:
      monitor incident end
    """
    with desk.store.read() as tx:
        plan = desk.incidents.plan(tx, number)
    desk.incidents.end(number, by=by)
    if as_json:
        show(desk, number, as_json=True)
        return
    for line in after_end_lines(plan, width()):
        say(line)
