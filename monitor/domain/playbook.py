"""A playbook: ordered rules the owner can read. The first matching live rule decides."""

from collections.abc import Callable
from enum import StrEnum

from monitor.domain.case import Priority
from monitor.domain.effect import Urgency
from monitor.domain.facts import Facts
from monitor.domain.values import Value


class RuleMode(StrEnum):
    """Whether a rule counts."""

    #: decides
    LIVE = "live"
    #: is recorded when it matches, and changes nothing
    SHADOW = "shadow"
    #: is not asked
    OFF = "off"


class Condition(Value):
    """One test inside `when`; pure."""

    #: the key as written in the playbook
    name: str
    #: the value as written
    wanted: str
    test: Callable[[Facts], bool]
    #: what the fact is, in words, for `explain`
    found: Callable[[Facts], str]


class CaseAction(StrEnum):
    """What a rule does about the case."""

    #: no case
    NONE = "none"
    #: join the open case, or open one
    OPEN = "open"
    #: join the open case if there is one
    JOIN = "join"


class Words(StrEnum):
    """What a rule wants said to the author."""

    #: nothing
    NONE = "none"
    #: a draft that a person sends
    DRAFT = "draft"
    #: sent by itself, when every permission is given; else a draft
    AUTOMATIC = "automatic"


class Then(Value):
    """What a rule asks for."""

    case: CaseAction = CaseAction.NONE
    priority: Priority = Priority.NORMAL
    acknowledge: Words = Words.NONE
    direct_message: Words = Words.NONE
    #: "topic": the topic's family if sure enough, else general; or a family's name
    family: str = "topic"
    #: deadline for the person, and the promise in the words
    promise: str = ""
    alert: Urgency | None = None
    #: the card's name, for the channels
    card: str = ""
    opt_out: bool = False
    mark_answered: bool = False
    recovered: bool = False
    cancel_drafts: bool = False
    #: somebody else's trouble, or none: a complaint under this rule gets no case
    not_ours: bool = False
    #: what the owner should know or do, in one or two sentences
    note: str = ""


class Rule(Value):
    """One rule."""

    name: str
    why: str
    when: tuple[Condition, ...]
    then: Then
    mode: RuleMode = RuleMode.LIVE
    #: adds effects and lets the next rules decide
    also: bool = False
    line: int = 0

    def matches(self, facts: Facts) -> bool:
        """Every condition holds."""
        for condition in self.when:  # noqa: SIM110 - hot: a generator costs three times as much
            if not condition.test(facts):
                return False
        return True


class Family(Value):
    """Acknowledgement texts for one topic."""

    name: str
    #: variant name → template
    variants: dict[str, str]


class Playbook(Value):
    """Rules and texts, validated."""

    name: str
    rules: tuple[Rule, ...]
    families: dict[str, Family]
    #: which the owner never sends, and which are asked about; lower case
    refuse: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    #: topic → the owner's own policy, for the card
    policies: dict[str, str] = {}
    #: hash of the files, stored with every decision
    version: str = ""

    def template(self, name: str) -> str:
        """The text of `family.variant`. Raises KeyError."""
        family, _, variant = name.partition(".")
        return self.families[family].variants[variant]
