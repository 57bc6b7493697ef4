"""An effect as a row of the outbox, and back."""

from collections.abc import Sequence
from typing import Any

import msgspec

from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.permission import Reason
from monitor.redaction import redacted_words
from monitor.store.message_rows import Values
from monitor.store.moments import moment, moment_or_none, stored, stored_or_0
from monitor.store.tables import effect

EFFECT_COLUMNS = tuple(column.name for column in effect.columns)
EFFECT_NULL = {
    "case_number": "0",
    "slots": "''",
    "not_after": "0",
    "decided_at": "0",
    "promised_until": "0",
    "sending_at": "0",
    "sent_at": "0",
    "raised_at": "0",
    "missed_at": "0",
}

#: what a new effect holds
EFFECT_PLAIN = {
    "version": "1",
    "decided_by": "''",
    "text": "''",
    "fence": "0",
    "attempts": "0",
    "posted_id": "''",
    "posted_url": "''",
    "remark": "''",
}

_NO_SLOTS = Slots()
_ACTIONS = {action.value: action for action in Action}
_STATES = {state.value: state for state in State}
_REASONS = {reason.value: reason for reason in Reason}
_URGENCIES = {urgency.value: urgency for urgency in Urgency}
_encode = msgspec.json.Encoder().encode
_slots = msgspec.json.Decoder(Slots)


def slots_text(slots: Slots) -> str:
    """What is filled in, as JSON; "" when nothing is."""
    text = _encode(slots).decode()
    return "" if text == "{}" else text


def slots_from(text: str | None) -> Slots:
    """The slots of the column."""
    return _slots.decode(text) if text else _NO_SLOTS


def effect_row(made: Effect) -> Values:
    """The effect as EFFECT_COLUMNS."""
    return (
        made.number,
        made.brand,
        made.action._value_,
        made.state._value_,
        made.reason._value_,
        made.platform,
        made.message_id,
        made.author_id,
        made.conversation_id,
        made.rule,
        made.case_number or 0,
        made.template,
        slots_text(made.slots),
        made.urgency._value_,
        made.version,
        stored(made.created_at),
        stored(made.not_before),
        stored_or_0(made.not_after),
        made.decided_by,
        stored_or_0(made.decided_at),
        made.text,
        stored_or_0(made.promised_until),
        made.wire,
        made.fence,
        stored_or_0(made.sending_at),
        made.attempts,
        stored_or_0(made.sent_at),
        made.posted_id,
        made.posted_url,
        redacted_words(made.remark) if made.remark else "",
        stored_or_0(made.raised_at),
        stored_or_0(made.missed_at),
    )


def effect_from(row: Sequence[Any]) -> Effect:  # Any: as the driver gives it
    """The effect of a row of EFFECT_COLUMNS."""
    (
        number, brand, action, state, reason, platform, message_id, author_id, conversation_id,
        rule, case_number, template, slots, urgency, version, created_at, not_before, not_after,
        decided_by, decided_at, text, promised_until, wire, fence, sending_at, attempts, sent_at,
        posted_id, posted_url, remark, raised_at, missed_at,
    ) = row  # fmt: skip
    return Effect(
        number=number,
        brand=brand,
        action=_ACTIONS[action],
        state=_STATES[state],
        reason=_REASONS[reason],
        platform=platform,
        message_id=message_id,
        author_id=author_id,
        conversation_id=conversation_id,
        rule=rule,
        case_number=case_number,
        template=template,
        slots=slots_from(slots),
        urgency=_URGENCIES[urgency],
        version=version,
        created_at=moment(created_at),
        not_before=moment(not_before),
        not_after=moment_or_none(not_after),
        decided_by=decided_by,
        decided_at=moment_or_none(decided_at),
        text=text,
        promised_until=moment_or_none(promised_until),
        wire=bytes(wire),
        fence=fence,
        sending_at=moment_or_none(sending_at),
        attempts=attempts,
        sent_at=moment_or_none(sent_at),
        posted_id=posted_id,
        posted_url=posted_url,
        remark=remark,
        raised_at=moment_or_none(raised_at),
        missed_at=moment_or_none(missed_at),
    )
