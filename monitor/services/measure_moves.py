"""How a measure moves: with what its case says, what the owner has to hear, and who goes on."""

from datetime import datetime, timedelta

from monitor.domain.effect import DUE_STATES, Effect, State
from monitor.domain.measure import TAKEN, stage_of, target_of
from monitor.domain.permission import Reason
from monitor.domain.platform import platform_named
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Observer
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.services.measure_book import write_move
from monitor.services.measure_ends import news_of, remind_of
from monitor.services.senders import Senders
from monitor.services.switches import SwitchBoard

#: so often it is tried by machine; then a person does it
TRIES = 10


class Moves:
    """Writes what was found out about a measure."""

    def __init__(
        self, store: Store, clock: Clock, policy: Policy, senders: Senders, observer: Observer
    ) -> None:
        self.store = store
        self.clock = clock
        self.policy = policy
        self.senders = senders
        self.observer = observer

    def stop(self, tx: Tx, now: datetime) -> Reason | None:
        """Why nothing leaves at all."""
        switches = SwitchBoard.read(tx, now, self.policy.hours)
        if switches.is_paused:
            return Reason.PAUSED
        return Reason.RECONCILING if switches.is_reconciling else None

    def some_time_later(self, measure: Effect) -> datetime:
        delay = self.senders.read_delay(measure.platform)
        return self.clock.now() + max(delay, timedelta(seconds=1))

    def to_a_person(self, measure: Effect, why: str = "") -> Effect:
        """The owner does it, or undoes it, where the link leads."""
        link = self.senders.by_hand(
            measure.platform, measure.action, target_of(measure), measure.slots.handle
        )
        if link is None and not why:
            title = platform_named(measure.platform).title
            return replace(
                measure,
                state=State.REFUSED if measure.state in DUE_STATES else State.NEEDS_PERSON,
                reason=Reason.PLATFORM_FORBIDS,
                remark=f"there is no such thing on {title}",
            )
        return replace(measure, state=State.NEEDS_PERSON, posted_url=link or "", remark=why)

    def move(self, old: Effect, new: Effect) -> None:
        with self.store.begin() as tx:
            is_moved = self.write(tx, old, new)
        if is_moved and old.state is not new.state:
            self.observer.effect_moved(new)

    def write(self, tx: Tx, old: Effect, new: Effect) -> bool:
        """The move, with what its case says and what the owner has to hear."""
        now, is_same = self.clock.now(), old.state is new.state
        if not write_move(tx, old, new, "" if is_same else _words_for(new), now):
            return False
        if not is_same and (news := news_of(new)):
            remind_of(tx, new, stage_of(new).value, news, self.policy.hours, now)
        return True


def _words_for(measure: Effect) -> str:
    """For the timeline of the case; "" for what is on its way."""
    on = f"{TAKEN[measure.action]} on {platform_named(measure.platform).title}"
    match measure.state:
        case State.SENT:
            return on
        case State.RETRACTED:
            return f"no longer {on}"
        case State.REFUSED | State.EXPIRED:
            return f"not {on}: {measure.remark}"
        case State.NEEDS_PERSON:
            return "a person has to undo it by hand" if measure.sent_at else "yours to do by hand"
        case _:
            return ""
