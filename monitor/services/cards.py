"""Cards of erased people: what a channel has posted about them is taken away there, too.

An alert that was sent is `retracting` from the erasure on, and `retracted` once every channel that
can change its cards has done so. Doing it twice does no harm.
"""

import logging

from monitor.domain.delivery import Delivered, Outcome, Refused
from monitor.domain.effect import Action, Effect, State, Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.ports import AlertChannel, Clock, ErasesCards
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.services.outbox import move
from monitor.services.telling import TRY_AGAIN_AFTER

log = logging.getLogger(__name__)


class CardErasure:
    """Carries out what an erasure means for posted cards."""

    def __init__(
        self, store: Store, clock: Clock, channels: tuple[AlertChannel | ErasesCards, ...]
    ) -> None:
        self.store = store
        self.clock = clock
        # what a channel can do is asked of the object, not of its type
        able: tuple[object, ...] = channels
        self.channels = [one for one in able if isinstance(one, ErasesCards)]

    def due(self) -> int:
        """Every card that is to be taken away now; how many."""
        now = self.clock.now()
        with self.store.read() as tx:
            effects = [
                effect
                for effect in tx.outbox.in_state(State.RETRACTING)
                if effect.action is Action.ALERT and effect.not_before <= now
            ]
            told = [
                notice
                for notice in tx.notices.listed()
                if notice.kind is NoticeKind.CARD and notice.told_at is not None
            ]
        for effect in effects:
            self._one(effect)
        if told:
            with self.store.begin() as tx:
                for notice in told:
                    # it is the owner's now
                    tx.notices.end(notice.brand, notice.key, now)
        return len(effects)

    def _one(self, effect: Effect) -> None:
        outcomes = [(channel.name, self._ask(channel, effect)) for channel in self.channels]
        refused = [
            (name, outcome) for name, outcome in outcomes if not isinstance(outcome, Delivered)
        ]
        stands = [
            name for name, outcome in refused if isinstance(outcome, Refused) and outcome.permanent
        ]
        is_later = len(stands) < len(refused)
        now = self.clock.now()
        ended = replace(effect, state=State.RETRACTED)
        if is_later:
            ended = replace(effect, not_before=now + TRY_AGAIN_AFTER, attempts=effect.attempts + 1)
        with self.store.begin() as tx:
            move(tx, effect, ended)
            if not is_later:
                for name in stands:
                    tx.notices.open(_still_there(effect, name, self.clock))

    def _ask(self, channel: ErasesCards, effect: Effect) -> Outcome:
        try:
            return channel.erase_card(effect)
        except Exception:
            # the loop's edge: one broken channel must not keep the others from forgetting
            log.exception("a card could not be erased", extra={"effect_id": effect.id})
            return Refused(why="the channel broke", permanent=False)


def _still_there(effect: Effect, channel: str, clock: Clock) -> Notice:
    return Notice(
        brand=effect.brand,
        key=f"card {effect.id} {channel}",
        kind=NoticeKind.CARD,
        urgency=Urgency.NOW,
        headline=f"a card about somebody who was erased still stands in {channel}",
        text=f"It is the card of {effect.id}, and {channel} does not let it be changed.",
        fix="delete it there by hand",
        began_at=clock.now(),
        tells_end=False,
        due_at=clock.now(),
    )
