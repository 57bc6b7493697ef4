"""The facts of a case for its card, gathered in one reading transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.cards.case_facts import CaseFacts, DraftFacts, Writer
from monitor.cards.happened import Happened
from monitor.domain.answers import REPLY
from monitor.domain.case import (
    PRIORITY_ORDER,
    Case,
    CaseStatus,
    Priority,
    PromiseState,
    Resolution,
    TimelineEntry,
)
from monitor.domain.effect import FREES_SLOT, Action, Effect, State
from monitor.domain.incident import Incident
from monitor.domain.label import Judged
from monitor.domain.message import Message
from monitor.domain.permission import Reason
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook
from monitor.domain.policy import NOBODY_NAMED, Policy
from monitor.domain.ports import Clock
from monitor.domain.priority import LATE
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.domain.reminders import REMINDERS
from monitor.domain.solving import solve_by
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Mark
from monitor.errors import WrongState
from monitor.services.absence import who_answers
from monitor.services.case_desk import latest_end
from monitor.services.draft_facts import Drafts
from monitor.services.judging import said_by_machine
from monitor.services.known_customers import KnowsCustomers, known
from monitor.services.open_questions import questions_in, unanswered
from monitor.services.pressing import assessed_now
from monitor.services.sensitive import sensitive_message
from monitor.services.switches import holds_sample
from monitor.services.waiting import began_of
from monitor.services.what_is_answered import private_message, public_message

#: words that have not ended
ALIVE = frozenset(
    {
        State.PROPOSED,
        State.APPROVED,
        State.HELD,
        State.PENDING,
        State.SENDING,
        State.UNKNOWN,
        State.NEEDS_PERSON,
    }
)
_OUT = frozenset({State.SENT, State.RETRACTING, State.RETRACTED})
_HOUR = timedelta(hours=1)
#: nothing is put off for less at a desk
SOONEST = timedelta(minutes=30)


class CaseLook:
    """Looks at one case."""

    def __init__(
        self,
        clock: Clock,
        playbook: Playbook,
        policy: Policy,
        drafts: Drafts,
        customers: KnowsCustomers,
    ) -> None:
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        self.drafts = drafts
        self.customers = customers

    def at(self, tx: Tx, number: int) -> CaseFacts | None:
        """All that its card may show; None: there is no such case."""
        case = tx.cases.get(number)
        if case is None:
            return None
        now = self.clock.now()
        effects = tx.outbox.of_case(number)
        timeline = _timeline(tx, case, effects)
        words = [one for one in effects if one.is_public_word]
        said = sorted(
            (one for one in words if one.state in _OUT),
            key=lambda one: (one.sent_at or one.created_at, one.number),
        )
        signer = self.drafts.signer(case.assignee)
        alive = [one for one in reversed(words) if one.state in ALIVE]
        drafts = tuple(self.drafts.of(tx, one, signer) for one in alive)
        sensitive = sensitive_message(tx, case)
        message = _message(tx, case, drafts, timeline, sensitive)
        first = tx.messages.get(case.first_message_id, case.brand)
        by_hand, forbidden = self._by_hand(tx, case, words, signer)
        promises = tuple(tx.cases.promises(case_number=number))
        counted = [one for one in said if said_by_machine(tx, one, self.playbook) is not None]
        return CaseFacts(
            now=now,
            hours=self.policy.hours,
            case=case,
            writer=self.writer(tx, case.brand, tx.customers.owner(case), case),
            first=first,
            first_reading=tx.messages.reading(first) if first is not None else None,
            message=message,
            reading=tx.messages.reading(message) if message is not None else None,
            questions=unanswered(questions_in(tx, case, timeline), timeline),
            policy=self.playbook.policy_for(case.topic) if sensitive is None else "",
            pressing=self._pressing(tx, case, now),
            solve_by=solve_by(case, began_of(tx, case), self.policy) if case.is_open else None,
            steps=_steps(effects),
            drafts=drafts,
            by_hand=by_hand,
            forbidden=forbidden,
            said=tuple(said),
            judged=frozenset(one.number for one in counted),
            wrong=frozenset(one.number for one in counted if _is_wrong(tx, one)),
            timeline=timeline,
            promises=promises,
            open_promises=_open_promises(tx, case) if drafts else 0,
            incidents=_incidents(tx, case),
            part_of=tx.customers.part_of(number),
            can_reply=case.is_open and _can_reply(tx, case, words),
            can_renew=any(
                one.state is PromiseState.OPEN
                and one.due_at > now
                and one.renewal < self.policy.renewals
                for one in promises
            ),
            can_reopen=not case.is_open and tx.cases.open_of(case.brand, case.author_id) is None,
            can_be_put_off=_can_be_put_off(tx, case, now),
            shows_direct=platform_named(_platform_of(case)).shows_direct_messages,
            people=self.policy.people,
            on_call=self._on_call(tx, case, now),
            is_sample=holds_sample(tx),
        )

    def writer(self, tx: Tx, brand: str, author_id: str, case: Case | None = None) -> Writer:
        """Who wrote, as far as we know them; `case`: the one that is no earlier one."""
        now = self.clock.now()
        ids = tx.customers.of(brand, author_id).identities
        marks = {
            mark.mark
            for id_ in ids
            for mark in tx.persons.marks(brand, id_)
            if mark.until is None or mark.until > now
        }
        earlier = [
            one
            for one in tx.customers.cases(brand, ids)
            if one.resolution is not Resolution.JOINED
            and (case is None or (one.number != case.number and one.opened_at <= case.opened_at))
        ]
        others = [one for id_ in ids if id_ != author_id and (one := tx.authors.get(id_))]
        orders = known(tx, brand, author_id, self.customers.now())
        return Writer(
            author_id=author_id,
            author=tx.authors.get(author_id),
            also=tuple(others),
            earlier=tuple(earlier),
            orders=tuple(one.words for one in orders),
            is_flagged=Mark.FLAGGED in marks,
            is_quiet=Mark.QUIET in marks,
        )

    def _by_hand(self, tx: Tx, case: Case, words: Sequence[Effect], signer: str) -> tuple[str, str]:
        """What a person can post, and why the monitor does not."""
        text = self.drafts.review.words_by_hand(tx, case, signer)
        if text:
            return text, _why_by_hand(tx, case)
        late = [one for one in words if one.state is State.EXPIRED and one.template]
        is_open = case.status is CaseStatus.NEW and not any(one.state in ALIVE for one in words)
        if not late or not is_open or sensitive_message(tx, case) is not None:
            return "", ""
        expired = self.drafts.of(tx, late[-1], signer)
        if expired.problems or expired.why_not is not None or expired.promised_until is None:
            return "", ""
        return expired.text, f"Too late to post from here{_how_late(late[-1])}. Answer by hand."

    def _pressing(self, tx: Tx, case: Case, now: datetime) -> str:
        """The strongest reason; that it is late stands on the card already."""
        if not case.is_open:
            return ""
        assessed = assessed_now(tx, case, self.policy, now)
        is_high = PRIORITY_ORDER[assessed.priority] >= PRIORITY_ORDER[Priority.HIGH]
        reasons = [one for one in assessed.reasons if one not in LATE]
        return reasons[0] if is_high and reasons else ""

    def _on_call(self, tx: Tx, case: Case, now: datetime) -> tuple[str, ...]:
        """Whose turn it is, and who comes after them."""
        first = who_answers(tx, case, self.policy, now)
        others = [one for one in self.policy.people if one != first]
        called = (first, *others[:1])
        return tuple(one for one in called if one != NOBODY_NAMED)


def _timeline(tx: Tx, case: Case, effects: Iterable[Effect]) -> tuple[Happened, ...]:
    of_case = {one.number: one for one in effects}

    def about(entry: TimelineEntry) -> Effect | None:
        number = entry.effect_number
        if number is None:
            return None
        return of_case.get(number) or tx.outbox.get(number)

    return tuple(
        Happened(
            entry=entry,
            message=tx.messages.get(entry.message_id, case.brand) if entry.message_id else None,
            effect=about(entry),
        )
        for entry in tx.cases.timeline(case.number)
    )


def _message(
    tx: Tx,
    case: Case,
    drafts: Sequence[DraftFacts],
    timeline: Sequence[Happened],
    sensitive: Message | None,
) -> Message | None:
    """What tells of it best."""
    if sensitive is not None:
        return sensitive
    asked = next((one.effect.message_id for one in drafts if one.is_proposed), "")
    if asked:
        return tx.messages.get(asked, case.brand)
    theirs = [
        one.message
        for one in timeline
        if one.message is not None and not one.message.from_brand and one.message.text
    ]
    newest = max(theirs, key=lambda one: (one.created_at, one.id), default=None)
    return newest or tx.messages.get(case.first_message_id, case.brand)


def _steps(effects: Iterable[Effect]) -> str:
    """What the rule says that a person should do: of the newest alert by a rule."""
    notes = [
        one.slots.note
        for one in effects
        if one.action is Action.ALERT and one.template not in REMINDERS and one.slots.note
    ]
    return notes[-1] if notes else ""


def _can_reply(tx: Tx, case: Case, words: Iterable[Effect]) -> bool:
    """A person's words can go out from here: in private where they came, else once in public."""
    if case.in_dm_at is not None:
        try:
            return platform_named(private_message(tx, case).platform).has_replies
        except WrongState:
            return False
    is_answered = any(one.rule == REPLY and one.state not in FREES_SLOT for one in words)
    if is_answered:
        return False
    try:
        return platform_named(public_message(tx, case).platform).has_replies
    except WrongState:
        return False


