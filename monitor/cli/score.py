"""`monitor score`: JSON lines with texts in, JSON lines with scores out."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.common import config_option, read_config, say_error, say_json
from monitor.cli.lines import count_of
from monitor.domain.message import Author, Message
from monitor.domain.reading import Reading

#: a line longer than this is no message of any platform
LONGEST_LINE = 16_000_000
_THEN = datetime(2000, 1, 1, tzinfo=UTC)
_NOBODY = Author(id="x:0", platform="x", handle="")


@click.command("score")
@config_option
@click.option("--json", "_as_json", is_flag=True, help="The same: it is always JSON.")
def score_command(config_path: Path | None, *, _as_json: bool) -> int:
    """Score texts: one JSON object with a key `text` a line in, one line of scores out.

    A line that cannot be scored has a line of its own too: its scores are null, and `error` says
    why. The exit code is 1 then. Empty lines are passed over.

    \b
    Example:
      echo '{"text": "still no order, still no answer"}' | monitor score
    """
    from monitor.scoring.for_brand import reader_for

    config = read_config(config_path)
    reader = reader_for(config)
    right = wrong = 0
    for number, line in enumerate(_lines(), start=1):
        if not line.strip():
            continue
        try:
            text = _text(line)
        except ValueError as problem:
            wrong += 1
            say_error(f"error: line {number}: {problem}")
            say_json({**NOTHING, "line": number, "error": str(problem)})
            continue
        reading = reader.read(
            Message(
                id=f"x:{number}",
                brand=config.brand.name,
                platform="x",
                author=_NOBODY,
                text=text,
                created_at=_THEN,
                seen_at=_THEN,
            )
        )
        right += 1
        say_json(scores(reading))
    if wrong:
        lines = count_of(right + wrong, "line")
        say_error(f"{wrong:,} of {lines} could not be scored: `error` says why")
    return 1 if wrong else 0


def scores(reading: Reading) -> dict[str, object]:
    """The keys of the contract; a missing score is null."""
    return {
        "compound": reading.compound,
        "pos": reading.pos,
        "neu": reading.neu,
        "neg": reading.neg,
        "compound_used": reading.compound_used,
        "kind": reading.kind.value,
        "p_complaint": reading.p_complaint,
        "p_praise": reading.p_praise,
        "p_question": reading.p_question,
        "p_spam": reading.p_spam,
        "p_abuse": reading.p_abuse,
        "language": reading.language,
    }


#: what stands in place of scores where there are none
NOTHING: dict[str, object] = dict.fromkeys(
    (
        *("compound", "pos", "neu", "neg", "compound_used", "kind"),
        *("p_complaint", "p_praise", "p_question", "p_spam", "p_abuse", "language"),
    )
)


def _lines() -> Iterator[bytes]:
    """The lines of the input, each cut off where it is too long to be read anyway."""
    source = getattr(sys.stdin, "buffer", None)
    if source is None:
        # closed: nothing comes
        return
    while line := source.readline(LONGEST_LINE + 1):
        yield line
        while line and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE + 1)


def _text(line: bytes) -> str:
    """The text of one line. Raises ValueError with a sentence."""
    if len(line) > LONGEST_LINE:
        raise ValueError("longer than 16 MB")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError('not JSON; write {"text": "..."}') from None
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise ValueError('no text; write {"text": "..."}')
    text: str = value["text"]
    return text
