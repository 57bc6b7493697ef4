"""The recipe of the model that ships: which head learns what from which texts.

`elsewhere` learns from what sounds like a complaint alone: complaints to us, and texts in which
something is wrong that is none. What was written for it teaches no other head: it made them worse.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from monitor.scoring.model.text import Text
from monitor.scoring.model.weights import ELSEWHERE, HEADS, Weights
from monitor.scoring.phrases import PhraseIndex
from monitor.scoring.training.examples import Example, examples
from monitor.scoring.training.fitting import Lesson, fit
from monitor.scoring.training.matrix import matrix_of, matrix_of_whose, texts_of
from monitor.scoring.training.needed import needed
from monitor.scoring.vader import FastVader

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

#: the number of the recipe: anything that changes the weights raises it
VERSION: Final = "2026.11.3"
#: probabilities at which something is done; see docs/model-card.md
THRESHOLDS: Final = {
    "complaint.alert": 0.08,
    "complaint.automatic": 0.95,
    "complaint.overrule_veto": 0.985,
    "english.covered": 0.3,
    "elsewhere.held": 0.25,
}

#: whether a head says yes to an example; None where the example does not tell
Answer = Callable[[Example], bool | None]


class Plan(NamedTuple):
    """How one head is trained."""

    answer: Answer
    strength: float
    #: 0..1, how much of it hangs on how telling a piece is
    by_telling: float = 0.0
    #: how much a text counts whose label is of tone only
    of_tone: float = 0.0


def _labelled(label: str, tone: int | None = None) -> Answer:
    def answer(example: Example) -> bool | None:
        if example.labels is not None:
            return label in example.labels
        return None if tone is None or example.tone is None else example.tone == tone

    return answer


PLANS: Final[dict[str, Plan]] = {
    "complaint": Plan(_labelled("complaint", tone=-1), strength=0.2, by_telling=0.5, of_tone=1.5),
    "praise": Plan(_labelled("praise", tone=1), strength=0.2, by_telling=0.5, of_tone=0.5),
    "question": Plan(_labelled("question"), strength=1.0),
    "spam": Plan(_labelled("spam"), strength=1.0),
    "abuse": Plan(_labelled("abuse"), strength=0.3),
    "english": Plan(lambda example: example.is_english, strength=3.0, by_telling=0.5),
}

#: what the texts count that were written for it (`corpus/elsewhere_*`): others name nobody else
_WRITTEN_FOR_IT: Final = 2.0
#: what is nobody's complaint, and not because it is somebody else's affair
_NO_AFFAIR: Final = frozenset(("spam", "abuse"))


def train(
    languages: Path,
    phrases: Sequence[tuple[str, str]],
    *,
    told: Callable[[str], None] = lambda _: None,
) -> Weights:
    """The weights, the same for the same texts.

    `phrases`: (list, phrase), as `PhraseFile.phrases`. `told` hears what goes on.
    Raises InputError, MonitorError, OSError.
    """
    found = examples(languages)
    told(f"{len(found):,} texts")
    texts = texts_of([one.text for one in found], FastVader(), PhraseIndex(phrases))
    shared = [row for row, one in enumerate(found) if teaches_every_head(one)]
    matrix = matrix_of([texts[row] for row in shared])
    heads = []
    for name in HEADS:
        taught = lesson(PLANS[name], [found[row] for row in shared], matrix)
        heads.append(fit(name, taught).head)
        told(f"{name} is learnt")
    elsewhere = fit(ELSEWHERE, lesson_of_whose(found, texts)).head
    told(f"{ELSEWHERE} is learnt")
    return Weights(VERSION, tuple(heads), THRESHOLDS, elsewhere)


def teaches_every_head(example: Example) -> bool:
    """It was not written for `elsewhere` alone."""
    return not example.group.startswith(ELSEWHERE)


def lesson_of_whose(found: Sequence[Example], texts: Sequence[Text]) -> Lesson:
    """The rows that tell whose trouble it is: `found` and `texts` in the same order."""
    plan = Plan(lambda example: "complaint" not in (example.labels or ()), strength=2.0)
    pairs = [pair for pair in zip(found, texts, strict=True) if has_trouble(*pair)]
    kept = [one for one, _ in pairs]
    made = lesson(plan, kept, matrix_of_whose([text for _, text in pairs]))
    for row, one in enumerate(kept):
        if not teaches_every_head(one):
            made.weight[row] = _WRITTEN_FOR_IT
    return made


def has_trouble(example: Example, text: Text) -> bool:
    """It is a complaint, or sounds like one, or was written to sound like one."""
    if example.labels is None or not _NO_AFFAIR.isdisjoint(example.labels):
        return False
    return (
        "complaint" in example.labels
        or not teaches_every_head(example)
        or bool(text.grounds.strong or text.grounds.weak)
    )


def lesson(plan: Plan, found: Sequence[Example], matrix: "csr_matrix") -> Lesson:
    """The rows that tell something to this head."""
    numpy = needed("numpy")
    answers = [plan.answer(one) for one in found]
    rows = [row for row, answer in enumerate(answers) if answer is not None]
    groups = {group: number for number, group in enumerate(sorted({one.group for one in found}))}
    return Lesson(
        matrix=matrix[rows],
        wanted=numpy.array([answers[row] for row in rows], dtype=int),
        weight=numpy.array(
            [plan.of_tone if plan.of_tone and found[row].tone is not None else 1.0 for row in rows]
        ),
        group=numpy.array([groups[found[row].group] for row in rows]),
        strength=plan.strength,
        by_telling=plan.by_telling,
    )
