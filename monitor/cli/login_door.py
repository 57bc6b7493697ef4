"""The end of `monitor login`: can customers write to us in private on the new account?"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import person
from monitor.cli.common import opened_store, say
from monitor.cli.desk import current_clock
from monitor.cli.door_lines import WAITS, OurDoor, ask_words, door_words
from monitor.cli.lines import hang, width
from monitor.domain.account import Checked
from monitor.domain.door import Door
from monitor.domain.platform import platform_named
from monitor.services.doors import doors_found, tell_doors

if TYPE_CHECKING:
    from monitor.config import Config


def about_our_door(config: "Config", platform: str, findings: Iterable[Checked]) -> None:
    """Keeps what the test found out; where it could not, what is known counts, or the owner is
    asked. Makes the database if there is none yet."""
    if not platform_named(platform).has_replies:
        return
    now, brand = current_clock().now(), config.brand.name
    told = doors_found((platform,), findings, now)
    with opened_store(config, None) as store:
        with store.read() as tx:
            known = tx.platforms.doors(brand).get(platform)
        if not told and known is not None:
            ours = OurDoor(platform=platform, door=known)
            say(f"Your door on {door_words(ours, now, config.hours())}.")
            return
        told = told or _asked(config, platform, now)
        with store.begin() as tx:
            tell_doors(tx, brand, told)


def _asked(config: "Config", platform: str, now: datetime) -> tuple[Door, ...]:
    """The owner's answer; none when they leave it for later."""
    _say(
        "Replies invite customers to write to you in private. Can somebody do that who does not "
        "follow you?"
    )
    try:
        answer: str = click.prompt(
            "   yes or no (Enter: I will look later)",
            default="",
            show_default=False,
            type=click.Choice(["yes", "no", ""], case_sensitive=False),
            show_choices=False,
        )
    except click.Abort:
        # the login is over, and kept: this can be said at any time
        answer = ""
        say()
    if answer:
        who = person(config, None)
        return (Door(platform=platform, is_open=answer == "yes", at=now, said_by=who),)
    _say(f"Until somebody says it, {WAITS}: {ask_words(platform)}")
    return ()


def _say(text: str) -> None:
    for line in hang("", text, width()):
        say(line)
