"""Where somebody in an incident stands: what they heard last, and whether that is true still."""

from monitor.domain.effect import FINAL, Action, Effect
from monitor.domain.incident import MENDED, MORE_TIME, RULE, TELLS, Incident, Person
from monitor.domain.store_ports import Tx


def last_word(tx: Tx, person: Person) -> Effect | None:
    """What was said to them last, or waits to be; more time that came to nothing does not count."""
    if person.news is not None:
        return tx.outbox.get(person.news)
    later = tx.outbox.get(person.later) if person.later is not None else None
    if later is not None and later.state not in FINAL:
        return later
    return tx.outbox.get(person.word) if person.word is not None else None


def family_now(effect: Effect, incident: Incident) -> str:
    """Which texts are for this effect now."""
    if incident.mended_at is not None:
        return MENDED
    return MORE_TIME if effect.action is Action.NEWS else TELLS


def is_true_still(effect: Effect, incident: Incident) -> bool:
    """It would say what the owner says now; words of a person's own are theirs."""
    family = family_now(effect, incident)
    if not effect.template.startswith(family):
        return False
    is_newest = effect.slots.note == incident.sentence_of(family)
    return bool(effect.slots.own_text) or (
        is_newest and (family == MENDED or effect.slots.renewal == incident.renewals)
    )


def is_told(effect: Effect, incident: Incident) -> bool:
    """Whoever heard this knows how it stands."""
    if incident.mended_at is not None:
        return effect.template.startswith(MENDED)
    return effect.slots.renewal == incident.renewals


def rule_of_renewal(renewal: int) -> str:
    """Under which a word stands that asks for more time; each time another one."""
    return f"{RULE}-more-time-{renewal}"
