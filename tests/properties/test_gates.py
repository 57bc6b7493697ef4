"""Whatever the other numbers are: no word of a machine where one gate is closed."""

from datetime import datetime
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.decide import decide
from monitor.domain.effect import Action, State
from monitor.domain.facts import Facts
from monitor.domain.may_reply import may_reply
from monitor.domain.permission import Permission, Reason, Verdict
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.thresholds import Thresholds
from monitor.domain.values import replace
from monitor.scoring.phrase_file import load_phrases
from monitor.scoring.reader import Reader
from monitor.scoring.scores import Scores
from monitor.scoring.vader import FastVader
from monitor.testing import a_message, a_reading
from tests.properties.any_facts import (
    NOON,
    all_facts,
    moments,
    policies,
    readings,
    shares,
)
from tests.unit.playbook_parts import AUTOMATIC, FOLDER, playbook, rule, shipped

VADER: Final = FastVader()
shares_of_one = st.floats(min_value=0, max_value=1)
#: an owner's playbook that wants a word said to everybody
EAGER: Final = playbook(rule("{ }", '{ acknowledge = "automatic", case = "open", alert = "now" }'))
playbooks = st.sampled_from([shipped(), EAGER])
#: what nothing but its reading keeps from an answer
answerable = st.builds(lambda one: Facts(message=a_message(at=NOON), reading=one), readings)
#: nearly a complaint that a machine may answer: one thing or two are otherwise
nearly = st.builds(
    lambda reading, kept: Facts(
        message=a_message(at=NOON),
        reading=replace(
            a_reading(p_complaint=0.99, p_praise=0.01, p_spam=0.01, p_abuse=0.01),
            **{name: getattr(reading, name) for name in kept},
        ),
    ),
    readings,
    st.lists(st.sampled_from(Reading.__struct_fields__[4:-2]), max_size=2),
)


def is_answered(facts: Facts, one: Playbook, policy: Policy, now: datetime) -> bool:
    """A machine says something in public by itself."""
    decision = decide(facts, one, policy, now)
    return any(
        effect.action is Action.ACKNOWLEDGE and effect.state is not State.PROPOSED
        for effect in decision.effects
    )


def is_kept(reading: Reading, policy: Policy) -> bool:
    """One of the gates about the text has to be closed, said once more in plain words."""
    limits = policy.thresholds
    return (
        bool(reading.sensitive)
        or reading.kind is not Kind.COMPLAINT
        or reading.certainty is not Certainty.SURE
        or (reading.language is not None and reading.language not in policy.languages)
        or (reading.p_abuse is not None and reading.p_abuse >= limits.abuse)
        or (reading.p_praise is not None and reading.p_praise >= limits.praise)
        or (reading.p_spam is not None and reading.p_spam >= limits.spam)
        or (
            reading.p_question is not None
            and reading.p_question >= limits.question
            and (reading.p_complaint is None or reading.p_complaint < limits.overrule_veto)
        )
        or (reading.p_complaint is not None and reading.p_complaint < limits.automatic)
        or (
            reading.compound_used > policy.praise_veto
            and (reading.p_complaint is None or reading.p_complaint < limits.overrule_veto)
        )
        or bool(reading.signs)
        or not {"spam", "jobs", "giveaway", "news", "not_us", "opt_out"}.isdisjoint(reading.marks)
        or not {"hardship", "takes_back", "elsewhere", "abuse"}.isdisjoint(reading.marks)
    )


@settings(max_examples=400)
@given(nearly | answerable | all_facts, playbooks, st.just(AUTOMATIC) | policies, moments)
def test_one_closed_gate_is_enough(
    facts: Facts, one: Playbook, policy: Policy, now: datetime
) -> None:
    # a pause holds every word, and what it holds is asked again before it is said
    if facts.circumstances.is_paused or facts.circumstances.is_reconciling:
        return
    if is_kept(facts.reading, policy):
        assert not is_answered(facts, one, policy, now)


