"""A strike: one thing that somebody did to us, as a fact with its link and a hash.

A strike says what was seen. Whether it counts is worked out anew each time, from everything that is
known by then (`standing`): so a late answer, an older post or a decision changes nothing here.
"""

import re
from datetime import datetime
from enum import StrEnum

from monitor.domain.values import Value

#: shorter texts are alike by chance: "still waiting", "thank you"
LEAST_WORDS_OF_A_COPY = 6
_NOT_OWN = re.compile(r"https?://\S+|(?<![\w@])@[\w.@-]+")
_WORD = re.compile(r"\w+")


class StrikeKind(StrEnum):
    """What they did."""

    #: they threaten people
    THREAT = "threat"
    #: a word that degrades people for what they are
    SLUR = "slur"
    #: they go for somebody of ours by name
    HARASSMENT = "harassment"
    #: an insult; it counts where no complaint is in it
    INSULT = "insult"
    #: they provoke; it counts after a person of ours answered
    BAIT = "bait"
    #: the same text again; it counts after a person of ours answered
    COPY = "copy_paste"
    #: advertising, to us
    SPAM = "spam"


#: these count whatever we owe, and in a complaint too
ALWAYS = frozenset({StrikeKind.THREAT, StrikeKind.SLUR, StrikeKind.HARASSMENT})
#: these count only once a person of ours has answered
AFTER_AN_ANSWER = frozenset({StrikeKind.BAIT, StrikeKind.COPY})

#: our own words for each
WORDS = {
    StrikeKind.THREAT: "a threat to people",
    StrikeKind.SLUR: "a slur",
    StrikeKind.HARASSMENT: "going for somebody of yours by name",
    StrikeKind.INSULT: "an insult",
    StrikeKind.BAIT: "baiting",
    StrikeKind.COPY: "the same text again",
    StrikeKind.SPAM: "advertising",
}


class Judged(StrEnum):
    """What a person of ours said about one strike."""

    #: it is one: it counts whole, whoever heard it first
    CONFIRMED = "confirmed"
    #: it is none
    DROPPED = "dropped"


class Strike(Value):
    """One of them, as it is stored."""

    brand: str
    author_id: str
    message_id: str
    kind: StrikeKind
    #: when it was written
    at: datetime
    seen_at: datetime
    #: a phrase tells of it; False: only the model does
    is_firm: bool = True
    #: it stands in what is, or may be, a complaint
    in_complaint: bool = False
    #: where it stood, as the platform told
    url: str = ""
    #: salted, of the text as it was then
    text_hash: str = ""
    #: of a copy: when the text came first
    first_at: datetime | None = None
    #: a person of ours looked at it
    judged: Judged | None = None

    @property
    def is_told(self) -> bool:
        """A phrase tells of it, or a person does; not the model alone."""
        return self.is_firm or self.judged is Judged.CONFIRMED

    @property
    def words(self) -> str:
        """What it was, in our own words."""
        return WORDS[self.kind]


def sameness(text: str) -> str:
    """Equal for texts that say the same; empty for those too short to tell."""
    words = _WORD.findall(_NOT_OWN.sub(" ", text).casefold())
    return " ".join(words) if len(words) >= LEAST_WORDS_OF_A_COPY else ""
