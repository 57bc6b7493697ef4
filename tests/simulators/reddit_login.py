"""Tokens of the Reddit simulator: ours, and those of a client alone, which sees what all see."""

import base64

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
        match form.get("grant_type"):
            case "password" if (form["username"], form["password"]) == (US, PASSWORD):
                who = US
            case "refresh_token" if form["refresh_token"] == REFRESH:
                who = US
            case "client_credentials":
                who = ""
            case "refresh_token":
                return Answer(400, {"message": "Bad Request", "error": 400})
            case _:
                return Answer(200, {"error": "invalid_grant"})
        token = f"token-{len(self.tokens) + 1}"
        self.tokens[token] = who
        scope = self.scopes if who else "*"
        body = {"access_token": token, "expires_in": 3600, "scope": scope, "token_type": "bearer"}
        # as asked for: whoever goes on using the connection may find it closed
        return Answer(200, body, {"Connection": "close"})


def unauthorized() -> Answer:
    told = {"www-authenticate": 'Bearer realm="reddit", error="invalid_token"'}
    return Answer(401, {"message": "Unauthorized", "error": 401}, told)
