"""One account at Reddit: praw, with one request for each call, never a sleep, and our timeouts.

praw 8.0.3 re-sends every method up to three times, sleeps to keep under the rate limit, ignores
its own `timeout` setting, and its lazy objects fetch behind one's back when a field is missing. So
requests go through `OneAttempt`, where nothing that is not an answer in the two hundreds comes
back to prawcore, and answers are read as the JSON they are.
"""

import configparser
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import requests
from praw import Reddit
from praw.exceptions import PRAWException
from prawcore import Requestor
from prawcore.exceptions import OAuthException, PrawcoreException, RequestException
from urllib3.exceptions import NewConnectionError

from connectors._reddit.faults import LATER, RATELIMIT, Cause, Fault, Said, wait_in
from connectors._reddit.options import Credentials
from monitor import http
from monitor.domain.ports import Clock

#: what Reddit answers. Any: it is JSON, and read in `parse`
Json = Any
#: a token lives an hour at least; prawcore would use it for ten seconds longer
TOKEN_LIVES = timedelta(minutes=50)
#: longer than Reddit's window: nobody waits longer because of a header
LONGEST_WAIT = timedelta(hours=1)
#: what the library raises for answers it did not expect
ODD = (
    PrawcoreException,
    PRAWException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
)


class Limits:
    """What Reddit said about how many requests are left."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.remaining: float | None = None
        self.until: datetime | None = None

    def note(self, headers: Mapping[str, str]) -> None:
        """Reads the headers of an answer."""
        remaining = _number(headers.get("x-ratelimit-remaining"))
        reset = _number(headers.get("x-ratelimit-reset"))
        if remaining is not None and reset is not None:
            self.remaining = remaining
            self.until = self._after(reset)

    def used_up_until(self) -> datetime | None:
        """No request before this moment."""
        if self.remaining is None or self.remaining >= 1 or self.until is None:
            return None
        return self.until if self._clock.now() < self.until else None

    def retry_at(self, headers: Mapping[str, str]) -> datetime:
        """When a 429 wants to be asked again."""
        wait = _number(headers.get("retry-after"))
        if wait is None:
            wait = _number(headers.get("x-ratelimit-reset"))
        return self._after(LATER.total_seconds() if wait is None else wait)

    def _after(self, seconds: float) -> datetime:
        wait = timedelta(seconds=min(max(seconds, 0), LONGEST_WAIT.total_seconds()))
        return self._clock.now() + wait


class OneAttempt(Requestor):
    """Sends once. Everything but an answer in the two hundreds is raised in our own words, which
    prawcore does not know and so does not retry; its rate limiter finds no headers to sleep by."""

    def __init__(self, *, limits: Limits, **options: Any) -> None:
        super().__init__(**options)
        self._limits = limits

    # Any: what requests takes
    def request(self, *args: Any, **options: Any) -> requests.Response:
        options["timeout"] = http.TIMEOUT
        try:
            response = super().request(*args, **options)
        except RequestException as failed:
            raise _unanswered(failed.original_exception) from None
        self._limits.note(response.headers)
        if 200 <= response.status_code < 300:
            response.headers.pop("x-ratelimit-remaining", None)
            return response
        if response.status_code == 429:
            raise Fault(
                Cause.TOO_SOON,
                "too many requests",
                status=429,
                retry_at=self._limits.retry_at(response.headers),
            )
        raise Fault(
            Cause.LOGIN if _is_about_login(response) else Cause.STATUS,
            _told(response),
            status=response.status_code,
        )


class Session:
    """What is asked of Reddit, by our account or, without one, with the eyes of the public."""

    def __init__(
        self,
        credentials: Credentials,
        clock: Clock,
        *,
        is_public: bool = False,
    ) -> None:
        self.limits = Limits(clock)
        self._credentials = credentials
        self._clock = clock
        self._is_public = is_public
        self._turn = threading.RLock()
        self._reddit: Reddit | None = None
        self._logged_in_at: datetime | None = None

    def get(self, path: str, **params: object) -> Json:
        """Reads. Raises Fault."""
        return self._ask("GET", path, params=params)

    def post(self, path: str, data: dict[str, str], **params: object) -> Json:
        """Writes, once. Raises Fault."""
        return self._ask("POST", path, params=params, data=data)

    def scopes(self) -> frozenset[str]:
        """What the credentials are good for; logs in where that is due. Raises Fault."""
        with self._turn:
            return frozenset(self._logged_in().auth.scopes())

    def fresh(self) -> Reddit:
        """praw before any login: it has asked nothing. Raises Fault."""
        return self._made()

    def close(self) -> None:
        """Forgets the login: the next request is one of a new session."""
        self._reddit = self._logged_in_at = None

    def _ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object],
        data: dict[str, str] | None = None,
    ) -> Json:
        with self._turn:
            until = self.limits.used_up_until()
            if until is not None:
                raise Fault(Cause.TOO_SOON, "our requests are used up", retry_at=until)
            reddit = self._logged_in()
            given = {key: str(value) for key, value in params.items()}
            try:
                answer = reddit.request(method=method, path=path, params=dict(given), data=data)
            except Fault as fault:
                if fault.cause is Cause.LOGIN:
                    self.close()
                raise
            except ODD as odd:
                why = f"an answer that cannot be read ({type(odd).__name__})"
                raise Fault(Cause.NO_ANSWER, why) from odd
        _raise_what_it_says(answer, self._clock)
        return answer

    def _logged_in(self) -> Reddit:
        """praw with a token. Whatever fails here, nothing of ours was said."""
        now = self._clock.now()
        if self._logged_in_at is None or not timedelta(0) <= now - self._logged_in_at < TOKEN_LIVES:
            self._reddit = None
        if self._reddit is not None:
            return self._reddit
        reddit = self._made()
        try:
            reddit.auth.scopes()
        except OAuthException as refused:
            raise Fault(Cause.LOGIN, f"Reddit refused the credentials: {refused.error}") from None
        except Fault as fault:
            raise _at_login(fault) from None
        except ODD as odd:
            why = f"the login was answered by something else ({type(odd).__name__})"
            raise Fault(Cause.NOT_REACHED, why) from odd
        self._reddit, self._logged_in_at = reddit, now
        return reddit

    def _made(self) -> Reddit:
        given = self._credentials
        by = f" (by /u/{given.username})" if given.username else ""
        sender = requests.Session()
        # a `.netrc` would put its own password in the place of the token
        sender.auth = _unchanged
        is_script = not self._is_public and not given.refresh_token
        try:
            return Reddit(
                "DEFAULT",
                client_id=given.client_id,
                client_secret=given.client_secret,
                username=given.username if is_script else None,
                password=given.password if is_script else None,
                refresh_token=None if self._is_public or is_script else given.refresh_token,
                redirect_uri=given.redirect_uri,
                user_agent=f"{http.USER_AGENT}{by}",
                oauth_url=given.base_url or "https://oauth.reddit.com",
                reddit_url=given.base_url or "https://www.reddit.com",
                check_for_updates=False,
                check_for_async=False,
                # -1, not 0: "1 millisecond" counts as zero seconds, and would be slept and re-sent
                ratelimit_seconds=-1,
                requestor_class=OneAttempt,
                requestor_kwargs={"limits": self.limits, "session": sender},
            )
        except configparser.Error as broken:
            raise Fault(Cause.NOT_REACHED, f"a `praw.ini` cannot be read: {broken}") from None


# --- in our words -----------------------------------------------------------------------------


def _unanswered(original: Exception) -> Fault:
    """No answer came: was anything sent at all?"""
    inner = original.args[0] if original.args else None
    reason = getattr(inner, "reason", None)
    was_sent = not (
        isinstance(original, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError)
        or isinstance(reason, NewConnectionError)
    )
    if was_sent:
        return Fault(Cause.NO_ANSWER, f"no answer ({type(original).__name__})")
    return Fault(Cause.NOT_REACHED, "Reddit could not be reached")


def _is_about_login(response: requests.Response) -> bool:
    if response.status_code == 401:
        return True
    told = response.headers.get("www-authenticate", "")
    return response.status_code == 403 and "insufficient_scope" in told


def _told(response: requests.Response) -> str:
    """What an answer says, for a person."""
    if response.status_code == 401:
        return "Reddit no longer takes our credentials"
    if "insufficient_scope" in response.headers.get("www-authenticate", ""):
        return "the credentials lack a permission (scope)"
    try:
        said = response.json()
    except ValueError:
        said = None
    reason = said.get("reason") or said.get("message") if isinstance(said, dict) else None
    told = f"it answered {response.status_code}"
    return f"{told}: {str(reason)[:200]}" if reason else told


def _at_login(fault: Fault) -> Fault:
    """Failures of the login: the credentials, or later."""
    if fault.cause in (Cause.TOO_SOON, Cause.LOGIN):
        return fault
    if fault.status in (400, 403):
        return Fault(Cause.LOGIN, f"Reddit refused the login: {fault.why}")
    return Fault(Cause.NOT_REACHED, f"could not log in: {fault.why}")


def _raise_what_it_says(answer: Json, clock: Clock) -> None:
    """A 200 may say no: `{"json": {"errors": [["THREAD_LOCKED", "…", "parent"]]}}`."""
    said = answer.get("json") if isinstance(answer, dict) else None
    errors = said.get("errors") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not errors:
        return
    first = errors[0] if isinstance(errors, list) else errors
    parts = [str(part) for part in first] if isinstance(first, list) and first else [str(first)]
    no = Said(name=parts[0], words=parts[1] if len(parts) > 1 else "")
    why = f"{no.name}: {no.words[:200]}".removesuffix(": ")
    if no.name == RATELIMIT:
        seconds = _number(said.get("ratelimit"))
        wait = wait_in(no.words) if seconds is None else timedelta(seconds=seconds)
        raise Fault(Cause.TOO_SOON, why, said=no, retry_at=clock.now() + min(wait, LONGEST_WAIT))
    raise Fault(Cause.SAID_NO, why, said=no)


def _number(text: object) -> float | None:
    try:
        found = float(str(text))
    except ValueError:
        return None
    return found if found == found and abs(found) != float("inf") else None


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
