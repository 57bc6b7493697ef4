"""How much faster than the bare library a score is, whether it is the same, and the worst texts.

Ratios within one run are what counts; the milliseconds only show that nothing blows up. Real posts
are read from `../shared/data` when that is there, and made up from the library's words when not.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # to be run as a plain script too

from monitor.scoring.names import NameMask  # noqa: E402  # after the path it is found on
from monitor.scoring.normalise import normalise  # noqa: E402
from monitor.scoring.vader import FastVader  # noqa: E402

REAL_TEXTS = ROOT.parent / "shared" / "data"
COMPARED_TEXTS = 60_000
TIMED_TEXTS = 3_000
ROUNDS = 9
HOSTILE_SIZE = 40_000
HOSTILE_SHAPES = ("but ", "good ", "!", "x", "😡", "good but ", "so good ", "GOOD bad ", "no good ")


def main() -> None:
    library = SentimentIntensityAnalyzer()
    fast = FastVader()
    chance = random.Random(7)
    real = _real_texts()
    made_up = _made_up_texts(library, chance, max(COMPARED_TEXTS - len(real), COMPARED_TEXTS // 10))
    posts = real or made_up
    print(f"texts: {len(real)} real, {len(made_up)} made up")

    timed = chance.sample(posts, TIMED_TEXTS)
    _print_ratios(library, fast, timed)

    compared = chance.sample(real, min(len(real), COMPARED_TEXTS - len(made_up))) + made_up
    different = sum(
        fast.polarity(text).as_dict() != library.polarity_scores(text) for text in compared
    )
    print(f"different results: {different} of {len(compared)}")

    for shape in HOSTILE_SHAPES:
        text = shape * (HOSTILE_SIZE // len(shape.encode()))
        milliseconds = 1000 * min(_seconds(fast.polarity, [text]) for _ in range(3))
        print(f"40 kB of {shape!r}: {milliseconds:.1f} ms")


def _print_ratios(
    library: SentimentIntensityAnalyzer, fast: FastVader, texts: Sequence[str]
) -> None:
    """CPU time of the bare library over ours, the two taken in turns."""
    mask = NameMask(["United", "Larch & Loaf"])

    def both_values(text: str) -> float:
        return mask.used_compound(fast, text, normalise(text), fast.polarity(text))

    ours: dict[str, Callable[[str], object]] = {
        "polarity": fast.polarity,
        "compound": fast.compound,
        "polarity, then compound of the normalised and masked text": both_values,
    }
    ratios: dict[str, list[float]] = {name: [] for name in ours}
    for _ in range(ROUNDS):
        bare = _seconds(library.polarity_scores, texts)
        for name, score in ours.items():
            ratios[name].append(bare / _seconds(score, texts))
    for name, found in ratios.items():
        print(f"{name}: {median(found):.2f} times as fast as the bare library")


def _seconds(score: Callable[[str], object], texts: Sequence[str]) -> float:
    started = time.process_time()
    for text in texts:
        score(text)
    return time.process_time() - started


def _real_texts() -> list[str]:
    texts: list[str] = []
    posts = REAL_TEXTS / "semeval-dev.csv"
    if posts.is_file():
        with posts.open(encoding="utf-8", newline="") as rows:
            texts += [_unescaped(row["text"]) for row in csv.DictReader(rows)]
    mentions = REAL_TEXTS / "airline-dev.jsonl"
    if mentions.is_file():
        with mentions.open(encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    return texts


def _unescaped(text: str) -> str:
    r"""The file writes `\u2019` for a curly apostrophe."""
    head, *parts = text.split("\\u")
    return head + "".join(
        chr(int(part[:4], 16)) + part[4:] if _is_code(part[:4]) else f"\\u{part}" for part in parts
    )


def _is_code(digits: str) -> bool:
    return len(digits) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in digits)


def _made_up_texts(
    library: SentimentIntensityAnalyzer, chance: random.Random, count: int
) -> list[str]:
    plain = ["the", "my", "flight", "bag", "is", "was", "and", "I", "crew", "again", "today", "a"]
    rules = [
        *BOOSTER_DICT,
        *NEGATE,
        *SPECIAL_CASES,
        "but",
        "no",
        "this",
        "never",
        "least",
        "kind of",
    ]
    pools = [plain] * 6 + [sorted(library.lexicon), rules, sorted(library.emojis)]
    cases: list[Callable[[str], str]] = [str, str, str, str, str.upper, str.title]
    ends = ["", "", "", "", "", ",", ".", "!", "?", "!!!"]
    return [
        " ".join(
            chance.choice(cases)(chance.choice(chance.choice(pools))) + chance.choice(ends)
            for _ in range(chance.randrange(40))
        )
        for _ in range(count)
    ]


if __name__ == "__main__":
    main()
