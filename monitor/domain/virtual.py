"""Virtual delivery: words that are said into a list, found there, and go nowhere; and measures that
are taken against nobody."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from monitor.domain.connectors import Measure
from monitor.domain.delivery import (
    Absent,
    Delivered,
    Found,
    Outcome,
    Outgoing,
    Sighting,
    Wire,
)
from monitor.domain.effect import MEASURES, Action
from monitor.domain.ports import Clock
from monitor.domain.values import Value


class Posted(Value):
    """One word that would be out by now."""

    posted_id: str
    outgoing: Outgoing
    at: datetime


_outgoing = msgspec.json.Decoder(Outgoing)
#: begins the id of what is not there
_VIRTUAL = "virtual-"


def is_virtual(posted_id: str) -> bool:
    """Nothing of that id has left this machine."""
    return posted_id.partition(":")[2].startswith(_VIRTUAL)


class VirtualMeasure:
    """Keeps nobody away."""

    def __init__(self) -> None:
        #: of every call that changed something: what it did, to whom
        self.log: list[tuple[str, str]] = []
        self._on: set[str] = set()

    def do(self, target_id: str) -> Outcome:
        if target_id not in self._on:
            self.log.append(("do", target_id))
        self._on.add(target_id)
        return _pretended(target_id)

    def undo(self, target_id: str) -> Outcome:
        if target_id in self._on:
            self.log.append(("undo", target_id))
        self._on.discard(target_id)
        return _pretended(target_id)

    def is_on(self, target_id: str) -> bool | None:
        return target_id in self._on


def _pretended(target_id: str) -> Delivered:
    platform, _, native = target_id.partition(":")
    return Delivered(posted_id=f"{platform}:{_VIRTUAL}{native}")


class VirtualDelivery:
    """Says words into a list."""

    #: what is said shows at once
    read_delay = timedelta(0)

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        #: everything said, oldest first; private words and what was taken back too
        self.public: list[Posted] = []
        self._taken_back: set[str] = set()
        self.measures: Mapping[Action, Measure] = {
            action: VirtualMeasure() for action in sorted(MEASURES)
        }

    def prepare(self, outgoing: Outgoing) -> Wire:
        return Wire(payload=msgspec.json.encode(outgoing))

    def send(self, wire: Wire) -> Outcome:
        outgoing = _outgoing.decode(wire.payload)
        posted_id = f"{outgoing.platform}:{_VIRTUAL}{outgoing.effect_id}"
        again = sum(posted.outgoing.effect_id == outgoing.effect_id for posted in self.public)
        if again:
            posted_id += f"-{again + 1}"
        self.public.append(Posted(posted_id=posted_id, outgoing=outgoing, at=self.clock.now()))
        return Delivered(posted_id=posted_id)

    def find(self, wire: Wire, since: datetime) -> Sighting:
        wanted = _outgoing.decode(wire.payload)
        for posted in self.public:
            is_gone = posted.posted_id in self._taken_back
            if posted.outgoing == wanted and posted.at >= since and not is_gone:
                return Found(posted_id=posted.posted_id)
        return Absent(looked_at=self.clock.now())

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        for posted in self.public:
            said = posted.outgoing
            if said.action is not action or posted.at < since:
                continue
            is_direct = action is Action.DIRECT_MESSAGE
            is_it = said.author_id == author_id if is_direct else said.message_id == message_id
            if is_it and posted.posted_id not in self._taken_back:
                return Found(posted_id=posted.posted_id, text=said.text)
        return Absent(looked_at=self.clock.now())

    def prepare_direct(self, outgoing: Outgoing) -> Wire:
        return self.prepare(outgoing)

    def send_direct(self, wire: Wire) -> Outcome:
        return self.send(wire)

    def find_direct(self, wire: Wire, since: datetime) -> Sighting:
        return self.find(wire, since)

    def retract(self, posted_id: str) -> Outcome:
        self._taken_back.add(posted_id)
        return Delivered(posted_id=posted_id)

    def is_gone(self, posted_id: str) -> bool:
        said = {posted.posted_id for posted in self.public}
        return posted_id not in said - self._taken_back

    # nobody has to do by hand what is only pretended
    def by_hand(self, action: Action, target_id: str, handle: str) -> str:  # noqa: ARG002
        return ""
