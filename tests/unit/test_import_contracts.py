"""The contracts of pyproject.toml name every library that only connectors may know."""

import ast
import sys
import tomllib
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
#: no platform's: whoever needs it may import it
COMMON = {"msgspec", "regex"}


def test_every_library_of_a_connector_is_forbidden_to_the_monitor() -> None:
    ours = {"monitor", "connectors", *sys.stdlib_module_names}
    libraries = {
        name
        for file in (CHECKOUT / "connectors").rglob("*.py")
        for name in _imported(file.read_text(encoding="utf-8"))
        if name not in ours | COMMON
    }

    assert {"praw", "tweepy", "mastodon", "atproto_client", "feedparser"} <= libraries
    for contract in ("platforms", "domain"):
        assert libraries - set(_contract(contract)["forbidden_modules"]) == set()


def _imported(source: str) -> set[str]:
    """The packages that a file names, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


# Any: what TOML holds has no types
def _contract(name: str) -> dict[str, Any]:
    told = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    return next(one for one in told["tool"]["importlinter"]["contracts"] if one["id"] == name)
