"""How good the complaint model is, on real texts that are never committed: the figures of
docs/model-card.md.

First the file that ships, on brands and domains it never saw. Then, where scikit-learn is there,
the language gate fold by fold, and what the recipe is worth when it may learn from such texts
itself. Counts of one run, a few minutes. Without `../shared/data` there is nothing to show.
"""

import csv
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # to be run as a plain script too

from monitor.domain.message import Message  # noqa: E402
from monitor.domain.reading import Reading  # noqa: E402
from monitor.domain.thresholds import Thresholds  # noqa: E402
from monitor.scoring.brand_words import BrandWords  # noqa: E402
from monitor.scoring.evaluation.confusion import Confusion  # noqa: E402
from monitor.scoring.evaluation.ranking import rank  # noqa: E402
from monitor.scoring.language import language_of  # noqa: E402
from monitor.scoring.model import Model, Text  # noqa: E402
from monitor.scoring.phrase_file import load_phrases  # noqa: E402
from monitor.scoring.phrases import PhraseIndex  # noqa: E402
from monitor.scoring.reader import Reader  # noqa: E402
from monitor.scoring.training import examples, recipe  # noqa: E402
from monitor.scoring.vader import FastVader  # noqa: E402
from monitor.scoring.words import closed_up  # noqa: E402
from monitor.testing import a_message  # noqa: E402

REAL_TEXTS = ROOT.parent / "shared" / "data"
LANGUAGES = REAL_TEXTS / "languages-dev.csv"
AIRLINES = BrandWords(("United", "JetBlue", "Southwest", "SouthwestAir"))
STEPS = (0.05, 0.08, 0.1, 0.5, 0.9, 0.93, 0.95, 0.97, 0.98)
FOLDS = 10


class Labelled(NamedTuple):
    """A text, whether it is what is looked for, and what people called it."""

    text: str
    is_one: bool
    label: str = ""


def main() -> None:
    if not REAL_TEXTS.is_dir():
        print(f"no {REAL_TEXTS}: nothing to measure on")
        return
    model = Model.shipped()
    phrases = load_phrases(ROOT / "playbooks" / "phrases.toml")
    reader = Reader(
        FastVader(),
        phrases,
        {"airline": AIRLINES},
        model=model,
        thresholds=Thresholds.of(model.thresholds, {}),
    )
    print(f"shipped, version {model.version}, {dict(model.thresholds)}")
    _print_complaints("airline", reader, "airline", list(_airline()))
    _print_complaints("complaints", reader, "", list(_labelled("complaints-dev.csv")))
    _print_others(reader)
    if find_spec("sklearn") is None:
        print("no scikit-learn: what the recipe is worth is not measured")
        return
    bench = _Recipes(PhraseIndex(phrases.phrases))
    bench.print_language()
    bench.print_elsewhere()
    bench.print_recipe("complaints", list(_labelled("complaints-dev.csv")), strength=1.0, telling=0)
    bench.print_recipe("abuse", list(_labelled("offensive-dev.csv")), strength=3.0, telling=1)


def _print_complaints(name: str, reader: Reader, brand: str, rows: Sequence[Labelled]) -> None:
    readings = [reader.read(_message(row.text, brand)) for row in rows]
    scores = [reading.p_complaint or 0.0 for reading in readings]
    auc = rank([(score, row.is_one) for score, row in zip(scores, rows, strict=True)]).auc
    lost = sum(reading.language not in ("en", None) for reading in readings)
    print(f"{name}: {len(rows)} texts, AUC {auc:.3f}, language gate loses {lost / len(rows):.4f}")
    automatic = recipe.THRESHOLDS["complaint.automatic"]
    ours = [
        score >= automatic
        and reader.told_elsewhere(_message(row.text, brand)) < recipe.THRESHOLDS["elsewhere.held"]
        for score, row in zip(scores, rows, strict=True)
    ]
    told = _count(ours, rows)
    happy = [score for score, row in zip(scores, rows, strict=True) if row.label == "positive"]
    for step in STEPS:
        counted = _count([score >= step for score in scores], rows)
        praise = f", praise {_share([s >= step for s in happy])}" if happy else ""
        print(
            f"  from {step}: precision {counted.precision:.3f}, recall {counted.recall:.3f}"
            f" ({counted.wrong} wrong){praise}"
        )
    print(
        f"  from {automatic}, and not heard as somebody else's: precision {told.precision:.3f}, "
        f"recall {told.recall:.3f} ({told.wrong} wrong)"
    )
    if happy:
        praise_head = rank(
            [
                (reading.p_praise or 0.0, row.label == "positive")
                for reading, row in zip(readings, rows, strict=True)
            ]
        )
        print(f"  praise against the rest: AUC {praise_head.auc:.3f}")


