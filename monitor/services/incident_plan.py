"""The plan of an incident: who would be told now by one yes, who was, and why others are not."""

from collections import Counter
from datetime import datetime

from monitor.domain.effect import BEFORE_SENDING, Action, Effect, State
from monitor.domain.incident import Incident, Person
from monitor.domain.may_reply import may_reply
from monitor.domain.permission import Reason
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value
from monitor.services.fresh import fresh_facts
from monitor.services.incident_stage import is_told, is_true_still, last_word
from monitor.services.incident_words import IncidentWords

ON_THE_WAY = frozenset(
    {State.APPROVED, State.HELD, State.PENDING, State.SENDING, State.UNKNOWN, State.NEEDS_PERSON}
)


class Plan(Value):
    """Who would be told now, and who not."""

    incident: Incident
    people: int
    #: drafts that one yes sends
    ready: tuple[Effect, ...] = ()
    #: they were told what is to be told now
    told: int = 0
    #: a yes was said, and their turn comes
    in_line: int = 0
    #: why others are not told, with how many
    left: tuple[tuple[Reason, int], ...] = ()

    @property
    def is_news(self) -> bool:
        """What is told now is that it is mended."""
        return self.incident.mended_at is not None

    @property
    def is_later(self) -> bool:
        """What is told now is that it takes longer."""
        return not self.is_news and self.incident.renewals > 0


def plan_of(tx: Tx, incident: Incident, playbook: Playbook, policy: Policy, now: datetime) -> Plan:
    """Who would be told now."""
    people = tx.incidents.people(incident.number)
    ready: list[Effect] = []
    left: Counter[Reason] = Counter()
    words = IncidentWords(tx, playbook, policy, now)
    told = in_line = 0
    here: Counter[str] = Counter()
    for person in people:
        effect = next_word(tx, incident, person)
        if effect is None:
            left[words.why_none(incident, person)] += 1
        elif effect.state is State.SENT:
            told += 1
        elif effect.state in ON_THE_WAY:
            in_line += 1
        elif effect.state is not State.PROPOSED:
            left[effect.reason] += 1
        else:
            invites = playbook.invites_by(effect)
            reason = _why_not(tx, effect, policy, here, now, invites=invites)
            if reason is None:
                here[effect.conversation_id] += 1
                ready.append(effect)
            else:
                left[reason] += 1
    return Plan(
        incident=incident,
        people=len(people),
        ready=tuple(ready),
        told=told,
        in_line=in_line,
        left=tuple(left.most_common()),
    )


def next_word(tx: Tx, incident: Incident, person: Person) -> Effect | None:
    """What this person is to hear next, or has heard last."""
    effect = last_word(tx, person)
    if effect is None:
        return None
    if effect.state is not State.SENT or is_told(effect, incident):
        return effect
    # what comes next is not made yet, or came to nothing
    return _made_for_now(tx, incident, person)


def has_more_to_tell(tx: Tx, incident: Incident) -> bool:
    """Somebody was told in the meantime and has no draft of what follows, or what waits for them
    is not true any more."""
    return any(_waits_for_a_draft(tx, incident, person) for person in _people(tx, incident))


def _people(tx: Tx, incident: Incident) -> list[Person]:
    """Those for whom there may be something to do: after the first word nobody needs a second."""
    if incident.mended_at is None and not incident.renewals:
        return []
    return tx.incidents.people(incident.number)


def _waits_for_a_draft(tx: Tx, incident: Incident, person: Person) -> bool:
    word = last_word(tx, person)
    if word is None:
        return False
    if word.state in BEFORE_SENDING:
        return not is_true_still(word, incident)
    is_due = word.state is State.SENT and not is_told(word, incident)
    return is_due and _made_for_now(tx, incident, person) is None


def _made_for_now(tx: Tx, incident: Incident, person: Person) -> Effect | None:
    """The word of more time that was made for this person with the newest sentence."""
    if incident.mended_at is not None or person.later is None:
        return None
    later = tx.outbox.get(person.later)
    if later is None or later.slots.renewal != incident.renewals:
        return None
    return later


def _why_not(
    tx: Tx,
    effect: Effect,
    policy: Policy,
    here: Counter[str],
    now: datetime,
    *,
    invites: bool,
) -> Reason | None:
    """Why this draft is left to a person of its own; None when it may be sent with the rest."""
    if effect.not_after is not None and effect.not_after < now:
        return Reason.TOO_OLD
    facts = fresh_facts(tx, effect, policy, now)
    if facts is None:
        return Reason.PARENT_GONE
    is_news = effect.action is Action.NEWS
    permission = may_reply(facts, policy, now, "news" if is_news else "many", invites=invites)
    if not permission.is_allowed and permission.reason not in (
        Reason.PAUSED,
        Reason.RECONCILING,
    ):
        return permission.reason
    there = facts.circumstances.acknowledgements_in_conversation
    if (
        not is_news
        and there + here[effect.conversation_id] >= policy.max_acknowledgements_per_conversation
    ):
        return Reason.HOT_THREAD
    return None
