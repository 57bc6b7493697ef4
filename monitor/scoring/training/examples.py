"""Examples: the labelled texts that a model learns from, from two sources.

- The corpus, which we wrote ourselves (`scoring/corpus`).
- A file of posts in eight languages with their sentiment (CSV: `lang, sentiment, text`; Apache-2.0;
  not part of this repository). Its English half teaches tone, the rest what English is not. Its
  `hindi` is in Latin letters, and nearly half of it plain English: a row counts as Hindi when it
  has two of the words below, as English when it has none, and as nothing with one.
"""

import csv
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from monitor.errors import InputError
from monitor.scoring.corpus.lines import FOLDER, read_corpus
from monitor.scoring.words import closed_up, words_of

#: of the file that the model in this package was trained with
LANGUAGES_SHA256: Final = "bd40f171d28d1272841d75c4d88a95fdf0ce2cbd139febff64eb631f96777121"
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
#: folds of what has no trade of its own
_FOLDS: Final = 5
_HINDI: Final = frozenset(
    (
        *(
            "hai",
            "hain",
            "nahi",
            "nahin",
            "nhi",
            "nai",
            "ka",
            "ki",
            "ke",
            "ko",
            "kya",
            "kyu",
            "kyun",
        ),
        *("kyon", "toh", "bhi", "mein", "mai", "mujhe", "mera", "meri", "mere", "tum", "tumhe"),
        *("tera", "teri", "tere", "aap", "aapka", "aapko", "aapki", "apka", "apki", "apne", "apna"),
        *(
            "apni",
            "aur",
            "ye",
            "yeh",
            "woh",
            "wo",
            "kar",
            "karo",
            "karna",
            "karne",
            "karta",
            "karte",
        ),
        *("raha", "rahe", "rahi", "rha", "rhe", "rhi", "tha", "thi", "hua", "hui", "hue", "hota"),
        *("hoti", "hote", "hoga", "hogi", "hoge", "hu", "hun", "hoon", "ho", "hi", "na", "bhai"),
        *(
            "yaar",
            "yar",
            "ji",
            "pe",
            "par",
            "se",
            "ne",
            "koi",
            "kuch",
            "kuchh",
            "sab",
            "bahut",
            "bohot",
        ),
        *(
            "bhut",
            "bahot",
            "acha",
            "accha",
            "achha",
            "abhi",
            "ab",
            "kab",
            "jab",
            "tab",
            "phir",
            "fir",
        ),
        *("liye", "liya", "diya", "dia", "gaya", "gya", "gayi", "gaye", "gyi", "kaise", "kaisa"),
        *("kaisi", "kon", "kaun", "kahan", "yahan", "wahan", "jo", "jis", "jisne", "iss", "uss"),
        *("isko", "usko", "inko", "unko", "unka", "unki", "inka", "uska", "uski", "iska", "iski"),
        *("hum", "hume", "humein", "hamari", "hamara", "hamare", "tumhara", "wala", "wale", "wali"),
        *("aaj", "kal", "din", "dil", "pyar", "pyaar", "desh", "log", "logo", "logon", "ek", "mat"),
        *("chahiye", "sakta", "sakte", "sakti", "lekin", "magar", "agar", "bas", "sirf", "jaise"),
        *("kha", "baat", "bata", "batao", "dekh", "dekho", "dekha", "jai", "sahi", "galat"),
    )
)


class Example(NamedTuple):
    """A text and what is known of it."""

    text: str
    #: a trade, or a tenth of the file of languages: what is kept together when folds are made
    group: str
    #: of the corpus; None where nobody said
    labels: frozenset[str] | None = None
    #: -1 negative, 0 neutral, 1 positive; None where nobody said
    tone: int | None = None
    is_english: bool | None = True


def examples(languages: Path, corpus: Path = FOLDER) -> list[Example]:
    """All that the shipped model learns from. Raises InputError, OSError."""
    found = [Example(line.text, line.trade, line.labels) for line in read_corpus(corpus)]
    found.extend(_of_languages(languages))
    return found


def fingerprint(languages: Path) -> str:
    """SHA-256 of the file of languages, in hexadecimal."""
    return sha256(languages.read_bytes()).hexdigest()


def _of_languages(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if not {"lang", "sentiment", "text"} <= set(rows.fieldnames or ()):
            raise InputError(
                f"{path.name} is no file of languages: it needs the columns lang, sentiment, text"
            )
        for number, row in enumerate(rows):
            text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), row["text"])
            group = f"languages {number % _FOLDS}"
            if row["lang"] == "english":
                yield Example(text, group, tone=int(row["sentiment"]) - 1)
            elif row["lang"] == "hindi":
                hindi = hindi_words(text)
                if hindi != 1:
                    yield Example(text, group, is_english=not hindi)
            else:
                yield Example(text, group, is_english=False)


def hindi_words(text: str) -> int:
    """How many words of a text are of those that Hindi in Latin letters is made of."""
    return sum(word in _HINDI for word in words_of(closed_up(text)))
