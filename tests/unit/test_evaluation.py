"""An evaluation, over readings that the test fixes."""

import json

import pytest

from monitor.cli.evaluate_json import EVALUATE_KEYS, evaluation_json
from monitor.cli.evaluate_lines import evaluation_lines
from monitor.config import load_config
from monitor.domain.message import Message
from monitor.domain.reading import Certainty, Evidence, Kind, Reading
from monitor.domain.thresholds import Thresholds
from monitor.rules import load_playbook
from monitor.rules.answer import Answer, Answered, a_mention, answer_to, as_if_unlocked
from monitor.scoring.evaluation.evaluation import Evaluation, Tried, evaluate
from monitor.scoring.evaluation.labelled_file import Row
from monitor.scoring.evaluation.labels import understand
from monitor.scoring.model import Weighed
from monitor.testing import a_reading
from tests.messages import assert_message
from tests.people import CONFIG
from tests.unit.cli_shop import keys_of

SHIPPED = load_config(CONFIG)
PLAYBOOK = load_playbook(SHIPPED.playbook_folder)
POLICY = as_if_unlocked(SHIPPED.policy())
LATE = Evidence(list="complaint.strong.late", phrase="late again")
STUCK = Evidence(list="complaint.weak.general", phrase="stuck")
AT = Thresholds(alert=0.4, automatic=0.9, praise=0.3)


class Told:
    """Reads a text as it was told to."""

    def __init__(self, readings: dict[str, Reading]) -> None:
        self.readings = readings

    def read(self, message: Message) -> Reading:
        return self.readings[message.text]


def evaluated(*texts: tuple[str, Reading], head: str = "complaint") -> Evaluation:
    """Each text is called by its label and its place: `complaint 1`."""
    named = {f"{label} {place}": reading for place, (label, reading) in enumerate(texts)}
    reader = Told(named)

    def answered(text: str) -> Answered:
        return answer_to(a_mention(text, SHIPPED.brand.name), PLAYBOOK, reader, POLICY)

    rows = [
        (Row(line=2 + place, text=text, label=text.split()[0]), understand(text.split()[0], head))
        for place, text in enumerate(named)
    ]
    return evaluate(head, rows, answered, AT)


def scored(p_complaint: float | None, kind: Kind = Kind.COMPLAINT, **changes: object) -> Reading:
    return a_reading(kind, p_complaint=p_complaint, **changes)


def points_of(evaluation: Evaluation) -> dict[str, tuple[int, int, int, int]]:
    return {
        point.name: (
            point.confusion.hits,
            point.confusion.wrong,
            point.confusion.missed,
            point.confusion.passed,
        )
        for point in evaluation.points
    }


MIXED = (
    ("complaint", scored(0.95)),
    ("complaint", scored(0.6, certainty=Certainty.LIKELY)),
    ("complaint", scored(0.2, Kind.OTHER)),
    ("praise", scored(0.91)),
    ("praise", scored(0.1, Kind.PRAISE)),
    ("question", scored(0.45, certainty=Certainty.LIKELY)),
    # in another language: the model says nothing
    ("complaint", scored(None, Kind.OTHER, language="und")),
)


def test_each_way_to_say_yes_is_counted() -> None:
    assert points_of(evaluated(*MIXED)) == {
        "kind": (2, 2, 2, 1),
        "likely": (2, 2, 2, 1),
        "sure": (1, 1, 3, 2),
        "acknowledged": (1, 1, 3, 2),
        "alert": (2, 2, 2, 1),
        "automatic": (1, 1, 3, 2),
    }


def test_a_text_without_a_score_ranks_last_and_is_not_calibrated() -> None:
    evaluation = evaluated(*MIXED)
    assert (evaluation.scorer, evaluation.unscored) == ("model", 1)
    assert evaluation.ranking is not None
    assert evaluation.ranking.steps[-1].threshold == 0.0
    assert evaluation.ranking.auc == pytest.approx((3 + 2 + 1 + 0) / 12)
    assert evaluation.calibration is not None
    assert sum(one.texts for one in evaluation.calibration.bins) == 6


def test_what_each_label_would_get_is_counted() -> None:
    answers = evaluated(*MIXED).answers
    assert list(answers) == ["complaint", "praise", "question"]
    assert answers["praise"][Answer.AUTOMATIC] == 1
    assert answers["complaint"][Answer.AUTOMATIC] == 1
    assert sum(answers["complaint"].values()) == 4


