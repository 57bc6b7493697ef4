"""The reader: one message in, one reading out.

VADER scores the raw text for reports, and the normalised text with the names masked for decisions.
The owner's phrases say what kind of message it is; the score only agrees or forbids. The text is
cut into words once, and what a text plainly has none of (a digit, a question mark, a phrase) is not
looked for.

Invariants: any `str` gives a reading; the same message gives the same reading; a reader holds no
message, so one reader serves all threads.
"""

from collections.abc import Iterable, Mapping, Sequence

from monitor.domain.message import Message
from monitor.domain.reading import Evidence, Reading, Topic
from monitor.scoring.grounds import Grounds, weigh
from monitor.scoring.kind import Tone, verdict
from monitor.scoring.language import language_of
from monitor.scoring.names import NameMask
from monitor.scoring.normalise import normalise
from monitor.scoring.phrase_file import PhraseFile, spellings
from monitor.scoring.phrases import Hit, PhraseIndex
from monitor.scoring.private_data import has_private_data
from monitor.scoring.questions import questions_in
from monitor.scoring.vader import FastVader
from monitor.scoring.words import Places, closed_up, count_own, words_of

#: fewer words than this beside a picture say nothing without it
_WORDS_BESIDE_PICTURE = 5
#: a one-word "stop" counts when there is hardly another word; a sentence may be a little longer
_STOP_WORDS = 2
_OPT_OUT_WORDS = 12
_MOST_EVIDENCE = 12

#: plain praise does not empty these
_STAYS_WITH_PRAISE = frozenset(("injury", "self_harm", "child"))
_MARK_LISTS = ("jobs", "giveaway", "spam", "hardship")
_SARCASM_SIGNS = ("🙄", "🙃", " /s")

_FIRST_PERSON = frozenset(
    (
        *("i", "im", "ive", "id", "my", "me", "mine", "we", "our", "us", "weve", "you", "your"),
        *("u", "ur", "youre", "yall", "lol", "omg", "please", "thanks", "thank"),
    )
)


class BrandWords:
    """What a brand adds: its names, and the owner's exclude phrases (namesakes)."""

    __slots__ = ("index", "mask")

    def __init__(self, names: Iterable[str] = (), exclude: Iterable[str] = ()) -> None:
        names = tuple(names)
        self.mask = NameMask(names)
        # A name is harmless: "Sick Burgers" is nobody's sickness.
        phrases = [("harmless", " ".join(words_of(closed_up(name)))) for name in names]
        for phrase in exclude:
            phrases.extend(("not_us", spelling) for spelling in spellings(phrase))
        self.index = PhraseIndex((name, phrase) for name, phrase in phrases if phrase)


class Reader:
    """Reads messages of any brand."""

    def __init__(
        self,
        vader: FastVader,
        phrases: PhraseFile,
        brands: Mapping[str, BrandWords] | None = None,
        *,
        languages: Iterable[str] = ("en",),
        scorers: str = "vader",
    ) -> None:
        self._vader = vader
        self._index = PhraseIndex(phrases.phrases)
        self._brands = dict(brands or {})
        self._nobody = BrandWords()
        self._languages = frozenset((*languages, None))
        self._scorers = scorers

    def read(self, message: Message) -> Reading:
        """All that the text says."""
        raw = message.text
        brand = self._brands.get(message.brand, self._nobody)
        polarity = self._vader.polarity(raw)
        text = normalise(raw)
        compound = brand.mask.used_compound(self._vader, raw, text, polarity)
        closed = closed_up(text)
        words = words_of(closed)
        own_words = count_own(words)
        hits = self._index.find(words)
        hits.extend(brand.index.find(words))
        language = language_of(closed, words, message.language, knows_english=_knows_english(hits))
        questions = questions_in(text, words)
        grounds = weigh(hits, words, closed)
        marks = _marks(grounds, text, words, own_words)
        signs = _signs(grounds, text, message, own_words)
        is_gloomy = bool(grounds.strong or grounds.weak)
        sensitive = _sensitive(grounds, compound, is_gloomy=is_gloomy)
        found = verdict(
            grounds,
            Tone(
                compound=compound,
                marks=marks,
                has_irony="irony" in signs,
                has_picture_only="picture" in signs,
                questions=len(questions),
                asks_only=_asks_only(grounds, closed),
                is_sensitive=bool(sensitive),
                is_covered=language in self._languages,
            ),
        )
        if found.is_mixed:
            signs = (*signs, "mixed")
        return Reading(
            compound=polarity.compound,
            pos=polarity.pos,
            neu=polarity.neu,
            neg=polarity.neg,
            compound_used=compound,
            kind=found.kind,
            certainty=found.certainty,
            language=language,
            topics=_topics(grounds),
            sensitive=sensitive,
            signs=signs,
            marks=marks,
            questions=questions,
            evidence=_evidence(grounds),
            words=own_words,
            scorers=self._scorers,
        )


