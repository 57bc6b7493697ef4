"""How a request to Reddit fails, and what that means for reading and for writing.

prawcore and praw raise many classes, some of them by accident (a 401 without a header is a
KeyError); `session` makes one `Fault` of them all. What it means is decided here, by tables.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.delivery import Refused, Unknown
from monitor.domain.values import Value
from monitor.errors import ConnectorError

#: what we wait when Reddit says "later" and not when
LATER = timedelta(minutes=1)
LOGIN_HINT = "run `monitor check`; `monitor login reddit` asks for the credentials again"
_WAIT = re.compile(r"(\d+)\s*(millisecond|second|minute|hour)")
_SECONDS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3600}


class Cause(StrEnum):
    """What went wrong."""

    #: nothing of ours left this machine, or only the request to log in did
    NOT_REACHED = "not_reached"
    #: it may have been carried out: no answer, half of one, or one that cannot be read
    NO_ANSWER = "no_answer"
    #: an answer that says no, by its status
    STATUS = "status"
    #: a 200 that says no
    SAID_NO = "said_no"
    #: the credentials are no good
    LOGIN = "login"
    #: too many requests
    TOO_SOON = "too_soon"


class Said(Value):
    """One error of a 200 that says no."""

    name: str
    words: str = ""


class Fault(Exception):
    """A request that failed."""

    def __init__(
        self,
        cause: Cause,
        why: str,
        *,
        status: int = 0,
        said: Said | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        self.cause = cause
        self.why = why
        self.status = status
        self.said = said
        self.retry_at = retry_at
        super().__init__(why)


#: errors in a 200 that end the matter, in our words
ENDS: dict[str, str] = {
    "THREAD_LOCKED": "the thread is locked",
    "COMMENT_LOCKED": "the comment is locked",
    "TOO_OLD": "the thread is archived",
    "DELETED_COMMENT": "the comment was deleted",
    "DELETED_LINK": "the post was deleted",
    "COMMENT_UNREPLIABLE": "the comment takes no replies",
    "TOO_LONG": "the text is too long for Reddit",
    "NO_TEXT": "the text is empty",
    "NO_USER": "nobody is named as addressee",
    "USER_DOESNT_EXIST": "that account does not exist",
    "INVALID_USER": "that account cannot be written to",
    "RESTRICTED_TO_PM": "they take no private messages, only chats, which no program may send",
    "NOT_WHITELISTED_BY_USER_MESSAGE": "they take private messages only from people they chose",
    "USER_BLOCKED_MESSAGE": "they have blocked us",
    "USER_BLOCKED": "one of the two accounts has blocked the other",
    "IN_TIMEOUT": "Reddit has suspended our account for a time",
    "ACCOUNT_SUSPENDED": "Reddit has suspended our account",
}
#: errors by which a whole community says that it does not want us
UNWANTED: dict[str, str] = {
    "BANNED_FROM_SUBREDDIT": "we are banned there",
    "SUBREDDIT_NOTALLOWED": "only members that the moderators chose may write there",
    "SUBREDDIT_NOEXIST": "that subreddit does not exist",
}
#: Reddit's own trouble: it may have been written
UNCLEAR = frozenset({"SOMETHING_IS_BROKEN", "SERVER_ERROR", "TRY_AGAIN_LATER"})
RATELIMIT = "RATELIMIT"
#: statuses after which nobody knows whether it was carried out
UNCLEAR_STATUSES = frozenset({408, 409})


def wait_in(words: str) -> timedelta:
    """How long "Take a break for 9 minutes" asks us to wait."""
    found = _WAIT.search(words)
    if found is None:
        return LATER
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def in_reading(fault: Fault, now: datetime) -> ConnectorError:
    """What a fetch raises."""
    why = f"Reddit could not be read: {fault.why}"
    match fault.cause:
        case Cause.LOGIN:
            return ConnectorError(why, permanent=True, is_auth=True, hint=LOGIN_HINT)
        case Cause.TOO_SOON:
            return ConnectorError(why, retry_at=fault.retry_at or now + LATER)
        case Cause.STATUS:
            is_unclear = fault.status >= 500 or fault.status in UNCLEAR_STATUSES
            return ConnectorError(why, permanent=not is_unclear)
        case Cause.SAID_NO:
            return ConnectorError(why, permanent=True)
    return ConnectorError(why)


def before_writing(fault: Fault, now: datetime) -> Refused:
    """A look before the send failed: nothing was written, whatever it was."""
    problem = in_reading(fault, now)
    return Refused(
        why=problem.message,
        permanent=False,
        retry_at=problem.retry_at or now + LATER,
        is_auth=problem.is_auth,
    )


def in_writing(fault: Fault, now: datetime, community: str = "") -> Refused | Unknown:
    """How a write ended; `community`: where it was to be said in public."""
    match fault.cause:
        case Cause.NO_ANSWER:
            return Unknown(why=fault.why)
        case Cause.NOT_REACHED:
            return Refused(why=fault.why, permanent=False, retry_at=now + LATER)
        case Cause.TOO_SOON:
            return Refused(why=fault.why, permanent=False, retry_at=fault.retry_at or now + LATER)
        case Cause.LOGIN:
            return Refused(why=fault.why, permanent=False, is_auth=True)
        case Cause.STATUS:
            return _by_status(fault, community)
        case Cause.SAID_NO:
            return _by_name(fault, community)


def _by_status(fault: Fault, community: str) -> Refused | Unknown:
    if fault.status >= 500 or fault.status in UNCLEAR_STATUSES:
        return Unknown(why=fault.why)
    if fault.status == 403 and community:
        # after every look before: a ban or a rule of the place, which are not told apart
        return Refused(why=f"{_place(community)} does not take our words", community=community)
    return Refused(why=fault.why)


def _by_name(fault: Fault, community: str) -> Refused | Unknown:
    said = fault.said or Said(name="")
    if said.name in UNCLEAR:
        return Unknown(why=fault.why)
    if said.name in UNWANTED:
        why = f"{_place(community)}: {UNWANTED[said.name]}" if community else UNWANTED[said.name]
        return Refused(why=why, community=community)
    return Refused(why=ENDS.get(said.name, fault.why))


def _place(community: str) -> str:
    return community.removeprefix("reddit:")
