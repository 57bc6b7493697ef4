"""Words of ours as they would read now: where, how long, at what price, what speaks against it."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cards.case_facts import DraftFacts
from monitor.cards.clock_words import at
from monitor.domain.bill import dollars
from monitor.domain.clock import Hours
from monitor.domain.door import DoorState
from monitor.domain.effect import Action, State
from monitor.domain.length import length
from monitor.domain.permission import Reason
from monitor.domain.platform import platform_named
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.domain.sheet import Draft, Part, line, small, strong, theirs

#: the rule simply wants a person to decide: no reason worth a line
ORDINARY = frozenset(
    {
        Reason.ADDRESSED_US,
        Reason.RULE_ASKS_FOR_DRAFT,
        Reason.NOT_UNLOCKED,
        Reason.OWNER_ASKED,
        # said with the door itself
        Reason.DOOR_CLOSED,
    }
)
SWITCHES = {
    Reason.PAUSED: "Sending is paused: a yes goes out when you resume.",
    Reason.RECONCILING: "Sending is on hold after a restore: a yes goes out after "
    "`monitor reconcile`.",
}
LONGEST_REMARK = 300


def draft_parts(draft: DraftFacts, now: datetime, hours: Hours) -> Iterator[Part]:
    """A draft, or words on their way, with all that there is to know before a yes."""
    effect = draft.effect
    yield Draft(above=_above(draft), text=draft.text)
    if draft.is_signed:
        yield line(small("Signed with the name of whoever presses Send."))
    if draft.is_dear and draft.price is not None:
        yield line(f"It costs about {dollars(draft.price)}, for the link in it.")
    if draft.is_proposed:
        yield from _before_a_yes(draft, now, hours)
    elif effect.state is not State.NEEDS_PERSON:
        yield line(_on_its_way(draft, now, hours))
    if effect.remark:
        before = "Came back: " if draft.is_proposed else "Last heard: "
        yield line(small(before), theirs(effect.remark[:LONGEST_REMARK]))


def to_copy(text: str, why: str) -> Iterator[Part]:
    """Words that only a person can post."""
    if why:
        yield line(why)
    yield Draft(above="To copy:", text=text)


def _before_a_yes(draft: DraftFacts, now: datetime, hours: Hours) -> Iterator[Part]:
    effect = draft.effect
    if effect.slots.promised_for is not None:
        yield line(f"Instead of {at(effect.slots.promised_for, now, hours)}.")
    if draft.door is DoorState.CLOSED and effect.action is Action.ACKNOWLEDGE:
        where = platform_named(effect.platform).title
        yield line(
            strong("Your door is closed: "),
            f"customers cannot write to you in private on {where}. Choose other words, or open it"
            " first.",
        )
    if draft.problems:
        yield line(strong("Not like this: "), theirs("; ".join(draft.problems)))
    if draft.why_not is not None:
        yield line(strong("It cannot be sent: "), f"{REASON_SENTENCES[draft.why_not]}.")
    elif effect.action is Action.ACKNOWLEDGE and effect.reason not in ORDINARY:
        yield line(small(f"Why it waits for you: {REASON_SENTENCES[effect.reason]}."))
    if draft.waits_for in SWITCHES:
        yield line(SWITCHES[draft.waits_for])


def _above(draft: DraftFacts) -> str:
    effect, platform = draft.effect, platform_named(draft.effect.platform)
    is_private = effect.action is Action.DIRECT_MESSAGE
    if is_private:
        platform = platform.in_private
    verb = "Would be" if draft.is_proposed else "Will be"
    if effect.state in (State.UNKNOWN, State.NEEDS_PERSON):
        verb = "Perhaps"
    does = f"{verb} {'sent in private' if is_private else 'posted'}"
    whom = f" as @{draft.account}" if draft.account else ""
    on = f" on {platform.title}"
    facts = f"{length(draft.text, platform.counting):,} of {platform.max_length:,}"
    if draft.price is not None:
        facts += f", about {dollars(draft.price)}"
    return f"{does}{whom}{on} ({facts})"


def _on_its_way(draft: DraftFacts, now: datetime, hours: Hours) -> str:
    """Why words that were said yes to are not out yet."""
    effect = draft.effect
    by = f"Approved by {effect.decided_by}" if effect.decided_by else "It goes out by itself"
    match effect.state:
        case State.SENDING:
            return f"{by}. It is being sent."
        case State.UNKNOWN:
            return f"{by}. It may be out already: the monitor is looking for it."
    if draft.waits_for in SWITCHES:
        return f"{by}. {SWITCHES[draft.waits_for]}"
    why = "goes out next"
    if effect.state is State.HELD and effect.reason not in SWITCHES:
        why = f"waits: {REASON_SENTENCES[effect.reason]}"
    if effect.not_before > now:
        why += f", until {at(effect.not_before, now, hours)}"
    return f"{by}; {why}."
