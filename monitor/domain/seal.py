"""A seal: what ties a button to the thing it was made for.

Numbers are given out by the database, and after a restore the same number may be somebody else's.
A card that was posted before still lies there, so a button names its thing twice: by number, and by
the seal of what never changes about it.
"""

from datetime import UTC, datetime
from hashlib import blake2b

from monitor.domain.case import Case
from monitor.domain.effect import Effect
from monitor.domain.flag import Flag
from monitor.domain.incident import Incident
from monitor.domain.notice import Notice

BYTES = 6


def seal(brand: str, subject: str, since: datetime) -> str:
    """Twelve hex digits; `since`: when it was made."""
    made = blake2b(digest_size=BYTES)
    for part in (brand, subject, since.astimezone(UTC).isoformat()):
        made.update(f"{part}\0".encode())
    return made.hexdigest()


def sealed(thing: Effect | Case | Flag | Incident | Notice) -> str:
    """The seal of what a button is about, by when it was made."""
    return seal(thing.brand, thing.id, _since(thing))


def _since(thing: Effect | Case | Flag | Incident | Notice) -> datetime:
    match thing:
        case Effect():
            return thing.created_at
        case Case() | Flag():
            return thing.opened_at
        case Incident():
            return thing.started_at
        case Notice():
            return thing.began_at
