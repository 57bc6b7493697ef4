"""How `monitor explain` tells what the model weighed: for people, and in JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from monitor.cli.as_json import Keys
from monitor.cli.lines import count_of, hang
from monitor.domain.inert import for_terminal
from monitor.domain.thresholds import Thresholds

if TYPE_CHECKING:
    from monitor.scoring.model.piece_words import InWords
    from monitor.scoring.weighing import HeadWeighed, Weighing

MODEL_KEYS: Keys = {
    "model.scorers": "what read it then, such as `vader 3.3.2, model 2026.11`",
    "model.scorers_now": "what reads now, and weighed the words; empty: nothing could",
    "model.is_same": "today says what was said then",
    "model.why_not": "why words, or all of it, could not be weighed; else empty",
    "model.heads[].head": "complaint always, the others where they decided or came close",
    "model.heads[].score": "the probability as stored then, or null; of `english` and `elsewhere` "
    "none is stored",
    "model.heads[].score_now": "what today's model says, or null",
    "model.heads[].threshold": "from here on it decides (`english`: below); of a complaint, from "
    "which a machine may answer",
    "model.heads[].words[].what": "what weighed, in words, the heaviest first; empty without its "
    "text",
    "model.heads[].words[].adds": "so much it speaks for the head (or against), in logits",
}
#: logits from which on something speaks strongly, or clearly; below the last one it is not told
STRENGTHS = (("strongly", 0.8), ("clearly", 0.3), ("a little", 0.05))
#: so many are told for a head, and as many against it
MOST = 6
LABEL = "  model  "
_SIDES = (("for it", 1), ("against it", -1))
_NAMES = {
    "spam": "advertising",
    "english": "English",
    "elsewhere": "trouble with somebody else",
}
#: of a stranger's word
SHOWN = 60


def weighing_lines(weighing: "Weighing", thresholds: Thresholds, room: int) -> Iterator[str]:
    """Head by head, each with what spoke for and against it. A stranger's words are inert."""
    label, indent = LABEL, " " * len(LABEL)
    for head in weighing.heads:
        yield from hang(label, _head(head, thresholds), room)
        label = indent
        for side, sign in _SIDES:
            told = _side([one for one in head.weighed if one.adds * sign > 0])
            if told:
                yield from hang(f"{indent}  {side:<12}", told, room)
    for note in (weighing.why_not, _of_today(weighing)):
        if note:
            yield from hang(label, note, room)
            label = indent


def _head(one: "HeadWeighed", thresholds: Thresholds) -> str:
    """`complaint 0.97: you hear of it from 0.10 on, a machine may answer from 0.93 on`."""
    return f"{_NAMES.get(one.head, one.head)} {_scores(one)}: {_what_for(one, thresholds)}"


def _scores(one: "HeadWeighed") -> str:
    if one.score is None:
        return "–" if one.score_now is None else f"{one.score_now:.2f} today"
    if one.score_now is None or f"{one.score:.2f}" == f"{one.score_now:.2f}":
        return f"{one.score:.2f}"
    return f"{one.score:.2f} then, {one.score_now:.2f} today"


def _what_for(one: "HeadWeighed", thresholds: Thresholds) -> str:
    at = f"{one.threshold:.2f}"
    match one.head:
        case "complaint":
            return f"you hear of it from {thresholds.alert:.2f} on, a machine may answer from {at}"
        case "praise":
            return f"no apology from {at} on"
        case "question":
            return f"no machine answers from {at} on"
        case "english":
            return f"below {at} it counts as another language"
        case "abuse" | "elsewhere":
            return f"a person looks first from {at} on"
        case _:
            return f"no apology from {at} on"


def _side(found: Sequence["InWords"]) -> str:
    """What speaks for a head, or against it: the heaviest, by how much they weigh."""
    told: dict[str, list[str]] = {}
    rest = 0
    for place, one in enumerate(found):
        strength = next((name for name, least in STRENGTHS if abs(one.adds) >= least), "")
        if strength and place < MOST:
            told.setdefault(strength, []).append(for_terminal(one.what, SHOWN))
        else:
            rest += 1
    parts = [f"{strength}: {', '.join(each)}" for strength, each in told.items()]
    if parts and rest:
        parts.append(f"and {count_of(rest, 'lighter one')}")
    return "; ".join(parts)


def _of_today(weighing: "Weighing") -> str:
    """Where the words are not weighed by what read them then."""
    if not any(one.weighed for one in weighing.heads) or weighing.is_same:
        return ""
    then, now = for_terminal(weighing.scorers, 60), for_terminal(weighing.scorers_now, 60)
    if then != now:
        return f"it was read with {then}; the words are weighed by what reads today, {now}"
    return "your phrases, your names or its words have changed since: weighed as they are today"


def weighing_json(weighing: "Weighing") -> dict[str, object]:
    """The keys of MODEL_KEYS."""
    return {
        "scorers": weighing.scorers,
        "scorers_now": weighing.scorers_now,
        "is_same": weighing.is_same,
        "why_not": weighing.why_not,
        "heads": [
            {
                "head": head.head,
                "score": head.score,
                "score_now": head.score_now,
                "threshold": head.threshold,
                "words": [{"what": one.what, "adds": round(one.adds, 3)} for one in head.weighed],
            }
            for head in weighing.heads
        ],
    }
