"""Reading the corpus: every line of every file, or all that is wrong with them at once."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from monitor.errors import InputError, Problem

FOLDER: Final = Path(__file__).parent
LABELS: Final = frozenset(("complaint", "praise", "question", "spam", "abuse", "other"))
TOPICS: Final = frozenset(
    (
        *("late", "broken", "wrong_item", "money", "access", "treatment", "no_answer", "booking"),
        *("safety", "quality", "other"),
    )
)
_NO_LETTER: Final = re.compile(r"[\W\d_]+")


class Line(NamedTuple):
    """One message and what it is."""

    text: str
    labels: frozenset[str]
    #: of a complaint; may be empty
    topic: str
    #: the file's name: what the business does
    trade: str

    @property
    def letters(self) -> str:
        """By which two lines are the same."""
        return _NO_LETTER.sub("", self.text.lower())


def read_corpus(folder: Path = FOLDER) -> list[Line]:
    """Every line, file by file. Raises InputError with every problem."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.tsv")):
        rows = path.read_text(encoding="utf-8").splitlines()
        for number, row in enumerate(rows, start=1):
            try:
                lines.append(_line(row, path.stem))
            except ValueError as problem:
                problems.append(Problem(str(problem), file=path.name, line=number, source=row))
    if problems:
        raise InputError("\n".join(problem.for_person() for problem in problems))
    return lines


def doubles(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines that say the same as an earlier one, letter by letter."""
    met: dict[str, Line] = {}
    for line in lines:
        first = met.setdefault(line.letters, line)
        if first is not line:
            yield first, line


def _line(row: str, trade: str) -> Line:
    marks, tab, text = row.partition("\t")
    if not tab or not text.strip() or "\t" in text:
        raise ValueError("two columns, labels and text, with one tab between them")
    labels, topic = set[str](), ""
    for mark in marks.split("+"):
        label, _, of = mark.partition(":")
        if label not in LABELS:
            raise ValueError(f"no such label: {label}")
        if of and (label != "complaint" or of not in TOPICS):
            raise ValueError(f"no such topic: {of}")
        labels.add(label)
        topic = of or topic
    return Line(text.replace("\\n", "\n").strip(), frozenset(labels), topic, trade)
