"""A measure: one of the platform's own means against an account or a post, as an effect.

Mute and block are taken against an author, hide against a message; only ever because a person of
ours asked for it. A measure stands from `sent` until `retracted`. What has not ended (FINAL) is
there only once for each brand, action and target: the database holds it.
"""

from datetime import datetime
from enum import StrEnum

from monitor.domain.effect import BEFORE_SENDING, FINAL, Action, Effect, State

#: what they are called once they are taken
TAKEN = {Action.MUTE: "muted", Action.BLOCK: "blocked", Action.HIDE: "hidden"}
#: the remark of a measure that a person took, or undid, on the platform
BY_HAND = "by hand"
#: the remark of a measure that only the sample took, or a replay
PRETENDED = "only pretended: nothing has left this machine"


class Stage(StrEnum):
    """How far a measure is, for its owner."""

    #: the monitor takes it, or finds out how that ended
    COMING = "coming"
    #: a person takes it by hand, then ticks it
    BY_HAND = "by_hand"
    #: it is in force
    STANDS = "stands"
    #: the monitor undoes it
    ENDING = "ending"
    #: a person undoes it by hand, then ticks it
    UNDO_BY_HAND = "undo_by_hand"
    #: it is not in force (any more)
    OVER = "over"


def stage_of(measure: Effect) -> Stage:
    """How far it is."""
    match measure.state:
        case State.SENT:
            return Stage.STANDS
        case State.RETRACTING:
            return Stage.ENDING
        case State.NEEDS_PERSON:
            return Stage.BY_HAND if measure.sent_at is None else Stage.UNDO_BY_HAND
        case state if state in FINAL:
            return Stage.OVER
        case _:
            return Stage.COMING


def is_of_author(measure: Effect) -> bool:
    """It is about an author, not about one post."""
    return measure.action in (Action.MUTE, Action.BLOCK)


def target_of(measure: Effect) -> str:
    """What the platform is told: the author's id, or that of the post."""
    return measure.author_id if is_of_author(measure) else measure.message_id


def until_of(measure: Effect) -> datetime | None:
    """When it ends by itself; None: not before somebody undoes it, or it does not stand yet."""
    if measure.sent_at is None or measure.slots.lasts is None:
        return None
    # asked for once more, it lasts from then on
    return max(measure.sent_at, measure.decided_at or measure.sent_at) + measure.slots.lasts


def can_be_dropped(measure: Effect) -> bool:
    """Nothing was tried, and nobody has ticked it: it need not be undone."""
    is_untried = measure.state in BEFORE_SENDING and measure.attempts == 0
    return is_untried or stage_of(measure) is Stage.BY_HAND
