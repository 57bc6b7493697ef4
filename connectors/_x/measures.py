"""Measures: mute and hide. Blocking is not in what X sells to small businesses: by hand."""

from collections.abc import Callable
from typing import Any

from connectors._x.account import Account
from connectors._x.failures import Failure, outcome, problem
from connectors._x.fields import Fields, object_in, objects_or_none, or_none
from connectors._x.ids import is_number, native
from monitor.domain.delivery import Delivered, Outcome, Refused
from monitor.domain.effect import Action

#: where people mute and block: on the profile; hide: at the post; and stop private messages
PROFILE, BY_NUMBER = "https://x.com/{handle}", "https://x.com/i/user/{number}"
POST = "https://x.com/i/status/{number}"


class Mute:
    """We no longer see an author on X; they do not notice."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def do(self, target_id: str) -> Outcome:
        client = self._account.session.client
        return _done(self._account, client.mute, target_id, "muting", True)

    def undo(self, target_id: str) -> Outcome:
        client = self._account.session.client
        return _done(self._account, client.unmute, target_id, "muting", False)

    def is_on(self, target_id: str) -> bool | None:
        account = self._account
        try:
            answer = account.session.ask(
                account.session.client.get_users,
                ids=[native(target_id)],
                user_fields=["connection_status"],
            )
        except Failure as failure:
            raise problem(failure, "X did not tell whether they are muted") from failure
        account.paid_for(answer, account.prices.user_read, "user")
        for user in objects_or_none(answer, "data"):
            status = user.get("connection_status")
            if user.get("id") == native(target_id) and isinstance(status, list):
                return "muting" in status
        return None


class Hide:
    """A reply is hidden under a post of ours; only in conversations that we began."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def do(self, target_id: str) -> Outcome:
        client = self._account.session.client
        return _done(self._account, client.hide_reply, target_id, "hidden", True)

    def undo(self, target_id: str) -> Outcome:
        client = self._account.session.client
        return _done(self._account, client.unhide_reply, target_id, "hidden", False)

    def is_on(self, target_id: str) -> bool | None:  # noqa: ARG002 - X tells nobody
        """X tells nobody."""
        return None


def by_hand(action: Action, target_id: str, handle: str) -> str:
    """Where the owner does it."""
    match action:
        case Action.MUTE | Action.BLOCK:
            handle = handle.removeprefix("@")
            if handle:
                return PROFILE.format(handle=handle)
            return BY_NUMBER.format(number=native(target_id))
        case Action.HIDE:
            return POST.format(number=native(target_id))
        case _:
            return ""


def _done(
    account: Account,
    # Any: tweepy has no types
    method: Callable[..., Any],
    target_id: str,
    field: str,
    wanted: bool,
) -> Outcome:
    """Done only if X says that it is so: an unknown account gets a 200 as well."""
    if not is_number(native(target_id)):
        return Refused(why=f"X has nothing of the number `{native(target_id)}`")
    try:
        answer = account.session.ask(method, native(target_id))
    except Failure as failure:
        return outcome(failure)
    account.meter.wrote(account.prices.interaction)
    told: Fields = or_none(lambda: object_in(answer, "data")) or {}
    if told.get(field) is wanted:
        return Delivered(posted_id=target_id)
    details = [str(one.get("detail") or "") for one in objects_or_none(answer, "errors")]
    return Refused(why=" ".join(filter(None, details)) or "X did not do it")
