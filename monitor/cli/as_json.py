"""What several commands print for programs: drafts, cases, promises and messages, always alike."""

from datetime import UTC, datetime

from monitor.domain.case import Case, Promise
from monitor.domain.effect import Effect
from monitor.domain.message import Author, Message
from monitor.domain.priority import Assessed
from monitor.services.waiting import CaseRow, Draft

#: key → what it is; a dot leads into an object, `[]` into each of a list
Keys = dict[str, str]

MESSAGE_KEYS: Keys = {
    "id": "the message, such as `x:123`",
    "platform": "where it was written",
    "url": "its address",
    "text": "what they wrote; empty when it was deleted",
    "created_at": "when they wrote it",
    "author.id": "who, such as `x:42`",
    "author.handle": "the account's handle, without `@`",
    "author.name": "the name they gave themselves",
}
PROMISE_KEYS: Keys = {
    "made_at": "when we promised",
    "due_at": "by when",
    "state": "open, kept, broken, renewed, not_come, unseen or cancelled",
    "renewal": "how often a new time was given before this one",
}
EFFECT_KEYS: Keys = {
    "effect": "the draft, such as `e12`",
    "version": "goes up with every change; an approval names it",
    "action": "acknowledge, answer (a person's own, thanks, a closing line), news (of an "
    "incident) or direct_message",
    "state": "proposed, approved, held, sent, ...",
    "reason": "why it is in that state",
    "platform": "where it goes",
    "case": "the case, such as `c7`, or null",
    "author_id": "to whom",
    "message_id": "what it answers",
    "not_before": "it does not leave before this moment",
    "decide_by": "it is not sent after this moment, or null",
    "decided_by": "who said yes or no; empty so far",
    "remark": "what the platform or a person said last",
    "posted_url": "where it stands, once it was sent",
}
COST_KEYS: Keys = {
    "connector": "its name in the config",
    "today": "US dollars spent today (UTC)",
    "this_month": "US dollars spent this month",
    "per_month": "its budget",
    "cap_today": "what may be spent this month until the day ends; more where it was raised",
    "is_nearly_spent": "what can wait is left out",
    "is_spent": "every reply there waits for your yes",
}
DOOR_KEYS: Keys = {
    "platform": "where",
    "door": "open, closed or unknown: can customers write to you in private there",
    "at": "when it was tested or said, or null",
    "said_by": "who said so; empty: it was tested, or nobody knows",
}
DRAFT_KEYS: Keys = {
    **EFFECT_KEYS,
    "text": "the words as they would read if they were sent now",
    "promised_until": "the promise in them, or null",
    "problems[]": "what keeps it from being sent like this",
    "price": "US dollars for sending it, or null where that costs nothing",
    "door": "open, closed or unknown: can they write to you in private there",
    "message": "what it answers, as below, or null",
}
CASE_KEYS: Keys = {
    "case": "the case, such as `c7`",
    "status": "new, open, waiting or resolved",
    "priority": "urgent, high, normal or low",
    "topic": "what it is about; may be empty",
    "assignee": "the person who has it",
    "author_id": "the customer",
    "opened_at": "when it began",
    "deadline_at": "when the next step is due, or null",
    "acknowledged_at": "when we said that we have seen it, or null",
    "first_response_at": "when a person answered first, or null",
    "in_dm_at": "when they came to direct messages, or null",
    "resolved_at": "when it ended, or null",
    "resolution": "how it ended, or null",
    "cause": "what went wrong, in the words of whoever ended it",
    "outcome": "none or recovered (they thanked us later)",
    "mentions": "how many messages belong to it",
    "reopened": "how often it was opened again",
    "snoozed_until": "until when it is put off, or null",
    "tags[]": "your own tags",
    "make_good": "what was given to put it right",
    "cost": "what that cost, or null",
    "currency": "of the cost, as the config names it; may be empty",
    "follow_up_at": "when the customer is to be asked whether all is well, or null",
}
CASE_ROW_KEYS: Keys = {
    **CASE_KEYS,
    "customer.handle": "the account's handle, without `@`",
    "customer.name": "the name they gave themselves",
    "platform": "where it began",
    "message": "how it began, as a message, or null",
    "promise": "the promise we owe, or null",
    "words_by_hand": "what you could post yourself, as it would read now; empty: there are none, "
    "or somebody has answered. Only in the inbox and on the page of a case",
}

