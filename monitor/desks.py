"""The owner's desks: made of what the config names, with everything behind their buttons.

A desk is two things: its cards, an alert channel like others, and what people press there, which
comes over a line that the desk itself keeps open while the daemon runs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from monitor.config import Config
from monitor.config.places import pause_path
from monitor.domain.approvers import Approver, Approvers
from monitor.domain.card_ports import Desk, TakesDigest
from monitor.domain.connectors import AccountCheck
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import AlertChannel, Clock, Failpoint, Observer
from monitor.domain.sheet import Sheet
from monitor.domain.store_ports import Store
from monitor.errors import ConfigError, Problem
from monitor.services.case_facts import CaseLook
from monitor.services.desk_cards import DeskCards
from monitor.services.desk_commands import DeskCommands
from monitor.services.digest import Digest
from monitor.services.digest_facts import DigestLook
from monitor.services.draft_facts import Drafts
from monitor.services.flags import Flags
from monitor.services.incidents import Incidents
from monitor.services.known_customers import KnowsCustomers
from monitor.services.press_room import PressRoom
from monitor.services.presses import PressDesk
from monitor.services.review import Review
from monitor.services.senders import Senders
from monitor.services.sheets import DeskSheets
from monitor.services.surges import Surges
from monitor.services.switches import PauseFile, holds_sample
from monitor.services.triage import Reads
from monitor.services.turning import Turning

if TYPE_CHECKING:
    from monitor.slack.check import SlackCheck
    from monitor.telegram.check import TelegramCheck


class Line(Protocol):
    """What brings the presses."""

    def start(self) -> None:
        """Returns at once, whether the desk can be reached or not."""
        ...

    def stop(self) -> None:
        """After what is in hand."""
        ...


@dataclass(frozen=True)
class LaidDesk:
    """One desk."""

    cards: DeskCards
    line: Line


@dataclass(frozen=True, kw_only=True)
class Room:
    """What the desks of one brand stand in."""

    config: Config
    store: Store
    clock: Clock
    playbook: Playbook
    policy: Policy
    observer: Observer
    reader: Reads
    senders: Senders
    flags: Flags
    incidents: Incidents
    surges: Surges
    customers: KnowsCustomers
    failpoint: Failpoint


def desks_of(room: Room, names: Iterable[str]) -> tuple[LaidDesk, ...]:
    """Each desk that is named. Raises ConfigError, with every problem."""
    makers = {"slack": _slack, "telegram": _telegram}
    problems: list[Problem] = []
    laid: list[LaidDesk] = []
    for name in names:
        if name not in makers:
            continue
        try:
            laid.append(makers[name](room))
        except ConfigError as error:
            problems += error.problems or [Problem(error.message, hint=error.hint or "")]
    if problems:
        raise ConfigError(problems=tuple(problems))
    return tuple(laid)


def slack_approvers(config: Config) -> Approvers:
    """Who may decide in Slack."""
    table = config.alerts.slack
    return Approvers(
        Approver(desk="slack", place=table.team, user=user, name=name)
        for user, name in table.approvers.items()
    )


def telegram_approvers(config: Config) -> Approvers:
    """Who may decide in Telegram."""
    table = config.alerts.telegram
    return Approvers(
        Approver(desk="telegram", place=str(table.chat), user=user, name=name)
        for user, name in table.approvers.items()
    )


def _slack(room: Room) -> LaidDesk:
    from monitor.slack.answering import Answering
    from monitor.slack.client import SlackClient, web_client
    from monitor.slack.desk import SlackDesk
    from monitor.slack.hands import SlackHands
    from monitor.slack.socket import SlackSocket

    table, config = room.config.alerts.slack, room.config
    client = SlackClient(web_client(config.secret(table.bot_token), table.api_url), room.clock)
    users = {name: user for user, name in table.approvers.items()}
    sheets = _sheets(room)
    cards = _cards(room, SlackDesk(client, table.channel, users), sheets)
    press_room = _press_room(room)
    presses = PressDesk(press_room, cards.refresh)
    hands = SlackHands(
        Answering(client, users),
        slack_approvers(config),
        presses,
        _commands(room, press_room, sheets, presses),
        cards.show_again,
    )
    socket = SlackSocket(client.web, config.secret(table.app_token), hands)
    return LaidDesk(cards=cards, line=socket)


def _telegram(room: Room) -> LaidDesk:
    from monitor.telegram.asker import Answering
    from monitor.telegram.client import TelegramClient
    from monitor.telegram.desk import TelegramDesk
    from monitor.telegram.hands import TelegramHands
    from monitor.telegram.line import TelegramLine
    from monitor.telegram.polling import TelegramPolling

    table, config, brand = room.config.alerts.telegram, room.config, room.config.brand.name
    client = TelegramClient(TelegramLine(config.secret(table.token), table.api_url), room.clock)
    users = {name: user for user, name in table.approvers.items()}
    sheets = _sheets(room)
    cards = _cards(room, TelegramDesk(client, table.chat, users), sheets)
    press_room = _press_room(room)
    presses = PressDesk(press_room, cards.refresh)
    hands = TelegramHands(
        Answering(client),
        telegram_approvers(config),
        presses,
        _commands(room, press_room, sheets, presses),
        cards.sheet_at,
        room.store,
        room.clock,
        chat=table.chat,
        brand=brand,
    )
    polling = TelegramPolling(client, hands, room.store, room.clock, brand=brand)
    return LaidDesk(cards=cards, line=polling)


def slack_check(
    config: Config, clock: Clock, secrets: Mapping[str, str] | None = None
) -> "SlackCheck":
    """Tests of what the config says of Slack; `secrets`: not kept yet. Raises ConfigError."""
    from monitor.slack.check import SlackCheck
    from monitor.slack.client import SlackClient, web_client

    table, given = config.alerts.slack, secrets or {}
    bot, app = (
        given.get(name) or config.secret(name) for name in (table.bot_token, table.app_token)
    )
    return SlackCheck(
        SlackClient(web_client(bot, table.api_url), clock),
        app,
        team=table.team,
        channel=table.channel,
        approvers=table.approvers,
    )


def telegram_check(
    config: Config, clock: Clock, secrets: Mapping[str, str] | None = None
) -> "TelegramCheck":
    """Tests of what the config says of Telegram; `secrets`: not kept yet. Raises ConfigError."""
    from monitor.telegram.check import TelegramCheck
    from monitor.telegram.client import TelegramClient
    from monitor.telegram.line import TelegramLine

    table = config.alerts.telegram
    token = (secrets or {}).get(table.token) or config.secret(table.token)
    client = TelegramClient(TelegramLine(token, table.api_url), clock)
    return TelegramCheck(client, table.chat, table.approvers)


def _cards(room: Room, desk: Desk, sheets: DeskSheets) -> DeskCards:
    return DeskCards(
        room.store,
        room.clock,
        desk,
        sheets,
        brand=room.config.brand.name,
        failpoint=room.failpoint,
    )


def _sheets(room: Room) -> DeskSheets:
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


#: what `monitor check` tests of a desk
CHECKS: Mapping[str, Callable[[Config, Clock], AccountCheck]] = {
    "slack": slack_check,
    "telegram": telegram_check,
}
