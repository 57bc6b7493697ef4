"""Doors: what is known of our own doors, for decisions, and what the test of an account adds."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.domain.account import Checked, Topic
from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.connectors import DoorCheck
from monitor.domain.door import Door, DoorState, known_after
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.platform import platform_named
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store, Tx


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
        if door.is_open or door.said_by:
            tx.notices.end(brand, _key(door.platform), door.at)
        before = known.get(door.platform)
        known[door.platform] = after = known_after(before, door)
        if after == before:
            continue
        tx.platforms.know_door(brand, after)
        if before is None or (after.state, after.said_by) != (before.state, before.said_by):
            _write_down(tx, brand, after.platform, after.state, after.at, after.said_by)
    return known


class DoorWatch:
    """Tests the doors of one brand again and again: settings are changed without a word to us."""

    def __init__(self, store: Store, clock: Clock, *, brand: str) -> None:
        self.store = store
        self.clock = clock
        self.brand = brand

    def due(self, platforms: Sequence[str], connector: object) -> None:
        """One test, where the connector knows how; a door found closed is told to the owner."""
        if not isinstance(connector, DoorCheck):
            return
        now = self.clock.now()
        told = doors_found(platforms, (connector.check_door(),), now)
        if not told:
            return
        with self.store.begin() as tx:
            known = tell_doors(tx, self.brand, told)
            for door in told:
                # what a person closed, they know
                if not known[door.platform].is_open and not known[door.platform].said_by:
                    tx.notices.open(self._notice(door.platform, now))

    def _notice(self, platform: str, now: datetime) -> Notice:
        title = platform_named(platform).title
        return Notice(
            brand=self.brand,
            key=_key(platform),
            kind=NoticeKind.DOOR,
            headline=f"Customers cannot write to you in private on {title}",
            text="Replies invite them to, so each of those waits for your yes now.",
            fix="`monitor check` says where to open it",
            began_at=now,
            due_at=now,
        )


def _key(platform: str) -> str:
    return f"door {platform}"


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
