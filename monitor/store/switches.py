"""The owner's switches for everyone on this store, the slots of the schedule, and the polls."""

from datetime import datetime

from sqlalchemy import Connection, case, delete, func, select
from sqlalchemy.sql import ClauseElement, literal_column

from monitor.domain.stored import Poll
from monitor.redaction import redacted_words
from monitor.store.moments import moment, moment_or_none, stored
from monitor.store.prepared import InsertInto, Prepared, values
from monitor.store.tables import EVERYONE, poll, schedule_slot, switch

_SWITCH = ("brand", "name", "value", "at")
_CLAIM = ("brand", "job", "slot", "claimed_at")
_POLL = ("brand", "connector", "last_success_at", "last_try_at", "failing_since", "error")
_POLL_NULL = {"last_success_at": "0", "failing_since": "0"}


def _put(insert_into: InsertInto) -> ClauseElement:
    new = insert_into(switch).values(values(_SWITCH))
    return new.on_conflict_do_update(
        index_elements=["brand", "name"],
        set_={"value": new.excluded.value, "at": new.excluded.at},
    )


def _see(insert_into: InsertInto) -> ClauseElement:
    """What the connector did last; failures in a row keep the time of the first."""
    new = insert_into(poll).values(values(_POLL, _POLL_NULL))
    told = new.excluded
    since = case(
        (
            told.failing_since.is_not(None),
            func.coalesce(poll.c.failing_since, told.failing_since),
        ),
    )
    return new.on_conflict_do_update(
        index_elements=["brand", "connector"],
        set_={
            "last_success_at": func.coalesce(told.last_success_at, poll.c.last_success_at),
            "last_try_at": told.last_try_at,
            "failing_since": since,
            "error": told.error,
        },
    )


# There are few, and a page asks for several.
_ALL = Prepared(
    lambda _: select(switch.c.name, switch.c.value).where(switch.c.brand == literal_column("''")),
    (),
)
_PUT = Prepared(_put, _SWITCH)
_CLAIM_SLOT = Prepared(
    lambda into: into(schedule_slot).values(values(_CLAIM)).on_conflict_do_nothing(), _CLAIM
)
_SEE_POLL = Prepared(_see, _POLL)
_POLLS = Prepared(lambda _: select(poll).order_by(poll.c.brand, poll.c.connector), ())


class SqlSwitches:
    """Implements `Switches`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: as this transaction sees them, from the first question on
        self._known: dict[str, str] | None = None

    def get(self, name: str) -> str | None:
        if self._known is None:
            self._known = dict(_ALL.rows(self._connection))
        return self._known.get(name)

    def put(self, name: str, value: str | None, at: datetime) -> None:
        self._known = None
        if value is not None:
            _PUT.run(self._connection, EVERYONE, name, value, stored(at))
            return
        self._connection.execute(
            delete(switch).where(switch.c.brand == EVERYONE, switch.c.name == name)
        )

    def claim_slot(self, job: str, slot: str, now: datetime) -> bool:
        return _CLAIM_SLOT.run(self._connection, EVERYONE, job, slot, stored(now)) == 1

    def seen_poll(self, brand: str, connector: str, at: datetime, error: str = "") -> None:
        now = stored(at)
        success, failing = (0, now) if error else (now, 0)
        why = redacted_words(error) if error else ""
        _SEE_POLL.run(self._connection, brand, connector, success, now, failing, why)

    def polls(self) -> list[Poll]:
        return [
            Poll(
                brand=brand,
                connector=connector,
                last_success_at=moment_or_none(last_success_at),
                last_try_at=moment(last_try_at),
                failing_since=moment_or_none(failing_since),
                error=error,
            )
            for brand, connector, last_success_at, last_try_at, failing_since, error in _POLLS.rows(
                self._connection
            )
        ]