@given(nearly)
def test_where_every_gate_is_open_a_machine_answers(facts: Facts) -> None:
    reading = replace(facts.reading, questions=(), topics=())
    if not is_kept(reading, AUTOMATIC) and not reading.marks:
        assert is_answered(replace(facts, reading=reading), shipped(), AUTOMATIC, NOON)


@given(nearly | answerable, playbooks, shares.filter(lambda share: share is not None))
def test_a_more_probable_complaint_is_never_answered_less(
    facts: Facts, one: Playbook, share: float
) -> None:
    low, high = sorted((facts.reading.p_complaint or 0.0, share))
    answered = [
        is_answered(
            replace(facts, reading=replace(facts.reading, p_complaint=chance)), one, AUTOMATIC, NOON
        )
        for chance in (low, high)
    ]
    assert answered[0] <= answered[1]


@given(nearly | answerable | all_facts, st.just(AUTOMATIC) | policies, moments)
def test_a_topic_for_a_person_has_not_even_a_draft(
    facts: Facts, policy: Policy, now: datetime
) -> None:
    if not facts.reading.sensitive:
        return
    for one in (shipped(), EAGER):
        decision = decide(facts, one, policy, now)
        assert Action.ACKNOWLEDGE not in [effect.action for effect in decision.effects]


def test_a_score_that_nobody_computed_reaches_no_threshold() -> None:
    nothing = Thresholds(praise=0, question=0, spam=0, abuse=0, overrule_veto=0)
    policy = replace(AUTOMATIC, thresholds=nothing)
    facts = Facts(message=a_message(at=NOON), reading=a_reading())
    assert may_reply(without_scores(facts), policy, NOON, "machine").is_allowed


def without_scores(facts: Facts) -> Facts:
    """As it is read without a model."""
    nothing = dict.fromkeys(("p_complaint", "p_praise", "p_question", "p_spam", "p_abuse"))
    return replace(facts, reading=replace(facts.reading, **nothing))


@given(nearly | answerable | all_facts, st.just(AUTOMATIC) | policies, moments)
def test_a_model_opens_no_gate_but_that_of_the_cheerful_text(
    facts: Facts, policy: Policy, now: datetime
) -> None:
    without = may_reply(without_scores(facts), policy, now, "machine")
    told = may_reply(facts, policy, now, "machine")
    if without.verdict is Verdict.DENY and without.reason is not Reason.PRAISE_VETO:
        assert told.verdict is Verdict.DENY


def test_the_gates_of_a_text_have_their_order() -> None:
    found = a_reading(
        kind=Kind.COMPLAINT,
        certainty=Certainty.UNSURE,
        language="de",
        sensitive=("fire",),
        marks=("hardship", "opt_out"),
        signs=("irony",),
        compound_used=0.9,
        p_complaint=0.1,
        p_praise=0.9,
        p_spam=0.9,
        p_abuse=0.9,
        p_question=0.9,
    )
    mends: list[dict[str, object]] = [
        {"marks": ("hardship",)},
        {"language": "en"},
        {"sensitive": ()},
        {"p_abuse": 0.0},
        {"p_spam": 0.0},
        {"p_praise": 0.0},
        {"compound_used": 0.0},
        {"marks": ()},
        {"signs": ()},
        {"p_question": 0.0},
        {"certainty": Certainty.SURE},
        {"p_complaint": 0.99},
    ]
    seen: list[Permission] = []
    for mend in [{}, *mends]:
        found = replace(found, **mend)
        facts = Facts(message=a_message(at=NOON), reading=found)
        seen.append(may_reply(facts, AUTOMATIC, NOON, "machine"))
    assert [one.reason for one in seen] == [
        Reason.OPTED_OUT,
        Reason.LANGUAGE_NOT_COVERED,
        Reason.SENSITIVE,
        Reason.ABUSIVE,
        Reason.NOT_A_COMPLAINT,
        Reason.PRAISE_VETO,
        Reason.PRAISE_VETO,
        Reason.LOW_CONFIDENCE,
        Reason.LOW_CONFIDENCE,
        Reason.LOW_CONFIDENCE,
        Reason.LOW_CONFIDENCE,
        Reason.LOW_CONFIDENCE,
        Reason.ADDRESSED_US,
    ]


