"""Traces: files on this machine in which something still names a person after they were erased."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from monitor.domain.inert import plain
from monitor.domain.values import Value
from monitor.store.backup import KEPT_FOR, made_at

#: shorter words are found everywhere
SHORTEST = 4
_BLOCK = 1 << 20


class Trace(Value):
    """One such file."""

    path: Path
    #: when it goes by itself; None: never
    until: datetime | None = None


def needles(words: Iterable[str]) -> frozenset[bytes]:
    """How these words may stand in a file: as they are, in HTML, in JSON."""
    found: set[bytes] = set()
    for word in words:
        if len(word) >= SHORTEST:
            forms = (word, plain(word), escape(word), json.dumps(word)[1:-1])
            found |= {form.encode("utf-8", "replace") for form in forms}
    return frozenset(found)


def traces(folders: Iterable[Path], wanted: frozenset[bytes]) -> Iterator[Trace]:
    """Every file below these folders that names the person, each once."""
    seen: set[Path] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            place = path.resolve()
            if place in seen or not path.is_file():
                continue
            seen.add(place)
            if names(path, wanted):
                made = made_at(path)
                yield Trace(path=path, until=made + KEPT_FOR if made is not None else None)


def names(path: Path, wanted: frozenset[bytes]) -> bool:
    """The file holds one of these words; one that cannot be read may."""
    longest = max(map(len, wanted), default=0)
    rest = b""
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                text = rest + block
                if any(word in text for word in wanted):
                    return True
                rest = text[-longest:]
    except OSError:
        return True
    return False
