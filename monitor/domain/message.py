"""Messages: any post or direct message, theirs or ours, as we stored it.

A *mention* is a message by somebody else. Ids are global: message `x:123`, author `x:42`.
"""

from datetime import datetime
from enum import StrEnum

from monitor.domain.values import Value, aware


class MessageType(StrEnum):
    """What the platform calls it."""

    #: a post that starts a conversation
    POST = "post"
    #: an answer to another post
    REPLY = "reply"
    #: a post that shows another one
    QUOTE = "quote"
    #: private, between the author and us
    DIRECT_MESSAGE = "direct_message"


class Media(Value):
    """A picture or film that hangs on a message; its URL is never opened by us."""

    kind: str
    url: str
    alt: str = ""


class Author(Value):
    """The account that wrote a message."""

    id: str
    platform: str
    handle: str
    name: str = ""
    #: how many follow the account; None when the platform did not say
    followers: int | None = None
    created_at: datetime | None = None
    is_bot: bool = False


class Message(Value):
    """One message in one version."""

    id: str
    brand: str
    platform: str
    author: Author
    text: str
    created_at: datetime
    #: when we fetched it
    seen_at: datetime
    url: str = ""
    conversation_id: str = ""
    parent_id: str | None = None
    type: MessageType = MessageType.POST
    #: names, replies to or quotes the brand account
    addressed: bool = False
    #: our own post
    from_brand: bool = False
    #: the connector that brought it
    found_by: str = ""
    language: str | None = None
    media: tuple[Media, ...] = ()
    version: int = 1
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    #: published after the first start; older ones are stored and never answered
    is_live: bool = True
    #: the subreddit or other place whose own rules hold, global form: `reddit:r/larch`
    community: str = ""
    #: why the platform takes no reply of ours there; empty when it does, or does not say
    reply_forbidden: str = ""

    def __post_init__(self) -> None:
        aware(self.created_at, "created_at")
        aware(self.seen_at, "seen_at")

    @property
    def is_direct(self) -> bool:
        """Private, between the author and us."""
        return self.type is MessageType.DIRECT_MESSAGE

    @property
    def conversation(self) -> str:
        """The conversation it belongs to; a lone post is its own."""
        return self.conversation_id or self.id


class Page(Value):
    """What one fetch brought: messages, and where the next fetch begins."""

    messages: tuple[Message, ...]
    #: opaque to all but its connector
    cursor: str
    #: there is more to fetch at once
    more: bool = False
    #: inputs that could not be read, each with where and why
    set_aside: tuple["SetAside", ...] = ()
    #: spans in which messages may have been missed
    blind: tuple["Blind", ...] = ()


class SetAside(Value):
    """An input that was quarantined: what it was and why, never dropped silently."""

    connector: str
    where: str
    reason: str
    raw: str = ""


class Blind(Value):
    """A span of time in which a connector saw nothing, and why."""

    since: datetime
    until: datetime
    why: str
    #: what was written then was fetched later; otherwise some of it may never be seen
    is_caught_up: bool = False
