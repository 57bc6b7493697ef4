"""Answers: a person's own words in a case, as effects like every other word.

Once to a case: one public answer, one thank-you, one closing line. Whoever came to direct messages
is answered there, unless a person says why not. Where the monitor may not write, the refusal names
the place and the command that says it was done by hand.
"""

from datetime import datetime, timedelta

from monitor.domain.answers import CLOSING, LETTER, REPLY
from monitor.domain.audit import AuditAction, of_effect
from monitor.domain.case import Case, TimelineKind
from monitor.domain.effect import BEFORE_SENDING, FREES_SLOT, Action, Effect, Slots, State
from monitor.domain.inert import plain
from monitor.domain.links import links_in
from monitor.domain.message import Message
from monitor.domain.permission import Permission, Reason, Verdict
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.domain.store_ports import Store, Tx
from monitor.domain.template import choose_variant, render
from monitor.domain.values import Value, replace
from monitor.domain.wanted import half_time, last_moment
from monitor.errors import WrongState
from monitor.services.casework import PUT_RIGHT
from monitor.services.doubts import BACK_TO_PERSON, permission_for
from monitor.services.fresh import fresh_facts
from monitor.services.one_case import known_case, open_case, tell
from monitor.services.what_is_answered import by_hand, private_message, public_message
from monitor.services.withdrawn import let_go
from monitor.services.wording import word

#: a draft of thanks or of a closing line may wait for so long
WAITS_FOR = timedelta(days=14)
#: so much of a post is quoted to whoever wrote it
QUOTED = 90


class Said(Value):
    """What a person wants said, and how."""

    text: str
    by: str
    #: why it is said although something speaks against it
    anyway: str = ""
    #: so long it is kept, because it reads heated
    kept_for: timedelta | None = None
    #: why a heated text goes out at once
    at_once: str = ""