def _knows_english(hits: Sequence[Hit]) -> bool:
    return any(hit.list.startswith(("complaint", "praise", "question", "irony")) for hit in hits)


def _asks_only(grounds: Grounds, closed: str) -> bool:
    if not grounds.strong or "?" not in closed:
        return False
    places = Places(closed)
    return all(places.asks(hit.end - 1) for hit in grounds.strong)


def _sensitive(grounds: Grounds, compound: float, *, is_gloomy: bool) -> tuple[str, ...]:
    if not grounds.sensitive:
        return ()
    topics = dict.fromkeys(hit.list.partition(".")[2] for hit in grounds.sensitive)
    if grounds.praise and not is_gloomy and compound > 0:
        return tuple(topic for topic in topics if topic in _STAYS_WITH_PRAISE)
    return tuple(topics)


def _signs(grounds: Grounds, text: str, message: Message, own_words: int) -> tuple[str, ...]:
    signs: tuple[str, ...] = ()
    if grounds.irony or any(sign in text for sign in _SARCASM_SIGNS):
        signs = ("irony",)
    if message.media and own_words < _WORDS_BESIDE_PICTURE:
        signs = (*signs, "picture")
    return signs


def _marks(grounds: Grounds, text: str, words: Sequence[str], own_words: int) -> tuple[str, ...]:
    marks: list[str] = []
    others = {hit.list for hit in grounds.others}
    if "opt_out" in others and _opts_out(grounds, own_words):
        marks.append("opt_out")
    if has_private_data(text):
        marks.append("private_data")
    if "news" in others and _is_headline(text, words):
        marks.append("news")
    marks.extend(name for name in _MARK_LISTS if name in others)
    if "not_us" in others:
        marks.append("not_us")
    if any(hit.list == "sensitive.press" for hit in grounds.sensitive):
        marks.append("press")
    if grounds.abuse:
        marks.append("abuse")
    return tuple(marks)


def _opts_out(grounds: Grounds, own_words: int) -> bool:
    for hit in grounds.others:
        if hit.list == "opt_out":
            is_word = hit.end - hit.start == 1
            if own_words <= (_STOP_WORDS if is_word else _OPT_OUT_WORDS):
                return True
    return False


def _is_headline(text: str, words: Sequence[str]) -> bool:
    """A link, and nobody speaking: no first or second person."""
    return "http" in text and _FIRST_PERSON.isdisjoint(words)


def _topics(grounds: Grounds) -> tuple[Topic, ...]:
    """The acknowledgement families that the phrases name, with how sure that is.

    A strong phrase counts three, a weak one or a mere topic word one. The confidence is the
    topic's share, held down while only weak words speak.
    """
    weights: dict[str, int] = {}
    for hit in (*grounds.strong, *grounds.weak, *grounds.topics):
        name = hit.list.rpartition(".")[2]
        if name != "general":
            weights[name] = weights.get(name, 0) + (3 if ".strong." in hit.list else 1)
    if not weights:
        return ()
    total = sum(weights.values())
    return tuple(
        Topic(name=name, confidence=round(weight / total * min(1.0, weight / 3), 2))
        for name, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _evidence(grounds: Grounds) -> tuple[Evidence, ...]:
    counted = grounds.counted()
    if not counted:
        return ()
    seen = dict.fromkeys((hit.list, hit.phrase) for hit in counted)
    return tuple(Evidence(list=name, phrase=phrase) for name, phrase in list(seen)[:_MOST_EVIDENCE])
