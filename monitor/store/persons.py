"""What is held about one person, for that person."""

from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from monitor.domain.case import Case
from monitor.domain.effect import Effect
from monitor.domain.message import Message, MessageType
from monitor.domain.person_file import EarlierVersion, StoredMark
from monitor.domain.stored import Mark
from monitor.store.case_rows import case_from
from monitor.store.effect_rows import effect_from
from monitor.store.message_rows import message_from, messages
from monitor.store.moments import moment, moment_or_none
from monitor.store.tables import (
    acknowledgement_slot,
    author_mark,
    case,
    effect,
    message,
    message_version,
)


class SqlPersons:
    """Implements `Persons`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def messages(self, brand: str, author_id: str) -> list[Message]:
        rows = self._connection.execute(
            messages()
            .where(
                message.c.author_id == author_id,
                message.c.brand == brand,
                message.c.from_brand == 0,
            )
            .order_by(message.c.created_at, message.c.number)
        )
        return [message_from(row) for row in rows]

    def earlier(self, brand: str, author_id: str) -> list[EarlierVersion]:
        rows = self._connection.execute(
            select(
                message.c.id,
                message_version.c.version,
                message_version.c.text,
                message_version.c.seen_at,
            )
            .join(message, message.c.number == message_version.c.number)
            .where(message.c.author_id == author_id, message.c.brand == brand)
            .order_by(message_version.c.number, message_version.c.version)
        )
        return [
            EarlierVersion(message_id=id_, version=version, text=text, seen_at=moment(seen_at))
            for id_, version, text, seen_at in rows
        ]

    def answers(self, brand: str, author_id: str) -> list[Message]:
        theirs = and_(message.c.author_id == author_id, message.c.brand == brand)
        ids = select(message.c.id).where(theirs)
        private = select(message.c.conversation_id).where(
            theirs,
            message.c.type == MessageType.DIRECT_MESSAGE.value,
            message.c.conversation_id != "",
        )
        rows = self._connection.execute(
            messages()
            .where(
                message.c.brand == brand,
                message.c.from_brand == 1,
                or_(
                    message.c.parent_id.in_(ids),
                    and_(
                        message.c.type == MessageType.DIRECT_MESSAGE.value,
                        message.c.conversation_id.in_(private),
                    ),
                ),
            )
            .order_by(message.c.created_at, message.c.number)
        )
        return [message_from(row) for row in rows]

    def effects(self, brand: str, author_id: str) -> list[Effect]:
        rows = self._connection.execute(
            select(effect)
            .where(effect.c.author_id == author_id, effect.c.brand == brand)
            .order_by(effect.c.number)
        )
        return [effect_from(row) for row in rows]

    def cases(self, brand: str, author_id: str) -> list[Case]:
        rows = self._connection.execute(
            select(case)
            .where(case.c.author_id == author_id, case.c.brand == brand)
            .order_by(case.c.number)
        )
        return [case_from(row) for row in rows]

    def marks(self, brand: str, author_id: str) -> list[StoredMark]:
        rows = self._connection.execute(
            select(author_mark)
            .where(author_mark.c.author_id == author_id, author_mark.c.brand == brand)
            .order_by(author_mark.c.at)
        )
        return [
            StoredMark(
                mark=Mark(row.mark),
                at=moment(row.at),
                until=moment_or_none(row.until_at),
                why=row.why,
            )
            for row in rows
        ]

    def silent_until(self, brand: str, author_id: str) -> datetime | None:
        until = self._connection.execute(
            select(acknowledgement_slot.c.until_at).where(
                acknowledgement_slot.c.author_id == author_id,
                acknowledgement_slot.c.brand == brand,
            )
        ).scalar()
        return moment_or_none(until)
