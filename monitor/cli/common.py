"""What commands have in common: options, the config, the store, output for people and programs."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.store import SqlStore

# Any: click's own decorators take every command
F = TypeVar("F", bound=Callable[..., Any])

SAMPLE_LINE = (
    "SAMPLE DATA: invented people, no account connected, nothing leaves this machine.   "
    "Your own: monitor init"
)


def config_option(command: F) -> F:
    """`--config PATH`."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path),
        help="The config file; without it MONITOR_CONFIG, then ./config.toml.",
    )(command)


def store_option(command: F) -> F:
    """`--store URL`."""
    return click.option(
        "--store",
        "store_url",
        metavar="URL",
        help="Another database: a path, sqlite:///PATH, or secret:NAME for a URL with a password.",
    )(command)


def json_option(command: F) -> F:
    """`--json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="For programs: keys as in docs/commands.md."
    )(command)


def read_config(path: Path | None) -> "Config":
    """The config. Raises ConfigError."""
    from monitor.config import find_config, load_config
    from monitor.discovery import connector_names

    return load_config(find_config(path), connectors=connector_names())


def store_url_of(config: "Config", given: str | None) -> str:
    """The database to use. Raises InputError for a password on the command line."""
    if given is None:
        return config.store_url()
    if given.startswith("secret:"):
        return config.secret(given.removeprefix("secret:"))
    if "://" not in given:
        return f"sqlite:///{Path(given).expanduser().absolute()}"
    if "@" in given.partition("://")[2].partition("/")[0]:
        raise InputError(
            "a database URL with a password does not belong on the command line",
            hint="put the URL in an environment variable, and say --store secret:ITS_NAME",
        )
    return given


@contextmanager
def opened_store(config: "Config", given: str | None) -> Iterator["SqlStore"]:
    """The store, closed at the end. Raises StoreError."""
    from monitor.store import open_store

    store = open_store(store_url_of(config, given))
    try:
        yield store
    finally:
        store.close()


def say(text: str = "") -> None:
    """A line for people."""
    sys.stdout.write(text + "\n")


def say_error(text: str) -> None:
    """A line on the error output."""
    sys.stderr.write(text + "\n")


def say_json(value: object) -> None:
    """A value for programs, on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, sort_keys=False) + "\n")


def say_sample(config: "Config") -> None:
    """Says SAMPLE on top of a screen while sample data is on."""
    if config.is_sample:
        say(f"  {SAMPLE_LINE}")
        say()
