"""`monitor init`: a fresh set of files for your own business. Nothing that exists is touched."""

import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from monitor.cli.common import say
from monitor.cli.fresh_config import Wishes, config_text
from monitor.cli.lines import count_of
from monitor.config.places import PLAYBOOKS, shipped_playbooks
from monitor.domain.clock import parse_hours, zone_named
from monitor.domain.inert import for_terminal
from monitor.domain.platform import PLATFORMS, platform_named
from monitor.errors import ConfigError, InputError, MonitorError

CONFIG = "config.toml"
OFFICE_HOURS = "Mon-Fri 09:00-17:00"
AWAKE = """\
Promises need a machine that is awake: a laptop that sleeps reads nothing, and keeps no promise.
Take one that stays on."""
#: platforms that an owner has an account on
ASKED = ("x", "bluesky", "mastodon", "reddit")
#: what a whole handle has in it, where it has a server
HALVES = {
    "bluesky": (".", "larchandloaf.bsky.social"),
    "mastodon": ("@", "larchandloaf@social.example"),
}


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--brand", help="The name of your business.")
@click.option("--person", "people", multiple=True, help="Who answers customers; repeatable.")
@click.option(
    "--handle",
    "handles",
    multiple=True,
    metavar="PLATFORM=NAME",
    help="Your own account, such as x=larchandloaf; repeatable.",
)
@click.option("--time-zone", help="Such as Europe/Berlin; without it the machine's.")
@click.option("--office-hours", help=f'When somebody can answer, such as "{OFFICE_HOURS}".')
@click.option("--language", "languages", multiple=True, help="You answer in it; repeatable.")
@click.option("--yes", is_flag=True, help="Ask nothing, take the defaults.")
def init_command(
    folder: Path,
    brand: str | None,
    people: tuple[str, ...],
    handles: tuple[str, ...],
    time_zone: str | None,
    office_hours: str | None,
    languages: tuple[str, ...],
    *,
    yes: bool,
) -> None:
    """Start your own: a config and a playbook in FOLDER, without the sample.

    In a terminal it asks a few questions; Enter skips each. Files that are there already are
    never changed.

    \b
    Example:
      monitor init myshop
      monitor init myshop --brand "Larch & Loaf" --person Jo --handle x=larchandloaf --yes
    """
    _must_be_free(folder)
    asks = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    ask = _ask if asks else _take
    wishes = Wishes(
        brand=brand or ask("Name of your business", folder.resolve().name, str),
        people=people or _names(ask("Your first name (it signs replies)", "", str)),
        handles=_handles(handles) or (_ask_handles() if asks else ()),
        time_zone=_zone(time_zone or ask("Your time zone", machine_zone(), _zone)),
        office_hours=_hours(office_hours or ask("Office hours", OFFICE_HOURS, _hours)),
        languages=languages or ("en",),
    )
    make(folder, wishes)
    for line in made_lines(folder, wishes.brand):
        say(line)


def make(folder: Path, wishes: Wishes) -> None:
    """Writes the files. Raises ConfigError for what the config would refuse, InputError."""
    from monitor.config import load_config

    part = folder / f"{CONFIG}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(config_text(wishes), encoding="utf-8")
        try:
            load_config(part)
            if not (folder / PLAYBOOKS).exists():
                _copy_playbooks(folder / PLAYBOOKS)
            part.rename(folder / CONFIG)
        except ConfigError as error:
            problems = "; ".join(problem.message for problem in error.problems)
            hints = "; ".join(problem.hint for problem in error.problems if problem.hint)
            raise InputError(
                f"that would be no config: {problems or error.message}", hint=hints or error.hint
            ) from error
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        # copying a folder tells of all its files at once
        first = error.args[0][0][-1] if isinstance(error, shutil.Error) else error.strerror
        raise MonitorError(
            f"`{folder}` cannot be written: {str(first or error).lower()}",
            hint="look at the room on that disk and at the rights of the folder",
        ) from error


