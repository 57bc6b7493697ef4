"""The index finds what trying every phrase at every word finds, neither more nor less."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from monitor.scoring.phrases import PhraseIndex

#: few letters, so that words, beginnings and phrases meet often
WORDS = st.sampled_from(("a", "ab", "abc", "b", "ba", "é", "a_", "0", "@a"))
PHRASE_WORDS = st.sampled_from(
    ("a", "ab", "abc", "b", "é", "a_", "0", "a*", "ab*", "b*", "é*", "*")
)
PHRASES = st.lists(PHRASE_WORDS, min_size=1, max_size=4).map(" ".join)


def matches(written: str, word: str) -> bool:
    if written == "*":
        return not word.startswith("@")
    if written.endswith("*"):
        return word.startswith(written[:-1])
    return word == written


def tried(phrases: Sequence[tuple[str, str]], words: Sequence[str]) -> list[tuple[int, int, str]]:
    found = []
    for list_name, phrase in dict.fromkeys(phrases):
        written = phrase.split()
        for start in range(len(words) - len(written) + 1):
            there = words[start : start + len(written)]
            if all(map(matches, written, there)):
                found.append((start, start + len(written), f"{list_name}: {phrase}"))
    return sorted(found)


@given(
    st.lists(st.tuples(st.sampled_from(("late", "upset")), PHRASES), max_size=12),
    st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=4),
)
def test_every_phrase_is_found_where_it_stands(
    phrases: list[tuple[str, str]], texts: list[list[str]]
) -> None:
    index = PhraseIndex(phrases)
    for words in texts:
        hits = index.find(words)
        assert sorted((h.start, h.end, f"{h.list}: {h.phrase}") for h in hits) == tried(
            phrases, words
        )
        assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
