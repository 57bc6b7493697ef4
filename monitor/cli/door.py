"""`monitor door`: whether customers can write to us in private, where no program can find out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import by_option, person
from monitor.cli.as_json import DOOR_KEYS, Keys
from monitor.cli.common import (
    desk_options,
    opened_store,
    read_config,
    say,
    say_json,
    say_sample,
    store_url_of,
)
from monitor.cli.desk import current_clock, path_of
from monitor.cli.door_lines import WAITS, door_rows, doors_json, our_doors, platforms_with_doors
from monitor.cli.lines import hang, keep, title, width
from monitor.domain.door import Door, DoorState
from monitor.domain.inert import for_terminal
from monitor.domain.near import nearest
from monitor.domain.platform import known_platforms
from monitor.errors import InputError
from monitor.services.doors import forget_door, tell_doors

if TYPE_CHECKING:
    from monitor.config import Config

SAID = {"open": True, "closed": False}
JSON_KEYS: dict[str, dict[str, Keys]] = {"door": {"each door of the list": DOOR_KEYS}}


@click.command("door")
@click.argument("platform", required=False)
@click.argument("said", metavar="[open|closed]", type=click.Choice(list(SAID)), required=False)
@click.option("--forget", is_flag=True, help="Nobody knows any more.")
@by_option
@desk_options
def door_command(
    platform: str | None,
    said: str | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    forget: bool,
    as_json: bool,
) -> None:
    """Say whether customers can write to you in private on PLATFORM: your own door.

    A reply invites them to. Where they cannot, or where nobody knows, no such reply goes out by
    itself. `monitor check` tests what can be tested, and tells where to look for the rest. Try it
    with an account that does not follow you. Without PLATFORM it tells how things stand.

    \b
    Example:
      monitor door
      monitor door x open
      monitor door reddit closed
    """
    config = read_config(config_path)
    name = _platform(config, platform)
    if (said is not None) == forget and platform is not None:
        shown = for_terminal(platform, 40)
        raise InputError(
            "is the door open or closed?", hint=f"monitor door {shown} open, or closed, or --forget"
        )
    now = current_clock().now()
    known: dict[str, Door] = {}
    if platform is not None or _is_there(store_url_of(config, store_url)):
        with opened_store(config, store_url) as store, store.begin() as tx:
            told = []
            if said is not None:
                who = person(config, by)
                told.append(Door(platform=name, is_open=SAID[said], at=now, said_by=who))
            elif forget:
                forget_door(tx, config.brand.name, name, person(config, by), now)
            known = tell_doors(tx, config.brand.name, told)
    doors = our_doors(platforms_with_doors(config), known)
    if as_json:
        say_json(doors_json(doors))
        return
    if said is not None:
        _say_said(name, is_open=SAID[said])
        return
    if forget:
        say(f"Whether customers can write to you on {title(name)} is not known any more.")
        return
    say_sample(config)
    rows = list(door_rows(doors, now, config.hours(), is_sample=config.is_sample))
    for row in rows or ["No platform is configured on which you could be written to."]:
        for line in hang("", row, width()):
            say(line)
    if any(ours.state is not DoorState.OPEN for ours in doors) and not config.is_sample:
        for line in hang("", f"Where it is not open, {WAITS}.", width()):
            say(line)


def _platform(config: "Config", written: str | None) -> str:
    """As it is written everywhere. Raises InputError where nobody can be answered."""
    if written is None:
        return ""
    names = [each.name for each in known_platforms() if each.has_replies]
    names += [name for name in platforms_with_doors(config) if name not in names]
    if written in names:
        return written
    near = nearest(written.lower(), names, cutoff=0.5)
    raise InputError(
        f"`{for_terminal(written, 40)}` is no platform on which customers could write to you",
        hint=f"did you mean `{near}`?" if near else f"there are: {', '.join(names)}",
    )


def _is_there(url: str) -> bool:
    path = path_of(url)
    return path is None or path.exists()


def _say_said(platform: str, *, is_open: bool) -> None:
    name = title(platform)
    words = f"Good: customers can write to you in private on {name}."
    if not is_open:
        words = (
            f"Customers cannot write to you in private on {name}, so {WAITS}. "
            "When that has changed: " + keep(f"monitor door {platform} open")
        )
    for line in hang("", words, width()):
        say(line)
