"""Restored: what a backup that took the place of the database does not know.

Whatever answers a post from before the restore may be out already: another database sent it, and
the one that knew is gone. Invariant: no such word is sent before it was looked for.

A database may also be an older copy without anybody having said so (a file that was copied back, a
machine that was set back), or another monitor speaks for the same account: then a word of ours is
out that this database does not know. Sending is put on hold, as after a restore.
"""

from datetime import UTC, datetime

from monitor.domain.answers import OWN
from monitor.domain.effect import Effect, State
from monitor.domain.message import Message
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.platform import platform_named
from monitor.domain.store_ports import Tx
from monitor.services.switches import FIRST_START, RECONCILE, RESTORED, Hold

#: the notice about a hold that nobody asked for
HOLD_KEY = "hold"
#: the word is out, or may be: what comes back from the platform is ours
SPOKEN = frozenset(
    {
        State.SENDING,
        State.UNKNOWN,
        State.NEEDS_PERSON,
        State.SENT,
        State.RETRACTING,
        State.RETRACTED,
    }
)
#: somebody said yes, and it is not out: nobody posts that by hand
ON_ITS_WAY = frozenset({State.APPROVED, State.HELD, State.PENDING})
#: a hold that does not say since when
_ALWAYS = datetime.max.replace(tzinfo=UTC)


def hold(tx: Tx, why: str, now: datetime) -> bool:
    """Nothing is sent from now on until a person has looked; False when that was so before."""
    if tx.switches.get(RECONCILE) is not None:
        return False
    tx.switches.put(RECONCILE, why, now)
    tx.notices.open(
        Notice(
            brand="",
            key=HOLD_KEY,
            kind=NoticeKind.STORE,
            headline="Nothing is sent: a word of yours is out that the database does not know",
            text=f"{why[:1].upper()}{why[1:]}.",
            fix="monitor reconcile",
            began_at=now,
            tells_end=False,
        )
    )
    return True


def is_of_another(tx: Tx, post: Message) -> bool:
    """A text of the playbook under our name, as an answer that this database cannot have given.

    Not where a person may have posted our draft by hand: it was there before the post, unsent.
    """
    if not post.is_live or not post.parent_id or tx.switches.get(FIRST_START) is None:
        return False
    if not platform_named(post.platform).may_reply_by_machine:
        return False
    looked_at = tx.switches.get(RESTORED)
    if looked_at and post.created_at <= datetime.fromisoformat(looked_at):
        return False
    every = tx.outbox.of_message(post.brand, post.parent_id)
    words = [effect for effect in every if effect.is_public_word]
    if any(effect.state in SPOKEN for effect in words):
        return False
    return not any(
        effect.created_at <= post.created_at and effect.state not in ON_ITS_WAY
        for effect in (words or every)
    )


def restored_at(tx: Tx) -> datetime | None:
    """When the newest restore was; None: this database was never restored."""
    hold = tx.switches.get(RECONCILE)
    if hold is not None:
        return Hold.read(hold).restored_at or _ALWAYS
    ended = tx.switches.get(RESTORED)
    return datetime.fromisoformat(ended) if ended else None


def may_be_out(tx: Tx, effect: Effect, message: Message) -> bool:
    """It answers a post from before the restore, and we have not tried to send it since."""
    at = restored_at(tx)
    if at is None or message.created_at > at or _was_written_since(effect, at):
        return False
    return effect.sending_at is None or effect.sending_at <= at


def _was_written_since(effect: Effect, at: datetime) -> bool:
    """A person wrote these very words after the restore: no other database had them."""
    return bool(effect.slots.own_text) and effect.rule.startswith(OWN) and effect.created_at > at


def is_to_be_looked_for(tx: Tx, effect: Effect, message: Message) -> bool:
    """The same, and nobody has looked for it since."""
    if not may_be_out(tx, effect, message):
        return False
    at = restored_at(tx)
    return effect.missed_at is None or at is None or effect.missed_at <= at
