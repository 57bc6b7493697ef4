"""`monitor audit`: what was decided, in which words, and what tampering looks like."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli.audit import ROW_KEYS, VERIFY_KEYS
from monitor.domain.clock import Hours
from monitor.domain.retention import Retention
from monitor.services.housekeeping import Housekeeping
from monitor.services.retention import Expire
from monitor.store import HeadFile, SqlStore
from monitor.testing import FakeClock
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, Shop, a_monday, keys_of

pytestmark = pytest.mark.usefixtures("a_wide_screen")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A morning of decisions."""
    made = Shop(tmp_path)
    a_monday(made)
    made.run("approve", "1")
    made.delivers()
    made.clock.advance(timedelta(minutes=5))
    made.run("pause", "--why", "Ada Quill is on the phone")
    made.run("resume")
    made.run("case", "hold", "1", "--reason", "Ada Quill called a lawyer")
    made.run("opt-out", "x:ada")
    made.run("away", "until", "2026-12-01")
    return made


def keeps_house(store: SqlStore, clock: FakeClock, hours: Hours, heads: HeadFile) -> Housekeeping:
    expire = Expire(store, clock, hours, Retention(), brand=BRAND)
    return Housekeeping(store, clock, hours, heads, expire, lambda _now: [], lambda _now: [])


def log_heads(shop: Shop) -> None:
    store = shop.open()
    try:
        heads = HeadFile(shop.database.with_name("monitor.db.audit"))
        hours = shop._policy().hours
        assert keeps_house(store, shop.clock, hours, heads).due()
    finally:
        store.close()


def tamper(shop: Shop, sql: str) -> None:
    with closing(sqlite3.connect(shop.database)) as connection, connection:
        connection.execute(sql)


def test_the_list(shop: Shop) -> None:
    answer = shop.run("audit")
    assert answer.code == 0
    assert_message("cli/audit", answer.said)


def test_no_customer_is_named_in_it(shop: Shop) -> None:
    with closing(sqlite3.connect(shop.database)) as connection:
        rows = str(connection.execute("SELECT * FROM audit").fetchall())
    for told in ("Ada", "x:ada", "Quill", "lawyer", "phone"):
        assert told not in rows


def test_the_list_for_programs(shop: Shop) -> None:
    rows = json.loads(shop.run("audit", "--last", "2", "--json").out)
    assert [row["action"] for row in rows] == ["opted_out", "away"]
    assert rows[1]["reason"] == "2026-12-01"
    assert keys_of(rows[0]) == set(ROW_KEYS)


def test_a_whole_log(shop: Shop) -> None:
    log_heads(shop)
    answer = shop.run("audit", "verify")
    assert answer.code == 0
    assert_message("cli/audit_whole", answer.said)


def test_a_log_of_which_no_head_was_written_down(shop: Shop) -> None:
    assert_message("cli/audit_no_head", shop.run("audit", "verify").said)


def test_an_empty_log(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    a_monday(shop)
    assert_message("cli/audit_empty", shop.run("audit").said)
    assert_message("cli/audit_verify_empty", shop.run("audit", "verify").said)


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("changed", "UPDATE audit SET actor = 'Sam' WHERE number = 2"),
        ("removed", "DELETE FROM audit WHERE number IN (3, 4)"),
        ("cut_off", "DELETE FROM audit WHERE number > 4"),
    ],
)
def test_tampering(shop: Shop, name: str, sql: str) -> None:
    log_heads(shop)
    tamper(shop, sql)
    answer = shop.run("audit", "verify")
    assert answer.code == 1
    assert_message(f"cli/audit_{name}", answer.said)


def test_an_end_that_is_cut_off_before_a_head_was_written_down_is_found(shop: Shop) -> None:
    tamper(shop, "DELETE FROM audit WHERE number > 4")
    answer = shop.run("audit", "verify")
    assert answer.code == 1
    assert_message("cli/audit_cut_off_today", answer.said)


def test_a_file_of_heads_that_is_gone_or_spoiled_is_told(shop: Shop) -> None:
    log_heads(shop)
    file = shop.database.with_name("monitor.db.audit")
    with file.open("a", encoding="utf-8") as heads:
        heads.write("2026-11-2")
    spoiled = shop.run("audit", "verify")
    assert spoiled.code == 0
    assert_message("cli/audit_spoiled_heads", spoiled.said)
    log = HeadFile(file)
    log.append(log.read()[-1])
    assert (len(log.read()), log.unreadable()) == (2, 1)
    file.unlink()
    gone = shop.run("audit", "verify")
    assert gone.code == 1
    assert_message("cli/audit_heads_gone", gone.said)


def test_tampering_for_programs(shop: Shop) -> None:
    log_heads(shop)
    tamper(shop, "UPDATE audit SET reason = 'version 9' WHERE number = 1")
    answer = shop.run("audit", "verify", "--json")
    told = json.loads(answer.out)
    assert answer.code == 1
    assert not told["is_whole"]
    assert told["problems"] == [{"number": 1, "words": "row 1 is not what was written down"}]
    assert keys_of(told) == set(VERIFY_KEYS)


def test_a_restore_leaves_a_whole_log(shop: Shop) -> None:
    backup = json.loads(shop.run("backup", "--json").out)["backup"]
    backup = backup.replace("SHOP", str(shop.folder))
    shop.run("away", "--off")
    log_heads(shop)
    restored = shop.run("restore", backup, "--yes")
    assert restored.code == 0
    shop.clock.advance(timedelta(days=1))
    answer = shop.run("audit", "verify")
    assert answer.code == 0, answer.said
    rows = json.loads(shop.run("audit", "--json").out)
    assert rows[-1]["action"] == "restored"
    # the end that is cut off after the restore is found
    tamper(shop, "DELETE FROM audit WHERE action = 'restored'")
    assert shop.run("audit", "verify").code == 1


def test_the_day_s_head_is_written_down_once(shop: Shop) -> None:
    log_heads(shop)
    store, clock = shop.open(), FakeClock(shop.clock.now())
    heads = HeadFile(shop.database.with_name("monitor.db.audit"))
    housekeeping = keeps_house(store, clock, shop._policy().hours, heads)
    try:
        assert not housekeeping.due()
        clock.advance(timedelta(hours=24))
        assert housekeeping.due()
    finally:
        store.close()
    assert [head.number for head in heads.read()] == [7, 7]


def test_a_start_with_another_playbook_is_written_down_once(shop: Shop) -> None:
    store = shop.open()
    heads = HeadFile(shop.database.with_name("monitor.db.audit"))
    housekeeping = keeps_house(store, shop.clock, shop._policy().hours, heads)
    try:
        assert housekeeping.started("aa", "bb")
        assert not housekeeping.started("aa", "bb")
        assert housekeeping.started("aa", "cc")
        with store.read() as tx:
            told = [row.reason for row in tx.audit.newest(2)]
    finally:
        store.close()
    assert told == ["config aa playbook bb", "config aa playbook cc"]
