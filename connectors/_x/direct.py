"""A private message of X's made a message.

tweepy's own model stumbles over a moment without a fraction, so the raw JSON is read here.
"""

from connectors._x.fields import Fields, moment, number, text, unescaped
from connectors._x.ids import PLATFORM, direct_id
from connectors._x.parse import Context
from connectors._x.people import People
from monitor.domain.message import Message, MessageType

WRITTEN = "MessageCreate"


def direct_from(event: Fields, context: Context, people: People) -> Message | None:
    """The message; None for an event without words, such as a join. Raises ValueError."""
    if event.get("event_type") != WRITTEN:
        return None
    sender, conversation = number(event, "sender_id"), text(event, "dm_conversation_id")
    return Message(
        id=direct_id(number(event, "id")),
        brand=context.brand,
        platform=PLATFORM,
        author=people.author(sender),
        text=unescaped(text(event, "text", "")),
        created_at=moment(event, "created_at"),
        seen_at=context.seen_at,
        url=conversation_url(conversation),
        conversation_id=direct_id(conversation),
        type=MessageType.DIRECT_MESSAGE,
        addressed=sender != context.us.number,
        from_brand=sender == context.us.number,
        found_by=PLATFORM,
    )


def conversation_url(conversation: str) -> str:
    """Where the owner reads it."""
    return f"https://x.com/messages/{conversation}"
