"""Connections of a store between its transactions: whoever comes next takes the one used last.

The pool below tests and cleans a connection each time it is taken out and put back, which costs as
much as five short statements. One that ended its transaction well needs none of that; one that did
not goes back to the pool.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from monitor.store.engine import is_in_memory

#: more than these go back to the pool, for whoever needs one outside a transaction of ours
KEPT = 3


class Connections:
    """Those of one engine. Threads may share them; each connection is in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []
        self._putting_back = threading.Lock()
        # a server may have gone meanwhile, which its pool finds out; memory is one connection
        self._keeps = engine.dialect.name == "sqlite" and not is_in_memory(engine.url)

    @contextmanager
    def transaction(self, *, ends_in_rollback: bool = False) -> Iterator[Connection]:
        """A connection in a transaction, which ends well or is rolled back."""
        try:
            # one step: two threads never get the same
            connection = self._idle.pop()
        except IndexError:
            connection = self._engine.connect()
        try:
            with connection.begin() as transaction:
                yield connection
                if ends_in_rollback:
                    transaction.rollback()
        except BaseException:
            connection.close()
            raise
        if not self._kept(connection):
            connection.close()

    def _kept(self, connection: Connection) -> bool:
        with self._putting_back:
            is_kept = self._keeps and len(self._idle) < KEPT
            if is_kept:
                self._idle.append(connection)
        return is_kept

    def close(self) -> None:
        """Gives all back to the pool."""
        while self._idle:
            self._idle.pop().close()
