"""A customer's history, and who may be the same person, gathered in one reading transaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.domain.case import Case, Resolution
from monitor.domain.customer import Customer
from monitor.domain.customer_history import CustomerHistory, MarkOf, PastCase
from monitor.domain.erasure import is_gone
from monitor.domain.message import Author
from monitor.domain.reading import Kind
from monitor.domain.same_person import Account, Suggestion, suggestions
from monitor.domain.store_ports import Tx

#: whoever had a case longer ago than this is not looked at
AMONG = timedelta(days=180)
#: … nor more people than this, nor more of their newest messages
PEOPLE, MESSAGES = 200, 20


def history(tx: Tx, brand: str, author_id: str, now: datetime) -> CustomerHistory:
    """Everything between this customer and us."""
    customer = tx.customers.of(brand, author_id)
    ids = customer.identities
    messages = sorted(
        (one for id_ in ids for one in tx.persons.messages(brand, id_) if not one.from_brand),
        key=lambda one: one.created_at,
    )
    kinds: Counter[Kind] = Counter()
    for message in messages:
        reading = tx.messages.reading(message)
        if reading is not None:
            kinds[reading.kind] += 1
    cases = [one for one in tx.customers.cases(brand, ids) if not _is_part(one)]
    silent = [tx.persons.silent_until(brand, id_) for id_ in ids]
    return CustomerHistory(
        customer=customer,
        authors=tuple(tx.authors.get(id_) for id_ in ids),
        first_at=messages[0].created_at if messages else None,
        last_at=messages[-1].created_at if messages else None,
        messages=len(messages),
        kinds=tuple(kinds.most_common()),
        cases=tuple(
            PastCase(case=one, promises=tuple(tx.cases.promises(case_number=one.number)))
            for one in reversed(cases)
        ),
        marks=tuple(
            MarkOf(author_id=id_, mark=mark)
            for id_ in ids
            for mark in tx.persons.marks(brand, id_)
            if mark.until is None or mark.until > now
        ),
        silent_until=max((at for at in silent if at is not None and at > now), default=None),
        measures=tuple(one for one in tx.outbox.measures(brand) if one.author_id in ids),
        suggestions=tuple(may_be(tx, brand, customer, now)),
    )


def may_be(tx: Tx, brand: str, customer: Customer, now: datetime) -> list[Suggestion]:
    """Who may be the same person as this customer, and was not said to be another one."""
    ids = customer.identities
    not_them = {other for id_ in ids for other in tx.customers.dismissed(brand, id_)}
    cases = tx.cases.between(now - AMONG, now + timedelta(days=1), brand)
    newest = {tx.customers.owner(case): case for case in cases}
    found: dict[str, Suggestion] = {}
    for id_ in ids:
        author = tx.authors.get(id_)
        if author is None or is_gone(id_):
            continue
        others = _others(tx, brand, author, newest, {*ids, *not_them})
        mine = _account(tx, brand, author, newest.get(id_))
        for one in suggestions(mine, others):
            found.setdefault(one.author.id, one)
    return list(found.values())


def _others(
    tx: Tx, brand: str, author: Author, newest: dict[str, Case], left_out: set[str]
) -> Sequence[Account]:
    """Who had a case lately, or is called alike."""
    ids = [*list(newest)[-PEOPLE:], *tx.customers.namesakes(brand, author)]
    accounts = []
    for id_ in dict.fromkeys(ids):
        other = tx.authors.get(id_) if id_ not in left_out and not is_gone(id_) else None
        if other is not None:
            accounts.append(_account(tx, brand, other, newest.get(id_)))
    return accounts


def _account(tx: Tx, brand: str, author: Author, case: Case | None) -> Account:
    return Account(
        author=author,
        texts=tuple(one.text for one in tx.messages.by_author(brand, author.id, MESSAGES)),
        complained_at=case.opened_at if case is not None else None,
        topic=case.topic if case is not None else "",
    )


def _is_part(case: Case) -> bool:
    return case.resolution is Resolution.JOINED
