"""`monitor pause`, `resume`, `away`: the owner's switches.

A pause works whatever the database does: the file of this machine is written first.
"""

from datetime import datetime, timedelta
from pathlib import Path

import click

from monitor.cli.arguments import person
from monitor.cli.as_json import Keys, moment
from monitor.cli.common import (
    desk_options,
    opened_store,
    read_config,
    say,
    say_error,
    say_json,
    store_url_of,
)
from monitor.cli.desk import current_clock, must_be_there, opened_desk
from monitor.cli.lines import count_of, day_words
from monitor.cli.switch_lines import day_ahead, say_person_away, turned
from monitor.domain.audit import AuditAction
from monitor.domain.effect import State
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.errors import ConfigError, InputError, MonitorError, StoreError
from monitor.services.switches import (
    PAUSED,
    Pause,
    PauseFile,
    SwitchBoard,
)
from monitor.services.turning import Turning

PAUSE_KEYS: Keys = {
    "is_paused": "nothing is sent from this machine",
    "is_paused_everywhere": "the database knows it, so every machine that uses it is paused",
    "until": "when the pause ends by itself, or null",
    "why": "your words",
}
AWAY_KEYS: Keys = {
    "away_until": "the first day back, or null when nobody is away",
    "who": "the one who is; empty: everybody",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "pause": {"the answer": PAUSE_KEYS},
    "resume": {"the answer": PAUSE_KEYS},
    "away": {"the answer": AWAY_KEYS},
}


