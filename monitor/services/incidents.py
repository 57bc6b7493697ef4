"""Incidents: one sentence of the owner's for everybody with the same trouble.

Everything here is a person's doing: the sentence, the yes for so many, the news at the end. Words
leave one after the other, and are asked about once more when their turn comes. Killed anywhere, a
transaction is done or not: nobody is told twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.effect import BEFORE_SENDING, Effect, State
from monitor.domain.incident import (
    MENDED,
    MORE_TIME,
    TELLS,
    Incident,
    places_in_line,
)
from monitor.domain.permission import Reason
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.errors import WrongState
from monitor.services.incident_checks import (
    known_incident,
    must_be_able_to_take_longer,
    must_be_open,
    must_be_so_many,
    platform_of,
    promise_in_words,
)
from monitor.services.incident_news import is_to_be_reminded, notice_key, reminder
from monitor.services.incident_people import joined, people_of
from monitor.services.incident_plan import Plan, has_more_to_tell, next_word, plan_of
from monitor.services.incident_sentence import cause_of, must_be_sayable
from monitor.services.incident_words import IncidentWords, said_yes
from monitor.services.outbox import move

#: complaints of so long ago belong to it, unless a surge says since when
LOOK_BACK = timedelta(hours=24)


class Incidents:
    """One brand's incidents."""

    def __init__(
        self, store: Store, clock: Clock, playbook: Playbook, policy: Policy, *, brand: str
    ) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        self.brand = brand

    # --- the owner's steps ------------------------------------------------------------------------

    def start(
        self,
        causes: Sequence[str],
        sentence: str,
        *,
        by: str,
        since: datetime | None = None,
        promise: str = "",
    ) -> Incident:
        """Begins one: everybody who complained of it joins, with a draft. Raises InputError."""
        now = self.clock.now()
        causes = tuple(dict.fromkeys(cause_of(cause) for cause in causes))
        sentence = " ".join(sentence.split())
        promise = promise_in_words(promise, self.policy)
        with self.store.begin() as tx:
            incident = Incident(
                brand=self.brand,
                causes=causes,
                sentence=sentence,
                since=since or self._since(tx, now),
                started_at=now,
                started_by=by,
                promise=promise,
            )
            people = people_of(tx, incident, now)
            must_be_sayable(
                TELLS, sentence, {platform_of(one.message_id) for one in people}, self.playbook
            )
            incident = replace(incident, number=tx.incidents.add(incident))
            people = [replace(one, incident=incident.number) for one in people]
            tx.incidents.join(people)
            tx.cases.tell([joined(one, incident, by, now) for one in people if one.case_number])
            self._prepare(tx, incident, now)
            self._write_down(tx, incident, AuditAction.INCIDENT, "started", by, now)
        return incident

    def plan(self, tx: Tx, number: int) -> Plan:
        """Who would be told now. Raises NotFound."""
        incident = known_incident(tx, number)
        return plan_of(tx, incident, self.playbook, self.policy, self.clock.now())

    def send(self, number: int, count: int, *, by: str, and_new_ones: bool = False) -> Plan:
        """One yes for so many: each of them leaves when its turn comes.

        Raises WrongState when it is another number by now, or nothing is to be sent.
        """
        now = self.clock.now()
        self._prepare_all(number)
        with self.store.read() as tx:
            plan = self.plan(tx, number)
        must_be_so_many(plan, count, and_new_ones=and_new_ones)
        with self.store.begin() as tx:
            incident = known_incident(tx, number)
            if (incident.mended_at, incident.ended_at) != (
                plan.incident.mended_at,
                plan.incident.ended_at,
            ):
                raise WrongState(f"incident {number} was changed at this moment: look again")
            *places, end = places_in_line(
                len(plan.ready), now, incident, self.policy.hours, incident.id
            )
            ready = tuple(
                effect
                for effect, place in zip(plan.ready, places, strict=True)
                if move(tx, effect, said_yes(effect, place, by, now))
            )
            new_by = by if and_new_ones else incident.sends_new_by
            if places:
                incident = replace(incident, next_word_at=end)
            tx.incidents.save(replace(incident, sends_new_by=new_by))
            self._write_down(tx, incident, AuditAction.INCIDENT, f"sends_{len(ready)}", by, now)
        return replace(plan, ready=ready)

    def more_time(self, number: int, sentence: str, *, by: str, promise: str = "") -> Incident:
        """It takes longer: whoever was told may be told so, with a new promise; at most twice.

        Whoever was not told yet hears the first sentence with the new promise. Raises WrongState,
        InputError.
        """
        now, sentence = self.clock.now(), " ".join(sentence.split())
        promise = promise_in_words(promise, self.policy)
        with self.store.begin() as tx:
            incident = known_incident(tx, number)
            must_be_able_to_take_longer(tx, incident)
            self._must_be_sayable(tx, incident, MORE_TIME, sentence, may_be_empty=True)
            incident = replace(
                incident,
                promise=promise,
                renewals=incident.renewals + 1,
                later_sentence=sentence,
                renewed_at=now,
                next_word_at=None,
            )
            tx.incidents.save(incident)
            self._prepare(tx, incident, now)
            self._write_down(tx, incident, AuditAction.INCIDENT, "more_time", by, now)
        return incident

    def reword(self, number: int, sentence: str, *, by: str) -> Incident:
        """Other words for what was said last: whoever heard it hears no more, and whoever did not
        hears these, with another yes. Raises WrongState, InputError."""
        now, sentence = self.clock.now(), " ".join(sentence.split())
        with self.store.begin() as tx:
            incident = known_incident(tx, number)
            must_be_open(incident)
            if incident.mended_at is not None:
                family, changed = MENDED, replace(incident, mended_sentence=sentence)
            elif incident.renewals:
                family, changed = MORE_TIME, replace(incident, later_sentence=sentence)
            else:
                family, changed = TELLS, replace(incident, sentence=sentence, sends_new_by="")
            is_later = family == MORE_TIME
            self._must_be_sayable(tx, incident, family, sentence, may_be_empty=is_later)
            changed = replace(changed, next_word_at=None)
            tx.incidents.save(changed)
            self._prepare(tx, changed, now)
            self._write_down(tx, changed, AuditAction.INCIDENT, "reworded", by, now)
        return changed

    def mended(self, number: int, sentence: str, *, by: str) -> Incident:
        """It is over: whoever was told may be told so, and nobody else joins.

        Raises WrongState, InputError.
        """
        now, sentence = self.clock.now(), " ".join(sentence.split())
        with self.store.begin() as tx:
            incident = known_incident(tx, number)
            must_be_open(incident)
            if incident.mended_at is not None:
                raise WrongState(
                    f"incident {number} is mended already, and says: {incident.mended_sentence}",
                    hint=f"monitor incident {number}",
                )
            self._must_be_sayable(tx, incident, MENDED, sentence)
            incident = replace(
                incident,
                mended_sentence=sentence,
                mended_at=now,
                mended_by=by,
                sends_new_by="",
                next_word_at=None,
            )
            tx.incidents.save(incident)
            tx.notices.end(self.brand, notice_key(incident), now)
            self._prepare(tx, incident, now)
            self._write_down(tx, incident, AuditAction.INCIDENT, "mended", by, now)
        return incident

    def end(self, number: int, *, by: str) -> Incident:
        """Closes it: what was not sent is not sent. Cases stay as they are. Raises WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            incident = known_incident(tx, number)
            must_be_open(incident)
            for person in tx.incidents.people(number):
                effect = next_word(tx, incident, person)
                if effect is not None and effect.state in BEFORE_SENDING:
                    _let_go(tx, effect, by, now)
            incident = replace(incident, ended_at=now, ended_by=by, sends_new_by="")
            tx.incidents.save(incident)
            tx.notices.end(self.brand, notice_key(incident), now)
            self._write_down(tx, incident, AuditAction.INCIDENT, "ended", by, now)
        return incident

    # --- by itself --------------------------------------------------------------------------------

    def due(self) -> None:
        """Reminds of news that people were promised, and makes drafts of those that are due."""
        now = self.clock.now()
        with self.store.read() as tx:
            more_to_tell = [
                incident.number
                for incident in tx.incidents.open_of(self.brand)
                if has_more_to_tell(tx, incident)
            ]
            late = [
                incident
                for incident in tx.incidents.open_of(self.brand)
                if is_to_be_reminded(incident, now)
                and tx.notices.get(self.brand, notice_key(incident)) is None
            ]
            told = {one.number: self.plan(tx, one.number).told for one in late}
        for number in more_to_tell:
            self._prepare_all(number)
        for incident in late:
            with self.store.begin() as tx:
                tx.notices.open(reminder(incident, told[incident.number], self.policy.hours, now))

    # --- parts ------------------------------------------------------------------------------------

    def _must_be_sayable(
        self,
        tx: Tx,
        incident: Incident,
        family: str,
        sentence: str,
        *,
        may_be_empty: bool = False,
    ) -> None:
        people = tx.incidents.people(incident.number)
        platforms = {platform_of(one.message_id) for one in people}
        must_be_sayable(family, sentence, platforms, self.playbook, may_be_empty=may_be_empty)

    def _since(self, tx: Tx, now: datetime) -> datetime:
        surge = tx.surges.on(self.brand)
        if surge is None:
            return now - LOOK_BACK
        return surge.began_at - self.policy.surge.within

    def _prepare(self, tx: Tx, incident: Incident, now: datetime) -> None:
        words = IncidentWords(tx, self.playbook, self.policy, now)
        for person in tx.incidents.people(incident.number):
            words.prepare(incident, person)

    def _prepare_all(self, number: int) -> None:
        """Words that turned out to be said since, and people without a draft."""
        with self.store.begin() as tx:
            incident = known_incident(tx, number)
            must_be_open(incident)
            self._prepare(tx, incident, self.clock.now())

    def _write_down(
        self, tx: Tx, incident: Incident, action: AuditAction, what: str, by: str, now: datetime
    ) -> None:
        tx.audit.write(
            AuditEntry(
                brand=self.brand, at=now, actor=by, action=action, subject=incident.id, reason=what
            )
        )


def _let_go(tx: Tx, effect: Effect, by: str, now: datetime) -> None:
    """A draft that nobody said yes to, or whose turn has not come."""
    state = State.REJECTED if effect.state is State.PROPOSED else State.CANCELLED
    move(
        tx,
        effect,
        replace(effect, state=state, reason=Reason.NO_REPLY_WANTED, decided_by=by, decided_at=now),
    )
