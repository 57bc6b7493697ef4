"""The case desk: notes, whose a case is, until when it is put off, its tags, and whether the
customer came to direct messages where we cannot see it.

Each is one transaction, and stands in the timeline with who did it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.domain.case import Case, CaseStatus, Priority, Promise, PromiseState, TimelineKind
from monitor.domain.clock import Hours
from monitor.domain.effect import State
from monitor.domain.ports import Clock
from monitor.domain.reminders import ASSIGNED
from monitor.domain.store_ports import Store, Tx
from monitor.domain.tags import changed
from monitor.domain.values import replace
from monitor.errors import InputError, WrongState
from monitor.services.case_alerts import tell_people
from monitor.services.one_case import known_case, must_be_whole, open_case, tell

#: of a note
LONGEST_NOTE = 2_000
#: nothing is put off for longer
LONGEST_SNOOZE = timedelta(days=31)


class CaseDesk:
    """What a person does with one case."""

    def __init__(self, store: Store, clock: Clock, hours: Hours) -> None:
        self.store = store
        self.clock = clock
        self.hours = hours

    def note(self, number: int, words: str, by: str) -> Case:
        """Kept with the case, and told to nobody else. Raises NotFound, InputError, WrongState."""
        note = " ".join(words.split())
        if not note:
            raise InputError("the note is empty", hint=f'monitor case note {number} "..."')
        if len(note) > LONGEST_NOTE:
            raise InputError(
                f"that is longer than a note ({len(note):,} of {LONGEST_NOTE:,} signs)"
            )
        with self.store.begin() as tx:
            case = known_case(tx, number)
            must_be_whole(tx, case)
            tell(tx, case, TimelineKind.NOTE, note, by, self.clock.now())
        return case

    def assign(self, number: int, to: str, by: str) -> Case:
        """From now on it is theirs; they are told. Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case = open_case(tx, number)
            if case.assignee == to:
                raise WrongState(f"case {number} is {to}'s already")
            given = replace(case, assignee=to)
            tx.cases.save(given)
            tell(tx, case, TimelineKind.STATUS, f"given to {to}", by, now)
            words = f"{to}, this is yours now: {by} gave it to you. monitor case {number}"
            if to == by:
                words = f"{to} has taken this over. monitor case {number}"
            tell_people(tx, case, ASSIGNED, words, self.hours, now)
        return given

    def tag(self, number: int, wanted: Sequence[str], by: str) -> Case:
        """`+late` and `-late`. Raises NotFound, InputError, WrongState."""
        with self.store.begin() as tx:
            case = known_case(tx, number)
            must_be_whole(tx, case)
            try:
                tags = changed(case.tags, wanted)
            except ValueError as problem:
                raise InputError(str(problem)) from None
            if tags == case.tags:
                return case
            tagged = replace(case, tags=tags)
            tx.cases.save(tagged)
            words = f"tags: {', '.join(tags)}" if tags else "no tags any more"
            tell(tx, case, TimelineKind.STATUS, words, by, self.clock.now())
        return tagged

    # --- put off ------------------------------------------------------------------------------

    def snooze(self, number: int, until: datetime, by: str) -> Case:
        """Nobody is reminded of it until then. Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case = open_case(tx, number)
            if case.priority is Priority.URGENT:
                raise WrongState(
                    f"case {number} is urgent: somebody may come to harm, and it is not put off"
                )
            if not now < until <= now + LONGEST_SNOOZE:
                raise WrongState("a case is put off until a moment ahead, and for 31 days at most")
            limit = latest_end(tx, case)
            if limit is not None and until > limit:
                raise WrongState(_beyond(case, limit, now, self.hours), hint=_hint(number))
            put_off = replace(case, snoozed_until=until)
            tx.cases.save(put_off)
            words = f"put off until {_moment(until, self.hours)}"
            tell(tx, case, TimelineKind.STATUS, words, by, now)
        return put_off

    def wake(self, number: int, by: str) -> Case:
        """No longer put off. Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case = open_case(tx, number)
            if not case.is_put_off(now):
                raise WrongState(f"case {number} is not put off")
            awake = replace(case, snoozed_until=None)
            tx.cases.save(awake)
            tell(tx, case, TimelineKind.STATUS, "no longer put off", by, now)
        return awake

    # --- did they write to us? ----------------------------------------------------------------

    def came(self, number: int, deadline_at: datetime, by: str) -> Case:
        """They wrote privately where the monitor cannot see it: the clock for the answer runs.
        Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case = open_case(tx, number)
            came = replace(
                case,
                status=CaseStatus.OPEN,
                in_dm_at=case.in_dm_at or now,
                deadline_at=deadline_at,
                snoozed_until=None,
            )
            tx.cases.save(came)
            tell(tx, case, TimelineKind.CAME_TO_DM, "they wrote to us privately", by, now)
        return came

    def never_came(self, number: int, by: str) -> Case:
        """They did not write: the case waits for them, what was promised if they did is over.
        Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case = open_case(tx, number)
            if case.in_dm_at is not None:
                raise WrongState(f"case {number} has a direct message of theirs")
            if case.acknowledged_at is None:
                raise WrongState(
                    f"nobody has asked the customer of case {number} to write to you",
                    hint="the next word is yours",
                )
            waiting = replace(case, status=CaseStatus.WAITING, deadline_at=None)
            tx.cases.save(waiting)
            tell(tx, case, TimelineKind.NOTE, "they have not written to us", by, now)
            for promise in tx.cases.promises(case_number=number, state=PromiseState.OPEN):
                tx.cases.end_promise(promise.number, PromiseState.NOT_COME, now)
                words = PromiseState.NOT_COME.value
                tell(tx, case, TimelineKind.PROMISE_ENDED, words, by, now)
        return waiting


def latest_end(tx: Tx, case: Case) -> datetime | None:
    """Until when a case can be put off: what was promised, what is due, a draft that runs out."""
    ends = [case.deadline_at] if case.deadline_at is not None else []
    ends += [
        promise.due_at
        for promise in tx.cases.promises(case_number=case.number)
        if promise.state is PromiseState.OPEN or _is_owed_still(promise, case)
    ]
    ends += [
        effect.not_after
        for effect in tx.outbox.of_case(case.number)
        if effect.is_public_word and effect.state is State.PROPOSED and effect.not_after is not None
    ]
    return min(ends, default=None)


def _is_owed_still(promise: Promise, case: Case) -> bool:
    """It was broken, and nobody has made it good."""
    if promise.state is not PromiseState.BROKEN or case.status is CaseStatus.WAITING:
        return False
    return case.first_response_at is None or case.first_response_at <= promise.made_at


def _beyond(case: Case, limit: datetime, now: datetime, hours: Hours) -> str:
    if limit <= now:
        return f"case {case.number} is late: somebody waits for you now"
    return f"case {case.number} cannot be put off beyond {_moment(limit, hours)}: it is due then"


def _hint(number: int) -> str:
    return f"monitor case {number} shows what is due"


def _moment(moment: datetime, hours: Hours) -> str:
    return f"{hours.local(moment):%H:%M on %A %d %B}"
