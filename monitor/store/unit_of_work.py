"""The store: one transaction at a time, committed on purpose and rolled back otherwise."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine

from monitor.errors import Bug, StoreReadOnly
from monitor.store.audit import SqlAudit
from monitor.store.authors import SqlAuthors
from monitor.store.cards import SqlPostedCards
from monitor.store.cases import SqlCases
from monitor.store.connections import Connections
from monitor.store.counters import Counters
from monitor.store.customers import SqlCustomers
from monitor.store.engine import is_in_memory, reader_of
from monitor.store.erasures import SqlErasures
from monitor.store.errors import redacted, reported
from monitor.store.expiry import SqlExpiry
from monitor.store.facts import SqlFacts
from monitor.store.files import OpenedFile
from monitor.store.incidents import SqlIncidents
from monitor.store.labels import SqlLabels
from monitor.store.messages import SqlMessages
from monitor.store.new_numbers import NewNumbers
from monitor.store.notices import SqlNotices
from monitor.store.outbox import SqlOutbox
from monitor.store.pages import SqlPages
from monitor.store.persons import SqlPersons
from monitor.store.platforms import SqlPlatforms
from monitor.store.slots import SqlSlots
from monitor.store.standing import SqlStanding
from monitor.store.surges import SqlSurges
from monitor.store.switches import SqlSwitches


class SqlTx:
    """Implements `Tx` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self.counters = Counters(connection)
        numbers = NewNumbers(self.counters)
        self.pages = SqlPages(connection, numbers)
        self.messages = SqlMessages(connection, numbers)
        self.facts = SqlFacts(connection)
        self.cases = SqlCases(connection, self.counters)
        self.customers = SqlCustomers(connection)
        self.outbox = SqlOutbox(connection, self.counters)
        self.slots = SqlSlots(connection)
        self.authors = SqlAuthors(connection)
        self.switches = SqlSwitches(connection)
        self.platforms = SqlPlatforms(connection)
        self.notices = SqlNotices(connection)
        self.posted_cards = SqlPostedCards(connection)
        self.persons = SqlPersons(connection)
        self.expiry = SqlExpiry(connection)
        self.erasures = SqlErasures(connection)
        self.audit = SqlAudit(connection, self.counters)
        self.surges = SqlSurges(connection)
        self.incidents = SqlIncidents(connection)
        self.labels = SqlLabels(connection)
        self.standings = SqlStanding(connection, self.counters)


class SqlStore:
    """Implements `Store`. Threads may share it; each has one transaction at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.reader = reader_of(engine)
        self._writers, self._readers = Connections(engine), Connections(self.reader)
        self._in_thread = threading.local()
        # A store in memory is one connection: its transactions take turns.
        self._turn = threading.Lock() if is_in_memory(engine.url) else None
        self._file = OpenedFile.of(engine.url)

    def __repr__(self) -> str:
        return f"SqlStore({redacted(self.engine.url)!r})"

    @contextmanager
    def begin(self) -> Iterator[SqlTx]:
        with self._alone(), reported(self.engine.url), self._writing() as connection:
            tx = SqlTx(connection)
            yield tx
            tx.counters.write_back()

    @contextmanager
    def read(self) -> Iterator[SqlTx]:
        try:
            with self._alone(), reported(self.engine.url), self._reading() as connection:
                yield SqlTx(connection)
        except StoreReadOnly as error:
            raise Bug("a reading transaction tried to write") from error

    def _writing(self) -> AbstractContextManager[Connection]:
        if self._file is not None:
            self._file.must_be_there()
        return self._writers.transaction()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._file is not None:
            self._file.must_be_there()
        with self._readers.transaction(ends_in_rollback=True) as connection:
            if self._turn is not None:
                connection.exec_driver_sql("PRAGMA query_only=ON")
            try:
                yield connection
            finally:
                if self._turn is not None:
                    connection.exec_driver_sql("PRAGMA query_only=OFF")

    def flush(self) -> bool:
        """Brings SQLite's log into its file and empties it: erased words leave no trace there.

        False when somebody was reading in the log all the while; True on PostgreSQL, which looks
        after its own.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        with self._alone(), reported(self.engine.url), self.engine.connect() as connection:
            driver = connection.connection.cursor()
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, *_ = driver.fetchone() or (0,)
            return not is_busy

    def close(self) -> None:
        """Lets go of the database. The store cannot be used afterwards."""
        self._writers.close()
        self._readers.close()
        if self.reader is not self.engine:
            self.reader.dispose()
        self.engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One transaction per thread: inside another one it would wait for itself."""
        if getattr(self._in_thread, "is_inside", False):
            raise Bug("a transaction was begun inside another one")
        if self._turn is not None:
            self._turn.acquire()
        self._in_thread.is_inside = True
        try:
            yield
        finally:
            self._in_thread.is_inside = False
            if self._turn is not None:
                self._turn.release()
