"""Where each key of a TOML file stands, so that a problem can name its line.

`tomllib` gives values without places. `Places` reads the same source a second time, for places
only, and answers with the path of keys and indices that a checker has in its hand:
("rule", 3, "when", "sentiment"). It forgives what it does not understand and never raises.
"""

import bisect
import re
from typing import NamedTuple

Path = tuple[str | int, ...]

#: deeper nesting is skipped; no file of ours nests half a dozen times
DEEPEST = 60

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[^\s.=\[\]{}\"',#]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\[^\n])*"?'),
    re.compile(r"'[^'\n]*'?"),
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


class Places:
    """The lines of one source, and which path begins on which."""

    def __init__(self, source: str) -> None:
        scanner = _Scanner(source)
        scanner.document()
        self._lines = source.split("\n")
        #: path → line, counted from 1, of every key, table and element
        self.line_of = {**scanner.implied, **scanner.written}

    def line(self, *path: str | int) -> int | None:
        """The line on which the path begins, or else the innermost thing around it."""
        for length in range(len(path), 0, -1):
            line = self.line_of.get(path[:length])
            if line is not None:
                return line
        return None

    def source(self, line: int | None) -> str:
        """What stands in that line, without its line end; "" for no such line."""
        if line is None or not 0 < line <= len(self._lines):
            return ""
        return self._lines[line - 1].rstrip("\r")

    def last_line(self) -> int:
        """The last line with something on it."""
        filled = [number for number, line in enumerate(self._lines, start=1) if line.strip()]
        return filled[-1] if filled else 1


class Break(NamedTuple):
    """Where a source is no TOML any more."""

    line: int
    reason: str
    #: something was begun and the source ended: it may have been cut off
    is_at_end: bool


def break_of(told: str, places: Places) -> Break:
    """What tomllib says of a source, taken apart."""
    spot = _AT.search(told)
    is_at_end = spot is not None and spot[1] is None
    line = int(spot[1]) if spot and spot[1] else places.last_line()
    return Break(line, _AT.sub("", told), is_at_end)


class _Scanner:
    """One walk through the source; `written` and `implied` map paths to line numbers."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.written: dict[Path, int] = {}
        #: tables that exist only because a longer name goes through them
        self.implied: dict[Path, int] = {}
        self._elements: dict[Path, int] = {}
        self._line_ends = [spot.start() for spot in re.finditer("\n", source)]

    def document(self) -> None:
        """Headers and the keys under them, to the end."""
        table: Path = ()
        while self._skip(_BLANK) and self.at < len(self.source):
            if self._next() == "[":
                table = self._header()
            else:
                self._key_and_value(table, 0)
            self.at = self._line_end()

    def _header(self) -> Path:
        began = self.at
        is_element = self.source.startswith("[[", self.at)
        self.at += 2 if is_element else 1
        keys = self._dotted_key()
        path: Path = ()
        for key in keys[:-1]:
            path = self._into((*path, key))
            self.implied.setdefault(path, self._line_at(began))
        if not keys:
            return path
        path = (*path, keys[-1])
        if is_element:
            self.written.setdefault(path, self._line_at(began))
            self._elements[path] = self._elements.get(path, -1) + 1
        path = self._into(path)
        self.written.setdefault(path, self._line_at(began))
        return path

    def _into(self, path: Path) -> Path:
        """An array of tables is entered at its newest element."""
        return (*path, self._elements[path]) if path in self._elements else path

    def _key_and_value(self, table: Path, depth: int) -> None:
        began = self.at
        keys = self._dotted_key()
        path = table
        for key in keys:
            path = (*path, key)
            self.implied.setdefault(path, self._line_at(began))
        if keys:
            self.written.setdefault(path, self._line_at(began))
        self._skip(_SPACE)
        if self._next() == "=":
            self.at += 1
            self._skip(_SPACE)
            self._value(path, depth + 1)

    def _value(self, path: Path, depth: int) -> None:
        opening = self._next()
        if opening in ('"', "'"):
            self._string()
        elif opening == "[" and depth < DEEPEST:
            self._array(path, depth)
        elif opening == "{" and depth < DEEPEST:
            self._inline_table(path, depth)
        else:
            self._skip(_BARE_VALUE)

    def _array(self, path: Path, depth: int) -> None:
        self.at += 1
        index = 0
        while self._skip(_BLANK) and self._next() not in ("", "]"):
            began = self.at
            self.written.setdefault((*path, index), self._line_at(began))
            self._value((*path, index), depth + 1)
            self._skip(_BLANK)
            if self._next() == ",":
                self.at += 1
                index += 1
            elif self.at == began:
                return
        self.at += 1

    def _inline_table(self, path: Path, depth: int) -> None:
        self.at += 1
        while self._skip(_BLANK) and self._next() not in ("", "}"):
            began = self.at
            self._key_and_value(path, depth)
            self._skip(_BLANK)
            if self._next() == ",":
                self.at += 1
            elif self.at == began:
                return
        self.at += 1

    def _dotted_key(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            if self._next() in ('"', "'"):
                keys.append(_unquoted(self._string()))
            elif bare := _BARE_KEY.match(self.source, self.at):
                keys.append(bare[0])
                self.at = bare.end()
            self._skip(_SPACE)
            if self._next() != ".":
                return keys
            self.at += 1

    def _string(self) -> str:
        for pattern in _STRINGS:
            if found := pattern.match(self.source, self.at):
                self.at = found.end()
                return found[0]
        return ""

    def _next(self) -> str:
        return self.source[self.at : self.at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.source, self.at)
        if found is not None:
            self.at = found.end()
        return True

    def _line_at(self, position: int) -> int:
        return bisect.bisect_left(self._line_ends, position) + 1

    def _line_end(self) -> int:
        end = self.source.find("\n", self.at)
        return len(self.source) if end < 0 else end


def _unquoted(text: str) -> str:
    """A quoted key without its quotes."""
    inner = text[1:-1]
    return inner if text.startswith("'") else _ESCAPE.sub(_unescaped, inner)


def _unescaped(escape: re.Match[str]) -> str:
    if code := escape[1] or escape[2]:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else escape[0]
    return _ESCAPED.get(escape[3], escape[3])
