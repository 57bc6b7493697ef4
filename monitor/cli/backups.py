"""`monitor backup` and `monitor restore`: a copy of everything, and the way back."""

import sys
from pathlib import Path

import click

from monitor.cli.as_json import Keys
from monitor.cli.common import (
    desk_options,
    read_config,
    say,
    say_json,
    say_sample,
    store_url_of,
)
from monitor.cli.desk import current_clock, lock_of, opened_desk, path_of
from monitor.domain.inert import for_terminal
from monitor.errors import InputError, StoreError
from monitor.lock import holder

BACKUP_KEYS: Keys = {"backup": "the new file", "bytes": "its size"}
RESTORE_KEYS: Keys = {
    "restored": "the backup that was taken",
    "store": "the database it stands in for now",
    "kept": "where the database that stood there before is kept, or null",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "backup": {"the answer": BACKUP_KEYS},
    "restore": {"the answer": RESTORE_KEYS},
}


@click.command("backup")
@click.option("--to", type=click.Path(path_type=Path), metavar="FOLDER", help="Another folder.")
@desk_options
def backup_command(
    to: Path | None, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Copy the database, checked, while the monitor runs. Copies live for two weeks.

    \b
    Example:
      monitor backup
      monitor backup --to /mnt/stick/monitor
    """
    from monitor.store import backup

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        folder = to if to is not None else desk.config.backup_folder
        if folder.exists() and not folder.is_dir():
            raise InputError(f"`{folder}` is not a folder", hint="name another one with --to")
        made = backup(desk.store, folder, now=desk.now)
        size = made.stat().st_size
        if as_json:
            say_json({"backup": str(made), "bytes": size})
            return
        say(f"A copy of everything: {made} ({max(1, size // 1000):,} kB)")
        say("People's names and words are in it: keep it as safe as the original.")
        say(f"The way back: monitor restore {made}")


def _newest_in(folder: Path) -> Path | None:
    from monitor.store.backup import backups

    found = backups(folder)
    return found[0] if found else None


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@desk_options
def restore_command(
    file: Path, config_path: Path | None, store_url: str | None, *, yes: bool, as_json: bool
) -> None:
    """Put a backup in the place of the database. Stop the monitor first.

    The present database is kept aside. Then all sending is on hold until `monitor reconcile`: a
    backup does not know who was answered since.

    \b
    Example:
      monitor restore data/backups/monitor-20261123T083000Z.db
    """
    from monitor.store import restore

    config = read_config(config_path)
    url = store_url_of(config, store_url)
    place = path_of(url)
    if not file.is_file():
        newest = _newest_in(file if file.is_dir() else config.backup_folder)
        hint = f"the newest is {newest}" if newest else "`monitor backup` tells where they are"
        what = f"`{file}` is a folder" if file.is_dir() else f"there is no backup `{file}`"
        raise InputError(what, hint=hint)
    running = holder(lock_of(config, url))
    if running is not None:
        process = f" (process {running.pid})" if running.pid else ""
        raise StoreError(
            f"the monitor runs on this database{process}", hint="stop it first, then restore"
        )
    if not as_json:
        say_sample(config)
    shown = for_terminal(str(place if place is not None else config.store.url), 300)
    # without a file there is nothing to ask: `restore` says so
    if not yes and file.is_file() and place is not None and place.exists():
        question = f"Put {file} in the place of {shown}? What stands there now is kept aside."
        if as_json or not sys.stdin.isatty():
            raise InputError("this replaces the database", hint="add --yes if you mean it")
        click.confirm(question, abort=True)
    kept = restore(file, url, now=current_clock().now(), folder=config.backup_folder)
    if as_json:
        say_json(
            {
                "restored": str(file),
                "store": str(place),
                "kept": str(kept) if kept is not None else None,
            }
        )
        return
    say(f"Restored {shown} from {file}.")
    if kept is not None:
        say(f"What stood there before is kept: {kept}")
    say("All sending is on hold until you have looked at it: monitor reconcile")
