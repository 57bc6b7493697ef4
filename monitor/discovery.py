"""Connectors: found by being there, or by entry point; loaded only when they are configured.

A connector is one file of the package `connectors`, and its name is the key in config.toml; a
leading underscore means "not a connector". A third party's package offers one under the entry
point group `complaint_monitor.connectors`. `monitor` never names one.
"""

import logging
import pkgutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from types import ModuleType

from monitor.domain.account import Setup
from monitor.domain.bill import ReplyPrices
from monitor.domain.connectors import Connector, Consent
from monitor.domain.links import links_in
from monitor.domain.near import nearest
from monitor.domain.platform import Platform, introduce
from monitor.domain.settings import Settings
from monitor.errors import ConfigError, Problem

log = logging.getLogger(__name__)

PACKAGE = "connectors"
GROUP = "complaint_monitor.connectors"


def connector_names() -> list[str]:
    """Every connector there is."""
    offered = {entry.name for entry in entry_points(group=GROUP)}
    return sorted(_shipped() | {name for name in offered if not name.startswith("_")})


def connect(settings: Settings) -> Connector:
    """The connector of that name, with its own settings. Raises ConfigError."""
    module = _module(settings.name)
    platform_of(settings.name)
    try:
        connector: Connector = module.connect(settings)
    except ModuleNotFoundError as error:
        message = f"the library `{error.name}` is not installed"
        raise _wrong(settings.name, message, _how_to_install(settings.name)) from None
    return connector


def setup_of(name: str) -> Setup | None:
    """How an account of that connector is set up; None where there is none. Raises ConfigError."""
    setup = getattr(_module(name), "SETUP", None)
    return setup if isinstance(setup, Setup) else None


def platform_of(name: str) -> Platform | None:
    """What a third party's connector says of its platform; None for a shipped one, and for one
    that says nothing. Raises ConfigError."""
    if name in _shipped():
        return None
    found: object = getattr(_module(name), "PLATFORM", None)
    if found is None:
        return None
    wrong = _wrong_with(found, name) if isinstance(found, Platform) else "it is no `Platform`"
    if isinstance(found, Platform) and not wrong:
        return found
    raise _wrong(
        name,
        f"the `PLATFORM` of the connector `{name}` cannot be used: {wrong}",
        "tell those who made this connector",
    )


def introduce_platforms(names: Iterable[str]) -> None:
    """What third parties' connectors say of their platforms, from now on known.

    What is wrong with one of them is told where it is connected.
    """
    for name in names:
        with suppress(ConfigError):
            platform = platform_of(name)
            if platform is not None:
                introduce(platform)


def _wrong_with(platform: Platform, name: str) -> str:
    """Why the monitor could not go by it; empty when it can."""
    if platform.name != name:
        return f"its name is `{platform.name}`"
    if not platform.title.strip() or not platform.dm_words.strip():
        return "its title or its words for a private message are empty"
    if "{" in platform.dm_words or links_in(platform.dm_words):
        return "its words for a private message hold a link or a brace"
    return "it takes no text" if platform.max_length < 1 else ""


def consent_of(settings: Settings) -> Consent:
    """One attempt at the owner's yes on the platform's page. Raises ConfigError, ConnectorError."""
    ask: Callable[[Settings], Consent] | None = getattr(_module(settings.name), "ask_consent", None)
    if ask is None:
        message = "its setup asks for a yes on a page, and it has no `ask_consent(settings)`"
        raise _wrong(settings.name, message, "tell those who made this connector")
    try:
        return ask(settings)
    except ModuleNotFoundError as error:
        message = f"the library `{error.name}` is not installed"
        raise _wrong(settings.name, message, _how_to_install(settings.name)) from None


def reply_prices_of(settings: Settings) -> ReplyPrices | None:
    """What that platform takes for a reply; None where it takes nothing. Raises ConfigError."""
    prices = getattr(_module(settings.name), "reply_prices", None)
    found = prices(settings) if callable(prices) else None
    return found if isinstance(found, ReplyPrices) else None


def _module(name: str) -> ModuleType:
    offers = list(entry_points(group=GROUP, name=name))
    is_shipped = name in _shipped()
    if len(offers) + is_shipped > 1:
        makers = [*(["the monitor itself"] if is_shipped else []), *map(_maker, offers)]
        raise _wrong(
            name,
            f"the connector `{name}` is there more than once: from {' and '.join(makers)}",
            "`pip uninstall` the package that is not meant",
        )
    if offers:
        return _loaded(offers[0])
    if is_shipped:
        return import_module(f"{PACKAGE}.{name}")
    names = connector_names()
    near = nearest(name, names)
    meant = f", did you mean `{near}`?" if near else ""
    raise _wrong(name, f"unknown connector `{name}`{meant}", f"there are: {', '.join(names)}")


def _shipped() -> set[str]:
    spec = find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    names = {module.name for module in pkgutil.iter_modules(folders)}
    return {name for name in names if not name.startswith("_")}


def _how_to_install(name: str) -> str:
    if name in _shipped():
        return f"`pip install 'complaint-monitor[{name}]'`, or `make run` anew"
    makers = " and ".join(_maker(offer) for offer in entry_points(group=GROUP, name=name))
    return f"{makers} needs it: install that package anew, with what it depends on"


# --- of a third party -------------------------------------------------------------------------


def _loaded(offer: EntryPoint) -> ModuleType:
    try:
        module: ModuleType = offer.load()
    # a stranger's module may raise anything; its owner needs to know which package it is
    except Exception as error:
        log.debug("%s could not be loaded", offer.value, exc_info=True)
        raise _wrong(
            offer.name,
            f"the connector `{offer.name}` of {_maker(offer)} cannot be loaded: "
            f"{type(error).__name__}: {error}",
            f"install the package anew, or tell those who made it (`{offer.value}`)",
        ) from error
    if not callable(getattr(module, "connect", None)):
        raise _wrong(
            offer.name,
            f"the connector `{offer.name}` of {_maker(offer)} has no `connect(settings)`",
            f"its entry point has to name a module that has one, and names `{offer.value}`",
        )
    return module


def _maker(offer: EntryPoint) -> str:
    """The package that offers it."""
    return f"`{offer.dist.name} {offer.dist.version}`" if offer.dist is not None else "a package"


def _wrong(name: str, message: str, hint: str) -> ConfigError:
    return ConfigError(problems=(Problem(message, where=f"[connectors.{name}]", hint=hint),))
