"""Facts: all that `decide` and `may_reply` may know about one mention at one moment.

Three parts: the message, its reading, and the circumstances (what the store and the platform say
about author, conversation and day). Circumstances hold only what differs from the ordinary, so
that they can be stored with every decision and read back by `monitor explain`.
"""

from datetime import datetime
from typing import Literal

import msgspec

from monitor.domain.door import DoorState
from monitor.domain.message import Message, MessageType
from monitor.domain.reading import Reading
from monitor.domain.unlock import Turn
from monitor.domain.values import Value


class Circumstances(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What surrounds one mention. The defaults are an unknown author on a quiet day."""

    # the author
    open_case: int | None = None
    open_case_topic: str = ""
    open_case_is_urgent: bool = False
    promise_is_late: bool = False
    #: when the last case of this author ended or, if it is open, began
    last_case_at: datetime | None = None
    had_case: bool = False
    #: the acknowledgement slot of this brand and author is taken until then
    slot_until: datetime | None = None
    is_opted_out: bool = False
    is_quiet: bool = False
    is_muted: bool = False
    is_flagged: bool = False
    # the conversation
    #: our own post is there, after the mention
    is_answered: bool = False
    acknowledgements_in_conversation: int = 0
    #: the author has written to us privately since the mention
    came_to_dm: bool = False
    #: since the mention, or since a person said yes to the words, the author wrote of something
    #: that wants a person
    sensitive_since: bool = False
    #: … or that they are happy, or were mistaken
    content_since: bool = False
    #: since a person said yes to the words, somebody of ours has answered, or ended the case
    answered_since: bool = False
    replies_to_us: bool = False
    tagged_accounts: int = 0
    tagged_brands: int = 1
    conversation_replies: int = 0
    conversation_closed: bool = False
    parent_gone: bool = False
    platform_forbids: bool = False
    # the day
    sent_today: int = 0
    sent_this_hour: int = 0
    open_promises: int = 0
    is_paused: bool = False
    is_away: bool = False
    is_reconciling: bool = False
    surge: bool = False
    incident: bool = False
    over_budget: bool = False
    #: whose turn it is, as far as automatic sending is earned
    turn: Turn = Turn.PERSON
    #: our own door on its platform
    door: DoorState = DoorState.OPEN
    #: newest post of the author in this conversation: they may still be writing
    last_post_at: datetime | None = None


class Facts(Value):
    """Everything that may be known."""

    message: Message
    reading: Reading
    circumstances: Circumstances = Circumstances()

    @property
    def is_plain(self) -> bool:
        """Nothing about it stands out: a public post by somebody else, no mark, no open case."""
        reading, message = self.reading, self.message
        return not (
            reading.marks
            or reading.sensitive
            or reading.signs
            or message.from_brand
            or message.type is MessageType.DIRECT_MESSAGE
            or self.circumstances.open_case is not None
        )


#: who asks: a machine; a person, for this one word; a person who said yes to many words of an
#: incident at once; the same for the news that it is mended; a person with an answer of their own,
#: in public or in private; a person with a word of thanks
Sender = Literal["machine", "person", "private", "many", "news", "answer", "letter", "thanks"]
