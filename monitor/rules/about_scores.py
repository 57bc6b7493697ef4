"""Conditions about language, sentiment and length: what is counted in a text, not understood."""

from monitor.rules.condition import USUAL, ConditionSpec, Test, unknown_or, yes_no
from monitor.rules.takes import COUNT, LANGUAGES, SCORE, SHARE, YES_NO, Vocabulary


def _language(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    languages = frozenset(wanted)
    return lambda facts: facts.reading.language in languages


def _language_covered(wanted: bool, known: Vocabulary) -> Test:
    # a text too short to tell counts as covered: most are in the language of the shop
    covered = frozenset((*known.languages, None))
    if wanted:
        return lambda facts: facts.reading.language in covered
    return lambda facts: facts.reading.language not in covered


def _above(wanted: float, _known: Vocabulary) -> Test:
    return lambda facts: facts.reading.compound_used > wanted


def _below(wanted: float, _known: Vocabulary) -> Test:
    return lambda facts: facts.reading.compound_used < wanted


def _complaint(wanted: float, _known: Vocabulary) -> Test:
    return lambda facts: (facts.reading.p_complaint or 0.0) >= wanted


def _praise(wanted: float, _known: Vocabulary) -> Test:
    return lambda facts: (facts.reading.p_praise or 0.0) >= wanted


def _asking(wanted: float, _known: Vocabulary) -> Test:
    return lambda facts: (facts.reading.p_question or 0.0) >= wanted


def _spam(wanted: float, _known: Vocabulary) -> Test:
    return lambda facts: (facts.reading.p_spam or 0.0) >= wanted


def _abuse(wanted: float, _known: Vocabulary) -> Test:
    return lambda facts: (facts.reading.p_abuse or 0.0) >= wanted


def _question(wanted: bool, _known: Vocabulary) -> Test:
    return lambda facts: bool(facts.reading.questions) is wanted


def _words_at_most(wanted: int, _known: Vocabulary) -> Test:
    return lambda facts: facts.reading.words <= wanted


def _words_at_least(wanted: int, _known: Vocabulary) -> Test:
    return lambda facts: facts.reading.words >= wanted


ABOUT_SCORES = (
    ConditionSpec(
        name="language",
        takes=LANGUAGES,
        sentence="it is written in one of these languages, as two letters",
        example='["de", "fr"]',
        holds='language = "de"',
        fails='language = "en"',
        build=_language,
        found=lambda facts: unknown_or(facts.reading.language),
        may_be_negated=True,
    ),
    ConditionSpec(
        name="language_covered",
        takes=YES_NO,
        sentence="your texts are written in its language (`languages` in config.toml); a text too "
        "short to tell counts as covered",
        example="false",
        holds='language = "ja"',
        fails='language = "en"',
        build=_language_covered,
        found=lambda facts: unknown_or(facts.reading.language),
        cost=USUAL,
    ),
    ConditionSpec(
        name="sentiment_above",
        takes=SCORE,
        sentence="the sentiment that decides is above this",
        example="0.3",
        holds="sentiment = 0.61",
        fails="sentiment = 0.3",
        build=_above,
        found=lambda facts: f"{facts.reading.compound_used:.2f}",
    ),
    ConditionSpec(
        name="sentiment_below",
        takes=SCORE,
        sentence="the sentiment that decides is below this",
        example="-0.5",
        holds="sentiment = -0.74",
        fails="sentiment = 0.1",
        build=_below,
        found=lambda facts: f"{facts.reading.compound_used:.2f}",
    ),
    ConditionSpec(
        name="complaint_at_least",
        takes=SHARE,
        sentence="the complaint model gives it at least this; never holds without a score",
        example="0.8",
        holds="p_complaint = 0.93",
        fails="p_complaint = 0.4",
        build=_complaint,
        found=lambda facts: unknown_or(facts.reading.p_complaint),
    ),
    ConditionSpec(
        name="praise_at_least",
        takes=SHARE,
        sentence="the complaint model calls it praise with at least this; never holds without a "
        "score",
        example="0.5",
        holds="p_praise = 0.9",
        fails="p_praise = 0.1",
        build=_praise,
        found=lambda facts: unknown_or(facts.reading.p_praise),
    ),
    ConditionSpec(
        name="question_at_least",
        takes=SHARE,
        sentence="the same for a question",
        example="0.5",
        holds="p_question = 0.9",
        fails="p_question = 0.1",
        build=_asking,
        found=lambda facts: unknown_or(facts.reading.p_question),
    ),
    ConditionSpec(
        name="spam_at_least",
        takes=SHARE,
        sentence="the same for advertising",
        example="0.5",
        holds="p_spam = 0.9",
        fails="p_spam = 0.1",
        build=_spam,
        found=lambda facts: unknown_or(facts.reading.p_spam),
    ),
    ConditionSpec(
        name="abuse_at_least",
        takes=SHARE,
        sentence="how abusive it reads; never holds without a score",
        example="0.6",
        holds="p_abuse = 0.9",
        fails="p_abuse = 0.1",
        build=_abuse,
        found=lambda facts: unknown_or(facts.reading.p_abuse),
    ),
    ConditionSpec(
        name="asks_question",
        takes=YES_NO,
        sentence="it asks something, whatever else it is",
        example="true",
        holds='questions = "are you open on Sunday?"',
        fails="questions = []",
        build=_question,
        found=lambda facts: yes_no(bool(facts.reading.questions)),
    ),
    ConditionSpec(
        name="words_at_most",
        takes=COUNT,
        sentence="it has no more words than this; names and links are not counted",
        example="6",
        holds="words = 3",
        fails="words = 30",
        build=_words_at_most,
        found=lambda facts: str(facts.reading.words),
    ),
    ConditionSpec(
        name="words_at_least",
        takes=COUNT,
        sentence="it has at least so many words; names and links are not counted",
        example="20",
        holds="words = 30",
        fails="words = 3",
        build=_words_at_least,
        found=lambda facts: str(facts.reading.words),
    ),
)
