"""Topics: what a message is about; the acknowledgement families are topics.

A phrase that can hardly mean another topic weighs three, any other one. The confidence is the
topic's share of all weights. Without a phrase of the first sort it stays below what the special
wording of a family takes, so that this is used only where nothing else can be meant.
"""

from functools import lru_cache
from typing import Final

from monitor.domain.reading import Topic
from monitor.scoring.grounds import Grounds
from monitor.scoring.phrase_lists import TOPICS

_SURE: Final = "topic.sure."
_STRONG: Final = 3
_WEAK: Final = 1
_WITHOUT_STRONG: Final = 0.6


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
    for hit in grounds.strong:
        name = _TOPICS[hit.list]
        if name:
            weights[name] = weights.get(name, 0) + _STRONG
    sure = set(weights)
    for hits in (grounds.weak, grounds.topics):
        for hit in hits:
            name = _TOPICS[hit.list]
            if name and hit.list.startswith(_SURE):
                weights[name] = weights.get(name, 0) + _STRONG
                sure.add(name)
            elif name:
                weights[name] = weights.get(name, 0) + _WEAK
    if not weights:
        return ()
    total = sum(weights.values())
    ranked = [(-weight, name) for name, weight in weights.items()]
    ranked.sort()
    return tuple([_topic(name, -weight, total, name in sure) for weight, name in ranked])


@lru_cache(maxsize=2048)
def _topic(name: str, weight: int, total: int, is_sure: bool) -> Topic:
    share = weight / total
    return Topic(name=name, confidence=round(share if is_sure else share * _WITHOUT_STRONG, 2))
