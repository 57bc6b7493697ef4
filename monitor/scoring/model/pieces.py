"""Pieces: what the model sees of a text, and in which bucket each is counted.

One pass serves every head. A text is the set of its words, the runs of 2 to 5 letters inside each
word, a few signs (a question mark, capitals, VADER's tone), and the lists of phrases that count in
it (see `grounds`: "not late" is no complaint). Each piece is hashed into a bucket of a fixed
table: no vocabulary has to be kept, and a word never met before still counts by its letters. What a
word adds depends on the word alone, so it is remembered.

Invariants: the same text gives the same pieces on every machine (CRC-32, no salt); nothing raises.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final
from zlib import crc32

from monitor.scoring.grounds import Grounds
from monitor.scoring.phrases import Hit

#: buckets for words, signs and lists, and as many again for runs of letters
BUCKETS: Final = 1 << 15
RUNS: Final = range(2, 6)
#: a longer word is cut: nothing that long is one
LONGEST_WORD: Final = 40
#: stands for every handle, and for the brand's own names
SOMEBODY: Final = "@"
#: before the name of a list
A_LIST: Final = "~list "

_DIGITS: Final = str.maketrans("123456789", "000000000")
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")
_PICTURES: Final = re.compile("[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff]")
_CAPITALS: Final = re.compile(r"\b[A-Z]{3,}\b")
_TONES: Final = (-0.75, -0.5, -0.25, -0.05, 0.05, 0.25, 0.5, 0.75)
#: of which one is a sign, and two are another
_SPEAKING: Final = ("strong", "weak", "praise", "praise_weak", "irony", "abuse", "sensitive")


def plain_word(word: str) -> str:
    """The word as it counts: no digits but 0, nothing drawn out, every handle the same."""
    if word.startswith(SOMEBODY):
        return SOMEBODY
    if not word.isalpha():
        word = word.translate(_DIGITS)
    return _DRAWN_OUT.sub(r"\1\1", word[:LONGEST_WORD])


def bucket(piece: str) -> int:
    """Where a word, a sign or a list is counted."""
    return crc32(piece.encode("utf-8", "replace")) % BUCKETS


def run_buckets(word: str) -> list[int]:
    """Where the runs of letters in a word are counted; the word's ends are letters too."""
    if word == SOMEBODY:
        return []
    framed = f" {word} "
    return [
        crc32(framed[start : start + length].encode("utf-8", "replace"), length) % BUCKETS
        for length in RUNS
        for start in range(len(framed) - length + 1)
    ]


def signs(text: str, compound: float, words: int) -> list[str]:
    """What a normalised text shows beside its words, each as a piece of its own. None is ever a
    word. `compound`: VADER's, with the names masked."""
    found = [f"#tone{sum(compound > step for step in _TONES)}"]
    if "?" in text:
        found.append("#asks")
        if text.rstrip().endswith("?"):
            found.append("#ends asking")
    if "!" in text:
        found.append("#calls")
        if "!!" in text:
            found.append("#calls loudly")
    if "..." in text or "…" in text:
        found.append("#trails off")
    if '"' in text or "“" in text:
        found.append("#quotes")
    if "http" in text or "www." in text:
        found.append("#links")
    if "#" in text:
        found.append("#tags")
    if text.startswith(SOMEBODY):
        found.append("#speaks to")
    elif SOMEBODY in text:
        found.append("#names")
    if _CAPITALS.search(text):
        found.append("#shouts")
    found.append(f"#length{min(words // 8, 6)}")
    if not text.isascii():
        found.extend(f"#{picture}" for picture in dict.fromkeys(_PICTURES.findall(text)))
    return found


def lists(grounds: Grounds) -> Iterator[str]:
    """The lists of phrases that count in a text, each once."""
    if not (grounds.counted or grounds.praise_weak or grounds.topics):
        return
    for role in _SPEAKING:
        hits: Sequence[Hit] = getattr(grounds, role)
        if hits:
            yield f"~{role}"
            if len(hits) > 1:
                yield f"~{role} twice"
    yield from _alone(grounds)
    yield from dict.fromkeys([f"{A_LIST}{hit.list}" for hit in _met(grounds)])


def phrases_of(piece: str, grounds: Grounds) -> tuple[str, ...]:
    """Which phrases of a list were found, each once; none of anything but a list."""
    found = [hit.phrase for hit in _met(grounds) if piece == f"{A_LIST}{hit.list}"]
    return tuple(dict.fromkeys(found))


def _met(grounds: Grounds) -> Iterator[Hit]:
    return chain(grounds.counted, grounds.praise_weak, grounds.topics)


def _alone(grounds: Grounds) -> Iterator[str]:
    """What speaks for one thing, where nothing speaks for another."""
    is_ironical = bool(grounds.irony)
    if grounds.praise:
        if not (grounds.strong or grounds.weak or is_ironical):
            yield "~praise alone"
    elif not (grounds.praise_weak or is_ironical):
        if grounds.strong:
            if not (grounds.abuse or grounds.sensitive):
                yield "~strong alone"
                if not grounds.others:
                    yield "~strong quite alone"
        elif grounds.weak:
            yield "~weak alone"
