"""What commands have in common: options, the config, the store, output for people and programs."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from monitor.cli.streams import speaks_unicode
from monitor.domain.inert import for_json
from monitor.errors import InputError
from monitor.redaction import redacted

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.store import SqlStore

# Any: click's own decorators take every command
F = TypeVar("F", bound=Callable[..., Any])

SQLITE = "sqlite:///"
STORE_HINT = "write it like `--store data/monitor.db`"
_HALVES = re.compile("[\ud800-\udfff]")
_PASSWORD = re.compile(r"://[^/]*@|[?&][^=&]*(?:password|passwd|pwd|secret|token)[^=&]*=", re.I)

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


def desk_options(command: F) -> F:
    """`--config PATH`, `--store URL` and `--json`: of every command at the desk."""
    return config_option(store_option(json_option(command)))


def read_config(path: Path | None) -> "Config":
    """The config. Raises ConfigError."""
    from monitor.config import find_config, load_config
    from monitor.discovery import connector_names, introduce_platforms

    config = load_config(find_config(path), connectors=connector_names())
    introduce_platforms(config.connectors)
    return config


def store_url_of(config: "Config", given: str | None) -> str:
    """The database to use. Raises InputError for a password on the command line, and for what
    names no database."""
    if given is None:
        return config.store_url()
    if given.startswith("secret:"):
        name = given.removeprefix("secret:")
        if not name:
            raise InputError("`--store secret:` names no secret", hint="write its name behind it")
        return config.secret_store_url(name)
    if not given.strip():
        raise InputError("`--store` names no database", hint=STORE_HINT)
    if "://" not in given:
        return _of_file(Path(given).expanduser())
    if _PASSWORD.search(given):
        raise InputError(
            "a database URL with a password does not belong on the command line",
            hint="put the URL in an environment variable, and say --store secret:ITS_NAME",
        )
    if given.startswith("sqlite"):
        path = given.removeprefix(SQLITE)
        if path == given or not path.strip(":/"):
            raise InputError(f"`{given}` names no file", hint=STORE_HINT)
        return given if path == ":memory:" else _of_file(Path(path))
    if not given.startswith("postgresql"):
        raise InputError(f"`{given}` is of a sort we do not know", hint=STORE_HINT)
    return given


def _of_file(path: Path) -> str:
    from monitor.config.links import behind_link

    return f"{SQLITE}{behind_link(path.absolute())}"


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
    sys.stdout.write(_whole(redacted(text)) + "\n")


def say_error(text: str) -> None:
    """A line on the error output."""
    sys.stderr.write(_whole(redacted(text)) + "\n")


def _whole(text: str) -> str:
    """Halves of characters, as a byte of a file's name that is no UTF-8, are shown as �."""
    return text if text.isascii() else _HALVES.sub("�", text)


def say_json(value: object) -> None:
    """A value for programs, on one line."""
    sys.stdout.write(json_line(value, sys.stdout) + "\n")


def json_line(value: object, file: TextIO) -> str:
    """A value as JSON, escaped where the file could not hold a character."""
    written = json.dumps(value, ensure_ascii=not speaks_unicode(file), sort_keys=False)
    return for_json(redacted(written))


def is_sample_in(store: "SqlStore") -> bool:
    """The store holds the sample's invented people."""
    from monitor.services.switches import holds_sample

    with store.read() as tx:
        return holds_sample(tx)


def say_sample(config: "Config", store: "SqlStore | None" = None) -> None:
    """Says SAMPLE on top of a screen while sample data is on, or in this store."""
    is_sample = config.is_sample if store is None else is_sample_in(store)
    if is_sample:
        say(f"  {SAMPLE_LINE}")
        say()
