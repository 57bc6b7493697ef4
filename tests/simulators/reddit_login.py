"""Tokens of the Reddit simulator: ours, and those of a client alone, which sees what all see."""

import base64
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.simulators.server import Answer, Request

US, CLIENT, SECRET, PASSWORD = "larchandloaf", "client-id", "client-secret", "pass-word"
REFRESH = "refresh-token"


class Logins:
    """Who has which token."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}
        #: the app was thrown out: no login, no token
        self.is_revoked = False
        self.scopes = "*"
        #: codes that a yes on the page gave, each good once: its redirect uri and scopes
        self.codes: dict[str, tuple[str, str]] = {}
        #: refresh tokens → scopes
        self.refresh_tokens = {REFRESH: ""}

    def who(self, request: Request) -> str | None:
        """Whose token it is; empty for a client alone, None for nobody's."""
        shown = request.headers.get("authorization", "").removeprefix("bearer ")
        return None if self.is_revoked else self.tokens.get(shown)

    def login(self, request: Request) -> Answer:
        """POST /api/v1/access_token."""
        basic = request.headers.get("authorization", "").removeprefix("Basic ")
        if self.is_revoked or base64.b64decode(basic).decode() != f"{CLIENT}:{SECRET}":
            return Answer(401, {"message": "Unauthorized", "error": 401})
        form = request.form()
        granted, more = "", dict[str, str]()
        match form.get("grant_type"):
            case "password" if (form["username"], form["password"]) == (US, PASSWORD):
                who = US
            case "refresh_token" if form["refresh_token"] in self.refresh_tokens:
                who = US
                granted = self.refresh_tokens[form["refresh_token"]]
            case "authorization_code" if form["code"] in self.codes:
                redirect, granted = self.codes.pop(form["code"])
                if form["redirect_uri"] != redirect:
                    return Answer(200, {"error": "invalid_grant"})
                who = US
                more["refresh_token"] = f"refresh-{len(self.refresh_tokens)}"
                self.refresh_tokens[more["refresh_token"]] = granted
            case "client_credentials":
                who = ""
            case "refresh_token":
                return Answer(400, {"message": "Bad Request", "error": 400})
            case _:
                return Answer(200, {"error": "invalid_grant"})
        token = f"token-{len(self.tokens) + 1}"
        self.tokens[token] = who
        scope = (granted or self.scopes) if who else "*"
        body = {"access_token": token, "expires_in": 3600, "scope": scope, "token_type": "bearer"}
        body.update(more)
        # as asked for: whoever goes on using the connection may find it closed
        return Answer(200, body, {"Connection": "close"})

    def press(self, url: str, button: str) -> str:
        """The owner presses `allow` or `decline` on that page; where they are sent."""
        parts = urlsplit(url)
        assert parts.path == "/api/v1/authorize"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        redirect, state = asked["redirect_uri"], asked["state"]
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["duration"] == "permanent"
        told = {"state": state, "error": "access_denied"}
        if button == "allow":
            code = f"code-{len(self.codes) + len(self.refresh_tokens)}-{len(self.tokens)}"
            self.codes[code] = (redirect, asked["scope"])
            told = {"state": state, "code": code}
        # Reddit ends it so
        return f"{redirect}/?{urlencode(told)}#_"


def unauthorized() -> Answer:
    told = {"www-authenticate": 'Bearer realm="reddit", error="invalid_token"'}
    return Answer(401, {"message": "Unauthorized", "error": 401}, told)
