"""How well the topic of a complaint is understood, on the corpus of invented messages.

A topic counts when it is as sure as the special wording of a family takes (`topic_confidence`);
below that the wording stays general, which is never wrong.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # to be run as a plain script too

from monitor.domain.policy import Policy  # noqa: E402
from monitor.domain.reading import Reading  # noqa: E402
from monitor.scoring.corpus.lines import Line, read_corpus  # noqa: E402
from monitor.scoring.phrase_file import load_phrases  # noqa: E402
from monitor.scoring.phrase_lists import TOPICS  # noqa: E402
from monitor.scoring.reader import Reader  # noqa: E402
from monitor.scoring.vader import FastVader  # noqa: E402
from monitor.testing import a_message  # noqa: E402

#: labels of the corpus for which there is no family
WITHOUT_FAMILY = ("safety", "other")
SURE_ENOUGH = next(
    default
    for field, default in zip(
        reversed(Policy.__struct_fields__), reversed(Policy.__struct_defaults__), strict=False
    )
    if field == "topic_confidence"
)


class Told(NamedTuple):
    """A complaint of the corpus, and the topic that was sure enough; empty when none was."""

    line: Line
    topic: str


def main() -> None:
    reader = Reader(FastVader(), load_phrases(ROOT / "playbooks" / "phrases.toml"))
    told = [
        Told(line, _sure(reader.read(a_message(line.text)))) for line in read_corpus() if line.topic
    ]
    print(f"{len(told)} complaints with a topic; a family's wording from {SURE_ENOUGH} on")
    print("family        chosen  right  precision  recall   wrong ones were")
    for topic in TOPICS:
        _print_topic(topic, told)
    chosen = [one for one in told if one.topic]
    right = sum(one.topic == one.line.topic for one in chosen)
    labelled = sum(one.line.topic not in WITHOUT_FAMILY for one in told)
    print(
        f"{'all':12} {len(chosen):7} {right:6} {right / len(chosen):10.3f} {right / labelled:7.3f}"
    )


def _sure(reading: Reading) -> str:
    topic = reading.topic
    if reading.sensitive or topic is None or topic.confidence < SURE_ENOUGH:
        # who is hurt, or asks the law, gets no family's words
        return ""
    return topic.name


def _print_topic(topic: str, told: Iterable[Told]) -> None:
    meant = chosen = right = 0
    wrong: Counter[str] = Counter()
    for one in told:
        meant += one.line.topic == topic
        if one.topic == topic:
            chosen += 1
            right += one.line.topic == topic
            wrong[one.line.topic] += one.line.topic != topic
    others = ", ".join(f"{name} {count}" for name, count in wrong.most_common(4) if count)
    print(
        f"{topic:12} {chosen:7} {right:6} {right / max(1, chosen):10.3f} "
        f"{right / max(1, meant):7.3f}   {others}"
    )


if __name__ == "__main__":
    main()
