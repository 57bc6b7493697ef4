"""What `monitor check` says of costs that follow from what is stored."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from monitor.cli.common import opened_store, store_url_of
from monitor.cli.desk import current_clock, must_be_there
from monitor.cli.finding import Finding, ok, warning
from monitor.cli.lines import count_of
from monitor.domain.bill import dollars
from monitor.domain.connectors import Connector, PaidSweep
from monitor.errors import MonitorError
from monitor.services.sweep import posts_that_matter

if TYPE_CHECKING:
    from monitor.config import Config


def about_sweeps(
    config: "Config", given: str | None, connectors: Iterable[Connector]
) -> Iterator[Finding]:
    """What it costs to look at posts again, where the owner chose to pay for that."""
    for connector in connectors:
        # what a connector can do is asked of the object, not of its type
        able: object = connector
        if isinstance(able, PaidSweep) and able.sweeps:
            posts = _posts(config, given, connector.platforms)
            price, each = able.sweep_price(posts), able.sweep_price(1)
            check = f"{connector.name} sweep"
            words = (
                f"{count_of(posts, 'post')} to look at again ≈ {dollars(price)} a month, "
                f"{dollars(each)} each"
            )
            budget = config.budget_of(connector.name)
            if budget.is_nearly_spent(price):
                yield warning(
                    check,
                    words,
                    f"the budget is {dollars(budget.per_month)}, and near it nothing is looked at "
                    f"again: close cases that have ended, or raise `per_month` under "
                    f"[budget.{connector.name}]",
                )
            else:
                yield ok(check, words)


def _posts(config: "Config", given: str | None, platforms: tuple[str, ...]) -> int:
    try:
        must_be_there(store_url_of(config, given))
        with opened_store(config, given) as store, store.read() as tx:
            now = current_clock().now()
            return len(posts_that_matter(tx, config.brand.name, platforms, now))
    except MonitorError:
        # what is wrong with the database is a finding of its own
        return 0
