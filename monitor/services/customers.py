"""Customers: two authors turn out to be one person, or one customer to be two.

Linking makes of two open cases one: what was said and done, what is promised and what waits to be
said belong to the older one. Splitting gives back what was each one's own, and what each brought
since. Invariants: one open case per customer; no promise without its case; whoever complained has a
case afterwards.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.case import (
    Case,
    CaseStatus,
    Resolution,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.customer import Customer, JoinedCase, Link, together, without
from monitor.domain.erasure import is_gone
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value, replace
from monitor.errors import WrongState

#: of these lines of a timeline the customer wrote what they name
_WROTE = frozenset({TimelineKind.OPENED, TimelineKind.MENTION, TimelineKind.CAME_TO_DM})


class Changed(Value):
    """What linking or splitting came to."""

    #: the customers there are now, one after a link, two or more after a split
    customers: tuple[Customer, ...]
    #: every open case of theirs
    open_cases: tuple[int, ...]
    #: cases that became part of another one, or are on their own again
    cases: tuple[int, ...] = ()


def link(
    tx: Tx, brand: str, author_id: str, other_id: str, now: datetime, *, by: str, why: str
) -> Changed:
    """They are one person. Raises WrongState."""
    first, second = tx.customers.of(brand, author_id), tx.customers.of(brand, other_id)
    if first.id == second.id:
        raise WrongState("these are one customer already")
    for id_ in (author_id, other_id):
        if is_gone(id_):
            raise WrongState("nobody knows any more who that was")
    everyone = (*first.identities, *second.identities)
    cases = _open_cases(tx, brand, everyone)
    own = {one.author_id for one in first.links}
    tx.customers.link(
        [
            *(replace(one, customer=first.id) for one in (*first.links, *second.links)),
            *(
                Link(brand=brand, author_id=id_, customer=first.id, at=now, by=by, why=why)
                for id_ in everyone
                if id_ not in own and not any(one.author_id == id_ for one in second.links)
            ),
        ]
    )
    _write_down(tx, AuditAction.LINKED, brand, (author_id, other_id), now, by, why)
    joined = _made_one(tx, brand, first.id, cases, now, by, why)
    left = _open_cases(tx, brand, everyone)
    return Changed(
        customers=(tx.customers.of(brand, author_id),),
        open_cases=tuple(case.number for case in left),
        cases=joined,
    )


def split(tx: Tx, brand: str, author_id: str, now: datetime, *, by: str, why: str) -> Changed:
    """This author is somebody else than the rest of the customer. Raises WrongState."""
    customer = tx.customers.of(brand, author_id)
    if not customer.is_linked:
        raise WrongState("this account is linked with no other one")
    everyone = customer.identities
    standing = tx.customers.cases(brand, everyone)
    _part_links(tx, brand, customer, author_id)
    customers = tuple(
        {one.id: one for one in (tx.customers.of(brand, id_) for id_ in everyone)}.values()
    )
    tx.customers.settle_slots(brand, everyone)
    parted = _parted(tx, brand, standing, now, by, why)
    for one in customers:
        cases = _open_cases(tx, brand, one.identities)
        _made_one(tx, brand, one.id, cases, now, by, why)
    for one in customers:
        _has_a_case(tx, brand, one, standing, now, by)
    _write_down(tx, AuditAction.SPLIT, brand, (author_id, customer.id), now, by, why)
    return Changed(
        customers=customers,
        open_cases=tuple(case.number for case in _open_cases(tx, brand, everyone)),
        cases=parted,
    )


def not_same(tx: Tx, brand: str, author_id: str, other_id: str, now: datetime, *, by: str) -> None:
    """It is suggested no more. Raises WrongState: they are linked."""
    if tx.customers.of(brand, author_id).id == tx.customers.of(brand, other_id).id:
        raise WrongState(
            "these are one customer by your word", hint="monitor customer split takes them apart"
        )
    tx.customers.dismiss(brand, author_id, other_id, now, by)
    _write_down(tx, AuditAction.NOT_SAME, brand, (author_id, other_id), now, by, "")


# --- linking ----------------------------------------------------------------------------------


def _made_one(
    tx: Tx, brand: str, customer: str, cases: Sequence[Case], now: datetime, by: str, why: str
) -> tuple[int, ...]:
    """The oldest open case takes the others in, and stands in the customer's name."""
    if not cases:
        return ()
    first, *others = cases
    for case in others:
        # the key that keeps one open case to a customer: the others end before the first moves
        tx.cases.save(_ended(case, now))
        tx.customers.give(brand, case.number, tx.customers.owner(case))
    if first.author_id != customer:
        tx.customers.give(brand, first.number, customer)
    for case in others:
        first = _joined(tx, first, case, now)
    tx.cases.save(first)
    reason = f": {why}" if why else ""
    lines = []
    for case in others:
        lines.append(_line(first, f"case {case.number} is part of this one{reason}", by, now))
        lines.append(_line(case, f"part of case {first.number} now{reason}", by, now))
    tx.cases.tell(lines)
    return tuple(case.number for case in others)


def _joined(tx: Tx, first: Case, case: Case, now: datetime) -> Case:
    """The first one with the other one in it, and whatever had become part of either."""
    before, own = tx.customers.joined(first.number), tx.customers.joined(case.number)
    base = without(first, before[0].base, _was(before), ()) if before else first
    was = without(case, own[0].base, _was(own), ()) if own else case
    tx.customers.join(
        JoinedCase(
            brand=case.brand, number=case.number, into=first.number, at=now, was=was, base=base
        )
    )
    return together(first, case)


