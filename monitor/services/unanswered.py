"""Unanswered: complaints and questions from before the first look at their platform.

They are stored and counted, and no machine answers them; a person may still take one up.
"""

from datetime import datetime, timedelta

from monitor.domain.reading import Kind
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Decided
from monitor.services.switches import FIRST_START, first_look

LOOK_BACK = timedelta(days=30)
WANTED = (Kind.COMPLAINT, Kind.QUESTION)


def unanswered_before_start(tx: Tx, brand: str) -> list[Decided]:
    """Those of the 30 days before it that nobody of ours has answered since: what is sensitive
    first, then the newest."""
    found = [
        decided
        for look in _first_looks(tx, brand)
        for decided in tx.messages.between(look - LOOK_BACK, look, brand)
        if not decided.message.is_live
        and not decided.message.from_brand
        and decided.message.deleted_at is None
        and (decided.reading.kind in WANTED or decided.reading.sensitive)
    ]
    # what two looks have in common is one
    each = {decided.message.id: decided for decided in found}.values()
    open_ = [decided for decided in each if not _is_taken_care_of(tx, brand, decided)]
    return sorted(
        open_,
        key=lambda one: (bool(one.reading.sensitive), one.message.created_at),
        reverse=True,
    )


def _first_looks(tx: Tx, brand: str) -> set[datetime]:
    """When we began: at all, and later with one platform more."""
    names = [FIRST_START]
    names += [first_look(brand, poll.connector) for poll in tx.switches.polls()]
    written = {tx.switches.get(name) for name in names}
    return {datetime.fromisoformat(one) for one in written if one is not None}


def _is_taken_care_of(tx: Tx, brand: str, decided: Decided) -> bool:
    """We wrote there since, or the author has or had a case."""
    message = decided.message
    if tx.cases.newest_of(brand, message.author.id) is not None:
        return True
    return any(
        other.from_brand and other.created_at > message.created_at
        for other in tx.messages.in_conversation(brand, message.conversation)
    )
