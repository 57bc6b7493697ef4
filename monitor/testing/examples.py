"""Somebody, a post of theirs, how it reads and what we answer: ordinary ones, to be changed."""

from datetime import UTC, datetime

from monitor.domain.delivery import Outgoing
from monitor.domain.effect import Action
from monitor.domain.message import Author, Message
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.values import replace
from monitor.testing.clock import MONDAY_MORNING


def an_author(name: str = "Ada", *, platform: str = "x", **changes: object) -> Author:
    """Somebody with an ordinary account; the id is made of the name."""
    handle = name.lower().replace(" ", "")
    author = Author(
        id=f"{platform}:{handle}",
        platform=platform,
        handle=handle,
        name=name,
        followers=120,
        created_at=datetime(2019, 5, 14, 8, 0, tzinfo=UTC),
    )
    return replace(author, **changes)


def a_message(
    text: str = "@larchandloaf my order never came and nobody answers",
    *,
    id: str = "x:1",  # a message's own word for it
    author: Author | None = None,
    at: datetime = MONDAY_MORNING,
    **changes: object,
) -> Message:
    """A public post that addresses us, seen the moment it was written."""
    platform = id.partition(":")[0]
    author = author or an_author(platform=platform)
    message = Message(
        id=id,
        brand="larch",
        platform=platform,
        author=author,
        text=text,
        created_at=at,
        seen_at=at,
        url=f"https://{platform}.example/{author.handle}/{id.partition(':')[2]}",
        conversation_id=id,
        addressed=True,
        found_by=platform,
    )
    return replace(message, **changes)


def a_reading(kind: Kind = Kind.COMPLAINT, **changes: object) -> Reading:
    """A sure reading of that kind."""
    compound = {Kind.COMPLAINT: -0.6, Kind.ABUSE: -0.8, Kind.PRAISE: 0.7}.get(kind, 0.0)
    reading = Reading(
        compound=compound,
        pos=max(0.0, compound),
        neu=1.0 - abs(compound),
        neg=max(0.0, -compound),
        compound_used=compound,
        p_complaint=0.97 if kind is Kind.COMPLAINT else 0.02,
        p_praise=0.97 if kind is Kind.PRAISE else 0.01,
        p_question=0.97 if kind is Kind.QUESTION else 0.01,
        p_spam=0.97 if kind is Kind.SPAM else 0.01,
        p_abuse=0.97 if kind is Kind.ABUSE else 0.01,
        kind=kind,
        certainty=Certainty.SURE,
        language="en",
        words=9,
        scorers="fake",
    )
    return replace(reading, **changes)


def an_outgoing(
    text: str = "Hi Ada, we are sorry and want to put this right.",
    *,
    platform: str = "x",
    effect_id: str = "e1",
    **changes: object,
) -> Outgoing:
    """An acknowledgement for Ada's post, as a connector gets it."""
    outgoing = Outgoing(
        action=Action.ACKNOWLEDGE,
        brand="larch",
        platform=platform,
        effect_id=effect_id,
        message_id=f"{platform}:1",
        author_id=f"{platform}:ada",
        handle="ada",
        conversation_id=f"{platform}:1",
        text=text,
        at=MONDAY_MORNING,
    )
    return replace(outgoing, **changes)
