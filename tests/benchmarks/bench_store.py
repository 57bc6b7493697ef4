"""What the store costs: CPU a mention, for pages of 100 in one durable transaction.

Against the least a database can do: raw `sqlite3`, the same texts and readings into two tables
without an index, in the same number of commits. CPU seconds of this process, in turn, medians.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from monitor.domain.decision import Decision
from monitor.domain.facts import Circumstances
from monitor.domain.message import Message, Page
from monitor.domain.permission import Reason, deny
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.stored import Decided
from monitor.store import SqlStore, open_store
from monitor.store.message_rows import Values, sheet_of
from monitor.store.triage_rows import triage_columns
from tests.benchmarks.feed import BEGAN_AT, mentions

ROUNDS = 7
COUNT = 5_000
PAGE = 100
BRAND = "Larch & Loaf"

READING = Reading(
    compound=-0.8316,
    pos=0.05,
    neu=0.55,
    neg=0.4,
    compound_used=-0.7506,
    p_complaint=0.97,
    p_praise=0.01,
    p_question=0.125,
    p_spam=0.004,
    p_abuse=0.25,
    kind=Kind.COMPLAINT,
    certainty=Certainty.SURE,
    language="en",
    words=22,
    scorers="vader 3.3.2, complaint 1",
)
DECISION = Decision(rule="the-rest", permission=deny(Reason.NOT_ADDRESSED), playbook="default")


def main() -> int:
    """Prints the ratios; 0."""
    messages = mentions(COUNT, complaints=0.1)
    decided = [_decided(message) for message in messages]
    for name, synchronous in (("each commit on the disk", "FULL"), ("a throw-away store", "OFF")):
        raw, store, facts = [], [], []
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                raw.append(_raw(Path(folder) / "raw.db", synchronous, decided))
                made = open_store(f"sqlite:///{folder}/bench.db", temporary=synchronous == "OFF")
                took = _through(made, messages, decided)
                store.append(took[0])
                facts.append(took[1])
                made.close()
        ratio = statistics.median(s / r for s, r in zip(store, raw, strict=True))
        print(
            f"{name}: {_micro(store):.1f} us CPU a mention, of them {_micro(facts):.1f} for facts;"
            f" raw sqlite3 {_micro(raw):.1f}: {ratio:.1f} x"
        )
    return 0


def _through(
    store: SqlStore, messages: Sequence[Message], decided: Sequence[Decided]
) -> tuple[float, float]:
    """Every page as the intake stores it; CPU seconds in all, and for facts."""
    began, facts = time.process_time(), 0.0
    for start in range(0, len(messages), PAGE):
        page = Page(messages=tuple(messages[start : start + PAGE]), cursor=str(start))
        with store.begin() as tx:
            stored = tx.pages.store(BRAND, "bench", page, BEGAN_AT, is_decided=True)
            asked = time.process_time()
            tx.facts.of_authors(BRAND, [m.author.id for m in stored.fresh], BEGAN_AT)
            tx.facts.of_conversations(BRAND, [m.conversation for m in stored.fresh])
            tx.facts.of_brand(BRAND, BEGAN_AT, BEGAN_AT)
            facts += time.process_time() - asked
            tx.messages.record(decided[start : start + PAGE])
    return time.process_time() - began, facts


def _raw(path: Path, synchronous: str, decided: Sequence[Decided]) -> float:
    """The same rows by the driver alone; CPU seconds."""
    messages = list(zip(*sheet_of([one.message for one in decided]).columns, strict=True))
    triage = list(zip(*triage_columns(decided), strict=True))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        inserts = []
        for name, row in (("message", messages[0]), ("triage", triage[0])):
            columns = ", ".join(f"c{number}" for number in range(len(row)))
            connection.execute(f"CREATE TABLE {name} ({columns})")
            marks = ", ".join("?" * len(row))
            inserts.append(f"INSERT INTO {name} VALUES ({marks})")
        return _cpu(lambda: _fill(connection, inserts, (messages, triage)))


def _fill(
    connection: sqlite3.Connection, inserts: list[str], tables: tuple[list[Values], ...]
) -> None:
    for start in range(0, COUNT, PAGE):
        connection.execute("BEGIN IMMEDIATE")
        for insert, rows in zip(inserts, tables, strict=True):
            connection.executemany(insert, rows[start : start + PAGE])
        connection.execute("COMMIT")


def _decided(message: Message) -> Decided:
    return Decided(
        message=message,
        reading=READING,
        circumstances=Circumstances(),
        decision=DECISION,
        effects=(),
        decided_at=BEGAN_AT,
    )


def _cpu(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def _micro(seconds: list[float]) -> float:
    return statistics.median(seconds) / COUNT * 1e6


if __name__ == "__main__":
    main()
