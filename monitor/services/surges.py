"""Surges as the owner meets them: told once an hour while one is on, and ended by a person only.

The counting is in `surge`; here is what is said about it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.causes import Cause, SaysNothing, causes_of
from monitor.domain.effect import Action, State
from monitor.domain.inert import plain
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store, Tx
from monitor.domain.surge import (
    TELL_AGAIN_AFTER,
    Surge,
    SurgeEnd,
    Volume,
    counted_from,
    is_quiet,
    least_to_trip,
)
from monitor.domain.values import Value, replace
from monitor.errors import WrongState
from monitor.services.surge import AHEAD, SurgeWatch, usual_now

#: the keys of the notices: while it goes on, and when only the owner's word is missing
SURGE, QUIET = "surge", "surge is quiet"
QUIET_AGAIN_AFTER = timedelta(days=1)
#: the numbers in it are brought up to date so often
REWORD_EVERY = timedelta(minutes=5)
#: the store is asked for exact numbers so often, whoever has counted
LOOK_EVERY = timedelta(minutes=1)
#: causes are looked for among the newest complaints
NEWEST = 1_000


class SurgeView(Value):
    """How it stands at one moment."""

    #: the one that is on
    surge: Surge | None
    last: Surge | None
    #: of the last hour
    volume: Volume
    normal: float
    #: with fewer complaints than this a surge does not begin
    least: int
    #: complaints from here on count toward it
    counted_from: datetime
    is_quiet: bool
    causes: tuple[Cause, ...] = ()
    #: so many complaints were looked at for their causes
    looked_at: int = 0
    #: replies that wait for a yes
    drafts: int = 0


class Surges:
    """One brand's surges."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        playbook: Playbook,
        policy: Policy,
        says_nothing: SaysNothing,
        *,
        brand: str,
    ) -> None:
        self.store = store
        self.clock = clock
        self.policy = policy
        self.says_nothing = says_nothing
        self.brand = brand
        self._watch = SurgeWatch(playbook, policy)
        self._looked_at: datetime | None = None
        self._worded_at: datetime | None = None

    def due(self) -> None:
        """Tells of a surge that is on, and looks whether one has begun."""
        now = self.clock.now()
        with self.store.read() as tx:
            surge = tx.surges.on(self.brand)
            is_told = any(tx.notices.get(self.brand, key) for key in (SURGE, QUIET))
        if surge is not None:
            self._tell(now, is_told=is_told)
        elif is_told:
            with self.store.begin() as tx:
                self._end_notices(tx, now)
        elif self._looked_at is None or now - self._looked_at >= LOOK_EVERY:
            self._looked_at = now
            self._look(now)

    def view(self, tx: Tx) -> SurgeView:
        """How it stands, with causes and drafts."""
        now, limits = self.clock.now(), self.policy.surge
        span = (self.brand, now - limits.within, now + AHEAD, self._watch.not_ours)
        usual = usual_now(tx, self.brand, self.policy, self._watch.not_ours, now)
        surge, volume = tx.surges.on(self.brand), tx.surges.volume(*span)
        normal = surge.normal if surge is not None else usual.normal
        heard = tx.surges.heard(*span, NEWEST)
        return SurgeView(
            surge=surge,
            last=usual.last,
            volume=volume,
            normal=normal,
            least=least_to_trip(usual.normal, limits, usual.last, now),
            counted_from=counted_from(limits, usual.last, now),
            is_quiet=is_quiet(volume, normal, limits),
            causes=causes_of(heard, self.says_nothing),
            looked_at=len(heard),
            drafts=tx.outbox.count(self.brand, Action.ACKNOWLEDGE, State.PROPOSED),
        )

    def end(self, end: SurgeEnd, *, by: str, anyway: bool = False) -> Surge:
        """Machines may speak again: the owner says so. Raises WrongState: none is on, or it is
        not quiet yet and nobody said `anyway`."""
        now = self.clock.now()
        with self.store.begin() as tx:
            view = self.view(tx)
            if view.surge is None:
                raise WrongState("no surge is on: machines are not held back")
            if end is SurgeEnd.RESUMED and not view.is_quiet and not anyway:
                complaints = view.volume.complaints
                raise WrongState(
                    f"it is not quiet yet: {complaints} complaints in the last hour,"
                    f" usually {usually(view.normal)}",
                    hint="resume all the same: monitor surge resume --anyway",
                )
            ended = replace(
                view.surge,
                complaints=max(view.surge.complaints, view.volume.complaints),
                people=max(view.surge.people, view.volume.people),
                ended_at=now,
                ended_by=by,
                end=end,
            )
            tx.surges.end(ended)
            self._end_notices(tx, now)
            tx.audit.write(
                AuditEntry(
                    brand=self.brand,
                    at=now,
                    actor=by,
                    action=AuditAction.SURGE_ENDED,
                    reason=end.value,
                )
            )
        return ended

    def _look(self, now: datetime) -> None:
        """Two daemons may each have counted a part."""
        since = now - self.policy.surge.within
        with self.store.read() as tx:
            volume = tx.surges.volume(self.brand, since, now + AHEAD, self._watch.not_ours)
        if volume.complaints >= self.policy.surge.complaints:
            with self.store.begin() as tx:
                self._watch.look(tx, self.brand, now)

    def _tell(self, now: datetime, *, is_told: bool) -> None:
        is_fresh = self._worded_at is not None and now - self._worded_at < REWORD_EVERY
        if is_told and is_fresh:
            return
        with self.store.begin() as tx:
            view = self.view(tx)
            if view.surge is None:
                return
            key, other = (QUIET, SURGE) if view.is_quiet else (SURGE, QUIET)
            tx.notices.end(self.brand, other, now)
            headline, text = headline_of(view), text_of(view)
            if not tx.notices.reword(self.brand, key, headline, text):
                tx.notices.open(
                    Notice(
                        brand=self.brand,
                        key=key,
                        kind=NoticeKind.SURGE,
                        headline=headline,
                        text=text,
                        fix="monitor surge",
                        began_at=view.surge.began_at,
                        again_after=QUIET_AGAIN_AFTER if view.is_quiet else TELL_AGAIN_AFTER,
                        # the owner ends it, and knows
                        tells_end=False,
                        due_at=now,
                    )
                )
        self._worded_at = now

    def _end_notices(self, tx: Tx, now: datetime) -> None:
        for key in (SURGE, QUIET):
            tx.notices.end(self.brand, key, now)


