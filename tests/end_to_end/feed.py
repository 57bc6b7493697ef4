"""A message file of some four hundred lines with everything that may be wrong with one.

`feed` makes it, the same every time, and tells what a replay of it has to find.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

#: a line before it is written. Any: it is JSON
Line = dict[str, Any]

TEXTS = (
    "@larchandloaf the cake arrived broken and the box was damaged",
    "@larchandloaf my cake came two hours late, never again",
    "@larchandloaf you charged me twice for one sourdough",
    "@larchandloaf your staff was rude to my mother",
    "@larchandloaf best rolls in town, thank you so much, I love them",
    "@larchandloaf what are your opening hours on Sunday?",
    "@larchandloaf thanks for nothing, forty minutes in the queue and then sold out",
    "@larchandloaf my son has a nut allergy and nobody could tell us what is in it",
    "@larchandloaf you idiots, bunch of morons",
    "@larchandloaf GIVEAWAY! Follow and share to WIN a year of FREE bread, click the link in bio",
    "@larchandloaf pedí la tarta para las 9 y me dicen que no está hecha, qué vergüenza",
    "Larch & Loaf sold me stale bread, never again",
)
STOP = "no bots please"
BEGIN = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
LASTING = timedelta(weeks=10)
PLATFORMS = ("x", "bluesky", "mastodon", "reddit")


@dataclass
class Feed:
    """The file's lines, and what is true of it."""

    lines: list[bytes] = field(default_factory=list)
    #: mentions that a replay has to tell about, by their global ids
    mentions: set[str] = field(default_factory=set)
    #: mentions that did not address the brand
    overheard: set[str] = field(default_factory=set)
    #: authors who asked for silence, and when
    opted_out: dict[str, datetime] = field(default_factory=dict)
    #: lines that cannot be read
    broken: int = 0

    def write(self, folder: Path) -> Path:
        path = folder / "feed.jsonl"
        path.write_bytes(b"\n".join(self.lines) + b"\n")
        return path

    @property
    def authors(self) -> set[str]:
        return {json.loads(line)["author"]["id"] for line in self.lines if _is_whole(line)}


def feed(seed: int = 7, size: int = 320) -> Feed:
    """The same file for the same seed."""
    dice = random.Random(seed)
    made = Feed()
    for number in range(size):
        line = _mention(dice, number)
        made.lines.append(_written(line))
        name = f"{line['platform']}:{line['id']}"
        made.mentions.add(name)
        if not line["addressed"]:
            made.overheard.add(name)
        made.lines.extend(_written(later) for later in _later(dice, line))
    for number in range(12):
        stop = _mention(dice, 10_000 + number) | {"text": STOP, "addressed": True, "type": "reply"}
        stop |= {"platform": "x", "author": _author("x", 3 * number)}
        made.lines.append(_written(stop))
        made.mentions.add(f"x:{stop['id']}")
        author = f"x:{stop['author']['id']}"
        at = datetime.fromisoformat(stop["created_at"])
        made.opted_out[author] = min(made.opted_out.get(author, at), at)
    for number in range(8):
        ours = _mention(dice, 20_000 + number)
        account = {"id": "own", "handle": "larchandloaf"}
        ours |= {"text": "Fresh rye from 7!", "from_brand": True, "author": account}
        made.lines.append(_written(ours))
    broken = list(_broken(_mention(dice, 30_000)))
    made.broken = len(broken)
    made.lines += broken
    dice.shuffle(made.lines)
    made.lines[3:3] = [b"", b"   "]
    return made


def _mention(dice: random.Random, number: int) -> Line:
    platform = dice.choice(PLATFORMS)
    text = dice.choice(TEXTS)
    created_at = BEGIN + timedelta(seconds=dice.randrange(int(LASTING.total_seconds())))
    return {
        "platform": platform,
        "id": str(1_000 + number),
        "url": f"https://{platform}.example/{number}",
        "text": text,
        "created_at": created_at.isoformat(),
        "author": _author(platform, dice.randrange(40)),
        "addressed": text.startswith("@"),
        "unknown_key": {"kept": True},
    }


def _author(platform: str, number: int) -> Line:
    return {
        "id": f"{platform[0]}{number}",
        "handle": f"person{number}",
        "name": f"Nell {chr(65 + number % 26)}",
        "followers": number * 7,
    }


def _later(dice: random.Random, line: Line) -> Iterator[Line]:
    """What becomes of some of them: seen again, edited, deleted."""
    fate = dice.random()
    at = datetime.fromisoformat(line["created_at"]) + timedelta(minutes=dice.randrange(1, 90))
    if fate < 0.08:
        yield line
    elif fate < 0.14:
        edited = {"text": line["text"] + " (edited)", "version": 2, "edited_at": at.isoformat()}
        yield line | edited
    elif fate < 0.18:
        yield line | {"text": None, "deleted_at": at.isoformat()}


def _broken(line: Line) -> Iterator[bytes]:
    """Lines that nobody can read, each for a reason of its own."""
    yield b"not json at all"
    yield b'{"platform": "x", "id": '
    yield b"[" * 100_000
    yield b"\xff\xfe not UTF-8"
    yield _written(line | {"text": "a NUL: \x00"})
    yield _written(line).replace(b'"text": "', b'"text": "\\ud800')
    yield _written(line | {"text": "long " * 2_000_000})
    for moment in (
        "2026-11-23T09:02:10",  # no zone
        "0001-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59-12:00",
        "2026-13-45T99:00:00Z",
        "yesterday",
    ):
        yield _written(line | {"created_at": moment})
    yield _written(line | {"author": {}})
    yield _written(line | {"author": "ada"})
    yield _written(line | {"platform": "X Y"})
    yield _written(line | {"id": 17})
    yield _written({key: value for key, value in line.items() if key != "text"})


def _written(line: Line) -> bytes:
    return json.dumps(line).encode()


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line)["author"]["id"], str)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
