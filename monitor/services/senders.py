"""Senders: which connector says a word, or takes a measure, on which platform."""

from datetime import datetime, timedelta

from monitor.domain.connectors import (
    Connector,
    DirectMessenger,
    Guard,
    Measure,
    Recaller,
    Replier,
    Retractor,
)
from monitor.domain.delivery import NotVisible, Outcome, Outgoing, Refused, Sighting, Wire
from monitor.domain.effect import PUBLIC, Action, Effect
from monitor.domain.platform import platform_named

#: absence counts only after the platform's read delay: two looks this far apart
READ_DELAY = timedelta(seconds=30)


class Senders:
    """The connectors by platform, asked for what they can do."""

    def __init__(self, connectors: tuple[Connector, ...] = ()) -> None:
        # what a connector can do is asked of the object, not of its type
        self._by_platform: dict[str, object] = {
            platform: connector for connector in connectors for platform in connector.platforms
        }

    def prepare(self, outgoing: Outgoing) -> Wire | Refused:
        """The exact bytes, or why this platform takes no such word from us."""
        connector = self._by_platform.get(outgoing.platform)
        if outgoing.action in PUBLIC and isinstance(connector, Replier):
            return connector.prepare(outgoing)
        if outgoing.action is Action.DIRECT_MESSAGE and isinstance(connector, DirectMessenger):
            return connector.prepare_direct(outgoing)
        return Refused(why=f"nothing configured can send this on {outgoing.platform}")

    def send(self, platform: str, action: Action, wire: Wire) -> Outcome:
        """One attempt."""
        connector = self._by_platform.get(platform)
        if action in PUBLIC and isinstance(connector, Replier):
            return connector.send(wire)
        if action is Action.DIRECT_MESSAGE and isinstance(connector, DirectMessenger):
            return connector.send_direct(wire)
        return Refused(why=f"nothing configured can send this on {platform}")

    def find(self, platform: str, action: Action, wire: Wire, since: datetime) -> Sighting:
        """Whether it is there."""
        connector = self._by_platform.get(platform)
        if action in PUBLIC and isinstance(connector, Replier):
            return connector.find(wire, since)
        if action is Action.DIRECT_MESSAGE and isinstance(connector, DirectMessenger):
            return connector.find_direct(wire, since)
        return NotVisible(why=f"nothing configured can look on {platform}")

    def recall(self, effect: Effect, since: datetime) -> Sighting:
        """Whether anything of ours answers the same, whatever it says."""
        connector = self._by_platform.get(effect.platform)
        if effect.action is Action.ANSWER:
            # by what it answers, the acknowledgement would be found
            return NotVisible(
                why="whether an answer of yours from before is there, only you can see"
            )
        if isinstance(connector, Recaller):
            return connector.recall(effect.action, effect.message_id, effect.author_id, since)
        return NotVisible(
            why="a backup was restored, and this platform cannot be asked what was said before it"
        )

    def read_delay(self, platform: str) -> timedelta:
        """How long a platform may take to show what it accepted; a connector may know better."""
        delay = getattr(self._by_platform.get(platform), "read_delay", READ_DELAY)
        return delay if isinstance(delay, timedelta) else READ_DELAY

    def retractor(self, platform: str) -> Retractor | None:
        """Who can take a word back there."""
        connector = self._by_platform.get(platform)
        return connector if isinstance(connector, Retractor) else None

    def measure(self, platform: str, action: Action) -> Measure | None:
        """The means itself; None where a program is given none."""
        connector = self._by_platform.get(platform)
        return connector.measures.get(action) if isinstance(connector, Guard) else None

    def by_hand(self, platform: str, action: Action, target_id: str, handle: str) -> str | None:
        """Where a person does it; "" where that is not known, None where there is no such thing."""
        connector = self._by_platform.get(platform)
        if isinstance(connector, Guard):
            return connector.by_hand(action, target_id, handle) or None
        if action is Action.HIDE or not handle:
            return ""
        return platform_named(platform).profile_url.replace("{handle}", handle.removeprefix("@"))


def outgoing(effect: Effect, text: str, now: datetime) -> Outgoing:
    """What a connector is told of an effect that is to leave with this text."""
    return Outgoing(
        action=effect.action,
        brand=effect.brand,
        platform=effect.platform,
        effect_id=effect.id,
        message_id=effect.message_id,
        author_id=effect.author_id,
        handle=effect.slots.handle,
        conversation_id=effect.conversation_id,
        text=text,
        at=now,
    )
