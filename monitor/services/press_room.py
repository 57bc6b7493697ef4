"""The press room: what every press at a desk works with, and how it tells times and states."""

from datetime import datetime

from monitor.domain.case import Case
from monitor.domain.clock import due
from monitor.domain.effect import Effect
from monitor.domain.flag import Flag
from monitor.domain.incident import Incident
from monitor.domain.lasting import parse_lasting
from monitor.domain.message import Message
from monitor.domain.moments import when
from monitor.domain.notice import Notice
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Observer
from monitor.domain.store_ports import Store, Tx
from monitor.services.answers import Answers
from monitor.services.asking_for_time import AskingForTime
from monitor.services.case_desk import CaseDesk
from monitor.services.decidable import known
from monitor.services.flags import Flags
from monitor.services.incidents import Incidents
from monitor.services.judging import Judge
from monitor.services.keeping_away import KeepingAway
from monitor.services.one_case import known_case
from monitor.services.own_words import OwnWords
from monitor.services.review import Review
from monitor.services.senders import Senders
from monitor.services.surges import Surges
from monitor.services.triage import Reads

#: more digits has no number of ours
DIGITS = 9
Thing = Effect | Case | Flag | Incident | Notice


class PressRoom:
    """The services behind one brand's buttons."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        playbook: Playbook,
        policy: Policy,
        observer: Observer,
        *,
        brand: str,
        reader: Reads,
        senders: Senders,
        flags: Flags,
        incidents: Incidents,
        surges: Surges,
    ) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        self.brand = brand
        self.senders = senders
        self.flags = flags
        self.incidents = incidents
        self.surges = surges
        self.review = Review(store, clock, playbook, policy, observer)
        self.judge = Judge(store, clock, playbook, policy)
        self.answers = Answers(store, clock, playbook, policy)
        self.asking = AskingForTime(store, clock, playbook, policy, self.review)
        self.cases = CaseDesk(store, clock, policy.hours)
        self.keeping_away = KeepingAway(store, clock, policy, observer)
        self.own_words = OwnWords(reader, playbook, policy, brand=brand)

    # --- what a button is about ---------------------------------------------------------------

    def thing(self, tx: Tx, subject: str) -> Thing | None:
        """What the subject names, of this brand; None: there is none."""
        letter, number = subject[:1], subject[1:]
        if not (number.isascii() and number.isdigit()) or len(number) > DIGITS:
            return None
        found = self._numbered(tx, letter, int(number))
        return found if found is not None and found.brand in ("", self.brand) else None

    def _numbered(self, tx: Tx, letter: str, number: int) -> Thing | None:
        match letter:
            case "e":
                return tx.outbox.get(number)
            case "c":
                return tx.cases.get(number)
            case "f":
                decided = tx.standings.get(number)
                return decided.flag if decided is not None else None
            case "i":
                return tx.incidents.get(number)
            case "n":
                return tx.notices.numbered(number)
            case _:
                return None

    def effect(self, number: int) -> Effect:
        """As it is now. Raises NotFound."""
        with self.store.read() as tx:
            return known(tx, number)

    def case(self, number: int) -> Case:
        """As it is now. Raises NotFound."""
        with self.store.read() as tx:
            return known_case(tx, number)

    def message(self, message_id: str) -> Message | None:
        """As it is stored."""
        with self.store.read() as tx:
            return tx.messages.get(message_id, self.brand)

    # --- times --------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.clock.now()

    def at(self, moment: datetime) -> str:
        """`11:22`; on another day `11:22 on Mon 23 Nov`; in the brand's zone."""
        told = when(moment, self.now, self.policy.hours)
        return told.removesuffix(" today")

    def by(self, moment: datetime) -> str:
        """`15:30 today`, `11:00 tomorrow`."""
        return when(moment, self.now, self.policy.hours)

    def first_deadline(self) -> datetime:
        """By when a case that begins now wants its answer."""
        return due(self.now, parse_lasting(self.policy.first_answer), self.policy.hours)

    def follow_up_at(self) -> datetime | None:
        """When somebody whose case is put right now is asked if all is well; None: never."""
        after = self.policy.follow_up_after
        return due(self.now, parse_lasting(after), self.policy.hours) if after else None
