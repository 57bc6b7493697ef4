"""What stands behind every desk: its cards, its buttons, its commands, the digest."""

from collections.abc import Sequence
from functools import partial

from monitor.config.places import pause_path
from monitor.desks.room import Room
from monitor.domain.card_ports import Desk, TakesDigest
from monitor.domain.ports import AlertChannel
from monitor.domain.sheet import Sheet
from monitor.services.case_facts import CaseLook
from monitor.services.desk_cards import DeskCards
from monitor.services.desk_commands import DeskCommands
from monitor.services.digest import Digest
from monitor.services.digest_facts import DigestLook
from monitor.services.draft_facts import Drafts
from monitor.services.press_room import PressRoom
from monitor.services.presses import PressDesk
from monitor.services.review import Review
from monitor.services.sheets import DeskSheets
from monitor.services.switches import PauseFile, holds_sample
from monitor.services.turning import Turning


class Behind:
    """Everything behind one desk."""

    def __init__(self, room: Room, desk: Desk) -> None:
        sheets = sheets_of(room)
        self.cards = _cards(room, desk, sheets)
        press_room = _press_room(room)
        self.presses = PressDesk(press_room, self.cards.refresh)
        self.commands = _commands(room, press_room, sheets, self.presses)


def _cards(room: Room, desk: Desk, sheets: DeskSheets) -> DeskCards:
    return DeskCards(
        room.store,
        room.clock,
        desk,
        sheets,
        brand=room.config.brand.name,
        failpoint=room.failpoint,
    )


def sheets_of(room: Room) -> DeskSheets:
    review = Review(room.store, room.clock, room.playbook, room.policy, room.observer)
    return DeskSheets(
        room.store,
        room.clock,
        room.playbook,
        room.policy,
        review,
        room.flags,
        room.surges,
        room.incidents,
        room.senders,
        brand=room.config.brand.name,
        accounts=room.config.brand.handles,
        customers=room.customers,
    )


def _press_room(room: Room) -> PressRoom:
    return PressRoom(
        room.store,
        room.clock,
        room.playbook,
        room.policy,
        room.observer,
        brand=room.config.brand.name,
        reader=room.reader,
        senders=room.senders,
        flags=room.flags,
        incidents=room.incidents,
        surges=room.surges,
    )


def _commands(
    room: Room, press_room: PressRoom, sheets: DeskSheets, presses: PressDesk
) -> DeskCommands:
    pause_file = PauseFile(pause_path(room.config), room.clock)
    return DeskCommands(
        press_room,
        presses,
        sheets,
        Turning(room.store, room.clock, pause_file),
        partial(_report, room),
    )


def _report(room: Room, week: str) -> Sheet:
    """The weekly report; of the last full week, if none is named. Raises InputError."""
    from monitor.report import weekly_report
    from monitor.report.period import last_full_week, parse_week
    from monitor.report.sheet import as_sheet

    config, now = room.config, room.clock.now()
    zone = config.hours_table.time_zone
    with room.store.read() as tx:
        is_sample = holds_sample(tx)
    report = weekly_report(
        room.store,
        parse_week(week, zone) if week else last_full_week(now, zone),
        config.hours(),
        brand=config.brand.name,
        sample=is_sample,
        now=now,
        rules=[rule.name for rule in room.playbook.rules],
        budgets=config.budgets(),
    )
    return as_sheet(report)


def digest_of(room: Room, channels: Sequence[AlertChannel]) -> Digest | None:
    """The morning digest; None: no channel takes one."""
    able: tuple[object, ...] = tuple(channels)
    if not any(isinstance(one, TakesDigest) for one in able):
        return None
    config, look = room.config, _digest_look(room)
    at = config.alerts.morning_digest
    hours = room.policy.hours
    return Digest(room.store, room.clock, hours, look, channels, brand=look.brand, at=at)


def _digest_look(room: Room) -> DigestLook:
    review = Review(room.store, room.clock, room.playbook, room.policy, room.observer)
    drafts = Drafts(review, room.config.brand.handles)
    cases = CaseLook(room.clock, room.playbook, room.policy, drafts, room.customers)
    return DigestLook(room.clock, review, cases, brand=room.config.brand.name)
