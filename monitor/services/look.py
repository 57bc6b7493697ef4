"""Look: how a send ended that nobody heard the end of.

`unknown` → `sent` when it is found; → `pending` when its absence is proven, which takes two looks
some time apart; → `needs_person` where the platform cannot be asked.

What a restored backup may not know of is looked for by the post that it answers.
"""

import logging
from datetime import timedelta
from typing import assert_never

from monitor.domain.delivery import Absent, Found, NotVisible, Sighting, Wire
from monitor.domain.effect import Effect, State
from monitor.domain.ports import Clock, Failpoint, Observer, no_failpoint
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.errors import ConnectorError
from monitor.services.outbox import move
from monitor.services.records import record_refused, record_sent, record_unknown
from monitor.services.restored import may_be_out
from monitor.services.rests import Rests
from monitor.services.senders import Senders

log = logging.getLogger(__name__)
#: a little before we sent, for platforms whose clocks differ from ours
REACH_BACK = timedelta(minutes=2)


class Look:
    """Finds out about unknown ends."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        senders: Senders,
        observer: Observer,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self.store = store
        self.clock = clock
        self.senders = senders
        self.observer = observer
        self.failpoint = failpoint
        #: platforms that told us to ask less
        self.rests = Rests()

    def after_a_stop(self) -> int:
        """Sends whose end was never written down are unknown; how many.

        A daemon was stopped, or the database could not be written. Only for the one daemon that
        holds this store, while it sends nothing: whatever is `sending` is nobody's.
        """
        with self.store.read() as tx:
            if not tx.outbox.in_state(State.SENDING):
                return 0
        now = self.clock.now()
        with self.store.begin() as tx:
            left = tx.outbox.in_state(State.SENDING)
            for effect in left:
                record_unknown(tx, effect, "the monitor was stopped while sending", now)
        return len(left)

    def due(self) -> int:
        """Looks for every unknown end that may be looked for now; how many."""
        now = self.clock.now()
        with self.store.read() as tx:
            unknown = [
                effect
                for effect in tx.outbox.in_state(State.UNKNOWN)
                if effect.not_before <= now and not effect.is_measure
            ]
        for effect in unknown:
            if not self.rests.is_left(effect.platform, self.clock.now()):
                self.one(effect)
        return len(unknown)

    def one(self, effect: Effect) -> Effect:
        """One look, and what follows from it."""
        try:
            sighting = self._sighting(effect)
        except ConnectorError as problem:
            log.warning("could not look for %s: %s", effect.id, problem.message)
            return self._later(effect, problem)
        except Exception as fault:
            # the loop's edge: one broken look must not keep the others from being taken
            log.exception("a look broke off", extra={"effect_id": effect.id})
            return self._later(effect, ConnectorError(f"{type(fault).__name__} while looking"))
        self.failpoint("look.after_find")
        with self.store.begin() as tx:
            ended = self._record(tx, effect, sighting)
        self.observer.effect_moved(ended)
        return ended

    def _sighting(self, effect: Effect) -> Sighting:
        """By the bytes, and then, where another database may have sent it, by what it answers."""
        since = effect.sending_at or effect.created_at
        sighting: Sighting = Absent(looked_at=self.clock.now())
        if effect.wire:
            sighting = self.senders.find(
                effect.platform, effect.action, Wire(payload=effect.wire), since - REACH_BACK
            )
        if not isinstance(sighting, Absent):
            return sighting
        with self.store.read() as tx:
            message = tx.messages.get(effect.message_id, effect.brand)
            if message is None or not may_be_out(tx, effect, message):
                return sighting
        return self.senders.recall(effect, min(since, message.created_at) - REACH_BACK)

    def _record(self, tx: Tx, effect: Effect, sighting: Sighting) -> Effect:
        now = self.clock.now()
        match sighting:
            case Found():
                return record_sent(tx, effect, sighting, now)
            case NotVisible(why=why):
                ended = replace(effect, state=State.NEEDS_PERSON, remark=why)
                record_refused(tx, ended, "nobody knows whether it was posted: look", now)
            case Absent():
                ended = self._absent(effect)
            case _:
                assert_never(sighting)
        move(tx, effect, ended)
        return ended

    def _absent(self, effect: Effect) -> Effect:
        now = self.clock.now()
        apart = self.senders.read_delay(effect.platform)
        if effect.missed_at is None or now - effect.missed_at < apart:
            missed_at = effect.missed_at or now
            return replace(effect, missed_at=missed_at, not_before=missed_at + apart)
        return replace(
            effect, state=State.PENDING, not_before=now, remark="looked twice: it is not there"
        )

    def _later(self, effect: Effect, problem: ConnectorError) -> Effect:
        self.rests.leave(effect.platform, problem.retry_at, self.clock.now())
        later = replace(
            effect,
            not_before=problem.retry_at
            or self.clock.now() + self.senders.read_delay(effect.platform),
            remark=problem.message,
        )
        with self.store.begin() as tx:
            move(tx, effect, later)
        return later
