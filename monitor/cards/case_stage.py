"""Where a case is, as its card says it at one look."""

from enum import StrEnum

from monitor.cards.case_facts import CaseFacts
from monitor.domain.case import (
    CaseStatus,
    Outcome,
    Priority,
    Resolution,
    TimelineKind,
)
from monitor.domain.customer_history import PUT_RIGHT
from monitor.domain.effect import State
from monitor.domain.erasure import is_gone
from monitor.domain.sheet import Sign


class Stage(StrEnum):
    """From a first look to the end."""

    #: the customer was erased
    ERASED = "erased"
    #: it became part of another one
    JOINED = "joined"
    #: nobody knows whether our words are there: a person looks
    UNSURE = "unsure"
    #: somebody may come to harm: a person answers at once
    URGENT = "urgent"
    #: a person of ours put it off
    PUT_OFF = "put_off"
    #: a draft waits for a yes
    ASKS = "asks"
    #: words are approved, and not known to be out
    ON_ITS_WAY = "on_its_way"
    #: the next word is ours
    OURS = "ours"
    #: said once, with a promise that runs
    SAID = "said"
    #: a person answered: the customer has the next word
    THEIRS = "theirs"
    #: ended
    SOLVED = "solved"
    ENDED = "ended"
    #: they came back happy
    HAPPY = "happy"


SIGNS = {
    Stage.ERASED: Sign.GONE,
    Stage.JOINED: Sign.GONE,
    Stage.UNSURE: Sign.TROUBLE,
    Stage.URGENT: Sign.URGENT,
    Stage.PUT_OFF: Sign.WAITS,
    Stage.ASKS: Sign.ASKS,
    Stage.ON_ITS_WAY: Sign.WAITS,
    Stage.OURS: Sign.ASKS,
    Stage.SAID: Sign.SENT,
    Stage.THEIRS: Sign.WAITS,
    Stage.SOLVED: Sign.DONE,
    Stage.ENDED: Sign.DONE,
    Stage.HAPPY: Sign.HAPPY,
}
#: the case has ended
OVER = frozenset({Stage.ERASED, Stage.JOINED, Stage.SOLVED, Stage.ENDED, Stage.HAPPY})
#: we owe the next step
OURS = frozenset({CaseStatus.NEW, CaseStatus.OPEN})
#: somebody of ours did something that they only do who have read it
_TOUCHED = frozenset({TimelineKind.NOTE, TimelineKind.STATUS, TimelineKind.OUR_WORDS})


def stage_of(facts: CaseFacts) -> Stage:
    """The first that is so."""
    case = facts.case
    if is_gone(facts.writer.author_id):
        return Stage.ERASED
    if case.resolution is Resolution.JOINED or facts.part_of is not None:
        return Stage.JOINED
    if any(one.effect.state is State.NEEDS_PERSON for one in facts.drafts):
        return Stage.UNSURE
    if not case.is_open:
        return _ended(facts)
    if case.priority is Priority.URGENT and case.status in OURS:
        return Stage.URGENT
    if case.is_put_off(facts.now):
        return Stage.PUT_OFF
    return _running(facts)


def is_looked_at(facts: CaseFacts) -> bool:
    """A person of ours did something about it since it became urgent."""
    since = facts.message.seen_at if facts.message is not None else facts.case.opened_at
    return any(
        entry.kind in _TOUCHED and entry.by in facts.people and entry.at >= since
        for entry in facts.entries()
    )


def _running(facts: CaseFacts) -> Stage:
    case, draft = facts.case, facts.draft
    if draft is not None and not draft.is_too_late(facts.now):
        return Stage.ASKS
    if any(not one.is_proposed and one.effect.state is not State.EXPIRED for one in facts.drafts):
        return Stage.ON_ITS_WAY
    if case.status is CaseStatus.WAITING:
        return Stage.THEIRS
    is_said = case.acknowledged_at is not None and case.in_dm_at is None
    if is_said and facts.broken is None and _runs_still(facts):
        return Stage.SAID
    return Stage.OURS


def _runs_still(facts: CaseFacts) -> bool:
    """What was promised, or our word that promised nothing and is about to go."""
    if facts.running is not None:
        return facts.running.due_at > facts.now
    return not facts.promises or any(one.state is State.RETRACTING for one in facts.said)


def _ended(facts: CaseFacts) -> Stage:
    if facts.case.outcome is Outcome.RECOVERED:
        return Stage.HAPPY
    return Stage.SOLVED if facts.case.resolution in PUT_RIGHT else Stage.ENDED
