"""Authors that are one customer, as parts of statements.

Of an author who is not linked they say the author alone, from one look into a table that has a row
for linked authors only.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from monitor.store.prepared import Prepared
from monitor.store.tables import customer_link


# Any: whatever SQL takes for words, a parameter or a column
def customer_of(author_id: Any, brand: Any) -> ColumnElement[str]:
    """The author in whose name the customer's open case and slot stand."""
    named = (
        select(customer_link.c.customer)
        .where(customer_link.c.author_id == author_id, customer_link.c.brand == brand)
        # a column may be of any statement around this one
        .correlate_except(customer_link)
        .scalar_subquery()
    )
    return func.coalesce(named, author_id)


def identities_of(author_id: Any, brand: Any) -> Select[Any]:
    """Every author of the customer."""
    author_id = literal(author_id) if isinstance(author_id, str) else author_id
    mine, theirs = customer_link.alias("mine"), customer_link.alias("theirs")
    others = (
        select(theirs.c.author_id.label("id"))
        .join(mine, mine.c.customer == theirs.c.customer)
        .where(
            mine.c.author_id == author_id,
            mine.c.brand == brand,
            theirs.c.brand == brand,
            theirs.c.author_id != author_id,
        )
    )
    everyone = union_all(select(author_id.label("id")), others).subquery("everyone")
    return select(everyone.c.id)


_IDENTITIES = Prepared(
    lambda _: identities_of(bindparam("author_id", type_=Text), bindparam("brand", type_=Text)),
    ("author_id", "brand"),
)


def identities(connection: Connection, brand: str, author_id: str) -> list[str]:
    """Every author of the customer, this one first."""
    return [id_ for (id_,) in _IDENTITIES.rows(connection, author_id, brand)]
