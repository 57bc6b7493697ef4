"""An evaluation of topics: of the texts that would get a topic's wording, how many are about it.

A topic chooses the words of a reply only where it is sure enough, and where nothing grave is in the
text; else the wording is general, which is never wrong. So two things are counted for each topic:
what a text was read as, and whose wording it would get.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from monitor.domain.reading import Reading
from monitor.domain.values import Value
from monitor.scoring.evaluation.confusion import Confusion, confusion
from monitor.scoring.evaluation.labelled_file import Row
from monitor.scoring.phrase_lists import TOPICS


class TopicTried(Value):
    """One text: what it is about, and what was made of it."""

    row: Row
    #: as labelled; those that are none of ours are about none of them
    topics: frozenset[str]
    #: the strongest one that was read; empty: none
    read_as: str
    #: how sure that is, 0..1
    confidence: float
    #: whose wording it would get; empty: the general one
    worded_as: str

    @property
    def is_worded_wrong(self) -> bool:
        """It would get the wording of a topic that it is not about."""
        return bool(self.worded_as) and self.worded_as not in self.topics


class TopicCounts(Value):
    """How one topic did; all of them together under the name ""."""

    topic: str
    read: Confusion
    worded: Confusion
    #: what the texts with the wrong wording were labelled as, the most common first
    mistaken: dict[str, int]


class TopicEvaluation(Value):
    """All of it."""

    tried: tuple[TopicTried, ...]
    #: so sure a topic has to be to choose the words
    sure_from: float
    #: the topics of the monitor, in their order, and then all together
    counts: tuple[TopicCounts, ...]

    @property
    def others(self) -> dict[str, int]:
        """Labels that are none of the monitor's topics, the most common first."""
        found = Counter(name for one in self.tried for name in sorted(one.topics - set(TOPICS)))
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def mistakes(self, most: int) -> list[TopicTried]:
        """Texts with the wording of another topic, the surest first."""
        wrong = [one for one in self.tried if one.is_worded_wrong]
        return sorted(wrong, key=lambda one: -one.confidence)[:most]


def understand_topics(written: object) -> frozenset[str]:
    """The topics of a label: `late`, `complaint:late`, several joined by `+`. Raises ValueError."""
    if not isinstance(written, str):
        raise ValueError("a topic that is no word")
    parts = [part.strip().lower() for part in written.split("+")]
    named = [part.rpartition(":")[2].strip() for part in parts]
    if not all(named):
        raise ValueError(f"no such topic: `{written}`")
    return frozenset(named)


def evaluate_topics(
    rows: Iterable[tuple[Row, frozenset[str]]],
    read: Callable[[str], Reading],
    sure_from: float,
) -> TopicEvaluation:
    """Tries every text, and counts."""
    tried = tuple(_tried(row, topics, read(row.text), sure_from) for row, topics in rows)
    counts = tuple(_counts(topic, tried) for topic in TOPICS)
    everything = TopicCounts(
        topic="",
        read=_added([one.read for one in counts]),
        worded=_added([one.worded for one in counts]),
        mistaken={},
    )
    return TopicEvaluation(tried=tried, sure_from=sure_from, counts=(*counts, everything))


def _tried(row: Row, topics: frozenset[str], reading: Reading, sure_from: float) -> TopicTried:
    found = reading.topic
    name, confidence = (found.name, found.confidence) if found is not None else ("", 0.0)
    is_worded = confidence >= sure_from and not reading.sensitive
    return TopicTried(
        row=row,
        topics=topics,
        read_as=name,
        confidence=confidence,
        worded_as=name if is_worded else "",
    )


def _counts(topic: str, tried: Sequence[TopicTried]) -> TopicCounts:
    mistaken = Counter(
        name
        for one in tried
        if one.worded_as == topic and one.is_worded_wrong
        for name in sorted(one.topics)
    )
    return TopicCounts(
        topic=topic,
        read=confusion((one.read_as == topic, topic in one.topics) for one in tried),
        worded=confusion((one.worded_as == topic, topic in one.topics) for one in tried),
        mistaken=dict(sorted(mistaken.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _added(parts: Sequence[Confusion]) -> Confusion:
    """Every topic's own yes and no, together."""
    return Confusion(
        hits=sum(one.hits for one in parts),
        wrong=sum(one.wrong for one in parts),
        missed=sum(one.missed for one in parts),
        passed=sum(one.passed for one in parts),
    )
