"""Sheets: what lies on a desk under a key, worked out anew from the store each time.

    case c41     a case, from its first alert to a week after its end
    flag f3      somebody who needs a look
    effect e12   an alert about a message that belongs to no case
    incident i1  one cause behind many cases
    notice n4    what the owner should know about the monitor itself

What is quiet gets no card of its own: the morning digest tells it.
"""

from collections.abc import Callable, Mapping

from monitor.cards.alert_line import alert_line
from monitor.cards.case_card import case_card
from monitor.cards.flag_card import flag_card
from monitor.cards.incident_card import incident_card
from monitor.cards.lone_card import LoneFacts, lone_card
from monitor.cards.notice_card import notice_card
from monitor.cards.surge_card import surge_card
from monitor.domain.effect import Action, Effect, Urgency
from monitor.domain.measure import Stage, stage_of
from monitor.domain.notice import Notice
from monitor.domain.playbook import Playbook
from monitor.domain.policy import NOBODY_NAMED, Policy
from monitor.domain.ports import Card, Clock
from monitor.domain.sheet import Sheet
from monitor.domain.store_ports import Store, Tx
from monitor.services.case_facts import ALIVE, CaseLook
from monitor.services.draft_facts import Drafts
from monitor.services.flag_alert import NEWS
from monitor.services.flag_facts import FlagLook
from monitor.services.flags import Flags
from monitor.services.fresh_sheets import FreshSheets
from monitor.services.incidents import Incidents
from monitor.services.known_customers import NOBODY_KNOWN, KnowsCustomers
from monitor.services.measure_ends import NEWS as MEASURE
from monitor.services.review import Review
from monitor.services.senders import Senders
from monitor.services.storm_facts import IncidentLook, SurgeLook
from monitor.services.surges import Surges
from monitor.services.switches import holds_sample

#: a person's hand is needed
BY_HAND = frozenset({Stage.BY_HAND, Stage.UNDO_BY_HAND})
#: makes the sheet of a key from what stands behind its first word
Maker = Callable[[Tx, str], Sheet | None]