def _print_others(reader: Reader) -> None:
    heads: tuple[tuple[str, str, Callable[[Reading], float | None]], ...] = (
        ("spam", "spam-dev.csv", lambda reading: reading.p_spam),
        ("abuse", "offensive-dev.csv", lambda reading: reading.p_abuse),
    )
    for name, file, score_of in heads:
        rows = list(_labelled(file))
        scores = [score_of(reader.read(_message(row.text, ""))) or 0.0 for row in rows]
        auc = rank([(score, row.is_one) for score, row in zip(scores, rows, strict=True)]).auc
        counted = _count([score >= 0.5 for score in scores], rows)
        print(
            f"{name}: AUC {auc:.3f}, at .5 recall {counted.recall:.3f}, "
            f"{counted.wrong} of {counted.wrong + counted.passed} others, "
            f"macro-F1 {counted.macro_f1:.3f}"
        )


class _Recipes:
    """What the recipe is worth, where it learns from the texts it is measured on, fold by fold."""

    def __init__(self, phrases: PhraseIndex) -> None:
        self._vader = FastVader()
        self._phrases = phrases

    def print_language(self) -> None:
        """Every text is judged by an `english` head that has not seen its fold."""
        from monitor.scoring.training.fitting import fit
        from monitor.scoring.training.matrix import matrix_of

        found = [
            one
            for one in examples.examples(LANGUAGES)
            if one.is_english is not None and recipe.teaches_every_head(one)
        ]
        texts = self._texts([one.text for one in found])
        plan = recipe.PLANS["english"]
        fitted = fit("english", recipe.lesson(plan, found, matrix_of(texts)))
        threshold = Thresholds.of(recipe.THRESHOLDS, {}).english
        logits = fitted.head.slope * fitted.held_out + fitted.head.shift
        named = {row["text"]: row["lang"] for row in _rows(LANGUAGES.name)}
        groups: dict[str, list[bool]] = {}
        for one, text, logit in zip(found, texts, logits, strict=True):
            name = _language_group(one, named.get(one.text, ""))
            is_held = _sigmoid(logit) < threshold or not _is_read(text)
            groups.setdefault(name, []).append(is_held)
        print(f"held back as another language, below {threshold}:")
        for name, held in sorted(groups.items()):
            print(f"  {name}: {_share(held)} of {len(held)}")

    def print_elsewhere(self) -> None:
        """What was written for that head, judged by one that has not seen its writer's lines."""
        from monitor.scoring.training.fitting import fit

        found = examples.examples(LANGUAGES)
        texts = self._texts([one.text for one in found])
        fitted = fit("elsewhere", recipe.lesson_of_whose(found, texts))
        logits = fitted.head.slope * fitted.held_out + fitted.head.shift
        kept = [
            one for one, text in zip(found, texts, strict=True) if recipe.has_trouble(one, text)
        ]
        print("somebody else's affair:")
        for group in sorted({one.group for one in kept if not recipe.teaches_every_head(one)}):
            told = [
                (_sigmoid(logit), "complaint" not in (one.labels or ()))
                for one, logit in zip(kept, logits, strict=True)
                if one.group == group
            ]
            print(f"  {group}: AUC {rank(told).auc:.3f} of {len(told)}")

    def print_recipe(
        self, name: str, rows: Sequence[Labelled], *, strength: float, telling: float
    ) -> None:
        """Fold by fold, by chance."""
        order = list(range(len(rows)))
        random.Random(0).shuffle(order)
        fold_of = {row: place % FOLDS for place, row in enumerate(order)}
        logits = [0.0] * len(rows)
        for fold in range(FOLDS):
            inside = [row for row in range(len(rows)) if fold_of[row] == fold]
            outside = [row for row in range(len(rows)) if fold_of[row] != fold]
            told = self._learnt(rows, outside, inside, strength, telling)
            for row, logit in zip(inside, told, strict=True):
                logits[row] = logit
        auc = rank([(logit, row.is_one) for logit, row in zip(logits, rows, strict=True)]).auc
        counted = _count([logit > 0 for logit in logits], rows)
        print(f"recipe on {name}: macro-F1 {counted.macro_f1:.3f}, AUC {auc:.3f}")

    def _learnt(
        self,
        rows: Sequence[Labelled],
        learnt: Sequence[int],
        asked: Sequence[int],
        strength: float,
        telling: float,
    ) -> list[float]:
        """The logits of the ones that are asked for."""
        import numpy

        from monitor.scoring.training.fitting import Lesson, regression, without_rare

        matrix = without_rare(self._matrix(rows))
        lesson = Lesson(
            matrix=matrix,
            wanted=numpy.array([row.is_one for row in rows], dtype=int),
            weight=numpy.ones(len(rows)),
            group=numpy.zeros(len(rows), dtype=int),
            strength=strength,
            by_telling=telling,
        )
        told: list[float] = regression(lesson, learnt).decision_function(matrix[asked]).tolist()
        return told

    def _matrix(self, rows: Sequence[Labelled]) -> Any:  # Any: a matrix of scipy
        from monitor.scoring.training.matrix import matrix_of

        if getattr(self, "_rows", None) is not rows:
            self._rows, self._made = rows, matrix_of(self._texts([row.text for row in rows]))
        return self._made

    def _texts(self, raws: Sequence[str]) -> list[Text]:
        from monitor.scoring.training.matrix import texts_of

        return texts_of(raws, self._vader, self._phrases)


