"""May we say this word in public, now? The verdict and its reason; the asking is in `may_reply`."""

from datetime import datetime
from enum import StrEnum

from monitor.domain.values import Value


class Verdict(StrEnum):
    """The answer to "may we?"."""

    #: yes, now
    ALLOW = "allow"
    #: yes, but later; see `until`
    WAIT = "wait"
    #: no
    DENY = "deny"


class Reason(StrEnum):
    """Why a word may or may not be said: stored with every decision and shown everywhere."""

    #: they named, answered or quoted us
    ADDRESSED_US = "addressed_us"
    #: they did not address our account
    NOT_ADDRESSED = "not_addressed"
    #: our one public word to this person is said, or waits as a draft
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    #: a post of our own is there already
    ALREADY_ANSWERED = "already_answered"
    #: they came to direct messages
    ALREADY_IN_DM = "already_in_dm"
    #: they have an open case
    CASE_OPEN = "case_open"
    #: enough automatic words to this person
    AUTHOR_CAP = "author_cap"
    #: it is our own account
    OWN_ACCOUNT = "own_account"
    #: another machine wrote it
    OTHER_BOT = "other_bot"
    #: they asked for no automatic words
    OPTED_OUT = "opted_out"
    #: the owner keeps quiet towards this person
    QUIET = "quiet"
    #: the owner muted this person
    MUTED = "muted"
    #: under review: a person sends
    FLAGGED = "flagged"
    #: too long ago to be answered by a machine
    TOO_OLD = "too_old"
    #: older than the first start: stored, never answered
    IMPORTED = "imported"
    #: a topic where a person answers
    SENSITIVE = "sensitive"
    #: a language the texts are not written in
    LANGUAGE_NOT_COVERED = "language_not_covered"
    #: nothing went wrong for them
    NOT_A_COMPLAINT = "not_a_complaint"
    #: it reads happy: never an apology
    PRAISE_VETO = "praise_veto"
    #: it insults or threatens: a person looks first
    ABUSIVE = "abusive"
    #: not sure enough for a machine
    LOW_CONFIDENCE = "low_confidence"
    #: automatic sending is not unlocked: a person decides
    NOT_UNLOCKED = "not_unlocked"
    #: one in ten waits for a person, so that it stays known how good the machine is
    HELD_BACK = "held_back"
    #: customers cannot write to us in private there
    DOOR_CLOSED = "door_closed"
    #: nobody has said yet whether customers can write to us in private there
    DOOR_UNKNOWN = "door_unknown"
    #: observe mode: nothing is sent
    OBSERVING = "observing"
    #: at night a machine says nothing
    OUTSIDE_ACKNOWLEDGE_HOURS = "outside_acknowledge_hours"
    #: they may still be writing
    SETTLING = "settling"
    #: far more complaints than usual
    SURGE = "surge"
    #: part of an incident
    INCIDENT = "incident"
    #: enough automatic words for this day
    DAILY_CAP = "daily_cap"
    #: enough automatic words for this hour
    HOURLY_CAP = "hourly_cap"
    #: the money for this month is spent
    BUDGET = "budget"
    #: too many open promises
    PROMISE_LIMIT = "promise_limit"
    #: the owner is away
    AWAY = "away"
    #: it names several of our brands
    MANY_BRANDS_TAGGED = "many_brands_tagged"
    #: a crowd is watching
    HOT_THREAD = "hot_thread"
    #: the platform does not allow an automatic reply there
    PLATFORM_FORBIDS = "platform_forbids"
    #: nobody can answer there any more
    CONVERSATION_CLOSED = "conversation_closed"
    #: the post is gone
    PARENT_GONE = "parent_gone"
    #: the database was restored: nothing is sent until `monitor reconcile`
    RECONCILING = "reconciling"
    #: the owner paused all sending
    PAUSED = "paused"
    #: an alert for office hours came outside of them
    OUTSIDE_OFFICE_HOURS = "outside_office_hours"
    #: the rule asks for a draft
    RULE_ASKS_FOR_DRAFT = "rule_asks_for_draft"
    #: the rule asks for no reply
    NO_REPLY_WANTED = "no_reply_wanted"
    #: a person of ours asked for it
    OWNER_ASKED = "owner_asked"
    #: kept for half an hour, because it reads heated
    SLEPT_ON = "slept_on"


#: reasons that never yield to a person's yes
NEVER = frozenset(
    {
        Reason.OWN_ACCOUNT,
        Reason.OTHER_BOT,
        Reason.OPTED_OUT,
        Reason.ALREADY_ACKNOWLEDGED,
        Reason.PARENT_GONE,
        Reason.CONVERSATION_CLOSED,
    }
)


class Permission(Value):
    """A verdict with its reason, and for a wait until when."""

    verdict: Verdict
    reason: Reason
    until: datetime | None = None

    @property
    def is_allowed(self) -> bool:
        """Yes, now."""
        return self.verdict is Verdict.ALLOW


def allow(reason: Reason = Reason.ADDRESSED_US) -> Permission:
    """Yes."""
    return Permission(verdict=Verdict.ALLOW, reason=reason)


def wait(reason: Reason, until: datetime | None = None) -> Permission:
    """Later."""
    return Permission(verdict=Verdict.WAIT, reason=reason, until=until)


#: most mentions are denied a word, and a value can be shared
_DENIED = {reason: Permission(verdict=Verdict.DENY, reason=reason) for reason in Reason}


def deny(reason: Reason) -> Permission:
    """No."""
    return _DENIED[reason]
