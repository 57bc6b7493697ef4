"""Customers who have several authors: their links, slots, orders, and who is not the same."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from monitor.domain.case import Case
from monitor.domain.customer import Customer, Link
from monitor.domain.message import Author
from monitor.domain.same_person import stem
from monitor.store.case_rows import case_from
from monitor.store.identities import customer_of
from monitor.store.joined_cases import SqlJoinedCases
from monitor.store.moments import moment, stored
from monitor.store.prepared import Prepared, insert_for
from monitor.store.tables import (
    acknowledgement_slot,
    case,
    customer_link,
    customer_order,
    effect,
    message,
    not_same,
)

_LINKS = Prepared(
    lambda _: (
        select(customer_link)
        .where(
            customer_link.c.customer == customer_of(bindparam("author_id"), bindparam("brand")),
            customer_link.c.brand == bindparam("brand"),
        )
        .order_by(customer_link.c.at, customer_link.c.author_id)
    ),
    ("author_id", "brand"),
)


class SqlCustomers(SqlJoinedCases):
    """Implements `Customers`."""

    def of(self, brand: str, author_id: str) -> Customer:
        links = tuple(
            Link(brand=row[1], author_id=row[0], customer=row[2], at=moment(row[3]), by=row[4],
                 why=row[5])
            for row in _LINKS.rows(self._connection, author_id, brand)
        )  # fmt: skip
        return Customer(id=links[0].customer if links else author_id, links=links)

    def link(self, links: Sequence[Link]) -> None:
        for one in links:
            new = insert_for(self._connection)(customer_link).values(
                author_id=one.author_id,
                brand=one.brand,
                customer=one.customer,
                at=stored(one.at),
                by=one.by,
                why=one.why,
            )
            told = new.excluded
            self._connection.execute(
                new.on_conflict_do_update(
                    index_elements=["author_id", "brand"],
                    set_={
                        "customer": told.customer, "at": told.at, "by": told.by, "why": told.why
                    },
                )
            )  # fmt: skip

    def unlink(self, brand: str, author_ids: Sequence[str]) -> None:
        self._connection.execute(
            delete(customer_link).where(
                customer_link.c.brand == brand, customer_link.c.author_id.in_(author_ids)
            )
        )

    def give(self, brand: str, number: int, author_id: str) -> None:
        self._connection.execute(
            update(case)
            .where(case.c.number == number, case.c.brand == brand)
            .values(author_id=author_id)
        )

    def owner(self, case: Case) -> str:
        found = self._connection.execute(
            select(message.c.author_id).where(
                message.c.id == case.first_message_id, message.c.brand == case.brand
            )
        ).scalar()
        return str(found) if found is not None else case.author_id

    def cases(self, brand: str, author_ids: Sequence[str]) -> list[Case]:
        rows = self._connection.execute(
            select(case)
            .where(case.c.author_id.in_(author_ids), case.c.brand == brand)
            .order_by(case.c.opened_at, case.c.number)
        )
        return [case_from(row) for row in rows]

    # --- slots --------------------------------------------------------------------------------

    def settle_slots(self, brand: str, author_ids: Sequence[str]) -> None:
        slot = acknowledgement_slot
        rows = self._connection.execute(
            select(slot.c.author_id, slot.c.effect, slot.c.until_at, effect.c.author_id)
            .join(effect, effect.c.number == slot.c.effect)
            .where(slot.c.brand == brand, slot.c.author_id.in_(author_ids))
        ).all()
        for holder, number, until, addressee in rows:
            to = self.of(brand, addressee).id
            if to == self.of(brand, holder).id:
                continue
            self._connection.execute(
                delete(slot).where(slot.c.author_id == holder, slot.c.brand == brand)
            )
            new = insert_for(self._connection)(slot).values(
                author_id=to, brand=brand, effect=number, until_at=until
            )
            told = new.excluded
            self._connection.execute(
                new.on_conflict_do_update(
                    index_elements=["author_id", "brand"],
                    set_={"effect": told.effect, "until_at": told.until_at},
                    where=slot.c.until_at < told.until_at,
                )
            )

    # --- who is not the same ------------------------------------------------------------------

    def namesakes(self, brand: str, author: Author) -> list[str]:
        # Reads every message: a person asks, now and then.
        name = stem(author.handle)
        if not name:
            return []
        handle = func.lower(message.c.author_handle)
        rows = self._connection.execute(
            select(message.c.author_id, message.c.author_handle)
            .where(
                message.c.brand == brand,
                message.c.from_brand == 0,
                message.c.platform != author.platform,
                or_(
                    handle.startswith(name, autoescape=True),
                    handle.startswith(f"@{name}", autoescape=True),
                ),
            )
            .distinct()
            .order_by(message.c.author_id)
        )
        return list(dict.fromkeys(id_ for id_, other in rows if stem(other) == name))

    def dismiss(self, brand: str, author_id: str, other_id: str, at: datetime, by: str) -> None:
        first, second = sorted((author_id, other_id))
        new = insert_for(self._connection)(not_same).values(
            brand=brand, author_id=first, other_id=second, at=stored(at), by=by
        )
        self._connection.execute(new.on_conflict_do_nothing())

    def dismissed(self, brand: str, author_id: str) -> frozenset[str]:
        rows = self._connection.execute(
            select(not_same.c.author_id, not_same.c.other_id).where(_names(brand, author_id))
        )
        return frozenset(other for row in rows for other in row if other != author_id)

    # --- orders -------------------------------------------------------------------------------

    def orders(self, brand: str, author_id: str) -> list[str]:
        rows = self._connection.execute(
            select(customer_order.c.order_number)
            .where(customer_order.c.author_id == author_id, customer_order.c.brand == brand)
            .order_by(customer_order.c.order_number)
        )
        return list(rows.scalars())

    def link_order(self, brand: str, author_id: str, order: str, at: datetime, by: str) -> None:
        new = insert_for(self._connection)(customer_order).values(
            author_id=author_id, brand=brand, order_number=order, at=stored(at), by=by
        )
        self._connection.execute(new.on_conflict_do_nothing())

    def unlink_order(self, brand: str, author_id: str, order: str) -> bool:
        gone = self._connection.execute(
            delete(customer_order).where(
                customer_order.c.author_id == author_id,
                customer_order.c.brand == brand,
                customer_order.c.order_number == order,
            )
        )
        return gone.rowcount == 1


def forget(connection: Connection, brand: str, author_id: str) -> None:
    """Nothing names this author any more; who is left of a customer stays one."""
    connection.execute(delete(not_same).where(_names(brand, author_id)))
    connection.execute(
        delete(customer_order).where(
            customer_order.c.brand == brand, customer_order.c.author_id == author_id
        )
    )
    link = customer_link
    this = and_(link.c.brand == brand, link.c.author_id == author_id)
    customer = connection.execute(select(link.c.customer).where(this)).scalar()
    if customer is None:
        return
    connection.execute(delete(link).where(this))
    rest = and_(link.c.brand == brand, link.c.customer == customer)
    left = connection.execute(select(link.c.author_id).where(rest).order_by(link.c.author_id))
    ids = list(left.scalars())
    if len(ids) == 1:
        connection.execute(delete(link).where(rest))
    elif customer == author_id and ids:
        connection.execute(update(link).where(rest).values(customer=ids[0]))


def _names(brand: str, author_id: str) -> ColumnElement[bool]:
    return and_(
        not_same.c.brand == brand,
        or_(not_same.c.author_id == author_id, not_same.c.other_id == author_id),
    )
