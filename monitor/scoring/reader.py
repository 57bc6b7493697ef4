"""The reader: one message in, one reading out.

VADER scores the raw text for reports, and the normalised text with the names masked for decisions.
The owner's phrases and the model, if there is one, say what kind of message it is; the score only
agrees or forbids. The text is cut into words once, and what a text plainly has none of (a digit, a
question mark, a phrase) is not looked for.

Invariants: any `str` gives a reading; the same message gives the same reading; a reader holds no
message, so one reader serves all threads.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from monitor.domain.message import Message
from monitor.domain.reading import Certainty, Evidence, Kind, Reading
from monitor.domain.thresholds import Thresholds
from monitor.scoring.agreement import perhaps, together
from monitor.scoring.brand_words import BrandWords
from monitor.scoring.grounds import Grounds, weigh
from monitor.scoring.kind import Tone, Verdict, is_clear, verdict
from monitor.scoring.language import language_of
from monitor.scoring.marks import marks_of
from monitor.scoring.model import Model, Text, Weighed
from monitor.scoring.model.weights import ELSEWHERE
from monitor.scoring.normalise import normalise
from monitor.scoring.phrase_file import PhraseFile, spellings
from monitor.scoring.phrases import PhraseIndex
from monitor.scoring.questions import questions_in
from monitor.scoring.scores import Scores
from monitor.scoring.topics import topics_of
from monitor.scoring.vader import FastVader, Polarity
from monitor.scoring.words import Places, closed_up, count_own, words_of

__all__ = ["BrandWords", "Reader"]

#: fewer words than this beside a picture say nothing without it
_WORDS_BESIDE_PICTURE = 5
_MOST_EVIDENCE = 12

#: what would wake the owner does not when the text is plainly praise; harm to people stays
_GOES_WITH_PRAISE = frozenset(("allergy", "poisoning", "fire", "threat"))
#: the model knows English; of a text too short to tell it says whether it is
_READ_BY_MODEL = ("en", None)
_ENGLISH_ALONE = frozenset(("en", None))


class _Brand(NamedTuple):
    """A brand's words, and the index of the phrases that they add, if they add any."""

    words: BrandWords
    phrases: PhraseIndex | None


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
        model: Model | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._vader = vader
        self._index = PhraseIndex(phrases.phrases)
        vocabulary = {word for _, phrase in phrases.phrases for word in phrase.split()} - {"*"}
        self._brands = {name: _brand(brand, vocabulary) for name, brand in (brands or {}).items()}
        self._nobody = _brand(BrandWords(), vocabulary)
        self._covered = frozenset((*languages, None))
        #: what reads, as it stands in every reading
        self.scorers = scorers
        self._model = model
        self._thresholds = thresholds or Thresholds()
        self._evidence = _Met()

    def read(self, message: Message) -> Reading:
        """All that the text says."""
        look = self._look(message)
        _, polarity, text, compound, closed, words, grounds = look
        own_words = count_own(words) if "@" in closed else len(words)

        language = language_of(closed, words, message.language, knows_english=bool(grounds.counted))
        scores: Scores | None = None
        if self._model is not None and language in _READ_BY_MODEL:
            scores = self._model.tell(look.for_model())
            if scores.english < self._thresholds.english:
                scores = None
                # too short to tell stays so where it may be another language of the shop
                if language == "en" or self._covered == _ENGLISH_ALONE:
                    language = "und"
        questions = questions_in(text, closed, words)
        signs = _signs(grounds, text, message, own_words)
        sensitive = _sensitive(grounds, compound) if grounds.sensitive else ()
        marks = marks_of(grounds, text, words)
        tone = Tone(
            compound=compound,
            marks=marks,
            signs=signs,
            questions=len(questions),
            asks_only=bool(questions) and _asks_only(grounds, closed, questions, own_words),
            is_sensitive=bool(sensitive),
            is_covered=language in self._covered,
        )
        found = verdict(grounds, tone)
        if scores is not None and not (
            _only_opts_out(grounds, found) and scores.complaint < self._thresholds.automatic
        ):
            clear = is_clear(grounds, tone)
            found = together(found, scores, self._thresholds, is_clear=clear, compound=compound)
            if perhaps(found, scores, self._thresholds):
                marks = (*marks, "perhaps")
            elif self._is_elsewhere(found, marks, look):
                marks = (*marks, ELSEWHERE)
        return Reading(
            compound=polarity.compound,
            pos=polarity.pos,
            neu=polarity.neu,
            neg=polarity.neg,
            compound_used=compound,
            p_complaint=scores.complaint if scores is not None else None,
            p_praise=scores.praise if scores is not None else None,
            p_question=scores.question if scores is not None else None,
            p_spam=scores.spam if scores is not None else None,
            p_abuse=scores.abuse if scores is not None else None,
            kind=found.kind,
            certainty=found.certainty,
            language=language,
            topics=topics_of(grounds),
            sensitive=sensitive,
            signs=(*signs, "mixed") if found.is_mixed else signs,
            marks=marks,
            questions=questions,
            evidence=self._evidence_of(grounds),
            words=own_words,
            scorers=self.scorers,
        )

    def _is_elsewhere(self, found: Verdict, marks: Sequence[str], look: "_Look") -> bool:
        """The model hears that the trouble is somebody else's. Asked where a machine might speak,
        and where no phrase has said so."""
        return (
            self._model is not None
            and found.kind is Kind.COMPLAINT
            and found.certainty is Certainty.SURE
            and ELSEWHERE not in marks
            and self._model.elsewhere(look.for_model()) >= self._thresholds.elsewhere
        )

    def told(self, message: Message) -> Scores | None:
        """What the model tells of a message, also of one that it then takes for another language;
        None where it is not asked."""
        look = self._look(message)
        knows = bool(look.grounds.counted)
        language = language_of(look.closed, look.words, message.language, knows_english=knows)
        if self._model is None or language not in _READ_BY_MODEL:
            return None
        return self._model.tell(look.for_model())

    def told_elsewhere(self, message: Message) -> float:
        """How probable the model finds it that the trouble of a complaint is somebody else's; 0
        without a model."""
        return self._model.elsewhere(self._look(message).for_model()) if self._model else 0.0

    def weighed(self, message: Message, head: str) -> list[Weighed]:
        """What each word, sign and list of phrases adds to the logit of a head of the model, the
        heaviest first; nothing without a model."""
        if self._model is None:
            return []
        return self._model.weighed(head, self._look(message).for_model())

    def _look(self, message: Message) -> "_Look":
        raw = message.text
        brand = self._brands.get(message.brand, self._nobody)
        polarity = self._vader.polarity(raw)
        text = normalise(raw)
        compound = brand.words.used_compound(self._vader, raw, text, polarity)
        closed = closed_up(text)
        words = words_of(closed)
        hits = self._index.find(words)
        if brand.phrases is not None:
            hits.extend(brand.phrases.find(words))
            hits.sort(key=lambda hit: hit.start)
        grounds = weigh(hits, words, closed)
        return _Look(brand.words, polarity, text, compound, closed, words, grounds)

    def _evidence_of(self, grounds: Grounds) -> tuple[Evidence, ...]:
        counted = grounds.counted
        if not counted:
            return ()
        if len(counted) == 1:
            return (self._evidence[counted[0].list, counted[0].phrase],)
        pairs = list(dict.fromkeys([(hit.list, hit.phrase) for hit in counted]))
        return tuple(map(self._evidence.__getitem__, pairs[:_MOST_EVIDENCE]))


