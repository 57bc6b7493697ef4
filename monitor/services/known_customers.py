"""Known customers: whose order it is, where the customer gave its number, or the owner said so.

Of the file nothing is stored but the number that the owner linked. Being a customer is goodwill;
nothing else of the file counts for anything.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.customer_file import CustomerFile, KnownCustomer
from monitor.domain.order_number import written
from monitor.domain.store_ports import Tx
from monitor.domain.track import Good, GoodKind
from monitor.domain.values import Value
from monitor.errors import NotFound, WrongState

#: so many of their newest messages are looked through for an order number
NEWEST = 200


class KnowsCustomers(Protocol):
    """The owner's file, as it is now."""

    def now(self) -> CustomerFile: ...


class NobodyKnown:
    """No file: nobody is a known customer."""

    def now(self) -> CustomerFile:
        """Empty."""
        return CustomerFile()


NOBODY_KNOWN = NobodyKnown()


class Known(Value):
    """An order of theirs, and how that is known."""

    customer: KnownCustomer
    #: the owner said so; else they gave the number themselves
    is_linked: bool = False

    @property
    def words(self) -> str:
        """With how it is known."""
        how = "you linked it" if self.is_linked else "they gave the number"
        return f"{self.customer.words} ({how})"


def known(tx: Tx, brand: str, author_id: str, file: CustomerFile) -> tuple[Known, ...]:
    """Their orders, under every account."""
    if not len(file):
        return ()
    ids = tx.customers.of(brand, author_id).identities
    linked = {
        order: customer
        for id_ in ids
        for order in tx.customers.orders(brand, id_)
        if (customer := file.get(order)) is not None
    }
    texts = [one.text for id_ in ids for one in tx.messages.by_author(brand, id_, NEWEST)]
    given = [one for one in file.given_in(texts) if written(one.order) not in linked]
    return (
        *(Known(customer=one, is_linked=True) for one in linked.values()),
        *(Known(customer=one) for one in given),
    )


def is_customer(tx: Tx, brand: str, author_ids: Sequence[str], file: CustomerFile) -> bool:
    """The bare fact, for goodwill: never what they spent, or how often."""
    return any(known(tx, brand, author_id, file) for author_id in author_ids)


def goodwill_of(
    tx: Tx, brand: str, author_ids: Sequence[str], file: CustomerFile, now: datetime
) -> tuple[Good, ...]:
    """The same as it counts for standing: once, however many orders there are."""
    if not is_customer(tx, brand, author_ids, file):
        return ()
    return (Good(kind=GoodKind.KNOWN_CUSTOMER, at=now),)


def link_order(
    tx: Tx, brand: str, author_id: str, order: str, file: CustomerFile, now: datetime, by: str
) -> KnownCustomer:
    """The owner says that this order is theirs. Raises NotFound."""
    customer = file.get(order)
    if customer is None:
        raise NotFound(
            f"there is no order `{order}` in the customer file", hint="look at the number there"
        )
    tx.customers.link_order(brand, author_id, written(order), now, by)
    _write_down(tx, AuditAction.LINKED, brand, author_id, now, by)
    return customer


def unlink_order(tx: Tx, brand: str, author_id: str, order: str, now: datetime, by: str) -> None:
    """It is not theirs after all. Raises WrongState."""
    if not tx.customers.unlink_order(brand, author_id, written(order)):
        raise WrongState(f"order `{order}` is not linked with this account")
    _write_down(tx, AuditAction.SPLIT, brand, author_id, now, by)


def _write_down(
    tx: Tx, action: AuditAction, brand: str, author_id: str, now: datetime, by: str
) -> None:
    tx.audit.write(
        AuditEntry(
            brand=brand, at=now, actor=by, action=action, reason="order", author_id=author_id
        )
    )
