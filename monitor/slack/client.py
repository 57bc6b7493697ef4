"""Calls of Slack's Web API, each once; how a call ends is a value.

The library's own second tries are off: after a broken connection they post twice. A call that got
no answer may have been carried out.
"""

import http.client
import logging
import urllib.error
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError

from monitor.domain.delivery import Refused, Unknown
from monitor.domain.ports import Clock
from monitor.domain.values import Value
from monitor.http import USER_AGENT

log = logging.getLogger(__name__)

#: seconds that one call may take
TIMEOUT: Final = 10
#: the token or the app is no longer good
AUTH: Final = frozenset(
    {
        "account_inactive",
        "app_missing_action_url",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
#: what is to be changed is not there, or never can be
GONE: Final = frozenset(
    {
        "cant_delete_message",
        "cant_update_message",
        "compliance_exports_prevent_deletion",
        "edit_window_closed",
        "message_not_found",
        "thread_not_found",
    }
)
#: Slack's own trouble: it may have done it
THEIRS: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
)
#: what was sent is too long or wrongly made
TOO_LONG: Final = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
)
#: what the owner can do about it, in words
HELPS: Final = {
    "channel_not_found": "Slack knows no such channel, or the app is not in it: "
    "write its id under [alerts.slack], and /invite the app there",
    "is_archived": "the channel is archived",
    "missing_scope": "the app lacks a permission: install it again with the manifest of "
    "`monitor login slack`",
    "not_in_channel": "the app is not in the channel: /invite it there",
    "account_inactive": "the app was removed from the workspace: monitor login slack",
    "invalid_auth": "Slack no longer takes the token: monitor login slack",
    "token_expired": "the token has run out: monitor login slack",
    "token_revoked": "the token was revoked: monitor login slack",
}


class Answered(Value):
    """It was done."""

    # Any: JSON of Slack
    body: dict[str, Any]


Ended = Answered | Refused | Unknown


class SlackClient:
    """One bot token."""

    def __init__(self, web: WebClient, clock: Clock) -> None:
        self.web = web
        self.clock = clock

    def call(self, method: Callable[..., Any], **arguments: object) -> Ended:
        """One call; never raises for what Slack or the network did."""
        try:
            answer = method(**arguments)
        except SlackApiError as error:
            return self._refused(error)
        except (TimeoutError, OSError, http.client.HTTPException) as error:
            return _lost(error)
        except SlackRequestError as error:
            return Unknown(why=f"Slack gave no answer that can be read: {_first_line(error)}")
        except SlackClientError as error:
            return Refused(why=_first_line(error))
        body = answer.data if isinstance(answer.data, dict) else {}
        return Answered(body=body)

    def _refused(self, error: SlackApiError) -> Refused | Unknown:
        response = error.response
        status, name = response.status_code, _name_of(response)
        if status == 429 or name == "ratelimited":
            wait = timedelta(seconds=_seconds(response.headers))
            return Refused(
                why="Slack asks for patience", permanent=False, retry_at=self.clock.now() + wait
            )
        if status >= 500 or name in THEIRS:
            return Unknown(why=f"Slack has trouble of its own: {name or status}")
        why = HELPS.get(name, f"Slack says: {name or status}")
        return Refused(why=why, permanent=name in GONE | TOO_LONG, is_auth=name in AUTH)


def web_client(token: str, api_url: str = "") -> WebClient:
    """The library's client, which tries nothing twice."""
    return WebClient(
        token=token,
        base_url=api_url or WebClient.BASE_URL,
        timeout=TIMEOUT,
        retry_handlers=[],
        user_agent_prefix=USER_AGENT,
    )


def is_too_long(ended: Ended) -> bool:
    """Slack found it too long, or wrongly made."""
    return isinstance(ended, Refused) and any(ended.why.endswith(name) for name in TOO_LONG)


def _lost(error: Exception) -> Refused | Unknown:
    """A connection that was never made has sent nothing."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ConnectionRefusedError) or "getaddrinfo" in repr(reason):
        return Refused(why="Slack cannot be reached", permanent=False)
    return Unknown(why=f"Slack gave no answer: {_first_line(error) or type(error).__name__}")


# Any: the library's response
def _name_of(response: Any) -> str:
    data = response.data
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _seconds(headers: Any) -> int:
    """Of `Retry-After`; a minute where it says nothing that can be read."""
    found = next((headers[key] for key in headers if key.lower() == "retry-after"), "60")
    written = str(found[0] if isinstance(found, list) and found else found)
    return min(int(written), 3600) if written.isdecimal() else 60


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else ""