ASSESSED_KEYS: Keys = {
    "priority": "as it is at this moment: waiting time, reach and earlier cases count",
    "priority_reasons[]": "why, in words, the strongest first",
}


def moment(at: datetime | None) -> str | None:
    """RFC 3339, in UTC."""
    return at.astimezone(UTC).isoformat() if at is not None else None


def message_json(message: Message | None) -> dict[str, object] | None:
    """A message; the keys are MESSAGE_KEYS."""
    if message is None:
        return None
    return {
        "id": message.id,
        "platform": message.platform,
        "url": message.url,
        "text": message.text,
        "created_at": moment(message.created_at),
        "author": {
            "id": message.author.id,
            "handle": message.author.handle,
            "name": message.author.name,
        },
    }


def promise_json(promise: Promise | None) -> dict[str, object] | None:
    """A promise; the keys are PROMISE_KEYS."""
    if promise is None:
        return None
    return {
        "made_at": moment(promise.made_at),
        "due_at": moment(promise.due_at),
        "state": promise.state.value,
        "renewal": promise.renewal,
    }


def effect_json(effect: Effect) -> dict[str, object]:
    """An effect; the keys are EFFECT_KEYS."""
    return {
        "effect": effect.id,
        "version": effect.version,
        "action": effect.action.value,
        "state": effect.state.value,
        "reason": effect.reason.value,
        "platform": effect.platform,
        "case": case_id(effect.case_number),
        "author_id": effect.author_id,
        "message_id": effect.message_id,
        "not_before": moment(effect.not_before),
        "decide_by": moment(effect.not_after),
        "decided_by": effect.decided_by,
        "remark": effect.remark,
        "posted_url": effect.posted_url,
    }


def draft_json(draft: Draft) -> dict[str, object]:
    """A draft; the keys are DRAFT_KEYS."""
    return {
        **effect_json(draft.effect),
        "text": draft.text,
        "promised_until": moment(draft.promised_until),
        "problems": list(draft.problems),
        "price": float(draft.price) if draft.price is not None else None,
        "door": draft.door.value,
        "message": message_json(draft.message),
    }


def case_json(case: Case) -> dict[str, object]:
    """A case; the keys are CASE_KEYS."""
    return {
        "case": case.id,
        "status": case.status.value,
        "priority": case.priority.value,
        "topic": case.topic,
        "assignee": case.assignee,
        "author_id": case.author_id,
        "opened_at": moment(case.opened_at),
        "deadline_at": moment(case.deadline_at),
        "acknowledged_at": moment(case.acknowledged_at),
        "first_response_at": moment(case.first_response_at),
        "in_dm_at": moment(case.in_dm_at),
        "resolved_at": moment(case.resolved_at),
        "resolution": case.resolution.value if case.resolution is not None else None,
        "cause": case.cause,
        "outcome": case.outcome.value,
        "mentions": case.mentions,
        "reopened": case.reopened,
        "snoozed_until": moment(case.snoozed_until),
        "tags": list(case.tags),
        "make_good": case.make_good,
        "cost": float(case.cost.amount) if case.cost is not None else None,
        "currency": case.cost.currency if case.cost is not None else "",
        "follow_up_at": moment(case.follow_up_at),
    }


def case_row_json(row: CaseRow) -> dict[str, object]:
    """A case with its customer; the keys are CASE_ROW_KEYS."""
    return {
        **case_json(row.case),
        "customer": author_json(row.author),
        "platform": platform_of(row),
        "message": message_json(row.message),
        "promise": promise_json(row.promise),
        "words_by_hand": row.words_by_hand,
    }


def assessed_json(row: CaseRow, assessed: Assessed) -> dict[str, object]:
    """A case with its customer, and how pressing it is now; CASE_ROW_KEYS and ASSESSED_KEYS."""
    return {
        **case_row_json(row),
        "priority": assessed.priority.value,
        "priority_reasons": list(assessed.reasons),
    }


def author_json(author: Author | None) -> dict[str, object]:
    """Handle and name; empty when nothing is stored about them."""
    return {
        "handle": author.handle if author is not None else "",
        "name": author.name if author is not None else "",
    }


def platform_of(row: CaseRow) -> str:
    """Where the case began: the first part of its message's id."""
    return row.case.first_message_id.partition(":")[0]


def case_id(number: int | None) -> str | None:
    """As people write it: `c7`."""
    return f"c{number}" if number is not None else None
