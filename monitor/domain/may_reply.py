"""May we say an acknowledgement to this person, now? One pure function, asked twice.

It is asked when the mention is decided on, and again, with fresh facts, when the effect is about
to be sent. The first check that has something to say gives the reason. A person who presses Send
passes the doubts of a machine, never the hard stops: our own account, somebody who opted out, a
second public word, a post that is gone, a pause, and what the author wrote after that yes.
"""

from datetime import datetime, timedelta

from monitor.domain.asking import Asking
from monitor.domain.door import DoorState
from monitor.domain.facts import Facts, Sender
from monitor.domain.hard_stops import (
    HARD_GATES,
    HARD_STOPS,
    OF_A_LETTER,
    OF_AN_ANSWER,
    OF_CIRCUMSTANCES,
    OF_THANKS,
    Check,
    Gate,
    one_public_word,
)
from monitor.domain.permission import Permission, Reason, allow, deny, wait
from monitor.domain.platform import platform_named
from monitor.domain.policy import Mode, Policy
from monitor.domain.unlock import Turn
from monitor.domain.what_it_says import (
    how_sure_that_is,
    whether_it_abuses,
    whether_it_complains,
    whether_it_only_asks,
    whether_it_sounds_happy,
    whether_it_takes_more,
    whether_it_wants_a_person,
    whether_the_tone_is_clear,
    whether_they_want_a_machine,
    whether_we_speak_their_language,
)


def may_reply(
    facts: Facts, policy: Policy, now: datetime, sender: Sender, *, invites: bool = True
) -> Permission:
    """The permission for a public word to the author of the mention, with its reason.

    `invites`: the words ask them to write to us in private.
    """
    for check in _ASKING[sender].left(facts, policy, now):
        permission = check(facts, policy, now)
        if permission is None or (not invites and permission.reason in ABOUT_OUR_DOOR):
            continue
        return permission
    return allow()


#: reasons that stop only words that invite to private ones
ABOUT_OUR_DOOR = frozenset({Reason.DOOR_CLOSED, Reason.DOOR_UNKNOWN})


