"""Secrets by name: passwords and tokens, which never stand in `config.toml`.

Looked for in this order, the first one counts: a systemd credential (a file in
`$CREDENTIALS_DIRECTORY`), `secrets.toml` beside the config (readable by its owner only), the
keyring if the config says so, the environment. No message ever shows a value.
"""

import logging
import os
import re
import shlex
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

from monitor.config.keyring import SERVICE, ask_keyring
from monitor.errors import ConfigError, Problem
from monitor.redaction import remember_named

log = logging.getLogger(__name__)

SECRETS_FILE = "secrets.toml"
CREDENTIALS = "CREDENTIALS_DIRECTORY"

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_LINE = re.compile(r"at line (\d+)")
_OTHERS_READ = stat.S_IRWXG | stat.S_IRWXO


def resolve_secret(
    name: str,
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    keyring: bool = False,
) -> str:
    """The value of a secret. Raises ConfigError that names every place looked at."""
    found = find_secret(name, folder=folder, environment=environment, keyring=keyring)
    if found is None:
        or_keyring = f"or run `keyring set {SERVICE} {name}`, " if keyring else ""
        raise ConfigError(
            f"the secret `{name}` is not set",
            hint=(
                f'write `{name} = "…"` into `{folder / SECRETS_FILE}` (only yours: `chmod 600`), '
                f"{or_keyring}or set the environment variable `{name}`"
            ),
        )
    return found


def find_secret(
    name: str,
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    keyring: bool = False,
) -> str | None:
    """The value of a secret, None if there is no such. Raises ConfigError: a file is unsafe."""
    surroundings = os.environ if environment is None else environment
    found = (
        _from_credentials(name, surroundings.get(CREDENTIALS))
        or secrets_beside(folder).get(name)
        or (keyring and _from_keyring(name, environment))
        or surroundings.get(name)
        or None
    )
    return remember_named(name, found) if found is not None else None


def secrets_beside(folder: Path) -> dict[str, str]:
    """All of `secrets.toml`; empty if there is none. Raises ConfigError: unsafe or unreadable."""
    path = folder / SECRETS_FILE
    try:
        with path.open("rb") as file:
            _refuse_open_doors(path, os.fstat(file.fileno()))
            text = file.read().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(
            path,
            f"the secrets cannot be read: {_why(error)}",
            hint='it should be a file of yours, saved as UTF-8, with lines like `NAME = "…"`',
        ) from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # the source line may hold a secret, so only its number is shown, and no cause either
        line = _LINE.search(str(error))
        number = int(line[1]) if line else None
        raise _refused(
            path,
            "this line is not TOML",
            line=number,
            hint='one secret a line, in quotes: `BLUESKY_APP_PASSWORD = "…"`',
        ) from None
    except RecursionError:
        raise _refused(path, "the secrets are nested too deeply") from None
    for name, value in table.items():
        if not isinstance(value, str):
            raise _refused(
                path, f"`{name}` should be a text in quotes", hint=f'write `{name} = "…"`'
            )
    return {name: remember_named(name, value.strip()) for name, value in table.items()}


def _from_credentials(name: str, directory: str | None) -> str | None:
    if not directory or not _NAME.fullmatch(name):
        return None
    path = Path(directory) / name
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(path, f"the secret `{name}` cannot be read: {_why(error)}") from None


def _from_keyring(name: str, environment: Mapping[str, str] | None) -> str:
    answer = ask_keyring(name, environment)
    if answer.why_not:
        log.warning("the keyring did not give `%s`: %s", name, answer.why_not)
    return answer.secret


def _refuse_open_doors(path: Path, status: os.stat_result) -> None:
    if os.name != "posix":
        return
    quoted = shlex.quote(str(path))
    if status.st_uid != os.geteuid():
        raise _refused(
            path,
            "the secrets belong to another user",
            hint=f"run `sudo chown $(id -u) {quoted}`",
        )
    if status.st_mode & _OTHERS_READ:
        raise _refused(
            path,
            "other users of this machine can read the secrets",
            hint=f"run `chmod 600 {quoted}`",
        )


def _refused(path: Path, message: str, *, line: int | None = None, hint: str = "") -> ConfigError:
    return ConfigError(problems=(Problem(message, file=str(path), line=line, hint=hint),))


def _why(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not saved as UTF-8"
    return (error.strerror or "unknown reason").lower()
