"""The pulse: a short word that is another one after anything was written that a card may show.

Numbers given out, the newest lines, and where the outbox stands: three short questions, each
answered from an index.
"""

from sqlalchemy import Connection, func, select, text

from monitor.store.case_tables import UNDER_WAY_SQL
from monitor.store.prepared import Prepared
from monitor.store.tables import case_timeline, counter, effect, notice, promise

_NUMBERS = Prepared(lambda _: select(counter.c.value).order_by(counter.c.brand, counter.c.name), ())
_NEWEST = Prepared(
    lambda _: select(
        *(
            select(func.max(table.c.number)).scalar_subquery()
            for table in (case_timeline, promise, notice)
        )
    ),
    (),
)
_UNDER_WAY = Prepared(
    lambda _: (
        select(effect.c.state, func.count(), func.max(effect.c.not_before))
        .where(text(UNDER_WAY_SQL))
        .group_by(effect.c.state)
        .order_by(effect.c.state)
    ),
    (),
)


def pulse_of(connection: Connection) -> str:
    """As it is in this transaction."""
    asked = (_NUMBERS, _NEWEST, _UNDER_WAY)
    return " ".join(str(cell) for one in asked for row in one.rows(connection) for cell in row)
