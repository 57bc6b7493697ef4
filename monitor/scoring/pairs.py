"""Pairs: two phrases that are harmless alone, and together a matter for a person.

"my daughter" is nobody's business and "left alone" may be a dog; near each other they wake the
owner. A pair has two lists, `whom` and `what`; they make one hit of the sensitive topic.

Invariant: the time is linear in the number of hits.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from monitor.scoring.phrases import Hit

#: words between the two at most
APART: Final = 12
_WHOM: Final = ".whom"
#: words of a phrase; further back than this and `APART` nothing is near
_LONGEST: Final = 12


def paired(hits: Sequence[Hit]) -> Iterator[Hit]:
    """A hit of `sensitive.<topic>` for each topic of which both stand near each other; `hits` are
    those of `pair.<topic>.whom` and `pair.<topic>.what`, in the order of their first words."""
    #: topic → (whom, what), each the hits so far
    met: dict[str, tuple[list[Hit], list[Hit]]] = {}
    found: set[str] = set()
    for hit in hits:
        topic = hit.list.split(".")[1]
        if topic in found:
            continue
        whom, what = met.setdefault(topic, ([], []))
        own, others = (whom, what) if hit.list.endswith(_WHOM) else (what, whom)
        own.append(hit)
        other = next(_near(hit, others), None)
        if other is not None:
            found.add(topic)
            phrase = f"{other.phrase} … {hit.phrase}"
            end = max(other.end, hit.end)
            yield Hit(f"sensitive.{topic}", phrase, other.start, end)


def _near(hit: Hit, others: Sequence[Hit]) -> Iterator[Hit]:
    """Those that end up to `APART` words before it, the nearest first."""
    for other in reversed(others):
        if hit.start - other.start > APART + _LONGEST:
            return
        if other.end <= hit.start <= other.end + APART:
            yield other