def made_lines(folder: Path, brand: str) -> list[str]:
    """What was made, and what comes next."""
    is_here = folder.resolve() == Path.cwd()
    steps = [] if is_here else [(f"cd {folder}", "")]
    steps += [
        (f"{PLAYBOOKS}/acknowledgements.toml", "read it: would you say it like that?"),
        (f"{PLAYBOOKS}/policies.toml", "write down your own rules, such as refunds"),
        ("monitor login bluesky", "connect an account; or mastodon, x, reddit, mailbox"),
        ("monitor check", "is everything right?"),
        ("monitor run", "it shows what it reads; every reply waits for your yes"),
    ]
    lines = [
        f"Made for {for_terminal(brand, 60)}, in {folder if not is_here else 'this folder'}:",
        f"  {CONFIG:<16}your name, accounts, hours and limits",
        f"  {PLAYBOOKS + '/':<16}your rules and texts ({count_of(_rules(folder), 'file')})",
        "",
        "Next:",
    ]
    lines += [
        f"  {number}  {what:<34}{why}".rstrip() for number, (what, why) in enumerate(steps, start=1)
    ]
    return [*lines, "", AWAKE]


def machine_zone() -> str:
    """The machine's time zone by its name; `machine` when it has none. Raises InputError for a TZ
    that names none."""
    from monitor.config.written_times import zone_of_machine

    try:
        name = zone_of_machine()
        zone_named(name)
    except ValueError as error:
        if os.environ.get("TZ"):
            message = str(error).partition(";")[0]
            raise InputError(message, hint="say yours: --time-zone Europe/Berlin") from None
        return "machine"
    return name


def _must_be_free(folder: Path) -> None:
    if (folder / CONFIG).exists():
        where = "this folder" if folder.resolve() == Path.cwd() else f"`{folder}`"
        raise InputError(
            f"there is a {CONFIG} in {where} already; nothing was changed",
            hint="start beside it: monitor init myshop",
        )


# --- questions ------------------------------------------------------------------------------------


def _ask(question: str, default: str, read: Callable[[str], str]) -> str:
    def checked(given: str) -> str:
        try:
            return read(given.strip())
        except InputError as error:
            raise click.UsageError(f"{error.message}; {error.hint or ''}".rstrip("; ")) from error

    answer: str = click.prompt(
        question,
        default=default,
        show_default=bool(default),
        value_proc=checked,
    )
    return answer


def _take(_question: str, default: str, _read: Callable[[str], str]) -> str:
    return default


def _ask_handles() -> tuple[tuple[str, str], ...]:
    found = []
    for name in ASKED:
        question = f"Your account on {platform_named(name).title} (Enter: none)"
        handle = _ask(question, "", partial(_whole_handle, name)).removeprefix("@")
        if handle:
            found.append((name, handle))
    return tuple(found)


def _whole_handle(platform: str, handle: str) -> str:
    """The config refuses half a handle as well; here it can be asked again."""
    sign, example = HALVES.get(platform, ("", ""))
    if handle and sign not in handle.removeprefix("@"):
        raise InputError(f"`{handle}` is only half a handle", hint=f"write it like `{example}`")
    return handle


def _handles(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    known = [platform.name for platform in PLATFORMS]
    found = []
    for each in given:
        platform, equals, handle = each.partition("=")
        if not equals or not handle or platform.lower() not in known:
            raise InputError(
                f"`{for_terminal(each, 80)}` is no account",
                hint=f"write PLATFORM=NAME, such as x=larchandloaf; there are {', '.join(known)}",
            )
        found.append((platform.lower(), handle.removeprefix("@")))
    return tuple(found)


def _zone(name: str) -> str:
    if name == "machine":
        return name
    try:
        zone_named(name)
    except ValueError as error:
        raise InputError(str(error)) from error
    return name


def _hours(written: str) -> str:
    try:
        parse_hours(written)
    except ValueError as error:
        raise InputError(f"these are no office hours: {error}") from error
    return written


def _names(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(",") if name.strip())


# --- files ----------------------------------------------------------------------------------------


def _copy_playbooks(target: Path) -> None:
    source = shipped_playbooks()
    shutil.copytree(source, target, ignore=lambda _folder, names: _not_toml(names))


def _not_toml(names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".toml")]


def _rules(folder: Path) -> int:
    return len(list((folder / PLAYBOOKS).glob("*.toml")))
