"""The display name of a stranger: is its first word a first name that we may greet with?

The right name or none. A name is used when it is one word of 2 to 14 letters of one script, written
Like This, in a display name that holds nothing else than a name: no handle, no domain, no digit,
no title, no common noun, no refused word, no invisible sign. Anything doubtful means none.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from monitor.domain.not_names import FAMILY_NAMES, NOT_NAMES, PARTICLES

SHORTEST = 2
LONGEST = 14
#: more words are a sentence, more signs a message
MOST_WORDS = 4
MOST_SIGNS = 60

#: scripts that have capitals; in others we cannot tell a first name from a family name
_SCRIPTS = {
    "latin": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF)),
    "greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x400, 0x4FF),),
}
_VOWELS = {"latin": "aeiouyæœøı", "greek": "αεηιουω", "cyrillic": "аеёиоуыэюяіїєў"}
#: Greek and Cyrillic letters that read like Latin ones, so that a refused word cannot hide in them
_LOOKS_LATIN = str.maketrans("аеорсухіѕјкмтнвαορικντυ", "aeopcyxisjkmthbaopikvtu")
_PRONOUNS = re.compile(r"\s*\((?:she|he|they|any)(?:/(?:her|him|them|she|he|they|hers|his))*\)$")
#: an initial ("Maria L."), a word, or two joined as families join them ("O'Brien", "Quill-Lopez")
_WORD = re.compile(r"[^\W\d_]\.?|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_THRICE = re.compile(r"(.)\1\1")
#: a shorter refused word counts as a whole word only: Cassandra is a name
SHORTEST_INSIDE = 4


def usable_first_name(display_name: str, refused_words: Collection[str]) -> str | None:
    """The first name to greet with, or None: greet without one."""
    name = _without_decoration(_PRONOUNS.sub("", display_name))
    if name is None or len(name) > MOST_SIGNS:
        return None
    words = name.split()
    if not 1 <= len(words) <= MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        return None
    first, *others = words
    script = _script_of(name)
    if script is None or not _is_written_like_a_name(first, script):
        return None
    if not all(word[0].isupper() or word in PARTICLES for word in others):
        return None
    if _is_no_name(first) or any(map(_is_no_family_name, others)):
        return None
    return None if _holds(name, refused_words) else first


def _without_decoration(text: str) -> str | None:
    """The name without its emoji; None when it holds signs that no name needs."""
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        if _is_decoration(sign):
            kept.append(" ")
        elif sign == " " or sign in ".'’-" or unicodedata.category(sign) in ("Lu", "Ll"):
            kept.append(sign)
        else:
            return None
    return "".join(kept)


def _is_decoration(sign: str) -> bool:
    code = ord(sign)
    # letters in circles and boxes (U+1F100 ff.) spell words: they are no decoration
    is_picture = 0x2600 <= code <= 0x27BF or 0x1F300 <= code <= 0x1FAFF
    return is_picture or sign == "\ufe0f"


def _script_of(name: str) -> str | None:
    """The one script of all its letters, or None."""
    letters = [ord(sign) for sign in name if sign.isalpha()]
    for script, ranges in _SCRIPTS.items():
        if all(any(first <= code <= last for first, last in ranges) for code in letters):
            return script
    return None


def _is_written_like_a_name(word: str, script: str) -> bool:
    return (
        SHORTEST <= len(word) <= LONGEST
        and word.isalpha()
        and word == word[0].upper() + word[1:].lower()
        and word[0].isupper()
        and _THRICE.search(word.lower()) is None
        and any(vowel in _bare(word) for vowel in _VOWELS[script])
    )


def _is_no_name(word: str) -> bool:
    bare = _bare(word)
    return bare in NOT_NAMES or (bare.endswith("s") and bare[:-1] in NOT_NAMES)


def _is_no_family_name(word: str) -> bool:
    parts = _bare(word).split("-")
    known = _bare(word) in PARTICLES or all(part in FAMILY_NAMES for part in parts)
    # "Ada L." is an initial, and so are "Ada A." and "Ada O."
    return not known and not word.endswith(".") and any(map(_is_no_name, parts))


def _bare(text: str) -> str:
    """Lower case, without accents."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _holds(name: str, refused_words: Collection[str]) -> bool:
    """A refused word: as a word, and a longer one inside a word too ("Scamqueen")."""
    bare = _bare(name).translate(_LOOKS_LATIN)
    whole, inside = _patterns(tuple(refused_words))
    return any(word in f" {bare} " for word in whole) or any(word in bare for word in inside)


@lru_cache(maxsize=16)
def _patterns(refused_words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    bare = [_bare(word).strip().translate(_LOOKS_LATIN) for word in refused_words]
    return (
        tuple(f" {word} " for word in bare if word),
        tuple(word for word in bare if len(word) >= SHORTEST_INSIDE),
    )
