"""The commands. Each is loaded when it is used; errors are written for the owner."""

import os
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING

import click

from monitor import __version__
from monitor.cli.common import say_error
from monitor.cli.streams import let_go, prepare_streams, reader_left
from monitor.errors import Bug, MonitorError
from monitor.redaction import hide_in_unset_logs, redacted_traceback

if TYPE_CHECKING:
    from monitor.domain.ports import Clock

#: command → module of `monitor.cli` in which a function of that name (with `_`) stands; in the
#: order in which `monitor --help` shows them
COMMANDS = {
    "run": "running",
    "demo": "demo",
    "init": "init",
    "login": "login",
    "check": "check",
    "door": "door",
    "inbox": "inbox",
    "approve": "deciding",
    "edit": "deciding",
    "reject": "deciding",
    "retract": "deciding",
    "settle": "deciding",
    "right": "judging",
    "wrong": "judging",
    "practice": "practice",
    "cases": "cases",
    "case": "case",
    "customer": "customer",
    "promises": "promises",
    "surge": "surge",
    "incident": "incident",
    "explain": "explain",
    "report": "report",
    "status": "status",
    "budget": "budget",
    "pause": "switches",
    "resume": "switches",
    "away": "switches",
    "reconcile": "reconcile",
    "opt-out": "authors",
    "audit": "audit",
    "quiet": "quiet",
    "mute": "keeping_away",
    "block": "keeping_away",
    "hide": "keeping_away",
    "flags": "flags",
    "flag": "flag",
    "score": "score",
    "evaluate": "evaluate",
    "train": "train",
    "replay": "replay",
    "playbook": "playbook",
    "export": "export",
    "erase": "erase",
    "backup": "backups",
    "restore": "backups",
}

#: set, it lets a fault of ours out as Python shows it
TRACEBACK = "MONITOR_TRACEBACK"
_HERE = f"{os.sep}monitor{os.sep}"


class Commands(click.Group):
    """A group that loads a command when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded now."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(import_module(f"monitor.cli.{module}"), f"{name}_command")
        return command if isinstance(command, click.Command) else None


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="monitor", message="%(prog)s %(version)s")
def cli() -> None:
    """Watches what people say about your business in public, and helps you answer.

    Start with `monitor demo` (a week in seconds, no account needed), then `monitor init`.
    """


def run(arguments: list[str], clock: "Clock | None" = None) -> int:
    """Runs the command line, by the machine's clock or another one; the exit code."""
    prepare_streams()
    hide_in_unset_logs()
    try:
        result = cli.main(arguments, prog_name="monitor", standalone_mode=False, obj=clock)
        # what cannot be written is found now, not when nobody listens any more
        sys.stdout.flush()
    except MonitorError as error:
        say_error(error.for_person())
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        say_error(error.format_message())
        return 2
    except click.UsageError as error:
        say_error(_usage(error))
        return 2
    except click.ClickException as error:
        say_error(f"error: {error.format_message()}")
        return 2
    except (click.Abort, KeyboardInterrupt):
        say_error("stopped")
        return 1
    except OSError as error:
        let_go()
        if not reader_left(error):
            say_error(_of_system(error).for_person())
        return 1
    except Exception as error:
        # the edge of the program: a fault of ours, without the words that a traceback may hold
        if os.environ.get(TRACEBACK):
            say_error(redacted_traceback(error))
            return 1
        say_error(_of_ours(error).for_person())
        return 1
    return result if isinstance(result, int) else 0


def _usage(error: click.UsageError) -> str:
    lines = [f"error: {error.format_message()}"]
    if error.ctx is not None:
        lines.append(f" hint: {error.ctx.command_path} --help")
    return "\n".join(lines)


def _of_system(error: OSError) -> MonitorError:
    why = (error.strerror or str(error)).lower()
    if isinstance(error, FileExistsError | NotADirectoryError):
        why = "a file stands where a folder should be"
    if error.filename is None:
        return MonitorError(
            f"what this command writes has no place to go: {why}",
            hint="look at the disk, and at where the output goes",
        )
    return MonitorError(
        f"`{os.fsdecode(error.filename)}` cannot be used: {why}",
        hint="look at the path, at the room on that disk, and at the rights of the folder",
    )


def _of_ours(error: Exception) -> Bug:
    """Kind and place; the message stays out, for it may hold somebody's words."""
    steps = traceback.extract_tb(error.__traceback__)
    last = next((step for step in reversed(steps) if _HERE in step.filename), steps[-1])
    place = last.filename.rpartition(_HERE)[2]
    return Bug(
        f"{type(error).__name__} in monitor/{place}, line {last.lineno}; {TRACEBACK}=1 tells more"
    )
