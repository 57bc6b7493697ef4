"""`monitor run`: the daemon."""

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import config_option, read_config, say
from monitor.cli.desk import lost, path_of
from monitor.errors import StoreLocked
from monitor.redaction import RedactingFormatter

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.config import Config
    from monitor.lock import Lock

log = logging.getLogger(__name__)

TRY_AGAIN_AFTER_S = 1.0


@click.command("run")
@config_option
@click.option("--once", is_flag=True, help="One whole cycle, then exit.")
@click.option("--verbose", is_flag=True, help="Tell on the error output what is being done.")
def run_command(config_path: Path | None, *, once: bool, verbose: bool) -> int:
    """Run the monitor in the foreground until Ctrl-C.

    \b
    Example:
      monitor run
      monitor run --once --config shop.toml
    """
    from monitor.alerts.console import Console
    from monitor.alerts.lines import no_words
    from monitor.app import build
    from monitor.channels import channels_of
    from monitor.cli.screen import opening_lines, report_of, stopped_line, words_of
    from monitor.config.places import lock_path
    from monitor.daemon import Daemon
    from monitor.heap import share_one_heap, start_is_over
    from monitor.lock import Remembering, only_one
    from monitor.services.clocks import SystemClock
    from monitor.services.left import left_in
    from monitor.watchdog import Moving, Watchdog

    share_one_heap()
    start_logging(verbose=verbose)
    config = read_config(config_path)
    with only_one(lock_path(config)) as lock:
        must_not_be_lost(config, lock)
        console = Console(config.hours(), no_words, is_sample=config.is_sample)
        watchdog = Watchdog(SystemClock(), moved=lock.moved)
        observer = Remembering(lock, Moving(watchdog, console))

        channels = channels_of(config, SystemClock(), console)

        def made() -> "App":
            return build(config, observer=observer, channels=channels, has_desks=True)

        app = made() if once else as_soon_as_it_is_free(made, lock)
        lock.has_store()
        console.words = words_of(app)
        console.policy_for = app.playbook.policy_for
        daemon = Daemon(app, report_of(app), lock=lock, watchdog=watchdog)
        try:
            for line in opening_lines(app):
                say(line)
            # a journal or a pipe shows it now, not with the first mention
            sys.stdout.flush()
            if once:
                daemon.once()
            else:
                daemon.stop_on_signals()
                start_is_over()
                daemon.run()
            say(stopped_line(app, left_in(app.store)))
        finally:
            app.close()
    return 0


def as_soon_as_it_is_free(make: Callable[[], "App"], lock: "Lock") -> "App":
    """The app; waits while another program keeps the database for itself, and says so once."""
    waits = False
    while True:
        try:
            app = make()
        except StoreLocked as held:
            if not waits:
                log.error("nothing is read or sent: %s", held.message)
                lock.has_trouble(held.message)
            waits = True
            lock.moved()
            time.sleep(TRY_AGAIN_AFTER_S)
        else:
            if waits:
                lock.has_trouble("")
            return app


def start_logging(*, verbose: bool) -> None:
    """The log on the error output, without secrets."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler])
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def must_not_be_lost(config: "Config", lock: "Lock") -> None:
    """An empty database in the place of one that is gone would know nobody. Raises StoreError."""
    path = path_of(config.store_url())
    if path is None or not lock.had_store or path.exists() or path.is_symlink():
        return
    raise lost(path, lock.path)
