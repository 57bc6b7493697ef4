"""A sheet as JSON: keys that other programs rely on (docs/alerts.md); they are only ever added."""

import json
from datetime import datetime

from monitor.alerts.sheet import Sheet
from monitor.domain.effect import Effect

#: goes up when a key changes its meaning, or goes
VERSION = 1


def as_json(sheet: Sheet) -> bytes:
    """One object, in ASCII; what is not there is null, empty, or an empty list."""
    return json.dumps(facts(sheet), ensure_ascii=True, separators=(",", ":")).encode("ascii")


def facts(sheet: Sheet) -> dict[str, object]:
    """The object."""
    who, draft, link = sheet.who, sheet.draft, sheet.link
    return {
        "version": VERSION,
        "event": f"alert.{sheet.about.value}",
        "id": sheet.id,
        "brand": sheet.brand,
        "is_sample": sheet.is_sample,
        "at": _moment(sheet.at),
        "urgency": sheet.urgency.value,
        "headline": sheet.headline,
        "subject": sheet.subject,
        "case": sheet.case_number,
        "platform": sheet.platform,
        "who": None
        if who is None
        else {"name": who.name, "handle": who.handle, "followers": who.followers},
        "said": sheet.said,
        "photos": sheet.photos,
        "asks": list(sheet.asks),
        "kind": sheet.kind,
        "topic": sheet.topic,
        "certainty": sheet.certainty,
        "customer": list(sheet.orders),
        "policy": sheet.policy,
        "note": sheet.note,
        "draft": None
        if draft is None
        else {
            "number": draft.number or None,
            "text": draft.text,
            "waits_for_you": draft.is_open,
            "length": draft.length,
            "longest": draft.longest,
            "price": draft.price,
        },
        "decide_by": _moment(sheet.decide_until),
        "answer_by": _moment(sheet.answer_until),
        "warnings": list(sheet.warnings),
        "url": link.url if link is not None else "",
        "commands": [{"words": step.words, "command": step.command} for step in sheet.steps],
    }


def _moment(at: datetime | None) -> str | None:
    """RFC 3339, with its offset."""
    return at.isoformat() if at is not None else None


def erased_json(effect: Effect) -> bytes:
    """Tells whoever kept an alert that its person was erased."""
    told = {"version": VERSION, "event": "alert.erase", "id": effect.id, "brand": effect.brand}
    return json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode("ascii")
