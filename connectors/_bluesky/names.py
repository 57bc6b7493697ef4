"""What things are called: global ids, Bluesky's own addresses, and keys of records.

    message  bluesky:at://did:plc:…/app.bsky.feed.post/3k…      private: bluesky:dm:CONVO/MESSAGE
    author   bluesky:did:plc:…

The key of a reply is made of the post that it answers, and of nothing else: whoever answers the
same post a second time, after a crash or from a restored backup, meets the first answer there.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple

PLATFORM = "bluesky"
POST = "app.bsky.feed.post"
BLOCK = "app.bsky.graph.block"
THREADGATE = "app.bsky.feed.threadgate"
APP = "https://bsky.app"

_PREFIX, _DIRECT = f"{PLATFORM}:", f"{PLATFORM}:dm:"
_URI = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/([a-zA-Z0-9.-]+)/([A-Za-z0-9._:~-]+)")
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]+")
#: the signs of a TID, in the order of their value
_SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
_TID = re.compile(f"[2-7a-j][{_SIGNS}]{{12}}")
#: the part of a TID below about a second, which makes ours different from every other
_FINE = 30


class Uri(NamedTuple):
    """`at://did/collection/key`."""

    did: str
    collection: str
    key: str

    def __str__(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.key}"


def parse_uri(written: object) -> Uri:
    """The parts of an address. Raises ValueError."""
    found = _URI.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        raise ValueError(f"`{written}` is no address of a record")
    return Uri(*found.groups())


def message_id(uri: object) -> str:
    """The global id of a post. Raises ValueError."""
    return f"{_PREFIX}{parse_uri(uri)}"


def post_of(global_id: str) -> Uri:
    """The post behind a global id. Raises ValueError."""
    uri = parse_uri(global_id.removeprefix(_PREFIX))
    if uri.collection != POST:
        raise ValueError(f"`{global_id}` is no post")
    return uri


def author_id(did: object) -> str:
    """The global id of an account. Raises ValueError."""
    if not isinstance(did, str) or not _DID.fullmatch(did):
        raise ValueError(f"`{did}` is no account")
    return f"{_PREFIX}{did}"


def did_of(global_id: str) -> str:
    """The account behind a global id. Raises ValueError."""
    return author_id(global_id.removeprefix(_PREFIX)).removeprefix(_PREFIX)


def direct_id(convo: str, message: str = "") -> str:
    """The global id of a private message, or of its whole conversation."""
    return f"{_DIRECT}{convo}/{message}" if message else f"{_DIRECT}{convo}"


def is_direct(global_id: str) -> bool:
    """It is a private message."""
    return global_id.startswith(_DIRECT)


def post_url(uri: Uri) -> str:
    """Where people see a post."""
    return f"{APP}/profile/{uri.did}/post/{uri.key}"


def profile_url(did_or_handle: str) -> str:
    """Where people see an account."""
    return f"{APP}/profile/{did_or_handle}"


# --- keys of records --------------------------------------------------------------------------


def is_tid(key: str) -> bool:
    """A key as Bluesky wants it for posts: thirteen signs that tell a moment."""
    return _TID.fullmatch(key) is not None


def tid(number: int) -> str:
    """The key of a number of 63 bits."""
    return "".join(_SIGNS[number >> shift & 31] for shift in range(60, -1, -5))


def tid_moment(key: str) -> datetime | None:
    """The moment that a key tells, None when it tells none that can be."""
    if not is_tid(key):
        return None
    number = 0
    for sign in key:
        number = number << 5 | _SIGNS.index(sign)
    try:
        return datetime.fromtimestamp((number >> 10) / 1_000_000, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def reply_key(answered: str, which: str = "") -> str:
    """The key of our answer to a post: beside the answered one in time, and always the same.

    `which`: a later word of ours to the same post has a key of its own.
    """
    about = f"reply {answered} {which}".rstrip()
    digest = int.from_bytes(hashlib.sha256(about.encode()).digest()[:8])
    key = answered.rpartition("/")[2]
    if not is_tid(key):
        return tid(digest >> 1)
    number = 0
    for sign in key:
        number = number << 5 | _SIGNS.index(sign)
    return tid(number >> _FINE << _FINE | digest & (1 << _FINE) - 1)


def block_key(did: str) -> str:
    """The key of our block of an account: always the same, so that blocking twice is once."""
    return tid(int.from_bytes(hashlib.sha256(f"block {did}".encode()).digest()[:8]) >> 1)