class _Look(NamedTuple):
    """A text as every scorer sees it."""

    brand: BrandWords
    polarity: Polarity
    #: normalised
    text: str
    compound: float
    #: closed up, and its words
    closed: str
    words: list[str]
    grounds: Grounds

    def for_model(self) -> Text:
        """With the brand's names masked."""
        words = self.brand.without_names(self.words)
        return Text(self.text, words, self.compound, self.grounds)


class _Met(dict[tuple[str, str], Evidence]):
    """(list, phrase) → its evidence, made when the phrase is first met."""

    def __missing__(self, pair: tuple[str, str]) -> Evidence:
        made = self[pair] = Evidence(list=pair[0], phrase=pair[1])
        return made


def _brand(words: BrandWords, vocabulary: Set[str]) -> _Brand:
    """`vocabulary`: every word that stands in some phrase, `late*` for all that begin so."""
    # A name is harmless: "Sick Burgers" is nobody's sickness. Most names hold no word of a phrase.
    beginnings = tuple(word[:-1] for word in vocabulary if word.endswith("*"))
    names = [words_of(closed_up(name)) for name in words.names]
    phrases = [
        ("harmless", " ".join(name))
        for name in names
        if any(word in vocabulary or word.startswith(beginnings) for word in name)
    ]
    for phrase in words.exclude:
        phrases.extend(
            ("not_us", spelling) for spelling in map(_cut, spellings(phrase)) if spelling
        )
    return _Brand(words, PhraseIndex(phrases) if phrases else None)


def _cut(phrase: str) -> str:
    """The owner's phrase, cut into words as a text is: "Larch & Loaf Lumber" has three."""
    words = []
    for piece in phrase.split():
        cut = words_of(closed_up(piece))
        if cut and piece.endswith("*"):
            cut[-1] += "*"
        words += cut
    return " ".join(words)


def _asks_only(grounds: Grounds, closed: str, questions: Sequence[str], own_words: int) -> bool:
    """Every strong phrase stands in a sentence that asks; without one, every word does."""
    if not grounds.strong:
        asked = sum([count_own(words_of(closed_up(question))) for question in questions])
        return asked >= own_words
    if "?" not in closed:
        return False
    places = Places(closed)
    return all(places.asks(hit.end - 1) for hit in grounds.strong)


def _only_opts_out(grounds: Grounds, found: Verdict) -> bool:
    """Their wish for no machine, whose tone says nothing of the business."""
    return bool(grounds.opt_out) and found.kind is not Kind.COMPLAINT


def _sensitive(grounds: Grounds, compound: float) -> tuple[str, ...]:
    topics = dict.fromkeys([hit.list.partition(".")[2] for hit in grounds.sensitive])
    is_plain_praise = grounds.praise and not grounds.strong and not grounds.weak and compound > 0
    if is_plain_praise:
        return tuple([topic for topic in topics if topic not in _GOES_WITH_PRAISE])
    return tuple(topics)


def _signs(grounds: Grounds, text: str, message: Message, own_words: int) -> tuple[str, ...]:
    signs: tuple[str, ...] = ()
    if grounds.irony or _is_marked_as_sarcasm(text):
        signs = ("irony",)
    if message.media and own_words < _WORDS_BESIDE_PICTURE:
        signs = (*signs, "picture")
    return signs


def _is_marked_as_sarcasm(text: str) -> bool:
    if " /s" in text and text.rstrip().endswith(" /s"):
        return True
    return not text.isascii() and ("🙄" in text or "🙃" in text)
