"""`monitor explain`: why a mention was decided as it was."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.as_json import Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import hang, quoted, title, who, width
from monitor.cli.measure_json import MEASURE_KEYS, measure_json
from monitor.cli.measure_lines import around, measure_lines
from monitor.cli.weighing_lines import MODEL_KEYS, weighing_json, weighing_lines
from monitor.domain.effect import Effect, State
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Decided
from monitor.errors import MonitorError
from monitor.rules.explain import Explanation, explain
from monitor.services.named import decided_of, measure_of

if TYPE_CHECKING:
    from monitor.scoring.weighing import Weighing

EXPLAIN_KEYS: Keys = {
    "id": "the message",
    "rule": "the rule that decided then; empty: none",
    "rule_now": "the rule of the playbook at hand that decides on the same facts",
    "is_changed": "the playbook has changed since",
    "read_as": "what was understood of the text",
    "words[]": "`list: phrase`, what counted in it",
    **MODEL_KEYS,
    "rules[].name": "each rule, in order",
    "rules[].why": "what it is for",
    "rules[].outcome": "decides, adds, shadow, no, not asked or off",
    "rules[].conditions[].name": "a condition that held, or the first one that did not",
    "rules[].conditions[].wanted": "as the playbook says",
    "rules[].conditions[].found": "what was there",
    "rules[].conditions[].holds": "whether it held",
    "permission": "may a machine say a word, as a sentence",
    "reason": "why, as one word",
    "for_person": "may a person, as a sentence",
    "gates[].when_open": "each gate before a machine's word, in order: true when open",
    "gates[].state": "open, waits or closed",
    "gates[].reason": "why it was not open, as one word; else empty",
    "gates[].why": "the same as a sentence; else empty",
    "door": "your own door there, where it was not open and is not the reason; else empty",
    "records[]": "what was written into our own database, as sentences",
    "effects[]": "what was to be done in the world, as sentences",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "explain": {"the answer": EXPLAIN_KEYS, "of a measure": MEASURE_KEYS}
}


@click.command("explain")
@click.argument("id_", metavar="ID")
@desk_options
def explain_command(
    id_: str, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Show why a mention was decided as it was: rule by rule, word by word.

    ID is a message (`x:123`), a draft (`12`, `e12`), or a case (`c7`: its first message). Of a
    mute, a block or a hide (`17`, `e17`) it tells who wanted it, why, and how it stands.

    \b
    Example:
      monitor explain 12
      monitor explain x:1978312345678901234
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        with desk.store.read() as tx:
            measure = measure_of(tx, id_)
        if measure is not None:
            _say_measure(desk, measure, as_json=as_json)
            return
        with desk.store.read() as tx:
            decided = decided_of(tx, id_)
            held_by = _one_word(tx, decided, desk)
        explanation = explain(decided, desk.playbook, desk.policy)
        weighing = _weighing(decided, desk)
        if as_json:
            say_json(explanation_json(explanation, weighing))
            return
        message = decided.message
        head = f"{who(message.author)} · {title(message.platform)} · "
        say(head + when(message.created_at, desk.now, desk.hours))
        for line in hang("  ", quoted(message), width()):
            say(line)
        say()
        weighed = weighing_lines(weighing, desk.policy.thresholds, width())
        for line in explanation.lines(tuple(weighed)):
            say(line)
        if held_by and decided.decision.permission.reason is Reason.ALREADY_ACKNOWLEDGED:
            say(f"  {held_by}")


def _weighing(decided: Decided, desk: Desk) -> "Weighing":
    """What the model weighed. Without phrases that can be read the rest is told all the same."""
    from monitor.scoring.for_brand import reader_for
    from monitor.scoring.weighing import weigh

    reader, why = None, ""
    others = {decided.message.brand} - {desk.config.brand.name}
    try:
        reader = reader_for(desk.config, others)
    except MonitorError as error:
        why = f"its words cannot be weighed: {error.message}"
    return weigh(decided.message, decided.reading, desk.policy.thresholds, reader, why)


def _say_measure(desk: Desk, measure: Effect, *, as_json: bool) -> None:
    if as_json:
        say_json(measure_json(measure))
        return
    for line in measure_lines(measure, around(desk), width()):
        say(line)
    at = when(measure.decided_at or measure.created_at, desk.now, desk.hours)
    say(f"  Asked for at {at} by {for_terminal(measure.decided_by, 40)}.")


def _one_word(tx: Tx, decided: Decided, desk: Desk) -> str:
    """What became of the one public word to this person, as of now."""
    message = decided.message
    facts = tx.facts.of_authors(message.brand, [message.author.id], desk.now)
    number = facts[message.author.id].slot_effect if message.author.id in facts else None
    effect = tx.outbox.get(number) if number is not None else None
    if effect is None:
        return ""
    match effect.state:
        case State.PROPOSED:
            return f"That word is draft {number}, and waits for your yes: monitor approve {number}"
        case State.SENT | State.RETRACTING | State.RETRACTED:
            at = when(effect.sent_at or effect.created_at, desk.now, desk.hours)
            end = "" if effect.state is State.SENT else ", and taken back since"
            return f"That word is reply {number}: it was said at {at}{end}."
        case _:
            return f"That word is draft {number}, and is on its way: monitor inbox"


def explanation_json(explanation: Explanation, weighing: "Weighing") -> dict[str, object]:
    """The keys of EXPLAIN_KEYS."""
    return {
        "id": explanation.message_id,
        "rule": explanation.rule,
        "rule_now": explanation.rule_now,
        "is_changed": explanation.is_changed,
        "read_as": explanation.read_as,
        "words": list(explanation.words),
        "model": weighing_json(weighing),
        "rules": [
            {
                "name": rule.name,
                "why": rule.why,
                "outcome": rule.outcome.value,
                "conditions": [
                    {
                        "name": condition.name,
                        "wanted": condition.wanted,
                        "found": condition.found,
                        "holds": condition.holds,
                    }
                    for condition in rule.conditions
                ],
            }
            for rule in explanation.rules
        ],
        "permission": explanation.permission,
        "reason": explanation.reason,
        "for_person": explanation.for_person,
        "gates": [
            {
                "when_open": gate.when_open,
                "state": gate.state.value,
                "reason": gate.reason,
                "why": gate.why,
            }
            for gate in explanation.gates
        ],
        "door": explanation.door,
        "records": list(explanation.records),
        "effects": list(explanation.effects),
    }
