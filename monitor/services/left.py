"""What is left when the daemon stops: for the owner to decide on, or under way."""

from monitor.domain.case import Priority
from monitor.domain.effect import State
from monitor.domain.store_ports import Store
from monitor.domain.values import Value


class Left(Value):
    """Drafts that wait for a yes, urgent cases, sends under way."""

    drafts: int
    urgent: int
    sending: int


def left_in(store: Store) -> Left:
    """Counted now."""
    with store.read() as tx:
        drafts = tx.outbox.in_state(State.PROPOSED)
        urgent = [case for case in tx.cases.listed() if case.priority is Priority.URGENT]
        sending = tx.outbox.in_state(State.SENDING)
    return Left(drafts=len(drafts), urgent=len(urgent), sending=len(sending))
