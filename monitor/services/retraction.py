"""Taking words back: `retracting` → `retracted` once the post is seen to be gone."""

import logging
from datetime import datetime, timedelta

from monitor.domain.audit import AuditAction, of_effect
from monitor.domain.case import TimelineKind
from monitor.domain.connectors import Retractor
from monitor.domain.delivery import Refused
from monitor.domain.effect import Effect, State
from monitor.domain.ports import Clock, Failpoint, Observer, no_failpoint
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.services.outbox import move
from monitor.services.senders import Senders
from monitor.services.timeline import tell_of

log = logging.getLogger(__name__)
TRY_AGAIN_AFTER = timedelta(seconds=30)
TRIES = 10


class Retraction:
    """Carries out what the owner asked for with `retract`."""

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

    def due(self) -> int:
        """Every word that is to be taken back now; how many.

        Deleting twice does no harm, so a crash in between is simply done again.
        """
        now = self.clock.now()
        with self.store.read() as tx:
            retracting = [
                effect
                for effect in tx.outbox.in_state(State.RETRACTING)
                if effect.not_before <= now and effect.is_public_word
            ]
        for effect in retracting:
            self._one(effect)
        return len(retracting)

    def _one(self, effect: Effect) -> None:
        retractor = self.senders.retractor(effect.platform)
        if retractor is None:
            ended = replace(
                effect,
                state=State.NEEDS_PERSON,
                remark=f"delete it by hand: {effect.posted_url or effect.posted_id}",
            )
        else:
            ended = self._try(effect, retractor)
        self.failpoint("retraction.after_delete")
        with self.store.begin() as tx:
            move(tx, effect, ended)
            if ended.state is not State.RETRACTING:
                now, how = self.clock.now(), ended.state.value
                tx.audit.write(of_effect(ended, AuditAction.RETRACTED, now, reason=how))
                is_gone = ended.state is State.RETRACTED
                words = "our reply was deleted, and is seen to be gone" if is_gone else ended.remark
                by = effect.decided_by
                tell_of(tx, effect, TimelineKind.RETRACTED, words, by, now)
        self.observer.effect_moved(ended)

    def _try(self, effect: Effect, retractor: Retractor) -> Effect:
        try:
            outcome = retractor.retract(effect.posted_id)
            if retractor.is_gone(effect.posted_id):
                return replace(effect, state=State.RETRACTED, remark="")
        except Exception as fault:
            # the loop's edge: deleting again does no harm
            log.exception("a word could not be taken back", extra={"effect_id": effect.id})
            return self._again(effect, f"{type(fault).__name__} while deleting")
        if isinstance(outcome, Refused) and outcome.permanent:
            return replace(
                effect, state=State.NEEDS_PERSON, remark=f"delete it by hand: {outcome.why}"
            )
        retry_at = outcome.retry_at if isinstance(outcome, Refused) else None
        return self._again(effect, "it is still there", retry_at)

    def _again(self, effect: Effect, why: str, retry_at: datetime | None = None) -> Effect:
        attempts = effect.attempts + 1
        if attempts > TRIES:
            return replace(effect, state=State.NEEDS_PERSON, remark=f"delete it by hand: {why}")
        return replace(
            effect,
            attempts=attempts,
            remark=why,
            not_before=max(self.clock.now() + TRY_AGAIN_AFTER, retry_at or effect.not_before),
        )
