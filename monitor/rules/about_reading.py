"""Conditions about the reading: what the scorers understood of the text."""

from monitor.domain.facts import Facts
from monitor.domain.reading import Certainty, Kind
from monitor.rules.condition import SEARCH, USUAL, ConditionSpec, Test, listed, unknown_or, yes_no
from monitor.rules.takes import COUNT, SCORE, SHARE, TEXTS, YES_NO, Vocabulary, names


def _kind(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    # tuples and identity, not sets: an enum's hash is slow
    kinds = tuple(Kind(name) for name in wanted)
    if len(kinds) == 1:
        only = kinds[0]
        return lambda facts: facts.reading.kind is only
    return lambda facts: facts.reading.kind in kinds


def _certainty(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    certainties = tuple(Certainty(name) for name in wanted)
    return lambda facts: facts.reading.certainty in certainties


def _topic(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    topics = frozenset(wanted)

    def test(facts: Facts) -> bool:
        found = facts.reading.topics
        return bool(found) and found[0].name in topics

    return test


def _topic_confidence(wanted: float, _known: Vocabulary) -> Test:
    def test(facts: Facts) -> bool:
        found = facts.reading.topics
        return bool(found) and found[0].confidence >= wanted

    return test


def _sensitive(wanted: tuple[str, ...], known: Vocabulary) -> Test:
    looked_for = _with_levels(wanted, known)

    def test(facts: Facts) -> bool:
        found = facts.reading.sensitive
        return bool(found) and not looked_for.isdisjoint(found)

    return test


def _with_levels(wanted: tuple[str, ...], known: Vocabulary) -> frozenset[str]:
    """The names; a level stands for all topics in it."""
    topics: set[str] = set()
    for name in wanted:
        match name:
            case "any":
                topics.update(known.wake, known.morning)
            case "wake":
                topics.update(known.wake)
            case "morning":
                topics.update(known.morning)
            case _:
                topics.add(name)
    return frozenset(topics)


def _mark(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    marks = frozenset(wanted)

    def test(facts: Facts) -> bool:
        found = facts.reading.marks
        return bool(found) and not marks.isdisjoint(found)

    return test


def _sign(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    signs = frozenset(wanted)

    def test(facts: Facts) -> bool:
        found = facts.reading.signs
        return bool(found) and not signs.isdisjoint(found)

    return test


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


def _abuse(wanted: float, _known: Vocabulary) -> Test:
    return lambda facts: (facts.reading.p_abuse or 0.0) >= wanted


def _question(wanted: bool, _known: Vocabulary) -> Test:
    return lambda facts: bool(facts.reading.questions) is wanted


def _words_at_most(wanted: int, _known: Vocabulary) -> Test:
    return lambda facts: facts.reading.words <= wanted


def _words_at_least(wanted: int, _known: Vocabulary) -> Test:
    return lambda facts: facts.reading.words >= wanted


def _found_topic(facts: Facts) -> str:
    topic = facts.reading.topic
    return "none" if topic is None else f"{topic.name} ({topic.confidence:.2f})"


ABOUT_READING = (
    ConditionSpec(
        name="kind",
        takes=names(lambda _known: tuple(Kind)),
        sentence="it is a complaint, question, praise, abuse, spam or other",
        example='"complaint"',
        holds='kind = "complaint"',
        fails='kind = "praise"',
        build=_kind,
        found=lambda facts: facts.reading.kind,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="certainty",
        takes=names(lambda _known: tuple(Certainty)),
        sentence="how sure the kind is: `sure` is good enough for an automatic word, `likely` for "
        "a draft, `unsure` only for counting",
        example='["sure", "likely"]',
        holds='certainty = "likely"',
        fails='certainty = "unsure"',
        build=_certainty,
        found=lambda facts: facts.reading.certainty,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="topic",
        takes=names(lambda known: known.topics),
        sentence="what it is mostly about; the topics are the families of acknowledgements",
        example='"late"',
        holds='topic = "late"',
        fails='topic = "money"',
        build=_topic,
        found=_found_topic,
        cost=SEARCH,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="topic_confidence_at_least",
        takes=SHARE,
        sentence="how sure that topic is",
        example="0.7",
        holds='topic = "late"',
        fails='text = "hm"',
        build=_topic_confidence,
        found=_found_topic,
        cost=SEARCH,
    ),
    ConditionSpec(
        name="sensitive",
        takes=names(lambda known: ("any", "wake", "morning", *known.wake, *known.morning)),
        sentence="a sensitive topic stands in it: one by name (`allergy`, `lawyer`), all that wake "
        "you (`wake`), all that come first in the morning (`morning`), or `any`",
        example='"wake"',
        holds='sensitive = "allergy"',
        fails='sensitive = "lawyer"',
        build=_sensitive,
        found=lambda facts: listed(facts.reading.sensitive),
        cost=SEARCH,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="mark",
        takes=TEXTS,
        sentence="a list of phrases matched: `opt_out`, `private_data`, `not_us`, `news`, `jobs`, "
        "`giveaway`, `spam`, `press`, `hardship`, …",
        example='["opt_out", "private_data"]',
        holds='mark = "private_data"',
        fails='mark = "news"',
        build=_mark,
        found=lambda facts: listed(facts.reading.marks),
        cost=SEARCH,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="sign",
        takes=names(lambda _known: ("irony", "mixed", "picture"), closed=False),
        sentence="something makes the tone unsure: `irony`, `mixed` praise and complaint, or a "
        "`picture` with hardly a word",
        example='"irony"',
        holds='sign = "irony"',
        fails='sign = "mixed"',
        build=_sign,
        found=lambda facts: listed(facts.reading.signs),
        cost=SEARCH,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="language",
        takes=TEXTS,
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
        name="compound_above",
        takes=SCORE,
        sentence="the sentiment that decides is above this",
        example="0.3",
        holds="compound = 0.61",
        fails="compound = 0.3",
        build=_above,
        found=lambda facts: f"{facts.reading.compound_used:.2f}",
    ),
    ConditionSpec(
        name="compound_below",
        takes=SCORE,
        sentence="the sentiment that decides is below this",
        example="-0.5",
        holds="compound = -0.74",
        fails="compound = 0.1",
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
