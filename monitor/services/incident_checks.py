"""What an incident has to be for each of the owner's steps, told when it is not."""

from monitor.domain.effect import State
from monitor.domain.incident import RENEWALS, Incident
from monitor.domain.lasting import parse_lasting
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx
from monitor.errors import InputError, NotFound, WrongState
from monitor.services.incident_plan import Plan


def must_be_so_many(plan: Plan, count: int, *, and_new_ones: bool) -> None:
    number, ready = plan.incident.number, len(plan.ready)
    if not plan.incident.is_open:
        raise WrongState(f"incident {number} has ended")
    if and_new_ones and plan.is_news:
        raise WrongState(f"incident {number} is mended: nobody joins it any more")
    if ready == 0 and not and_new_ones:
        raise WrongState(
            f"nobody waits for a word of incident {number}",
            hint=f"monitor incident {number}",
        )
    if count != ready:
        people = "1 person" if ready == 1 else f"{ready:,} people"
        raise WrongState(
            f"it would go to {people} now, not to {count:,}: look again before you say yes",
            hint=f"monitor incident {number}",
        )


def must_be_able_to_take_longer(tx: Tx, incident: Incident) -> None:
    number = incident.number
    must_be_open(incident)
    if incident.mended_at is not None:
        raise WrongState(f"incident {number} is mended", hint=f"monitor incident {number}")
    if incident.renewals >= RENEWALS:
        raise WrongState(
            "more time was asked for twice already: a third word like that is worth nothing",
            hint="call them, or write to them one by one: monitor cases",
        )
    people = tx.incidents.people(number)
    words = [tx.outbox.get(one.word) for one in people if one.word is not None]
    if not any(word is not None and word.state is State.SENT for word in words):
        raise WrongState(
            f"nobody was told of incident {number} yet, so nobody waits for news of it",
            hint=f'other words for it: monitor incident reword --incident {number} "..."',
        )


def promise_in_words(written: str, policy: Policy) -> str:
    promise = written or policy.first_answer
    try:
        parse_lasting(promise)
    except ValueError as problem:
        raise InputError(str(problem)) from None
    return promise


def must_be_open(incident: Incident) -> None:
    if not incident.is_open:
        raise WrongState(f"incident {incident.number} has ended")


def known_incident(tx: Tx, number: int) -> Incident:
    incident = tx.incidents.get(number)
    if incident is None:
        raise NotFound(f"there is no incident {number}", hint="monitor incident")
    return incident


def platform_of(message_id: str) -> str:
    return message_id.partition(":")[0]
