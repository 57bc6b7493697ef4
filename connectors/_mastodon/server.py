"""The server: every call goes through `ask`, which tells what a failure means.

Who we are there is asked once; a token of another account than the config names is refused,
because its words would be somebody else's.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from mastodon import Mastodon
from mastodon.errors import MastodonError

from connectors._mastodon.errors import SURPRISES, Failed, Failing, failed
from connectors._mastodon.session import Session, library
from monitor.domain.ports import Clock
from monitor.domain.values import Value

T = TypeVar("T")
_NATIVE = re.compile(r"[0-9A-Za-z_-]{1,100}")


class Me(Value):
    """The brand account there."""

    id: str
    handle: str
    is_bot: bool


class Server:
    """One account on one server."""

    def __init__(self, url: str, token: str, account: str, clock: Clock) -> None:
        self.url = url
        #: as the config names it, without its leading `@`
        self.account = account.lstrip("@")
        self.clock = clock
        self.session = Session()
        self._library = library(url, token, self.session)
        self._me: Me | None = None

    def ask(self, call: Callable[[Mastodon], T]) -> T:
        """One call. Raises Failed."""
        self.session.forget()
        try:
            return call(self._library)
        except (MastodonError, *SURPRISES) as error:
            if not self.session.was_asked:
                raise Failed(f"Mastodon.py refused: {error}", Failing.REFUSED) from error
            raise failed(error, self.session.answered, self.clock.now) from error

    def ask_list(self, call: Callable[[Mastodon], object]) -> list[object]:
        """One call for a list. Raises Failed where the server gave something else."""
        found = self.ask(call)
        answered = self.session.answered
        if not isinstance(found, list) or answered is None or not answered.is_list:
            raise Failed("the Mastodon server's answer is no list", Failing.UNHEARD)
        return list(found)

    def me(self) -> Me:
        """Who the token belongs to. Raises Failed."""
        if self._me is None:
            account = self.ask(lambda api: api.account_verify_credentials())
            found = account if isinstance(account, dict) else {}
            me = Me(
                id=str(found.get("id") or ""),
                handle=str(found.get("acct") or ""),
                is_bot=found.get("bot") is True,
            )
            if not me.id or not me.handle:
                raise Failed("the server did not say whose token this is", Failing.UNHEARD)
            self._refuse_another(me)
            self._me = me
        return self._me

    def _refuse_another(self, me: Me) -> None:
        ours, theirs = (handle.partition("@")[0].lower() for handle in (self.account, me.handle))
        if ours and ours != theirs:
            raise Failed(
                f"the token belongs to `@{me.handle}`, and the config names `@{self.account}`",
                Failing.AUTH,
                hint="make a token while you are logged in to the brand's own account",
            )


def native(global_id: str) -> str:
    """The server's own id; empty where it cannot be one (it becomes part of an address)."""
    written = global_id.removeprefix("mastodon:")
    return written if _NATIVE.fullmatch(written) else ""
