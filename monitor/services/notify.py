"""Notify: alerts out of the outbox to the owner's channels, at least once.

A channel that fails leaves the alert where it is, to be tried again; nothing else stops.
"""

from monitor.domain.case import Case
from monitor.domain.effect import Action, Effect, State
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import AlertChannel, Card, Clock, Failpoint, no_failpoint
from monitor.domain.reading import Reading
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.services.doors import Doors
from monitor.services.known_customers import NOBODY_KNOWN, KnowsCustomers, known
from monitor.services.outbox import move
from monitor.services.telling import TRY_AGAIN_AFTER, tell_all
from monitor.services.wording import Worded, is_by_hand, word


class Notify:
    """Posts cards."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        playbook: Playbook,
        policy: Policy,
        channels: tuple[AlertChannel, ...],
        failpoint: Failpoint = no_failpoint,
        *,
        customers: KnowsCustomers = NOBODY_KNOWN,
    ) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        self.channels = channels
        self.customers = customers
        self.failpoint = failpoint

    def due(self, limit: int = 200) -> int:
        """Every alert whose time has come; how many were posted."""
        now = self.clock.now()
        with self.store.read() as tx:
            effects = tx.outbox.due(now, (Action.ALERT,), limit)
            cards = [self.card(tx, effect) for effect in effects] if self.channels else []
        ended = [(card.effect, self._post(card)) for card in cards]
        if not self.channels:
            # nobody to tell, in a replay: they count as told
            ended = [(effect, True) for effect in effects]
        self.failpoint("notify.after_post")
        if ended:
            with self.store.begin() as tx:
                for effect, is_posted in ended:
                    move(tx, effect, self._after(effect, is_posted=is_posted))
        return sum(is_posted for _, is_posted in ended)

    def card(self, tx: Tx, effect: Effect) -> Card:
        """Everything a channel may show about an alert."""
        decided = tx.messages.decided(effect.message_id, effect.brand)
        case = tx.cases.get(effect.case_number) if effect.case_number is not None else None
        siblings = tx.outbox.of_message(effect.brand, effect.message_id)
        draft_effect = next((one for one in siblings if one.is_public_word), None)
        reading = decided.reading if decided is not None else None
        draft = self._draft(draft_effect, effect)
        return Card(
            effect=effect,
            message=decided.message if decided is not None else None,
            reading=reading,
            decision=decided.decision if decided is not None else None,
            case=case,
            draft=draft.text,
            price=draft.price if draft.is_dear else None,
            draft_effect=draft_effect,
            door=Doors(tx, effect.brand, self.policy).state(effect.platform),
            policy=self._policy(case, reading),
            orders=tuple(
                one.words for one in known(tx, effect.brand, effect.author_id, self.customers.now())
            ),
        )

    def _policy(self, case: Case | None, reading: Reading | None) -> str:
        """Beside a case that is nobody's danger; of its topic, else of that of the mention."""
        if case is None or (reading is not None and reading.sensitive):
            return ""
        topic = reading.topic if reading is not None else None
        return self.playbook.policy_for(case.topic or (topic.name if topic is not None else ""))

    def _draft(self, draft_effect: Effect | None, alert: Effect) -> Worded:
        """The words as they would read now, to be sent or to post by hand."""
        if draft_effect is not None:
            if draft_effect.text:
                return Worded(text=draft_effect.text)
            return self._worded(draft_effect)
        return self._worded(alert) if is_by_hand(alert, self.playbook) else Worded()

    def _worded(self, effect: Effect) -> Worded:
        return word(effect, self.playbook, self.policy, self.clock.now())

    def _post(self, card: Card) -> bool:
        return tell_all(self.channels, card.effect.id, lambda channel: channel.post(card))

    def _after(self, effect: Effect, *, is_posted: bool) -> Effect:
        now = self.clock.now()
        if is_posted:
            return replace(effect, state=State.SENT, sent_at=now)
        return replace(
            effect,
            state=State.HELD if effect.state is not State.HELD else effect.state,
            not_before=now + TRY_AGAIN_AFTER,
            attempts=effect.attempts + 1,
        )
