"""Customers who have several authors, and the cases that became one with theirs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from monitor.domain.case import Case
from monitor.domain.customer import Customer, JoinedCase, Link
from monitor.domain.message import Author
from monitor.domain.same_person import stem
from monitor.store.case_rows import case_from
from monitor.store.identities import customer_of
from monitor.store.moments import moment, stored
from monitor.store.prepared import Prepared, insert_for
from monitor.store.tables import (
    acknowledgement_slot,
    case,
    case_timeline,
    customer_link,
    effect,
    incident_person,
    joined_case,
    message,
    not_same,
    promise,
)

_encode = msgspec.json.Encoder().encode
_case = msgspec.json.Decoder(Case)


class Moved(msgspec.Struct, frozen=True):
    """The rows of a case that became part of another one, by their numbers."""

    timeline: list[int] = []
    promises: list[int] = []
    effects: list[int] = []
    #: incident and author
    incidents: list[tuple[int, str]] = []


_moved = msgspec.json.Decoder(Moved)
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


class SqlCustomers:
    """Implements `Customers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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

    # --- cases that became one ----------------------------------------------------------------

    def join(self, joined: JoinedCase) -> None:
        number, into = joined.number, joined.into
        before = [_moved.decode(row.moved) for row in self._joined(number)]
        moved = self._rows_of(number)
        own = Moved(
            timeline=_less(moved.timeline, (one.timeline for one in before)),
            promises=_less(moved.promises, (one.promises for one in before)),
            effects=_less(moved.effects, (one.effects for one in before)),
            incidents=_less(moved.incidents, (one.incidents for one in before)),
        )
        self._move(moved, into)
        base = _encode(joined.base).decode()
        self._connection.execute(
            update(joined_case)
            .where(joined_case.c.into_number.in_([number, into]))
            .values(into_number=into, base=base)
        )
        self._connection.execute(
            insert(joined_case).values(
                case_number=number,
                brand=joined.brand,
                into_number=into,
                at=stored(joined.at),
                was=_encode(joined.was).decode(),
                base=base,
                moved=_encode(own).decode(),
            )
        )

    def joined(self, into: int) -> list[JoinedCase]:
        return [
            JoinedCase(
                brand=row.brand,
                number=row.case_number,
                into=row.into_number,
                at=moment(row.at),
                was=_case.decode(row.was),
                base=_case.decode(row.base),
            )
            for row in self._joined(into)
        ]

    def part_of(self, number: int) -> int | None:
        return self._connection.execute(
            select(joined_case.c.into_number).where(joined_case.c.case_number == number)
        ).scalar()

    def part(self, joined: JoinedCase) -> None:
        this = joined_case.c.case_number == joined.number
        moved = self._connection.execute(select(joined_case.c.moved).where(this)).scalar_one()
        self._move(_moved.decode(moved), joined.number, joined.into)
        self._connection.execute(delete(joined_case).where(this))

    def bring(self, source: int, to: int, author_ids: Sequence[str]) -> None:
        theirs = select(effect.c.number).where(
            effect.c.case_number == source, effect.c.author_id.in_(author_ids)
        )
        effects = list(self._connection.execute(theirs).scalars())
        rows = Moved(
            timeline=self._numbers(
                select(case_timeline.c.number).where(
                    case_timeline.c.case_number == source,
                    or_(
                        case_timeline.c.by.in_(author_ids),
                        case_timeline.c.effect_number.in_(effects),
                    ),
                )
            ),
            promises=self._numbers(
                select(promise.c.number).where(
                    promise.c.case_number == source, promise.c.effect_number.in_(effects)
                )
            ),
            effects=effects,
            incidents=[
                (number, author_id)
                for number, author_id in self._people_in(source)
                if author_id in author_ids
            ],
        )
        self._move(rows, to, source)

    def _joined(self, into: int) -> Sequence[Any]:  # Any: rows
        return self._connection.execute(
            select(joined_case)
            .where(joined_case.c.into_number == into)
            .order_by(joined_case.c.at, joined_case.c.case_number)
        ).all()

    def _rows_of(self, number: int) -> Moved:
        return Moved(
            timeline=self._numbers(_of(case_timeline, number)),
            promises=self._numbers(_of(promise, number)),
            effects=self._numbers(_of(effect, number)),
            incidents=self._people_in(number),
        )

    def _move(self, rows: Moved, to: int, source: int | None = None) -> None:
        """These rows belong to that case; with a source only those that are still there."""
        for table, numbers in (
            (case_timeline, rows.timeline),
            (promise, rows.promises),
            (effect, rows.effects),
        ):
            which: ColumnElement[bool] = table.c.number.in_(numbers)
            if source is not None:
                which = and_(which, table.c.case_number == source)
            self._connection.execute(update(table).where(which).values(case_number=to))
        for number, author_id in rows.incidents:
            self._connection.execute(
                update(incident_person)
                .where(
                    incident_person.c.incident_number == number,
                    incident_person.c.author_id == author_id,
                )
                .values(case_number=to)
            )

    def _people_in(self, number: int) -> list[tuple[int, str]]:
        rows = self._connection.execute(
            select(incident_person.c.incident_number, incident_person.c.author_id).where(
                incident_person.c.case_number == number
            )
        )
        return [(incident, author_id) for incident, author_id in rows]

    def _numbers(self, wanted: Select[Any]) -> list[int]:  # Any: one column of numbers
        return list(self._connection.execute(wanted).scalars())

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


def forget(connection: Connection, brand: str, author_id: str) -> None:
    """Nothing names this author any more; who is left of a customer stays one."""
    connection.execute(delete(not_same).where(_names(brand, author_id)))
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


def _of(table: Any, number: int) -> Select[Any]:  # Any: one of three tables
    return select(table.c.number).where(table.c.case_number == number)


def _less(rows: list[Any], others: Iterable[list[Any]]) -> list[Any]:  # Any: numbers, or pairs
    gone = {one for other in others for one in other}
    return [one for one in rows if one not in gone]
