"""Every reason as the sentence that people read. Equal to the `#:` sentences of the enum."""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.permission import Permission, Reason, Verdict
from monitor.domain.promise import MONTHS, WEEKDAYS

REASON_SENTENCES: dict[Reason, str] = {
    Reason.ADDRESSED_US: "they named, answered or quoted us",
    Reason.NOT_ADDRESSED: "they did not address our account",
    Reason.ALREADY_ACKNOWLEDGED: (
        "our one public word to this person is said, or waits as a draft"
    ),
    Reason.ALREADY_ANSWERED: "a post of our own is there already",
    Reason.ALREADY_IN_DM: "they came to direct messages",
    Reason.CASE_OPEN: "they have an open case",
    Reason.AUTHOR_CAP: "enough automatic words to this person",
    Reason.OWN_ACCOUNT: "it is our own account",
    Reason.OTHER_BOT: "another machine wrote it",
    Reason.OPTED_OUT: "they asked for no automatic words",
    Reason.QUIET: "the owner keeps quiet towards this person",
    Reason.MUTED: "the owner muted this person",
    Reason.FLAGGED: "under review: a person sends",
    Reason.TOO_OLD: "too long ago to be answered by a machine",
    Reason.IMPORTED: "older than the first start: stored, never answered",
    Reason.SENSITIVE: "a topic where a person answers",
    Reason.LANGUAGE_NOT_COVERED: "a language the texts are not written in",
    Reason.NOT_A_COMPLAINT: "nothing went wrong for them",
    Reason.PRAISE_VETO: "it reads happy: never an apology",
    Reason.ABUSIVE: "it insults or threatens: a person looks first",
    Reason.LOW_CONFIDENCE: "not sure enough for a machine",
    Reason.NOT_UNLOCKED: "automatic sending is not unlocked: a person decides",
    Reason.HELD_BACK: (
        "one in ten waits for a person, so that it stays known how good the machine is"
    ),
    Reason.DOOR_CLOSED: "customers cannot write to us in private there",
    Reason.DOOR_UNKNOWN: ("nobody has said yet whether customers can write to us in private there"),
    Reason.OBSERVING: "observe mode: nothing is sent",
    Reason.OUTSIDE_ACKNOWLEDGE_HOURS: "at night a machine says nothing",
    Reason.SETTLING: "they may still be writing",
    Reason.SURGE: "far more complaints than usual",
    Reason.INCIDENT: "part of an incident",
    Reason.DAILY_CAP: "enough automatic words for this day",
    Reason.HOURLY_CAP: "enough automatic words for this hour",
    Reason.BUDGET: "the money for this month is spent",
    Reason.PROMISE_LIMIT: "too many open promises",
    Reason.AWAY: "the owner is away",
    Reason.MANY_BRANDS_TAGGED: "it names several of our brands",
    Reason.HOT_THREAD: "a crowd is watching",
    Reason.PLATFORM_FORBIDS: "the platform does not allow an automatic reply there",
    Reason.CONVERSATION_CLOSED: "nobody can answer there any more",
    Reason.PARENT_GONE: "the post is gone",
    Reason.RECONCILING: ("the database was restored: nothing is sent until `monitor reconcile`"),
    Reason.PAUSED: "the owner paused all sending",
    Reason.OUTSIDE_OFFICE_HOURS: "an alert for office hours came outside of them",
    Reason.RULE_ASKS_FOR_DRAFT: "the rule asks for a draft",
    Reason.NO_REPLY_WANTED: "the rule asks for no reply",
    Reason.OWNER_ASKED: "a person of ours asked for it",
    Reason.SLEPT_ON: "kept for half an hour, because it reads heated",
}


def in_words(permission: Permission, hours: Hours) -> str:
    """A machine's permission as a sentence: what is allowed, and why."""
    why = REASON_SENTENCES[permission.reason]
    match permission.verdict:
        case Verdict.ALLOW:
            return f"a machine may say one word: {why}"
        case Verdict.WAIT:
            return f"a machine waits{_until(permission, hours)}: {why}"
        case Verdict.DENY:
            return f"no word by a machine: {why}"


def person_in_words(permission: Permission, hours: Hours) -> str:
    """A person's permission as a sentence."""
    why = REASON_SENTENCES[permission.reason]
    match permission.verdict:
        case Verdict.ALLOW:
            return "a person may say one word"
        case Verdict.WAIT:
            return f"a person waits{_until(permission, hours)}: {why}"
        case Verdict.DENY:
            return f"no word by a person either: {why}"


def moment_in_words(moment: datetime, hours: Hours) -> str:
    """`14:30 on Mon 23 Nov 2026`, in the brand's zone."""
    local = hours.local(moment)
    day = f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]} {local.year}"
    return f"{local:%H:%M} on {day}"


def _until(permission: Permission, hours: Hours) -> str:
    if permission.until is None:
        return ""
    return f" until {moment_in_words(permission.until, hours)}"
