"""From outside of a process that runs: what has become of its words, and waiting for it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from monitor.domain.effect import Action, Effect, State
from monitor.store import open_store

#: what may take a while on a busy machine, and is over as soon as it is there
PATIENCE_S: Final = 60.0


def words_in(database: Path) -> list[Effect]:
    """Every acknowledgement in that file."""
    store = open_store(f"sqlite:///{database}")
    try:
        with store.read() as tx:
            every = tx.outbox.in_state(*State)
    finally:
        store.close()
    return [effect for effect in every if effect.action is Action.ACKNOWLEDGE]


def eventually(is_so: Callable[[], object], within_s: float = PATIENCE_S) -> bool:
    """Whether it comes to be so."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False
