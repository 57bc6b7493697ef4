"""The menu of commands that Telegram shows beside the field to write in."""

from collections.abc import Mapping
from typing import Final

#: name → what it does; a test holds the names to what a desk understands
MENU: Final[Mapping[str, str]] = {
    "status": "what runs, what is wrong, what waits",
    "inbox": "what waits for you",
    "cases": "every open case",
    "case": "the card of a case: /case 7",
    "resolve": "close a case: /resolve 7",
    "find": "somebody's cases: /find @handle",
    "why": "why it was decided so: /why e12",
    "pause": "nothing is sent: /pause 30 for 30 minutes",
    "resume": "sending goes on",
    "away": "nobody answers before that day: /away until Thu",
    "report": "the report of the last week",
    "cancel": "never mind the open question",
    "help": "every command",
}
