"""Whose case it is, where a customer has several accounts, or may have."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cli.as_json import Keys
from monitor.cli.customer_accounts import account_words, listed_words
from monitor.cli.customer_page import order_json, suggestion_json, suggestion_lines
from monitor.domain.case import Case
from monitor.domain.customer_file import CustomerFile
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.same_person import Suggestion
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value
from monitor.services.customer_history import may_be
from monitor.services.known_customers import Known, known

WHOSE_KEYS: Keys = {
    "accounts[]": "every account of the customer, such as `x:42`",
    "orders[]": "their orders in your customer file: order, name, since, orders, tags, is_linked",
    "parts[]": "cases that became part of this one, such as `c9`",
    "part_of": "the case this one became part of, or null",
    "may_be[]": "accounts that may be the same person, as in `customer`; while it is open",
}


class Whose(Value):
    """The customer of a case."""

    author_id: str
    #: the other accounts of the customer
    others: tuple[tuple[str, Author | None], ...] = ()
    #: cases that became part of this one
    parts: tuple[int, ...] = ()
    part_of: int | None = None
    #: what the owner's own file says of them
    orders: tuple[Known, ...] = ()
    may_be: tuple[Suggestion, ...] = ()


def whose(tx: Tx, case: Case, now: datetime, file: CustomerFile) -> Whose:
    """Read from the store; who else it may be only while the case is open."""
    owner = tx.customers.owner(case)
    customer = tx.customers.of(case.brand, owner)
    others = [id_ for id_ in customer.identities if id_ != owner]
    return Whose(
        author_id=owner,
        others=tuple((id_, tx.authors.get(id_)) for id_ in others),
        parts=tuple(part.number for part in tx.customers.joined(case.number)),
        part_of=tx.customers.part_of(case.number),
        orders=known(tx, case.brand, owner, file),
        may_be=tuple(may_be(tx, case.brand, customer, now)) if case.is_open else (),
    )


def whose_facts(told: Whose) -> list[tuple[str, str]]:
    """What stands at the head of the page: name and value."""
    parts = listed_words([f"case {number}" for number in told.parts])
    return [
        ("also", listed_words([account_words(author, id_) for id_, author in told.others])),
        *(("customer", for_terminal(one.words, 300)) for one in told.orders),
        ("with it", parts),
        ("part of", f"case {told.part_of}" if told.part_of is not None else ""),
    ]


def may_be_lines(told: Whose, room: int) -> Iterator[str]:
    """Who else it may be, before what to do next."""
    if told.may_be:
        yield from suggestion_lines(told.author_id, told.may_be, room)
        yield ""


def whose_json(told: Whose) -> dict[str, object]:
    """The keys of WHOSE_KEYS."""
    return {
        "accounts": [told.author_id, *(id_ for id_, _ in told.others)],
        "orders": [order_json(one) for one in told.orders],
        "parts": [f"c{number}" for number in told.parts],
        "part_of": f"c{told.part_of}" if told.part_of is not None else None,
        "may_be": [suggestion_json(one) for one in told.may_be],
    }
