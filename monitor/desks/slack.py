"""The desk in Slack: made, and tested, as the config says."""

from collections.abc import Mapping

from monitor.config import Config
from monitor.desks.behind import Behind
from monitor.desks.room import LaidDesk, Room
from monitor.domain.approvers import Approver, Approvers
from monitor.domain.ports import Clock
from monitor.slack.answering import Answering
from monitor.slack.check import SlackCheck
from monitor.slack.client import SlackClient, web_client
from monitor.slack.desk import SlackDesk
from monitor.slack.hands import SlackHands
from monitor.slack.socket import SlackSocket


def approvers(config: Config) -> Approvers:
    """Who may decide there."""
    table = config.alerts.slack
    return Approvers(
        Approver(desk="slack", place=table.team, user=user, name=name)
        for user, name in table.approvers.items()
    )


def lay(room: Room) -> LaidDesk:
    """The desk. Raises ConfigError."""
    table, config = room.config.alerts.slack, room.config
    client = SlackClient(web_client(config.secret(table.bot_token), table.api_url), room.clock)
    users = {name: user for user, name in table.approvers.items()}
    behind = Behind(room, SlackDesk(client, table.channel, users))
    hands = SlackHands(
        Answering(client, users),
        approvers(config),
        behind.presses,
        behind.commands,
        behind.cards.show_again,
    )
    socket = SlackSocket(client.web, config.secret(table.app_token), hands)
    return LaidDesk(cards=behind.cards, line=socket)


def check(config: Config, clock: Clock, secrets: Mapping[str, str] | None = None) -> SlackCheck:
    """Tests of what the config says of it; `secrets`: not kept yet. Raises ConfigError."""

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