def test_what_each_label_was_read_as_is_counted() -> None:
    kinds = evaluated(*MIXED).kinds
    assert kinds["complaint"] == {**dict.fromkeys(Kind, 0), Kind.COMPLAINT: 2, Kind.OTHER: 2}
    assert kinds["question"][Kind.COMPLAINT] == 1


def test_without_a_model_sentiment_ranks_and_is_not_calibrated() -> None:
    texts = [
        ("complaint", a_reading(p_complaint=None, compound_used=-0.5)),
        ("praise", a_reading(Kind.PRAISE, p_complaint=None, compound_used=0.5)),
    ]
    evaluation = evaluated(*texts)
    assert evaluation.scorer == "sentiment"
    assert [one.score for one in evaluation.tried] == [0.75, 0.25]
    assert evaluation.calibration is None
    assert points_of(evaluation)["sentiment"] == (1, 0, 0, 1)


def test_what_nothing_scores_is_counted_by_its_kind_alone() -> None:
    texts = [
        ("spam", a_reading(Kind.SPAM, p_spam=None)),
        ("other", a_reading(Kind.OTHER, p_spam=None)),
    ]
    evaluation = evaluated(*texts, head="spam")
    assert (evaluation.scorer, evaluation.ranking, evaluation.unscored) == ("", None, 0)
    assert points_of(evaluation)["kind"] == (1, 0, 0, 1)


def test_a_machines_wrong_word_is_the_worst_mistake() -> None:
    mistakes = evaluated(*MIXED).mistakes(4)
    assert [one.tried.row.text for one in mistakes] == [
        "praise 3",
        "question 5",
        "complaint 2",
        "complaint 6",
    ]
    assert [one.is_wrong for one in mistakes] == [True, True, False, False]


def test_a_word_that_a_gate_stops_is_no_such_mistake() -> None:
    stopped = scored(0.99, sensitive=("allergy",))
    mistakes = evaluated(("praise", stopped), ("praise", scored(0.91))).mistakes(2)
    assert [one.tried.row.text for one in mistakes] == ["praise 1", "praise 0"]


@pytest.mark.parametrize(("most", "wrong", "missed"), [(0, 0, 0), (1, 1, 0), (3, 2, 1), (9, 2, 2)])
def test_mistakes_of_both_sorts_share_the_places(most: int, wrong: int, missed: int) -> None:
    found = evaluated(*MIXED).mistakes(most)
    assert sum(one.is_wrong for one in found) == wrong
    assert sum(not one.is_wrong for one in found) == missed


# --- as it is told --------------------------------------------------------------------------------


def weighed(one: Tried) -> list[Weighed]:
    """What a model might have weighed; a stranger's word is in it."""
    if one.answered.reading.p_complaint is None:
        return []
    return [Weighed("never\x1b[2J", 1.24), Weighed("#asks", -0.5), Weighed("~strong", 0.31)]


def told(evaluation: Evaluation, worst: int, one_in: float | None = None) -> str:
    return "\n".join(evaluation_lines(evaluation, "labelled.csv", worst, 100, one_in, weighed))


def test_a_model_s_numbers_as_they_are_told() -> None:
    assert_message("cli/evaluate_by_model", told(evaluated(*MIXED), 4, one_in=5))


def test_numbers_without_a_model_as_they_are_told() -> None:
    texts = [
        ("complaint", a_reading(p_complaint=None)),
        ("complaint", a_reading(Kind.OTHER, p_complaint=None)),
        ("praise", a_reading(Kind.PRAISE, p_complaint=None)),
        ("praise", a_reading(p_complaint=None, evidence=(LATE, STUCK))),
    ]
    assert_message("cli/evaluate_by_sentiment", told(evaluated(*texts), 1))


def test_numbers_without_any_score_as_they_are_told() -> None:
    texts = [("spam", a_reading(Kind.SPAM, p_spam=None)), ("other", a_reading(p_spam=None))]
    assert_message("cli/evaluate_without_score", told(evaluated(*texts, head="spam"), 4))


def test_a_model_s_numbers_in_json_have_the_documented_keys() -> None:
    answer = evaluation_json(evaluated(*MIXED), "labelled.csv", [], 2, 5, weighed)
    assert keys_of(json.loads(json.dumps(answer))) - {"bad[]", "mistakes[].words[]"} == set(
        EVALUATE_KEYS
    ) - {"calibration", "bad[].line", "bad[].why", "mistakes[].words[]"}
