"""The weights of a model, and the file they are in.

The file: one line of JSON that says what they are, then the numbers, compressed. Every number is a
whole number of thousandths in 16 bits. For each head there are as many numbers as buckets of words,
then as many as buckets of runs.
"""

import json
import zlib
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from sys import byteorder
from typing import Any, Final, NamedTuple

from monitor.errors import MonitorError
from monitor.scoring.model.pieces import BUCKETS

#: the file of the package
SHIPPED: Final = Path(__file__).with_name("default.model")
FORMAT: Final = "monitor-model 1"
THOUSAND: Final = 1000
#: what the model tells, in the order of the file
HEADS: Final = ("complaint", "praise", "question", "spam", "abuse", "english")
#: whether the trouble is somebody else's; asked of complaints alone, and last in the file
ELSEWHERE: Final = "elsewhere"


class Head(NamedTuple):
    """One question the model answers."""

    name: str
    #: the logit of an empty text
    intercept: float
    #: thousandths, by bucket
    words: Sequence[int]
    runs: Sequence[int]
    #: for VADER's compound of the masked text
    tone: float = 0.0
    #: the probability is sigmoid(slope * logit + shift)
    slope: float = 1.0
    shift: float = 0.0


class Weights(NamedTuple):
    """All heads, and what is told of them."""

    version: str
    heads: tuple[Head, ...]
    #: named probabilities at which something is done, such as "complaint.automatic"
    thresholds: Mapping[str, float]
    #: None: it cannot tell
    elsewhere: Head | None = None

    @property
    def all_heads(self) -> tuple[Head, ...]:
        """As they stand in the file."""
        return self.heads if self.elsewhere is None else (*self.heads, self.elsewhere)


def write_weights(path: Path, weights: Weights) -> None:
    """Writes the file anew."""
    about = {
        "format": FORMAT,
        "version": weights.version,
        "buckets": BUCKETS,
        "heads": [
            {
                "name": head.name,
                "intercept": round(head.intercept, 3),
                "tone": round(head.tone, 3),
                "slope": round(head.slope, 4),
                "shift": round(head.shift, 4),
            }
            for head in weights.all_heads
        ],
        "thresholds": dict(weights.thresholds),
    }
    numbers = array("h")
    for head in weights.all_heads:
        numbers.extend(head.words)
        numbers.extend(head.runs)
    if byteorder == "big":
        numbers.byteswap()
    packed = zlib.compress(numbers.tobytes(), 9)
    path.write_bytes(json.dumps(about, sort_keys=True).encode() + b"\n" + packed)


def read_weights(path: Path) -> Weights:
    """What `write_weights` wrote. Raises MonitorError when the file is not such a file."""
    try:
        line, _, packed = path.read_bytes().partition(b"\n")
        about = json.loads(line)
        if about["format"] != FORMAT or about["buckets"] != BUCKETS:
            raise ValueError(f"it is of another make: {about['format']}")
        numbers = array("h")
        numbers.frombytes(zlib.decompress(packed))
        if byteorder == "big":
            numbers.byteswap()
        if len(numbers) != 2 * BUCKETS * len(about["heads"]):
            raise ValueError("numbers are missing")
    except (OSError, ValueError, KeyError, TypeError, zlib.error) as problem:
        raise _cannot_be_used(path, problem) from problem
    heads = [
        _head(head, numbers, position * 2 * BUCKETS) for position, head in enumerate(about["heads"])
    ]
    return Weights(
        version=about["version"],
        heads=tuple(head for head in heads if head.name != ELSEWHERE),
        thresholds=about["thresholds"],
        elsewhere=next((head for head in heads if head.name == ELSEWHERE), None),
    )


def read_thresholds(path: Path) -> Mapping[str, float]:
    """The named probabilities alone, which stand on the first line. Raises MonitorError."""
    try:
        with path.open("rb") as file:
            about = json.loads(file.readline())
        thresholds: Mapping[str, float] = about["thresholds"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise _cannot_be_used(path, problem) from problem
    return thresholds


def _cannot_be_used(path: Path, problem: Exception) -> MonitorError:
    return MonitorError(
        f"the complaint model cannot be used: {path.name}: {problem}",
        hint="install the monitor again, or rebuild it: monitor train",
    )


def _head(about: dict[str, Any], numbers: "array[int]", start: int) -> Head:  # Any: JSON
    return Head(
        name=about["name"],
        intercept=about["intercept"],
        words=numbers[start : start + BUCKETS],
        runs=numbers[start + BUCKETS : start + 2 * BUCKETS],
        tone=about["tone"],
        slope=about["slope"],
        shift=about["shift"],
    )
