"""Secrets into `secrets.toml`: written whole, readable by its owner only, what stood there kept."""

import os
from collections.abc import Mapping
from pathlib import Path

from monitor.config.secrets import SECRETS_FILE, secrets_beside
from monitor.errors import MonitorError

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_HEADER = "# Secrets of the monitor. Only you may read this file; never send or commit it.\n"


def keep_secrets(folder: Path, new: Mapping[str, str]) -> Path:
    """Adds or replaces secrets; the file they are in now.

    Raises ConfigError: the old file is unsafe or broken; MonitorError: it cannot be written.
    """
    path = folder / SECRETS_FILE
    lines = {**_lines_of(path, folder), **{name: _line(name, text) for name, text in new.items()}}
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # created closed: it is never open to others, not for a moment
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("".join(lines.values()))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise MonitorError(
            f"`{path}` cannot be written: {(error.strerror or 'unknown reason').lower()}",
            hint="nothing was kept; set the secrets as environment variables instead",
        ) from None
    return path


def _lines_of(path: Path, folder: Path) -> dict[str, str]:
    """Every line by the secret it holds; comments and what spans lines stay as they are."""
    known = secrets_beside(folder)
    if not path.exists():
        return {"#": _HEADER}
    lines: dict[str, str] = {}
    last = ""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)):
        name = line.partition("=")[0].strip().strip("\"'")
        if "=" in line and name in known:
            last = name
            lines[name] = line if line.endswith("\n") else line + "\n"
        elif last and not line.lstrip().startswith("#") and line.strip():
            lines[last] += line  # a text over several lines
        else:
            lines[f"#{number}"] = line if line.endswith("\n") else line + "\n"
    return lines


def _line(name: str, text: str) -> str:
    escaped = "".join(_ESCAPES.get(sign, sign) for sign in text)
    return f'{name} = "{escaped}"\n'
