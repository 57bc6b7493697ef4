"""What a section says, apart from the form it is shown in: figures, bars, tables, quotes, notes.

A section makes these; each renderer lays them out. Every string is made inert by the renderer;
what strangers wrote is `Theirs`, and is isolated from our words as well.
"""

from monitor.domain.values import Value


class Theirs(Value, frozen=True, kw_only=True):
    """Strangers' text: a handle, a name, words."""

    text: str


Cell = str | Theirs


class Figure(Value, frozen=True, kw_only=True):
    """One number with its name, the number of the week before, and what to make of it."""

    name: str
    value: str
    before: str = ""
    word: str = ""


class Figures(Value, frozen=True, kw_only=True):
    """A few numbers."""

    rows: tuple[Figure, ...]
    title: str = ""


class Bar(Value, frozen=True, kw_only=True):
    """One count among others."""

    name: Cell
    count: int


class Bars(Value, frozen=True, kw_only=True):
    """Counts to compare by eye; they add up to `total`."""

    title: str
    rows: tuple[Bar, ...]

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(row.count for row in self.rows)


class Table(Value, frozen=True, kw_only=True):
    """Rows of cells under a head."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: rows that are not shown
    more: int = 0


class Quote(Value, frozen=True, kw_only=True):
    """What somebody wrote, and who, where, when."""

    words: Theirs
    who: Theirs
    where: str


class Quotes(Value, frozen=True, kw_only=True):
    """A few examples."""

    title: str
    rows: tuple[Quote, ...]


class Notes(Value, frozen=True, kw_only=True):
    """Sentences."""

    lines: tuple[str, ...]


Block = Figures | Bars | Table | Quotes | Notes


class Section(Value, frozen=True, kw_only=True):
    """One part of the report."""

    #: stable: the anchor in HTML
    name: str
    title: str
    blocks: tuple[Block, ...]
