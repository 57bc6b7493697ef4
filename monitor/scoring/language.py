"""Language: which of seven languages a text is in, by its function words and its script.

A small first form that errs towards "not ours": a text in another language must never get an
English apology. The platform's own tag breaks ties; it is wrong too often to be believed alone.

- a script other than Latin decides by itself;
- most function words win; a tie goes to the platform's tag, then to the order of `_WORDS`;
- a phrase of our English lists found in the text (`knows_english`) counts as one function word;
- no function word at all: the platform's tag if it is not English; else None for up to five words
  (too short to tell, which the rules take as covered), and "und" above that.
"""

import re
from collections.abc import Sequence
from typing import Final

from monitor.scoring.words import count_own

#: up to this many words a text without any function word is too short to tell
_SHORT: Final = 5

_WORDS: Final[dict[str, frozenset[str]]] = {
    "en": frozenset(
        (
            *("the", "and", "you", "your", "is", "was", "are", "were", "be", "been", "being", "it"),
            *("its", "this", "that", "these", "those", "they", "them", "their", "we", "our", "us"),
            *("my", "i", "im", "ive", "ill", "to", "of", "for", "with", "from", "at", "on", "have"),
            *("has", "had", "do", "does", "did", "dont", "doesnt", "didnt", "cant", "wont", "not"),
            *(
                "but",
                "what",
                "when",
                "where",
                "why",
                "how",
                "who",
                "which",
                "can",
                "could",
                "would",
            ),
            *("should", "will", "just", "now", "still", "never", "get", "got", "there", "here"),
            *("than", "then", "about", "out", "up", "any", "some", "an", "if", "by", "or", "he"),
            *(
                "she",
                "his",
                "her",
                "every",
                "because",
                "after",
                "before",
                "again",
                "please",
                "isnt",
            ),
            *(
                "thanks",
                "thank",
                "youre",
                "thats",
                "u",
                "ur",
                "pls",
                "got",
                "too",
                "very",
                "really",
            ),
            *("ever", "only", "over", "off", "been", "wasnt", "havent", "hasnt", "want", "need"),
        )
    ),
    "de": frozenset(
        (
            *("der", "das", "und", "ist", "nicht", "ich", "ein", "eine", "einen", "einem", "einer"),
            *("mit", "auf", "für", "fuer", "von", "dem", "den", "zu", "zum", "zur", "im", "auch"),
            *(
                "aber",
                "wie",
                "wird",
                "wenn",
                "mein",
                "meine",
                "meinen",
                "euch",
                "ihr",
                "wir",
                "sie",
            ),
            *("es", "bei", "nach", "noch", "nur", "schon", "sehr", "kein", "keine", "dass", "sind"),
            *("habe", "hat", "haben", "war", "bin", "kann", "mir", "mich", "dich", "dir", "uns"),
            *("oder", "vom", "beim", "immer", "mal", "jetzt", "heute", "wieder", "aus", "über"),
            *(
                "hier",
                "dann",
                "wieso",
                "heute",
                "morgen",
                "gerade",
                "ja",
                "nein",
                "ab",
                "bis",
                "gegen",
            ),
            *(
                "neue",
                "neuen",
                "neuer",
                "neues",
                "gut",
                "ganz",
                "vor",
                "unser",
                "unsere",
                "einfach",
                "ne",
            ),
            *("macht", "machen", "geht", "weil", "mich", "als", "durch", "wer", "diese", "beste"),
            *("warum", "wann", "seit", "gibt", "alles", "mehr", "doch", "eure", "eurer", "danke"),
        )
    ),
    "es": frozenset(
        (
            *("el", "los", "las", "del", "que", "y", "en", "un", "una", "por", "con", "para", "es"),
            *("está", "esta", "este", "esto", "como", "pero", "más", "mas", "muy", "mi", "mis"),
            *("su", "sus", "lo", "le", "les", "nos", "se", "al", "ya", "yo", "tu", "te", "me"),
            *(
                "la",
                "de",
                "necesito",
                "favor",
                "puedo",
                "quiero",
                "buenas",
                "buenos",
                "servicio",
                "llevo",
            ),
            *("porque", "cuando", "donde", "hay", "ha", "han", "he", "fue", "son", "ser", "sin"),
            *("sobre", "hasta", "desde", "todo", "todos", "nada", "gracias", "hola", "usted"),
            *("ustedes", "qué", "cómo", "eso", "así", "tengo", "tienen", "estoy", "ni", "ahora"),
        )
    ),
    "fr": frozenset(
        (
            *("le", "les", "des", "du", "et", "est", "une", "dans", "pour", "pas", "que", "qui"),
            *("je", "tu", "il", "elle", "nous", "vous", "ils", "mon", "ma", "mes", "votre", "vos"),
            *("ce", "cette", "ces", "sur", "avec", "au", "aux", "mais", "plus", "suis", "sont"),
            *("été", "être", "très", "tout", "tous", "comme", "quand", "depuis", "cest", "jai"),
            *("ne", "se", "sa", "ses", "son", "leur", "ou", "où", "bien", "fait", "merci", "à"),
            *("bonjour", "encore", "toujours", "jamais", "rien", "même", "quoi", "chez", "ça"),
            *("y", "en", "un", "de", "la", "par", "avez", "avoir", "ont", "donc", "alors", "moi"),
        )
    ),
    "it": frozenset(
        (
            *(
                "il",
                "lo",
                "gli",
                "di",
                "del",
                "della",
                "dei",
                "delle",
                "che",
                "è",
                "e",
                "non",
                "un",
            ),
            *("una", "per", "con", "sono", "mi", "ma", "più", "come", "anche", "questo", "questa"),
            *("ho", "hai", "ha", "hanno", "nel", "nella", "alla", "al", "dal", "dalla", "si", "ci"),
            *(
                "a",
                "da",
                "in",
                "la",
                "le",
                "se",
                "su",
                "solo",
                "fare",
                "cosa",
                "oggi",
                "bene",
                "poi",
                "sei",
            ),
            *("vi", "io", "mio", "mia", "vostro", "vostra", "molto", "sempre", "mai", "quando"),
            *("perché", "perche", "grazie", "ciao", "ancora", "già", "tutto", "niente", "stato"),
        )
    ),
    "pt": frozenset(
        (
            *("o", "os", "do", "da", "dos", "das", "que", "e", "em", "um", "uma", "por", "com"),
            *("para", "não", "nao", "é", "eu", "meu", "minha", "você", "vocês", "vc", "vcs", "mas"),
            *("mais", "muito", "se", "na", "no", "nas", "nos", "ao", "como", "está", "foi", "ser"),
            *("são", "tem", "também", "já", "isso", "esse", "essa", "obrigado", "obrigada", "pra"),
            *(
                "de",
                "la",
                "vou",
                "ta",
                "pro",
                "bom",
                "boa",
                "dia",
                "hoje",
                "tá",
                "tô",
                "gente",
                "bem",
            ),
            *("pelo", "pela", "quando", "porque", "tudo", "nada", "ele", "ela", "seu", "sua", "só"),
        )
    ),
    "nl": frozenset(
        (
            *("het", "een", "en", "van", "ik", "niet", "dat", "die", "op", "te", "zijn", "voor"),
            *("met", "maar", "ook", "naar", "bij", "uit", "wel", "nog", "als", "dan", "jullie"),
            *("mijn", "je", "jij", "wij", "ze", "heb", "heeft", "hebben", "wordt", "werd", "geen"),
            *("meer", "waar", "wat", "hoe", "waarom", "wanneer", "al", "om", "aan", "over", "deze"),
            *("dit", "daar", "hier", "weer", "heel", "echt", "bedankt", "gewoon", "kan", "moet"),
        )
    ),
}
#: words of two languages, which say nothing about either
_BOTH: Final = frozenset(
    (
        *(
            "me",
            "no",
            "so",
            "hat",
            "war",
            "die",
            "an",
            "in",
            "as",
            "a",
            "he",
            "also",
            "son",
            "plus",
        ),
        *(
            "mal",
            "per",
            "come",
            "pour",
            "mes",
            "on",
            "mine",
            "van",
            "wat",
            "al",
            "men",
            "nos",
            "do",
        ),
        *("am", "was", "over", "dan", "ten", "met", "bin", "den", "we", "is", "of", "im", "will"),
        *("at", "or", "all", "u", "ill"),
    )
)
_ENGLISH: Final = _WORDS["en"] - (_BOTH - {"is", "we", "of", "over", "or", "at"})
_TELLING: Final = {tag: words - _BOTH for tag, words in _WORDS.items() if tag != "en"}
#: most English texts have no word of these
_ANY_FOREIGN: Final = frozenset().union(*_TELLING.values()) - _ENGLISH
#: letters that tell a language where no word does
_LETTERS: Final = (
    ("de", frozenset("äöüß")),
    ("es", frozenset("ñ¿¡áíóú")),
    ("pt", frozenset("ãõ")),
    ("fr", frozenset("çèêàùœîûô")),
    ("it", frozenset("òì")),
)

