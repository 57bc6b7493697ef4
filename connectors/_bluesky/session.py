"""Our session with a server: logged in once, kept for the next start, made anew when it is over.

Reads are asked again once when the session was over; a write never is. Answers are JSON as it
came: the library's own models would refuse a page for one odd post.
"""

import json
import threading
import weakref
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from connectors._bluesky.errors import Trouble, connector_error
from connectors._bluesky.session_file import SessionFile
from monitor import http
from monitor.domain.ports import Clock

if TYPE_CHECKING:
    from atproto_client import Client

#: what JSON gives. Any: it is turned into types in `parse`
Fields = dict[str, Any]
CHAT = {"atproto-proxy": "did:web:api.bsky.chat#bsky_chat"}


class Session:
    """One account on one server."""

    def __init__(
        self, server: str, account: str, password: str, *, clock: Clock, kept: SessionFile
    ) -> None:
        self.server = server
        self.account = account
        self.clock = clock
        self._password = password
        self._kept = kept
        self._turn = threading.RLock()
        self._client: Client | None = None
        self._did = ""

    # --- what others ask for ------------------------------------------------------------------

    def did(self) -> str:
        """Our own account. Raises ConnectorError."""
        try:
            self._open()
        except Trouble as trouble:
            raise connector_error(trouble, self.clock.now()) from None
        return self._did

    def read(self, method: str, *, chat: bool = False, **asked: object) -> Fields:
        """One question. Raises ConnectorError."""
        try:
            return self.ask(method, chat=chat, **asked)
        except Trouble as trouble:
            raise connector_error(trouble, self.clock.now()) from None

    def ask(self, method: str, *, chat: bool = False, **asked: object) -> Fields:
        """The same, for those who look at what went wrong. Raises Trouble."""
        try:
            return self._get(method, asked, chat)
        except Trouble as trouble:
            if not trouble.is_stale:
                raise
        self.forget()
        return self._get(method, asked, chat)

    def write(self, method: str, body: Mapping[str, object], *, chat: bool = False) -> Fields:
        """One attempt to change something. Raises Trouble."""
        client = self._open()
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", **(CHAT if chat else {})}
        try:
            return self._carry_out(
                lambda: client.invoke_procedure(method, content=content, headers=headers)
            )
        except Trouble as trouble:
            if trouble.is_stale:
                self.forget()
            raise

    def forget(self) -> None:
        """The next call logs in anew."""
        with self._turn:
            self._client = None
            self._kept.forget()

    # --- with the library ---------------------------------------------------------------------

    def _get(self, method: str, asked: Mapping[str, object], chat: bool) -> Fields:
        from atproto_client.models.dot_dict import DotDict

        client = self._open()
        given = {key: value for key, value in asked.items() if value not in (None, "")}
        headers = CHAT if chat else {}
        answer = self._carry_out(
            # the library wants a model or this; a dict of ours is what it makes of either
            lambda: client.invoke_query(method, params=DotDict(given), headers=headers)
        )
        if not answer:
            raise Trouble("the answer is empty", status=200)
        return answer

    def _carry_out(self, call: Callable[[], Any]) -> Fields:
        """One call of the library, its errors as ours."""
        from connectors._bluesky.library_errors import LIBRARY_ERRORS, trouble_of

        try:
            content = call().content
        except LIBRARY_ERRORS as error:
            raise trouble_of(error) from error
        if not content:
            return {}
        try:
            read = json.loads(content) if isinstance(content, bytes) else content
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict):
            raise Trouble("the answer cannot be read", status=200)
        return read

    def _open(self) -> "Client":
        with self._turn:
            if self._client is None:
                self._client = self._resumed() or self._logged_in()
            return self._client

    def _new(self) -> "Client":
        import httpx
        from atproto_client import Client
        from atproto_client.request import Request

        from connectors._bluesky.transport import Transport

        connect, read = http.TIMEOUT
        timeout = httpx.Timeout(read, connect=connect)
        request = Request(timeout=timeout, transport=Transport())
        request.add_additional_header("User-Agent", http.USER_AGENT)
        client = Client(self.server, request=request)
        # connections end with whoever opened them
        weakref.finalize(client, request.close)
        client.on_session_change(lambda _event, session: self._changed(session))
        return client

    def _resumed(self) -> "Client | None":
        """With the session of the last start; None where there is none that can be used."""
        written = self._kept.read()
        if written is None:
            return None
        client = self._new()
        try:
            client.login(session_string=written, fetch_bsky_profile=False)
        except (ValueError, Trouble):
            self._kept.forget()
            return None
        return client

    def _logged_in(self) -> "Client":
        client = self._new()

        def log_in() -> Any:
            # the library would ask for our profile too, which fails while the server is well
            client.login(self.account, self._password, fetch_bsky_profile=False)
            return _Nothing

        self._carry_out(log_in)
        return client

    # Any: the library's session
    def _changed(self, session: Any) -> None:
        """Logged in, resumed or refreshed."""
        try:
            http.base_url(str(session.pds_endpoint))
        except ValueError as error:
            why = f"the account lives on a server that is not safe: {error}"
            raise Trouble(why, status=400, was_sent=False) from None
        self._did = str(session.did)
        self._kept.write(session.export())


class _Nothing:
    """An answer that nobody reads."""

    content = b""
