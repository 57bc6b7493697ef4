"""Labels: what a person said a text is, as people write it, and what that means for one question.

`complaint`, `praise+question`, `complaint:late` (a complaint, and its topic); `1` and `0`, `yes`
and `no` answer the question that is asked. Anything else has to be said: no feeling is silently
taken for a complaint.
"""

from collections.abc import Collection
from typing import Final, NamedTuple

from monitor.domain.reading import Kind

#: what can be asked of a text
HEADS: Final = tuple(kind.value for kind in Kind if kind is not Kind.OTHER)
#: the other question: what it is about
TOPIC: Final = "topic"
_KINDS: Final = frozenset(kind.value for kind in Kind)
_YES: Final = frozenset(("1", "1.0", "yes", "true", "y", "t"))
_NO: Final = frozenset(("0", "0.0", "no", "false", "n", "f"))
_FEELINGS: Final = frozenset(("negative", "neutral", "positive"))


class Labelled(NamedTuple):
    """A label, understood."""

    #: it is what was asked for
    is_yes: bool
    #: under which label it is counted
    name: str


def understand(written: object, head: str, wanted: Collection[str] = ()) -> Labelled:
    """What a label says about `head`; `wanted`: labels that mean yes, in place of the usual ones.

    Raises ValueError with a sentence.
    """
    parts = [part.strip().lower() for part in _as_text(written).split("+")]
    if not any(parts):
        raise ValueError("no label")
    if wanted:
        is_yes = not {one.strip().lower() for one in wanted}.isdisjoint(parts)
        return Labelled(is_yes, "+".join(sorted(set(parts))))
    if len(parts) == 1 and parts[0] in _YES | _NO:
        is_yes = parts[0] in _YES
        return Labelled(is_yes, head if is_yes else f"not {head}")
    kinds = [part.partition(":")[0].strip() for part in parts]
    for kind in kinds:
        if kind in _FEELINGS:
            raise ValueError(f"`{kind}` says how it feels, not what it is")
        if kind not in _KINDS:
            raise ValueError(f"no such label: `{kind}`")
    return Labelled(head in kinds, "+".join(sorted(set(kinds))))


def _as_text(written: object) -> str:
    match written:
        case bool():
            return "1" if written else "0"
        case str():
            return written
        case int() | float():
            return str(written)
        case list() if all(isinstance(one, str) for one in written):
            return "+".join(written)
        case None:
            return ""
        case _:
            raise ValueError("a label that is neither a word nor a number")