class Answers:
    """What a person says in a case."""

    def __init__(self, store: Store, clock: Clock, playbook: Playbook, policy: Policy) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy

    def post_to_answer(self, number: int, anyway: str = "") -> Message:
        """What a public answer would answer. Raises NotFound, WrongState: there can be none."""
        with self.store.read() as tx:
            case = open_case(tx, number)
            self._must_be_possible(tx, case, anyway)
            return public_message(tx, case)

    def reply(self, number: int, said: Said) -> Effect:
        """One public answer. Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case = open_case(tx, number)
            self._must_be_possible(tx, case, said.anyway)
            for effect in _live(tx, case, REPLY):
                # one that waits makes way for the new one
                let_go(tx, effect, Reason.NO_REPLY_WANTED, now, said.by)
            make_way(tx, case, REPLY)
            message = public_message(tx, case)
            effect = self._effect(tx, case, message, Action.ANSWER, REPLY, said, now)
            self._must_be_allowed(tx, effect, case, now)
            self._put(tx, effect, case, said, "answers in public", now)
        return effect

    def letter_to_answer(self, number: int) -> Message:
        """The same for a private message."""
        with self.store.read() as tx:
            return private_message(tx, open_case(tx, number))

    def beginning(self, number: int, by: str) -> str:
        """How a private message could begin: with what they wrote in public. Empty: the playbook
        has no such text. Raises NotFound, WrongState."""
        with self.store.read() as tx:
            case = open_case(tx, number)
            letter = private_message(tx, case)
            family = self.playbook.family_for("came_over", letter.platform)
            if family not in self.playbook.families:
                return ""
            first = tx.messages.get(case.first_message_id, case.brand)
        variant = next(iter(self.playbook.families[family].variants))
        note = _as_quote(first) if first is not None and not first.is_direct else ""
        slots = Slots(name=letter.author.name, signed_by=by, note=note)
        if not note:
            return ""
        return render(
            self.playbook.template(f"{family}.{variant}"),
            slots,
            platform_named(letter.platform),
            "",
            refused_words=self.playbook.refuse,
        )

    def letter(self, number: int, said: Said) -> Effect:
        """A private message. Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case = open_case(tx, number)
            message = private_message(tx, case)
            effect = self._effect(tx, case, message, Action.DIRECT_MESSAGE, LETTER, said, now)
            effect = replace(effect, rule=f"{LETTER}-{effect.number}")
            self._must_be_allowed(tx, effect, case, now)
            self._put(tx, effect, case, said, "writes to them privately", now)
        return effect

    def close_in_public(self, number: int, by: str) -> Effect:
        """A draft of the one closing line, with the customer's yes. Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case = known_case(tx, number)
            if case.is_open or case.resolution not in PUT_RIGHT:
                raise WrongState(
                    f"case {number} is not solved: a closing line comes after that",
                    hint=f"monitor case resolve {number} --as solved",
                )
            for there in _live(tx, case, CLOSING):
                is_waiting = there.state in BEFORE_SENDING
                raise WrongState(
                    f"case {number} has its closing line already, and one is the most",
                    hint=f"monitor approve {there.number}" if is_waiting else "",
                )
            make_way(tx, case, CLOSING)
            message = public_message(tx, case)
            draft = draft_of(
                tx, self.playbook, case, message, Action.ANSWER, CLOSING, "closing", now
            )
            self._must_be_allowed(tx, draft, case, now)
            tx.outbox.add([draft])
            tell(tx, case, TimelineKind.NOTE, "they said yes to a closing line in public", by, now)
        return draft

    # --- parts --------------------------------------------------------------------------------

    def _must_be_possible(self, tx: Tx, case: Case, anyway: str) -> None:
        number = case.number
        if any(effect.state not in BEFORE_SENDING for effect in _live(tx, case, REPLY)):
            raise WrongState(
                f"case {number} has a public answer of yours already, and one is the most",
                hint=f'in private: monitor case dm {number} "..."; or by hand',
            )
        if case.in_dm_at is not None and not anyway:
            raise WrongState(
                f"case {number} has moved to direct messages: in public nothing more is said",
                hint=f'monitor case dm {number} "..."; in public all the same: --anyway "because"',
            )

    def _effect(
        self,
        tx: Tx,
        case: Case,
        message: Message,
        action: Action,
        rule: str,
        said: Said,
        now: datetime,
    ) -> Effect:
        kept_for = said.kept_for or timedelta(0)
        return Effect(
            number=tx.outbox.next_number(),
            brand=case.brand,
            action=action,
            state=State.HELD if said.kept_for else State.APPROVED,
            reason=Reason.SLEPT_ON if said.kept_for else Reason.OWNER_ASKED,
            platform=message.platform,
            message_id=message.id,
            author_id=message.author.id,
            conversation_id=message.conversation,
            rule=rule,
            case_number=case.number,
            slots=Slots(
                name=message.author.name,
                handle=message.author.handle,
                own_text=said.text,
                anyway=said.anyway,
            ),
            created_at=now,
            not_before=now + kept_for,
            not_after=last_moment(now + kept_for, self.policy, by_person=True),
            decided_by=said.by,
            decided_at=now,
        )

    def _must_be_allowed(self, tx: Tx, effect: Effect, case: Case, now: datetime) -> None:
        facts = fresh_facts(tx, effect, self.policy, now)
        if facts is None:
            raise WrongState("their post is not stored any more", hint=by_hand(case, None))
        permission = permission_for(effect, facts, self.policy, now)
        if _stops(permission):
            raise WrongState(
                f"it may not be said by program: {REASON_SENTENCES[permission.reason]}",
                hint=by_hand(case, facts.message),
            )
        worded = word(effect, self.playbook, self.policy, now)
        if worded.problems:
            raise WrongState(f"it cannot be said like this: {'; '.join(worded.problems)}")

    def _put(
        self, tx: Tx, effect: Effect, case: Case, said: Said, does: str, now: datetime
    ) -> None:
        """In the outbox; what else waited to be said in this case is not wanted any more."""
        for other in tx.outbox.of_case(case.number):
            if other.is_public_word and not other.slots.own_text:
                let_go(tx, other, Reason.ALREADY_ANSWERED, now, said.by)
        tx.outbox.add([effect])
        words = [
            does,
            f"anyway, because {said.anyway}" if said.anyway else "",
            f"at once, because {said.at_once}" if said.at_once else "",
            "kept for half an hour" if said.kept_for else "",
        ]
        tell(tx, case, TimelineKind.NOTE, ", ".join(one for one in words if one), said.by, now)
        why = said.anyway or said.at_once
        tx.audit.write(of_effect(effect, AuditAction.APPROVED, now, by=said.by, words=why))


def make_way(tx: Tx, case: Case, rule: str) -> None:
    """Words of that sort that were let go: the database holds one of a name to each post."""
    for effect in tx.outbox.of_case(case.number):
        if effect.rule == rule and effect.state in FREES_SLOT:
            tx.outbox.move(effect, replace(effect, rule=f"{rule}-{effect.number}"))


def draft_of(
    tx: Tx,
    playbook: Playbook,
    case: Case,
    message: Message,
    action: Action,
    rule: str,
    family: str,
    now: datetime,
) -> Effect:
    """A draft in the words of a family, that a person changes and sends."""
    name = playbook.family_for(family, message.platform)
    if name not in playbook.families:
        raise WrongState(
            f"the playbook has no texts `[{family}]`",
            hint="write some in acknowledgements.toml; the shipped playbook has them",
        )
    number = tx.outbox.next_number()
    variants = [f"{name}.{variant}" for variant in playbook.families[name].variants]
    return Effect(
        number=number,
        brand=case.brand,
        action=action,
        state=State.PROPOSED,
        reason=Reason.RULE_ASKS_FOR_DRAFT,
        platform=message.platform,
        message_id=message.id,
        author_id=message.author.id,
        conversation_id=message.conversation,
        rule=rule,
        case_number=case.number,
        template=choose_variant(variants, (), message.id),
        slots=Slots(name=message.author.name, handle=message.author.handle),
        created_at=now,
        not_before=half_time(now, now + WAITS_FOR),
        not_after=now + WAITS_FOR,
    )


def _as_quote(message: Message) -> str:
    """How their post began, without whom it names and where it leads."""
    words = [
        word
        for word in plain(message.text).split()
        if not word.startswith(("@", "#")) and not links_in(word)
    ]
    text = " ".join(words)
    if len(text) <= QUOTED:
        return text
    return text[:QUOTED].rsplit(" ", 1)[0] + " …"


def _stops(permission: Permission) -> bool:
    """A wait is waited for; a doubt a person has thought of."""
    return permission.verdict is Verdict.DENY and (
        permission.reason not in BACK_TO_PERSON or permission.reason is Reason.OBSERVING
    )


def _live(tx: Tx, case: Case, rule: str) -> list[Effect]:
    """Words of that sort in the case that were not let go."""
    return [
        effect
        for effect in tx.outbox.of_case(case.number)
        if effect.rule == rule and effect.state not in FREES_SLOT
    ]
