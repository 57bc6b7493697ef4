"""What goes when an author takes a message away: every word of theirs.

Kept: that there was a message, of which kind, when, and a salted hash of the text. Invariant: no
table holds a word of it afterwards (`secure_delete` overwrites the bytes).
"""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, select, update

from monitor.domain.effect import Slots
from monitor.domain.values import replace
from monitor.store import holds
from monitor.store.effect_rows import slots_from, slots_text
from monitor.store.moments import stored
from monitor.store.salts import hashed, salt_of_brand
from monitor.store.tables import effect, message, message_version, triage
from monitor.store.triage_rows import WITHOUT_WORDS, reading_from, reading_text


def text_hash(connection: Connection, brand: str, text: str) -> str:
    """What is left of a text: equal for equal texts, and worth nothing without the salt."""
    return hashed(text, salt_of_brand(connection, brand)) if text else ""


def take_away(connection: Connection, brand: str, message_id: str, at: datetime) -> None:
    """Empties a stored message, its versions, and what others took from it; under a hold of a case
    of theirs it is only marked as deleted."""
    this = and_(message.c.id == message_id, message.c.brand == brand)
    wanted = select(message.c.number, message.c.text, message.c.author_id)
    row = connection.execute(wanted.where(this)).one()
    if holds.keeps(connection, brand, row.author_id):
        connection.execute(update(message).where(this).values(deleted_at=stored(at)))
        return
    connection.execute(
        update(message)
        .where(this)
        .values(
            author_handle="",
            author_name="",
            text="",
            url="",
            media=None,
            deleted_at=stored(at),
            text_hash=text_hash(connection, brand, row.text) or None,
        )
    )
    connection.execute(
        update(message_version)
        .where(message_version.c.number == row.number)
        .values(text="", media=None)
    )
    take_from_reading(connection, triage.c.number == row.number)
    take_from_slots(connection, and_(effect.c.message_id == message_id, effect.c.brand == brand))


def take_from_reading(connection: Connection, this: ColumnElement[bool]) -> None:
    """The scores stay, a customer's own words in them go."""
    row = connection.execute(select(triage.c.kind, triage.c.reading).where(this)).first()
    if row is not None:
        reading = msgspec.structs.replace(reading_from(row.kind, row.reading), **WITHOUT_WORDS)
        connection.execute(update(triage).where(this).values(reading=reading_text(reading)))


def take_from_slots(connection: Connection, these: ColumnElement[bool]) -> None:
    """What waits to be said no longer knows a name."""
    rows = connection.execute(
        select(effect.c.number, effect.c.slots).where(these, effect.c.slots.is_not(None))
    )
    for number, text in rows.all():
        slots: Slots = replace(slots_from(text), name="", handle="")
        connection.execute(
            update(effect).where(effect.c.number == number).values(slots=slots_text(slots) or None)
        )
