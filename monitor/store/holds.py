"""Holds: cases of which the evidence is kept, whatever is deleted, until the owner ends it.

A hold is a switch of the case's brand, named after the case. While a case of theirs has one, what
an author takes away keeps its words here; when the last one ends, those words go.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, delete, exists, literal, select

from monitor.domain.case import Evidence
from monitor.store.identities import identities_of
from monitor.store.moments import moment, stored
from monitor.store.prepared import insert_for
from monitor.store.tables import case, message, switch

_NAMED = "hold c"


def put(connection: Connection, brand: str, number: int, at: datetime, why: str) -> None:
    """From now on the evidence of this case is kept; a second time it says why anew."""
    new = insert_for(connection)(switch).values(
        brand=brand, name=f"{_NAMED}{number}", value=why, at=stored(at)
    )
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["brand", "name"], set_={"value": new.excluded.value}
        )
    )


def end(connection: Connection, brand: str, number: int) -> bool:
    """No longer; False when there was no hold."""
    ended = connection.execute(
        delete(switch).where(switch.c.brand == brand, switch.c.name == f"{_NAMED}{number}")
    )
    return ended.rowcount == 1


def all_of(connection: Connection) -> list[Evidence]:
    """Every hold, by case."""
    rows = connection.execute(
        select(case.c.number, switch.c.at, switch.c.value)
        .join(switch, _is_hold_of_case())
        .order_by(case.c.number)
    )
    return [
        Evidence(case_number=number, kept_since=moment(at), why=why) for number, at, why in rows
    ]


def keeps(connection: Connection, brand: str, author_id: str) -> bool:
    """A case of this customer has a hold."""
    held = select(switch.c.name).join(case, _is_hold_of_case())
    whose = case.c.author_id.in_(identities_of(author_id, brand))
    theirs = held.where(whose, case.c.brand == brand)
    return bool(connection.execute(select(exists(theirs.subquery().select()))).scalar())


def let_go(connection: Connection, brand: str, author_id: str) -> list[tuple[str, datetime]]:
    """What the customer took away in the meantime and still has its words: id, and when."""
    rows = connection.execute(
        select(message.c.id, message.c.deleted_at)
        .where(
            message.c.author_id.in_(identities_of(author_id, brand)),
            message.c.brand == brand,
            message.c.deleted_at.is_not(None),
            message.c.text != "",
        )
        .order_by(message.c.number)
    )
    return [(message_id, moment(at)) for message_id, at in rows]


def _is_hold_of_case() -> ColumnElement[bool]:
    name = literal(_NAMED).concat(cast(case.c.number, Text))
    return and_(switch.c.name == name, switch.c.brand == case.c.brand)
