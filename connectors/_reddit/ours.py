"""What was said, looked up: our own listings, and single things by their names."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from connectors._reddit.faults import Cause, Fault
from connectors._reddit.parse import created_at
from connectors._reddit.session import Json, Session
from connectors._reddit.sources import PAGE
from connectors._reddit.sweep import NEARLY_ALL, Listing, Thing, listing_from, name_of

#: no listing has more pages
MOST_PAGES = 10


class TooFarError(Exception):
    """A listing did not reach back as far as it was asked to."""


def listed(
    session: Session, path: str, since: datetime, *, pages: int = MOST_PAGES
) -> Iterator[Thing]:
    """A listing, newest first, not before a moment.

    Raises Fault, and TooFarError where nobody knows what stands further back.
    """
    # Reddit's moments are whole seconds
    since = since.replace(microsecond=0)
    after, seen = "", 0
    for _ in range(pages):
        params = {"limit": str(PAGE), **({"after": after} if after else {})}
        listing = read_listing(session.get(path, **params))
        for thing in listing.things:
            if _written_at(thing) < since:
                return
            yield thing
        seen += len(listing.things)
        if not listing.has_more:
            # an empty page after an anchor: the anchor was deleted
            if seen >= NEARLY_ALL or (after and not listing.things):
                raise TooFarError
            return
        after = name_of(listing.things[-1])
    if pages == MOST_PAGES:
        raise TooFarError


def info(session: Session, names: Sequence[str]) -> list[Thing]:
    """Comments and posts as they are now; what is gone for good is not among them. Raises Fault."""
    found: list[Thing] = []
    for first in range(0, len(names), PAGE):
        answer = session.get("api/info/", id=",".join(names[first : first + PAGE]))
        found += read_listing(answer).things
    return found


def read_listing(answer: Json) -> Listing:
    """Raises Fault."""
    try:
        return listing_from(answer)
    except ValueError as error:
        raise Fault(Cause.NO_ANSWER, str(error)) from None


def _written_at(thing: Thing) -> datetime:
    try:
        return created_at(thing)
    except ValueError as error:
        raise Fault(Cause.NO_ANSWER, str(error)) from None
