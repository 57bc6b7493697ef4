"""Inserts of a page's rows that ask only for what the rows hold.

Most columns are the same nothing in every row of most pages: no parent, no media, no language. What
no row of a page fills stands in the statement as a constant, so that the driver binds and the
database weighs only the rest. A statement is compiled for each set of columns that occurs; there
are few.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, null
from sqlalchemy.sql import ClauseElement, literal_column

from monitor.store.message_rows import Values
from monitor.store.prepared import InsertInto, Prepared, values

#: what stands for nothing in SQL, and in a row
_IN_ROWS: dict[str, object] = {"''": "", "0": 0, "1": 1, "-1": -1}

# Any: columns of any type
Build = Callable[[InsertInto, dict[str, Any]], ClauseElement]


class Sparse:
    """One INSERT; `null` and `plain` say, as SQL, what a row holds for nothing.

    Where a row has what `null` says there will be NULL; what `plain` says is stored as it is.
    """

    def __init__(
        self,
        build: Build,
        names: Sequence[str],
        null: Mapping[str, str],
        plain: Mapping[str, str] | None = None,
        *,
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
        self._variants: dict[tuple[int, ...], tuple[Prepared, tuple[int, ...]]] = {}

    def run_many(self, connection: Connection, rows: Sequence[Values]) -> int:
        """Once for each row; how many rows of the table changed."""
        if not rows:
            return 0
        # column by column: a page is turned on its side in C
        columns = list(zip(*rows, strict=True))
        left_out = tuple(
            [place for place, nothing in self._seldom if columns[place].count(nothing) == len(rows)]
        )
        variant = self._variants.get(left_out)
        if variant is None:
            variant = self._variants[left_out] = self._variant(left_out)
        statement, kept = variant
        return statement.run_many(
            connection, list(zip(*[columns[place] for place in kept], strict=True))
        )

    def _variant(self, left_out: tuple[int, ...]) -> tuple[Prepared, tuple[int, ...]]:
        names = (*self._names, *self._more)
        places = tuple([place for place in range(len(names)) if place not in left_out])
        columns = values(self._names, self._null)
        for name in (self._names[place] for place in left_out):
            columns[name] = null() if name in self._null else literal_column(self._plain[name])
        statement = Prepared(
            lambda into: self._build(into, columns), [names[place] for place in places]
        )
        return statement, places
