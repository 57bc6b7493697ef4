"""A reading: everything the scorers say about one message. A missing score is None, never 0."""

from enum import StrEnum

from monitor.domain.values import Value


class Kind(StrEnum):
    """What a mention is to us."""

    #: something went wrong for them, and it concerns us
    COMPLAINT = "complaint"
    #: they want to know something
    QUESTION = "question"
    #: they are happy
    PRAISE = "praise"
    #: it attacks and holds no complaint
    ABUSE = "abuse"
    #: advertising, jobs, giveaways
    SPAM = "spam"
    #: none of these
    OTHER = "other"


class Certainty(StrEnum):
    """How sure the kind is."""

    #: good enough for an automatic word, if everything else allows it
    SURE = "sure"
    #: good enough for a draft and a card
    LIKELY = "likely"
    #: good enough to be counted
    UNSURE = "unsure"


class Topic(Value):
    """What the message is about; the acknowledgement families are topics."""

    name: str
    #: 0..1
    confidence: float


class Evidence(Value):
    """One phrase that counted, and in which list it stands."""

    list: str
    phrase: str


class Reading(Value):
    """All scores of one message version."""

    #: the library's own value for the raw text, -1..1
    compound: float
    pos: float
    neu: float
    neg: float
    #: the value that decides: normalised text, names masked, -1..1
    compound_used: float
    p_complaint: float | None = None
    p_praise: float | None = None
    p_question: float | None = None
    p_spam: float | None = None
    p_abuse: float | None = None
    kind: Kind = Kind.OTHER
    certainty: Certainty = Certainty.UNSURE
    #: BCP 47 primary tag, "und" when it is plainly not a covered one, None when too short to tell
    language: str | None = None
    #: strongest first
    topics: tuple[Topic, ...] = ()
    #: sensitive topics found (`injury`, `lawyer`, ...), from playbooks/phrases.toml
    sensitive: tuple[str, ...] = ()
    #: what makes the tone unsure: `irony`, `mixed`, `picture`
    signs: tuple[str, ...] = ()
    #: other lists that matched: `opt_out`, `private_data`, `press`, `not_us`, `news`, ...
    marks: tuple[str, ...] = ()
    #: the questions asked, as written
    questions: tuple[str, ...] = ()
    #: which phrases counted
    evidence: tuple[Evidence, ...] = ()
    #: number of words in the normalised text
    words: int = 0
    #: name and version of what scored, e.g. "vader 3.3.2"
    scorers: str = ""

    @property
    def topic(self) -> Topic | None:
        """The strongest topic."""
        return self.topics[0] if self.topics else None
