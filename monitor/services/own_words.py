"""Own words: a person's text, read as a stranger would read it, before it is said."""

from datetime import datetime

from monitor.domain.message import Author, Message
from monitor.domain.own_text import OwnText, look_at
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.services.triage import Reads


class OwnWords:
    """Looks at what people of one brand write."""

    def __init__(self, reader: Reads, playbook: Playbook, policy: Policy, *, brand: str) -> None:
        self.reader = reader
        self.playbook = playbook
        self.policy = policy
        self.brand = brand

    def look(self, text: str, message: Message | None, now: datetime) -> OwnText:
        """`message`: what it answers; None: nothing that is known."""
        platform = platform_named(message.platform if message is not None else "x")
        is_private = message is not None and message.is_direct
        return look_at(
            text,
            self.reader.read(self._as_message(text, platform.name, now)),
            platform.in_private if is_private else platform,
            refuse=self.playbook.refuse,
            ask=self.playbook.ask,
            temper=self.playbook.temper,
            exempt=self.playbook.exempt,
            handle=message.author.handle if message is not None else "",
            is_private=is_private,
            is_late=not self.policy.hours.may_acknowledge(now),
        )

    def _as_message(self, text: str, platform: str, now: datetime) -> Message:
        """Our own words as the reader takes them."""
        return Message(
            id=f"{platform}:own",
            brand=self.brand,
            platform=platform,
            author=Author(id=f"{platform}:own", platform=platform, handle="", name=""),
            text=text,
            created_at=now,
            seen_at=now,
            from_brand=True,
        )
