"""A label: what a person's decision says about a word that a machine would have said by itself.
That nobody decided is one, too.

Only such words have one: every check was passed, and nothing was missing but the unlock.
"""

from datetime import datetime
from enum import StrEnum

from monitor.domain.values import Value

#: so much of a text may be changed, and it still counts as the machine's words
SMALL_CHANGE = 0.2


class Judged(StrEnum):
    """Would it have been right to say it?"""

    #: yes
    RIGHT = "right"
    #: no
    WRONG = "wrong"
    #: the decision does not tell
    OPEN = "open"


class LabelReason(StrEnum):
    """Which decision it was."""

    #: sent as it was
    APPROVED = "approved"
    #: sent with small changes
    REWORDED = "reworded"
    #: a person sent words of their own
    REWRITTEN = "rewritten"
    #: rejected: it was no complaint
    NOT_A_COMPLAINT = "not_a_complaint"
    #: rejected: it was not about us
    NOT_ABOUT_US = "not_about_us"
    #: rejected: it was about something grave, where a person answers
    SENSITIVE = "sensitive"
    #: rejected: the words did not fit
    WRONG_WORDS = "wrong_words"
    #: rejected, and nobody said why
    UNEXPLAINED = "unexplained"
    #: nobody decided, and its time is over
    RAN_OUT = "ran_out"
    #: taken back
    TAKEN_BACK = "taken_back"
    #: a person said so
    SAID = "said"


#: what each says; what a person said says itself
JUDGED: dict[LabelReason, Judged] = {
    LabelReason.APPROVED: Judged.RIGHT,
    LabelReason.REWORDED: Judged.RIGHT,
    LabelReason.REWRITTEN: Judged.OPEN,
    LabelReason.NOT_A_COMPLAINT: Judged.WRONG,
    LabelReason.NOT_ABOUT_US: Judged.WRONG,
    LabelReason.SENSITIVE: Judged.WRONG,
    LabelReason.WRONG_WORDS: Judged.WRONG,
    LabelReason.UNEXPLAINED: Judged.OPEN,
    LabelReason.RAN_OUT: Judged.OPEN,
    LabelReason.TAKEN_BACK: Judged.WRONG,
}


class Because(StrEnum):
    """Why a person says no to a draft, or that a word was wrong."""

    #: nothing went wrong for them
    NOT_A_COMPLAINT = "not_a_complaint"
    #: somebody else is meant
    NOT_ABOUT_US = "not_about_us"
    #: it is about something grave: a person answers
    SENSITIVE = "sensitive"
    #: these words do not fit
    WRONG_WORDS = "wrong_words"
    #: a person answered elsewhere
    ANSWERED = "answered"
    #: no reply is needed
    NO_REPLY = "no_reply"


#: what each says of the machine; nothing where it is not about the machine
SAYS: dict[Because, LabelReason | None] = {
    Because.NOT_A_COMPLAINT: LabelReason.NOT_A_COMPLAINT,
    Because.NOT_ABOUT_US: LabelReason.NOT_ABOUT_US,
    Because.SENSITIVE: LabelReason.SENSITIVE,
    Because.WRONG_WORDS: LabelReason.WRONG_WORDS,
    Because.ANSWERED: None,
    Because.NO_REPLY: None,
}
#: as a person would write it down
BECAUSE_WORDS: dict[Because, str] = {
    Because.NOT_A_COMPLAINT: "it is no complaint",
    Because.NOT_ABOUT_US: "it is not about us",
    Because.SENSITIVE: "it is about something grave, where a person answers",
    Because.WRONG_WORDS: "the words did not fit",
    Because.ANSWERED: "somebody answered elsewhere",
    Because.NO_REPLY: "no reply is needed",
}


class Label(Value):
    """One, of one mention; a later decision takes the place of an earlier one."""

    brand: str
    message_id: str
    author_id: str
    platform: str
    #: the reply that was decided on; None in the practice round
    effect_number: int | None = None
    judged: Judged
    reason: LabelReason
    #: from the practice round: nothing was sent
    is_practice: bool = False
    #: how sure the machine was, 0..1; None: nothing computed it
    score: float | None = None
    #: mentions below this score got no such draft, so nothing is known of them
    floor: float = 0.0
    #: what computed the score: scores of two models cannot be compared
    model: str = ""
    by: str
    at: datetime

    @property
    def wants_a_word(self) -> bool:
        """It counts, and nobody decided: a person is asked."""
        return self.reason is LabelReason.RAN_OUT and self.score is not None


def is_small_change(before: str, after: str) -> bool:
    """The same words, but for a few of them."""
    # seldom needed, and the daemon is smaller without it
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, before.split(), after.split(), autojunk=False)
    return matcher.ratio() >= 1 - SMALL_CHANGE
