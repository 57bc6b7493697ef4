"""The audit log in each store: rows with what they tell, gapless, and nobody named in them."""

from pathlib import Path

import pytest

from monitor.domain.audit import AuditAction, AuditEntry, Head, problems_of
from monitor.store import HeadFile, SqlStore
from tests.contract.stores import ADA, BRAND, NOW, at


def an_entry(**changes: object) -> AuditEntry:
    values: dict[str, object] = {
        "brand": BRAND,
        "at": NOW,
        "actor": "Jo",
        "action": AuditAction.APPROVED,
        "subject": "e1",
        "reason": "version 1",
    }
    return AuditEntry(**(values | changes))  # type: ignore[arg-type]


def test_rows_are_a_chain(store: SqlStore) -> None:
    for number in range(3):
        with store.begin() as tx:
            tx.audit.write(an_entry(at=at(number), subject=f"e{number}"))
            tx.audit.write(an_entry(at=at(number), action=AuditAction.SENT))
    with store.read() as tx:
        rows = list(tx.audit.rows())
        head = tx.audit.head()
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.subject for row in rows[::2]] == ["e0", "e1", "e2"]
    assert rows[2].at == at(1)
    assert list(problems_of(rows, [])) == []
    assert head == Head(at=at(2), number=6, hash=rows[-1].hash)


def test_a_transaction_that_rolls_back_leaves_no_row_and_no_gap(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.audit.write(an_entry(subject="never"))
        raise ZeroDivisionError
    with store.begin() as tx:
        tx.audit.write(an_entry())
    with store.read() as tx:
        rows = list(tx.audit.rows())
    assert [(row.number, row.subject) for row in rows] == [(1, "e1")]


def test_a_person_and_words_stand_there_as_hashes(store: SqlStore) -> None:
    with store.begin() as tx:
        for _ in range(2):
            tx.audit.write(an_entry(author_id=ADA.id, words="she was rude"))
        tx.audit.write(an_entry(words="she was rude"))
        tx.audit.write(an_entry(author_id="x:bo"))
    with store.read() as tx:
        first, second, third, fourth = tx.audit.rows()
    assert first.about == second.about != fourth.about != ""
    assert first.words == second.words != third.words != ""
    told = repr((first, third))
    assert ADA.id not in told
    assert "rude" not in told


def test_the_newest_rows_come_oldest_first(store: SqlStore) -> None:
    with store.begin() as tx:
        for number in range(1, 6):
            tx.audit.write(an_entry(subject=f"e{number}"))
    with store.read() as tx:
        assert [row.subject for row in tx.audit.newest(2)] == ["e4", "e5"]
        assert len(tx.audit.newest(50)) == 5


def test_rows_of_some_actions_before_a_moment(store: SqlStore) -> None:
    entries = [
        an_entry(at=at(1), action=AuditAction.UNLOCKED),
        an_entry(at=at(2), action=AuditAction.SENT),
        an_entry(at=at(2), action=AuditAction.UNLOCKED, brand="other"),
        an_entry(at=at(3), action=AuditAction.LOCKED),
    ]
    with store.begin() as tx:
        for entry in entries:
            tx.audit.write(entry)
    both = (AuditAction.UNLOCKED, AuditAction.LOCKED)
    with store.read() as tx:
        assert [row.number for row in tx.audit.told_of(both, at(4))] == [1, 3, 4]
        assert [row.number for row in tx.audit.told_of(both, at(3))] == [1, 3]
        assert [row.number for row in tx.audit.told_of(both, at(4), BRAND)] == [1, 4]
        assert tx.audit.told_of((AuditAction.PAUSED,), at(4)) == []


def test_an_empty_log_has_no_head(store: SqlStore) -> None:
    with store.read() as tx:
        assert tx.audit.head() is None
        assert tx.audit.newest(5) == []


def test_a_file_keeps_heads_for_nobody_else(tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "deep" / "monitor.db.audit")
    heads = [
        Head(at=NOW, number=3, hash="ab"),
        Head(at=at(1), number=0, hash="", event="restored"),
    ]
    assert file.read() == []
    for head in heads:
        file.append(head)
    assert file.read() == heads
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_a_damaged_line_of_heads_is_passed_over(tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "heads")
    file.append(Head(at=NOW, number=3, hash="ab"))
    file.path.write_bytes(file.path.read_bytes() + b"\xff\n2026-11-23 x y\n\n2026-11-23T09:0")
    assert [head.number for head in file.read()] == [3]
