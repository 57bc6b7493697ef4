"""`monitor evaluate`: how well messages are understood, on texts that somebody has labelled."""

import os
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from monitor.cli.common import config_option, json_option, read_config, say, say_error, say_json
from monitor.cli.evaluate_json import EVALUATE_KEYS, evaluation_json
from monitor.cli.evaluate_lines import bad_lines, evaluation_lines
from monitor.cli.evaluate_topics import TOPIC_KEYS, topic_json, topic_lines
from monitor.cli.files import STREAM, can_be_written, kept
from monitor.cli.lines import width
from monitor.cli.progress import progress
from monitor.domain.inert import for_terminal
from monitor.domain.reading import Kind
from monitor.errors import InputError
from monitor.scoring.evaluation.labelled_file import NO_LABEL, BadRow, Columns, Row, read_rows
from monitor.scoring.evaluation.labels import HEADS, TOPIC, Labelled, understand

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.scoring.evaluation.evaluation import Evaluation, Tried
    from monitor.scoring.model import Weighed
    from monitor.scoring.reader import Reader

T = TypeVar("T")
JSON_KEYS = {"evaluate": {"the answer": EVALUATE_KEYS, "with `--head topic`": TOPIC_KEYS}}
LABELLED_FILE = "labelled file"
#: what labels of feelings lead to, once
FEELINGS_HINT = "to take one of them for a yes, say so: --positive negative"


@click.command("evaluate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--head",
    type=click.Choice((*HEADS, TOPIC)),
    default=Kind.COMPLAINT.value,
    show_default=True,
    help="What is asked of each text.",
)
@click.option("--text", default="text", show_default=True, help="The column with the texts.")
@click.option(
    "--label",
    help="The column with the labels; `label`, or for --head topic `topic`, unless you say so.",
)
@click.option(
    "--positive",
    multiple=True,
    metavar="LABEL",
    help="This label means yes, and every other one no; may be given again.",
)
@click.option(
    "--brand-names",
    multiple=True,
    metavar="NAME,...",
    help="More names of the business in these texts: they count as neither praise nor blame.",
)
@click.option(
    "--one-in",
    type=click.FloatRange(min=1),
    metavar="N",
    help="Tell precision also for a day on which one mention in N is one.",
)
@click.option(
    "--worst",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="How many of the worst mistakes to show.",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw precision over recall into FILE, an .svg or .png.",
)
@config_option
@json_option
def evaluate_command(
    file: Path,
    head: str,
    text: str,
    label: str | None,
    positive: tuple[str, ...],
    brand_names: tuple[str, ...],
    one_in: float | None,
    worst: int,
    plot: Path | None,
    config_path: Path | None,
    *,
    as_json: bool,
) -> int:
    """Measure how well the monitor understands texts that you, or somebody, have labelled.

    FILE is CSV (with a first line of names) or JSON lines; `-` is the standard input. A label is
    complaint, praise, question, spam, abuse or other, several joined by `+`; or 1 and 0 for what
    --head asks. The texts are read as every mention is, with the names and the playbook of your
    config, and it is shown what each would get from somebody unknown who wrote it to you. Nothing
    is stored, learnt or sent. docs/evaluate.md says what the numbers mean.

    With --head topic a label is what a text is about (late, money, `complaint:late` ...), and it is
    told how often the wording of a topic would be right.

    Rows that cannot be used are told with their lines, the others count, and the exit code is 1;
    a row without a label is no mistake.

    \b
    Example:
      monitor evaluate labelled.csv
      monitor evaluate labelled.csv --head praise --one-in 3
      monitor evaluate complaints.csv --head topic
      monitor evaluate tweets.csv --label sentiment --positive negative --plot curve.svg
    """
    from monitor.scoring.for_brand import reader_for

    if plot is not None:
        from monitor.scoring.evaluation.curve import can_be_drawn

        can_be_written(str(plot), file)
        can_be_drawn(plot)
    config = _with_names(read_config(config_path), brand_names)
    shown = "the standard input" if str(file) == STREAM else for_terminal(str(file), 200)
    if head == TOPIC:
        if plot is not None or positive or one_in is not None:
            raise InputError("`--head topic` takes no --plot, --positive or --one-in")
        columns = Columns(text=text, label=label or TOPIC)
        return _tell_topics(config, file, shown, columns, worst, as_json=as_json)
    with kept(file, LABELLED_FILE) as path:
        rows, bad = _read(path, Columns(text=text, label=label or "label"), head, positive)
    if not rows:
        raise InputError(
            _nothing(shown, bad),
            hint=FEELINGS_HINT if any("feels" in one.why for one in bad) else None,
        )
    reader = reader_for(config)
    evaluation = _evaluate(config, reader, head, rows)

    def weighed(one: "Tried") -> "list[Weighed]":
        is_scored = evaluation.is_by_model(one)
        return reader.weighed(one.answered.facts.message, head) if is_scored else []

    if as_json:
        say_json(evaluation_json(evaluation, _written(file), bad, worst, one_in, weighed))
    else:
        for line in evaluation_lines(evaluation, shown, worst, width(), one_in, weighed):
            say(line)
    if plot is not None:
        from monitor.scoring.evaluation.curve import draw

        draw(evaluation, plot)
        if not as_json:
            say(f"The curve is in {for_terminal(str(plot), 200)}.")
    return _say_bad(bad, len(rows))