# --- from the text on ---------------------------------------------------------------------------

PHRASES: Final = load_phrases(FOLDER / "phrases.toml")
#: phrases of every list, complaints most of all, and what stands between them
PIECES = st.sampled_from(
    [phrase.replace("*", "ed") for _, phrase in tuple(PHRASES.phrases)[::29]]
) | st.sampled_from(
    [
        *("my cake came two hours late", "you charged me twice", "nobody answers the phone"),
        *("@larch", ".", "?", "!", "not", "and", "thank you", "why", "never again"),
    ]
)
texts = st.lists(PIECES, min_size=1, max_size=6).map(" ".join)
high = st.floats(min_value=0.9, max_value=1)
low = st.floats(min_value=0, max_value=0.1)
told = st.builds(Scores, high | shares_of_one, *[low | shares_of_one] * 4, high | shares_of_one)


class Says:
    """A model that says the same of every text."""

    def __init__(self, scores: Scores, elsewhere: float) -> None:
        self.scores = scores
        self.told_elsewhere = elsewhere

    def tell(self, *_: object) -> Scores:
        return self.scores

    def elsewhere(self, *_: object) -> float:
        return self.told_elsewhere


def read(text: str, scores: Scores, elsewhere: float = 0.0) -> Facts:
    """The text as it is read with a model that says so."""
    # Any: it stands for the model, of which a reader asks nothing else
    model: Any = Says(scores, elsewhere)
    message = a_message(text, at=NOON)
    return Facts(message=message, reading=Reader(VADER, PHRASES, model=model).read(message))


@settings(max_examples=300)
@given(texts, told, shares_of_one, playbooks)
def test_from_text_to_word_no_other_number_opens_a_gate(
    text: str, scores: Scores, elsewhere: float, one: Playbook
) -> None:
    facts = read(text, scores, elsewhere)
    if not is_answered(facts, one, AUTOMATIC, NOON):
        return
    limits, reading = AUTOMATIC.thresholds, facts.reading
    assert reading.kind is Kind.COMPLAINT
    assert not reading.sensitive
    assert not reading.signs
    assert reading.language in ("en", None)
    assert scores.english >= limits.english
    assert scores.complaint >= limits.automatic
    assert max(scores.praise - limits.praise, scores.spam - limits.spam) < 0
    assert scores.abuse < limits.abuse
    assert elsewhere < limits.elsewhere
    assert reading.compound_used <= AUTOMATIC.praise_veto or scores.complaint >= 0.97
    # somebody has to say what is wrong, and not only ask
    assert sum(len(one) for one in reading.questions) < len(text)


@given(texts, told, shares_of_one, playbooks)
def test_from_text_to_word_the_more_probable_is_never_answered_less(
    text: str, scores: Scores, share: float, one: Playbook
) -> None:
    less, more = sorted((scores.complaint, share))
    answered = [
        is_answered(read(text, scores._replace(complaint=chance)), one, AUTOMATIC, NOON)
        for chance in (less, more)
    ]
    assert answered[0] <= answered[1]


def test_a_plain_complaint_is_answered_from_text_to_word() -> None:
    sure = Scores(complaint=0.99, praise=0, question=0, spam=0, abuse=0, english=1)
    facts = read("@larch my cake came two hours late", sure)
    assert is_answered(facts, shipped(), AUTOMATIC, NOON)


def test_a_plain_complaint_that_may_be_somebody_elses_is_a_draft() -> None:
    sure = Scores(complaint=0.99, praise=0, question=0, spam=0, abuse=0, english=1)
    facts = read("@larch my cake came two hours late", sure, elsewhere=0.5)
    assert facts.reading.marks == ("elsewhere",)
    decision = decide(facts, shipped(), AUTOMATIC, NOON)
    words = [one.state for one in decision.effects if one.action is Action.ACKNOWLEDGE]
    assert words == [State.PROPOSED]
    assert decision.permission.reason is Reason.LOW_CONFIDENCE
