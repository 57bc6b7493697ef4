"""A correction: what a decision of the owner's says about a mention, and what has to follow.

A *yes* says that it was a complaint, a *no* that no machine may answer it. What was decided for
another reason (it was answered elsewhere, the words did not fit) corrects nothing.
"""

from datetime import date
from enum import StrEnum
from typing import Final

from monitor.domain.case import Resolution
from monitor.domain.label import SAYS, Because, Judged, Label, LabelReason
from monitor.domain.message import MessageType
from monitor.domain.reading import Kind
from monitor.domain.values import Value


class Expected(StrEnum):
    """What has to become of such a mention."""

    #: a reply, by a machine or as a draft
    REPLY = "reply"
    #: a person hears of it, with or without a reply
    PERSON = "person"
    #: no machine answers it; a draft may be made
    NOT_BY_MACHINE = "not_by_machine"
    #: no reply, not even a draft
    NO_REPLY = "no_reply"


class Says(Value):
    """What one decision says."""

    expected: Expected
    #: a kind; empty where it does not tell
    label: str
    #: the decision, in a sentence about the owner
    why: str


class Correction(Value):
    """One mention, without its author, and what was decided on it."""

    text: str
    says: Says
    platform: str
    type: MessageType
    addressed: bool
    has_media: bool
    community: str
    decided_on: date


_OF_LABEL: Final[dict[LabelReason, Says]] = {
    LabelReason.APPROVED: Says(
        expected=Expected.REPLY, label=Kind.COMPLAINT, why="you sent the reply as it was"
    ),
    LabelReason.REWORDED: Says(
        expected=Expected.REPLY, label=Kind.COMPLAINT, why="you sent the reply, a little changed"
    ),
    LabelReason.REWRITTEN: Says(
        expected=Expected.PERSON, label=Kind.COMPLAINT, why="you answered in your own words"
    ),
    LabelReason.NOT_A_COMPLAINT: Says(
        expected=Expected.NOT_BY_MACHINE, label=Kind.OTHER, why="you said it was no complaint"
    ),
    LabelReason.NOT_ABOUT_US: Says(
        expected=Expected.NOT_BY_MACHINE, label=Kind.OTHER, why="you said it was not about you"
    ),
    LabelReason.SENSITIVE: Says(
        expected=Expected.NOT_BY_MACHINE, label="", why="you said it was too grave for a machine"
    ),
    LabelReason.TAKEN_BACK: Says(
        expected=Expected.NOT_BY_MACHINE, label="", why="you took the reply back"
    ),
}
_OF_CASE: Final[dict[Resolution, Says]] = {
    Resolution.SOLVED: Says(
        expected=Expected.PERSON, label=Kind.COMPLAINT, why="you put it right (case solved)"
    ),
    Resolution.REFUNDED: Says(
        expected=Expected.PERSON, label=Kind.COMPLAINT, why="you gave the money back"
    ),
    Resolution.COULD_NOT_PLEASE: Says(
        expected=Expected.PERSON, label=Kind.COMPLAINT, why="you did what could be done"
    ),
    Resolution.NOT_A_COMPLAINT: Says(
        expected=Expected.NOT_BY_MACHINE,
        label=Kind.OTHER,
        why="you ended the case: there was no complaint",
    ),
    Resolution.NOT_OURS: Says(
        expected=Expected.NOT_BY_MACHINE,
        label=Kind.OTHER,
        why="you ended the case: it was about somebody else",
    ),
    Resolution.SPAM: Says(
        expected=Expected.NOT_BY_MACHINE, label=Kind.SPAM, why="you ended the case: it was spam"
    ),
}
_SAID_RIGHT: Final = Says(
    expected=Expected.REPLY, label=Kind.COMPLAINT, why="you said a reply would be right"
)
_SAID_WRONG: Final = Says(
    expected=Expected.NOT_BY_MACHINE, label="", why="you said a reply would be wrong"
)


def of_label(label: Label) -> Says | None:
    """What a label says; None when it corrects nothing."""
    # in a practice round nothing was sent
    if label.reason is LabelReason.SAID or (label.is_practice and label.judged is Judged.RIGHT):
        return {Judged.RIGHT: _SAID_RIGHT, Judged.WRONG: _SAID_WRONG}.get(label.judged)
    return _OF_LABEL.get(label.reason)


def of_no(because: Because) -> Says | None:
    """What a no to a draft says."""
    reason = SAYS[because]
    return _OF_LABEL.get(reason) if reason is not None else None


def of_resolution(resolution: Resolution) -> Says | None:
    """What the end of a case says of its first mention."""
    return _OF_CASE.get(resolution)


#: a person sent a reply that no machine would have sent by itself
SENT_BY_PERSON: Final = _OF_LABEL[LabelReason.APPROVED]
TAKEN_BACK: Final = _OF_LABEL[LabelReason.TAKEN_BACK]
REWRITTEN: Final = _OF_LABEL[LabelReason.REWRITTEN]
