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


class LockedOut(Value):
    """What a platform no longer lets our login do; a new one helps."""

    #: behind the platform's name, in the key of the notice
    key: str
    headline: str
    #: what it means meanwhile
    so: str

    def on(self, platform: str) -> str:
        """The key of the notice."""
        return f"login {platform}{self.key}"

    def notice(self, brand: str, platform: str, why: str, began_at: datetime) -> Notice:
        """Told again each day until it is over."""
        return Notice(
            brand=brand,
            key=self.on(platform),
            kind=NoticeKind.LOGIN,
            headline=f"{platform_named(platform).title} {self.headline}",
            text=f"It says: {_whole(why)} {self.so}",
            fix=f"monitor login {platform}",
            began_at=began_at,
            again_after=LOGIN_AGAIN_AFTER,
        )


FROM_READING = LockedOut(
    key="",
    headline="does not accept our login any more",
    so="Nothing is read there, and nothing is sent.",
)
FROM_WRITING = LockedOut(
    key=" to write",
    headline="takes no word of ours",
    so="Replies there wait, and expire when it is too late.",
)
FROM_KEEPING_AWAY = LockedOut(
    key=" to keep away",
    headline="lets us mute, block or hide nobody",
    so="What you asked for there waits for a week.",
)


def tell_blind(tx: Tx, brand: str, connector: str, failing: Failing, now: datetime) -> bool:
    """Opens the notice when it is time; False when it is not, or when it is open already."""
    if failing.is_auth:
        # one notice for one trouble: the login is what helps
        tx.notices.end(brand, _blind(connector), now)
        if tx.notices.get(brand, FROM_WRITING.on(connector)) is not None:
            return False
        return tx.notices.open(FROM_READING.notice(brand, connector, failing.why, failing.since))
    if failing.polls < AFTER_POLLS and now - failing.since < AFTER:
        return False
    if tx.notices.get(brand, FROM_READING.on(connector)) is not None:
        return False
    return tx.notices.open(
        Notice(
            brand=brand,
            key=_blind(connector),
            kind=NoticeKind.BLIND,
            headline=f"{platform_named(connector).title} cannot be read",
            text=f"It says: {_whole(failing.why)} What is written there is not seen meanwhile.",
            fix="monitor check",
            began_at=failing.since,
            due_at=now,
        )
    )


def tell_seeing(tx: Tx, brand: str, connector: str, now: datetime) -> None:
    """It was read again."""
    tx.notices.end(brand, _blind(connector), now)
    tx.notices.end(brand, FROM_READING.on(connector), now)


def tell_locked_out(tx: Tx, brand: str, platform: str, why: str, now: datetime) -> bool:
    """Our words were refused for their credentials; False when that was told already."""
    if tx.notices.get(brand, FROM_READING.on(platform)) is not None:
        return False
    return tx.notices.open(FROM_WRITING.notice(brand, platform, why, now))


def tell_let_in(tx: Tx, brand: str, platform: str, now: datetime) -> None:
    """A word of ours was taken."""
    tx.notices.end(brand, FROM_WRITING.on(platform), now)


def tell_may_not_keep_away(tx: Tx, brand: str, platform: str, why: str, now: datetime) -> bool:
    """Our mutes were refused for their credentials; False when that was told already."""
    return tx.notices.open(FROM_KEEPING_AWAY.notice(brand, platform, why, now))


def tell_may_keep_away(tx: Tx, brand: str, platform: str, now: datetime) -> None:
    """A mute of ours was taken."""
    tx.notices.end(brand, FROM_KEEPING_AWAY.on(platform), now)


def _blind(connector: str) -> str:
    return f"blind {connector}"


def _whole(why: str) -> str:
    """What a platform said, as a sentence."""
    why = why.strip() or "nothing"
    return why if why[-1] in ".!?" else why + "."
