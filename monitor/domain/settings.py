"""Settings: what a connector is given, with readers of its keys that find every mistake at once.

    settings.text("server", example="mastodon.example")
    settings.done()

A reader gives a usable value for a wrong key too, so that all of them are looked at; `done` raises.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from monitor.domain.near import nearest
from monitor.domain.ports import Clock
from monitor.errors import ConfigError, Problem

T = TypeVar("T")
#: the value of a secret by its name, None when it is not set
Secrets = Callable[[str], str | None]


def no_secrets(_name: str) -> str | None:
    """There are none."""
    return None


class Settings:
    """`[connectors.<name>]`, the brand's account on that platform, and the secrets."""

    def __init__(
        self,
        name: str,
        written: Mapping[str, object],
        *,
        brand: str,
        clock: Clock,
        folder: Path,
        account: str = "",
        secrets: Secrets = no_secrets,
    ) -> None:
        self.name = name
        self.brand = brand
        #: the brand's handle there, with its `@`; empty when the config names none
        self.account = account
        self.clock = clock
        #: where the config stands; paths are relative to it
        self.folder = folder
        self._written = written
        self._secrets = secrets
        self._known: list[str] = []
        self._problems: list[Problem] = []
        #: usual name of a secret → the one that the config gives it, of those that were asked for
        self.secret_names: dict[str, str] = {}

    # --- readers ------------------------------------------------------------------------------

    def text(self, key: str, default: str | None = None, *, example: str = "") -> str:
        """A text; without a default it has to be there."""
        return self.value(key, str, default or "", example=example, is_needed=default is None)

    def value(
        self,
        key: str,
        read: Callable[[str], T],
        default: T,
        *,
        example: str = "",
        is_needed: bool = False,
    ) -> T:
        """What `read` makes of a text. It raises ValueError: what is wrong, "; ", what to write."""
        written = self._take(key)
        if written is None:
            if is_needed:
                self.wrong(f"`{key}` is missing", f'write `{key} = "{example}"`')
            return default
        if not isinstance(written, str) or not written.strip():
            self.wrong(f"`{key}` should be a text", f'write it like `{key} = "{example}"`')
            return default
        try:
            return read(written.strip())
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            self.wrong(message, hint)
            return default

    def texts(self, key: str, *, example: str = "") -> tuple[str, ...]:
        """A list of texts; none when it is not there."""
        written = self._take(key)
        if written is None:
            return ()
        if isinstance(written, list) and all(isinstance(one, str) and one for one in written):
            return tuple(written)
        self.wrong(f"`{key}` should be a list of texts", f'write it like `{key} = ["{example}"]`')
        return ()

    def table(self, key: str, *, example: str = "") -> dict[str, str]:
        """Texts by name; none when it is not there."""
        written = self._take(key)
        if written is None:
            return {}
        if isinstance(written, Mapping) and all(isinstance(one, str) for one in written.values()):
            return {str(name): str(one).strip() for name, one in written.items()}
        self.wrong(f"`{key}` should be a table of texts", f"write it like `{key} = {example}`")
        return {}

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        written = self._take(key)
        if isinstance(written, bool):
            return written
        if written is not None:
            like = str(default).lower()
            self.wrong(f"`{key}` should be true or false", f"write it like `{key} = {like}`")
        return default

    def number(self, key: str, default: float, *, at_least: float = 0) -> float:
        """A number, not below `at_least`."""
        written = self._take(key)
        if written is None:
            return default
        if isinstance(written, bool) or not isinstance(written, int | float):
            self.wrong(f"`{key}` should be a number", f"write it like `{key} = {default:g}`")
            return default
        if not at_least <= written < float("inf"):
            self.wrong(f"`{key}` is too small", f"write {at_least:g} or more")
            return default
        return float(written)

    def secret(self, key: str, name: str, *, is_needed: bool = True) -> str:
        """The value of a secret; the key may name another one than `name`."""
        named = self.value(key, str, name, example=name)
        self.secret_names[name] = named
        found = self._secrets(named)
        if found is None or not found.strip():
            if not is_needed:
                return ""
            hint = f"`monitor login {self.name}` asks for it"
            self.wrong(f"the secret `{named}` is not set", hint)
            return ""
        return found.strip()

    # --- the end ------------------------------------------------------------------------------

    def wrong(self, message: str, hint: str = "") -> None:
        """One more mistake."""
        self._problems.append(Problem(message, where=f"[connectors.{self.name}]", hint=hint))

    @property
    def is_wrong(self) -> bool:
        """Something is wrong already."""
        return bool(self._problems)

    def done(self) -> None:
        """Raises ConfigError with every mistake, keys that nobody asked for among them."""
        unknown = [self._unknown(key) for key in self._written if key not in self._known]
        problems = (*unknown, *self._problems)
        if problems:
            raise ConfigError(problems=problems)

    def _take(self, key: str) -> object:
        self._known.append(key)
        return self._written.get(key)

    def _unknown(self, key: str) -> Problem:
        near = nearest(key, self._known)
        hint = f"did you mean `{near}`?" if near else "there are: " + ", ".join(self._known)
        return Problem(f"unknown key `{key}`", where=f"[connectors.{self.name}]", hint=hint)
