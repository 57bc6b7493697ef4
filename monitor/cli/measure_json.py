"""A measure for programs: mute, block or hide, wherever a command prints one."""

from monitor.cli.as_json import Keys, case_id, moment
from monitor.domain.effect import Effect
from monitor.domain.measure import PRETENDED, Stage, stage_of, target_of, until_of

MEASURE_KEYS: Keys = {
    "measure": "its number, such as `e17`",
    "action": "mute, block or hide",
    "target": "the author, such as `x:42`, or the message that is hidden",
    "author_id": "whose account, or whose post",
    "handle": "the account's handle, without `@`",
    "name": "the name they gave themselves",
    "platform": "where",
    "stage": "coming (the monitor does it), by_hand (you do it), stands, ending (the monitor "
    "undoes it), undo_by_hand (you undo it), over",
    "state": "as for a reply: approved, held, sent, refused, ...",
    "reason": "why it is in that state",
    "link": "where you do it by hand; may be empty",
    "why": "your words",
    "asked_at": "when it was asked for, or its end",
    "asked_by": "by whom",
    "since": "since when it stands, or null",
    "until": "when it ends by itself, or null",
    "remark": "what the platform said last; `by hand`: you ticked it",
    "is_virtual": "only pretended: nothing has left this machine",
    "case": "the case that was open then, such as `c7`, or null",
}


def measure_json(measure: Effect) -> dict[str, object]:
    """The keys of MEASURE_KEYS."""
    is_over = stage_of(measure) is Stage.OVER
    return {
        "measure": measure.id,
        "action": measure.action.value,
        "target": target_of(measure),
        "author_id": measure.author_id,
        "handle": measure.slots.handle,
        "name": measure.slots.name,
        "platform": measure.platform,
        "stage": stage_of(measure).value,
        "state": measure.state.value,
        "reason": measure.reason.value,
        "link": measure.posted_url,
        "why": measure.slots.note,
        "asked_at": moment(measure.decided_at),
        "asked_by": measure.decided_by,
        "since": moment(measure.sent_at),
        "until": None if is_over else moment(until_of(measure)),
        "remark": measure.remark,
        "is_virtual": measure.remark == PRETENDED,
        "case": case_id(measure.case_number),
    }
