"""Ids: X's own numbers, and the global ones made of them; what time a number tells."""

import re
from datetime import UTC, datetime, timedelta

PLATFORM = "x"
#: private messages are numbered apart from posts, and a number may come twice
_DIRECT = "dm-"
_NUMBER = re.compile(r"[0-9]{1,19}")
#: X's numbers begin here, and count milliseconds in their upper bits
_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
_SEQUENCE_BITS = 22
#: smaller ones are from before X's numbers told the time
_FIRST_WITH_TIME = 29_700_000_000


def is_number(written: object) -> bool:
    """One of X's numbers, as its API writes them."""
    return isinstance(written, str) and _NUMBER.fullmatch(written) is not None


def post_id(number: str) -> str:
    """A post or an author, global form."""
    return f"{PLATFORM}:{number}"


def direct_id(number: str) -> str:
    """A private message or a private conversation, global form."""
    return f"{PLATFORM}:{_DIRECT}{number}"


def is_direct(name: str) -> bool:
    """A private message or conversation."""
    return name.startswith(f"{PLATFORM}:{_DIRECT}")


def native(name: str) -> str:
    """X's own number of a global id."""
    return name.removeprefix(f"{PLATFORM}:").removeprefix(_DIRECT)


def moment_of(number: str) -> datetime | None:
    """When X gave that number out; None when it does not tell."""
    counted = int(number)
    if counted < _FIRST_WITH_TIME:
        return None
    return _EPOCH + timedelta(milliseconds=counted >> _SEQUENCE_BITS)


def newer(one: str, other: str) -> str:
    """The newer of two numbers; an empty one is the oldest."""
    return max(one, other, key=lambda number: int(number or 0))


def post_url(number: str, handle: str = "") -> str:
    """Where people read a post."""
    return f"https://x.com/{handle or 'i'}/status/{number}"
