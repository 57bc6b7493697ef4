"""One case in a transaction: found, and told of."""

from datetime import datetime

from monitor.domain.case import Case, TimelineEntry, TimelineKind
from monitor.domain.store_ports import Tx
from monitor.errors import NotFound, WrongState


def known_case(tx: Tx, number: int) -> Case:
    """Raises NotFound."""
    case = tx.cases.get(number)
    if case is None:
        raise NotFound(f"there is no case {number}", hint="monitor cases --all shows every one")
    return case


def open_case(tx: Tx, number: int) -> Case:
    """Raises NotFound, WrongState for one that has ended."""
    case = known_case(tx, number)
    must_be_whole(tx, case)
    if not case.is_open:
        raise WrongState(
            f"case {number} is resolved already: {in_words(case)}",
            hint=f"open it again: monitor case reopen {number}",
        )
    return case


def must_be_whole(tx: Tx, case: Case) -> None:
    """Raises WrongState for a case that is part of another one."""
    whole = tx.customers.part_of(case.number)
    if whole is not None:
        raise WrongState(
            f"case {case.number} is part of case {whole}: two accounts are one customer",
            hint=f"go on there: monitor case {whole}. They are two after all:"
            f" monitor case split {case.number}",
        )


def tell(
    tx: Tx,
    case: Case,
    kind: TimelineKind,
    words: str,
    by: str,
    now: datetime,
    *,
    message_id: str = "",
) -> None:
    """A line of its timeline."""
    tx.cases.tell(
        [
            TimelineEntry(
                brand=case.brand,
                case_number=case.number,
                at=now,
                kind=kind,
                by=by,
                words=words,
                message_id=message_id,
            )
        ]
    )


def in_words(case: Case) -> str:
    """How it ended."""
    if case.resolution is None:
        return "no reason given"
    return case.resolution.value.replace("_", " ")
