"""Topics: what a message is about; the acknowledgement families are topics.

A strong phrase weighs three, a weak one or a mere topic word one. The confidence is the topic's
share of all weights, held down while only weak words speak, so that the special wording of a family
is used only where nothing else is meant.
"""

from functools import lru_cache
from typing import Final

from monitor.domain.reading import Topic
from monitor.scoring.grounds import Grounds
from monitor.scoring.phrase_file import TOPICS

_STRONG: Final = 3
_WEAK: Final = 1


class _Topics(dict[str, str]):
    """List → topic, empty for a list that belongs to none; worked out once for each list."""

    def __missing__(self, name: str) -> str:
        last = name.rpartition(".")[2]
        topic = last if last in TOPICS else ""
        self[name] = topic
        return topic


_TOPICS: Final = _Topics()


def topics_of(grounds: Grounds) -> tuple[Topic, ...]:
    """The topics, strongest first."""
    if not (grounds.strong or grounds.weak or grounds.topics):
        return ()
    weights: dict[str, int] = {}
    for hits, weight in ((grounds.strong, _STRONG), (grounds.weak, _WEAK), (grounds.topics, _WEAK)):
        for hit in hits:
            name = _TOPICS[hit.list]
            if name:
                weights[name] = weights.get(name, 0) + weight
    if not weights:
        return ()
    total = sum(weights.values())
    ranked = [(-weight, name) for name, weight in weights.items()]
    ranked.sort()
    return tuple([_topic(name, -weight, total) for weight, name in ranked])


@lru_cache(maxsize=2048)
def _topic(name: str, weight: int, total: int) -> Topic:
    return Topic(name=name, confidence=round(weight / total * min(1.0, weight / _STRONG), 2))
