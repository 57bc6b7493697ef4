"""Connectors: found by being there, or by entry point; loaded only when they are configured.

A connector is one file of the package `connectors`, and its name is the key in config.toml; a
leading underscore means "not a connector". A third party's package offers one under the entry
point group `complaint_monitor.connectors`. `monitor` never names one.
"""

import difflib
import pkgutil
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from types import ModuleType

from monitor.domain.account import Setup
from monitor.domain.connectors import Connector
from monitor.domain.settings import Settings
from monitor.errors import ConfigError, Problem

PACKAGE = "connectors"
GROUP = "complaint_monitor.connectors"


def connector_names() -> list[str]:
    """Every connector there is."""
    spec = find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    shipped = {module.name for module in pkgutil.iter_modules(folders)}
    offered = {entry.name for entry in entry_points(group=GROUP)}
    return sorted(name for name in shipped | offered if not name.startswith("_"))


def connect(settings: Settings) -> Connector:
    """The connector of that name, with its own settings. Raises ConfigError."""
    try:
        connector: Connector = _module(settings.name).connect(settings)
    except ModuleNotFoundError as error:
        raise ConfigError(
            problems=(
                Problem(
                    f"the library `{error.name}` is not installed",
                    where=f"[connectors.{settings.name}]",
                    hint=f"`pip install 'complaint-monitor[{settings.name}]'`, or `make run` anew",
                ),
            )
        ) from None
    return connector


def setup_of(name: str) -> Setup | None:
    """How an account of that connector is set up; None where there is none. Raises ConfigError."""
    setup = getattr(_module(name), "SETUP", None)
    return setup if isinstance(setup, Setup) else None


def _module(name: str) -> ModuleType:
    for entry in entry_points(group=GROUP, name=name):
        loaded: ModuleType = entry.load()
        return loaded
    names = connector_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        meant = f", did you mean `{near[0]}`?" if near else ""
        raise ConfigError(
            problems=(
                Problem(
                    f"unknown connector `{name}`{meant}",
                    where=f"[connectors.{name}]",
                    hint=f"there are: {', '.join(names)}",
                ),
            )
        )
    return import_module(f"{PACKAGE}.{name}")
