"""The audit log: who decided what, when and why, as a chain in which no row can be changed unseen.

A row holds ids, reasons and salted hashes, never a person's words or name. Each row's hash is made
of the row and of the hash before it; the newest one, the *head*, is written down every day outside
the database. So a changed, removed or reordered row shows in the chain, and a cut-off end against
the heads.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

from monitor.domain.effect import Effect
from monitor.domain.values import Value

#: who acts when no person does
MACHINE = "monitor"
#: how a part of the chain was lost on purpose
RESTORED = "restored"
_encode = msgspec.json.Encoder().encode
_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class AuditAction(StrEnum):
    """What was done."""

    #: somebody pressed a button at a desk; which, and what came of it, is the reason
    PRESSED = "pressed"
    #: a draft got its yes
    APPROVED = "approved"
    #: a draft got other words
    EDITED = "edited"
    #: a draft got its no
    REJECTED = "rejected"
    #: a person asked for a public word to be deleted
    RETRACT = "retract"
    #: a person has looked for a word of ours
    SETTLED = "settled"
    #: a word of ours is out
    SENT = "sent"
    #: the platform, or a rule, said no
    NOT_SENT = "not_sent"
    #: nobody knows how the send ended
    UNKNOWN = "unknown"
    #: a word of ours was deleted, or could not be
    RETRACTED = "retracted"
    PAUSED = "paused"
    RESUMED = "resumed"
    AWAY = "away"
    BACK = "back"
    #: whether customers can write to us on a platform was tested, said or forgotten
    DOOR = "door"
    #: a budget was raised for a day, by so many dollars
    BUDGET = "budget"
    #: nothing is said to somebody by machine any more
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    #: something stands against an author's name, or no longer
    MARKED = "marked"
    UNMARKED = "unmarked"
    #: a mute, a block or a hide is in force on the platform, or no longer
    KEPT_AWAY = "kept_away"
    LET_BE = "let_be"
    #: two authors are one customer, are two, or never were one
    LINKED = "linked"
    SPLIT = "split"
    NOT_SAME = "not_same"
    #: the evidence of a case is kept, or no longer
    HELD = "held"
    HOLD_ENDED = "hold_ended"
    #: a person was erased
    ERASED = "erased"
    #: messages were written into a file
    EXPORTED = "exported"
    #: what is old went
    RETENTION = "retention"
    #: the daemon started with another config or playbook than before
    CHANGED = "changed"
    #: a backup took the place of the database
    RESTORED = "restored"
    #: a person has looked after a restore
    RECONCILED = "reconciled"
    #: far too many complaints: no machine speaks
    SURGE = "surge"
    SURGE_ENDED = "surge_ended"
    #: a step of an incident; see the reason
    INCIDENT = "incident"
    #: automatic sending was earned, or what is earned has changed; from which score on
    UNLOCKED = "unlocked"
    #: it was lost; see the reason
    LOCKED = "locked"
    #: a person said whether a word of a machine was right; see the reason
    JUDGED = "judged"
    #: somebody is to be looked at, or it was decided about; see the reason
    FLAG = "flag"
    #: a secret was kept; its name only
    SECRET = "secret"


class AuditEntry(Value):
    """What is to be written down."""

    brand: str
    at: datetime
    #: a person of ours by name, or `monitor`
    actor: str
    action: AuditAction
    #: an id of ours (`e12`, `c7`), the name of a switch or secret, a file; never a person
    subject: str = ""
    #: a word of a closed set, or a number
    reason: str = ""
    #: whom it is about: kept as a hash of which the salt can be erased
    author_id: str = ""
    #: what a person wrote as their reason: kept as a hash, too
    words: str = ""


def of_effect(
    effect: Effect,
    action: AuditAction,
    at: datetime,
    *,
    by: str = "",
    reason: str = "",
    words: str = "",
) -> AuditEntry:
    """What was done with an effect; without a person it was the machine, or who said yes to it."""
    return AuditEntry(
        brand=effect.brand,
        at=at,
        actor=by or effect.decided_by or MACHINE,
        action=action,
        subject=effect.id,
        reason=reason,
        words=words,
    )


class AuditRow(Value):
    """One row, as stored."""

    number: int
    brand: str
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str
    #: salted hashes; empty where there was nothing
    about: str
    words: str
    #: of this row and the hash before it
    hash: str


class Head(Value):
    """The newest row at some moment, as it was written down outside the database."""

    at: datetime
    number: int
    hash: str
    #: empty, or `restored`: from here on an older database goes on
    event: str = ""


class AuditProblem(Value):
    """Something that should not be."""

    #: the row where it shows
    number: int
    words: str


def hash_of(row: AuditRow, before: str) -> str:
    """The hash of a row that follows the hash before it; SHA-256, in hex."""
    at = (row.at - _BEGAN) // _MICROSECOND
    parts = [before, row.number, row.brand, at, row.actor, row.action]
    parts += [row.subject, row.reason, row.about, row.words]
    return hashlib.sha256(_encode(parts)).hexdigest()


def problems_of(
    rows: Iterable[AuditRow], heads: Sequence[Head], written: int = 0
) -> Iterator[AuditProblem]:
    """Everything that is wrong with the chain, in order; rows by number, heads as written down.

    `written`: so many rows there ever were, by the database's own count.
    """
    expected = {head.number: head for head in _binding(heads)}
    before, last = "", 0
    for row in rows:
        if row.number != last + 1:
            yield AuditProblem(number=row.number, words=_gap(last + 1, row.number - 1))
        elif row.hash != hash_of(row, before):
            yield AuditProblem(
                number=row.number, words=f"row {row.number} is not what was written down"
            )
        head = expected.pop(row.number, None)
        if head is not None and head.hash != row.hash:
            yield AuditProblem(
                number=row.number,
                words=f"row {row.number} is another one than the head of {head.at:%Y-%m-%d} says",
            )
        before, last = row.hash, row.number
    left = max(expected, default=0)
    if left > last:
        head = expected[left]
        yield AuditProblem(
            number=left,
            words=f"the end is missing: on {head.at:%Y-%m-%d} there were {left} rows, now {last}",
        )
    elif written > last:
        yield AuditProblem(
            number=written,
            words=f"the end is missing: {written} rows were written, {last} are left",
        )


def replaced_by_restore(heads: Sequence[Head]) -> int:
    """How many rows a restore put aside on purpose, all in all."""
    gone, newest = 0, 0
    for head in heads:
        if head.event == RESTORED:
            gone += max(0, newest - head.number)
            newest = head.number
        newest = max(newest, head.number)
    return gone


def _gap(first: int, last: int) -> str:
    if first > last:
        return f"row {last + 1} stands there twice"
    return f"row {first} is missing" if first == last else f"rows {first} to {last} are missing"


def _binding(heads: Sequence[Head]) -> Iterator[Head]:
    """Heads that still hold. One says all there is to say of the rows before it, so a restore's
    stands for those before it: the rows behind it went with the database that was put aside."""
    restored = [place for place, head in enumerate(heads) if head.event == RESTORED]
    return iter(heads[restored[-1] if restored else 0 :])
