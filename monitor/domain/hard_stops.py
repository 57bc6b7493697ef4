"""The hard stops: what keeps a public word from going out, whoever said yes to it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from monitor.domain.facts import Facts
from monitor.domain.permission import Permission, Reason, deny, wait
from monitor.domain.policy import Policy

Check = Callable[[Facts, Policy, datetime], Permission | None]


class Gate(NamedTuple):
    """A check, and the sentence that is true when it lets a word through."""

    check: Check
    when_open: str


def _whose_it_is(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    if facts.message.from_brand:
        return deny(Reason.OWN_ACCOUNT)
    if facts.message.author.is_bot:
        return deny(Reason.OTHER_BOT)
    if facts.circumstances.is_opted_out:
        return deny(Reason.OPTED_OUT)
    return None


def _whether_a_person_may_write(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    """In private, and by hand: whoever asked for no machine may be answered by a person."""
    if facts.message.from_brand:
        return deny(Reason.OWN_ACCOUNT)
    return deny(Reason.OTHER_BOT) if facts.message.author.is_bot else None


def _whether_it_is_there(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    circumstances = facts.circumstances
    if facts.message.deleted_at is not None or circumstances.parent_gone:
        return deny(Reason.PARENT_GONE)
    if circumstances.conversation_closed:
        return deny(Reason.CONVERSATION_CLOSED)
    return None


def one_public_word(facts: Facts, _policy: Policy, now: datetime) -> Permission | None:
    """Nobody gets a second one."""
    slot_until = facts.circumstances.slot_until
    if slot_until is not None and slot_until > now:
        return deny(Reason.ALREADY_ACKNOWLEDGED)
    return None


def _switches(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    if facts.circumstances.is_paused:
        return wait(Reason.PAUSED)
    if facts.circumstances.is_reconciling:
        return wait(Reason.RECONCILING)
    return None


def _what_they_wrote_since(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    if facts.circumstances.sensitive_since:
        return deny(Reason.SENSITIVE)
    if facts.circumstances.content_since:
        return deny(Reason.PRAISE_VETO)
    return None


def _whether_it_became_serious(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    return deny(Reason.SENSITIVE) if facts.circumstances.sensitive_since else None


def _what_we_did_since(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    if facts.circumstances.answered_since:
        return deny(Reason.ALREADY_ANSWERED)
    return None


HARD_GATES = (
    Gate(_whose_it_is, "somebody else wrote it: no machine, and nobody who asked for none"),
    Gate(_whether_it_is_there, "the post is there and can be answered"),
    Gate(one_public_word, "they have had no public word of ours yet"),
    Gate(_switches, "nothing is paused or on hold"),
    Gate(_what_they_wrote_since, "they have written nothing since that changes it"),
    Gate(_what_we_did_since, "nobody of ours has answered since"),
)
HARD_STOPS: tuple[Check, ...] = tuple([gate.check for gate in HARD_GATES])
#: a person's own answer in public is no second canned word: the slot is not asked
OF_AN_ANSWER: tuple[Check, ...] = (
    _whose_it_is,
    _whether_it_is_there,
    _switches,
    _what_they_wrote_since,
    _what_we_did_since,
)
#: in private a person goes on writing
OF_A_LETTER: tuple[Check, ...] = (
    _whether_a_person_may_write,
    _switches,
    _what_they_wrote_since,
)
#: to somebody who is happy: more happiness is no reason against it
OF_THANKS: tuple[Check, ...] = (
    _whose_it_is,
    _whether_it_is_there,
    _switches,
    _whether_it_became_serious,
)
#: of these, what looks at the circumstances alone
OF_CIRCUMSTANCES: frozenset[Check] = frozenset(
    {
        one_public_word,
        _switches,
        _what_they_wrote_since,
        _whether_it_became_serious,
        _what_we_did_since,
    }
)
