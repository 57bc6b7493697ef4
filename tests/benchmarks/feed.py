"""Generated mentions for benchmarks: about 128 characters each, invented, the same for a seed."""

import random
from datetime import UTC, datetime, timedelta

from monitor.domain.message import Author, Message

BEGAN_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEED = 20260302

_COMPLAINTS = (
    "still no order since {day}, nobody answers, awful service, I am angry",
    "the cake arrived broken and {thing} was missing, terrible, not good enough",
    "waited {number} minutes and were told there is nothing left, awful service",
    "charged me twice for {thing}, no reply to my angry mails, the worst shop in town",
    "the website fails when I log in, {number} times since {day}, so annoying",
)
_REST = (
    "lovely morning with {thing} and a coffee by the window, see you again on {day}",
    "does anybody know whether they have {thing} on {day}?",
    "we walked past the shop on {day}, the queue for {thing} went round the corner",
    "new post on the blog: {number} places in town to sit and read with {thing}",
    "thinking about {thing} again, it has been {number} days",
    "best {thing} in town, thank you all, {number} out of ten",
)
_FILLER = (
    "and the kids were with us as well that day",
    "as I told my sister on the phone this morning",
    "just saying, and it was raining all day long here",
    "on the way to the station with the dog and two bags",
    "there were maybe twenty other people in front of us",
)
_THINGS = ("the rye bread", "two brownies", "the cinnamon rolls", "an oat latte", "the quiche")
_DAYS = ("Monday", "Tuesday", "Friday", "the weekend", "yesterday")


def mentions(count: int, *, complaints: float) -> list[Message]:
    """That many mentions by different people, one second apart; a share of them complaints."""
    dice = random.Random(SEED)
    return [_mention(number, dice, complaints) for number in range(count)]


def _mention(number: int, dice: random.Random, complaints: float) -> Message:
    sentences = _COMPLAINTS if dice.random() < complaints else _REST
    text = dice.choice(sentences).format(
        day=dice.choice(_DAYS), thing=dice.choice(_THINGS), number=dice.randrange(2, 60)
    )
    handle = "@larchandloaf " if dice.random() < 0.6 else ""
    text = f"{handle}{text}, {dice.choice(_FILLER)}"
    at = BEGAN_AT + timedelta(seconds=number)
    author = f"person{number % 4000}"
    return Message(
        id=f"x:{1_000_000 + number}",
        brand="Larch & Loaf",
        platform="x",
        author=Author(id=f"x:{author}", platform="x", handle=author, name=author.title()),
        text=text,
        created_at=at,
        seen_at=at,
        conversation_id=f"x:{1_000_000 + number}",
        addressed=bool(handle),
        url=f"https://x.example/{author}/status/{1_000_000 + number}",
    )
