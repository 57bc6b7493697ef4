"""The customer file on the disk: read when it is asked for, and anew when it has changed."""

import logging
from pathlib import Path

from monitor.config.model import Config
from monitor.domain.customer_file import Columns, CustomerFile, parse
from monitor.errors import ConfigError, Problem

log = logging.getLogger(__name__)


class CustomerFileReader:
    """The file of a config; without one there are no known customers."""

    def __init__(self, path: Path | None, columns: Columns) -> None:
        self.path = path
        self.columns = columns
        self._seen: tuple[int, int] | None = None
        self._known = CustomerFile()

    @classmethod
    def of(cls, config: Config) -> "CustomerFileReader":
        """Of this config."""
        table = config.customers
        columns = Columns(
            order=table.order,
            name=table.name,
            since=table.since,
            orders=table.orders,
            tags=table.tags,
        )
        return cls(config.beside(table.file) if table.file else None, columns)

    def read(self) -> CustomerFile:
        """As it is now. Raises ConfigError with everything that is wrong in it."""
        if self.path is None:
            return CustomerFile()
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            why = (error.strerror or "unknown reason").lower()
            raise self._refused(f"the customer file cannot be read: {why}") from None
        except UnicodeDecodeError:
            hint = "save it again and choose UTF-8 as encoding"
            raise self._refused("the customer file is not saved as UTF-8", hint) from None
        found, wrong = parse(text, self.columns)
        if wrong:
            raise ConfigError(
                problems=tuple(
                    Problem(one.message, file=str(self.path), line=one.line, hint=one.hint)
                    for one in sorted(wrong, key=lambda one: one.line)
                )
            )
        return found

    def now(self) -> CustomerFile:
        """As it was last read without a mistake; read anew when it has changed."""
        if self.path is None:
            return self._known
        try:
            state = self.path.stat()
        except OSError:
            return self._known
        seen = (state.st_mtime_ns, state.st_size)
        if seen != self._seen:
            self._seen = seen
            try:
                self._known = self.read()
            except ConfigError as error:
                log.warning(
                    "the customer file is not read anew, mistakes in it: %s. Look: monitor check",
                    len(error.problems),
                )
        return self._known

    def _refused(self, message: str, hint: str = "") -> ConfigError:
        return ConfigError(problems=(Problem(message, file=str(self.path), hint=hint),))
