"""The report for a terminal: plain text, at most 100 columns, nothing in it acts."""

import re
from collections.abc import Iterator

from monitor.domain.inert import columns, for_terminal
from monitor.report.layout import (
    Bars,
    Block,
    Cell,
    Figure,
    Figures,
    Notes,
    Quotes,
    Section,
    Table,
    Theirs,
)
from monitor.report.report import SAMPLE, Report

WIDTH = 100
#: a cell with strangers' text takes no more
CELL = 30
NAME = 42
BAR = 36
INDENT = "  "
# `1 h 40` and `within 2 days` do not end a line in their middle
_ONE_TIME, _KEPT = re.compile(r"(?<=\d) (?=(?:h|min|days)\b)|(?<=\d h) (?=\d\d\b)"), "\xa0"


def as_text(report: Report) -> str:
    """The whole report."""
    lines = list(_head(report))
    for section in report.sections:
        lines += ["", section.title.upper(), *_section(section)]
    lines += ["", f"{report.compared_with} {report.made}"]
    if report.facts.sample:
        lines.append(SAMPLE)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(report: Report) -> Iterator[str]:
    if report.facts.sample:
        yield SAMPLE
        yield ""
    yield for_terminal(report.title, WIDTH)
    yield for_terminal(report.dates, WIDTH)
    yield ""
    summary = report.summary
    for sentence in (summary.verdict, *summary.notes):
        yield from _wrapped(sentence)
    yield ""
    yield from _figures(tuple(number.figure() for number in summary.numbers))
    yield ""
    yield from _wrapped(f"Next: {summary.next_step}")


def _section(section: Section) -> Iterator[str]:
    for position, block in enumerate(section.blocks):
        if position:
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Figures():
            yield from _title(block.title)
            yield from _figures(block.rows)
        case Bars():
            yield from _title(block.title)
            yield from _bars(block)
        case Table():
            yield from _title(block.title)
            yield from _table(block)
        case Quotes():
            yield from _title(block.title)
            yield from _quotes(block)
        case Notes():
            for line in block.lines:
                yield from _wrapped(line, INDENT)


def _title(title: str) -> Iterator[str]:
    if title:
        yield INDENT + for_terminal(title, WIDTH - len(INDENT))


def _figures(rows: tuple[Figure, ...]) -> Iterator[str]:
    shown = [
        (
            for_terminal(row.name, NAME),
            for_terminal(f"{row.before} →" if row.before else ""),
            for_terminal(row.value),
        )
        for row in rows
    ]
    name_width, before_width, value_width = (
        max((columns(cells[at]) for cells in shown), default=0) for at in range(3)
    )
    for row, (name, before, value) in zip(rows, shown, strict=True):
        numbers = f"{_right(before, before_width)} {_right(value, value_width)}"
        yield f"{INDENT}{_left(name, name_width)}  {numbers}   {row.word}"


def _bars(block: Bars) -> Iterator[str]:
    names = [for_terminal(_text(row.name), CELL) for row in block.rows]
    width = max((columns(name) for name in names), default=0)
    most = max((row.count for row in block.rows), default=0)
    digits = len(f"{most:,}")
    for name, row in zip(names, block.rows, strict=True):
        bar = "█" * _length(row.count, most)
        yield f"{INDENT}{_left(name, width)}  {_right(f'{row.count:,}', digits)}  {bar}"


def _length(count: int, most: int) -> int:
    return max(1, round(count * BAR / most)) if count else 0


def _table(block: Table) -> Iterator[str]:
    rows = [block.head, *(tuple(_cell(cell) for cell in row) for row in block.rows)]
    widths = [max(columns(row[at]) for row in rows) for at in range(len(block.head))]
    for row in rows:
        line = INDENT + "  ".join(
            _left(cell, width) for cell, width in zip(row, widths, strict=True)
        )
        yield line if columns(line) <= WIDTH else for_terminal_row(line)
    if block.more > 0:
        yield f"{INDENT}… and {block.more:,} more"


def for_terminal_row(line: str) -> str:
    """A row that is too wide, cut; its cells are inert already."""
    return INDENT + for_terminal(line, WIDTH - len(INDENT))


def _quotes(block: Quotes) -> Iterator[str]:
    for row in block.rows:
        who = for_terminal(row.who.text, CELL + 10)
        yield f"{INDENT}{who}, {for_terminal(row.where, 40)}"
        yield from _wrapped(f"“{for_terminal(row.words.text, 2 * WIDTH)}”", INDENT * 2)


def _cell(cell: Cell) -> str:
    return for_terminal(_text(cell), CELL)


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Theirs) else cell


def _wrapped(sentence: str, indent: str = "") -> Iterator[str]:
    """Lines of at most WIDTH columns, broken between words, and inside of endless ones."""
    room, line = WIDTH - len(indent), ""
    for word in _ONE_TIME.sub(_KEPT, for_terminal(sentence)).split(" "):
        if line and columns(f"{line} {word}") <= room:
            line = f"{line} {word}"
            continue
        if line:
            yield indent + line.replace(_KEPT, " ")
        *full, line = _pieces(word, room)
        yield from (indent + piece for piece in full)
    yield indent + line.replace(_KEPT, " ")


def _pieces(word: str, room: int) -> list[str]:
    """The word in pieces that fit; one piece, but for endless words."""
    pieces = [""]
    for sign in word:
        if columns(pieces[-1] + sign) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _left(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _right(text: str, width: int) -> str:
    return " " * (width - columns(text)) + text
