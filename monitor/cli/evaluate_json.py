"""What `monitor evaluate` answers in JSON."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from monitor.cli.as_json import Keys
from monitor.domain.reading import Kind
from monitor.scoring.model.piece_words import in_words

if TYPE_CHECKING:
    from monitor.scoring.evaluation.calibration import Calibration
    from monitor.scoring.evaluation.evaluation import Evaluation, Mistake, Point, Tried
    from monitor.scoring.evaluation.labelled_file import BadRow
    from monitor.scoring.evaluation.ranking import Ranking
    from monitor.scoring.model import Weighed

#: so many of what weighed are told
MOST = 8
EVALUATE_KEYS: Keys = {
    "file": "what was read",
    "head": "what was asked of each text",
    "texts": "how many were used",
    "yes": "how many of them are labelled so",
    "scorers": "what read them, such as `vader 3.3.2`",
    "scorer": "what ranks them: `model`; `sentiment` where none has scored them; null: nothing",
    "one_in": "as given, or null",
    "unscored": "texts without a score (another language); they rank as the least likely",
    "points[].name": "`kind` (what it was read as), `likely` and `sure` (the same, at least so "
    "sure), `acknowledged` (a machine would answer), or the name of a threshold",
    "points[].threshold": "the score from which it says yes, or null",
    "points[].hits": "said yes, and is labelled so",
    "points[].wrong": "said yes, and is not",
    "points[].missed": "said no, and is",
    "points[].passed": "said no, and is not",
    "points[].precision": "hits of all that it said yes to, 0 to 1, or null",
    "points[].precision_at_least": "its exact lower bound, sure to 95 %, or null",
    "points[].precision_if": "what it would be on a day of `--one-in`, or null",
    "points[].recall": "hits of all there are, or null",
    "points[].f1": "the harmonic mean of both, or null",
    "points[].macro_f1": "the mean of F1 for yes and for no, or null",
    "auc": "how often one of them has a higher score than one of the others, 0 to 1, or null",
    "average_precision": "the mean of the precisions at which each is found, or null",
    "recall_at[].precision": "at this precision or better ...",
    "recall_at[].recall": "... so much is found; 0: nothing",
    "recall_at[].threshold": "... by this score, or null",
    "calibration": "null without a model: sentiment is no probability",
    "calibration.error": "the mean distance of score and share (ECE)",
    "calibration.brier": "the mean squared distance of the scores from 0 or 1",
    "calibration.bins[].low": "texts with a score from here on ...",
    "calibration.bins[].high": "... to here",
    "calibration.bins[].texts": "how many",
    "calibration.bins[].score": "their mean score",
    "calibration.bins[].share": "so many of them are labelled so, 0 to 1",
    "kinds[].label": "the texts with this label",
    **{f"kinds[].{kind}": f"so many were read as {kind}" for kind in Kind},
    "answers[].label": "the texts with this label",
    "answers[].automatic": "a machine would answer so many, in automatic mode and unlocked",
    "answers[].draft": "for so many a reply would wait for a yes",
    "answers[].person": "of so many a person would be told, without words to send",
    "answers[].nothing": "so many would only be counted",
    "mistakes[].line": "where the text stands",
    "mistakes[].text": "the text",
    "mistakes[].label": "its label",
    "mistakes[].is_wrong": "true: said to be one, and labelled as none; false: missed",
    "mistakes[].score": "its score, or null",
    "mistakes[].kind": "what it was read as",
    "mistakes[].certainty": "how sure that was",
    "mistakes[].sentiment": "VADER's value that decides, -1 to 1",
    "mistakes[].answer": "automatic, draft, person or nothing",
    "mistakes[].reason": "why a machine may speak or not, as one word",
    "mistakes[].words[]": "the phrases in it, each with its list",
    "mistakes[].weighed[].what": "what weighed most with the model, in words, the heaviest first",
    "mistakes[].weighed[].adds": "so much it speaks for (or against) `head`, in logits",
    "bad[].line": "a row that could not be used",
    "bad[].why": "why",
}


def evaluation_json(
    evaluation: "Evaluation",
    file: str,
    bad: Sequence["BadRow"],
    worst: int,
    one_in: float | None,
    weighed: Callable[["Tried"], Sequence["Weighed"]],
) -> dict[str, object]:
    """The keys of EVALUATE_KEYS."""
    return {
        "file": file,
        "head": evaluation.head,
        "texts": len(evaluation.tried),
        "yes": evaluation.yes,
        "scorers": evaluation.tried[0].answered.reading.scorers,
        "scorer": evaluation.scorer or None,
        "one_in": one_in,
        "unscored": evaluation.unscored,
        "points": [_point(point, one_in) for point in evaluation.points],
        **_ranking(evaluation.ranking),
        "calibration": _calibration(evaluation.calibration),
        "kinds": [
            {"label": label, **{kind.value: count for kind, count in counts.items()}}
            for label, counts in evaluation.kinds.items()
        ],
        "answers": [
            {"label": label, **{answer.value: count for answer, count in counts.items()}}
            for label, counts in evaluation.answers.items()
        ],
        "mistakes": [_mistake(one, weighed(one.tried)) for one in evaluation.mistakes(worst)],
        "bad": [{"line": one.line, "why": one.why} for one in bad],
    }


def _point(point: "Point", one_in: float | None) -> dict[str, object]:
    counts = point.confusion
    return {
        "name": point.name,
        "threshold": point.threshold,
        "hits": counts.hits,
        "wrong": counts.wrong,
        "missed": counts.missed,
        "passed": counts.passed,
        "precision": counts.precision,
        "precision_at_least": counts.precision_at_least,
        "precision_if": counts.precision_if(one_in) if one_in is not None else None,
        "recall": counts.recall,
        "f1": counts.f1,
        "macro_f1": counts.macro_f1,
    }


def _ranking(ranking: "Ranking | None") -> dict[str, object]:
    from monitor.scoring.evaluation.evaluation import PRECISIONS

    reached = [(at, ranking.reached(at) if ranking else None) for at in PRECISIONS]
    return {
        "auc": ranking.auc if ranking else None,
        "average_precision": ranking.average_precision if ranking else None,
        "recall_at": [
            {
                "precision": at,
                "recall": step.recall if step else 0.0,
                "threshold": step.threshold if step else None,
            }
            for at, step in (reached if ranking else [])
        ],
    }


def _calibration(calibration: "Calibration | None") -> dict[str, object] | None:
    if calibration is None:
        return None
    return {
        "error": calibration.error,
        "brier": calibration.brier,
        "bins": [
            {
                "low": one.low,
                "high": one.high,
                "texts": one.texts,
                "score": one.score,
                "share": one.share,
            }
            for one in calibration.bins
        ],
    }


def _mistake(mistake: "Mistake", weighed: Sequence["Weighed"]) -> dict[str, object]:
    one = mistake.tried
    reading = one.answered.reading
    return {
        "line": one.row.line,
        "text": one.row.text,
        "label": one.label,
        "is_wrong": mistake.is_wrong,
        "score": one.score,
        "kind": reading.kind.value,
        "certainty": reading.certainty.value,
        "sentiment": reading.compound_used,
        "answer": one.answered.answer.value,
        "reason": one.answered.decision.permission.reason.value,
        "words": [f"{found.list}: {found.phrase}" for found in reading.evidence],
        "weighed": [{"what": found.what, "adds": found.adds} for found in in_words(weighed)[:MOST]],
    }
