"""How a call to the server failed: the table from the library's errors to what they mean here.

A failed *read* is an exception. A failed *write* is a value, and it matters when it failed: what
never left this machine, or was answered with a no, was not written; of everything else nobody
knows.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

import requests
from mastodon.errors import MastodonError
from urllib3.exceptions import MaxRetryError, NewConnectionError

from connectors._mastodon.session import Answered, Elsewhere, TooMuch
from monitor.domain.delivery import Outcome, Refused, Unknown
from monitor.errors import ConnectorError

#: how long we wait where a server says "too many" and not until when
WAIT_FOR = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)
#: what a 403 says when it is about our account or token, and not about this post
ABOUT_US = ("scope", "login is", "suspended", "disabled", "confirm", "pending approval")
#: what the library may break with when an answer is not what it expects; each after the answer
SURPRISES = (RecursionError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError)


class Failing(StrEnum):
    """What a failure means."""

    #: the token is no longer good, or may not do this
    AUTH = "auth"
    #: there is no such thing, or not for us
    GONE = "gone"
    #: the server said no
    REFUSED = "refused"
    #: later
    TOO_MANY = "too_many"
    #: it never left this machine
    UNSENT = "unsent"
    #: it left, and nobody knows what became of it
    UNHEARD = "unheard"
    #: the answer was larger than we read
    TOO_LARGE = "too_large"
    #: the server is somewhere else
    ELSEWHERE = "elsewhere"


class Failed(ConnectorError):
    """a call to the Mastodon server failed"""

    def __init__(
        self,
        message: str,
        failing: Failing,
        *,
        retry_at: datetime | None = None,
        hint: str | None = None,
    ) -> None:
        self.failing = failing
        super().__init__(
            message,
            permanent=failing in (Failing.AUTH, Failing.ELSEWHERE),
            is_auth=failing is Failing.AUTH,
            retry_at=retry_at,
            hint=hint,
        )

    def after_write(self) -> Outcome:
        """What it means for a write that may have left."""
        match self.failing:
            case Failing.UNHEARD | Failing.TOO_LARGE:
                return Unknown(why=self.message)
            case Failing.AUTH:
                return Refused(why=self.message, is_auth=True)
            case Failing.GONE | Failing.REFUSED:
                return Refused(why=self.message)
            case Failing.TOO_MANY | Failing.UNSENT | Failing.ELSEWHERE:
                return Refused(why=self.message, permanent=False, retry_at=self.retry_at)

    def before_write(self) -> Refused:
        """What it means when we only looked, and have written nothing."""
        outcome = self.after_write()
        if isinstance(outcome, Refused):
            return outcome
        return Refused(why=f"looking first: {self.message}", permanent=False)


def failed(error: Exception, answered: Answered | None, now: Callable[[], datetime]) -> Failed:
    """What a broken call means: by the answer where there was one, else by how it broke."""
    cause = _cause(error)
    if isinstance(cause, Elsewhere):
        return Failed(
            f"the Mastodon server sends us elsewhere: `{str(cause)[:200]}`",
            Failing.ELSEWHERE,
            hint="write that server's address as `server` in [connectors.mastodon]",
        )
    if answered is None:
        return _unanswered(cause)
    if isinstance(cause, TooMuch):
        return Failed("the Mastodon server's answer was too large", Failing.TOO_LARGE)
    said = f": {answered.said}" if answered.said else ""
    status = answered.status
    if status == 401:
        hint = "`monitor login mastodon` says where to copy it"
        return Failed(f"Mastodon refused the token{said}", Failing.AUTH, hint=hint)
    if status == 429:
        retry_at = _retry_at(answered, now())
        return Failed("too many requests to Mastodon", Failing.TOO_MANY, retry_at=retry_at)
    if status >= 500 or status == 408:
        return Failed(f"the Mastodon server has trouble: {status}{said}", Failing.UNHEARD)
    if status < 400:
        return Failed("the Mastodon server's answer cannot be understood", Failing.UNHEARD)
    if not said:
        # a proxy, or a page of another program: a 404 of theirs is no deletion
        return Failed(f"something else than Mastodon answered: {status}", Failing.UNHEARD)
    if status == 403 and any(words in said.lower() for words in ABOUT_US):
        hint = "run `monitor check`: it tells which permission the token lacks"
        return Failed(f"Mastodon does not let us{said}", Failing.AUTH, hint=hint)
    if status in (404, 410):
        return Failed(f"it is not there, or not for us{said}", Failing.GONE)
    return Failed(f"Mastodon refused it: {status}{said}", Failing.REFUSED)


def _unanswered(cause: BaseException | None) -> Failed:
    if _is_unsent(cause):
        return Failed("the Mastodon server cannot be reached", Failing.UNSENT)
    if isinstance(cause, requests.Timeout):
        return Failed("the Mastodon server did not answer in time", Failing.UNHEARD)
    return Failed("the connection to the Mastodon server broke off", Failing.UNHEARD)


def _is_unsent(cause: BaseException | None) -> bool:
    """No connection was ever there: no such name, nobody listens, no trust, no proxy."""
    unsent = (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)
    if isinstance(cause, unsent):
        return True
    if isinstance(cause, requests.exceptions.InvalidURL | requests.exceptions.InvalidHeader):
        return True
    reason = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    return isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError)


def _cause(error: Exception) -> BaseException | None:
    """What the library wrapped; it keeps only the words itself."""
    return error.__context__ if isinstance(error, MastodonError) else error


def _retry_at(answered: Answered, now: datetime) -> datetime:
    """When the server wants to hear from us again."""
    wanted = _moment(answered.retry_after, now) or _moment(answered.reset, now)
    if wanted is None or wanted <= now:
        return now + WAIT_FOR
    return min(wanted, now + LONGEST_WAIT)


def _moment(written: str, now: datetime) -> datetime | None:
    """Seconds from now or since 1970, or a moment in either of two ways to write it."""
    try:
        if written.isdigit():
            seconds = int(written)
            is_moment = seconds > 1_000_000_000
            return (
                datetime.fromtimestamp(seconds, UTC)
                if is_moment
                else now + timedelta(seconds=seconds)
            )
        moment = datetime.fromisoformat(written)
    except (ValueError, OverflowError, OSError):
        try:
            moment = parsedate_to_datetime(written)
        except ValueError:
            return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
