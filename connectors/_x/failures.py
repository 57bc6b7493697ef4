"""Failures: how a call to X can go wrong, and what follows for a reader and for a writer.

A table from what tweepy and requests raise to one `Sort`, and one from the sort to an outcome.
Whatever may have been written is `Unknown`: look, never send again blindly.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

from monitor.domain.delivery import Refused, Unknown
from monitor.domain.values import Value
from monitor.errors import ConnectorError

#: how long to wait when X says "later" and not until when
USUAL_WINDOW = timedelta(minutes=15)
NOT_REACHED_FOR = timedelta(seconds=30)
UNTIL_CREDITS = timedelta(hours=1)
UNTIL_CAP = timedelta(hours=6)
LONGEST_WAIT = timedelta(days=31)


class Sort(StrEnum):
    """One way to fail."""

    #: nothing left this machine
    NOT_REACHED = "not_reached"
    #: it left, and no usable answer came back
    NO_ANSWER = "no_answer"
    #: X has a fault of its own
    SERVER = "server"
    #: too many requests
    LIMITED = "limited"
    #: the credits are used up
    NO_CREDITS = "no_credits"
    #: the keys are no longer good
    AUTH = "auth"
    #: the keys are good, and may not do this
    RIGHTS = "rights"
    #: a post with these words is there already
    DUPLICATE = "duplicate"
    #: they did not name or quote us, or let nobody of us reply
    NOT_SUMMONED = "not_summoned"
    #: they take no private messages from us
    NO_DIRECT = "no_direct"
    #: the post or the account is not there any more
    GONE = "gone"
    #: X says no
    FORBIDDEN = "forbidden"
    #: X does not understand us
    WRONG = "wrong"


class Failure(Exception):
    """A call that failed, understood."""

    def __init__(self, sort: Sort, why: str, retry_at: datetime | None = None) -> None:
        self.sort = sort
        self.why = why
        self.retry_at = retry_at
        super().__init__(why)


class Said(Value):
    """An error as X worded it."""

    status: int
    words: str = ""
    #: the last parts of its problem types: `usage-capped`
    types: tuple[str, ...] = ()
    #: in lower case
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    #: in X's own form; a page of a proxy is not
    is_from_x: bool = True


#: what a 403 means, by its words; the first that is in them counts
FORBIDDEN_WORDS: tuple[tuple[str, Sort], ...] = (
    ("duplicate content", Sort.DUPLICATE),
    ("status is a duplicate", Sort.DUPLICATE),
    ("have not been mentioned or otherwise engaged", Sort.NOT_SUMMONED),
    ("reply to this conversation is not allowed", Sort.NOT_SUMMONED),
    ("deleted or not visible", Sort.GONE),
    ("oauth1 app permissions", Sort.RIGHTS),
    ("your account is suspended", Sort.AUTH),
    ("temporarily locked", Sort.AUTH),
    ("cannot send messages to this user", Sort.NO_DIRECT),
    ("not following you", Sort.NO_DIRECT),
    ("not verified to send message requests", Sort.NO_DIRECT),
    ("permission to dm", Sort.NO_DIRECT),
)
#: what a 403 means, by its problem type
FORBIDDEN_TYPES: dict[str, Sort] = {
    "oauth1-permissions": Sort.RIGHTS,
    "client-forbidden": Sort.AUTH,
    "unsupported-authentication": Sort.RIGHTS,
    "not-authorized-for-resource": Sort.GONE,
}
BY_STATUS: dict[int, Sort] = {
    400: Sort.WRONG,
    401: Sort.AUTH,
    402: Sort.NO_CREDITS,
    404: Sort.GONE,
    408: Sort.NO_ANSWER,
    429: Sort.LIMITED,
}
WORDS: dict[Sort, str] = {
    Sort.NOT_REACHED: "X could not be reached",
    Sort.NO_ANSWER: "X gave no usable answer",
    Sort.SERVER: "X has a fault of its own",
    Sort.LIMITED: "X wants fewer requests",
    Sort.NO_CREDITS: "the credits at X are used up",
    Sort.AUTH: "X does not accept the keys",
    Sort.RIGHTS: "the app's permission does not allow it",
    Sort.DUPLICATE: "X says that a post with these words is there already",
    Sort.NOT_SUMMONED: "X lets us answer only people who name or quote us, where they allow it",
    Sort.NO_DIRECT: "they take no private message from us",
    Sort.GONE: "it is not there any more",
    Sort.FORBIDDEN: "X does not allow it",
    Sort.WRONG: "X did not understand the request",
}
HINTS: dict[Sort, str] = {
    Sort.AUTH: "`monitor check` tells what is missing; `monitor login x` takes new keys",
    Sort.RIGHTS: 'choose "Read and write and Direct message" at console.x.com, then generate a new '
    "access token there and run `monitor login x`",
    Sort.NO_CREDITS: "buy credits at console.x.com, or raise the spending cap there",
}
#: a person has to see to the keys
_IS_AUTH = frozenset({Sort.AUTH, Sort.RIGHTS})
_PERMANENT_TO_READ = _IS_AUTH | {Sort.NO_CREDITS, Sort.FORBIDDEN, Sort.WRONG, Sort.GONE}
_UNKNOWN_TO_WRITE = frozenset({Sort.NO_ANSWER, Sort.SERVER, Sort.DUPLICATE})
_LATER_TO_WRITE = frozenset({Sort.NOT_REACHED, Sort.LIMITED, Sort.NO_CREDITS})


def answered(said: Said, now: datetime) -> Failure:
    """The failure that an answer other than 2xx is."""
    sort = _sort_of(said)
    why = f"{WORDS[sort]} ({said.status}{': ' + said.words if said.words else ''})"
    return Failure(sort, why, _retry_at(sort, said, now))


def broken_off(sort: Sort, detail: str, now: datetime) -> Failure:
    """The failure of a call that got no answer."""
    retry_at = now + NOT_REACHED_FOR if sort is Sort.NOT_REACHED else None
    return Failure(sort, f"{WORDS[sort]}: {detail}", retry_at)


def problem(failure: Failure, what: str = "") -> ConnectorError:
    """For a reader."""
    return ConnectorError(
        f"{what}: {failure.why}" if what else failure.why,
        permanent=failure.sort in _PERMANENT_TO_READ,
        retry_at=failure.retry_at,
        is_auth=failure.sort in _IS_AUTH,
        hint=HINTS.get(failure.sort),
    )


def before_writing(failure: Failure) -> Refused:
    """For a look that failed before anything was written: later it may do."""
    is_auth = failure.sort in _IS_AUTH
    return Refused(why=failure.why, permanent=is_auth, retry_at=failure.retry_at, is_auth=is_auth)


def outcome(failure: Failure) -> Refused | Unknown:
    """For a writer."""
    if failure.sort is Sort.DUPLICATE:
        return Unknown(why=f"probably already sent: {failure.why}")
    if failure.sort in _UNKNOWN_TO_WRITE:
        return Unknown(why=failure.why)
    return Refused(
        why=failure.why,
        permanent=failure.sort not in _LATER_TO_WRITE,
        retry_at=failure.retry_at,
        is_auth=failure.sort in _IS_AUTH,
    )


def _sort_of(said: Said) -> Sort:
    if said.status >= 500:
        return Sort.SERVER
    if not said.is_from_x and said.status != 429:
        return Sort.NO_ANSWER
    if said.status != 403:
        return BY_STATUS.get(said.status, Sort.FORBIDDEN)
    words = said.words.lower()
    for needle, sort in FORBIDDEN_WORDS:
        if needle in words:
            return sort
    by_type = [FORBIDDEN_TYPES[kind] for kind in said.types if kind in FORBIDDEN_TYPES]
    return by_type[0] if by_type else Sort.FORBIDDEN


def _retry_at(sort: Sort, said: Said, now: datetime) -> datetime | None:
    if sort is Sort.NO_CREDITS:
        return now + UNTIL_CREDITS
    if sort is not Sort.LIMITED:
        return None
    if "usage-capped" in said.types:
        return now + UNTIL_CAP
    for whose in ("app", "user"):
        if said.headers.get(f"x-{whose}-limit-24hour-remaining") == "0":
            return _moment(said.headers.get(f"x-{whose}-limit-24hour-reset"), now)
    return _moment(said.headers.get("x-rate-limit-reset"), now)


def _moment(written: str | None, now: datetime) -> datetime:
    """X's unix seconds, where they make sense."""
    try:
        reset = datetime.fromtimestamp(int(written or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return now + USUAL_WINDOW
    if not now - LONGEST_WAIT < reset < now + LONGEST_WAIT:
        return now + USUAL_WINDOW
    return max(reset, now + timedelta(seconds=1))
