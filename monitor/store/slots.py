"""The acknowledgement slot: one public word per brand and customer, held by the database."""

from datetime import datetime

from sqlalchemy import Connection, Text, bindparam, delete, exists, select
from sqlalchemy.sql import ClauseElement

from monitor.store.columns import Number
from monitor.store.identities import customer_of, identities_of
from monitor.store.moments import stored
from monitor.store.prepared import Insert, InsertInto, Prepared
from monitor.store.tables import acknowledgement_slot as slot
from monitor.store.tables import customer_link

_COLUMNS = ("author_id", "brand", "effect", "until_at")


# Of linked authors every slot is taken in the customer's name, so that the key holds for all of
# them; what one of them held before they were linked stands as it is, and is asked for.
_mine, _other = customer_link.alias("mine"), customer_link.alias("other")
_held_before = exists().where(
    _mine.c.author_id == bindparam("author_id"),
    _mine.c.brand == bindparam("brand"),
    _other.c.customer == _mine.c.customer,
    _other.c.brand == _mine.c.brand,
    slot.c.author_id == _other.c.author_id,
    slot.c.brand == _other.c.brand,
    slot.c.until_at > bindparam("now"),
)


def _take(insert_into: InsertInto) -> ClauseElement:
    row = select(
        customer_of(bindparam("author_id", type_=Text), bindparam("brand", type_=Text)),
        bindparam("brand", type_=Text),
        bindparam("effect", type_=Number),
        bindparam("until_at", type_=Number),
    ).where(~_held_before)
    return _unless_taken(insert_into(slot).from_select(_COLUMNS, row))


def _unless_taken(new: Insert) -> ClauseElement:
    return new.on_conflict_do_update(
        index_elements=["author_id", "brand"],
        set_={"effect": new.excluded.effect, "until_at": new.excluded.until_at},
        where=slot.c.until_at <= bindparam("now"),
    )


_TAKE = Prepared(_take, (*_COLUMNS, "now"))


def _take_unlinked(insert_into: InsertInto) -> ClauseElement:
    row = select(
        *(bindparam(name, type_=Text) for name in _COLUMNS[:2]),
        *(bindparam(name, type_=Number) for name in _COLUMNS[2:]),
    ).where(~exists(select(customer_link.c.author_id)))
    return _unless_taken(insert_into(slot).from_select(_COLUMNS, row))


# Most stores link nobody, which this statement asks for itself: then it is the whole question.
_TAKE_UNLINKED = Prepared(_take_unlinked, (*_COLUMNS, "now"))
_RELEASE_OWN = Prepared(
    lambda _: delete(slot).where(
        slot.c.author_id == bindparam("author_id"),
        slot.c.brand == bindparam("brand"),
        slot.c.effect == bindparam("effect"),
    ),
    ("author_id", "brand", "effect"),
)
_RELEASE = Prepared(
    lambda _: delete(slot).where(
        slot.c.author_id.in_(identities_of(bindparam("author_id"), bindparam("brand"))),
        slot.c.brand == bindparam("brand"),
        slot.c.effect == bindparam("effect"),
    ),
    ("author_id", "brand", "effect"),
)


class SqlSlots:
    """Implements `Slots`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, brand: str, author_id: str, effect: int, until: datetime, now: datetime) -> bool:
        wanted = (author_id, brand, effect, stored(until), stored(now))
        if _TAKE_UNLINKED.run(self._connection, *wanted) == 1:
            return True
        # it is taken, or somebody is linked
        return _TAKE.run(self._connection, *wanted) == 1

    def release(self, brand: str, author_id: str, effect: int) -> None:
        if _RELEASE_OWN.run(self._connection, author_id, brand, effect) == 0:
            # it stands in the name of another account of theirs, or nowhere
            _RELEASE.run(self._connection, author_id, brand, effect)
