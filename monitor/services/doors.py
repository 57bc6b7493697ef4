"""Doors: what is known of our own doors, for decisions, and what the test of an account adds."""

from collections.abc import Iterable
from datetime import datetime

from monitor.domain.account import Checked, Topic
from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.door import Door, DoorState, known_after
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx


class Doors:
    """Our own doors at one moment, one brand."""

    def __init__(self, tx: Tx, brand: str, policy: Policy) -> None:
        self._all_open = policy.doors_count_as_open
        self._known = {} if self._all_open else tx.platforms.doors(brand)

    def state(self, platform: str) -> DoorState:
        """Whether a stranger can write to us there."""
        if self._all_open:
            return DoorState.OPEN
        door = self._known.get(platform)
        return door.state if door is not None else DoorState.UNKNOWN


def doors_found(
    platforms: Iterable[str], findings: Iterable[Checked], now: datetime
) -> tuple[Door, ...]:
    """What a test of an account found out about our door there; none when it could not tell."""
    told = [one.is_open for one in findings if one.topic is Topic.DOOR and one.is_open is not None]
    if not told:
        return ()
    return tuple(Door(platform=name, is_open=all(told), at=now) for name in platforms)


def tell_doors(tx: Tx, brand: str, told: Iterable[Door]) -> dict[str, Door]:
    """Keeps what was told, as far as it counts; what is known now, by platform."""
    known = tx.platforms.doors(brand)
    for door in told:
        before = known.get(door.platform)
        known[door.platform] = after = known_after(before, door)
        if after == before:
            continue
        tx.platforms.know_door(brand, after)
        if before is None or (after.state, after.said_by) != (before.state, before.said_by):
            _write_down(tx, brand, after.platform, after.state, after.at, after.said_by)
    return known


def forget_door(tx: Tx, brand: str, platform: str, by: str, now: datetime) -> None:
    """Nobody knows any more."""
    if tx.platforms.forget_door(brand, platform):
        _write_down(tx, brand, platform, DoorState.UNKNOWN, now, by)


def _write_down(tx: Tx, brand: str, platform: str, state: DoorState, at: datetime, by: str) -> None:
    tx.audit.write(
        AuditEntry(
            brand=brand,
            at=at,
            actor=by or MACHINE,
            action=AuditAction.DOOR,
            subject=platform,
            reason=state.value,
        )
    )
