"""What can go wrong, as one table: from the library's errors to `Refused`, `Unknown` and
`ConnectorError`.

The library says `BadRequestError` for an expired token too, `NetworkError` for a 409 that will
never do, and lets some transport errors pass as they are. So: the status and the error's own name
decide, and where there is no answer, whether the request can have left.
"""

from datetime import datetime, timedelta

from monitor.domain.delivery import Outcome, Refused, Unknown
from monitor.domain.values import Value
from monitor.errors import ConnectorError

#: the session is over; a new one helps
STALE = frozenset({"ExpiredToken", "InvalidToken"})
#: the app password may not do this
SCOPE = ("bad token scope", "bad token method", "missing required scope")
#: the account itself cannot be used
ACCOUNT = frozenset(
    {"AccountTakedown", "AccountDeactivated", "AccountSuspended", "AuthFactorTokenRequired"}
)
#: when the platform does not say how long
REST = timedelta(minutes=1)
LOGIN = "run `monitor login bluesky`: make a new app password and copy it"


class Trouble(Exception):
    """A request that did not end well."""

    def __init__(
        self,
        why: str,
        *,
        status: int = 0,
        name: str = "",
        was_sent: bool = True,
        wait: timedelta | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(why)
        #: in words
        self.why = why
        #: 0: there was no answer
        self.status = status
        #: Bluesky's own word for it
        self.name = name
        #: the request may have reached the platform
        self.was_sent = was_sent
        #: how long to wait, or until when
        self.wait = wait
        self.retry_at = retry_at

    @property
    def is_about_scope(self) -> bool:
        """The app password does not allow it."""
        return self.status in (400, 401, 403) and any(word in self.why.lower() for word in SCOPE)

    @property
    def is_stale(self) -> bool:
        """The session is over, and nothing was done."""
        return self.status in (400, 401) and self.name in STALE and not self.is_about_scope


class Judged(Value):
    """A trouble, understood."""

    why: str
    #: it may have been done
    is_unknown: bool = False
    permanent: bool = False
    is_auth: bool = False
    retry_at: datetime | None = None


def judge(trouble: Trouble, now: datetime) -> Judged:
    """What a trouble means."""
    why, status = trouble.why, trouble.status
    if not status:
        return Judged(why=why, is_unknown=trouble.was_sent)
    if status == 429:
        retry_at = trouble.retry_at
        if trouble.wait is not None:
            retry_at = now + trouble.wait
        if retry_at is None or retry_at <= now:
            retry_at = now + REST
        return Judged(why="Bluesky takes no more requests for now", retry_at=retry_at)
    if trouble.is_about_scope:
        return Judged(why="this app password does not allow it", permanent=True)
    if trouble.is_stale:
        return Judged(why="the session was over", retry_at=now)
    if status == 401 or trouble.name in ACCOUNT:
        return Judged(why=f"Bluesky does not let us in: {why}", permanent=True, is_auth=True)
    if 300 <= status < 400:
        words = "the server sends us elsewhere: its address in the config is not right"
        return Judged(why=words, permanent=True)
    if status >= 500 or 200 <= status < 300:
        # a 500 stands for much: an existing key too, so it is looked for like any other
        return Judged(why=f"Bluesky is in trouble itself: {why}", is_unknown=True)
    return Judged(why=why, permanent=True)


def outcome(trouble: Trouble, now: datetime) -> Outcome:
    """How a write ended."""
    judged = judge(trouble, now)
    if judged.is_unknown:
        return Unknown(why=judged.why)
    return Refused(
        why=judged.why,
        permanent=judged.permanent,
        retry_at=judged.retry_at,
        is_auth=judged.is_auth,
    )


def refused_before(error: ConnectorError) -> Refused:
    """A look before the write failed: nothing was written."""
    return Refused(
        why=error.message,
        # nothing is wrong with the words: it was the look that failed
        permanent=error.permanent and not error.is_auth,
        retry_at=error.retry_at,
        is_auth=error.is_auth,
    )


def connector_error(trouble: Trouble, now: datetime) -> ConnectorError:
    """How a read ended."""
    judged = judge(trouble, now)
    return ConnectorError(
        judged.why,
        permanent=judged.permanent,
        retry_at=judged.retry_at,
        is_auth=judged.is_auth,
        hint=LOGIN if judged.is_auth else None,
    )
