"""A playbook: ordered rules the owner can read. The first matching live rule decides."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

import msgspec

from monitor.domain.case import Priority
from monitor.domain.effect import Effect, Urgency
from monitor.domain.facts import Facts
from monitor.domain.reading import Kind
from monitor.domain.template import is_filled_from
from monitor.domain.values import Value

Test = Callable[[Facts], bool]
#: a rule with its tests, the cheapest first
Asked = tuple["Rule", tuple[Test, ...]]


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
    test: Test
    #: what the fact is, in words, for `explain`
    found: Callable[[Facts], str]
    #: how long the test takes, beside the others
    cost: int = 1
    #: the only kinds for which it can hold; None when the kind does not matter
    kinds: tuple[Kind, ...] | None = None
    #: it asks for nothing but the kind: for these kinds it always holds
    is_kind_alone: bool = False
    #: it holds for nothing that is plain (`Facts.is_plain`)
    never_plain: bool = False
    #: the only kinds for which it can hold when the mention is plain; None as in `kinds`
    kinds_if_plain: tuple[Kind, ...] | None = None


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
    #: it asks for nothing as long as no case is open; made from the others, for speed
    is_silent: bool = False

    def __post_init__(self) -> None:
        asks = (
            self.case is CaseAction.OPEN
            or self.opt_out
            or self.mark_answered
            or self.recovered
            or self.cancel_drafts
            or self.speaks
        )
        msgspec.structs.force_setattr(self, "is_silent", not asks)

    @property
    def speaks(self) -> bool:
        """It wants something said to somebody: in public, in private, or to our own people."""
        return (
            self.acknowledge is not Words.NONE
            or self.direct_message is not Words.NONE
            or self.alert is not None
        )


class Example(Value):
    """A mention that the playbook has to decide as its rule says."""

    text: str
    #: what differs from an ordinary mention, by name
    facts: dict[str, object] = {}
    #: a rule that has to decide; "matches" or "!matches" for the rule it stands under
    expect: str
    line: int = 0


class Rule(Value):
    """One rule."""

    name: str
    why: str
    when: tuple[Condition, ...]
    then: Then
    mode: RuleMode = RuleMode.LIVE
    #: adds effects and lets the next rules decide
    also: bool = False
    examples: tuple[Example, ...] = ()
    line: int = 0

    def matches(self, facts: Facts) -> bool:
        """Every condition holds."""
        return all(condition.test(facts) for condition in self.when)

    def may_match(self, kind: Kind) -> bool:
        """No condition rules that kind out."""
        return all(one.kinds is None or kind in one.kinds for one in self.when)

    def may_match_plain(self, kind: Kind) -> bool:
        """The same for a plain mention: no condition asks for something that stands out."""
        return self.may_match(kind) and not any(
            one.never_plain or (one.kinds_if_plain is not None and kind not in one.kinds_if_plain)
            for one in self.when
        )


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
    #: what people write when they are angry; lower case
    temper: tuple[str, ...] = ()
    #: words of the two lists that are a name of ours and may be used
    exempt: tuple[str, ...] = ()
    #: topic → the owner's own policy, for the card
    policies: dict[str, str] = {}
    #: hash of the files, stored with every decision
    version: str = ""
    #: kind → the rules that can match it, in order; made from `rules`, for speed
    asked: dict[Kind, tuple[Asked, ...]] = {}
    #: the same for plain mentions, which most rules do not mean
    asked_of_plain: dict[Kind, tuple[Asked, ...]] = {}

    def __post_init__(self) -> None:
        for name, may_match in (
            ("asked", Rule.may_match),
            ("asked_of_plain", Rule.may_match_plain),
        ):
            asked = {
                kind: tuple(_asked([rule for rule in self.rules if may_match(rule, kind)]))
                for kind in Kind
            }
            msgspec.structs.force_setattr(self, name, asked)

    def family_for(self, name: str, platform: str, language: str = "") -> str:
        """The family made for that language or platform, `late_de` or `late_reddit`, or itself."""
        for special in (f"{name}_{language}", f"{name}_{platform}"):
            if special in self.families:
                return special
        return name

    def policy_for(self, topic: str) -> str:
        """The owner's own policy for a complaint about it; the general one where none fits."""
        return self.policies.get(topic) or self.policies.get("general", "")

    def is_canned(self, text: str) -> bool:
        """One of the texts, filled: a machine may have said it."""
        return any(
            is_filled_from(text, template)
            for family in self.families.values()
            for template in family.variants.values()
        )

    def invites(self, name: str) -> bool:
        """A text of `family`, or of `family.variant`, asks to write to us in private; a text that
        is not known may do so."""
        family, _, variant = name.partition(".")
        known = self.families.get(family)
        texts = known.variants if known is not None else {}
        if variant:
            texts = {variant: texts[variant]} if variant in texts else {}
        return not texts or any("{dm}" in text for text in texts.values())

    def invites_by(self, effect: Effect) -> bool:
        """Its words ask to write to us in private; a person's own may do so."""
        return bool(effect.slots.own_text) or self.invites(effect.template)

    def has_template(self, name: str) -> bool:
        """The text of `family.variant`, or a family of that name, is there."""
        family, _, variant = name.partition(".")
        known = self.families.get(family)
        return known is not None and (not variant or variant in known.variants)

    def template(self, name: str) -> str:
        """The text of `family.variant`. Raises KeyError."""
        family, _, variant = name.partition(".")
        return self.families[family].variants[variant]


def _asked(rules: Iterable[Rule]) -> Iterator[Asked]:
    for rule in rules:
        if rule.mode is not RuleMode.OFF:
            left = [condition for condition in rule.when if not condition.is_kind_alone]
            left.sort(key=lambda condition: condition.cost)
            yield rule, tuple(condition.test for condition in left)