_SCRIPTS: Final = (
    ("ru", re.compile("[\u0400-\u052f]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
)
_OTHER_LETTER: Final = re.compile("[^\\W\\d_a-z\u00aa-\u024f\u1e00-\u1eff]")
#: platforms' tags of languages that share a script with the one the script stands for
_SAME_SCRIPT: Final = {
    "ru": frozenset(("uk", "bg", "sr", "mk", "be", "kk")),
    "ar": frozenset(("fa", "ur", "ps", "ckb", "sd", "ug")),
    "hi": frozenset(("mr", "ne", "sa")),
    "he": frozenset(("yi",)),
}


def language_of(
    closed: str, words: Sequence[str], platform_tag: str | None, *, knows_english: bool
) -> str | None:
    """The language of a closed-up text and its words (see `words`), None when too short to tell."""
    if not closed.isascii():
        script = _script_of(closed, platform_tag)
        if script:
            return script
    if not _ANY_FOREIGN.isdisjoint(words):
        return _by_function_words(words, platform_tag, knows_english=knows_english)
    if knows_english or not _ENGLISH.isdisjoint(words):
        return "en"
    return _by_letters(closed, platform_tag) or _without_function_words(words, platform_tag)


def _script_of(text: str, platform_tag: str | None) -> str | None:
    """The language of a script that is not Latin, if at least a third of the letters are in it."""
    others = len(_OTHER_LETTER.findall(text))
    if not others or others * 3 < sum(map(str.isalpha, text)):
        return None
    # Japanese is written with Chinese characters too: one kana decides.
    counts = [(len(pattern.findall(text)), tag) for tag, pattern in _SCRIPTS]
    most, tag = max(counts, key=lambda pair: pair[0])
    if not most:
        return "und"
    if tag == "zh" and {name: count for count, name in counts}["ja"]:
        tag = "ja"
    primary = _primary(platform_tag)
    return primary if primary and primary in _SAME_SCRIPT.get(tag, ()) else tag


def _by_letters(closed: str, platform_tag: str | None) -> str | None:
    if closed.isascii():
        return None
    found = [tag for tag, letters in _LETTERS if not letters.isdisjoint(closed)]
    primary = _primary(platform_tag)
    return primary if primary in found else next(iter(found), None)


def _by_function_words(
    words: Sequence[str], platform_tag: str | None, *, knows_english: bool
) -> str | None:
    counts = {tag: len(telling.intersection(words)) for tag, telling in _TELLING.items()}
    counts["en"] = len(_ENGLISH.intersection(words)) + knows_english
    most = max(counts.values())
    best = [tag for tag, count in counts.items() if count == most]
    primary = _primary(platform_tag)
    if primary in best:
        return primary
    if "en" in best:
        return "en"
    if most == 1 and count_own(words) > _SHORT:
        # One foreign-looking word alone says nothing: "la", "en", "e".
        return _without_function_words(words, platform_tag)
    return best[0]


def _without_function_words(words: Sequence[str], platform_tag: str | None) -> str | None:
    primary = _primary(platform_tag)
    if primary and primary != "en":
        return primary
    return None if count_own(words) <= _SHORT else "und"


def _primary(tag: str | None) -> str | None:
    """`pt` of `pt-BR`; None for what says nothing."""
    if not tag:
        return None
    primary = tag.replace("_", "-").partition("-")[0].lower()
    # X: "qme", "qam" … stand for media, mentions only and the like; "und", "zxx" for unknown.
    return None if primary in ("und", "zxx", "in") or primary.startswith("q") else primary
