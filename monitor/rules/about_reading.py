"""Conditions about the reading: what the scorers understood of the text."""

from monitor.domain.facts import Facts
from monitor.domain.reading import Certainty, Kind
from monitor.rules.condition import SEARCH, ConditionSpec, Test, listed
from monitor.rules.takes import MARKS, SHARE, SIGNS, Vocabulary, names


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
        never_plain=True,
    ),
    ConditionSpec(
        name="mark",
        takes=names(lambda _known: MARKS),
        sentence="a list of phrases matched, such as `opt_out` or `news`, whatever its kind",
        example='["opt_out", "private_data"]',
        holds='mark = "private_data"',
        fails='mark = "news"',
        build=_mark,
        found=lambda facts: listed(facts.reading.marks),
        cost=SEARCH,
        may_be_negated=True,
        never_plain=True,
    ),
    ConditionSpec(
        name="sign",
        takes=names(lambda _known: SIGNS),
        sentence="something makes the tone unsure: `irony`, `mixed` praise and complaint, or a "
        "`picture` with hardly a word",
        example='"irony"',
        holds='sign = "irony"',
        fails='sign = "mixed"',
        build=_sign,
        found=lambda facts: listed(facts.reading.signs),
        cost=SEARCH,
        may_be_negated=True,
        never_plain=True,
    ),
)
