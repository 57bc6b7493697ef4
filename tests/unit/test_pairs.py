"""Two phrases that are harmless alone, and together a matter for a person."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.scoring.pairs import APART, paired
from monitor.scoring.phrases import Hit
from monitor.testing import a_message
from tests.unit.playbook_parts import reader

#: topic, tab, an invented message as people write it
EXAMPLES = [
    row.split("\t")
    for row in (Path(__file__).parents[1] / "data" / "sensitive.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
]


def sensitive(text: str) -> tuple[str, ...]:
    """The sensitive topics of a text."""
    return reader().read(a_message(text)).sensitive


def test_every_topic_has_twenty_five_examples() -> None:
    counts = Counter(topic for topic, _ in EXAMPLES)
    assert len(counts) == 14
    assert set(counts.values()) == {25}


@pytest.mark.parametrize(("topic", "text"), EXAMPLES)
def test_what_wants_a_person_is_heard(topic: str, text: str) -> None:
    assert sensitive(text), f"{topic} is not heard"


def test_nearly_always_by_its_own_name() -> None:
    named = sum(topic in sensitive(text) for topic, text in EXAMPLES)
    assert named >= 0.97 * len(EXAMPLES)


@pytest.mark.parametrize(
    "text",
    [
        # somebody and something, but no harm
        "my daughter loved the sandwich and they left her a balloon",
        "my mum passed her driving test, so we bought the biggest cake",
        "the leg of the table broke after a week",
        "my son and I queued alone in the rain for your buns, worth it",
        "took the kids swimming, then lunch with my nan",
        "the curry was pink and pretty, ate it all",
        "two women at the till were lovely",
        "someone else's dog stole my bun",
        # far apart
        f"my daughter {'and so on ' * APART} was left alone",
    ],
)
def test_harmless_people_and_things_are_not(text: str) -> None:
    assert sensitive(text) == ()


WHOM, WHAT = "pair.child.whom", "pair.child.what"


def test_the_two_make_one_hit_of_the_topic() -> None:
    hits = [Hit(WHOM, "my son", 0, 2), Hit(WHAT, "left alone", 5, 7), Hit(WHAT, "trapped", 8, 9)]
    assert list(paired(hits)) == [Hit("sensitive.child", "my son … left alone", 0, 7)]


def test_either_may_come_first_and_neither_is_enough() -> None:
    hits = [Hit(WHAT, "left alone", 0, 2), Hit(WHOM, "my son", 3, 5)]
    assert [hit.list for hit in paired(hits)] == ["sensitive.child"]
    assert list(paired(hits[:1])) == list(paired(hits[1:])) == []


def test_one_word_is_not_both() -> None:
    assert list(paired([Hit(WHOM, "the kids", 0, 2), Hit(WHAT, "kids alone", 1, 3)])) == []


def test_two_topics_do_not_make_a_pair() -> None:
    assert list(paired([Hit(WHOM, "my son", 0, 2), Hit("pair.injury.what", "bled", 3, 4)])) == []


places = st.integers(min_value=0, max_value=60)
halves = st.builds(
    lambda side, topic, start: Hit(f"pair.{topic}.{side}", side, start, start + 1),
    st.sampled_from(["whom", "what"]),
    st.sampled_from(["child", "injury"]),
    places,
)


@given(st.lists(halves, max_size=30))
def test_a_topic_is_found_once_and_exactly_where_two_are_near(hits: list[Hit]) -> None:
    hits.sort(key=lambda hit: hit.start)
    found = [hit.list for hit in paired(hits)]
    near = {
        f"sensitive.{topic}"
        for topic in ("child", "injury")
        for one in hits
        for other in hits
        if one.list == f"pair.{topic}.whom"
        and other.list == f"pair.{topic}.what"
        and one.start != other.start
        and abs(one.start - other.start) - 1 <= APART
    }
    assert len(found) == len(set(found))
    assert set(found) == near
