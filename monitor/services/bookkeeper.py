"""The bookkeeper writes what a decision asks for: cases, timelines, slots, effects.

Invariants: one open case per brand and customer; an acknowledgement only with its slot; an edit
adds no second effect of the same rule and action.
"""

from datetime import datetime
from typing import assert_never

from monitor.domain.answers import THANKS
from monitor.domain.case import (
    Case,
    TimelineKind,
)
from monitor.domain.decision import (
    AddStrike,
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
from monitor.domain.incident import TELLS, Incident
from monitor.domain.message import Message
from monitor.domain.permission import Reason
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.reading import Kind
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Decided
from monitor.domain.template import choose_variant
from monitor.domain.values import replace
from monitor.domain.wanted import RECEIPT, receipt
from monitor.services.case_book import CaseBook
from monitor.services.case_entries import CaseEntries
from monitor.services.joining import Joining
from monitor.services.ledger import Ledger
from monitor.services.made_up import told_of
from monitor.services.more_time import came_late
from monitor.services.opting_out import asked_for_it
from monitor.services.outbox import withdraw
from monitor.services.own_posts import OwnPosts
from monitor.services.restored import hold, is_of_another
from monitor.services.strikes import Strikes
from monitor.services.won_back import WonBack

#: who came after the time that our public word named gets a receipt under this name
LATE_ARRIVAL = "late-arrival"


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
        self._book = CaseBook(tx, ledger, now)
        self._entries = CaseEntries(tx, ledger, policy, now, self._book)
        self._own_posts = OwnPosts(tx, self._book)
        self._effects: list[Effect] = []
        self._won_back = WonBack(tx, self._book, playbook, now)
        self._joining = Joining(tx, ledger, playbook, policy, now, self._book)
        self._strikes = Strikes(tx, ledger, now)

    def enter(self, facts: Facts, decision: Decision) -> Decided:
        """Records and effects of one decision."""
        message = facts.message
        effects: tuple[Effect, ...] = ()
        number = None
        if message.version > 1 and not message.from_brand:
            self._strikes.written_anew(message)
        if decision.records or decision.effects:
            for record in decision.records:
                self._record(record, facts)
            case = self.ledger.author(message.author.id).open_case
            number = case.number if case is not None else None
            incident = self.ledger.incident(facts)
            if decision.effects:
                effects = self._add_effects(message, decision, number, incident)
            if case is not None and message.is_direct and message.version == 1:
                effects += self._received_late(case, message)
            if incident is not None and facts.circumstances.open_case is None:
                self._joining.join(incident, message, number, effects)
        if not self.ledger.knows_nothing_about(facts):
            # what follows is about people and conversations of which something is known
            if message.is_direct:
                self.ledger.wrote(message)
            self._strikes.look(facts)
            told = told_of(self.tx, facts, self.policy.hours, self.now)
            if told is not None:
                self._effects.append(told)
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
        self._book.close()
        if self._effects:
            self.tx.outbox.add(self._effects)
        self._joining.close()

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
                    self._book.tell(number, TimelineKind.NOTE, "they took their post away")

    # --- records ------------------------------------------------------------------------------

    def _record(self, record: Record, facts: Facts) -> None:
        message = facts.message
        match record:
            case OpenCase():
                self._entries.open_or_join(record, facts)
            case JoinCase():
                self._entries.join(record, facts)
            case OptOut():
                self._opt_out(message)
            case MarkAnswered():
                self._mark_answered(message)
            case Recovered():
                self._won_back.recovered(message)
            case CancelDrafts():
                self._cancel_words(message.author.id, _why_unwanted(facts))
            case AddStrike():
                self._strikes.add(record, message)
            case _:
                assert_never(record)

    def _opt_out(self, message: Message) -> None:
        asked_for_it(self.tx, message.brand, message.author.id, self.now)
        self.ledger.opted_out(message.author.id)
        self._cancel_words(message.author.id, Reason.OPTED_OUT)

    def _mark_answered(self, post: Message) -> None:
        """Our own post: nothing automatic follows there, and whom it answers has their answer."""
        if self._own_posts.is_by_machine(post):
            return
        is_canned = self.playbook.is_canned(post.text)
        if is_canned and is_of_another(self.tx, post):
            hold(self.tx, f"the reply `{post.id}` reads like one of the monitor's", self.now)
        self.ledger.answered(post.conversation, post.created_at)
        spoken = self._own_posts.spoken_before(post)
        answered = self._own_posts.answered_by(post, spoken)
        if answered is not None and not is_canned:
            self._strikes.answered(answered)
        for author_id in sorted({*spoken, *([answered] if answered else [])}):
            self._cancel_words(author_id, Reason.ALREADY_ANSWERED, post, author_id == answered)
        if is_canned:
            # posted by hand, or before a restore: a promise to answer, and no answer yet
            return
        case = self._book.open_of(answered) if answered is not None else None
        if case is not None:
            self._own_posts.answers(case, post)

    # --- effects ------------------------------------------------------------------------------

    def _add_effects(
        self,
        message: Message,
        decision: Decision,
        case_number: int | None,
        incident: Incident | None,
    ) -> tuple[Effect, ...]:
        there: set[tuple[str, Action]] = set()
        if message.version > 1:
            there = {
                (effect.rule, effect.action)
                for effect in self.tx.outbox.of_message(message.brand, message.id)
            }
        added: list[Effect] = []
        for wanted in decision.effects:
            if (wanted.rule, wanted.action) in there:
                continue
            number = self.tx.outbox.next_number()
            effect = replace(wanted, number=number, case_number=case_number)
            if wanted.rule == THANKS and wanted.action is not Action.ALERT:
                thanks = self._won_back.thanks(effect, message)
                added += [thanks] if thanks is not None else []
                continue
            if effect.action is Action.ACKNOWLEDGE:
                effect = self._with_slot(effect)
                if incident is not None and effect.template.startswith(TELLS):
                    effect = self._joining.word(effect, incident)
            added.append(effect)
        self._effects.extend(added)
        return tuple(added)

    def _received_late(self, case: Case, message: Message) -> tuple[Effect, ...]:
        """Who comes after the time that we named gets a receipt with a new one, as a draft."""
        if not came_late(self.tx.cases.promises(case_number=case.number)):
            return ()
        family = self.playbook.family_for(RECEIPT, message.platform)
        if family not in self.playbook.families:
            return ()
        promise = self.policy.answer_within(case.priority)
        wanted = receipt(message, LATE_ARRIVAL, promise, self.playbook, self.policy, self.now)
        number = self.tx.outbox.next_number()
        effect = replace(wanted, number=number, case_number=case.number)
        self._effects.append(effect)
        return (effect,)

    def _with_slot(self, effect: Effect) -> Effect:
        """The effect with its slot and its words, or refused because the slot is taken."""
        until = self.now + self.policy.acknowledge_again_after
        if not self.tx.slots.take(effect.brand, effect.author_id, effect.number, until, self.now):
            return replace(effect, state=State.REFUSED, reason=Reason.ALREADY_ACKNOWLEDGED)
        is_draft = effect.state is State.PROPOSED
        self.ledger.takes_slot(effect.author_id, effect.conversation_id, until, is_draft=is_draft)
        family = self.playbook.families[effect.template]
        variant = choose_variant(
            [f"{family.name}.{name}" for name in family.variants],
            self.ledger.recent_templates(),
            effect.message_id,
        )
        self.ledger.used_template(variant)
        return replace(effect, template=variant)

    def _cancel_words(
        self,
        author_id: str,
        reason: Reason,
        post: Message | None = None,
        is_answer: bool = False,
    ) -> None:
        """Takes back what waits to be said to this author.

        With a post of ours only what was written before it: in its conversation, or anywhere when
        it is the author's answer.
        """
        for effect in self.tx.outbox.waiting_for(self.ledger.brand, author_id):
            if effect.slots.renews and reason is Reason.ALREADY_IN_DM:
                # they write to us again, and still wait
                continue
            if post is None or self._is_answered(effect, post, is_answer):
                withdraw(self.tx, effect, State.CANCELLED, reason, self.now)
        theirs = self.ledger.author(author_id).identities or (author_id,)
        for index, effect in enumerate(self._effects):
            is_theirs = effect.author_id in theirs and effect.is_public_word
            if not is_theirs or effect.state not in BEFORE_SENDING:
                continue
            if post is None or self._is_answered(effect, post, is_answer):
                self._effects[index] = replace(effect, state=State.CANCELLED, reason=reason)
                self.tx.slots.release(effect.brand, effect.author_id, effect.number)

    def _is_answered(self, effect: Effect, post: Message, is_answer: bool) -> bool:
        """Our post stands after the mention: in its conversation, or as its author's answer."""
        if effect.conversation_id != post.conversation and not is_answer:
            return False
        mention = self.tx.messages.get(effect.message_id, effect.brand)
        return mention is None or mention.created_at <= post.created_at


def _why_unwanted(facts: Facts) -> Reason:
    """Why nothing that waits for this author is wanted any more, after what they wrote."""
    if facts.message.is_direct:
        return Reason.ALREADY_IN_DM
    if facts.reading.sensitive:
        return Reason.SENSITIVE
    if facts.reading.kind is Kind.PRAISE:
        return Reason.PRAISE_VETO
    return Reason.NO_REPLY_WANTED
