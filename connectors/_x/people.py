"""People: authors as X tells them along with their posts, and remembered when it does not.

A frugal connector asks for posts alone; who was seen before keeps their name.
"""

from collections.abc import Iterable

from connectors._x.fields import Fields, moment, number, object_in, or_none, text, whole
from connectors._x.ids import PLATFORM, post_id
from monitor.domain.message import Author
from monitor.domain.values import Value

#: a shop's regulars; older ones are read again
REMEMBERED = 5000
LONGEST_NAME = 1000


class Us(Value):
    """The brand account."""

    #: X's number
    number: str
    #: without its `@`
    handle: str

    def is_us(self, handle: object) -> bool:
        """That handle is ours."""
        return isinstance(handle, str) and handle.lower() == self.handle.lower()


class People:
    """Everybody we have seen lately."""

    def __init__(self, us: Us) -> None:
        self._us = us
        self._known: dict[str, Author] = {}

    def learn(self, users: Iterable[Fields]) -> None:
        """What X told along with a page; who cannot be read is left out."""
        for user in users:
            author = or_none(lambda user=user: author_from(user))  # type: ignore[misc]
            if author is not None:
                self._known.pop(author.id, None)
                self._known[author.id] = author
        while len(self._known) > REMEMBERED:
            self._known.pop(next(iter(self._known)))

    def author(self, number: str) -> Author:
        """Whoever has that number; without a name when nobody has told us."""
        known = self._known.get(post_id(number))
        if known is not None:
            return known
        handle = self._us.handle if number == self._us.number else ""
        return Author(id=post_id(number), platform=PLATFORM, handle=handle)


def author_from(user: Fields) -> Author:
    """One account. Raises ValueError. Whether it is a program X does not tell."""
    metrics = object_in(user, "public_metrics")
    followers = whole(metrics, "followers_count")
    return Author(
        id=post_id(number(user, "id")),
        platform=PLATFORM,
        handle=text(user, "username")[:LONGEST_NAME],
        name=text(user, "name", "")[:LONGEST_NAME],
        followers=followers if followers is None or followers >= 0 else None,
        created_at=or_none(lambda: moment(user, "created_at")),
    )
