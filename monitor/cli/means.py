"""Means: whether a program may keep somebody away there, and where a person does it."""

from typing import TYPE_CHECKING

from monitor.domain.effect import Action
from monitor.domain.platform import platform_named
from monitor.domain.values import Value
from monitor.domain.virtual import VirtualDelivery
from monitor.errors import MonitorError, WrongState

if TYPE_CHECKING:
    from monitor.cli.desk import Desk
    from monitor.domain.connectors import Connector


WHAT = {
    Action.MUTE: "mute an account",
    Action.BLOCK: "block an account",
    Action.HIDE: "hide a single post",
}
#: what else there is
INSTEAD = {
    Action.MUTE: "our own mute works everywhere: monitor quiet AUTHOR; or monitor block AUTHOR",
    Action.BLOCK: "our own mute works everywhere: monitor quiet AUTHOR",
    Action.HIDE: "against the account: monitor quiet AUTHOR, monitor mute AUTHOR",
}


class Means(Value):
    """What the platform allows."""

    #: where a person does it, "" where that is not known; None: the monitor does it
    link: str | None
    #: nothing leaves this machine
    is_virtual: bool = False


def means_of(desk: "Desk", action: Action, platform: str, target_id: str, handle: str) -> Means:
    """Asks the connector, not the network. Raises WrongState: there is no such thing there."""
    from monitor.services.senders import Senders

    connector = connector_of(desk, platform)
    if isinstance(connector, MonitorError):
        # the running monitor finds out
        return Means(link=None)
    senders = Senders(() if connector is None else (connector,))
    if senders.measure(platform, action) is not None:
        able: object = connector  # what a connector can do is asked of the object
        return Means(link=None, is_virtual=isinstance(able, VirtualDelivery))
    link = senders.by_hand(platform, action, target_id, handle)
    if link is None:
        raise WrongState(
            f"nobody can {WHAT[action]} on {platform_named(platform).title}",
            hint=INSTEAD[action],
        )
    return Means(link=link)


def connector_of(desk: "Desk", platform: str) -> "Connector | MonitorError | None":
    """Whoever serves that platform here; an error when it cannot be made."""
    from monitor.configured import settings_of
    from monitor.discovery import connect

    names = sorted(desk.config.connectors, key=lambda name: name != platform)
    for name in names:
        try:
            connector = connect(settings_of(desk.config, name, desk.clock))
        except MonitorError as error:
            if name == platform:
                return error
            continue
        if platform in connector.platforms:
            return connector
    return None
