"""Function words: the small words of seven languages, by which a text tells its own.

Chosen by us; words that two languages share say nothing about either.
"""

from typing import Final

WORDS: Final[dict[str, frozenset[str]]] = {
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
BOTH: Final = frozenset(
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
ENGLISH: Final = WORDS["en"] - (BOTH - {"is", "we", "of", "over", "or", "at"})
TELLING: Final = {tag: words - BOTH for tag, words in WORDS.items() if tag != "en"}
#: most English texts have no word of these
ANY_FOREIGN: Final = frozenset().union(*TELLING.values()) - ENGLISH
