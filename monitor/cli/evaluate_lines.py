"""How `monitor evaluate` tells its numbers: for an owner, each beside what it means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from monitor.cli.lines import count_of, hang, table
from monitor.domain.inert import for_terminal
from monitor.domain.reading import Kind
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.rules.answer import Answer
from monitor.scoring.model.piece_words import in_words

if TYPE_CHECKING:
    from monitor.scoring.evaluation.calibration import Calibration
    from monitor.scoring.evaluation.evaluation import Evaluation, Mistake, Point, Tried
    from monitor.scoring.evaluation.labelled_file import BadRow
    from monitor.scoring.model import Weighed

T = TypeVar("T")
NOTHING = "–"
#: labels that are shown one by one
MOST_LABELS = 12
#: rows that are named of each reason
MOST_LINES = 12
#: so many of what weighed with the model are told
MOST = 6
#: how much of a stranger's text is shown
SHOWN = 300
_POINTS = {
    "kind": "read as {one}",
    "likely": "… at least likely",
    "sure": "… surely",
    "acknowledged": "answered by a machine",
    "sentiment": "by sentiment alone",
    "alert": "by score, a card from {at} on",
    "automatic": "by score, a machine from {at} on",
}


def evaluation_lines(
    evaluation: "Evaluation",
    file: str,
    worst: int,
    room: int,
    one_in: float | None,
    weighed: Callable[["Tried"], Sequence["Weighed"]],
) -> Iterator[str]:
    """All of it, as `monitor evaluate` prints it."""
    head, texts = evaluation.head, len(evaluation.tried)
    scorers = for_terminal(evaluation.tried[0].answered.reading.scorers, 60)
    yield from hang(
        "",
        f"{count_of(texts, 'text')} in {file}, {evaluation.yes:,} of them labelled {head} "
        f"({evaluation.yes / texts:.0%}). Read with {scorers}.",
        room,
    )
    yield ""
    yield from _points(evaluation, one_in)
    yield ""
    yield "What they were read as:"
    yield from _by_label(tuple(Kind), evaluation.kinds)
    yield ""
    yield from _ranking(evaluation, room)
    yield ""
    yield from _answers(evaluation, room)
    mistakes = evaluation.mistakes(worst)
    if mistakes:
        yield ""
        yield from hang(
            "",
            f"{_worst(len(mistakes))}. Look before you chase them: in collections of real posts a "
            "quarter of the worst are wrong labels.",
            room,
        )
        for mistake in mistakes:
            yield from _mistake(mistake, head, weighed(mistake.tried), room)


def bad_lines(bad: Sequence["BadRow"], rows: int) -> Iterator[str]:
    """What could not be used, by reason, with the lines."""
    if not bad:
        return
    yield f"{len(bad):,} of {count_of(rows, 'row')} could not be used:"
    reasons: dict[str, list[int]] = {}
    for one in bad:
        reasons.setdefault(one.why, []).append(one.line)
    for why, lines in reasons.items():
        places = ", ".join(str(line) for line in lines[:MOST_LINES])
        more = f" and {len(lines) - MOST_LINES:,} more" if len(lines) > MOST_LINES else ""
        word = "line" if len(lines) == 1 else "lines"
        yield f"  {word} {places}{more}: {for_terminal(why, 200)}"


# --- yes or no ------------------------------------------------------------------------------------


def _points(evaluation: "Evaluation", one_in: float | None) -> list[str]:
    one = f"{'an' if evaluation.head == 'abuse' else 'a'} {evaluation.head}"
    one = evaluation.head if evaluation.head in ("praise", "spam", "abuse") else one
    head: tuple[str, ...] = (
        "",
        "right",
        "wrong",
        "missed",
        "precision",
        "at least",
        "recall",
        "F1",
        "macro-F1",
    )
    rows = [_point(point, one) for point in evaluation.points]
    if one_in is not None:
        head = (*head, f"if 1 in {one_in:g}")
        rows = [
            (*row, share(point.confusion.precision_if(one_in)))
            for row, point in zip(rows, evaluation.points, strict=True)
        ]
    return table(head, rows)


def _point(point: "Point", one: str) -> tuple[str, ...]:
    counts = point.confusion
    usual = f"by score, from {share(point.threshold)} on"
    return (
        _POINTS.get(point.name, usual).format(one=one, at=share(point.threshold)),
        f"{counts.hits:,}",
        f"{counts.wrong:,}",
        f"{counts.missed:,}",
        share(counts.precision),
        share(counts.precision_at_least),
        share(counts.recall),
        share(counts.f1),
        share(counts.macro_f1),
    )


def share(value: float | None) -> str:
    """`.83`, `1.00`; to three places where two would round a mistake away."""
    if value is None:
        return NOTHING
    written = f"{value:.3f}" if 0.985 <= value < 1 else f"{value:.2f}"
    return written[1:] if written.startswith("0") else written


# --- scores ---------------------------------------------------------------------------------------


def _ranking(evaluation: "Evaluation", room: int) -> Iterator[str]:
    from monitor.scoring.evaluation.evaluation import PRECISIONS

    ranking = evaluation.ranking
    if ranking is None:
        yield from hang("", f"Nothing has scored them for {evaluation.head}.", room)
        return
    if evaluation.scorer == "sentiment":
        yield from hang(
            "", "No model has scored them: VADER's sentiment stands in as the score below.", room
        )
    if evaluation.unscored:
        yield from hang(
            "",
            f"Without a score, and so counted as the least likely: "
            f"{count_of(evaluation.unscored, 'text')}, in a language the model does not read.",
            room,
        )
    yield f"AUC {share(ranking.auc)}, average precision {share(ranking.average_precision)}"
    for precision in PRECISIONS:
        step = ranking.reached(precision)
        found = "no score reaches it"
        if step is not None:
            found = f"{share(step.recall)} found, by a score of {step.threshold:.3f} and more"
        yield f"  at a precision of {share(precision)}: {found}"
    if evaluation.calibration is not None:
        yield from _calibration(evaluation.calibration, evaluation.head)


def _calibration(calibration: "Calibration", head: str) -> Iterator[str]:
    yield f"calibration error {share(calibration.error)}, Brier {share(calibration.brier)}"
    rows: list[tuple[str, ...]] = [
        (
            f"  {share(one.low)} to {share(one.high)}",
            f"{one.texts:,}",
            share(one.score),
            share(one.share),
        )
        for one in calibration.bins
    ]
    yield from table(("  score", "texts", "mean", f"labelled {head}"), rows)


# --- by label ------------------------------------------------------------------------------------


def _answers(evaluation: "Evaluation", room: int) -> Iterator[str]:
    yield from hang(
        "",
        "What they would get, if somebody unknown wrote it to you and automatic sending were "
        "unlocked:",
        room,
    )
    head = ("a machine's word", "a draft", "a person is told", "nothing")
    yield from _by_label(head, evaluation.answers)


def _by_label(head: tuple[str, ...], counts: Mapping[str, Mapping[T, int]]) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [
        (for_terminal(label, 30), *(f"{count:,}" for count in row.values()))
        for label, row in list(counts.items())[:MOST_LABELS]
    ]
    yield from ("  " + line for line in table(("labelled", *head), rows))
    rest = len(counts) - MOST_LABELS
    if rest > 0:
        yield f"  and {count_of(rest, 'rarer label')}: all of them with --json"


# --- mistakes -------------------------------------------------------------------------------------


def _worst(count: int) -> str:
    return "The worst mistake" if count == 1 else f"The {count} worst mistakes"


def _mistake(
    mistake: "Mistake", head: str, weighed: Sequence["Weighed"], room: int
) -> Iterator[str]:
    one = mistake.tried
    side = f"not {head}" if mistake.is_wrong else head
    label = "" if one.label in (head, side) else f" ({for_terminal(one.label, 30)})"
    yield from hang(f"  line {one.row.line}  ", f'"{for_terminal(one.row.text, SHOWN)}"', room)
    yield from hang("    ", f"labelled {side}{label}; {_read_as(one)}", room)
    words = [f"{found.phrase} ({found.list})" for found in one.answered.reading.evidence]
    if words:
        yield from hang("    ", f"phrases: {for_terminal(', '.join(words), SHOWN)}", room)
    told = [f"{found.what} {found.adds:+.1f}" for found in in_words(weighed)[:MOST]]
    if told:
        yield from hang("    ", f"what weighed: {for_terminal(', '.join(told), SHOWN)}", room)


def _read_as(one: "Tried") -> str:
    reading = one.answered.reading
    score = "" if one.score is None else f", score {one.score:.3f}"
    sentiment = f"sentiment {reading.compound_used:.2f}"
    return f"read as {reading.certainty} {reading.kind}{score}, {sentiment}; {_says(one)}"


def _says(one: "Tried") -> str:
    if one.answered.answer is Answer.AUTOMATIC:
        return "a machine would answer"
    return f"no machine answers: {REASON_SENTENCES[one.answered.decision.permission.reason]}"
