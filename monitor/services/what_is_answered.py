"""What is answered: the post or the private message of a customer that a person's words go to, and
what to do by hand where the monitor may not write.
"""

from monitor.domain.case import Case
from monitor.domain.message import Message
from monitor.domain.platform import platform_named
from monitor.domain.store_ports import Tx
from monitor.errors import WrongState

#: so many of a customer's newest messages are looked at
NEWEST = 50


def public_message(tx: Tx, case: Case) -> Message:
    """The newest post in which they addressed us. Raises WrongState: none can be answered."""
    theirs = [message for message in _of_case(tx, case) if not message.is_direct]
    for message in theirs:
        if message.addressed and message.deleted_at is None and not message.reply_forbidden:
            return message
    last = theirs[0] if theirs else None
    raise WrongState(_why_not_in_public(case, last), hint=by_hand(case, last))


def private_message(tx: Tx, case: Case) -> Message:
    """Their newest private message. Raises WrongState: they have not written any that we see."""
    message = newest_private(tx, case)
    if message is not None:
        return message
    theirs = [message for message in _of_case(tx, case) if not message.is_direct]
    platform = platform_named(case.first_message_id.partition(":")[0]).title
    raise WrongState(
        f"they have not written to you privately on {platform}, as far as the monitor can see, "
        "and it never writes first",
        hint=by_hand(case, theirs[0] if theirs else None),
    )


def newest_private(tx: Tx, case: Case) -> Message | None:
    """In this case from any account of theirs, else before it; None: none that we can see."""
    written = (*_of_case(tx, case), *tx.messages.by_author(case.brand, case.author_id, NEWEST))
    return next((one for one in written if one.is_direct and not one.from_brand), None)


def by_hand(case: Case, message: Message | None) -> str:
    """What to do instead."""
    there = f" there: {message.url}" if message is not None and message.url else ""
    return f"say it by hand{there}; then: monitor case answered {case.number}"


def _of_case(tx: Tx, case: Case) -> list[Message]:
    """What the customer wrote in it, the newest first."""
    ids = dict.fromkeys(
        entry.message_id for entry in tx.cases.timeline(case.number) if entry.message_id
    )
    found = [
        tx.messages.get(message_id, case.brand) for message_id in (case.first_message_id, *ids)
    ]
    theirs = {one.id: one for one in found if one is not None and not one.from_brand}
    return sorted(theirs.values(), key=lambda one: (one.created_at, one.id), reverse=True)


def _why_not_in_public(case: Case, last: Message | None) -> str:
    if last is None:
        return f"case {case.number} has no public post of theirs"
    if last.deleted_at is not None:
        return "they took their post away"
    if last.reply_forbidden:
        return f"the monitor may not answer there: {last.reply_forbidden}"
    return "they did not address you, and whoever did not is answered by hand"