def _whether_it_is_from_before(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    return None if facts.message.is_live else deny(Reason.IMPORTED)


def _how_long_ago_it_was(facts: Facts, policy: Policy, now: datetime) -> Permission | None:
    created_at = facts.message.created_at
    if now - created_at > policy.max_age:
        opening = policy.hours.next_acknowledge_opening(created_at + policy.machine_takes)
        if now > opening + policy.max_age_after_opening:
            return deny(Reason.TOO_OLD)
    return None


def _whom_they_addressed(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    message = facts.message
    if not message.addressed:
        return deny(Reason.NOT_ADDRESSED)
    if message.is_direct:
        return deny(Reason.ALREADY_IN_DM)
    if facts.circumstances.platform_forbids:
        return deny(Reason.PLATFORM_FORBIDS)
    platform = platform_named(message.platform)
    is_permitted = platform.may_reply_where_permitted and message.community
    if not platform.may_reply_by_machine and not is_permitted:
        return deny(Reason.PLATFORM_FORBIDS)
    return None


def _where_a_person_can_answer(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    """A person's own words go by program only to who addressed us, where it may post."""
    message = facts.message
    if not message.addressed:
        return deny(Reason.NOT_ADDRESSED)
    if message.is_direct:
        return deny(Reason.ALREADY_IN_DM)
    if facts.circumstances.platform_forbids or not platform_named(message.platform).has_replies:
        return deny(Reason.PLATFORM_FORBIDS)
    return _whether_we_speak_there(facts, policy, _now)


def _whether_they_came_to_us(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    return deny(Reason.ALREADY_IN_DM) if facts.circumstances.came_to_dm else None


def _standing(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    circumstances = facts.circumstances
    if circumstances.is_muted:
        return deny(Reason.MUTED)
    if circumstances.is_quiet:
        return deny(Reason.QUIET)
    return None


def _what_was_said_before(facts: Facts, policy: Policy, now: datetime) -> Permission | None:
    circumstances = facts.circumstances
    if circumstances.open_case is not None:
        return deny(Reason.CASE_OPEN)
    if circumstances.came_to_dm:
        return deny(Reason.ALREADY_IN_DM)
    if circumstances.is_answered:
        return deny(Reason.ALREADY_ANSWERED)
    last_case_at = circumstances.last_case_at
    if last_case_at is not None and now - last_case_at < policy.again_within:
        return deny(Reason.AUTHOR_CAP)
    return None


def _who_is_watching(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    circumstances = facts.circumstances
    if circumstances.tagged_brands > 1:
        return deny(Reason.MANY_BRANDS_TAGGED)
    if (
        circumstances.acknowledgements_in_conversation
        >= policy.max_acknowledgements_per_conversation
        or circumstances.tagged_accounts >= policy.crowd_tags
        or circumstances.conversation_replies >= policy.crowd_replies
        or (facts.message.author.followers or 0) >= policy.crowd_followers
    ):
        return deny(Reason.HOT_THREAD)
    return None


def _under_review(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    return deny(Reason.FLAGGED) if facts.circumstances.is_flagged else None


def _how_the_day_is(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    circumstances = facts.circumstances
    if circumstances.is_flagged:
        return deny(Reason.FLAGGED)
    if circumstances.incident:
        return deny(Reason.INCIDENT)
    if circumstances.surge:
        return deny(Reason.SURGE)
    if circumstances.is_away:
        return deny(Reason.AWAY)
    if circumstances.open_promises >= policy.max_open_promises:
        return deny(Reason.PROMISE_LIMIT)
    if circumstances.over_budget:
        return deny(Reason.BUDGET)
    if circumstances.sent_today >= policy.per_day:
        return deny(Reason.DAILY_CAP)
    return None


def _whether_we_speak_there(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    if policy.mode_on(facts.message.platform) is Mode.OBSERVE:
        return deny(Reason.OBSERVING)
    return None


def _whether_our_door_is_closed(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    # before the mode: whoever decides on the draft has to know
    return deny(Reason.DOOR_CLOSED) if facts.circumstances.door is DoorState.CLOSED else None


def _whether_a_machine_may(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    if policy.mode_on(facts.message.platform) is Mode.APPROVE:
        return deny(Reason.NOT_UNLOCKED)
    if policy.needs_score and facts.reading.p_complaint is None:
        return deny(Reason.NOT_UNLOCKED)
    if policy.is_unlocked or facts.circumstances.turn is Turn.MACHINE:
        return None
    is_held_back = facts.circumstances.turn is Turn.HELD_BACK
    return deny(Reason.HELD_BACK if is_held_back else Reason.NOT_UNLOCKED)


def _whether_our_door_is_open(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    # closed is asked before
    return deny(Reason.DOOR_UNKNOWN) if facts.circumstances.door is DoorState.UNKNOWN else None


def _when_a_machine_speaks(facts: Facts, policy: Policy, now: datetime) -> Permission | None:
    # settling comes first: its end may fall into the night, and is then asked again
    last_post_at = facts.circumstances.last_post_at or facts.message.created_at
    settled_at = last_post_at + policy.settle_for
    if now < settled_at:
        return wait(Reason.SETTLING, settled_at)
    if not policy.hours.may_acknowledge(now):
        opening = policy.hours.next_acknowledge_opening(now)
        return wait(Reason.OUTSIDE_ACKNOWLEDGE_HOURS, opening)
    if facts.circumstances.sent_this_hour >= policy.per_hour:
        return wait(Reason.HOURLY_CAP, now + timedelta(minutes=20))
    return None


#: all that is asked before a machine speaks, in this order
GATES = (
    *HARD_GATES,
    # the post
    Gate(_whether_it_is_from_before, "it is from after the first start"),
    Gate(_how_long_ago_it_was, "it is not too old"),
    Gate(_whom_they_addressed, "they spoke to us, in public, where a machine may answer"),
    # its author
    Gate(_standing, "you keep neither quiet nor a mute towards them"),
    Gate(_what_was_said_before, "they have no answer, and no case that is open or recent"),
    # its text
    Gate(whether_they_want_a_machine, "they do not ask for no machines"),
    Gate(whether_we_speak_their_language, "it is in a language of your texts"),
    Gate(whether_it_wants_a_person, "no danger, law or death is in it"),
    Gate(whether_it_abuses, "it neither insults nor threatens"),
    Gate(whether_it_complains, "it complains: no question, news, advertising or namesake"),
    Gate(whether_it_sounds_happy, "it does not sound happy"),
    Gate(
        whether_it_takes_more,
        "one sentence will do: no hardship, nothing taken back, nobody else's affair",
    ),
    Gate(whether_the_tone_is_clear, "its tone is clear: no irony, no praise, no picture alone"),
    Gate(whether_it_only_asks, "it does more than ask"),
    Gate(how_sure_that_is, "it is surely a complaint"),
    # the place and the day
    Gate(_who_is_watching, "no crowd is watching"),
    Gate(_how_the_day_is, "an ordinary day: nobody under review, no surge, no cap reached"),
    Gate(_whether_we_speak_there, "the mode lets us speak there"),
    Gate(_whether_our_door_is_closed, "our door there is not known to be closed"),
    Gate(_whether_a_machine_may, "automatic sending is on, and unlocked"),
    Gate(_whether_our_door_is_open, "our door there is known to be open"),
    Gate(_when_a_machine_speaks, "now is the time: they are done, it is day, few were sent"),
)
#: a person's private word is no second public one
_ASKED_IN_PRIVATE = tuple([check for check in HARD_STOPS if check is not one_public_word])
#: who says yes to many has not looked at each; an unsure complaint is still one
_ASKED_FOR_MANY = (
    *HARD_STOPS,
    _whom_they_addressed,
    _standing,
    _under_review,
    _what_was_said_before,
    _whether_it_is_from_before,
    whether_we_speak_their_language,
    whether_it_wants_a_person,
    whether_it_complains,
    whether_it_sounds_happy,
    whether_it_takes_more,
    _who_is_watching,
    _whether_our_door_is_closed,
    _whether_our_door_is_open,
)
#: they were told, and are owed the news; what they wrote since is a hard stop
_ASKED_FOR_NEWS = (*HARD_STOPS, _whom_they_addressed, _standing, _under_review)
ASKED_OF: dict[Sender, tuple[Check, ...]] = {
    "machine": tuple([gate.check for gate in GATES]),
    "person": HARD_STOPS,
    "private": _ASKED_IN_PRIVATE,
    "many": _ASKED_FOR_MANY,
    "news": _ASKED_FOR_NEWS,
    "answer": (*OF_AN_ANSWER, _where_a_person_can_answer, _whether_they_came_to_us),
    "letter": (*OF_A_LETTER, _whether_we_speak_there),
    "thanks": (*OF_THANKS, _where_a_person_can_answer),
}
#: what looks at the circumstances alone: one answer for all that share them
ASKED_OF_CIRCUMSTANCES = OF_CIRCUMSTANCES | {
    _standing,
    _under_review,
    _what_was_said_before,
    _how_the_day_is,
    _whether_our_door_is_closed,
    _whether_our_door_is_open,
    _whether_they_came_to_us,
}
_ASKING = {sender: Asking(asked, ASKED_OF_CIRCUMSTANCES) for sender, asked in ASKED_OF.items()}
