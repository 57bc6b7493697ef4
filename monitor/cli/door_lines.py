"""Our own doors in words: where customers can write to us in private, and how we know."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.cli.lines import keep, title
from monitor.domain.clock import Hours
from monitor.domain.door import Door, DoorState
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.domain.platform import platform_named
from monitor.domain.values import Value

if TYPE_CHECKING:
    from monitor.config import Config

#: what follows from a door that is not open
WAITS = "a reply that invites them waits for your yes"
COUNTS_AS_OPEN = "counts as open everywhere: this is the sample, and nothing leaves this machine"


class OurDoor(Value):
    """One platform, and what is known of our door there; None: nothing."""

    platform: str
    door: Door | None = None

    @property
    def state(self) -> DoorState:
        """Open, closed or unknown."""
        return self.door.state if self.door is not None else DoorState.UNKNOWN


def platforms_with_doors(config: "Config") -> tuple[str, ...]:
    """Where we are read and may be answered; a message file is no place."""
    from monitor.config.model import REPLAY

    return tuple(
        name for name in config.connectors if name != REPLAY and platform_named(name).has_replies
    )


def our_doors(platforms: Iterable[str], known: dict[str, Door]) -> tuple[OurDoor, ...]:
    """Each platform, and those of which something is known besides."""
    names = dict.fromkeys((*platforms, *known))
    return tuple(OurDoor(platform=name, door=known.get(name)) for name in names)


def how_known(door: Door, now: datetime, hours: Hours) -> str:
    """`Jo said so at 10:00 today`, `tested at 10:00 today`."""
    at = when(door.at, now, hours)
    return (
        f"{for_terminal(door.said_by, 40)} said so at {at}" if door.said_by else f"tested at {at}"
    )


def ask_words(platform: str) -> str:
    """How the owner says what nobody else can find out."""
    said = keep(f"monitor door {for_terminal(platform, 40)} open")
    return f"{said}, or {keep('closed')}"


def door_words(ours: OurDoor, now: datetime, hours: Hours) -> str:
    """How it stands on one platform, and what to do about it."""
    name = title(ours.platform)
    match ours.state:
        case DoorState.OPEN:
            assert ours.door is not None
            return f"{name}: open, {how_known(ours.door, now, hours)}"
        case DoorState.CLOSED:
            assert ours.door is not None
            how = how_known(ours.door, now, hours)
            return f"{name}: CLOSED, {how}. Customers cannot write to you in private there"
        case DoorState.UNKNOWN:
            return f"{name}: can customers write to you in private? {ask_words(ours.platform)}"


def doors_json(doors: Iterable[OurDoor]) -> list[dict[str, object]]:
    """Each with the keys of DOOR_KEYS."""
    from monitor.cli.as_json import moment

    return [
        {
            "platform": ours.platform,
            "door": ours.state.value,
            "at": moment(ours.door.at) if ours.door is not None else None,
            "said_by": ours.door.said_by if ours.door is not None else "",
        }
        for ours in doors
    ]


def door_rows(
    doors: Iterable[OurDoor], now: datetime, hours: Hours, *, is_sample: bool
) -> Iterator[str]:
    """Each door in a line of its own."""
    if is_sample:
        yield COUNTS_AS_OPEN
        return
    for ours in doors:
        yield door_words(ours, now, hours)