class DeskSheets:
    """Implements `Sheets` over the store."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        playbook: Playbook,
        policy: Policy,
        review: Review,
        flags: Flags,
        surges: Surges,
        incidents: Incidents,
        senders: Senders,
        *,
        brand: str,
        accounts: Mapping[str, str],
        customers: KnowsCustomers = NOBODY_KNOWN,
    ) -> None:
        self.store = store
        self.clock = clock
        self.policy = policy
        self.flags = flags
        self.surges = surges
        self.incidents = incidents
        self.brand = brand
        self.drafts = Drafts(review, accounts)
        self.cases = CaseLook(clock, playbook, policy, self.drafts, customers)
        self.flagged = FlagLook(flags, self.cases, senders)
        self._fresh = FreshSheets()
        self.surge = SurgeLook(surges)
        self.incident = IncidentLook(clock, incidents, self.cases, self.drafts)
        self._makers: dict[str, Maker] = {
            "case": self._case,
            "effect": self._effect,
            "flag": self._flag,
            "incident": self._incident,
            "notice": self._noticed,
        }

    def key_of(self, tx: Tx, effect: Effect) -> str:
        """Of the card that an alert belongs to; empty: it is quiet, and the digest tells it."""
        key = _key(tx, effect)
        if effect.urgency is Urgency.QUIET and not tx.posted_cards.lies(self.brand, key):
            return ""
        return key

    def sheet(self, tx: Tx, key: str) -> Sheet | None:
        """As it is now; None: there is nothing to show any more."""
        sort, _, which = key.partition(" ")
        make = self._makers.get(sort)
        return make(tx, which) if make is not None else None

    def line_of(self, card: Card) -> Sheet:
        """What an alert adds to a card that lies there already."""
        number = card.effect.case_number
        with self.store.read() as tx:
            facts = self.cases.at(tx, number) if number is not None else None
        return alert_line(card, facts)

    def notice(self, notice: Notice) -> Sheet:
        """About the monitor itself; of one that is over, too."""
        with self.store.read() as tx:
            return self._notice(tx, notice)

    def wanted(self, tx: Tx) -> tuple[str, ...]:
        """Cards that lie there although no alert brings them: incidents that run."""
        return tuple(f"incident {one.id}" for one in tx.incidents.open_of(self.brand))

    def pulse(self, tx: Tx) -> str:
        """Another one whenever something may have changed on a card."""
        return tx.posted_cards.pulse()

    # --- the makers ---------------------------------------------------------------------------

    def _case(self, tx: Tx, which: str) -> Sheet | None:
        number = _number(which)

        def make() -> Sheet | None:
            facts = self.cases.at(tx, number)
            return case_card(facts) if facts is not None else None

        return self._fresh.of(tx, number, self.clock.now(), make)

    def _flag(self, tx: Tx, which: str) -> Sheet | None:
        facts = self.flagged.at(tx, _number(which))
        return flag_card(facts) if facts is not None else None

    def _incident(self, tx: Tx, which: str) -> Sheet | None:
        facts = self.incident.at(tx, _number(which))
        return incident_card(facts) if facts is not None else None

    def _noticed(self, tx: Tx, which: str) -> Sheet | None:
        notice = tx.notices.numbered(_number(which))
        return self._notice(tx, notice) if notice is not None else None

    def _notice(self, tx: Tx, notice: Notice) -> Sheet:
        now = self.clock.now()
        if self.surge.tells(notice):
            return surge_card(self.surge.at(tx, notice, now))
        people = tuple(one for one in self.policy.people if one != NOBODY_NAMED)
        return notice_card(notice, now, self.policy.hours, calls=people, is_sample=holds_sample(tx))

    def _effect(self, tx: Tx, which: str) -> Sheet | None:
        effect = tx.outbox.get(_number(which))
        if effect is None:
            return None
        message = tx.messages.get(effect.message_id, effect.brand) if effect.message_id else None
        words = [
            one
            for one in tx.outbox.of_message(effect.brand, effect.message_id)
            if effect.message_id and one.is_public_word and one.case_number is None
        ]
        alive = [one for one in words if one.state in ALIVE]
        out = [one for one in words if one.sent_at is not None]
        named = [one for one in self.policy.people if one != NOBODY_NAMED]
        signer = self.drafts.signer("")
        return lone_card(
            LoneFacts(
                now=self.clock.now(),
                hours=self.policy.hours,
                effect=effect,
                writer=self.cases.writer(tx, effect.brand, effect.author_id),
                message=message,
                reading=tx.messages.reading(message) if message is not None else None,
                draft=self.drafts.of(tx, alive[-1], signer) if alive else None,
                said=out[-1] if out else None,
                measure=_measure(tx, effect),
                calls=tuple(named[:2]),
                is_sample=holds_sample(tx),
            )
        )


def _key(tx: Tx, effect: Effect) -> str:
    if effect.case_number is not None:
        whole = tx.customers.part_of(effect.case_number)
        return f"case c{whole or effect.case_number}"
    if effect.template == NEWS:
        # "flag f3 opened"
        return " ".join(effect.rule.split(" ")[:2])
    return f"effect e{_first_about(tx, effect)}"


def _first_about(tx: Tx, effect: Effect) -> int:
    """Of alerts about one message of no case the first one has the card."""
    if not effect.message_id:
        return effect.number
    about = [
        one.number
        for one in tx.outbox.of_message(effect.brand, effect.message_id)
        if one.action is Action.ALERT and one.case_number is None
    ]
    return min(about, default=effect.number)


def _measure(tx: Tx, effect: Effect) -> Effect | None:
    """The measure that an alert is about, while a person takes or undoes it by hand."""
    sort, _, rest = effect.template.partition(":")
    number = rest.partition(":")[0]
    if sort != MEASURE or not number.isdecimal():
        return None
    measure = tx.outbox.get(int(number))
    is_by_hand = measure is not None and measure.is_measure and stage_of(measure) in BY_HAND
    return measure if is_by_hand else None


def _number(which: str) -> int:
    """Of `c41`."""
    return int(which[1:])