def resume_unattended(
    tx: Tx, brands: Iterable[str], now: datetime, lasting: timedelta, by: str
) -> int:
    """Where nobody can say so: each surge that is on for so long ends as resumed; how many."""
    old = [
        surge
        for brand in brands
        if (surge := tx.surges.on(brand)) is not None and now - surge.began_at >= lasting
    ]
    for surge in old:
        tx.surges.end(replace(surge, ended_at=now, ended_by=by, end=SurgeEnd.RESUMED))
    return len(old)


def headline_of(view: SurgeView) -> str:
    """ "32 complaints in the last hour, usually 1"."""
    number = view.volume.complaints
    what = "complaint" if number == 1 else "complaints"
    return f"{number:,} {what} in the last hour, usually {usually(view.normal)}"


def text_of(view: SurgeView) -> str:
    """What follows from it, and what the owner can do."""
    sentences = ["Automatic replies stopped; everything waits for your yes."]
    if view.is_quiet:
        sentences = ["It is quiet again; machines stay silent until you say: monitor surge resume."]
    if view.causes:
        cause = view.causes[0]
        what = "Most have one cause" if cause.complaints * 2 >= view.looked_at else "Some share one"
        people = people_in_words(cause.people)
        sentences.append(f"{what}: {cause_in_words(cause)} ({people}).")
        sentences.append(
            f"Write one sentence, and a reply to each of them is prepared ({start_command(cause)})."
        )
    elif view.volume.complaints:
        sentences.append("They share no cause that stands out.")
    if not view.is_quiet:
        sentences.append("Pause your scheduled posts too.")
    return " ".join(sentences)


def cause_in_words(cause: Cause) -> str:
    """ "payment page", or the topic where no words are shared."""
    return plain(cause.words) or cause.topic.replace("_", " ")


def start_command(cause: Cause) -> str:
    """What to type for one sentence to all of them."""
    name = cause_in_words(cause)
    return f'monitor incident start --cause "{name}" "..."'


def people_in_words(people: int) -> str:
    """ "27 people", "1 person"."""
    return "1 person" if people == 1 else f"{people:,} people"


def usually(normal: float) -> str:
    """The usual number, rounded as people say it."""
    return f"{round(normal):,}"
