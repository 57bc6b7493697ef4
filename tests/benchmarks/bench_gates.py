"""What a machine would answer, what a person hears of, what is passed over: whole decisions, with
automatic sending on and unlocked, on real texts that are never committed.

Counts of one run. Without `../shared/data` there is nothing to show.
"""

import csv
import html
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # to be run as a plain script too

from monitor.config import load_config  # noqa: E402
from monitor.domain.decide import decide  # noqa: E402
from monitor.domain.decision import Decision  # noqa: E402
from monitor.domain.effect import Action, State  # noqa: E402
from monitor.domain.facts import Facts  # noqa: E402
from monitor.domain.policy import Mode  # noqa: E402
from monitor.domain.values import replace  # noqa: E402
from monitor.rules import load_playbook  # noqa: E402
from monitor.scoring.for_brand import policy_for, reader_for  # noqa: E402
from monitor.testing import a_message  # noqa: E402

REAL_TEXTS = ROOT.parent / "shared" / "data"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANSWERED, DRAFT, ALERT, PASSED = "answered", "draft", "alert", "passed over"


class Labelled(NamedTuple):
    """A text, whether people called it a complaint, and whether they called it happy."""

    text: str
    is_complaint: bool
    is_praise: bool = False


def main() -> None:
    if not REAL_TEXTS.is_dir():
        print(f"no {REAL_TEXTS}: nothing to measure on")
        return
    desk = _Desk()
    _print_decisions("airline mentions", desk, _airline())
    _print_decisions("complaints, customers", desk, _complaints(is_random=False))
    _print_decisions("complaints, random posts", desk, _complaints(is_random=True))
    _print_hard_cases(desk)


class _Desk:
    """Decides on a text as if it were written to us at noon."""

    def __init__(self) -> None:
        config = load_config(ROOT / "config.toml")
        self._reader = reader_for(config)
        self._playbook = load_playbook(config.playbook_folder, config.brand.languages)
        self._policy = replace(
            policy_for(config),
            mode=Mode.AUTOMATIC,
            is_unlocked=True,
            settle_for=timedelta(0),
            delay_at_most=timedelta(0),
        )

    def decide(self, text: str) -> Decision:
        message = a_message(text, at=NOON)
        facts = Facts(message=message, reading=self._reader.read(message))
        return decide(facts, self._playbook, self._policy, NOON)


def _outcome(decision: Decision) -> str:
    """The loudest thing that is done."""
    words = [one.state for one in decision.effects if one.action is Action.ACKNOWLEDGE]
    if any(state is not State.PROPOSED for state in words):
        return ANSWERED
    if words:
        return DRAFT
    return ALERT if any(one.action is Action.ALERT for one in decision.effects) else PASSED


def _print_decisions(name: str, desk: _Desk, rows: Iterable[Labelled]) -> None:
    found: Counter[tuple[bool, str]] = Counter()
    happy: Counter[str] = Counter()
    for row in rows:
        outcome = _outcome(desk.decide(row.text))
        found[row.is_complaint, outcome] += 1
        happy[outcome] += row.is_praise
    complaints = sum(count for (is_complaint, _), count in found.items() if is_complaint)
    right, wrong = found[True, ANSWERED], found[False, ANSWERED]
    print(f"{name}: {found.total()} texts, {complaints} complaints")
    print(
        f"  answered: {right} right, {wrong} wrong: precision {_share(right, right + wrong)}, "
        f"recall {_share(right, complaints)}"
    )
    if happy.total():
        print(f"  happy people answered: {happy[ANSWERED]} of {happy.total()}")
    for is_complaint, who in ((True, "complaints"), (False, "others")):
        counts = ", ".join(
            f"{outcome} {found[is_complaint, outcome]}"
            for outcome in (ANSWERED, DRAFT, ALERT, PASSED)
        )
        print(f"  {who}: {counts}")


def _print_hard_cases(desk: _Desk) -> None:
    found: Counter[tuple[str, str]] = Counter()
    alone: list[str] = []
    for row in _rows("hard-cases-dev.csv"):
        decision = desk.decide(html.unescape(row["text"]))
        outcome = _outcome(decision)
        found[row["expected_action"], outcome] += 1
        if outcome == ANSWERED and row["expected_action"] != "ack":
            alone.append(row["id"])
        if row["kind"] in ("safety", "legal") and decision.rule not in (
            "danger-to-people",
            "serious",
        ):
            # a question about safety that nobody has to answer is none
            alone += [row["id"]] if row["expected_action"] == "human" else []
    print("hard cases, by what people would do:")
    for action in ("ack", "human", "no_ack"):
        counts = ", ".join(
            f"{outcome} {found[action, outcome]}" for outcome in (ANSWERED, DRAFT, ALERT, PASSED)
        )
        print(f"  {action}: {counts}")
    print(f"  wrongly answered, or safety and law not with a person: {alone or 'none'}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _airline() -> Iterator[Labelled]:
    with (REAL_TEXTS / "airline-dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            label = row["gold_sentiment"]
            yield Labelled(html.unescape(row["text"]), label == "negative", label == "positive")


def _complaints(*, is_random: bool) -> Iterator[Labelled]:
    for row in _rows("complaints-dev.csv"):
        if row["domain"].startswith("random") is is_random:
            yield Labelled(html.unescape(row["text"]), row["label"] == "1")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REAL_TEXTS / name).open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