@click.command("pause")
@click.option("--minutes", type=click.IntRange(1, 60 * 24 * 31), help="It ends by itself then.")
@click.option("--why", default="", metavar="TEXT", help="For whoever looks at it later.")
@desk_options
def pause_command(
    minutes: int | None,
    why: str,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Stop all sending, at once. Reading and alerts go on; nothing is lost.

    It works even when the database is locked or gone: then it holds for this machine only, and
    says so.

    \b
    Example:
      monitor pause
      monitor pause --minutes 90 --why "press call at 11"
    """
    now = current_clock().now()
    until = now + timedelta(minutes=minutes) if minutes is not None else None
    reason = " ".join(why.split()) or "the owner wants it so"
    file = _pause_file(config_path)
    file_problem = _put(file, reason, until)
    problem = ""
    try:
        config = read_config(config_path)
        must_be_there(store_url_of(config, store_url))
        with opened_store(config, store_url) as store, store.begin() as tx:
            tx.switches.put(PAUSED, Pause(why=reason, until=until).written(), now)
            tx.audit.write(turned(config, AuditAction.PAUSED, now, words=why))
    except (ConfigError, StoreError) as error:
        if file_problem:
            raise MonitorError(
                f"NOT paused: {file_problem}; and {error.message}",
                hint="stop the monitor itself, or let this user write that folder",
            ) from error
        problem = error.message
        if isinstance(error, ConfigError):
            problem = f"the config cannot be used: {problem}"
    if as_json:
        say_json(_pause_json(Pause(why=reason, until=until), is_everywhere=not problem))
    else:
        say(f"Paused. Nothing is sent {_until_words(config_path, until, now)}")
    if file_problem:
        say_error(f"warning: {file_problem}; the pause stands in the database only")
    if problem:
        say_error(f"warning: paused on this machine only: {problem}")


@click.command("resume")
@desk_options
def resume_command(config_path: Path | None, store_url: str | None, *, as_json: bool) -> None:
    """Let the monitor send again.

    \b
    Example:
      monitor resume
    """
    config = read_config(config_path)
    file = _pause_file(config_path)
    if not _is_there(store_url_of(config, store_url)):
        was_paused = file.is_there()
        _remove(file)
        _say_resumed(was_paused=was_paused, waiting=0, as_json=as_json)
        return
    try:
        with opened_desk(config_path, store_url, quiet=as_json) as desk:
            turning = Turning(desk.store, desk.clock, file)
            try:
                was_paused = turning.resume(by=person(desk.config, None))
            except OSError as error:
                raise _still_paused(file, error) from error
            with desk.store.read() as tx:
                approved = tx.outbox.in_state(State.APPROVED, State.HELD, State.PENDING)
            waiting = sum(effect.is_public_word for effect in approved)
    except StoreError as error:
        raise StoreError(f"still paused: {error.message}", hint=error.hint) from error
    _say_resumed(was_paused=was_paused, waiting=waiting, as_json=as_json)


@click.command("away")
@click.argument("words", metavar="[until] DAY", nargs=-1)
@click.option("--who", metavar="NAME", help="One of your people alone; the others answer.")
@click.option("--off", is_flag=True, help="You are back.")
@desk_options
def away_command(
    words: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    *,
    who: str | None,
    off: bool,
    as_json: bool,
) -> None:
    """Say that nobody answers until DAY, the first day back.

    Until then promises name that day, and no reply goes out without somebody's yes. Without DAY
    it tells how things stand.

    With --who it is one of your people alone: new cases and nudges go to the others meanwhile, and
    promises stay as they are.

    \b
    Example:
      monitor away until 2026-12-01
      monitor away --who Sam until 2026-12-01
      monitor away --off
    """
    given = [word for word in words if word.lower() != "until"]
    if len(given) > 1 or (off and given):
        raise InputError("that is more than one day", hint="monitor away until 2026-12-01")
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        if who is not None:
            say_person_away(desk, who, given[0] if given else "", off=off, as_json=as_json)
            return
        if off or given:
            back = day_ahead(given[0], desk) if given else None
            turning = Turning(desk.store, desk.clock, _pause_file(config_path))
            turning.away(back, by=person(desk.config, None))
        with desk.store.read() as tx:
            until = SwitchBoard.read(tx, desk.now, desk.hours).away_until
        if as_json:
            say_json({"away_until": until.isoformat() if until is not None else None, "who": ""})
            return
        if until is None:
            say("Welcome back." if off else "Nobody is away.")
            return
        say(f"Away until {day_words(until)}, the first day back.")
        say("Until then promises name that day, and nothing goes out without somebody's yes.")
        others = desk.config.brand.people[1:]
        if others:
            say(f"Who looks after it? {for_terminal(', '.join(others), 60)} can: monitor inbox")
        say("Back earlier: monitor away --off")


def _is_there(store_url: str) -> bool:
    """There is a database in which a pause could stand."""
    try:
        must_be_there(store_url)
    except StoreError:
        return False
    return True


def _say_resumed(*, was_paused: bool, waiting: int, as_json: bool) -> None:
    if as_json:
        say_json(_pause_json(None, is_everywhere=False))
        return
    say("The pause is over." if was_paused else "Nothing was paused.")
    if was_paused and waiting:
        replies = count_of(waiting, "reply you said yes to", "replies you said yes to")
        verb = "goes" if waiting == 1 else "go"
        say(f"{replies} {verb} out now, as far as the hours allow: monitor inbox")


def _pause_file(config_path: Path | None) -> PauseFile:
    """The file of this machine: found even when the config cannot be read."""
    from monitor.config import find_config
    from monitor.config.places import pause_path

    try:
        return PauseFile(pause_path(read_config(config_path)), current_clock())
    except ConfigError:
        # an owner in a hurry must not be stopped by a slip in the config: its folder is enough
        try:
            folder = find_config(config_path).absolute().parent
        except ConfigError as nowhere:
            raise ConfigError(
                f"nobody knows which monitor is meant: {nowhere.message}",
                hint="say it in the folder of its `config.toml`, or name that file: --config PATH. "
                "At once, without it: stop the monitor itself, or make a file `data/PAUSED` there",
            ) from nowhere
        return PauseFile(folder / "data" / "PAUSED", current_clock())


def _put(file: PauseFile, why: str, until: datetime | None) -> str:
    """Writes the file; what went wrong, or nothing."""
    try:
        file.put(why, until)
    except OSError as error:
        return f"the file `{file.path}` could not be written: {_why(error)}"
    return ""


def _remove(file: PauseFile) -> None:
    """This machine may send again. Raises MonitorError: the file stays, and the pause with it."""
    try:
        file.remove()
    except OSError as error:
        raise _still_paused(file, error) from error


def _still_paused(file: PauseFile, error: OSError) -> MonitorError:
    return MonitorError(
        f"this machine is still paused: `{file.path}` cannot be removed: {_why(error)}",
        hint="delete it yourself, as a user who may",
    )


def _why(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()


def _until_words(config_path: Path | None, until: datetime | None, now: datetime) -> str:
    if until is None:
        return "until `monitor resume`."
    try:
        hours = read_config(config_path).hours()
    except ConfigError:
        return f"for {int((until - now).total_seconds()) // 60} minutes, or until `monitor resume`."
    return f"until {when(until, now, hours)}, or until `monitor resume`."


def _pause_json(pause: Pause | None, *, is_everywhere: bool) -> dict[str, object]:
    return {
        "is_paused": pause is not None,
        "is_paused_everywhere": is_everywhere,
        "until": moment(pause.until) if pause is not None else None,
        "why": pause.why if pause is not None else "",
    }
