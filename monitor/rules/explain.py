"""Explain: why a mention was decided as it was, rule by rule and word by word.

The facts are those of that moment, stored with the decision; the rules are those of the playbook
at hand. When it has changed since, the explanation says so and keeps what was decided then.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from monitor.domain.clock import Hours
from monitor.domain.decide import NOTHING, matching
from monitor.domain.decision import (
    AddStrike,
    CancelDrafts,
    JoinCase,
    MarkAnswered,
    OpenCase,
    OptOut,
    Record,
    Recovered,
)
from monitor.domain.door import DoorState
from monitor.domain.effect import Action, Effect
from monitor.domain.facts import Facts
from monitor.domain.inert import for_terminal
from monitor.domain.may_reply import may_reply
from monitor.domain.permission import Reason
from monitor.domain.playbook import Condition, Playbook, Rule, RuleMode
from monitor.domain.policy import Policy
from monitor.domain.reading import Kind
from monitor.domain.reason_words import REASON_SENTENCES, in_words, moment_in_words, person_in_words
from monitor.domain.stored import Decided
from monitor.domain.strike import WORDS
from monitor.domain.values import Value
from monitor.rules.examples import read_as
from monitor.rules.gates import GateSeen, gates_seen, kept_by

#: how much of a found text a line shows
SHOWN = 60


class Outcome(StrEnum):
    """What became of a rule."""

    #: it decided
    DECIDES = "decides"
    #: it matched and added something
    ADDS = "adds"
    #: it matched and was only recorded
    SHADOW = "shadow"
    #: one of its conditions did not hold
    NO = "no"
    #: an earlier rule had decided
    NOT_ASKED = "not asked"
    #: it is switched off
    OFF = "off"


class ConditionSeen(Value):
    """One condition, and what was there."""

    name: str
    wanted: str
    found: str
    holds: bool


class RuleSeen(Value):
    """One rule, and what became of it."""

    name: str
    why: str
    outcome: Outcome
    #: all conditions of a rule that matched; the first one that did not hold of one that did not
    conditions: tuple[ConditionSeen, ...] = ()


class Explanation(Value):
    """All of it, as data; `lines` for people."""

    message_id: str
    #: the rule that decided then
    rule: str
    #: the rule of this playbook that decides on the same facts
    rule_now: str
    #: the playbook has changed since
    is_changed: bool
    read_as: str
    #: `list: phrase`, strongest first
    words: tuple[str, ...]
    rules: tuple[RuleSeen, ...]
    permission: str
    reason: str
    #: whether a person might have sent a word then
    for_person: str
    #: every gate before a machine's word, in order
    gates: tuple[GateSeen, ...]
    #: our own door there, where it was not open and is not the reason; empty otherwise
    door: str
    records: tuple[str, ...]
    effects: tuple[str, ...]

    def lines(self, model: Sequence[str] = ()) -> list[str]:
        """As `monitor explain` prints it, with what the model weighed in the lines of `model`.
        Strangers' words in it are inert."""
        lines = [f"{self.message_id}  read as {self.read_as}"]
        lines += [f"  word   {for_terminal(word)}" for word in self.words]
        lines += model
        for rule in self.rules:
            lines.extend(_rule_lines(rule))
        lines.append(f"  may we?  {self.permission} ({self.reason})")
        lines.append(f"           {self.for_person}")
        lines.append(f"  gates    before a machine says a word{self._when_the_gates_stood_so}")
        lines += [_gate_line(gate) for gate in self.gates]
        if self.door:
            lines.append(f"           our own door: {self.door}")
        lines += [f"  record   {record}" for record in self.records]
        lines += [f"  effect   {effect}" for effect in self.effects]
        if not self.records and not self.effects:
            lines.append("  nothing was done")
        if self.is_changed:
            lines.append(
                f"  The playbook has changed since. Then `{self.rule or 'no rule'}` decided; "
                f"now it would be `{self.rule_now or 'no rule'}`."
            )
        return lines

    @property
    def _when_the_gates_stood_so(self) -> str:
        """They are asked again, with the settings at hand, on the facts of then."""
        return "" if kept_by(self.gates) == self.reason else ", with your settings of today"


def explain(decided: Decided, playbook: Playbook, policy: Policy) -> Explanation:
    """Why this mention was decided so."""
    facts = Facts(
        message=decided.message, reading=decided.reading, circumstances=decided.circumstances
    )
    rules = tuple(_rules_seen(facts, playbook))
    decision = decided.decision
    effects = decided.effects or decision.effects
    deciding, _, _ = matching(facts, playbook)
    then = deciding.then if deciding is not None else NOTHING
    return Explanation(
        message_id=decided.message.id,
        rule=decision.rule,
        rule_now=next((one.name for one in rules if one.outcome is Outcome.DECIDES), ""),
        is_changed=decision.playbook != playbook.version,
        read_as=read_as(facts),
        words=tuple(f"{one.list}: {one.phrase}" for one in decided.reading.evidence),
        rules=rules,
        permission=in_words(decision.permission, policy.hours),
        reason=decision.permission.reason.value,
        for_person=person_in_words(
            may_reply(facts, policy, decided.decided_at, "person"), policy.hours
        ),
        gates=tuple(gates_seen(facts, then, playbook, policy, decided.decided_at)),
        door=_door(facts, decision.permission.reason),
        records=tuple(record_in_words(record, policy.hours) for record in decision.records),
        effects=tuple(effect_in_words(effect) for effect in effects),
    )


