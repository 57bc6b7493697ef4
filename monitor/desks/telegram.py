"""The desk in Telegram: made, and tested, as the config says."""

from collections.abc import Mapping

from monitor.config import Config
from monitor.desks.behind import Behind
from monitor.desks.room import LaidDesk, Room
from monitor.domain.approvers import Approver, Approvers
from monitor.domain.ports import Clock
from monitor.telegram.asker import Answering
from monitor.telegram.check import TelegramCheck
from monitor.telegram.client import TelegramClient
from monitor.telegram.desk import TelegramDesk
from monitor.telegram.hands import TelegramHands
from monitor.telegram.line import TelegramLine
from monitor.telegram.polling import TelegramPolling


def approvers(config: Config) -> Approvers:
    """Who may decide there."""
    table = config.alerts.telegram
    return Approvers(
        Approver(desk="telegram", place=str(table.chat), user=user, name=name)
        for user, name in table.approvers.items()
    )


def lay(room: Room) -> LaidDesk:
    """The desk. Raises ConfigError."""
    table, config, brand = room.config.alerts.telegram, room.config, room.config.brand.name
    client = TelegramClient(TelegramLine(config.secret(table.token), table.api_url), room.clock)
    users = {name: user for user, name in table.approvers.items()}
    behind = Behind(room, TelegramDesk(client, table.chat, users))
    hands = TelegramHands(
        Answering(client),
        approvers(config),
        behind.presses,
        behind.commands,
        behind.cards.sheet_at,
        room.store,
        room.clock,
        chat=table.chat,
        brand=brand,
    )
    polling = TelegramPolling(client, hands, room.store, room.clock, brand=brand)
    return LaidDesk(cards=behind.cards, line=polling)


def check(config: Config, clock: Clock, secrets: Mapping[str, str] | None = None) -> TelegramCheck:
    """Tests of what the config says of it; `secrets`: not kept yet. Raises ConfigError."""
    table = config.alerts.telegram
    token = (secrets or {}).get(table.token) or config.secret(table.token)
    client = TelegramClient(TelegramLine(token, table.api_url), clock)
    return TelegramCheck(client, table.chat, table.approvers)