def _open_promises(tx: Tx, case: Case) -> int:
    """Of the brand; there may be many, and only a draft tells of them."""
    return sum(one.brand == case.brand for one in tx.cases.promises(state=PromiseState.OPEN))


def _can_be_put_off(tx: Tx, case: Case, now: datetime) -> bool:
    """For the shortest time that is offered."""
    if not case.is_open or case.priority is Priority.URGENT:
        return False
    limit = latest_end(tx, case)
    return limit is None or now + SOONEST <= limit


def _incidents(tx: Tx, case: Case) -> tuple[Incident, ...]:
    found = [
        tx.incidents.get(person.incident)
        for person in tx.incidents.of_author(case.brand, case.author_id)
        if person.case_number == case.number
    ]
    return tuple(one for one in found if one is not None)


def _is_wrong(tx: Tx, effect: Effect) -> bool:
    label = tx.labels.get(effect.brand, effect.message_id)
    return label is not None and label.judged is Judged.WRONG


def _why_by_hand(tx: Tx, case: Case) -> str:
    """Why no machine says it; empty where the rule tells."""
    decided = tx.messages.decided(case.first_message_id, case.brand)
    reason = decided.decision.permission.reason if decided is not None else Reason.NOT_ADDRESSED
    if reason is Reason.NOT_ADDRESSED:
        return ""
    words = REASON_SENTENCES[reason]
    return f"{words[:1].upper()}{words[1:]}: post it yourself, if it helps."


def _how_late(effect: Effect) -> str:
    """ " (6 h)": how long it could have gone out."""
    if effect.not_after is None:
        return ""
    return f" ({round((effect.not_after - effect.created_at) / _HOUR)} h)"


def _platform_of(case: Case) -> str:
    return case.first_message_id.partition(":")[0]
