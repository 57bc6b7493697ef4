"""A seal: what ties a button to the thing it was made for.

Numbers are given out by the database, and after a restore the same number may be somebody else's.
A card that was posted before still lies there, so a button names its thing twice: by number, and by
the seal of what never changes about it.
"""

from datetime import datetime
from hashlib import blake2b

BYTES = 6


def seal(brand: str, subject: str, since: datetime) -> str:
    """Twelve hex digits; `since`: when it was made."""
    made = blake2b(digest_size=BYTES)
    for part in (brand, subject, since.isoformat()):
        made.update(f"{part}\0".encode())
    return made.hexdigest()
