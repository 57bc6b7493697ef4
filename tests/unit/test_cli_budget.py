"""What platforms cost, and some dollars more for today, at the command line."""

import json
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.cli.as_json import COST_KEYS
from monitor.domain.policy import Budget
from monitor.services.spending import today_s
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, CONFIG, Shop

pytestmark = pytest.mark.usefixtures("a_wide_screen")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path, CONFIG + "\n[connectors.x]\n[connectors.mastodon]\n")
    with closing(made.open()) as store, store.begin() as tx:
        tx.platforms.spend(BRAND, "x", date(2026, 11, 2), Decimal(15))
        tx.platforms.spend(BRAND, "x", date(2026, 11, 23), Decimal("0.20"))
    return made


def test_what_it_cost_is_shown(shop: Shop) -> None:
    assert_message("cli/budget", shop.run("budget").said)
    (cost,) = json.loads(shop.run("budget", "--json").out)
    assert set(cost) == set(COST_KEYS)
    assert (cost["this_month"], cost["is_spent"]) == (15.2, True)


def test_it_is_raised_for_today(shop: Shop) -> None:
    assert_message("cli/budget_raised", shop.run("budget", "x", "--today", "2.50").said)
    (cost,) = json.loads(shop.run("status", "--json").out)["costs"]
    assert (cost["cap_today"], cost["is_spent"], cost["per_month"]) == (17.7, False, 15.0)
    told = " ".join(shop.run("status").out.split())
    assert "raised for today to $17.70, until 01:00 tomorrow" in told


def test_a_raise_can_be_ended(shop: Shop) -> None:
    shop.run("budget", "x", "--today", "$2")
    assert_message("cli/budget_not_raised", shop.run("budget", "x", "--today", "0").said)
    with closing(shop.open()) as store, store.read() as tx:
        budgets = today_s(tx, BRAND, {"x": Budget()}, shop.clock.now())
    assert budgets == {"x": Budget()}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("no_platform", ("--today", "2")),
        ("no_amount", ("x",)),
        ("no_number", ("x", "--today", "two")),
        ("too_much", ("x", "--today", "250")),
        ("negative", ("x", "--today", "-1")),
        ("free", ("mastodon", "--today", "2")),
    ],
)
def test_what_cannot_be_meant_is_refused(shop: Shop, name: str, arguments: tuple[str, ...]) -> None:
    answer = shop.run("budget", *arguments)
    assert answer.code == 2
    assert_message(f"cli/budget_{name}", answer.said)
    with closing(shop.open()) as store, store.read() as tx:
        assert tx.platforms.raises(BRAND, date(2026, 11, 23)) == {}


def test_where_nothing_costs_anything_it_says_so(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.open().close()
    assert "Nothing has cost anything this month." in shop.run("budget").out
