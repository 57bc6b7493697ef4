"""Secrets that ended up in `config.toml`: found, refused, and never shown again.

A secret is a value under a key that sounds like one (unless the value is the *name* of a secret),
a URL with a password, or a value that looks like a token under any key.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from monitor.config.written import SECRET_NAME
from monitor.toml_places import Path

HIDDEN = "…"

_SECRET_WORDS = frozenset(
    (
        *("password", "passwd", "passphrase", "secret", "secrets", "token", "bearer"),
        *("credential", "credentials"),
    )
)
_KEY_OWNERS = frozenset(("access", "api", "app", "consumer", "private", "secret", "signing"))
_URL_WITH_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)
_TOKENS = (
    re.compile(r"xox[a-z]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}"),  # Slack
    re.compile(r"https://hooks\.slack\.com/\S+"),
    re.compile(r"gh[a-z]_[A-Za-z0-9]{20,}|sk-[A-Za-z0-9_-]{16,}|AKIA[A-Z0-9]{12,}"),
    re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_.-]+"),  # JSON web token
    re.compile(r"bearer\s+\S{8,}", re.IGNORECASE),
    re.compile(r"\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b"),  # Bluesky app password
    re.compile(r"AAAAAAAAAA[A-Za-z0-9%]{20,}"),  # X bearer token
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
)
_LONG_HEX = re.compile(r"[0-9a-f]{32,}", re.IGNORECASE)
_LONG_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/_=-]{32,}")
_KEY = re.compile(r"""([A-Za-z0-9_-]+)["']?\s*=\s*""")
_FIRST_KEY = re.compile(r"\s*[A-Za-z0-9_.-]+\s*=")
_WORD_ENDS = re.compile(r"""[\s"',=\[\]{}]+""")


_STORE_HINT = (
    'write `secret = "MONITOR_STORE_URL"` here and put the URL into `secrets.toml` under that name'
)
_APPRISE_HINT = (
    'put it into `secrets.toml` as `APPRISE_URL = "…"` and write its name here: '
    'secrets = ["APPRISE_URL"]; change it where you got it, for this file may have been copied'
)


class Leak(NamedTuple):
    """A secret in the file, by its place."""

    path: Path
    message: str
    hint: str


def leaks(value: object, path: Path = ()) -> Iterator[Leak]:
    """Every secret below a value of the file."""
    match value:
        case dict():
            for key, below in value.items():
                yield from leaks(below, (*path, str(key)))
        case list():
            for index, below in enumerate(value):
                yield from leaks(below, (*path, index))
        case str() | int() | float() if not isinstance(value, bool):
            leak = _leak(str(value), path)
            if leak is not None:
                yield leak


def without_secrets(line: str) -> str:
    """A source line that is safe to show, even one that is not TOML."""
    is_unsafe = (
        _URL_WITH_PASSWORD.search(line)
        or any(looks_secret(word) for word in (line, *_WORD_ENDS.split(line)))
        or any(
            sounds_secret(key[1]) and not SECRET_NAME.fullmatch(_first_word(line[key.end() :]))
            for key in _KEY.finditer(line)
        )
    )
    return only_key(line) if is_unsafe else line


def only_key(line: str) -> str:
    """The line without its value; nothing of it if it does not begin with a plain key."""
    key = _FIRST_KEY.match(line)
    return f"{key[0]} {HIDDEN}" if key else HIDDEN


def _first_word(text: str) -> str:
    return next((word for word in _WORD_ENDS.split(text) if word), "")


def sounds_secret(key: str) -> bool:
    """The key is made for a secret: `app_password`, `api_key`, `token`."""
    words = [word for word in re.split(r"[_.\-]", key.lower()) if word]
    if not words:
        return False
    return (
        any(word in _SECRET_WORDS for word in words)
        or key.lower() in ("apikey", "key")
        or (words[-1] == "key" and bool(_KEY_OWNERS & set(words)))
    )


def looks_secret(text: str) -> bool:
    """The text could be a token or a password."""
    return (
        any(pattern.search(text) for pattern in _TOKENS)
        or bool(_LONG_HEX.fullmatch(text))
        or bool(_LONG_MIXED.fullmatch(text))
    )


def _leak(text: str, path: Path) -> Leak | None:
    names = [part for part in path if isinstance(part, str)]
    key = names[-1] if names else ""
    if _URL_WITH_PASSWORD.search(text):
        return Leak(path, f"`{key}` holds a password", _hint(names))
    if sounds_secret(key) and text.strip() and not SECRET_NAME.fullmatch(text):
        return Leak(path, f"`{key}` holds a secret", _hint(names))
    if looks_secret(text):
        return Leak(path, f"`{key}` holds what looks like a token", _hint(names))
    return None


def _hint(keys: list[str]) -> str:
    if keys[:1] == ["store"]:
        return _STORE_HINT
    if keys == ["alerts", "apprise", "secrets"]:
        return _APPRISE_HINT
    if keys[:1] not in (["connectors"], ["alerts"]):
        return "take it out; change it where you got it, for this file may have been copied"
    name = re.sub(r"[^A-Z0-9]+", "_", "_".join(keys[-2:]).upper()).strip("_")
    return (
        f'put it into `secrets.toml` as `{name} = "…"` and write its name here: `"{name}"`; '
        "change it where you got it, for this file may have been copied"
    )