def _ended(case: Case, now: datetime) -> Case:
    return replace(
        case,
        status=CaseStatus.RESOLVED,
        resolution=Resolution.JOINED,
        resolved_at=now,
        deadline_at=None,
        snoozed_until=None,
        follow_up_at=None,
    )


# --- splitting --------------------------------------------------------------------------------


def _part_links(tx: Tx, brand: str, customer: Customer, author_id: str) -> None:
    """One leaves; who is left alone is linked with nobody, and the rest has a name of its own."""
    left = [one for one in customer.links if one.author_id != author_id]
    if len(left) == 1:
        tx.customers.unlink(brand, customer.identities)
        return
    tx.customers.unlink(brand, (author_id,))
    ids = [one.author_id for one in left]
    name = customer.id if customer.id in ids else ids[0]
    tx.customers.link([replace(one, customer=name) for one in left])


def _parted(
    tx: Tx, brand: str, standing: Sequence[Case], now: datetime, by: str, why: str
) -> tuple[int, ...]:
    """Each case goes to the customer of whoever began it; what was joined comes back."""
    owners = {case.number: tx.customers.owner(case) for case in standing}

    def name_of(number: int) -> str:
        return tx.customers.of(brand, owners[number]).id

    for case in standing:
        owner = owners[case.number]
        tx.customers.give(brand, case.number, name_of(case.number) if case.is_open else owner)
    parted: list[int] = []
    for known in standing:
        parts = tx.customers.joined(known.number)
        leaving = [one for one in parts if name_of(one.number) != name_of(known.number)]
        if not leaving:
            continue
        staying = [one.was for one in parts if one not in leaving]
        case = tx.cases.get(known.number) or known
        rest = without(case, parts[0].base, [one.was for one in parts], staying)
        for one in leaving:
            tx.customers.part(one)
        for one in leaving:
            rest = _back(tx, one, rest, owners[one.number], now, by, why)
        tx.cases.save(rest)
        parted += [one.number for one in leaving]
    return tuple(parted)


def _back(
    tx: Tx, one: JoinedCase, rest: Case, owner: str, now: datetime, by: str, why: str
) -> Case:
    """The case as it was, with what its customer wrote since; what is left of the other one."""
    identities = tx.customers.of(one.brand, owner).identities
    since = _written(tx, one.into, identities)
    tx.customers.bring(one.into, one.number, identities)
    back = one.was
    if since:
        is_waiting = back.status is CaseStatus.WAITING
        back = replace(
            back,
            mentions=back.mentions + len(since),
            status=CaseStatus.OPEN if is_waiting else back.status,
            deadline_at=_sooner(back.deadline_at, rest.deadline_at) or now,
        )
        rest = replace(rest, mentions=max(1, rest.mentions - len(since)))
    reason = f": {why}" if why else ""
    tx.cases.tell(
        [
            _line(rest, f"case {one.number} is on its own again{reason}", by, now),
            _line(back, f"no part of case {one.into} any more{reason}", by, now),
        ]
    )
    others = _open_cases(tx, one.brand, (owner,))
    if others:
        # they have begun another one in the meantime
        tx.cases.save(_joined(tx, others[0], back, now))
        return rest
    tx.customers.give(one.brand, one.number, owner)
    tx.cases.save(back)
    return rest


def _has_a_case(
    tx: Tx, brand: str, customer: Customer, standing: Sequence[Case], now: datetime, by: str
) -> None:
    """Whoever wrote into an open case that is now another customer's has a case of their own."""
    if _open_cases(tx, brand, customer.identities):
        return
    for known in standing:
        case = tx.cases.get(known.number)
        if case is None or not case.is_open:
            continue
        written = _written(tx, case.number, customer.identities)
        if not written:
            continue
        own = replace(
            case,
            number=tx.cases.next_number(),
            author_id=customer.id,
            mentions=len(written),
            first_message_id=written[0].message_id,
            opened_at=written[0].at,
            reopened=0,
        )
        tx.cases.add([own])
        tx.customers.bring(case.number, own.number, customer.identities)
        tx.cases.save(replace(case, mentions=max(1, case.mentions - len(written))))
        words = f"they wrote in case {case.number}, which is somebody else's"
        tx.cases.tell([_line(own, words, by, now)])
        return


def _written(tx: Tx, number: int, identities: Sequence[str]) -> list[TimelineEntry]:
    """What these authors wrote into a case."""
    return [
        entry
        for entry in tx.cases.timeline(number)
        if entry.kind in _WROTE and entry.by in identities
    ]


# --- both -------------------------------------------------------------------------------------


def _open_cases(tx: Tx, brand: str, identities: Sequence[str]) -> list[Case]:
    return [case for case in tx.customers.cases(brand, identities) if case.is_open]


def _was(joined: Sequence[JoinedCase]) -> list[Case]:
    return [one.was for one in joined]


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _line(case: Case, words: str, by: str, now: datetime) -> TimelineEntry:
    return TimelineEntry(
        brand=case.brand,
        case_number=case.number,
        at=now,
        kind=TimelineKind.STATUS,
        by=by,
        words=words,
    )


def _write_down(
    tx: Tx,
    action: AuditAction,
    brand: str,
    author_ids: Sequence[str],
    now: datetime,
    by: str,
    why: str,
) -> None:
    for author_id in author_ids:
        tx.audit.write(
            AuditEntry(brand=brand, at=now, actor=by, action=action, author_id=author_id, words=why)
        )
