"""An answer: what a text would get, from somebody unknown who wrote it to us on a quiet morning.

It is decided by the whole playbook and by every gate that looks at the words, as if automatic
sending were unlocked and our door open. Nothing is stored or sent.
"""

from enum import StrEnum

from monitor.domain.decide import decide
from monitor.domain.decision import Decision, OpenCase
from monitor.domain.effect import Action, State
from monitor.domain.facts import Facts
from monitor.domain.message import Author, Message
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Mode, Policy
from monitor.domain.reading import Reading
from monitor.domain.values import Value, replace
from monitor.rules.example_facts import NOW, Reader


class Answer(StrEnum):
    """What becomes of a mention."""

    #: a machine answers in public
    AUTOMATIC = "automatic"
    #: a reply is written, and waits for a yes
    DRAFT = "draft"
    #: a person is told, or has a case; no words
    PERSON = "person"
    #: it is stored and counted
    NOTHING = "nothing"


class Answered(Value):
    """What a text would get, and what led there."""

    facts: Facts
    decision: Decision
    answer: Answer

    @property
    def reading(self) -> Reading:
        """What was understood."""
        return self.facts.reading


def a_mention(text: str, brand: str, platform: str = "x", **changes: object) -> Message:
    """A text as somebody would write it to us."""
    message = Message(
        id=f"{platform}:1",
        brand=brand,
        platform=platform,
        author=Author(id=f"{platform}:somebody", platform=platform, handle="somebody"),
        text=text,
        created_at=NOW,
        seen_at=NOW,
        addressed=True,
    )
    return replace(message, **changes)


def as_if_unlocked(policy: Policy) -> Policy:
    """The policy under which a machine may say all that the gates let through."""
    return replace(policy, mode=Mode.AUTOMATIC, platform_modes={}, is_unlocked=True)


def answer_to(message: Message, playbook: Playbook, reader: Reader, policy: Policy) -> Answered:
    """What this mention would get; `policy` as `as_if_unlocked` gives it."""
    facts = Facts(message=message, reading=reader.read(message))
    decision = decide(facts, playbook, policy, message.created_at)
    return Answered(facts=facts, decision=decision, answer=answer_of(decision))


def answer_of(decision: Decision) -> Answer:
    """What a decision comes to, for the person who wrote."""
    words = [effect for effect in decision.effects if effect.action is Action.ACKNOWLEDGE]
    if any(effect.state in (State.APPROVED, State.HELD) for effect in words):
        return Answer.AUTOMATIC
    if words:
        return Answer.DRAFT
    if decision.effects or any(isinstance(record, OpenCase) for record in decision.records):
        return Answer.PERSON
    return Answer.NOTHING
