"""What phrases and model make of a message together."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.reading import Certainty, Kind
from monitor.domain.thresholds import Thresholds
from monitor.scoring.agreement import perhaps, together
from monitor.scoring.kind import Verdict
from monitor.scoring.scores import Scores

THRESHOLDS: Final = Thresholds()
NEUTRAL: Final = Scores(
    complaint=0.1, praise=0.05, question=0.05, spam=0.05, abuse=0.05, english=1.0
)
COMPLAINT, PRAISE, QUESTION = Kind.COMPLAINT, Kind.PRAISE, Kind.QUESTION
SPAM, ABUSE, OTHER = Kind.SPAM, Kind.ABUSE, Kind.OTHER
SURE, LIKELY, UNSURE = Certainty.SURE, Certainty.LIKELY, Certainty.UNSURE

shares = st.floats(min_value=0, max_value=1)
verdicts = st.builds(Verdict, st.sampled_from(Kind), st.sampled_from(Certainty), st.booleans())
scores = st.builds(Scores, shares, shares, shares, shares, shares, shares)
thresholds = st.builds(
    lambda alert, automatic, overrule, rest: Thresholds.of(
        {
            "complaint.alert": alert,
            "complaint.automatic": automatic,
            "complaint.overrule_veto": overrule,
            "praise.veto": rest,
            "spam.veto": rest,
            "abuse.veto": rest,
        },
        {},
    ),
    *[shares] * 4,
)


def read_as(
    said: Verdict, told: dict[str, float], *, is_clear: bool = True, compound: float = -0.2
) -> tuple[Kind, Certainty, bool]:
    """What it is, where the model says what is told."""
    found = together(
        said, NEUTRAL._replace(**told), THRESHOLDS, is_clear=is_clear, compound=compound
    )
    return found.kind, found.certainty, found.is_mixed


@pytest.mark.parametrize(
    ("said", "told", "expected"),
    [
        # a story without a phrase: the model alone finds it
        (Verdict(OTHER, UNSURE), {"complaint": 0.95}, (COMPLAINT, SURE)),
        (Verdict(OTHER, UNSURE), {"complaint": 0.6}, (COMPLAINT, LIKELY)),
        (Verdict(OTHER, UNSURE), {"complaint": 0.3}, (OTHER, UNSURE)),
        # a cheerful score alone is no praise
        (Verdict(PRAISE, UNSURE), {"complaint": 0.7}, (COMPLAINT, LIKELY)),
        # a phrase needs the model's yes, and is heard without it
        (Verdict(COMPLAINT, SURE), {"complaint": 0.95}, (COMPLAINT, SURE)),
        (Verdict(COMPLAINT, SURE), {"complaint": 0.8}, (COMPLAINT, LIKELY)),
        (Verdict(COMPLAINT, SURE), {"complaint": 0.1}, (COMPLAINT, UNSURE)),
        # a gloomy score alone is a guess, which the model may end
        (Verdict(COMPLAINT, UNSURE), {"complaint": 0.1}, (OTHER, UNSURE)),
        (Verdict(COMPLAINT, UNSURE), {"complaint": 0.1, "question": 0.9}, (QUESTION, LIKELY)),
        # a question is one until the model hears more
        (Verdict(QUESTION, LIKELY), {"complaint": 0.4, "question": 0.6}, (QUESTION, LIKELY)),
        (Verdict(QUESTION, LIKELY), {"complaint": 0.7, "question": 0.9}, (COMPLAINT, LIKELY)),
        # advertising, whatever it dwells on
        (Verdict(OTHER, UNSURE), {"complaint": 0.6, "spam": 0.9}, (SPAM, LIKELY)),
        (Verdict(SPAM, LIKELY), {"complaint": 0.8}, (SPAM, LIKELY)),
        (Verdict(SPAM, LIKELY), {"complaint": 0.95, "spam": 0.9}, (SPAM, LIKELY)),
        (Verdict(OTHER, LIKELY), {"complaint": 0.6}, (OTHER, LIKELY)),
        # insults: alone they are abuse, in a complaint a person reads them
        (Verdict(ABUSE, LIKELY), {"complaint": 0.4, "abuse": 0.8}, (ABUSE, LIKELY)),
        (Verdict(ABUSE, LIKELY), {"complaint": 0.2}, (ABUSE, LIKELY)),
        (Verdict(COMPLAINT, SURE), {"complaint": 0.95, "abuse": 0.8}, (COMPLAINT, LIKELY)),
        (Verdict(OTHER, UNSURE), {"abuse": 0.8}, (ABUSE, LIKELY)),
        # happy people
        (Verdict(OTHER, UNSURE), {"praise": 0.8}, (PRAISE, LIKELY)),
        (Verdict(PRAISE, SURE), {"complaint": 0.1}, (PRAISE, SURE)),
        (Verdict(PRAISE, LIKELY), {"complaint": 0.45}, (PRAISE, LIKELY)),
    ],
)
def test_kind_and_certainty(
    said: Verdict, told: dict[str, float], expected: tuple[Kind, Certainty]
) -> None:
    assert read_as(said, told)[:2] == expected


def test_praise_beside_a_complaint_makes_it_mixed() -> None:
    assert read_as(Verdict(PRAISE, LIKELY), {"complaint": 0.95}) == (COMPLAINT, LIKELY, True)
    assert read_as(Verdict(OTHER, UNSURE), {"complaint": 0.95, "praise": 0.6}) == (
        COMPLAINT,
        LIKELY,
        True,
    )


def test_what_phrases_hear_holds_back() -> None:
    assert read_as(Verdict(OTHER, UNSURE), {"complaint": 0.99}, is_clear=False)[1] is LIKELY


def test_a_cheerful_text_takes_the_stricter_threshold() -> None:
    said = Verdict(OTHER, UNSURE)
    assert read_as(said, {"complaint": 0.95}, compound=0.6)[1] is LIKELY
    assert read_as(said, {"complaint": 0.99}, compound=0.6)[1] is SURE


# --- whatever the numbers ---------------------------------------------------------------------


def surer(found: Verdict) -> int:
    """How surely it is a complaint: 0 to 3."""
    if found.kind is not COMPLAINT:
        return 0
    return 1 + (UNSURE, LIKELY, SURE).index(found.certainty)


@given(verdicts, thresholds, st.booleans(), st.floats(min_value=-1, max_value=1))
def test_without_a_model_the_phrases_decide(
    said: Verdict, limits: Thresholds, is_clear: bool, compound: float
) -> None:
    assert together(said, None, limits, is_clear=is_clear, compound=compound) is said


@given(verdicts, scores, shares, thresholds, st.booleans(), st.floats(min_value=-1, max_value=1))
def test_the_more_probable_the_surer(
    said: Verdict,
    told: Scores,
    higher: float,
    limits: Thresholds,
    is_clear: bool,
    compound: float,
) -> None:
    low, high = sorted((told.complaint, higher))
    found = [
        together(said, told._replace(complaint=one), limits, is_clear=is_clear, compound=compound)
        for one in (low, high)
    ]
    assert surer(found[0]) <= surer(found[1])


@given(verdicts, scores, thresholds, st.booleans(), st.floats(min_value=-1, max_value=1))
def test_sure_is_only_what_nothing_speaks_against(
    said: Verdict, told: Scores, limits: Thresholds, is_clear: bool, compound: float
) -> None:
    found = together(said, told, limits, is_clear=is_clear, compound=compound)
    if found.kind is not COMPLAINT or found.certainty is not SURE:
        return
    assert is_clear
    assert told.complaint >= limits.automatic
    assert told.praise < limits.praise
    assert told.spam < limits.spam
    assert told.abuse < limits.abuse
    assert said.kind not in (PRAISE, SPAM, ABUSE)
    assert not found.is_mixed


@given(verdicts, scores, thresholds, st.booleans(), st.floats(min_value=-1, max_value=1))
def test_a_complaint_that_a_phrase_tells_of_is_never_lost(
    said: Verdict, told: Scores, limits: Thresholds, is_clear: bool, compound: float
) -> None:
    if said.kind is not COMPLAINT or said.certainty is UNSURE:
        return
    assert together(said, told, limits, is_clear=is_clear, compound=compound).kind is COMPLAINT


@pytest.mark.parametrize(
    ("found", "complaint", "expected"),
    [
        (Verdict(OTHER, UNSURE), 0.4, True),
        (Verdict(OTHER, UNSURE), 0.2, False),
        # it is told of already
        (Verdict(QUESTION, LIKELY), 0.4, False),
        (Verdict(COMPLAINT, UNSURE), 0.4, False),
        # advertising and headlines are known for what they are
        (Verdict(OTHER, LIKELY), 0.4, False),
        (Verdict(PRAISE, LIKELY), 0.4, False),
    ],
)
def test_what_may_be_a_complaint_is_not_passed_over(
    found: Verdict, complaint: float, expected: bool
) -> None:
    assert perhaps(found, NEUTRAL._replace(complaint=complaint), THRESHOLDS) is expected
    assert perhaps(found, None, THRESHOLDS) is False
