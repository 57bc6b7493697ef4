"""The connectors that a config names: made, and what they cost."""

from collections.abc import Iterable

from monitor.config import Config
from monitor.discovery import connect, reply_prices_of
from monitor.domain.bill import ReplyPrices
from monitor.domain.connectors import Connector, Metered
from monitor.domain.policy import Budget
from monitor.domain.ports import Clock
from monitor.domain.settings import Settings
from monitor.errors import ConfigError


def connectors_of(config: Config, clock: Clock) -> list[Connector]:
    """Every configured connector. Raises ConfigError."""
    return [connect(settings_of(config, name, clock)) for name in config.connectors]


def settings_of(config: Config, name: str, clock: Clock) -> Settings:
    """What a configured connector is given."""
    return Settings(
        name,
        config.connectors[name].settings,
        brand=config.brand.name,
        clock=clock,
        folder=config.folder,
        account=config.brand.handles.get(name, ""),
        secrets=config.find_secret,
    )


def budgets_of(config: Config, connectors: Iterable[Connector]) -> dict[str, Budget]:
    """What the connectors that cost money may cost; one platform each."""
    # what a connector can do is asked of the object, not of its type
    able: Iterable[object] = connectors
    return {
        platform: config.budget_of(platform)
        for connector, one in zip(connectors, able, strict=True)
        if isinstance(one, Metered)
        for platform in connector.platforms
    }


def prices_of(config: Config, clock: Clock) -> dict[str, ReplyPrices]:
    """What a reply costs, by platform, where it costs something. No secret is needed for it."""
    found = {}
    for name in config.connectors:
        try:
            prices = reply_prices_of(settings_of(config, name, clock))
        except ConfigError:
            # what is wrong with a connector is told where it is made
            continue
        if prices is not None:
            found[name] = prices
    return found
