"""A regression set: mentions, each with what has to become of it, in a file of JSON lines.

`monitor export --corrections` writes one from the owner's decisions; more may be written by hand.
Each is decided on as `answer_to` does, so a change of the playbook that undoes a correction shows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from monitor.domain.correction import Correction, Expected
from monitor.domain.message import Media, Message, MessageType
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.values import Value
from monitor.errors import PlaybookError, Problem
from monitor.rules.answer import Answer, Answered, a_mention, answer_to
from monitor.rules.example_facts import Reader
from monitor.rules.takes import near

#: where a playbook keeps its own
FOLDER: Final = "regressions"
NEEDED: Final = ("text", "expect")
#: the rest may be left out; unknown keys are passed over
_OPTIONAL: Final[Mapping[str, type]] = {
    "why": str,
    "decided_on": str,
    "platform": str,
    "type": str,
    "addressed": bool,
    "has_media": bool,
    "community": str,
}
_PICTURE: Final = Media(kind="image", url="https://media.example/1")

#: what answers an expectation
ALLOWED: Final[Mapping[Expected, frozenset[Answer]]] = {
    Expected.REPLY: frozenset({Answer.AUTOMATIC, Answer.DRAFT}),
    Expected.PERSON: frozenset({Answer.AUTOMATIC, Answer.DRAFT, Answer.PERSON}),
    Expected.NOT_BY_MACHINE: frozenset({Answer.DRAFT, Answer.PERSON, Answer.NOTHING}),
    Expected.NO_REPLY: frozenset({Answer.PERSON, Answer.NOTHING}),
}


class Regression(Value):
    """One mention, and what has to become of it."""

    file: str
    line: int
    mention: Message
    expected: Expected
    #: the decision behind it, in a sentence; may be empty
    why: str = ""
    #: as written
    decided_on: str = ""


class RegressionResult(Value):
    """What would become of it now."""

    regression: Regression
    answered: Answered

    @property
    def is_right(self) -> bool:
        """It is still decided so."""
        return self.answered.answer in ALLOWED[self.regression.expected]


def run_regressions(
    regressions: Iterable[Regression], playbook: Playbook, reader: Reader, policy: Policy
) -> list[RegressionResult]:
    """Every one, in order; `policy` as `as_if_unlocked` gives it."""
    return [
        RegressionResult(regression=one, answered=answer_to(one.mention, playbook, reader, policy))
        for one in regressions
    ]


def regression_json(correction: Correction) -> dict[str, object]:
    """A correction as a line of such a file; `monitor evaluate` reads it, too."""
    says = correction.says
    return {
        "text": correction.text,
        "label": says.label or None,
        "expect": says.expected.value,
        "why": says.why,
        "decided_on": correction.decided_on.isoformat(),
        "platform": correction.platform,
        "type": correction.type.value,
        "addressed": correction.addressed,
        "has_media": correction.has_media,
        "community": correction.community,
    }


def files_of(folder: Path) -> list[Path]:
    """The regression sets that a playbook keeps, by name."""
    return sorted((folder / FOLDER).glob("*.jsonl"))


def read_regressions(path: Path, shown: str, brand: str) -> list[Regression]:
    """All of a file. Raises PlaybookError with every problem, `shown` being its name in them."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(problems=(_unreadable(shown, error),)) from None
    found: list[Regression] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_regression(line, shown, number, brand))
        except ValueError as problem:
            problems.append(
                Problem(str(problem), file=shown, line=number, hint="docs/evaluate.md has the keys")
            )
    if problems:
        raise PlaybookError(problems=tuple(problems))
    return found


def _unreadable(shown: str, error: OSError | UnicodeDecodeError) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        return Problem(f"`{shown}` is not saved as UTF-8", file=shown)
    reason = (error.strerror or "unknown reason").lower()
    return Problem(f"cannot read `{shown}`: {reason}", file=shown)


def _regression(line: str, shown: str, number: int, brand: str) -> Regression:
    """Raises ValueError with a sentence."""
    given = _object(line)
    expected = given["expect"]
    if expected not in list(Expected):
        words = ", ".join(Expected)
        raise ValueError(f"`expect` is one of {words}{near(str(expected), tuple(Expected))}")
    kind = given.get("type", MessageType.POST.value)
    if kind not in list(MessageType):
        raise ValueError(f"`type` is one of {', '.join(MessageType)}")
    return Regression(
        file=shown,
        line=number,
        mention=a_mention(
            given["text"],
            brand,
            given.get("platform", "x"),
            type=MessageType(kind),
            addressed=given.get("addressed", True),
            media=(_PICTURE,) if given.get("has_media", False) else (),
            community=given.get("community", ""),
        ),
        expected=Expected(expected),
        why=given.get("why", ""),
        decided_on=given.get("decided_on", ""),
    )


# Any: JSON; every value that is used is checked here
def _object(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("this line is not JSON") from None
    if not isinstance(given, dict):
        raise ValueError("this line is no JSON object")
    for key, wanted in _checks(given):
        if not isinstance(given.get(key), wanted):
            sort = "true or false" if wanted is bool else "a text"
            raise ValueError(f"`{key}` has to be {sort}" if key in given else f"`{key}` is missing")
    if not given["text"].strip():
        raise ValueError("`text` is empty")
    return given


def _checks(given: Mapping[str, object]) -> Iterator[tuple[str, type]]:
    yield from ((key, str) for key in NEEDED)
    yield from ((key, wanted) for key, wanted in _OPTIONAL.items() if key in given)
