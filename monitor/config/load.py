"""From a file to a `Config`, or to every problem of that file at once.

A problem carries its line and the line as written. Secrets are refused first, and neither a
problem nor a source line ever repeats one.
"""

import os
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from monitor.config.leaks import leaks, only_key, without_secrets
from monitor.config.model import Config
from monitor.config.problems import Complaint, Raw, complaints, second_look
from monitor.config.table import Refused
from monitor.errors import ConfigError, Problem
from monitor.toml_places import Break, Places, break_of
from monitor.toml_places import Path as Keys

CONFIG_FILE = "config.toml"
VARIABLE = "MONITOR_CONFIG"
INIT = "`monitor init` writes one for your business"

_TWICE = re.compile(r"Cannot declare (\(.*\)) twice")
_QUOTED = re.compile(r"'([^']*)'")
_UNCLOSED = "the quotes are not closed"
_LINE_HINT = 'a line is `key = "value"`; look for a missing quote or bracket, here or above'
_CUT_HINT = (
    "close the quote or the bracket; or, if the file was cut off (a full disk, an interrupted "
    "copy), take it from a copy of yours"
)
_LAST = 10**9


def find_config(
    path: str | Path | None = None, *, environment: Mapping[str, str] | None = None
) -> Path:
    """The config that counts: the one named, `$MONITOR_CONFIG`, `./config.toml`, or the user's.

    Raises ConfigError: the one named is not there, or there is none anywhere.
    """
    surroundings = os.environ if environment is None else environment
    if path is not None:
        return _named(Path(path), "")
    if surroundings.get(VARIABLE):
        return _named(Path(surroundings[VARIABLE]), f"the variable {VARIABLE} names it; ")
    here = Path(CONFIG_FILE)
    if here.exists():
        return _named(here, "")
    import platformdirs

    own = platformdirs.user_config_path("monitor") / CONFIG_FILE
    if own.exists():
        return _named(own, "")
    raise ConfigError(
        f"there is no config: looked for `{here}` and `{own}`",
        hint=f"{INIT}; or name yours with `--config PATH`",
    )


def load_config(
    path: str | Path,
    *,
    connectors: Collection[str] | None = None,
    channels: Collection[str] | None = None,
) -> Config:
    """The config in that file. Raises ConfigError with all its problems.

    `connectors` and `channels` are the names there are; without them those are not checked.
    """
    path = Path(path)
    source = _read(path)
    places = Places(source)
    raw = _parse(path, source, places)
    if not raw:
        raise _refused(path, "the config is empty", hint=INIT)
    found = [Complaint(*leak) for leak in leaks(raw)]
    secret = {complaint.path for complaint in found}
    config, others = None, list(second_look(raw, connectors, channels))
    try:
        config = Config.read(raw).of_file(path)
    except Refused as refused:
        others += complaints(raw, refused.findings)
    # a message about a value could repeat the secret in it
    found += [each for each in others if not any(_meet(each.path, keys) for keys in secret)]
    if found or config is None:
        raise ConfigError(problems=_placed(path, found, places, secret))
    return config


def _meet(one: Keys, other: Keys) -> bool:
    """One of the two paths leads through the other."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _named(path: Path, why: str) -> Path:
    if path.is_file():
        return path
    if (path / CONFIG_FILE).is_file():
        raise ConfigError(
            f"`{path}` is a folder, not a config", hint=f"name the file: {path / CONFIG_FILE}"
        )
    what = "is a folder, not a config" if path.is_dir() else "is not there"
    if path.exists() and not path.is_dir():
        what = "is not a file"
    raise ConfigError(f"`{path}` {what}", hint=f"{why}{INIT}")


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _refused(path, "the config is not there", hint=INIT) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        hint = "look at its rights: the user that runs the monitor has to read it"
        raise _refused(path, f"the config cannot be read: {reason}", hint=hint) from None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _refused(
            path,
            "the config is not saved as UTF-8",
            line=content.count(b"\n", 0, error.start) + 1,
            hint="save it again in your editor and choose UTF-8 as encoding",
        ) from None


def _parse(path: Path, source: str, places: Places) -> Raw:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = break_of(str(error), places)
        message, hint = _syntax(found)
        source = without_secrets(places.source(found.line))
        raise _refused(path, message, line=found.line, source=source, hint=hint) from None
    except RecursionError:
        raise _refused(path, "the config is nested too deeply") from None


def _syntax(found: Break) -> tuple[str, str]:
    """What tomllib says, in the owner's words where it matters, and a hint."""
    told = found.reason
    if told == "Cannot overwrite a value":
        return "this key is there twice", "delete one of the two lines"
    if twice := _TWICE.fullmatch(told):
        name = ".".join(_QUOTED.findall(twice[1]))
        return f"`[{name}]` is there twice", "put everything under one of the two"
    reason = _UNCLOSED if told == r"Illegal character '\n'" else told[:1].lower() + told[1:]
    if found.is_at_end:
        return f"the file ends too early, in this line: {reason}", _CUT_HINT
    return f"this line is not TOML: {reason}", _LINE_HINT


def _placed(
    path: Path, found: Iterable[Complaint], places: Places, secret: Collection[Keys]
) -> tuple[Problem, ...]:
    """The problems with their lines, in the order of the file; those without a line last."""
    hidden = {places.line(*keys) for keys in secret}
    problems = []
    for keys, message, hint in found:
        line = places.line(*keys)
        source = without_secrets(places.source(line))
        if line in hidden:
            source = only_key(source)
        problems.append(Problem(message, file=str(path), line=line, source=source, hint=hint))
    return tuple(sorted(problems, key=lambda problem: problem.line or _LAST))


def _refused(
    path: Path, message: str, *, line: int | None = None, source: str = "", hint: str = ""
) -> ConfigError:
    problem = Problem(message, file=str(path), line=line, source=source, hint=hint)
    return ConfigError(problems=(problem,))
