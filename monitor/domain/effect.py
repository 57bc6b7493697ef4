"""An effect: one concrete thing to do in the world, as stored in the outbox and delivered.

    proposed → approved | rejected | expired
    approved ⇄ held                       office hours, settling, surge, budget
    approved → pending → sending → sent | refused | unknown
    approved → unknown                    after a restore: it may be out already, look first
    unknown  → sent (found) | pending (absence proven) | needs_person
    sent     → retracting → retracted
    needs_person → sent | cancelled | retracted         a person has looked
    anything before sending → cancelled | expired

A measure (mute, block, hide) is an effect too, and may be taken again without harm. So it also goes
from a due state to `needs_person` (the platform wants a person's hand) and to `sent` (the owner did
it by hand), and from a due state, `sending` and `unknown` to `retracting` (not wanted any more).

An alert about somebody who was erased goes from a due state to `retracting`, too: a channel may
have it.

Text, promise and deadline are rendered on entering `sending` and frozen with the wire and a
fencing token before the call. Public words are at most once; alerts at least once.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.permission import Reason
from monitor.domain.values import Value


class Action(StrEnum):
    """What the effect does."""

    #: the single public reply to a complaint
    ACKNOWLEDGE = "acknowledge"
    #: the news of an incident to somebody who was told of it: it takes longer, or is mended
    NEWS = "news"
    #: a person's own public word in a case: their answer, a thank-you, a closing line
    ANSWER = "answer"
    #: a private message to the author
    DIRECT_MESSAGE = "direct_message"
    #: a message to our own people
    ALERT = "alert"
    #: platform side: we no longer see them
    MUTE = "mute"
    #: platform side: one post hidden under ours
    HIDE = "hide"
    #: platform side: they can no longer interact with us
    BLOCK = "block"
    #: take a public word back
    RETRACT = "retract"


class State(StrEnum):
    """Where an effect is on its way."""

    #: waits for a person's yes
    PROPOSED = "proposed"
    #: may be sent when its time comes
    APPROVED = "approved"
    #: approved, but something makes it wait; see the reason
    HELD = "held"
    #: in line to be sent (again: its absence on the platform was proven)
    PENDING = "pending"
    #: claimed and frozen; the call may be under way
    SENDING = "sending"
    #: the platform has it
    SENT = "sent"
    #: it will not be sent: the platform or a rule said no
    REFUSED = "refused"
    #: the call ended without an answer: look before sending again
    UNKNOWN = "unknown"
    #: only a person can tell how it ended
    NEEDS_PERSON = "needs_person"
    #: a person said no
    REJECTED = "rejected"
    #: its time ran out
    EXPIRED = "expired"
    #: not wanted any more
    CANCELLED = "cancelled"
    #: being taken back
    RETRACTING = "retracting"
    #: taken back, and seen to be gone
    RETRACTED = "retracted"


#: what may become of an effect that has its yes, whatever it waits for
_FROM_A_YES = frozenset(
    {
        State.SENDING,
        State.UNKNOWN,
        State.PROPOSED,
        State.REFUSED,
        State.CANCELLED,
        State.EXPIRED,
    }
)
TRANSITIONS: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset(
        {State.APPROVED, State.REJECTED, State.EXPIRED, State.CANCELLED, State.REFUSED}
    ),
    State.APPROVED: _FROM_A_YES | {State.HELD, State.PENDING},
    State.HELD: _FROM_A_YES | {State.APPROVED, State.PENDING},
    State.PENDING: _FROM_A_YES | {State.HELD},
    State.SENDING: frozenset({State.SENT, State.REFUSED, State.UNKNOWN, State.PENDING}),
    State.UNKNOWN: frozenset({State.SENT, State.PENDING, State.NEEDS_PERSON}),
    State.NEEDS_PERSON: frozenset({State.SENT, State.CANCELLED, State.RETRACTED}),
    State.SENT: frozenset({State.RETRACTING}),
    State.RETRACTING: frozenset({State.RETRACTED, State.SENT, State.NEEDS_PERSON}),
    State.REFUSED: frozenset(),
    State.REJECTED: frozenset(),
    State.EXPIRED: frozenset(),
    State.CANCELLED: frozenset(),
    State.RETRACTED: frozenset(),
}

#: states in which nothing has left this machine and nothing is about to
BEFORE_SENDING = frozenset({State.PROPOSED, State.APPROVED, State.HELD, State.PENDING})
#: states that free the acknowledgement slot; a retracted word keeps it
FREES_SLOT = frozenset({State.REJECTED, State.EXPIRED, State.CANCELLED, State.REFUSED})
#: states that deliver looks at by itself
DUE_STATES = frozenset({State.APPROVED, State.HELD, State.PENDING})
#: states that end an effect
FINAL = frozenset({State.REFUSED, State.REJECTED, State.EXPIRED, State.CANCELLED, State.RETRACTED})
#: said where everybody can read it
PUBLIC = frozenset({Action.ACKNOWLEDGE, Action.NEWS, Action.ANSWER})
#: the platforms' own means against an account or a post
MEASURES = frozenset({Action.MUTE, Action.BLOCK, Action.HIDE})
#: what a measure may do beside that: doing it twice does no harm, and a person's hand counts
OF_A_MEASURE: dict[State, frozenset[State]] = {
    **dict.fromkeys(DUE_STATES, frozenset({State.NEEDS_PERSON, State.SENT, State.RETRACTING})),
    State.SENDING: frozenset({State.RETRACTING}),
    State.UNKNOWN: frozenset({State.RETRACTING}),
}


def may_become(action: Action, old: State, new: State) -> bool:
    """An effect in `old` may go to `new`. An alert needs no claim: it is sent at least once."""
    if action is Action.ALERT and new is State.SENT:
        return old in DUE_STATES
    if action in MEASURES and new in OF_A_MEASURE.get(old, ()):
        return True
    return new in TRANSITIONS[old]


class Urgency(StrEnum):
    """How loudly an alert speaks."""

    #: at any hour, at once
    WAKE = "wake"
    #: first thing in the morning; in office hours now
    MORNING = "morning"
    #: in office hours, at once
    NOW = "now"
    #: in the list, no sound
    QUIET = "quiet"


class Slots(Value, omit_defaults=True):
    """What the text is rendered from when it is sent. Nothing here is a stranger's words, except
    the display name, which has to pass the name check first."""

    #: display name of the addressee as the platform gave it
    name: str = ""
    handle: str = ""
    #: the promise in the playbook's words ("4 office hours"); empty: no promise
    promise: str = ""
    #: the person who pressed Send; empty when the machine sends
    signed_by: str = ""
    #: the owner's own sentence (incident) or own text (edited)
    note: str = ""
    #: a person's own text, instead of the template
    own_text: str = ""
    #: why a person says it although something speaks against it
    anyway: str = ""
    #: the incident whose word it is; 0: of none
    incident: int = 0
    #: with which asking for more time it was written; 0: before the first
    renewal: int = 0
    #: the promise for which it asks more time; 0: none
    renews: int = 0
    #: the time that this promise named
    promised_for: datetime | None = None
    #: one yes was said to many of them: it leaves when its turn comes, if nothing speaks against it
    in_line: bool = False
    #: language of the author, when not ours: the promise then names the time zone
    language: str = ""
    #: how long a mute lasts; None: until it is undone
    lasts: timedelta | None = None


class Effect(Value):
    """One row of the outbox."""

    #: 0 until stored
    number: int = 0
    brand: str
    action: Action
    state: State
    #: why it is in this state
    reason: Reason
    platform: str
    #: the mention it answers or speaks about
    message_id: str
    author_id: str
    conversation_id: str
    rule: str
    case_number: int | None = None
    #: "late.a" for texts, "card.urgent" and so on for alerts
    template: str = ""
    slots: Slots = Slots()
    urgency: Urgency = Urgency.QUIET
    #: goes up with every change of what would be sent; an approval binds (effect, version)
    version: int = 1
    created_at: datetime
    #: not sent before this moment; a proposal is raised at it
    not_before: datetime
    #: never sent after this moment
    not_after: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    #: set on entering `sending`, then frozen
    text: str = ""
    promised_until: datetime | None = None
    wire: bytes = b""
    fence: int = 0
    sending_at: datetime | None = None
    attempts: int = 0
    #: set by the record after the call
    sent_at: datetime | None = None
    #: the platform's id of what we posted, global form; empty for a measure
    posted_id: str = ""
    #: where it stands; of a measure: where a person takes or undoes it by hand
    posted_url: str = ""
    #: what the platform or a person said last, in words
    remark: str = ""
    #: raised once as urgent, when nobody decided for half its time
    raised_at: datetime | None = None
    #: the first look that did not find it, after an unknown end
    missed_at: datetime | None = None

    @property
    def id(self) -> str:
        """As people write it: `e12`."""
        return f"e{self.number}"

    @property
    def is_public_word(self) -> bool:
        """It says something to somebody outside."""
        return self.action in PUBLIC or self.action is Action.DIRECT_MESSAGE

    @property
    def is_measure(self) -> bool:
        """It keeps somebody away."""
        return self.action in MEASURES
