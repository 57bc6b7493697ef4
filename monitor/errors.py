"""Everything that can go wrong, as one tree.

    MonitorError
    ├── ConfigError          a file of the owner's is wrong: every problem of it at once
    │   └── PlaybookError
    ├── InputError           a message file, an id or an argument cannot be used
    ├── StoreError           the database cannot be used
    │   ├── StoreLocked          another process holds it; waiting helps
    │   ├── StoreFull            the disk is full
    │   ├── StoreReadOnly        we may not write it
    │   ├── StoreCorrupt         it is damaged: never start empty instead
    │   └── StoreTooNew          a newer version of the monitor wrote it
    ├── StaleApproval        somebody decided on a text that has changed since
    ├── WrongState           the effect or case is no longer where the command needs it
    ├── NotFound             no such mention, case, effect, flag or author
    ├── ConnectorError       a platform could not be read or asked
    ├── ChannelError         an alert channel could not be reached, or did not let us in
    └── Bug                  a fault of ours

The class docstring is the default message. A message says what is wrong and where; `hint` says
what to do.
"""

from datetime import datetime

from monitor.redaction import redacted, redacted_words


class MonitorError(Exception):
    """something went wrong"""

    #: what `monitor` exits with when this ends a command
    exit_code = 1

    def __init__(self, message: str | None = None, *, hint: str | None = None) -> None:
        self.message = redacted(message or (type(self).__doc__ or "").strip())
        self.hint = redacted(hint) if hint is not None else None
        super().__init__(self.message)

    def for_person(self) -> str:
        """The lines an owner reads."""
        lines = [f"error: {self.message}"]
        if self.hint:
            lines.append(f" hint: {self.hint}")
        return "\n".join(lines)


class Problem:
    """One thing wrong at one place of a file."""

    __slots__ = ("file", "hint", "line", "message", "source", "where")

    def __init__(
        self,
        message: str,
        *,
        file: str = "",
        line: int | None = None,
        where: str = "",
        source: str = "",
        hint: str = "",
    ) -> None:
        self.message = message
        self.file = file
        self.line = line
        self.where = where
        self.source = source
        self.hint = hint

    def for_person(self) -> str:
        """The problem as a compiler would print it."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        lines = [f"error: {self.message}"]
        if place or self.where:
            lines.append(f"  --> {place}" + (f"  {self.where}" if self.where else ""))
        if self.source:
            lines.append(f"   |  {self.source.strip()}")
        if self.hint:
            lines.append(f" hint: {self.hint}")
        return "\n".join(lines)


class ConfigError(MonitorError):
    """the configuration cannot be used"""

    exit_code = 2

    def __init__(
        self,
        message: str | None = None,
        *,
        problems: tuple[Problem, ...] = (),
        hint: str | None = None,
    ) -> None:
        self.problems = problems
        super().__init__(message or (problems[0].message if problems else None), hint=hint)

    def for_person(self) -> str:
        """Every problem, one frame each, and how many there are."""
        if not self.problems:
            return super().for_person()
        frames = [problem.for_person() for problem in self.problems]
        count = len(self.problems)
        frames.append(f"{count} problem{'s' if count != 1 else ''} found")
        if self.hint:
            frames.append(f" hint: {self.hint}")
        return "\n".join(frames)


class PlaybookError(ConfigError):
    """the playbook cannot be used"""


class InputError(MonitorError):
    """that input cannot be used"""

    exit_code = 2


class StoreError(MonitorError):
    """the database cannot be used"""


class StoreLocked(StoreError):
    """another program holds the database"""


class StoreFull(StoreError):
    """the disk is full: nothing can be stored"""


class StoreReadOnly(StoreError):
    """the database cannot be written"""


class StoreCorrupt(StoreError):
    """the database file is damaged"""


class StoreTooNew(StoreError):
    """a newer version of the monitor wrote this database"""


class StaleApproval(MonitorError):
    """the text has changed since it was shown: look at it again"""


class WrongState(MonitorError):
    """that cannot be done any more"""


class NotFound(MonitorError):
    """there is no such thing"""


class ConnectorError(MonitorError):
    """the platform could not be reached"""

    def __init__(
        self,
        message: str | None = None,
        *,
        permanent: bool = False,
        retry_at: datetime | None = None,
        is_auth: bool = False,
        hint: str | None = None,
    ) -> None:
        #: the credentials are no longer good: `monitor login` mends it
        self.is_auth = is_auth
        #: trying again will not help until a person changes something
        self.permanent = permanent
        #: not before this moment (aware), when the platform said so
        self.retry_at = retry_at
        # a platform's words may hold a token that its library got on the way
        super().__init__(redacted_words(message) if message else None, hint=hint)


class ChannelError(MonitorError):
    """the alert channel could not be reached"""

    def __init__(
        self,
        message: str | None = None,
        *,
        is_of_alert: bool = False,
        is_auth: bool = False,
        is_unknown: bool = False,
        retry_at: datetime | None = None,
        hint: str | None = None,
    ) -> None:
        #: this one alert is not taken; others would be
        self.is_of_alert = is_of_alert
        #: a name, a password or an address is no longer good
        self.is_auth = is_auth
        #: it may have been taken all the same
        self.is_unknown = is_unknown
        #: not before this moment (aware), when the other side said so
        self.retry_at = retry_at
        super().__init__(redacted_words(message) if message else None, hint=hint)


class Bug(MonitorError):
    """a fault of ours"""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(f"BUG: {message or 'this should not happen'}", hint="please report it")
