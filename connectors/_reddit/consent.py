"""The owner's yes on Reddit's own page, which gives a refresh token: praw's code flow.

The page sends the browser to the app's redirect uri, where nobody listens: its address is all that
is wanted, and the owner pastes it. Nothing is opened and no port is listened on.
"""

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from prawcore.exceptions import OAuthException

from connectors._reddit.checking import MORE_SCOPES, SCOPES
from connectors._reddit.faults import Fault
from connectors._reddit.options import Credentials, app_of
from connectors._reddit.session import ODD, Session
from connectors._reddit.setup import REFRESH_TOKEN
from monitor.domain.settings import Settings
from monitor.errors import ConnectorError

AGAIN = "open the page above once more, press `allow`, and paste the address that comes then"
THE_APP = "look at the id and the secret of the app"


class Consent:
    """One attempt: its page, and what comes of it."""

    def __init__(self, credentials: Credentials, settings: Settings) -> None:
        self._redirect = credentials.redirect_uri
        self._state = secrets.token_urlsafe(24)
        self._reddit = Session(credentials, settings.clock, is_public=True).fresh()
        #: the page to open
        self.url = self._reddit.auth.url(
            duration="permanent", scopes=[*SCOPES, *MORE_SCOPES], state=self._state
        )

    def redeem(self, address: str) -> Mapping[str, str]:
        """The refresh token, by the name of its secret. Raises ConnectorError."""
        code = self._code_in(address)
        try:
            token = self._reddit.auth.authorize(code)
        except OAuthException as refused:
            why = f"Reddit does not take that address any more ({refused.error})"
            hint = f"it holds for some minutes, and once: {AGAIN}"
            raise ConnectorError(why, hint=hint) from None
        except Fault as fault:
            hint = THE_APP if fault.status == 401 else AGAIN
            raise ConnectorError(f"Reddit gave no token: {fault.why}", hint=hint) from None
        except ODD as odd:
            why = f"Reddit's answer cannot be read ({type(odd).__name__})"
            raise ConnectorError(why, hint=AGAIN) from odd
        if not token:
            raise ConnectorError("Reddit gave a token for an hour only", hint=AGAIN)
        return {REFRESH_TOKEN: token}

    def _code_in(self, address: str) -> str:
        """The code that the address brings, if it belongs to this attempt."""
        parts = urlsplit(address.strip())
        told = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if "state" not in told:
            raise ConnectorError(
                "that is not the address that Reddit sent you back to",
                hint=f"it begins with {self._redirect} and holds `state` and `code`; copy all of "
                "it from the top of the browser",
            )
        if not hmac.compare_digest(told["state"].encode(), self._state.encode()):
            raise ConnectorError("that address belongs to another attempt", hint=AGAIN)
        if told.get("error") == "access_denied":
            raise ConnectorError("Reddit says that you declined", hint=AGAIN)
        if "error" in told:
            raise ConnectorError(
                f"Reddit says `{told['error'][:80]}`",
                hint="look at the type of the app (`script`) and its redirect uri "
                f"({self._redirect}), then do this again",
            )
        if not told.get("code"):
            raise ConnectorError("that address holds no code", hint=AGAIN)
        return told["code"]


def ask_consent(settings: Settings) -> Consent:
    """A new attempt, with the id and the secret of the app. Raises ConnectorError."""
    try:
        return Consent(app_of(settings), settings)
    except Fault as fault:
        raise ConnectorError(fault.why) from None
