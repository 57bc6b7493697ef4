"""Strikes and flags of somebody made nameless: that they were stays, and what was decided."""

import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, and_, select, update

from monitor.domain.erasure import GONE
from monitor.store.tables import flag, flag_step, strike


def empty_standing(
    connection: Connection,
    brand: str,
    theirs: str,
    nobody: str,
    new_ids: Mapping[str, str],
    *,
    until: int,
) -> None:
    """Up to that moment. `nobody`: whose they are from now on; `new_ids`: of their messages."""

    def id_of(old: str, otherwise: str) -> str:
        return new_ids.get(old, f"{old.partition(':')[0]}:{GONE}{otherwise}")

    found = and_(strike.c.author_id == theirs, strike.c.brand == brand)
    for row in connection.execute(select(strike).where(found, strike.c.at <= until)).all():
        connection.execute(
            update(strike)
            .where(found, strike.c.message_id == row.message_id, strike.c.kind == row.kind)
            .values(
                author_id=nobody,
                message_id=id_of(row.message_id, secrets.token_hex(6)),
                url="",
                text_hash="",
            )
        )
    of_theirs = and_(flag.c.author_id == theirs, flag.c.brand == brand, flag.c.opened_at <= until)
    for row in connection.execute(select(flag).where(of_theirs)).all():
        connection.execute(
            update(flag)
            .where(flag.c.number == row.number)
            .values(author_id=nobody, message_id=id_of(row.message_id, f"f{row.number}"))
        )
        connection.execute(
            update(flag_step).where(flag_step.c.flag_number == row.number).values(why="")
        )
