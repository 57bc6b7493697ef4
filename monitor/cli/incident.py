"""`monitor incident`: one sentence of the owner's for everybody with the same trouble.

Nothing leaves without a yes that names how many; the texts are shown first, as three of them read.
"""

from datetime import timedelta
from pathlib import Path

import click

from monitor.cli.arguments import PageGroup, by_option, person, signer
from monitor.cli.as_json import DRAFT_KEYS, Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import opened_desk
from monitor.cli.incident_changes import (
    end_command,
    mended_command,
    more_time_command,
    reword_command,
)
from monitor.cli.incident_choice import INCIDENT, chosen, incident_option
from monitor.cli.incident_json import INCIDENT_KEYS, SHOWN_KEYS, incident_json
from monitor.cli.incident_lines import (
    after_send_lines,
    incident_row,
)
from monitor.cli.incident_page import show
from monitor.cli.lines import width
from monitor.domain.lasting import parse_duration
from monitor.errors import InputError

_SHOWN: dict[str, Keys] = {"the incident": SHOWN_KEYS, "each preview": DRAFT_KEYS}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "incident start": _SHOWN,
    "incident list": {"each incident": INCIDENT_KEYS},
    "incident show": _SHOWN,
    "incident send": _SHOWN,
    "incident reword": _SHOWN,
    "incident more-time": _SHOWN,
    "incident mended": _SHOWN,
    "incident end": _SHOWN,
}


class IncidentGroup(PageGroup):
    """A group that lists when nothing is asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """With the unnamed command put in."""
        asks_for_nothing = not args or (
            args[0].startswith("-") and args[0] not in ctx.help_option_names
        )
        return super().parse_args(ctx, ["list", *args] if asks_for_nothing else args)


@click.group("incident", cls=IncidentGroup)
def incident_command() -> None:
    """Answer many people with the same trouble by one sentence of yours.

    Write the sentence, look at three of the texts, and say yes to so many. They leave one after the
    other. New complaints of the same cause join. Tell them when it takes longer, and at the end
    that it is mended.

    \b
    Example:
      monitor incident start --cause payment "Our payment page is down since 10, we are on it."
      monitor incident send --to 27
      monitor incident more-time "We wait for a part."
      monitor incident send --to 27
      monitor incident mended "It works again, thank you for your patience."
      monitor incident send --to 27
      monitor incident end
    """


@incident_command.command("start")
@click.argument("sentence")
@click.option(
    "--cause",
    "causes",
    multiple=True,
    required=True,
    metavar="WORDS",
    help="A topic (money), or words that stand in the complaints (payment page). May be repeated.",
)
@click.option(
    "--since",
    metavar="TIME",
    help="How far back complaints belong to it, such as `3 h`; else since the surge, or 24 h.",
)
@click.option(
    "--news",
    default="",
    metavar="TIME",
    help="By when people are promised news, such as `1 office day`.",
)
@by_option
@desk_options
def start_command(
    sentence: str,
    causes: tuple[str, ...],
    since: str | None,
    news: str,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Begin an incident with one SENTENCE that is true for all of them.

    Nothing is sent yet: everybody who complained of it gets a draft, and three are shown.

    \b
    Example:
      monitor incident start --cause payment "Our payment page is down since 10, we are on it."
      monitor incident start --cause late --cause courier --since "3 h" "Our van broke down."
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        incident = desk.incidents.start(
            causes,
            sentence,
            by=person(desk.config, by),
            since=desk.now - _duration(since) if since else None,
            promise=news,
        )
        show(desk, incident.number, as_json=as_json, asked_about=sentence)


@incident_command.command("list")
@desk_options
def list_command(config_path: Path | None, store_url: str | None, *, as_json: bool) -> None:
    """List the incidents, the newest first.

    \b
    Example:
      monitor incident list
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        with desk.store.read() as tx:
            found = tx.incidents.listed(desk.config.brand.name)
            plans = [desk.incidents.plan(tx, one.number) for one in found]
        if as_json:
            say_json([incident_json(plan) for plan in plans])
            return
        if not plans:
            say('No incident. One begins with: monitor incident start --cause "..." "..."')
        for plan in plans:
            for line in incident_row(plan, desk.now, desk.hours, width()):
                say(line)


@incident_command.command("show")
@click.argument("given", metavar="[I]", type=INCIDENT, required=False)
@desk_options
def show_command(
    given: int | None, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Show incident I: who was told, who would be, and how three of the texts read.

    Without a number it is the one that is open.

    \b
    Example:
      monitor incident 1
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        show(desk, chosen(desk, given), as_json=as_json)


@incident_command.command("send")
@incident_option
@click.option("--to", "count", type=click.IntRange(0), help="To so many: your yes.")
@click.option(
    "--and-new-ones",
    is_flag=True,
    help="Your yes counts for those who complain of the same later, too.",
)
@by_option
@desk_options
def send_command(
    given: int | None,
    count: int | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    and_new_ones: bool,
    as_json: bool,
) -> None:
    """Say yes to the words of an incident for so many; without --to they are only shown.

    They leave one after the other, some 20 seconds apart. When its turn comes each is asked about
    once more: who opted out, was answered or took the post away in the meantime hears nothing.

    \b
    Example:
      monitor incident send
      monitor incident send --to 27
      monitor incident send --to 27 --and-new-ones
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        number = chosen(desk, given)
        if count is None:
            show(desk, number, as_json=as_json)
            return
        name = signer(desk.config, by)
        plan = desk.incidents.send(number, count, by=name, and_new_ones=and_new_ones)
        if as_json:
            show(desk, number, as_json=True)
            return
        for line in after_send_lines(plan, desk, width(), and_new_ones=and_new_ones):
            say(line)


for later_command in (reword_command, more_time_command, mended_command, end_command):
    incident_command.add_command(later_command)


def _duration(written: str) -> timedelta:
    try:
        return parse_duration(written)
    except ValueError as problem:
        raise InputError(str(problem)) from None
