"""Virtual time: a message file through the whole pipeline as if it were live traffic.

The clock moves to the next thing that happens: a poll that finds something, an effect whose time
has come, a deadline. Between these nothing happens, so nothing is waited for.

Nobody sits at the desk of a replay: a surge holds machines back for an hour, then counts as looked
at. Else the first hour of a busy brand, of which nothing is known before, would be its last.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from monitor.domain.message import Message, Page
from monitor.domain.message_file import arrival
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.services.clocks import VirtualClock
from monitor.services.deadlines import Deadlines
from monitor.services.deliver import Deliver
from monitor.services.flags import Flags
from monitor.services.intake import Intake
from monitor.services.look import Look
from monitor.services.measures import Measures
from monitor.services.notify import Notify
from monitor.services.surges import resume_unattended

PAGE = 100
POLL_EVERY = timedelta(minutes=2)
#: after the last message, approved words still go out, but not for ever
LET_IT_FINISH = timedelta(hours=24)
#: a surge is resumed after so long, and looked for so often
SURGE_LASTS, LOOK_FOR_SURGES_EVERY = timedelta(hours=1), timedelta(minutes=10)
#: who is to be looked at is asked so often
LOOK_FOR_FLAGS_EVERY = timedelta(hours=1)
#: the connector's name in the store
NAME = "replay"


class VirtualRun:
    """Plays messages to the pipeline."""

    def __init__(
        self,
        store: Store,
        clock: VirtualClock,
        intake: Intake,
        deliver: Deliver,
        look: Look,
        notify: Notify,
        deadlines: Deadlines,
        measures: Measures,
        flags: Flags,
    ) -> None:
        self.store = store
        self.clock = clock
        self.intake = intake
        self.deliver = deliver
        self.look = look
        self.notify = notify
        self.deadlines = deadlines
        self.measures = measures
        self.flags = flags
        self._due_at: datetime | None = None
        self._known = False
        self._brands: frozenset[str] = frozenset()
        self._looked_at: datetime | None = None
        self._flagged_at: datetime | None = None
        #: how many surges there were
        self.surges = 0

    def play(
        self,
        messages: Sequence[Message],
        *,
        until: datetime | None = None,
        advanced: Callable[[int], None] = lambda _: None,
    ) -> int:
        """All messages, sorted by arrival, then what is still due; how many were new.

        `until`: where to stop; without it, when nothing approved waits any more.
        """
        new, position = 0, 0
        self._brands = frozenset([message.brand for message in messages])
        while position < len(messages):
            poll_at = _next_poll(arrival(messages[position]))
            self._work_until(poll_at)
            self.clock.move_to(poll_at)
            self._resume_surges(poll_at)
            end = position
            while end < len(messages) and arrival(messages[end]) <= poll_at:
                end += 1
            for start in range(position, end, PAGE):
                new += self._page(messages[start : min(end, start + PAGE)], start)
                advanced(min(end, start + PAGE))
            self._look_for_flags(poll_at)
            self._work()
            position = end
        self._finish(until)
        return new

    def _page(self, messages: Sequence[Message], position: int) -> int:
        self._known = False
        now = self.clock.now()
        page = Page(
            messages=tuple(replace(message, seen_at=now) for message in messages),
            cursor=str(position + len(messages)),
        )
        return len(self.intake.page(NAME, page))

    def _work_until(self, moment: datetime) -> None:
        """Everything that falls due before that moment, each at its own time."""
        while True:
            due_at = self._next_due()
            if due_at is None or due_at >= moment:
                return
            self.clock.move_to(max(due_at, self.clock.now()))
            if not self._do():
                # what is due cannot go on now: look again a little later, not for ever
                self.clock.move_to(self.clock.now() + timedelta(minutes=1))

    def _work(self) -> int:
        """What is due now, if anything is; how many effects and promises were looked at."""
        due_at = self._next_due()
        if due_at is None or due_at > self.clock.now():
            return 0
        return self._do()

    def _do(self) -> int:
        """Everything is asked what it has to do now, one after the other."""
        self._known = False
        count = self.deliver.due() + self.look.due() + self.notify.due()
        count += self.deadlines.due()
        # no rule asks for a measure: only a store that is played on further may hold one
        return count or self.measures.due()

    def _next_due(self) -> datetime | None:
        """Asked of the store again only after something may have changed."""
        if not self._known:
            with self.store.read() as tx:
                moments = (tx.outbox.next_due_at(), tx.cases.next_promise_at())
            self._due_at = min((one for one in moments if one is not None), default=None)
            self._known = True
        return self._due_at

    def _resume_surges(self, now: datetime) -> None:
        if self._looked_at is not None and now - self._looked_at < LOOK_FOR_SURGES_EVERY:
            return
        self._looked_at = now
        with self.store.begin() as tx:
            self.surges += resume_unattended(tx, self._brands, now, SURGE_LASTS, NAME)

    def _look_for_flags(self, now: datetime) -> None:
        if self._flagged_at is not None and now - self._flagged_at < LOOK_FOR_FLAGS_EVERY:
            return
        self._flagged_at = now
        self._known &= not self.flags.due()

    def _finish(self, until: datetime | None) -> None:
        self._known &= not self.flags.due()
        self._work_until(until or self.clock.now() + LET_IT_FINISH)
        if until is not None:
            self.clock.move_to(max(until, self.clock.now()))
            self._work()


def _next_poll(moment: datetime) -> datetime:
    """The first poll at or after a moment."""
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    polls = -((epoch - moment) // POLL_EVERY)
    return epoch + polls * POLL_EVERY
