"""Two classic mistakes, kept alive so that the tests have to catch them."""

from contextlib import suppress

from monitor.domain.delivery import Delivered, Unknown, Wire
from monitor.domain.effect import Effect, State
from monitor.services.deliver import Deliver
from monitor.services.outbox import move
from monitor.services.records import record_sent


class DeliverThenStore(Deliver):
    """Sends first and writes down afterwards: a crash in between sends again."""

    def one(self, number: int) -> Effect | None:
        """Without a claim."""
        now = self.clock.now()
        with self.store.read() as tx:
            effect = tx.outbox.get(number)
            if effect is None:
                return None
            ready = self._answer(tx, effect, now)
        if ready.state is not State.SENDING:
            return ready
        self.failpoint("deliver.after_claim")
        outcome = self._send(ready)
        self.failpoint("deliver.after_send")
        with self.store.begin() as tx:
            if not isinstance(outcome, Delivered):
                return effect
            move(tx, effect, ready)
            ended = record_sent(tx, ready, outcome, now)
            self.failpoint("deliver.before_record")
        self.failpoint("deliver.after_record")
        return ended


class BlindRetry(Deliver):
    """Sends again when it hears no answer, without a look."""

    def _send(self, effect: Effect) -> Delivered | Unknown:
        wire = Wire(payload=effect.wire)
        for _ in range(3):
            with suppress(Exception):
                outcome = self.senders.send(effect.platform, effect.action, wire)
                if isinstance(outcome, Delivered):
                    return outcome
        return Unknown(why="no answer")
