"""The chain of the audit log: whatever is done to its rows shows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.audit import (
    RESTORED,
    AuditRow,
    Head,
    hash_of,
    problems_of,
    replaced_by_restore,
)
from monitor.domain.values import replace

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COLUMNS = ("brand", "actor", "action", "subject", "reason", "about", "words", "hash")


def chain(length: int, before: str = "", first: int = 1) -> list[AuditRow]:
    rows = []
    for number in range(first, first + length):
        row = AuditRow(
            number=number,
            brand="larch",
            at=NOON + timedelta(microseconds=number),
            actor="Jo",
            action="approved",
            subject=f"e{number}",
            reason="version 1",
            about="",
            words="",
            hash="",
        )
        before = hash_of(row, before)
        rows.append(replace(row, hash=before))
    return rows


def head(rows: Sequence[AuditRow], event: str = "") -> Head:
    last = rows[-1]
    return Head(at=NOON, number=last.number, hash=last.hash, event=event)


def found(rows: Sequence[AuditRow], *heads: Head) -> list[str]:
    return [problem.words for problem in problems_of(rows, heads)]


def test_an_untouched_chain_has_no_problem() -> None:
    rows = chain(30)
    assert found(rows, head(rows[:10]), head(rows)) == []
    assert found([]) == []


@given(st.integers(1, 12), st.data())
def test_a_changed_row_is_found(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    place = data.draw(st.integers(0, length - 1))
    column = data.draw(st.sampled_from(COLUMNS))
    rows[place] = replace(rows[place], **{column: getattr(rows[place], column) + "x"})
    assert found(rows)[0] == f"row {place + 1} is not what was written down"


@given(st.integers(1, 12), st.data())
def test_a_moved_moment_is_found(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    place = data.draw(st.integers(0, length - 1))
    later = timedelta(microseconds=data.draw(st.integers(1, 10**15)))
    rows[place] = replace(rows[place], at=rows[place].at + later)
    assert found(rows) == [f"row {place + 1} is not what was written down"]


@given(st.integers(2, 12), st.data())
def test_a_removed_row_is_found(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    place = data.draw(st.integers(0, length - 2))
    del rows[place]
    assert f"row {place + 1} is missing" in found(rows)


@given(st.integers(2, 12), st.data())
def test_rows_in_another_order_are_found(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    one, other = data.draw(
        st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)
    )
    first, second = rows[one], rows[other]
    # the numbers stay in order: somebody swapped what the rows say
    rows[one] = replace(second, number=first.number)
    rows[other] = replace(first, number=second.number)
    assert found(rows)


@given(st.integers(1, 12), st.data())
def test_a_cut_off_end_is_found_against_the_head(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    left = data.draw(st.integers(0, length - 1))
    assert found(rows[:left]) == []
    assert found(rows[:left], head(rows)) == [
        f"the end is missing: on 2026-11-23 there were {length} rows, now {left}"
    ]


def test_a_chain_that_was_made_anew_is_found_against_the_head() -> None:
    rows = chain(5)
    forged = chain(5, before="another beginning")
    forged[0] = replace(forged[0], hash=hash_of(forged[0], ""))
    anew = forged[:1]
    for row in forged[1:]:
        anew.append(replace(row, hash=hash_of(row, anew[-1].hash)))
    assert found(anew) == []
    forged_rows = [replace(row, actor="Sam") for row in rows]
    before = ""
    for place, row in enumerate(forged_rows):
        before = hash_of(row, before)
        forged_rows[place] = replace(row, hash=before)
    assert found(forged_rows) == []
    assert found(forged_rows, head(rows)) == [
        "row 5 is another one than the head of 2026-11-23 says"
    ]


def test_many_missing_rows_are_told_in_one_sentence() -> None:
    rows = chain(9)
    assert found([*rows[:3], *rows[6:]]) == ["rows 4 to 6 are missing"]


def test_what_a_restore_put_aside_is_not_missing() -> None:
    rows = chain(8)
    after = rows[:5] + chain(1, before=rows[4].hash, first=6)
    heads = (head(rows), head(after, RESTORED))
    assert found(after, *heads) == []
    assert replaced_by_restore(heads) == 2
    # and what is cut off after the restore is found all the same
    assert found(after[:4], *heads) == [
        "the end is missing: on 2026-11-23 there were 6 rows, now 4"
    ]