def _tell_topics(
    config: "Config", file: Path, shown: str, columns: Columns, worst: int, *, as_json: bool
) -> int:
    from monitor.rules.answer import a_mention
    from monitor.scoring.evaluation.topics import evaluate_topics, understand_topics
    from monitor.scoring.for_brand import policy_for, reader_for

    with kept(file, LABELLED_FILE) as path:
        rows, bad = _usable(path, columns, understand_topics)
    if not rows:
        raise InputError(_nothing(shown, bad))
    reader = reader_for(config)
    evaluation = evaluate_topics(
        rows,
        lambda written: reader.read(a_mention(written, config.brand.name)),
        policy_for(config).topic_confidence,
    )
    if as_json:
        say_json(topic_json(evaluation, _written(file), bad, worst))
    else:
        for line in topic_lines(evaluation, shown, worst, width()):
            say(line)
    return _say_bad(bad, len(rows))


def _written(file: Path) -> str:
    """Its name as it was given; a byte that is no UTF-8 is �."""
    return os.fsencode(file).decode(errors="replace")


def _nothing(shown: str, bad: list[BadRow]) -> str:
    return f"there is no text with a label in {shown}" + (f": {_most_common(bad)}" if bad else "")


def _say_bad(bad: list[BadRow], used: int) -> int:
    """What could not be used; the exit code."""
    for line in bad_lines(bad, used + len(bad)):
        say_error(line)
    return 1 if any(one.why != NO_LABEL for one in bad) else 0


def _with_names(config: "Config", given: tuple[str, ...]) -> "Config":
    """The config, with more names for its brand."""
    names = [name.strip() for one in given for name in one.split(",") if name.strip()]
    brand = config.brand.changed(also_called=[*config.brand.also_called, *names])
    return config.changed(brand=brand)


def _read(
    path: Path, columns: Columns, head: str, positive: tuple[str, ...]
) -> tuple[list[tuple[Row, Labelled]], list[BadRow]]:
    """What can be used, and what cannot. Raises InputError."""
    return _usable(path, columns, lambda label: understand(label, head, positive))


def _usable(
    path: Path, columns: Columns, understood: Callable[[object], T]
) -> tuple[list[tuple[Row, T]], list[BadRow]]:
    rows: list[tuple[Row, T]] = []
    bad: list[BadRow] = []
    for row in read_rows(path, columns):
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            rows.append((row, understood(row.label)))
        except ValueError as problem:
            bad.append(BadRow(line=row.line, why=str(problem)))
    return rows, bad


def _most_common(bad: list[BadRow]) -> str:
    why, many = Counter(one.why for one in bad).most_common(1)[0]
    first = next(one.line for one in bad if one.why == why)
    also = f" and {many - 1:,} more" if many > 1 else ""
    return f"{for_terminal(why, 200)} (line {first}{also})"


def _evaluate(
    config: "Config", reader: "Reader", head: str, rows: list[tuple[Row, Labelled]]
) -> "Evaluation":
    from monitor.rules import load_playbook
    from monitor.rules.answer import Answered, a_mention, answer_to, as_if_unlocked
    from monitor.scoring.evaluation.evaluation import evaluate
    from monitor.scoring.for_brand import policy_for

    playbook = load_playbook(config.playbook_folder, config.brand.languages)
    policy = as_if_unlocked(policy_for(config))

    with progress(len(rows), "reading") as advanced:
        done = count(1)

        def answered(text: str) -> Answered:
            found = answer_to(a_mention(text, config.brand.name), playbook, reader, policy)
            advanced(next(done))
            return found

        return evaluate(head, rows, answered, policy.thresholds)
