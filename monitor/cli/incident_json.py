"""An incident in JSON."""

from monitor.cli.as_json import Keys, moment
from monitor.services.incident_plan import Plan

INCIDENT_KEYS: Keys = {
    "incident": "the incident, such as `i3`",
    "causes[]": "topics, or words that stand in the complaints",
    "sentence": "what people are told",
    "since": "complaints from here on belong to it",
    "started_at": "when",
    "started_by": "by whom",
    "renewals": "how often more time was asked for",
    "later_sentence": "what people are told with the newest of them; may be empty",
    "renewed_at": "when that was, or null",
    "mended_at": "when it was over, or null",
    "mended_sentence": "what people are told at the end; empty until then",
    "ended_at": "when it was closed, or null",
    "sends_new_by": "whose yes counts for those who join later; empty: each waits",
    "news_due_at": "by when people were promised news, or null",
    "people": "how many have this trouble",
    "told": "how many were told what is to be told now",
    "in_line": "how many were said yes to and leave one after the other",
    "ready": "how many one yes would send to now",
    "left": "reason → how many are left to a person",
}
SHOWN_KEYS: Keys = {**INCIDENT_KEYS, "previews[]": "three of the drafts"}


def incident_json(plan: Plan) -> dict[str, object]:
    """The keys of INCIDENT_KEYS."""
    incident = plan.incident
    return {
        "incident": incident.id,
        "causes": list(incident.causes),
        "sentence": incident.sentence,
        "since": moment(incident.since),
        "started_at": moment(incident.started_at),
        "started_by": incident.started_by,
        "renewals": incident.renewals,
        "later_sentence": incident.later_sentence,
        "renewed_at": moment(incident.renewed_at),
        "mended_at": moment(incident.mended_at),
        "mended_sentence": incident.mended_sentence,
        "ended_at": moment(incident.ended_at),
        "sends_new_by": incident.sends_new_by,
        "news_due_at": moment(incident.news_due_at),
        "people": plan.people,
        "told": plan.told,
        "in_line": plan.in_line,
        "ready": len(plan.ready),
        "left": {reason.value: count for reason, count in plan.left},
    }
