"""Status: true while the daemon runs, and useful when the database is not there."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.cli import status
from monitor.cli.as_json import COST_KEYS
from monitor.lock import only_one
from monitor.services.blindness import Failing, tell_blind
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, CONFIG, Shop, a_monday

pytestmark = pytest.mark.usefixtures("a_wide_screen")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture
def shop_on_x(tmp_path: Path) -> Shop:
    return Shop(tmp_path, CONFIG + "\n[connectors.x]\n")


def test_status_of_a_morning(shop: Shop) -> None:
    a_monday(shop)
    shop.sends(1)
    assert_message("cli/status", shop.run("status").said)


def test_status_tells_what_is_off_blind_and_behind(shop: Shop) -> None:
    a_monday(shop)
    shop.run("pause", "--why", "press call")
    shop.run("away", "until", "2026-12-01")
    store = shop.open()
    with store.begin() as tx:
        tx.switches.seen_poll(BRAND, "replay", shop.clock.now(), "login \x1b[31mexpired")
        tx.switches.put("reconcile", "restored from monitor.db", shop.clock.now())
        failing = Failing(since=shop.clock.now(), why="login \x1b[31mexpired", is_auth=True)
        assert tell_blind(tx, BRAND, "replay", failing, shop.clock.now())
    store.close()
    answer = shop.run("status")
    assert answer.code == 1
    assert_message("cli/status_trouble", answer.said)


def test_status_while_the_daemon_runs(shop: Shop) -> None:
    a_monday(shop)
    with only_one(shop.database.with_name("monitor.db.lock")):
        assert f"running (process {os.getpid()})" in shop.run("status").out
        assert json.loads(shop.run("status", "--json").out)["pid"] == os.getpid()
    assert "NOT RUNNING" in shop.run("status").out


def test_a_daemon_on_the_database_behind_a_link_is_seen(shop: Shop) -> None:
    a_monday(shop)
    link = shop.folder / "link.db"
    link.symlink_to(shop.database)
    with only_one(shop.database.with_name("monitor.db.lock")):
        for store in (str(link), f"sqlite:///{link}"):
            assert f"running (process {os.getpid()})" in shop.run("status", "--store", store).out


def test_status_without_a_database(shop: Shop) -> None:
    answer = shop.run("status")
    assert answer.code == 1
    assert_message("cli/status_absent", answer.said)
    assert not shop.database.exists()


def test_status_of_a_database_that_is_gone(shop: Shop) -> None:
    a_monday(shop)
    with only_one(shop.database.with_name("monitor.db.lock")) as lock:
        lock.has_store()
    for path in shop.database.parent.glob("monitor.db*"):
        if path.suffix != ".lock":
            path.unlink()
    answer = shop.run("status")
    assert answer.code == 1
    assert_message("cli/status_lost", answer.said)
    checked = shop.run("check", "--offline")
    assert checked.code == 1
    assert "the database `SHOP/data/monitor.db` is gone" in checked.err
    assert "is not there yet" not in checked.out


def test_status_of_a_damaged_database(shop: Shop) -> None:
    a_monday(shop)
    shop.database.write_bytes(b"no database at all" * 100)
    answer = shop.run("status")
    assert answer.code == 1
    assert_message("cli/status_damaged", answer.said)


def test_status_of_a_locked_database_is_told_all_the_same(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_monday(shop)
    before = shop.run("status")
    monkeypatch.setattr("monitor.store.engine.BUSY_MILLISECONDS", 50)
    with closing(sqlite3.connect(shop.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = shop.run("status")
    assert (answer.code, answer.out) == (before.code, before.out)


def test_status_with_a_broken_playbook(shop: Shop) -> None:
    a_monday(shop)
    (shop.folder / "playbooks" / "default.toml").write_text('[[rule]]\nname = "x"\n')
    answer = shop.run("status")
    assert answer.code == 1
    assert "monitor playbook check" in answer.out + answer.err


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CONFIG + '\n[store]\nsecret = "SHOP_STORE_URL"\n')
    (tmp_path / "secrets.toml").write_text(
        'SHOP_STORE_URL = "postgresql://jo:hunter2@127.0.0.1:1/monitor"\n'
    )
    (tmp_path / "secrets.toml").chmod(0o600)
    answer = shop.run("status")
    assert answer.code == 1
    assert "hunter2" not in answer.said


@pytest.mark.parametrize(
    ("this_month", "words"),
    [
        ("0", ""),
        ("3.9", "x: $0.12 today, $4.02 of $15.00 this month"),
        (
            "11.88",
            "$12.00 of $15.00 this month. NEARLY SPENT: you are still read, and what can wait",
        ),
        ("15", "$15.12 of $15.00 this month. SPENT: you are still read, and every reply there"),
        ("15", "To raise it for today: monitor budget x --today 2; for good: `per_month` under"),
    ],
)
def test_status_tells_what_costs(shop_on_x: Shop, this_month: str, words: str) -> None:
    store = shop_on_x.open()
    with store.begin() as tx:
        if words:
            tx.platforms.spend(BRAND, "x", date(2026, 11, 23), Decimal("0.12"))
            tx.platforms.spend(BRAND, "x", date(2026, 11, 1), Decimal(this_month))
        tx.platforms.spend(BRAND, "x", date(2026, 10, 31), Decimal(99))
        tx.platforms.spend("other", "x", date(2026, 11, 23), Decimal(99))
    store.close()
    told = " ".join(shop_on_x.run("status").out.split())
    assert words in told
    assert ("cost" in told) is bool(words)


def test_costs_in_json(shop_on_x: Shop) -> None:
    store = shop_on_x.open()
    with store.begin() as tx:
        tx.platforms.spend(BRAND, "x", date(2026, 11, 23), Decimal("12.5"))
    store.close()
    (cost,) = json.loads(shop_on_x.run("status", "--json").out)["costs"]
    assert set(cost) == set(COST_KEYS)
    assert cost == {
        "connector": "x",
        "today": 12.5,
        "this_month": 12.5,
        "per_month": 15.0,
        "cap_today": 15.0,
        "is_nearly_spent": True,
        "is_spent": False,
    }


def test_status_json_has_the_documented_keys(shop: Shop) -> None:
    a_monday(shop)
    answer = json.loads(shop.run("status", "--json").out)
    documented = {key.partition(".")[0].removesuffix("[]") for key in status.STATUS_KEYS}
    assert set(answer) == documented
    assert {f"store.{key}" for key in answer["store"]} < set(status.STATUS_KEYS)
    assert {f"playbook.{key}" for key in answer["playbook"]} < set(status.STATUS_KEYS)
    assert set(answer["connectors"][0]) == set(status.POLL_KEYS)
