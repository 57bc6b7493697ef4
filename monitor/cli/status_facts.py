"""What `monitor status` knows, as values."""

from collections import Counter
from datetime import date, datetime, timedelta

from monitor.cli.door_lines import OurDoor
from monitor.domain.case import CaseStatus, Priority, PromiseState
from monitor.domain.effect import Action, Effect, State
from monitor.domain.measure import Stage, stage_of
from monitor.domain.notice import Notice
from monitor.domain.permission import Reason
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Poll
from monitor.domain.values import Value
from monitor.lock import Holder
from monitor.services.absence import who_is_away
from monitor.services.progress import Progress
from monitor.services.spending import Spent
from monitor.services.switches import Pause, SwitchBoard

TO_ANSWER = (CaseStatus.NEW, CaseStatus.OPEN)
ALERTS_ASKED = 1_000
#: so long a broken promise is told of
BROKEN_FOR = timedelta(days=7)
#: measures that keep somebody away at this moment
IN_FORCE = (Stage.STANDS, Stage.ENDING, Stage.UNDO_BY_HAND)
#: an alert that is due for longer is not simply on its way
ALERT_IS_LATE_AFTER = timedelta(minutes=2)
#: a daemon shows every few seconds that it moves
STILL_IS_WRONG_AFTER = timedelta(minutes=2)


class Looked(Value):
    """How one connector is doing; no poll: nobody has looked yet."""

    connector: str
    poll: Poll | None = None


class PlaybookFacts(Value):
    """The playbook at hand."""

    version: str = ""
    rules: int = 0
    problem: str = ""


class StoreFacts(Value):
    """What the database says; only its place when it cannot be used."""

    place: str
    bytes: int | None = None
    problem: str = ""
    connectors: tuple[Looked, ...] = ()
    costs: tuple[Spent, ...] = ()
    doors: tuple[OurDoor, ...] = ()
    drafts: int = 0
    urgent: int = 0
    late: int = 0
    open_cases: int = 0
    needs_person: int = 0
    approved: int = 0
    #: reason → how many replies wait for it
    held: tuple[tuple[Reason, int], ...] = ()
    alerts: int = 0
    #: what is wrong with the monitor itself
    notices: tuple[Notice, ...] = ()
    undecided: int = 0
    promises: int = 0
    next_promise_at: datetime | None = None
    set_aside: int = 0
    #: authors muted and blocked, posts hidden
    muted: int = 0
    blocked: int = 0
    hidden: int = 0
    #: of all three: what the owner has to do, or undo, by hand; what the monitor has to
    by_own_hand: int = 0
    measures_coming: int = 0
    #: people who need a look
    flags: int = 0
    #: cases of which the evidence is kept
    on_hold: tuple[int, ...] = ()
    switches: SwitchBoard = SwitchBoard()
    #: which of the people are away, with their first days back
    people_away: tuple[tuple[str, date], ...] = ()
    #: promises broken within the last week
    broken: int = 0
    #: toward automatic sending; None when it cannot be read
    progress: Progress | None = None


class Facts(Value):
    """All of it."""

    version: str
    brand: str
    is_sample: bool
    #: None: nobody runs
    daemon: Holder | None
    policy: Policy
    pause_file: Pause | None
    store: StoreFacts
    playbook: PlaybookFacts
    #: for the error output
    problems: tuple[str, ...] = ()

    @property
    def blind(self) -> tuple[Looked, ...]:
        """Connectors that cannot be read."""
        return tuple(
            looked
            for looked in self.store.connectors
            if looked.poll is not None and looked.poll.failing_since is not None
        )

    @property
    def is_still(self) -> bool:
        """The daemon is there and does nothing: stopped, or it hangs."""
        return self.daemon is not None and self.daemon.still_for > STILL_IS_WRONG_AFTER

    @property
    def trouble(self) -> str:
        """Why the daemon cannot use its database; empty when it can."""
        return self.daemon.trouble if self.daemon is not None else ""

    @property
    def paused(self) -> str | None:
        """Why nothing is sent."""
        if self.pause_file is not None:
            return self.pause_file.why
        return self.store.switches.paused

    @property
    def paused_until(self) -> datetime | None:
        """When that ends by itself; both ends have to come."""
        ends = [self.pause_file.until] if self.pause_file is not None else []
        if self.store.switches.is_paused:
            ends.append(self.store.switches.paused_until)
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None

    @property
    def away_until(self) -> date | None:
        """The first day back."""
        return self.store.switches.away_until


def facts_of_store(
    tx: Tx, store: StoreFacts, connectors: tuple[str, ...], now: datetime, policy: Policy
) -> StoreFacts:
    """What the database says now."""
    waiting = tx.outbox.in_state(
        State.PROPOSED, State.APPROVED, State.HELD, State.PENDING, State.NEEDS_PERSON
    )
    words = [effect for effect in waiting if effect.is_public_word]
    measures = tx.outbox.measures()
    stages = Counter(stage_of(one) for one in measures)
    in_force = Counter(one.action for one in measures if stage_of(one) in IN_FORCE)
    cases = tx.cases.listed()
    to_answer = [case for case in cases if case.status in TO_ANSWER]
    urgent = [case for case in to_answer if case.priority is Priority.URGENT]
    others = [case for case in to_answer if case not in urgent]
    promises = [promise.due_at for promise in tx.cases.promises(state=PromiseState.OPEN)]
    polls = {poll.connector: poll for poll in tx.switches.polls()}
    return StoreFacts(
        place=store.place,
        bytes=store.bytes,
        connectors=tuple(Looked(connector=name, poll=polls.get(name)) for name in connectors),
        drafts=_in(words, State.PROPOSED),
        urgent=len(urgent),
        late=sum(case.deadline_at is not None and case.deadline_at <= now for case in others),
        open_cases=len(cases),
        needs_person=_in(words, State.NEEDS_PERSON),
        approved=_in(words, State.APPROVED, State.PENDING),
        held=tuple(Counter(e.reason for e in words if e.state is State.HELD).items()),
        alerts=len(tx.outbox.due(now - ALERT_IS_LATE_AFTER, (Action.ALERT,), ALERTS_ASKED)),
        notices=tuple(tx.notices.listed()),
        undecided=len(tx.pages.untriaged()),
        promises=len(promises),
        next_promise_at=min(promises, default=None),
        set_aside=len(tx.messages.quarantined()),
        muted=in_force[Action.MUTE],
        blocked=in_force[Action.BLOCK],
        hidden=in_force[Action.HIDE],
        by_own_hand=stages[Stage.BY_HAND] + stages[Stage.UNDO_BY_HAND],
        measures_coming=stages[Stage.COMING] + stages[Stage.ENDING],
        on_hold=tuple(each.case_number for each in tx.cases.evidence()),
        switches=SwitchBoard.read(tx, now, policy.hours),
        people_away=tuple(sorted(who_is_away(tx, policy, now).items())),
        broken=sum(
            promise.ended_at is not None and promise.ended_at > now - BROKEN_FOR
            for promise in tx.cases.promises(state=PromiseState.BROKEN)
        ),
    )


def without_password(url: str) -> str:
    """A database's address as it may be shown."""
    scheme, _, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    if not at:
        return url
    return f"{scheme}://{login.partition(':')[0]}@{place}"


def _in(effects: list[Effect], *states: State) -> int:
    return sum(effect.state in states for effect in effects)
