"""How well and how fast messages are understood, on real texts that are never committed.

Ratios and counts of one run. Without `../shared/data` only the speed on invented texts is shown.
"""

from __future__ import annotations

import csv
import html
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # to be run as a plain script too

from monitor.domain.message import Author, Message  # noqa: E402
from monitor.domain.reading import Certainty, Kind, Reading  # noqa: E402
from monitor.scoring.brand_words import BrandWords  # noqa: E402
from monitor.scoring.phrase_file import load_phrases  # noqa: E402
from monitor.scoring.reader import Reader  # noqa: E402
from monitor.scoring.vader import FastVader  # noqa: E402

REAL_TEXTS = ROOT.parent / "shared" / "data"
TIMED_TEXTS = 2_000
ROUNDS = 7
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ADA = Author(id="x:42", platform="x", handle="ada")
INVENTED = (
    "@larchandloaf the rye was lovely today, but why is the queue so long every Saturday morning?",
    "walked past the bakery by the lock, the smell alone is worth the detour. back tomorrow",
    "@larchandloaf my order never arrived and nobody answers the phone, this is the third time now",
    "does anyone know if the shop by platform 1 is open on Sundays in winter? asking for my mother",
)


class Labelled(NamedTuple):
    """A text and whether people called it a complaint, with the label they gave."""

    text: str
    is_complaint: bool
    label: str


def main() -> None:
    vader = FastVader()
    brand = BrandWords(["Larch & Loaf"])
    reader = Reader(vader, load_phrases(ROOT / "playbooks" / "phrases.toml"), {"larch": brand})
    if REAL_TEXTS.is_dir():
        _print_counts("airline mentions", reader, _airline())
        _print_counts("complaints, customers", reader, _complaints(is_random=False))
        _print_counts("complaints, random posts", reader, _complaints(is_random=True))
        _print_hard_cases(reader)
        _print_languages(reader)
        _print_sensitive(reader)
    else:
        print(f"no {REAL_TEXTS}: speed only, on invented texts")
    _print_speed(reader, vader)


def _print_counts(name: str, reader: Reader, rows: Iterable[Labelled]) -> None:
    found: Counter[tuple[bool, str]] = Counter()
    praise: Counter[str] = Counter()
    for text, is_complaint, label in rows:
        level = _level(reader.read(_message(text)))
        found[is_complaint, level] += 1
        if label == "positive":
            praise[level] += 1
    complaints = sum(count for (is_complaint, _), count in found.items() if is_complaint)
    print(f"{name}: {found.total()} texts, {complaints} complaints")
    for title, levels in (("sure", ("sure",)), ("likely or better", ("sure", "likely"))):
        right = sum(found[True, level] for level in levels)
        wrong = sum(found[False, level] for level in levels)
        print(
            f"  {title}: precision {_share(right, right + wrong)}, "
            f"recall {_share(right, complaints)} ({right} right, {wrong} wrong)"
        )
    if praise:
        print(f"  praise called a sure complaint: {praise['sure']} of {praise.total()}")


def _print_hard_cases(reader: Reader) -> None:
    complaints = found = wrongly_sure = dangers = seen_dangers = 0
    for row in _rows("hard-cases-dev.csv"):
        reading = reader.read(_message(html.unescape(row["text"])))
        level = _level(reading)
        wrongly_sure += level == "sure" and row["expected_action"] != "ack"
        complaints += row["expected_label"] == "complaint"
        found += row["expected_label"] == "complaint" and level != ""
        dangers += row["kind"] in ("safety", "legal")
        seen_dangers += row["kind"] in ("safety", "legal") and bool(reading.sensitive)
    print(
        f"hard cases: complaints likely or better {found} of {complaints}, wrongly sure "
        f"{wrongly_sure}, dangers seen {seen_dangers} of {dangers}"
    )


def _print_languages(reader: Reader) -> None:
    kept: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in _rows("languages-dev.csv"):
        total[row["lang"]] += 1
        kept[row["lang"]] += reader.read(_message(row["text"])).language in ("en", None)
    shares = ", ".join(f"{name} {_share(kept[name], total[name])}" for name in sorted(total))
    print(f"taken for English or too short to tell: {shares}")


def _print_sensitive(reader: Reader) -> None:
    found: Counter[str] = Counter()
    texts = [row.text for row in _airline()]
    for text in texts:
        found.update(reader.read(_message(text)).sensitive)
    topics = ", ".join(f"{name} {count}" for name, count in found.most_common())
    print(f"sensitive topics in {len(texts)} airline mentions: {topics}")


def _print_speed(reader: Reader, vader: FastVader) -> None:
    texts = list(INVENTED) * (TIMED_TEXTS // len(INVENTED))
    if REAL_TEXTS.is_dir():
        posts = [row["text"] for row in _rows("semeval-dev.csv")]
        texts = random.Random(7).sample([t for t in posts if 60 < len(t) < 160], TIMED_TEXTS)
    messages = [_message(text) for text in texts]
    alone = _best(lambda: [vader.polarity(text) for text in texts])
    whole = _best(lambda: [reader.read(message) for message in messages])
    print(f"speed: a reading costs {whole / alone:.2f} times the score alone")


def _best(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def _level(reading: Reading) -> str:
    """`sure`, `likely`, or empty when it is no complaint that anybody would be shown."""
    if reading.kind is not Kind.COMPLAINT or reading.certainty is Certainty.UNSURE:
        return ""
    return str(reading.certainty)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "none"


def _message(text: str) -> Message:
    return Message(
        id="x:1",
        brand="larch",
        platform="x",
        author=ADA,
        text=text,
        created_at=NOON,
        seen_at=NOON,
        addressed=True,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REAL_TEXTS / name).open(encoding="utf-8", errors="replace") as rows:
        yield from csv.DictReader(rows)


def _airline() -> Iterator[Labelled]:
    with (REAL_TEXTS / "airline-dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            label = row["gold_sentiment"]
            if row["addressed"]:
                yield Labelled(html.unescape(row["text"]), label == "negative", label)


def _complaints(*, is_random: bool) -> Iterator[Labelled]:
    for row in _rows("complaints-dev.csv"):
        if row["domain"].startswith("random") is is_random:
            yield Labelled(html.unescape(row["text"]), row["label"] == "1", "")


if __name__ == "__main__":
    main()
