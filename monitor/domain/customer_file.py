"""The customer file: the owner's own list of orders, read anew when it changes, and never stored.

Whose order it is is known only when the customer gave its number in a message, or the owner said
so. That somebody is a customer is goodwill; nothing else of it counts.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from monitor.domain.near import nearest
from monitor.domain.order_number import order_numbers, tokens, written
from monitor.domain.values import Value

#: a number of fewer digits than this may be a price: it counts where it is called an order number
SURE_DIGITS = 5
#: … unless there are letters in it
SURE_WITH_LETTERS = 3
_DELIMITERS = (",", ";", "\t")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d")


class Columns(Value):
    """What the columns are called."""

    order: str = "order"
    name: str = "name"
    since: str = "since"
    orders: str = "orders"
    tags: str = "tags"


class KnownCustomer(Value):
    """One order, and whose it is."""

    #: as the file has it
    order: str
    name: str = ""
    since: date | None = None
    #: how many orders they placed
    orders: int | None = None
    tags: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """`order 12345 · Maria Lopez · since 2019-04-02 · 7 orders · regular`."""
        many = "" if self.orders is None else f"{self.orders} order{'s' * (self.orders != 1)}"
        since = f"since {self.since.isoformat()}" if self.since is not None else ""
        told = (f"order {self.order}", self.name, since, many, ", ".join(self.tags))
        return " · ".join(one for one in told if one)


class Wrong(Value):
    """Something wrong in the file."""

    line: int
    message: str
    hint: str = ""


class CustomerFile:
    """The orders of one file."""

    def __init__(self, customers: Mapping[str, KnownCustomer] | None = None) -> None:
        self._by_order = dict(customers or {})

    def __len__(self) -> int:
        return len(self._by_order)

    def get(self, order: str) -> KnownCustomer | None:
        """Whose order that is, however it is written."""
        return self._by_order.get(written(order))

    def given_in(self, texts: Iterable[str]) -> list[KnownCustomer]:
        """Orders of which the whole number stands in one of these, in the order of the file."""
        given: set[str] = set()
        for text in texts:
            given |= order_numbers(text, fewest=1)
            given |= {one for one in tokens(text) if _is_sure(one)}
        return [one for number, one in self._by_order.items() if number in given]


def parse(text: str, columns: Columns) -> tuple[CustomerFile, list[Wrong]]:
    """The file, and everything that is wrong with it, by line."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), _dialect(text))
    wrong: list[Wrong] = []
    rows = _rows(reader, wrong)
    head = next(rows, None)
    if head is None:
        return CustomerFile(), [*wrong, Wrong(line=1, message="the customer file is empty")]
    names = [name.strip().casefold() for name in head[1]]
    places = {
        field: names.index(name.casefold())
        for field, name in _named(columns)
        if name.casefold() in names
    }
    if "order" not in places:
        return CustomerFile(), [*wrong, _no_order(columns.order, [n.strip() for n in head[1]])]
    found: dict[str, KnownCustomer] = {}
    lines: dict[str, int] = {}
    for line, row in rows:
        if any(cell.strip() for cell in row):
            _read_row(line, row, len(names), places, found, lines, wrong)
    return CustomerFile(found), wrong


def _rows(reader: Iterator[list[str]], wrong: list[Wrong]) -> Iterator[tuple[int, list[str]]]:
    while True:
        before = getattr(reader, "line_num", 0)
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            wrong.append(Wrong(line=before + 1, message=f"this line is no CSV: {error}"))
            continue
        yield before + 1, row


def _read_row(
    line: int,
    row: list[str],
    width: int,
    places: Mapping[str, int],
    found: dict[str, KnownCustomer],
    lines: dict[str, int],
    wrong: list[Wrong],
) -> None:
    def cell(field: str) -> str:
        place = places.get(field)
        return " ".join(row[place].split()) if place is not None and place < len(row) else ""

    if len(row) > width:
        hint = 'a cell with a comma in it needs quotes: "Lopez, Maria"'
        wrong.append(
            Wrong(line=line, message=f"{len(row)} cells, and the head names {width}", hint=hint)
        )
        return
    order, number = cell("order").removeprefix("#").strip(), written(cell("order"))
    problem = _order_problem(number, lines)
    if problem:
        wrong.append(Wrong(line=line, message=problem[0], hint=problem[1]))
        return
    since = _day(cell("since"))
    if cell("since") and since is None:
        hint = "write it like `2024-05-31` or `31.05.2024`"
        wrong.append(Wrong(line=line, message=f"`{cell('since')}` is no day", hint=hint))
    orders = cell("orders")
    if orders and not orders.isdecimal():
        wrong.append(Wrong(line=line, message=f"`{orders}` is no number of orders"))
    lines[number] = line
    found[number] = KnownCustomer(
        order=order,
        name=cell("name"),
        since=since,
        orders=int(orders) if orders.isdecimal() else None,
        tags=tuple(tag.strip() for tag in cell("tags").replace(";", ",").split(",") if tag.strip()),
    )


def _order_problem(number: str, lines: Mapping[str, int]) -> tuple[str, str] | None:
    if not number:
        return "the order number is missing", ""
    if number in lines:
        return f"order `{number}` stands in line {lines[number]} already", "leave one of them"
    if number not in tokens(number):
        hint = "letters, digits and hyphens, three at least, with a digit among them"
        return f"`{number}` is no order number that could be found in a text", hint
    return None


def _is_sure(number: str) -> bool:
    """Nobody writes such a thing and means a price, a time or a street."""
    digits = sum(sign.isdigit() for sign in number)
    has_letters = any(sign.isalpha() for sign in number)
    return digits >= SURE_DIGITS or (has_letters and digits >= SURE_WITH_LETTERS)


def _no_order(wanted: str, names: list[str]) -> Wrong:
    near = nearest(wanted.casefold(), [name.casefold() for name in names], cutoff=0.6)
    there = ", ".join(f"`{name}`" for name in names if name)
    hint = f"did you mean `{near}`? " if near else ""
    return Wrong(
        line=1,
        message=f"there is no column `{wanted}`",
        hint=f'{hint}the columns are {there}; name yours under [customers]: order = "..."',
    )


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, semicolons or tabs: whatever the first line has most of."""
    head = text.partition("\n")[0]

    class Found(csv.excel):
        delimiter = max(_DELIMITERS, key=head.count)

    return Found


def _named(columns: Columns) -> Iterator[tuple[str, str]]:
    for field in ("order", "name", "since", "orders", "tags"):
        yield field, getattr(columns, field)


def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