def _door(facts: Facts, reason: Reason) -> str:
    """Only where a reply could have invited them, and where it is not said already."""
    if reason in (Reason.DOOR_CLOSED, Reason.DOOR_UNKNOWN):
        return ""
    if facts.reading.kind is not Kind.COMPLAINT or not facts.message.addressed:
        return ""
    match facts.circumstances.door:
        case DoorState.OPEN:
            return ""
        case DoorState.CLOSED:
            return REASON_SENTENCES[Reason.DOOR_CLOSED]
        case DoorState.UNKNOWN:
            return REASON_SENTENCES[Reason.DOOR_UNKNOWN]


# --- rule by rule ---------------------------------------------------------------------------------


def _rules_seen(facts: Facts, playbook: Playbook) -> Iterator[RuleSeen]:
    is_decided = False
    for rule in playbook.rules:
        seen = _rule_seen(rule, facts, is_decided=is_decided)
        is_decided = is_decided or seen.outcome is Outcome.DECIDES
        yield seen


def _rule_seen(rule: Rule, facts: Facts, *, is_decided: bool) -> RuleSeen:
    if rule.mode is RuleMode.OFF:
        return RuleSeen(name=rule.name, why=rule.why, outcome=Outcome.OFF)
    if is_decided:
        return RuleSeen(name=rule.name, why=rule.why, outcome=Outcome.NOT_ASKED)
    conditions = [_condition_seen(condition, facts) for condition in rule.when]
    missing = next((one for one in conditions if not one.holds), None)
    if missing is not None:
        return RuleSeen(name=rule.name, why=rule.why, outcome=Outcome.NO, conditions=(missing,))
    outcome = Outcome.DECIDES
    if rule.mode is RuleMode.SHADOW:
        outcome = Outcome.SHADOW
    elif rule.also:
        outcome = Outcome.ADDS
    return RuleSeen(name=rule.name, why=rule.why, outcome=outcome, conditions=tuple(conditions))


def _condition_seen(condition: Condition, facts: Facts) -> ConditionSeen:
    return ConditionSeen(
        name=condition.name,
        wanted=condition.wanted,
        found=condition.found(facts),
        holds=bool(condition.test(facts)),
    )


def _rule_lines(rule: RuleSeen) -> Iterator[str]:
    match rule.outcome:
        case Outcome.NOT_ASKED:
            return
        case Outcome.OFF:
            yield f"  -  {rule.name}: switched off"
        case Outcome.NO:
            one = rule.conditions[0]
            yield (
                f"  -  {rule.name}: wants {one.name} = {one.wanted}, "
                f"found {for_terminal(one.found, SHOWN)}"
            )
        case _:
            extra = "" if rule.outcome is Outcome.DECIDES else f" ({rule.outcome})"
            yield f"  =  {rule.name}{extra}: {rule.why}"
            for one in rule.conditions:
                yield f"       {one.name} = {one.wanted}, found {for_terminal(one.found, SHOWN)}"


def _gate_line(gate: GateSeen) -> str:
    told = gate.when_open
    if gate.why:
        told = f"{for_terminal(gate.why)} (needed: {gate.when_open})"
    return f"    {gate.state:<7}  {told}"


# --- what was done --------------------------------------------------------------------------------


def record_in_words(record: Record, hours: Hours) -> str:
    """What a record does, in words."""
    match record:
        case OpenCase():
            topic = f" about {record.topic}" if record.topic else ""
            until = moment_in_words(record.deadline_at, hours)
            return f"opens or joins the case{topic}, {record.priority}, a person by {until}"
        case JoinCase():
            came = ", came to direct messages" if record.came_to_dm else ""
            raised = ", moves up" if record.raise_priority else ""
            return f"joins the open case{came}{raised}"
        case OptOut():
            return "no automatic words to this author any more"
        case MarkAnswered():
            return "a person of ours has answered there"
        case Recovered():
            return "won back"
        case CancelDrafts():
            return "drops what waits to be said to this author"
        case AddStrike():
            return f"written down: {WORDS[record.kind]}"


def effect_in_words(effect: Effect) -> str:
    """What an effect does and where it is, in words."""
    name = f"{effect.id} " if effect.number else ""
    what = effect.action.value.replace("_", " ")
    if effect.action is Action.ALERT:
        what = f"alert ({effect.urgency})"
    if effect.is_measure:
        return f"{name}{what}: {effect.state}, asked for by {effect.decided_by}"
    words = effect.template or "a person's own words"
    return f"{name}{what}: {effect.state}, {words} ({effect.reason})"
