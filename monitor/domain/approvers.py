"""Approvers: who of ours may decide at a desk.

A person is known there by an account (a Slack user of a workspace, a Telegram user in a chat), and
here by a name of `[brand] people`. Nobody else decides, whatever they can see; a machine never.
"""

from collections.abc import Iterable

from monitor.domain.values import Value


class Approver(Value):
    """One account that may decide."""

    #: the desk's name, such as `slack`
    desk: str
    #: the workspace, team or chat; the same account elsewhere may not
    place: str
    #: the account, as the desk knows it
    user: str
    #: of ours
    name: str


class Approvers:
    """Those of one brand."""

    def __init__(self, listed: Iterable[Approver] = ()) -> None:
        self._names = {(one.desk, one.place, one.user): one.name for one in listed}

    def may_press(self, desk: str, place: str, user: str, *, is_bot: bool = False) -> str | None:
        """The name of the person; None: they may not decide here."""
        if is_bot or not (place and user):
            return None
        return self._names.get((desk, place, user))

    def user_of(self, desk: str, name: str) -> str:
        """Their account there, to call them; empty: they have none."""
        for (where, _place, user), known in self._names.items():
            if where == desk and known == name:
                return user
        return ""

    def refusal(self, desk: str) -> str:
        """What somebody reads who may not."""
        names = tuple(dict.fromkeys(name for key, name in self._names.items() if key[0] == desk))
        if not names:
            return "Nobody is named yet who can decide here. I have told nobody else."
        *others, last = names
        who = f"{', '.join(others)} and {last}" if others else last
        return f"Only {who} can decide here. I have told nobody else."
