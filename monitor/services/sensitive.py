"""The sensitive message of a case: whoever has to answer at once reads it first."""

from monitor.domain.case import Case
from monitor.domain.message import Message
from monitor.domain.store_ports import Tx
from monitor.rules.takes import WAKE


def sensitive_message(tx: Tx, case: Case) -> Message | None:
    """The newest one of the case that tells of danger; else of the law, the press and the like;
    None where nothing in it is sensitive."""
    serious = None
    for entry in reversed(tx.cases.timeline(case.number)):
        message = tx.messages.get(entry.message_id, case.brand) if entry.message_id else None
        reading = tx.messages.reading(message) if message is not None else None
        if reading is None or not reading.sensitive:
            continue
        if any(topic in WAKE for topic in reading.sensitive):
            return message
        serious = serious or message
    return serious
