"""What a desk is made of, and what the desks of one brand stand in."""

from dataclasses import dataclass
from typing import Protocol

from monitor.config import Config
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Failpoint, Observer
from monitor.domain.store_ports import Store
from monitor.services.desk_cards import DeskCards
from monitor.services.flags import Flags
from monitor.services.incidents import Incidents
from monitor.services.known_customers import KnowsCustomers
from monitor.services.senders import Senders
from monitor.services.surges import Surges
from monitor.services.triage import Reads


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
