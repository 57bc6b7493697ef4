"""What a test sees of Slack: one message as it stands, one envelope as it went out."""

from dataclasses import dataclass

from tests.simulators.server import Fields
from tests.simulators.slack_mrkdwn import Link, Read
from tests.simulators.slack_said import read_message
from tests.simulators.slack_screen import screen


@dataclass(frozen=True)
class Post:
    """One message, with all that is known of it."""

    fields: Fields

    @property
    def ts(self) -> str:
        return str(self.fields["ts"])

    @property
    def text(self) -> str:
        return str(self.fields["text"])

    @property
    def blocks(self) -> list[Fields]:
        return list(self.fields["blocks"])

    @property
    def metadata(self) -> Fields | None:
        found: Fields | None = self.fields["metadata"]
        return found

    @property
    def thread_ts(self) -> str:
        return str(self.fields["thread_ts"])

    @property
    def only_for(self) -> str:
        """The user who alone sees it; empty: everybody does."""
        return str(self.fields["only_for"])

    @property
    def is_gone(self) -> bool:
        return bool(self.fields["is_gone"])

    @property
    def versions(self) -> list[Fields]:
        """What stood there before, oldest first."""
        return list(self.fields["versions"])

    @property
    def asked(self) -> Fields:
        """`unfurl_links`, `link_names` and the like, as they came."""
        return dict(self.fields["asked"])

    @property
    def words(self) -> str:
        """Every text in its blocks, in order, a line each."""
        return "\n".join(texts(self.blocks))

    @property
    def screen(self) -> str:
        """Drawn as plain lines, for a snapshot."""
        return screen(self.blocks, self.text)

    @property
    def read(self) -> Read:
        """All that it would do as it stands: pings, links, problems, images, emoji, styles."""
        return read_message(self.text, self.blocks, self.asked)

    @property
    def pings(self) -> list[str]:
        """Whom it would ping."""
        return self.read.pings

    @property
    def links(self) -> list[Link]:
        """Where it leads, buttons too; those that a client would make by itself are marked."""
        return self.read.links

    @property
    def problems(self) -> list[str]:
        """What a strict reader finds wrong in its texts, and in those that stood there before."""
        return self.ever.problems

    @property
    def ever(self) -> Read:
        """The same as `read`, of everything that ever stood there."""
        found = self.read
        for version in self.versions:
            found += read_message(version["text"], version["blocks"], self.asked)
        return found

    @property
    def buttons(self) -> dict[str, str]:
        """What can be pressed or chosen: action id → what stands on it."""
        return {
            one["action_id"]: str(one.get("text", {}).get("text", one["type"]))
            for one in elements(self.blocks)
            if "action_id" in one
        }


@dataclass(frozen=True)
class Envelope:
    """Something somebody did, on its way to the app."""

    fields: Fields

    @property
    def id(self) -> str:
        return str(self.fields["id"])

    @property
    def payload(self) -> Fields:
        return dict(self.fields["said"]["payload"])

    @property
    def sent_to(self) -> list[int | None]:
        """The connection of each delivery; None where nobody listened."""
        return list(self.fields["sent_to"])

    @property
    def is_delivered(self) -> bool:
        return any(one is not None for one in self.sent_to)

    @property
    def acks(self) -> list[Fields]:
        return list(self.fields["acks"])

    @property
    def refused(self) -> Fields | None:
        """Why Slack could do nothing with what the app answered."""
        found: Fields | None = self.fields["refused"]
        return found


def elements(blocks: list[Fields]) -> list[Fields]:
    """Everything in those blocks that has a type of its own, in order."""
    found: list[Fields] = []
    for block in blocks:
        parts = (*block.get("elements", []), block.get("accessory"), block.get("element"))
        found += [one for one in parts if isinstance(one, dict)]
    return found


def texts(blocks: list[Fields]) -> list[str]:
    """Every text that a person reads in those blocks, in order, but what stands on buttons."""
    found: list[str] = []
    for block in blocks:
        parts = [block.get("text"), block.get("title"), block.get("label"), block.get("hint")]
        parts += [*block.get("fields", [])]
        if block["type"] == "context":
            parts += block["elements"]
        found += [_text(one) for one in parts if one]
    return [one for one in found if one]


def _text(part: object) -> str:
    if isinstance(part, dict):
        return str(part.get("text", part.get("alt_text", "")))
    return str(part)
