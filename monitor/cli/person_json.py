"""A person file in JSON, as it is given to that person."""

from monitor.cli.as_json import Keys, message_json, moment
from monitor.domain.person_file import PersonFile, TheirCase, TheirMessage

PERSON_KEYS: Keys = {
    "brand": "who keeps it",
    "made_at": "when this was made",
    "author.id": "the account, such as `x:42`",
    "author.platform": "where it is",
    "author.handles[]": "every handle it had here",
    "author.names[]": "every name it had here",
    "author.followers": "as the platform told it, or null",
    "author.created_at": "as the platform told it, or null",
    "author.others[]": "accounts that are taken to be theirs, too, such as `bluesky:42`",
    "messages[]": "what they wrote",
    "said[]": "what was said to them",
    "prepared[]": "replies that were prepared and not sent, and what was done to the account",
    "cases[]": "their cases",
    "marks[]": "what is noted about them",
    "strikes[]": "how they treated us, as it was written down: kind, at, url, text_hash",
    "flags[]": "when a person was asked to look at that: flag, opened_at, steps (at, kind, why)",
    "silent_until": "no second automatic reply before then, or null",
    "unreadable_inputs": "how many inputs that could not be read name them",
}
MESSAGE_KEYS: Keys = {
    "message": "as everywhere",
    "type": "post, reply, quote or direct_message",
    "is_private": "they wrote it to us alone",
    "earlier[]": "what it said before it was edited: version, text, seen_at",
    "deleted_at": "when they deleted it, or null",
    "found_by": "how it came to us",
    "seen_at": "since when it is kept",
    "kind": "what a program took it for, or null",
    "certainty": "how sure it was, or null",
    "topics[]": "what it seemed to be about",
    "compound": "its score from -1 (bad) to 1 (good), or null",
    "decided": "what a person of ours decided about the reply to it, as one word, or null",
    "words_until": "when its words go, or null: not while a case is open or evidence is kept",
}
CASE_KEYS: Keys = {
    "case": "such as `c7`",
    "status": "new, open, waiting or resolved",
    "topic": "what it is about",
    "opened_at": "when it began",
    "acknowledged_at": "when we said that we have seen it, or null",
    "first_response_at": "when a person answered first, or null",
    "resolved_at": "when it ended, or null",
    "resolution": "how it ended, or null",
    "cause": "what we took for the cause",
    "tags[]": "our own words for the case",
    "make_good": "what we gave to put it right",
    "is_evidence_kept": "it is kept as evidence",
    "until": "when it is forgotten whose it was, or null",
    "timeline[]": "what we noted: at, what, words",
}


def as_json(file: PersonFile) -> dict[str, object]:
    """The keys of PERSON_KEYS."""
    author = file.author
    return {
        "brand": file.brand,
        "made_at": moment(file.made_at),
        "author": {
            "id": author.id,
            "platform": author.platform,
            "handles": list(file.handles),
            "names": list(file.names),
            "followers": author.followers,
            "created_at": moment(author.created_at),
            "others": [other.id for other in file.others],
        },
        "messages": [_message_json(theirs) for theirs in file.messages],
        "said": [
            {"at": moment(one.at), "is_private": one.is_private, "text": one.text, "url": one.url}
            for one in file.said
        ],
        "prepared": [
            {
                "action": effect.action.value,
                "state": effect.state.value,
                "at": moment(effect.created_at),
                "text": effect.text or effect.slots.own_text,
            }
            for effect in file.effects
        ],
        "cases": [_case_json(case) for case in file.cases],
        "marks": [
            {
                "mark": mark.mark.value,
                "since": moment(mark.at),
                "until": moment(mark.until),
                "why": mark.why,
            }
            for mark in file.marks
        ],
        "strikes": [
            {
                "kind": one.kind.value,
                "at": moment(one.at),
                "url": one.url,
                "text_hash": one.text_hash,
            }
            for one in file.strikes
        ],
        "flags": [
            {
                "flag": one.flag.id,
                "opened_at": moment(one.flag.opened_at),
                "steps": [
                    {"at": moment(step.at), "kind": step.kind.value, "why": step.why}
                    for step in one.steps
                ],
            }
            for one in file.flags
        ],
        "silent_until": moment(file.silent_until),
        "unreadable_inputs": file.set_aside,
    }


def _message_json(theirs: TheirMessage) -> dict[str, object]:
    """The keys of MESSAGE_KEYS."""
    message, reading = theirs.message, theirs.reading
    return {
        "message": message_json(message),
        "type": message.type.value,
        "is_private": message.is_direct,
        "earlier": [
            {"version": one.version, "text": one.text, "seen_at": moment(one.seen_at)}
            for one in theirs.earlier
        ],
        "deleted_at": moment(message.deleted_at),
        "found_by": message.found_by,
        "seen_at": moment(message.seen_at),
        "kind": reading.kind.value if reading is not None else None,
        "certainty": reading.certainty.value if reading is not None else None,
        "topics": [topic.name for topic in reading.topics] if reading is not None else [],
        "compound": reading.compound if reading is not None else None,
        "words_until": moment(theirs.words_until),
        "decided": theirs.label.reason.value if theirs.label is not None else None,
    }


def _case_json(theirs: TheirCase) -> dict[str, object]:
    """The keys of CASE_KEYS."""
    case = theirs.case
    return {
        "case": case.id,
        "status": case.status.value,
        "topic": case.topic,
        "opened_at": moment(case.opened_at),
        "acknowledged_at": moment(case.acknowledged_at),
        "first_response_at": moment(case.first_response_at),
        "resolved_at": moment(case.resolved_at),
        "resolution": case.resolution.value if case.resolution is not None else None,
        "cause": case.cause,
        "tags": list(case.tags),
        "make_good": case.make_good,
        "is_evidence_kept": theirs.is_evidence_kept,
        "until": moment(theirs.until),
        "timeline": [
            {"at": moment(entry.at), "what": entry.kind.value, "words": entry.words}
            for entry in theirs.timeline
        ],
    }
