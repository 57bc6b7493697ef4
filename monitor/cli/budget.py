"""`monitor budget`: what each platform cost, and some dollars more for today."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import by_option, person
from monitor.cli.as_json import COST_KEYS, Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import hang, title, width
from monitor.cli.status_lines import cost_json, cost_words
from monitor.domain.bill import dollars, end_of_day
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.errors import InputError
from monitor.services.spending import raise_for_today, spent_of

if TYPE_CHECKING:
    from monitor.config import Config

#: more than that in a day is no slip of a day
MOST = Decimal(100)
JSON_KEYS: dict[str, dict[str, Keys]] = {"budget": {"each platform that cost something": COST_KEYS}}


class Dollars(click.ParamType[Decimal]):
    """An amount such as `2`, `2.50` or `$2.50`."""

    name = "dollars"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """At most `MOST`, in whole cents."""
        if isinstance(value, Decimal):
            return value
        written = str(value).strip().removeprefix("$")
        try:
            amount = Decimal(written)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0 or amount != round(amount, 2):
            self.fail(f"`{for_terminal(written, 40)}` is no amount; write it like 2.50", param, ctx)
        if amount > MOST:
            self.fail(f"at most {dollars(MOST)} for one day; for good: `per_month`", param, ctx)
        return amount


@click.command("budget")
@click.argument("platform", required=False)
@click.option("--today", "more", type=Dollars(), help="US dollars more for today; 0 ends it.")
@by_option
@desk_options
def budget_command(
    platform: str | None,
    more: Decimal | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Show what each platform cost this month, or let PLATFORM cost more today.

    Where a budget is spent, every reply waits for your yes. With --today so much more may be spent
    until the day ends, by the days of the bill, which are those of UTC. Then the budget of the
    month holds again: `per_month` under [budget.PLATFORM] in the config.

    \b
    Example:
      monitor budget
      monitor budget x --today 2.50
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        config, now = desk.config, desk.now
        if (platform is None) != (more is None):
            raise InputError(
                "how much more may it cost today, and where?", hint="monitor budget x --today 2"
            )
        if platform is not None and more is not None:
            _raise(desk, platform, more, person(config, by))
        with desk.store.read() as tx:
            costs = spent_of(tx, config.brand.name, config.budgets(), now)
        if as_json:
            say_json([cost_json(spent) for spent in costs])
            return
        if platform is not None and more is not None:
            _say_raised(desk, platform, more)
        for spent in costs:
            _say(cost_words(spent, now, desk.hours))
        if not costs:
            say("Nothing has cost anything this month.")


def _raise(desk: Desk, platform: str, more: Decimal, by: str) -> None:
    name = desk.config.brand.name
    with desk.store.begin() as tx:
        costs = {spent.connector for spent in spent_of(tx, name, desk.config.budgets(), desk.now)}
        _must_cost(desk.config, platform, costs)
        budget = desk.config.budget_of(platform)
        raise_for_today(tx, name, platform, budget, more, by, desk.now)


def _must_cost(config: "Config", platform: str, costs: set[str]) -> None:
    """Raises InputError for a platform that costs nothing, or that is not there."""
    known = sorted({*costs, *config.budget} & set(config.connectors))
    if platform in known:
        return
    shown = for_terminal(platform, 40)
    hint = f"there are: {', '.join(known)}" if known else "nothing has cost anything this month"
    raise InputError(f"`{shown}` has cost nothing this month", hint=hint)


def _say_raised(desk: Desk, platform: str, more: Decimal) -> None:
    name = title(platform)
    if not more:
        _say(f"{name} may cost no more today than its budget says.")
        return
    _say(
        f"{name} may cost {dollars(more)} more until {_end(desk, desk.now)}. New replies go by "
        "your rules again; those that came back to you stay with you: monitor inbox"
    )


def _end(desk: Desk, now: datetime) -> str:
    return when(end_of_day(now), now, desk.hours)


def _say(text: str) -> None:
    for line in hang("", text, width()):
        say(line)
