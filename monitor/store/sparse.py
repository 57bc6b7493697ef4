"""Inserts of a page's rows that ask only for what differs from row to row.

Most columns are the same nothing in every row of most pages: no parent, no media, no language; and
some are the same word: the brand, the platform. What all rows share stands in the statement as a
constant, so that the driver binds only the rest. A statement is compiled for each set of constants
that occurs; there are few.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, null
from sqlalchemy.sql import ClauseElement, literal_column

from monitor.store.message_rows import Values
from monitor.store.prepared import InsertInto, Prepared, spoken, values

#: what stands for nothing in SQL, and in a row
_IN_ROWS: dict[str, object] = {"''": "", "0": 0, "1": 1, "-1": -1}

# Any: columns of any type
Build = Callable[[InsertInto, dict[str, Any]], ClauseElement]


#: so many sets of constants are remembered; a store with more brands than that forgets them all
_REMEMBERED = 256

#: what stands in the statement: places of nothing, and places of a word with that word
_Constants: TypeAlias = tuple[tuple[int, ...], tuple[tuple[int, str], ...]]


class Sparse:
    """One INSERT; `null` and `plain` say, as SQL, what a row holds for nothing.

    Where a row has what `null` says there will be NULL; what `plain` says is stored as it is.
    `same` names columns of words that are mostly the same in all rows of a page.
    """

    def __init__(
        self,
        build: Build,
        names: Sequence[str],
        null: Mapping[str, str],
        plain: Mapping[str, str] | None = None,
        *,
        same: Sequence[str] = (),
        more: Sequence[str] = (),
    ) -> None:
        self._build = build
        self._names = tuple(names)
        self._null = null
        self._plain = dict(plain or {})
        #: parameters behind the columns, for the rest of the statement
        self._more = tuple(more)
        nothing = {**self._plain, **null}
        self._seldom = [
            (place, _IN_ROWS[nothing[name]])
            for place, name in enumerate(self._names)
            if name in nothing
        ]
        self._same = [self._names.index(name) for name in same]
        self._variants: dict[_Constants, tuple[Prepared, tuple[int, ...]]] = {}

    def run_many(self, connection: Connection, rows: Sequence[Values]) -> int:
        """Once for each row; how many rows of the table changed."""
        # a page is turned on its side in C
        return self.run_columns(connection, list(zip(*rows, strict=True))) if rows else 0

    def run_columns(self, connection: Connection, columns: Sequence[Sequence[Any]]) -> int:
        """The same for rows that come column by column; there is at least one."""
        count = len(columns[0])
        constants = (
            tuple(
                [place for place, nothing in self._seldom if columns[place].count(nothing) == count]
            ),
            tuple(
                [
                    (place, columns[place][0])
                    for place in self._same
                    if columns[place].count(columns[place][0]) == count
                ]
            ),
        )
        statement, kept = self._variants.get(constants) or self._remembered(constants)
        rows = list(zip(*[columns[place] for place in kept], strict=True))
        return statement.run_many(connection, rows)

    def _remembered(self, constants: _Constants) -> tuple[Prepared, tuple[int, ...]]:
        if len(self._variants) >= _REMEMBERED:
            self._variants.clear()
        variant = self._variants[constants] = self._variant(*constants)
        return variant

    def _variant(
        self, left_out: tuple[int, ...], shared: tuple[tuple[int, str], ...]
    ) -> tuple[Prepared, tuple[int, ...]]:
        names = (*self._names, *self._more)
        words = dict(shared)
        places = tuple(
            [place for place in range(len(names)) if place not in left_out and place not in words]
        )
        columns = values(self._names, self._null)
        for name in (self._names[place] for place in left_out):
            columns[name] = null() if name in self._null else literal_column(self._plain[name])
        for place, word in shared:
            columns[self._names[place]] = spoken(word)
        statement = Prepared(
            lambda into: self._build(into, columns), [names[place] for place in places]
        )
        return statement, places
