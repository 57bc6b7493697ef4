"""One call of a method, and how its arguments are read."""

from dataclasses import dataclass
from typing import Any

from tests.simulators.server import Fields
from tests.simulators.slack_workspace import SlackError, Workspace


@dataclass(frozen=True)
class Call:
    """Who asks, and for what."""

    workspace: Workspace
    args: Fields

    # Any: whatever came; the method looks at it
    def get(self, key: str) -> Any:
        return self.args.get(key)

    def text(self, key: str) -> str:
        return str(self.args.get(key) or "")

    def flag(self, key: str) -> bool:
        """True and false come as such, or as 1 and 0, or in words."""
        return self.args.get(key) in (True, "1", "true", 1)

    def number(self, key: str, default: int) -> int:
        try:
            return int(self.args.get(key, default))
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments") from None


def page(rows: list[Fields], call: Call, *, default: int, most: int) -> tuple[list[Fields], str]:
    """One page of a listing, and where the next begins; empty at the end."""
    limit = min(call.number("limit", default) or default, most)
    cursor = call.text("cursor")
    if cursor and not cursor.startswith("next:"):
        raise SlackError("invalid_cursor")
    start = int(cursor.removeprefix("next:") or 0)
    end = start + limit
    return rows[start:end], f"next:{end}" if end < len(rows) else ""
