"""A table of `config.toml`: its keys, each with its reader, its default and its sentence.

    class PromiseTable(Table):
        max_open_promises = written(COUNT, 15, "With this many promises open, …")

says it once: the page about the config shows the sentence, `PromiseTable.read` reads the key or
its default, and to the type checker `table.max_open_promises` is what the reader gives.

A reader takes what `tomllib` gave and raises ValueError with a sentence for the owner. Everything
that is wrong in a table is found at once, each by its path. A table that was read is frozen.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar, overload

from monitor.config.written import kind_of
from monitor.toml_places import Path

V = TypeVar("V")
T = TypeVar("T", bound="Table")
Reader = Callable[[object], V]


class Fault(Enum):
    """What may be wrong with a key."""

    #: the table has no such key
    UNKNOWN = auto()
    #: it is not there and has no default
    MISSING = auto()
    #: its reader does not take the value
    REFUSED = auto()


class Finding(NamedTuple):
    """One thing that is wrong, by its path."""

    path: Path
    fault: Fault
    #: the sentence of the reader
    told: str = ""


class Refused(ValueError):
    """Everything that is wrong below a key; the paths begin there."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(f"{len(findings)} problems")


class Key(Generic[V]):
    """A key of a table; of a table that was read, its value."""

    def __init__(
        self,
        read: Reader[V],
        *,
        default: object = None,
        meaning: str = "",
        name: str = "",
        table: "type[Table] | None" = None,
        is_needed: bool = False,
    ) -> None:
        self.read = read
        #: as the owner would write it
        self.default = default
        self.meaning = meaning
        #: in the file
        self.name = name
        #: what stands below it, if that is a table of ours
        self.table = table
        self.is_needed = is_needed

    def __set_name__(self, _owner: type, attribute: str) -> None:
        self.attribute = attribute
        self.name = self.name or attribute

    @overload
    def __get__(self, table: None, owner: type) -> "Key[V]": ...
    @overload
    def __get__(self, table: "Table", owner: type) -> V: ...
    def __get__(self, table: "Table | None", owner: type) -> "V | Key[V]":
        if table is None:
            return self
        value: V = table._values[self.attribute]
        return value


class Table:
    """What one table of the file says."""

    __slots__ = ("_others", "_values")

    #: by their names in the file. Any: each has a type of its own
    keys: ClassVar[Mapping[str, Key[Any]]] = {}
    #: keys that are not ours are kept for whoever they belong to
    keeps_others: ClassVar[bool] = False

    # Any: see `keys`
    def __init__(self, values: Mapping[str, Any], others: Mapping[str, object]) -> None:
        self._values = values
        self._others = others

    def __init_subclass__(cls) -> None:
        keys = [key for key in vars(cls).values() if isinstance(key, Key)]
        cls.keys = {key.name: key for key in keys}

    @classmethod
    def read(cls, given: object) -> Self:
        """The table from what stands in the file. Raises Refused."""
        entries = _entries(given)
        values, findings = {}, []
        for name, key in cls.keys.items():
            if key.is_needed and name not in entries:
                findings.append(Finding((name,), Fault.MISSING))
                continue
            try:
                values[key.attribute] = key.read(entries.get(name, key.default))
            except ValueError as refused:
                findings += _findings(name, refused)
        others = {name: entries[name] for name in entries if name not in cls.keys}
        if not cls.keeps_others:
            findings += [Finding((name,), Fault.UNKNOWN) for name in others]
        if findings:
            raise Refused(findings)
        return cls(values, others)

    def changed(self, **values: object) -> Self:
        """The same with some values changed."""
        return type(self)({**self._values, **values}, self._others)


def written(read: Reader[V], default: object, meaning: str) -> Key[V]:
    """A key that may be left out; its default is read as if it stood in the file."""
    return Key(read, default=default, meaning=meaning)


def needed(read: Reader[V], meaning: str) -> Key[V]:
    """A key that has to be there."""
    return Key(read, meaning=meaning, is_needed=True)


def each(read: Reader[V]) -> Reader[dict[str, V]]:
    """Reads a table whose keys are names that the owner chooses."""

    def read_each(given: object) -> dict[str, V]:
        values: dict[str, V] = {}
        findings: list[Finding] = []
        for name, value in _entries(given).items():
            try:
                values[name] = read(value)
            except ValueError as refused:
                findings += _findings(name, refused)
        if findings:
            raise Refused(findings)
        return values

    return read_each


def _entries(given: object) -> dict[str, object]:
    if not isinstance(given, dict):
        raise ValueError(f"this should be a table, not {kind_of(given)}")
    return given


def _findings(name: str, refused: ValueError) -> Iterator[Finding]:
    """What was found below a key, seen from above it."""
    if not isinstance(refused, Refused):
        yield Finding((name,), Fault.REFUSED, str(refused))
        return
    for path, fault, told in refused.findings:
        yield Finding((name, *path), fault, told)
