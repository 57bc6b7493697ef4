"""How a send ends, as values. A timeout, a reset or a 5xx after a write is `Unknown`: look first,
never send blindly."""

from datetime import datetime

from monitor.domain.effect import Action
from monitor.domain.values import Value


class Outgoing(Value):
    """What is to be said or done, rendered: what a connector makes a wire of."""

    action: Action
    brand: str
    platform: str
    effect_id: str
    #: the post we answer, global form
    message_id: str
    author_id: str
    handle: str
    conversation_id: str
    text: str
    #: for mute, hide, block, retract: what it applies to
    target_id: str = ""
    at: datetime


class Wire(Value):
    """The exact bytes of a send, frozen before it."""

    payload: bytes


class Delivered(Value):
    """The platform has it."""

    posted_id: str
    url: str = ""


class Refused(Value):
    """The platform said no, before anything was written."""

    why: str
    #: trying again will not help
    permanent: bool = True
    retry_at: datetime | None = None
    #: the credentials are no longer good: the whole account pauses
    is_auth: bool = False
    #: the community that does not want us (a ban, a removed comment): it is switched off
    community: str = ""


class Unknown(Value):
    """It may or may not have been written."""

    why: str


Outcome = Delivered | Refused | Unknown


class Found(Value):
    """It is there."""

    posted_id: str
    url: str = ""
    #: what it says, where we do not know it ourselves
    text: str = ""


class Absent(Value):
    """It is not there, and the listing reached back past the send."""

    looked_at: datetime


class NotVisible(Value):
    """This platform cannot be asked."""

    why: str


Sighting = Found | Absent | NotVisible