def _language_group(one: examples.Example, language: str) -> str:
    if not one.group.startswith("languages"):
        return "english, ours"
    if language == "hindi":
        return "hindi without a small Hindi word" if one.is_english else "hindi in Latin letters"
    return "english" if one.is_english else "six others"


def _is_read(text: Text) -> bool:
    """The language gate that stands before the model lets it pass."""
    counted = bool(text.grounds.counted)
    return language_of(closed_up(text.text), text.words, None, knows_english=counted) in (
        "en",
        None,
    )


def _count(said: Sequence[bool], rows: Sequence[Labelled]) -> Confusion:
    pairs = list(zip(said, [row.is_one for row in rows], strict=True))
    return Confusion(
        hits=pairs.count((True, True)),
        wrong=pairs.count((True, False)),
        missed=pairs.count((False, True)),
        passed=pairs.count((False, False)),
    )


def _share(said: Sequence[bool]) -> str:
    return f"{sum(said) / len(said):.4f}"


def _sigmoid(logit: float) -> float:
    from math import exp

    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


def _message(text: str, brand: str) -> Message:
    return a_message(text, brand=brand) if brand else a_message(text)


def _labelled(name: str) -> Iterator[Labelled]:
    for row in _rows(name):
        yield Labelled(row["text"], row["label"] in ("1", "spam", "offensive"))


def _airline() -> Iterator[Labelled]:
    with (REAL_TEXTS / "airline-dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            label = row["gold_sentiment"]
            yield Labelled(row["text"], label == "negative", label)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REAL_TEXTS / name).open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
