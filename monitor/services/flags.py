"""Flags: who is to be looked at, and what the owner decides about it.

The job opens flags and reminds of them; it is not on the path of a mention. Everything is worked
out anew from the evidence each time, and opened inside the transaction that looked, so that two
jobs open one flag. While a flag is open or watched, the author has the mark `flagged`: no machine
speaks to them, and a person may. The mark ends by itself, even when nothing runs.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from monitor.domain.advice import Advice, advise, card_words, live
from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.clock import Hours
from monitor.domain.flag import (
    CHOICES,
    Flag,
    FlagState,
    Step,
    StepKind,
    choice_of,
    reminders_due,
    state_of,
    watched_until,
)
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.standing import Decided, Standing, standing_of
from monitor.domain.store_ports import Store, Tx
from monitor.domain.stored import Mark
from monitor.domain.strike import Judged
from monitor.domain.track import Track
from monitor.domain.values import Value, replace
from monitor.errors import NotFound, StoreError, WrongState
from monitor.services.flag_alert import alert_of
from monitor.services.known_customers import NOBODY_KNOWN, KnowsCustomers, goodwill_of
from monitor.services.quieting import end_quiet, keep_quiet
from monitor.services.track_record import Canned, Record, record_of

log = logging.getLogger(__name__)

T = TypeVar("T")
#: an answer before everything
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)

#: for whoever is told why no machine speaks to them
WHY = "a person of ours looks at how we were treated"


class Look(Value):
    """A flag with everything that is known about it at this moment."""

    decided: Decided
    record: Record
    standing: Standing
    advice: Advice
    state: FlagState
    #: when it is over by itself, if nobody decides
    lapses_at: datetime

    @property
    def flag(self) -> Flag:
        """The flag itself."""
        return self.decided.flag


class Flags:
    """One brand's flags."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        policy: Policy,
        is_canned: Canned,
        *,
        brand: str,
        customers: KnowsCustomers = NOBODY_KNOWN,
    ) -> None:
        self.store = store
        self.clock = clock
        self.policy = policy
        self.is_canned = is_canned
        self.brand = brand
        self.customers = customers

    @property
    def hours(self) -> Hours:
        """The clock of the brand."""
        return self.policy.hours

    # --- the job ------------------------------------------------------------------------------

    def due(self) -> int:
        """Opens what is to be opened, reminds of what is undecided; how many."""
        now, limits = self.clock.now(), self.policy.standing
        with self.store.read() as tx:
            suspects = tx.standings.suspects(self.brand, now - limits.window, limits.mentions)
            people = sorted({self._ids(tx, one) for one in suspects})
            wanted = [ids[0] for ids in people if self._might_be_opened(tx, ids, now)]
            reminded = [
                one.flag.number
                for one in live(tx.standings.flags(self.brand), limits, now)
                if self._is_to_be_told(one, now)
            ]
        opened = sum(self._one_of_many(self._open, author_id, now) for author_id in wanted)
        return opened + sum(self._one_of_many(self._remind, one, now) for one in reminded)

    def _one_of_many(self, do: Callable[[T, datetime], int], whom: T, now: datetime) -> int:
        """One of them, kept from stopping the others."""
        try:
            return do(whom, now)
        except StoreError:
            raise
        except Exception:
            # the loop's edge: it is tried again with the next turn
            log.exception("BUG: a flag broke off", extra={"flag_about": str(whom)})
            return 0

    def _ids(self, tx: Tx, author_id: str) -> tuple[str, ...]:
        """Every account of this person, as far as the owner linked them."""
        return tx.customers.of(self.brand, author_id).identities

    def _might_be_opened(self, tx: Tx, ids: Sequence[str], now: datetime) -> bool:
        """By the strikes alone, as if nothing spoke for them: most need no closer look."""
        flags = tx.standings.of_author(self.brand, ids)
        if live(flags, self.policy.standing, now):
            return False
        strikes = tuple(
            replace(one, in_complaint=False) for one in tx.standings.strikes(self.brand, ids)
        )
        worst = Track(strikes=strikes, answers=(BEFORE_ALL,))
        limits, hours = self.policy.standing, self.hours
        return standing_of(worst, flags, limits, hours, now).needs_a_look

    def _is_to_be_opened(self, tx: Tx, ids: Sequence[str], now: datetime) -> bool:
        if live(tx.standings.of_author(self.brand, ids), self.policy.standing, now):
            return False
        return self._standing(self.record(tx, ids, now), now).needs_a_look

    def _open(self, author_id: str, now: datetime) -> int:
        with self.store.begin() as tx:
            ids = self._ids(tx, author_id)
            if not self._is_to_be_opened(tx, ids, now):
                return 0
            record = self.record(tx, ids, now)
            standing = self._standing(record, now)
            deciding = standing.deciding
            flag = Flag(
                number=tx.standings.next_number(),
                brand=self.brand,
                # the account that did it last: a measure is against an account
                author_id=deciding.author_id if deciding is not None else author_id,
                opened_at=now,
                message_id=deciding.message_id if deciding is not None else "",
            )
            tx.standings.open(flag)
            step = Step(brand=self.brand, flag_number=flag.number, at=now, kind=StepKind.OPENED)
            tx.standings.step(step)
            self._mark(tx, Decided(flag=flag, steps=(step,)), now)
            self._write_down(tx, flag, StepKind.OPENED.value, MACHINE, "", now)
            advice = self._advice(record, standing)
            words = card_words(standing, advice, self.hours, now, flag.id)
            self._tell(tx, flag, "opened", words, now)
        return 1

    def _is_to_be_told(self, one: Decided, now: datetime) -> bool:
        return reminders_due(one.flag, one.steps, self.policy.standing.times, now) > 0

    def _remind(self, number: int, now: datetime) -> int:
        with self.store.begin() as tx:
            look = self.look(tx, number)
            due = reminders_due(look.flag, look.decided.steps, self.policy.standing.times, now)
            if due == 0:
                return 0
            for _ in range(due):
                # a monitor that stood still tells once, and counts all that it missed
                tx.standings.step(_step(look.flag, StepKind.REMINDED, now))
            left = look.flag.opened_at + self.policy.standing.times.lapse - now
            words = (
                f"still undecided, and over by itself in {max(1, left.days)} days: "
                f"{card_words(look.standing, look.advice, self.hours, now, look.flag.id)}"
            )
            told = sum(one.kind is StepKind.REMINDED for one in look.decided.steps) + due
            self._tell(tx, look.flag, f"reminder {told}", words, now)
        return 1

    # --- the owner ----------------------------------------------------------------------------

    def look(self, tx: Tx, number: int) -> Look:
        """Everything about a flag. Raises NotFound."""
        now = self.clock.now()
        decided = tx.standings.get(number)
        if decided is None or decided.flag.brand != self.brand:
            raise NotFound(f"there is no flag `f{number}`", hint="the flags: monitor flags")
        record = self.record(tx, self._ids(tx, decided.flag.author_id), now)
        standing = self._standing(record, now, besides=number)
        return Look(
            decided=decided,
            record=record,
            standing=standing,
            advice=self._advice(record, standing, number),
            state=state_of(decided.flag, decided.steps, self.policy.standing.times, now),
            lapses_at=decided.flag.opened_at + self.policy.standing.times.lapse,
        )

    def decide(
        self,
        number: int,
        kind: StepKind,
        by: str,
        why: str,
        *,
        until: datetime | None = None,
        effect_number: int | None = None,
    ) -> Look:
        """Writes a decision down, with what follows from it here. Raises NotFound, WrongState.

        A measure was asked for before, and is named by its effect.
        """
        now = self.clock.now()
        with self.store.begin() as tx:
            look = self.look(tx, number)
            before = choice_of(look.decided.steps)
            if kind in CHOICES:
                self.may_decide(look, kind)
            elif before is None:
                raise WrongState(f"nothing was decided about `{look.flag.id}` that stands")
            if kind is StepKind.DISMISS:
                until = now + self.policy.standing.times.rest
            elif kind is StepKind.WATCH:
                until = until or now + self.policy.standing.times.watch
            elif kind is StepKind.QUIET:
                until = until or now + self.policy.quiet_for
                keep_quiet(tx, self.brand, look.flag.author_id, until, now, why, by)
            elif kind is StepKind.UNDO and before is not None and before.kind is StepKind.QUIET:
                end_quiet(tx, self.brand, look.flag.author_id, now, by)
            step = _step(look.flag, kind, now, by, why, until, effect_number)
            tx.standings.step(step)
            steps = (*look.decided.steps, _last(step))
            self._mark(tx, Decided(flag=look.flag, steps=steps), now)
            self._write_down(tx, look.flag, kind.value, by, why, now)
        with self.store.read() as tx:
            return self.look(tx, number)

    def judge(self, number: int, message_id: str, judged: Judged, by: str, why: str) -> Look:
        """A person's word about what stands in one message. Raises NotFound."""
        now = self.clock.now()
        with self.store.begin() as tx:
            look = self.look(tx, number)
            ids = look.record.author_ids
            if not tx.standings.judge(self.brand, ids, message_id, judged):
                raise NotFound(
                    f"there is no strike of theirs in `{for_terminal(message_id, 120)}`",
                    hint=f"what there is: monitor flag {number} --json",
                )
            self._write_down(tx, look.flag, judged.value, by, why, now)
        with self.store.read() as tx:
            return self.look(tx, number)

    def may_decide(self, look: Look, kind: StepKind) -> None:
        """Raises WrongState where something was decided that stands, or the flag is over."""
        before = choice_of(look.decided.steps)
        if before is not None and before.kind is not StepKind.WATCH:
            raise WrongState(
                f"`{look.flag.id}` was decided already: {before.kind.value}, by {before.by}",
                hint=f"take it back first: monitor flag {look.flag.number} undo",
            )
        if look.state is FlagState.LAPSED and kind in (StepKind.DISMISS, StepKind.WATCH):
            raise WrongState(
                f"`{look.flag.id}` is over: nobody decided in time, and it counts no more",
                hint="to keep somebody away all the same: monitor quiet, monitor mute",
            )

    # --- parts --------------------------------------------------------------------------------

    def record(self, tx: Tx, author_ids: Sequence[str], now: datetime) -> Record:
        """The evidence about one person."""
        lasts = self.policy.standing.goodwill_lasts
        record = record_of(tx, self.brand, author_ids, now, self.is_canned, lasts)
        good = goodwill_of(tx, self.brand, author_ids, self.customers.now(), now)
        track = replace(record.track, goodwill=(*record.track.goodwill, *good))
        return replace(record, track=track)

    def _standing(self, record: Record, now: datetime, besides: int = 0) -> Standing:
        """`besides`: what was decided about this flag hides nothing that was done before it."""
        flags = [one for one in record.flags if one.flag.number != besides]
        return standing_of(record.track, flags, self.policy.standing, self.hours, now)

    def _advice(self, record: Record, standing: Standing, besides: int = 0) -> Advice:
        return advise(
            standing,
            (one for one in record.flags if one.flag.number != besides),
            self.policy.standing,
            self.policy.quiet_for.days,
            self.policy.mute_for.days,
        )

    def _mark(self, tx: Tx, decided: Decided, now: datetime) -> None:
        """`flagged` stands exactly as long as a person has to look, or goes on looking."""
        flag, times = decided.flag, self.policy.standing.times
        state = state_of(flag, decided.steps, times, now)
        choice = choice_of(decided.steps)
        until = None
        if state is FlagState.OPEN:
            until = flag.opened_at + times.lapse
        elif state is FlagState.WATCHED and choice is not None:
            until = watched_until(choice, times)
        if until is None:
            tx.authors.unmark(self.brand, flag.author_id, Mark.FLAGGED)
        else:
            tx.authors.mark(self.brand, flag.author_id, Mark.FLAGGED, now, WHY, until)

    def _write_down(self, tx: Tx, flag: Flag, what: str, by: str, why: str, now: datetime) -> None:
        tx.audit.write(
            AuditEntry(
                brand=self.brand,
                at=now,
                actor=by,
                action=AuditAction.FLAG,
                subject=flag.id,
                reason=what,
                author_id=flag.author_id,
                words=why,
            )
        )

    def _tell(self, tx: Tx, flag: Flag, which: str, words: str, now: datetime) -> None:
        platform = flag.author_id.partition(":")[0]
        author = tx.authors.get(flag.author_id) or Author(
            id=flag.author_id, platform=platform, handle=""
        )
        which = f"{flag.id} {which}"
        tx.outbox.add([alert_of(tx, self.brand, author, which, words, self.hours, now)])


def _step(
    flag: Flag,
    kind: StepKind,
    at: datetime,
    by: str = "",
    why: str = "",
    until: datetime | None = None,
    effect_number: int | None = None,
) -> Step:
    return Step(
        brand=flag.brand,
        flag_number=flag.number,
        at=at,
        kind=kind,
        by=by,
        why=why,
        until=until,
        effect_number=effect_number,
    )


def _last(step: Step) -> Step:
    """As it will be stored: after every other of this moment."""
    return replace(step, number=2**62)
