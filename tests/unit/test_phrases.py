"""Phrases are found as words, in one walk over the text."""

import time
import tracemalloc

import pytest

from monitor.scoring.grounds import weigh
from monitor.scoring.phrases import Hit, PhraseIndex
from monitor.scoring.words import closed_up, count_own, words_of

INDEX = PhraseIndex(
    [
        ("late", "still waiting"),
        ("late", "waited * hours"),
        ("late", "late"),
        ("upset", "disappoint*"),
        ("upset", "not good"),
        ("upset", "not good enough"),
        ("access", "cant log in"),
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.list, hit.phrase) for hit in INDEX.find(words_of(closed_up(text)))]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        # a plain phrase, whatever the case and the punctuation
        ("STILL waiting!!", [("late", "still waiting")]),
        # words in another order are another phrase
        ("waiting still", []),
        # a prefix ends the word
        ("what a disappointment", [("upset", "disappoint*")]),
        ("disappointed. again", [("upset", "disappoint*")]),
        # a lone star is any one word, and exactly one
        ("we waited three hours", [("late", "waited * hours")]),
        ("we waited hours", []),
        ("we waited three long hours", []),
        # a phrase within a phrase: both are found
        ("not good enough", [("upset", "not good"), ("upset", "not good enough")]),
        # part of a word is no word
        ("chocolate, plate, later", []),
        # apostrophes of every form, or none
        ("I can't log in", [("access", "cant log in")]),
        ("I can’t log in", [("access", "cant log in")]),
        ("I cant log in", [("access", "cant log in")]),
        # the same phrase twice is found twice
        ("late and late", [("late", "late"), ("late", "late")]),
        # nobody is late because of a handle or a link
        ("@late https://shop.example/late www.late.example", []),
        # a star does not swallow a handle
        ("waited @ada hours", []),
        ("", []),
    ],
)
def test_finds_words(text: str, phrases: list[tuple[str, str]]) -> None:
    assert found(text) == phrases


def test_a_hit_tells_its_place() -> None:
    assert INDEX.find(["we", "are", "still", "waiting"]) == [Hit("late", "still waiting", 2, 4)]


def test_what_is_remembered_does_not_change_the_answer() -> None:
    words = ["we", "waited", "many", "hours", "and", "are", "still", "waiting"]
    first = INDEX.find(words)
    for number in range(30_000):
        INDEX.find([f"w{number}", "waited", f"v{number}"])
    assert INDEX.find(words) == first


def test_strangers_cannot_make_it_remember_without_end() -> None:
    index = PhraseIndex([("late", "waited * hours"), ("upset", "not good")])
    tracemalloc.start()
    try:
        for number in range(30_000):
            index.find([f"one{number}", "waited", f"two{number}", "not", f"three{number}"])
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 7_000_000  # all of it would be 28 MB


@pytest.mark.parametrize("text", ["late " * 20_000, "waited x " * 10_000, "not good " * 10_000])
def test_the_time_grows_with_the_text(text: str) -> None:
    words = words_of(closed_up(text))
    began = time.perf_counter()
    INDEX.find(words)
    assert time.perf_counter() - began < 2  # quadratic would take minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # handles keep their sign, so that they match no phrase
        ("@Ada's late", ["@adas", "late"]),
        # links are no words
        ("see https://a.example/late?x=1 now", ["see", "now"]),
        # another script, and letters with accents
        ("schöne Grüße", ["schöne", "grüße"]),
        ("привет мир", ["привет", "мир"]),
        # emojis and signs divide words
        ("cold☕coffee/tea", ["cold", "coffee", "tea"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(closed_up(text)) == words


def test_handles_are_not_counted_as_own_words() -> None:
    assert count_own(words_of(closed_up("@shop @ada please stop"))) == 2


GROUNDS_INDEX = PhraseIndex(
    [
        ("complaint.strong.general", "rude"),
        ("complaint.strong.no_answer", "no answer"),
        ("complaint.strong.general", "not good enough"),
        ("complaint.weak.late", "late"),
        ("praise.strong", "great"),
        ("praise.weak", "good"),
        ("irony", "great job on"),
        ("sensitive.threat", "kill"),
        ("sensitive.threat", "kill you and"),
        ("harmless", "kill for"),
        ("harmless", "kill you"),
        ("topic.late", "delivery"),
    ]
)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("so rude", ["rude"]),
        # negated in the same sentence
        ("not rude at all", []),
        ("they were never rude", []),
        ("I would not call it rude", []),
        # the negation stands in another sentence, or too far away
        ("No. Rude.", ["rude"]),
        ("not that anybody here was rude", ["rude"]),
        # words that take the negation back
        ("not only rude but late", ["rude", "late"]),
        ("never been so rude", ["rude"]),
        # the negation belongs to another complaint
        ("no answer, rude", ["no answer", "rude"]),
        # a negated praise is a weak complaint
        ("not great", ["great"]),
        # part of a longer phrase that says something else
        ("not good enough", ["not good enough"]),
        ("great job on the cake", ["great job on"]),
        # harmless phrases cancel what is no longer than they are
        ("I would kill for a bun", []),
        ("I will kill you and your dog", ["kill you and"]),
        # topics and friendly words count elsewhere, and are no evidence
        ("good delivery", []),
    ],
)
def test_what_counts(text: str, counted: list[str]) -> None:
    closed = closed_up(text)
    words = words_of(closed)
    grounds = weigh(GROUNDS_INDEX.find(words), words, closed)
    assert [hit.phrase for hit in grounds.counted] == counted


@pytest.mark.parametrize(
    "text",
    [
        # somebody else's words
        'my neighbour called them "rude"',
        "my neighbour called them “rude”",
        # not a fact yet
        "tell me if they are rude",
        "I hope nobody is rude",
    ],
)
def test_quoted_or_supposed_is_weak(text: str) -> None:
    closed = closed_up(text)
    words = words_of(closed)
    grounds = weigh(GROUNDS_INDEX.find(words), words, closed)
    assert (grounds.strong, [hit.phrase for hit in grounds.weak]) == ([], ["rude"])
