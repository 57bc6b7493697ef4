"""A labelled file: texts and labels, as CSV (with a comma, semicolon or tab) or as JSON lines.

What cannot be read is told with its line and its reason, and the rest goes on. Which of the two it
is, is seen from its first sign. Files of Windows (UTF-16, or a mark at the start) are read too.
"""

import codecs
import csv
import json
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from monitor.domain.inert import for_terminal
from monitor.domain.values import Value
from monitor.errors import InputError

if TYPE_CHECKING:
    from _csv import Reader

#: a line longer than this is no message of any platform
LONGEST_LINE: Final = 16_000_000
#: nobody has said yet what it is
NO_LABEL: Final = "no label"
_SEPARATORS: Final = (",", ";", "\t")
_MOST_NAMES: Final = 8
#: of a column's name
_SHOWN: Final = 40


class Row(Value):
    """One text and its label, as written."""

    #: where it begins, from 1
    line: int
    text: str
    # a string, a number or a list of them; what it means depends on what is asked
    label: object


class BadRow(Value):
    """One that cannot be used."""

    line: int
    why: str


class Columns(Value):
    """How text and label are called in the file."""

    text: str = "text"
    label: str = "label"


def read_rows(path: Path, columns: Columns) -> Iterator[Row | BadRow]:
    """Every row, in order. Raises InputError: it is empty, or has no such columns."""
    with path.open("rb") as file:
        encoding = _encoding(file.read(4))
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as lines:
        first = _first_sign(lines)
        lines.seek(0)
        if not first:
            raise InputError(f"`{path.name}` is empty", hint="it needs texts and their labels")
        if first == "[":
            raise InputError(
                f"`{path.name}` is one JSON list", hint="write each object in a line of its own"
            )
        yield from (_json_rows if first == "{" else _csv_rows)(lines, columns)


def _encoding(start: bytes) -> str:
    return "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _first_sign(lines: TextIO) -> str:
    while piece := lines.read(4096):
        if text := piece.strip():
            return text[0]
    return ""


# --- CSV ------------------------------------------------------------------------------------------


def _csv_rows(lines: TextIO, columns: Columns) -> Iterator[Row | BadRow]:
    head = _next_line(lines)
    while not head.strip():
        head = _next_line(lines)
    lines.seek(0)
    records = _records(csv.reader(lines, delimiter=_separator(head, columns), strict=True))
    first = next(records)
    names = first[1] if not isinstance(first, BadRow) else ()
    text, label = _place(names, columns.text), _place(names, columns.label)
    for record in records:
        if isinstance(record, BadRow):
            yield record
            continue
        line, cells = record
        if len(cells) != len(names):
            count = f"{len(cells)} cells instead of {len(names)}"
            yield BadRow(line=line, why=f"{count}; a text with a separator in it needs quotes")
            continue
        yield _row(line, cells[text], cells[label])


def _records(reader: "Reader") -> Iterator[tuple[int, list[str]] | BadRow]:
    """Line and cells of each record that is not empty."""
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield BadRow(line=begins, why=_quotes(str(problem)))
            continue
        if any(cells):
            yield begins, cells


def _next_line(lines: TextIO) -> str:
    return lines.readline(LONGEST_LINE)


def _separator(head: str, columns: Columns) -> str:
    """The one that finds both columns; a comma where none does."""
    for separator in _SEPARATORS:
        names = [_plain(name) for name in next(csv.reader([head], delimiter=separator), [])]
        if _plain(columns.text) in names and _plain(columns.label) in names:
            return separator
    return max(_SEPARATORS, key=head.count)


def _place(names: Sequence[str], wanted: str) -> int:
    """Where the column is. Raises InputError with those that there are."""
    plain = [_plain(name) for name in names]
    if _plain(wanted) in plain:
        return plain.index(_plain(wanted))
    near = get_close_matches(_plain(wanted), plain, n=1)
    maybe = f", did you mean `{_shown(names[plain.index(near[0])])}`?" if near else ""
    there = ", ".join(f"`{_shown(name)}`" for name in names[:_MOST_NAMES])
    more = " ..." if len(names) > _MOST_NAMES else ""
    raise InputError(
        f"there is no column `{_shown(wanted)}`{maybe}",
        hint=f"the first line names {there}{more}; say which with --text NAME and --label NAME",
    )


def _plain(name: str) -> str:
    return name.strip().lower()


def _shown(name: str) -> str:
    return for_terminal(name.strip(), _SHOWN)


def _quotes(problem: str) -> str:
    if "end of data" in problem:
        return "a quote is opened here and never closed: all that follows was taken for one text"
    if "field limit" in problem:
        return "a text of more than 131,072 signs; is a quote opened here and never closed?"
    return 'a quote in a text has to be written twice: "say ""hello"""'


# --- JSON lines -----------------------------------------------------------------------------------


def _json_rows(lines: TextIO, columns: Columns) -> Iterator[Row | BadRow]:
    number = 0
    while line := _next_line(lines):
        number += 1
        is_whole = line.endswith("\n") or len(line) < LONGEST_LINE
        while not is_whole:
            rest = _next_line(lines)
            is_whole = not rest or rest.endswith("\n")
            line = ""
        if not line:
            yield BadRow(line=number, why="longer than 16 MB")
        elif line.strip():
            yield _json_row(number, line, columns)


def _json_row(number: int, line: str, columns: Columns) -> Row | BadRow:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return BadRow(line=number, why='not JSON; write {"text": "...", "label": "..."}')
    if not isinstance(value, dict):
        return BadRow(line=number, why='not an object; write {"text": "...", "label": "..."}')
    for name in (columns.text, columns.label):
        if name not in value:
            there = ", ".join(f"`{_shown(key)}`" for key in list(value)[:_MOST_NAMES])
            why = f"there is no `{_shown(name)}`, only {there or 'nothing'}"
            return BadRow(line=number, why=why)
    text = value[columns.text]
    if not isinstance(text, str):
        return BadRow(line=number, why=f"`{_shown(columns.text)}` is no text")
    return _row(number, text, value[columns.label])


def _row(line: int, text: str, label: object) -> Row | BadRow:
    if not text.strip():
        return BadRow(line=line, why="no text")
    if problem := _of_its_signs(text) or _of_its_signs(label):
        return BadRow(line=line, why=problem)
    if label is None or (isinstance(label, str) and not label.strip()):
        return BadRow(line=line, why=NO_LABEL)
    return Row(line=line, text=text, label=label)


def _of_its_signs(written: object) -> str:
    """What is wrong with the signs of a text or a label; empty when nothing is."""
    if isinstance(written, list):
        return next(filter(None, map(_of_its_signs, written)), "")
    if not isinstance(written, str) or written.isascii():
        return ""
    # how a byte that is no UTF-8 is read
    if any("\udc80" <= sign <= "\udcff" for sign in written):
        return "not UTF-8: save the file as UTF-8"
    if any("\ud800" <= sign <= "\udfff" for sign in written):
        return "half of a character is missing: write the whole one, or none"
    return ""
