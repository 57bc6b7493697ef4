"""The page about `config.toml`, written from the tables themselves.

`python -m monitor.config.reference > docs/configuration.md`; a test holds the page to it.
"""

import sys
from collections.abc import Iterator
from typing import Any

from monitor.config.model import Config
from monitor.config.table import Key, Table

#: tables of tables: what the inner ones are named after
EACH = {"connectors": "name", "budget": "platform"}

_OPENING = """\
# config.toml

The file that ships works as it is: it plays the week of an invented bakery. `monitor init` writes
one for your business. Only `[brand]` with a `name` has to be there; every other key has a default.
A key that is not on this page is refused, and `monitor check` shows everything that is wrong in
the file at once.

The monitor takes the file named with `--config`, or else the one that the environment variable
`MONITOR_CONFIG` names, or else `config.toml` in the current folder, or else `config.toml` in your
own settings folder (on Linux `~/.config/monitor/`). Relative paths begin in the folder of the file.

Lengths of time are written `90 s`, `3 min`, `6 h` or `30 days`; promises also in the time your
office is open: `4 office hours`, `1 office day`. Hours are written `Mon-Fri 09:00-17:00` or
`Mon-Thu 09:00-12:30, 13:30-18:00; Sat 10:00-14:00`.
"""

_SECRETS = """\
## Secrets

Passwords and tokens never stand in this file: what looks like one is refused. Where a secret is
needed, its *name* stands here, in capitals, and the value is looked for in this order:

1. a systemd credential: the file of that name in `$CREDENTIALS_DIRECTORY`;
2. `secrets.toml` beside this file, a line such as `BLUESKY_APP_PASSWORD = "…"`. It has to be yours
   and closed to everybody else (`chmod 600 secrets.toml`), or it is refused;
3. the keyring of your desktop, if `keyring = true` stands under `[secrets]` and the package is
   there (`.venv/bin/pip install keyring`). `keyring set complaint-monitor NAME` puts a
   secret in. It is asked only where it answers without a prompt: a Secret Service (GNOME Keyring,
   KeePassXC) that is unlocked, or a keyring of another package that needs no screen. Locked,
   missing or silent counts as "no"; `monitor check` says why;
4. the environment variable of that name.
"""


def reference() -> str:
    """The whole page."""
    return "\n".join([_OPENING, *_tables(), _SECRETS])


def _tables() -> Iterator[str]:
    for name, key in Config.keys.items():
        if key.table is None:
            raise TypeError(f"`{name}` is not a table")
        title = f"[{name}]" if name not in EACH else f"[{name}.<{EACH[name]}>]"
        yield _section(title, key.table)
        for below, inner in key.table.keys.items():
            if inner.table is not None:
                yield _section(f"[{name}.{below}]", inner.table)


def _section(title: str, table: type[Table]) -> str:
    rows = "\n".join(_rows(table))
    return f"## `{title}`\n\n{table.__doc__}\n\n{rows}\n"


def _rows(table: type[Table]) -> Iterator[str]:
    yield "| key | default | what it is |"
    yield "| --- | --- | --- |"
    for name, key in table.keys.items():
        if key.table is None:
            yield f"| `{name}` | {_default(key)} | {key.meaning} |"


# Any: whatever the key's reader gives
def _default(key: Key[Any]) -> str:
    if key.is_needed:
        return "needed"
    return f"`{_toml(key.default)}`" if key.default not in (None, "") else "–"


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list():
            return "[" + ", ".join(_toml(each) for each in value) + "]"
        case _:
            return str(value)


if __name__ == "__main__":
    sys.stdout.write(reference())
