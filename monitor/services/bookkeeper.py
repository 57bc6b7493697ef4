"""The bookkeeper writes what a decision asks for: cases, timelines, slots, effects.

Invariants: one open case per brand and author; an acknowledgement only with its slot; an edit adds
no second effect of the same rule and action.
"""

from datetime import datetime
from typing import assert_never

from monitor.domain.case import (
    PRIORITY_ORDER,
    Case,
    CaseStatus,
    Outcome,
    Priority,
    PromiseState,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.decision import (
    CancelDrafts,
    Decision,
    JoinCase,
    MarkAnswered,
    OpenCase,
    OptOut,
    Record,
    Recovered,
)
from monitor.domain.effect import BEFORE_SENDING, Action, Effect, State
from monitor.domain.facts import Facts
from monitor.domain.message import Message
from monitor.domain.permission import Reason
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Decided, Tx
from monitor.domain.template import choose_variant
from monitor.domain.times import times_at
from monitor.domain.values import replace
from monitor.services.ledger import Ledger
from monitor.services.outbox import withdraw

#: nobody knows yet whether it is out
UNHEARD = (State.SENDING, State.UNKNOWN, State.NEEDS_PERSON)
#: who writes in a timeline when no person does
MACHINE = "monitor"


class Bookkeeper:
    """Enters the decisions of one page, in order; `close` writes them."""

    def __init__(
        self, tx: Tx, ledger: Ledger, playbook: Playbook, policy: Policy, now: datetime
    ) -> None:
        self.tx = tx
        self.ledger = ledger
        self.playbook = playbook
        self.policy = policy
        self.now = now
        self._new_cases: dict[int, Case] = {}
        self._changed_cases: dict[int, Case] = {}
        self._timeline: list[TimelineEntry] = []
        self._effects: list[Effect] = []

    def enter(self, facts: Facts, decision: Decision) -> Decided:
        """Records and effects of one decision."""
        message = facts.message
        effects: tuple[Effect, ...] = ()
        number = None
        if decision.records or decision.effects:
            for record in decision.records:
                self._record(record, facts)
            case = self.ledger.author(message.author.id).open_case
            number = case.number if case is not None else None
            if decision.effects:
                effects = self._add_effects(message, decision, number)
        if message.is_direct:
            self.ledger.wrote(message)
        return Decided(
            message=message,
            reading=facts.reading,
            circumstances=facts.circumstances,
            decision=decision,
            effects=effects,
            case_number=number if decision.records else None,
            decided_at=self.now,
        )

    def close(self) -> None:
        """Writes everything that was entered."""
        if self._new_cases:
            self.tx.cases.add(list(self._new_cases.values()))
        for case in self._changed_cases.values():
            self.tx.cases.save(case)
        if self._timeline:
            self.tx.cases.tell(self._timeline)
        if self._effects:
            self.tx.outbox.add(self._effects)

    def forget(self, deleted: tuple[str, ...]) -> None:
        """Posts whose authors took them away are not answered."""
        for message_id in deleted:
            effects = self.tx.outbox.of_message(self.ledger.brand, message_id)
            for effect in effects:
                if effect.is_public_word:
                    withdraw(self.tx, effect, State.CANCELLED, Reason.PARENT_GONE, self.now)
            cases = dict.fromkeys(effect.case_number for effect in effects)
            for number in cases:
                if number is not None:
                    self._tell(number, TimelineKind.NOTE, "they took their post away")

    # --- records ------------------------------------------------------------------------------

    def _record(self, record: Record, facts: Facts) -> None:
        message = facts.message
        match record:
            case OpenCase():
                self._open_or_join(record, message)
            case JoinCase():
                self._join(record, message)
            case OptOut():
                self._opt_out(message)
            case MarkAnswered():
                self._mark_answered(message)
            case Recovered():
                self._recovered(message)
            case CancelDrafts():
                self._cancel_words(message.author.id, Reason.ALREADY_IN_DM)
            case _:
                assert_never(record)

    def _open_or_join(self, record: OpenCase, message: Message) -> None:
        case = self.ledger.author(message.author.id).open_case
        if case is not None:
            self._put(self._joined(case, message, record.priority, record.topic))
            self._tell(case.number, TimelineKind.MENTION, record.note, message)
            return
        case = Case(
            number=self.tx.cases.next_number(),
            brand=message.brand,
            author_id=message.author.id,
            priority=record.priority,
            topic=record.topic,
            assignee=self.policy.people[0],
            opened_at=self.now,
            deadline_at=record.deadline_at,
            first_message_id=message.id,
            in_dm_at=self.now if message.is_direct else None,
        )
        self._new_cases[case.number] = case
        self.ledger.has_case(case.author_id, case)
        self._tell(case.number, TimelineKind.OPENED, record.note, message)

    def _join(self, record: JoinCase, message: Message) -> None:
        case = self.ledger.author(message.author.id).open_case
        if case is None:
            return
        priority = Priority.HIGH if record.raise_priority else case.priority
        joined = self._joined(case, message, priority, "")
        if record.came_to_dm:
            joined = replace(
                joined,
                in_dm_at=case.in_dm_at or self.now,
                status=CaseStatus.OPEN,
                deadline_at=record.deadline_at or case.deadline_at,
            )
            self._tell(case.number, TimelineKind.CAME_TO_DM, record.note, message)
        else:
            self._tell(case.number, TimelineKind.MENTION, record.note, message)
        self._put(joined)

    def _opt_out(self, message: Message) -> None:
        self.tx.authors.opt_out(message.brand, message.author.id, self.now, "asked for it")
        self.ledger.opted_out(message.author.id)
        self._cancel_words(message.author.id, Reason.OPTED_OUT)

    def _mark_answered(self, message: Message) -> None:
        """Our own post: the people whose conversation it is in have their answer."""
        if self._is_ours_by_machine(message):
            return
        self.ledger.answered(message.conversation, message.created_at)
        authors = {
            other.author.id
            for other in self.tx.messages.in_conversation(message.brand, message.conversation)
            if not other.from_brand
        }
        for author_id in sorted(authors):
            self._cancel_words(author_id, Reason.ALREADY_ANSWERED, message.conversation)
            case = self._open_case_of(author_id)
            if case is not None:
                self._answered(case, message)

    def _answered(self, case: Case, message: Message) -> None:
        self._put(
            replace(
                case,
                status=CaseStatus.WAITING,
                first_response_at=case.first_response_at or message.created_at,
                deadline_at=None,
            )
        )
        self._tell(case.number, TimelineKind.OUR_WORDS, "a person of ours answered", message)
        open_promises = self.tx.cases.promises(case_number=case.number, state=PromiseState.OPEN)
        for promise in open_promises:
            kept = message.created_at <= promise.due_at
            state = PromiseState.KEPT if kept else PromiseState.BROKEN
            self.tx.cases.end_promise(promise.number, state, message.created_at)
            self._tell(case.number, TimelineKind.PROMISE_ENDED, state.value)

    def _is_ours_by_machine(self, message: Message) -> bool:
        """Our own words that came back from the platform: nobody's answer."""
        if self.tx.outbox.posted(message.brand, message.id):
            return True
        # a word may come back before anybody has heard that it is out
        unheard = self.tx.outbox.in_state(*UNHEARD, brand=message.brand)
        return any(
            effect.text == message.text and effect.conversation_id == message.conversation
            for effect in unheard
        )

    def _recovered(self, message: Message) -> None:
        case = self._open_case_of(message.author.id) or self.tx.cases.newest_of(
            message.brand, message.author.id
        )
        if case is None:
            return
        self._put(replace(case, outcome=Outcome.RECOVERED))
        self._tell(case.number, TimelineKind.NOTE, "they thank or praise us", message)

    # --- effects ------------------------------------------------------------------------------

    def _add_effects(
        self, message: Message, decision: Decision, case_number: int | None
    ) -> tuple[Effect, ...]:
        there: set[tuple[str, Action]] = set()
        if message.version > 1:
            there = {
                (effect.rule, effect.action)
                for effect in self.tx.outbox.of_message(message.brand, message.id)
            }
        added = []
        for wanted in decision.effects:
            if (wanted.rule, wanted.action) in there:
                continue
            number = self.tx.outbox.next_number()
            effect = replace(wanted, number=number, case_number=case_number)
            if effect.action is Action.ACKNOWLEDGE:
                effect = self._with_slot(effect)
            added.append(effect)
        self._effects.extend(added)
        return tuple(added)

    def _with_slot(self, effect: Effect) -> Effect:
        """The effect with its slot and its words, or refused because the slot is taken."""
        until = self.now + self.policy.acknowledge_again_after
        if not self.tx.slots.take(effect.brand, effect.author_id, effect.number, until, self.now):
            return replace(effect, state=State.REFUSED, reason=Reason.ALREADY_ACKNOWLEDGED)
        self.ledger.takes_slot(effect.author_id, effect.conversation_id, until)
        family = self.playbook.families[effect.template]
        variant = choose_variant(
            [f"{family.name}.{name}" for name in family.variants],
            self.ledger.day.recent_templates,
            effect.message_id,
        )
        self.ledger.used_template(variant)
        return replace(effect, template=variant)

    def _cancel_words(self, author_id: str, reason: Reason, conversation: str = "") -> None:
        for effect in self.tx.outbox.waiting_for(self.ledger.brand, author_id):
            if not conversation or effect.conversation_id == conversation:
                withdraw(self.tx, effect, State.CANCELLED, reason, self.now)
        for index, effect in enumerate(self._effects):
            is_theirs = effect.author_id == author_id and effect.is_public_word
            if not is_theirs or effect.state not in BEFORE_SENDING:
                continue
            if not conversation or effect.conversation_id == conversation:
                self._effects[index] = replace(effect, state=State.CANCELLED, reason=reason)
                self.tx.slots.release(effect.brand, effect.author_id, effect.number)

    # --- cases --------------------------------------------------------------------------------

    def _joined(self, case: Case, message: Message, priority: Priority, topic: str) -> Case:
        """The case with one more mention in it; it keeps the higher priority and its first topic.

        Who was waited for has written: the next step is ours again, and has a deadline.
        """
        deadline_at = case.deadline_at
        if deadline_at is None:
            deadline_at = times_at(self.policy.hours, self.now).due(self.policy.first_answer)
        return replace(
            case,
            mentions=case.mentions + (0 if self._is_in(case, message) else 1),
            priority=max(case.priority, priority, key=PRIORITY_ORDER.__getitem__),
            topic=case.topic or topic,
            status=CaseStatus.OPEN if case.status is CaseStatus.WAITING else case.status,
            deadline_at=deadline_at,
        )

    def _is_in(self, case: Case, message: Message) -> bool:
        """An earlier version of this mention is in the case: an edit is not a second mention."""
        if message.version == 1:
            return False
        earlier = self.tx.messages.decided(message.id, message.brand)
        return earlier is not None and earlier.case_number == case.number

    def _open_case_of(self, author_id: str) -> Case | None:
        known = self.ledger.authors.get(author_id)
        if known is not None:
            return known.open_case
        return self.tx.cases.open_of(self.ledger.brand, author_id)

    def _put(self, case: Case) -> None:
        if case.number in self._new_cases:
            self._new_cases[case.number] = case
        else:
            self._changed_cases[case.number] = case
        if case.is_open:
            self.ledger.has_case(case.author_id, case)

    def _tell(
        self, case_number: int, kind: TimelineKind, words: str, message: Message | None = None
    ) -> None:
        by = MACHINE
        if message is not None:
            by = message.brand if message.from_brand else message.author.id
        self._timeline.append(
            TimelineEntry(
                brand=self.ledger.brand,
                case_number=case_number,
                at=self.now,
                kind=kind,
                by=by,
                words=words,
                message_id=message.id if message is not None else "",
            )
        )
