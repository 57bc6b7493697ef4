"""`monitor run`: the daemon."""

import logging
import sys
from pathlib import Path

import click

from monitor.cli.common import config_option, read_config, say


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
    from monitor.app import build, lock_path
    from monitor.cli.screen import opening_lines, report_of, stopped_line, words_of
    from monitor.daemon import Daemon, only_one

    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(message)s",
        stream=sys.stderr,
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    config = read_config(config_path)
    with only_one(lock_path(config)):
        console = Console(config.hours(), no_words, is_sample=config.is_sample)
        app = build(config, observer=console, channels=(console,))
        console.words = words_of(app)
        daemon = Daemon(app, report_of(app))
        try:
            for line in opening_lines(app):
                say(line)
            if once:
                daemon.once()
            else:
                daemon.stop_on_signals()
                daemon.run()
            say(stopped_line(app, daemon.waiting()))
        finally:
            app.close()
    return 0
