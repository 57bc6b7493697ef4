"""Blindness: a platform that cannot be read is told once, with since when and what mends it.

It ends with the first poll that succeeds. Credentials that are no longer good are told at once and
then daily; everything else after a few polls, because networks hiccup.
"""

from datetime import datetime, timedelta

from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.platform import platform_named
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value

#: told after so many polls in a row that failed, or after so long, whichever comes first
AFTER_POLLS = 3
AFTER = timedelta(minutes=15)
LOGIN_AGAIN_AFTER = timedelta(days=1)


class Failing(Value):
    """A connector cannot be read, since when and why."""

    since: datetime
    why: str
    #: the credentials are no longer good
    is_auth: bool = False
    #: polls in a row that failed, as far as this process knows
    polls: int = 1


def tell_blind(tx: Tx, brand: str, connector: str, failing: Failing, now: datetime) -> bool:
    """Opens the notice when it is time; False when it is not, or when it is open already."""
    if failing.is_auth:
        # one notice for one trouble: the login is what helps
        tx.notices.end(brand, _blind(connector), now)
        if tx.notices.get(brand, _writing(connector)) is not None:
            return False
        return tx.notices.open(_login_notice(brand, connector, failing))
    if failing.polls < AFTER_POLLS and now - failing.since < AFTER:
        return False
    if tx.notices.get(brand, _login(connector)) is not None:
        return False
    return tx.notices.open(
        Notice(
            brand=brand,
            key=_blind(connector),
            kind=NoticeKind.BLIND,
            headline=f"{_title(connector)} cannot be read",
            text=f"It says: {_whole(failing.why)} What is written there is not seen meanwhile.",
            fix="monitor check",
            began_at=failing.since,
            due_at=now,
        )
    )


def tell_seeing(tx: Tx, brand: str, connector: str, now: datetime) -> None:
    """It was read again."""
    tx.notices.end(brand, _blind(connector), now)
    tx.notices.end(brand, _login(connector), now)


def tell_locked_out(tx: Tx, brand: str, platform: str, why: str, now: datetime) -> bool:
    """Our words were refused for their credentials; False when that was told already."""
    title = _title(platform)
    if tx.notices.get(brand, _login(platform)) is not None:
        return False
    return tx.notices.open(
        Notice(
            brand=brand,
            key=_writing(platform),
            kind=NoticeKind.LOGIN,
            headline=f"{title} takes no word of ours",
            text=f"It says: {_whole(why)} Replies there wait, and expire when it is too late.",
            fix=f"monitor login {platform}",
            began_at=now,
            again_after=LOGIN_AGAIN_AFTER,
        )
    )


def tell_let_in(tx: Tx, brand: str, platform: str, now: datetime) -> None:
    """A word of ours was taken."""
    tx.notices.end(brand, _writing(platform), now)


def tell_may_not_keep_away(tx: Tx, brand: str, platform: str, why: str, now: datetime) -> bool:
    """Our mutes were refused for their credentials; False when that was told already."""
    return tx.notices.open(
        Notice(
            brand=brand,
            key=_keeping_away(platform),
            kind=NoticeKind.LOGIN,
            headline=f"{_title(platform)} lets us mute, block or hide nobody",
            text=f"It says: {_whole(why)} What you asked for there waits for a week.",
            fix=f"monitor login {platform}",
            began_at=now,
            again_after=LOGIN_AGAIN_AFTER,
        )
    )


def tell_may_keep_away(tx: Tx, brand: str, platform: str, now: datetime) -> None:
    """A mute of ours was taken."""
    tx.notices.end(brand, _keeping_away(platform), now)


def _login_notice(brand: str, connector: str, failing: Failing) -> Notice:
    return Notice(
        brand=brand,
        key=_login(connector),
        kind=NoticeKind.LOGIN,
        headline=f"{_title(connector)} does not accept our login any more",
        text=f"It says: {_whole(failing.why)} Nothing is read there, and nothing is sent.",
        fix=f"monitor login {connector}",
        began_at=failing.since,
        again_after=LOGIN_AGAIN_AFTER,
    )


def _blind(connector: str) -> str:
    return f"blind {connector}"


def _login(connector: str) -> str:
    return f"login {connector}"


def _writing(platform: str) -> str:
    return f"login {platform} to write"


def _keeping_away(platform: str) -> str:
    return f"login {platform} to keep away"


def _title(connector: str) -> str:
    return platform_named(connector).title


def _whole(why: str) -> str:
    """What a platform said, as a sentence."""
    why = why.strip() or "nothing"
    return why if why[-1] in ".!?" else why + "."
