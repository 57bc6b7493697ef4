"""The words of a card: what to do and by when, who, what about, our draft, and what to type."""

from urllib.parse import quote, urlsplit

from monitor.alerts.sheet import Draft, Link, Step, Who
from monitor.domain.bill import dollars
from monitor.domain.effect import Action, Effect, State, Urgency
from monitor.domain.inert import shortened
from monitor.domain.length import length
from monitor.domain.platform import platform_named
from monitor.domain.ports import Card
from monitor.domain.reading import Certainty, Kind
from monitor.domain.reminders import ASK, ASSIGNED, AWAKE, FOLLOW, NUDGE, RAISED

NAME, DRAFT, LONGEST_URL = 40, 10_000, 2_000
#: signs of an address that would end it, or mean something, where it is written
_SAFE = "%/:=&?~#+!$,;@"

_KINDS = {
    Kind.COMPLAINT: "complaint",
    Kind.QUESTION: "question",
    Kind.PRAISE: "praise",
    Kind.ABUSE: "insult",
    Kind.SPAM: "advertising",
    Kind.OTHER: "message",
}
_STANDINGS = {
    State.PROPOSED: "waits for your yes",
    State.APPROVED: "goes out by itself",
    State.HELD: "goes out by itself, later",
    State.PENDING: "goes out by itself",
    State.SENDING: "is on its way",
    State.UNKNOWN: "may be out: the monitor looks",
    State.NEEDS_PERSON: "may be out: look yourself",
    State.SENT: "is out",
}


def headline_of(card: Card, decide_by: str, answer_by: str) -> str:
    """What to do and by when, in a line."""
    effect, draft = card.effect, card.draft_effect
    about, name = _about(card), name_of(card)
    until = f" by {answer_by}" if answer_by else ""
    match effect.template:
        case template if template == NUDGE:
            return f"{name} waits for your answer{until}"
        case template if template == RAISED:
            ends = f", the draft ends {decide_by}" if decide_by else ""
            return f"Nobody has decided on {name} yet{ends}"
        case template if template == ASK:
            return f"Did {name} write to you?"
        case template if template == ASSIGNED:
            whose = f" is now {shortened(card.case.assignee, NAME)}'s" if card.case else " moved"
            return f"The case of {name}{whose}"
        case template if template == AWAKE:
            return f"The case of {name} is back{f': answer{until}' if until else ''}"
        case template if template == FOLLOW:
            return f"Ask {name} whether all is well"
    if card.message is None:
        return f"Please look: {name} on {platform_named(effect.platform).title}"
    if effect.urgency is Urgency.WAKE:
        return f"Answer now{until}, as a person: {about}. Nothing was posted"
    if effect.urgency is Urgency.MORNING:
        return f"Read this first, answer{until}: {about}. Nothing was posted"
    if draft is not None and draft.state is State.PROPOSED:
        return f"Decide{f' by {decide_by}' if decide_by else ''}: {about}"
    if draft is None and card.draft:
        return f"Post it by hand if it helps: {about}"
    if draft is not None and draft.state in _STANDINGS:
        return f"Our reply {_STANDINGS[draft.state]}: {about}"
    return f"Answer{until}: {about}" if until else f"To know: {about}"


def subject_of(card: Card) -> str:
    """ "Case 41: Maria Lopez on X": the same for everything about a case."""
    title = platform_named(card.effect.platform).title
    who = f"{name_of(card)} on {title}"
    return f"Case {card.case.number}: {who}" if card.case is not None else who


def name_of(card: Card) -> str:
    """As they call themselves."""
    slots = card.effect.slots
    author = card.message.author if card.message is not None else None
    written = (
        [author.name, author.handle, slots.name, slots.handle, author.id]
        if author is not None
        else [slots.name, slots.handle, card.effect.author_id]
    )
    return next((name for each in written if (name := shortened(each, NAME))), "somebody")


def who_of(card: Card) -> Who:
    """Whose words it is about."""
    author = card.message.author if card.message is not None else None
    handle = author.handle if author is not None else card.effect.slots.handle
    return Who(
        name=name_of(card),
        handle=shortened(handle, NAME),
        followers=author.followers if author is not None else None,
        since=author.created_at.year if author is not None and author.created_at else None,
        mentions=card.case.mentions if card.case is not None else 0,
    )


def kind_of(card: Card) -> str:
    """ "complaint", "overheard complaint"; "" where nobody read anything."""
    if card.reading is None:
        return ""
    kind = _KINDS[card.reading.kind]
    is_overheard = card.message is not None and not card.message.addressed
    return f"overheard {kind}" if is_overheard and card.reading.kind is Kind.COMPLAINT else kind


def topic_of(card: Card) -> str:
    """What is dangerous or serious, else what it is about."""
    reading = card.reading
    if reading is None:
        return ""
    if reading.sensitive:
        return reading.sensitive[0].replace("_", " ")
    return reading.topic.name.replace("_", " ") if reading.topic is not None else ""


def certainty_of(card: Card) -> str:
    """How sure the kind is, where it says something."""
    reading = card.reading
    if reading is None or reading.kind is Kind.OTHER:
        return ""
    return {Certainty.SURE: "sure", Certainty.LIKELY: "likely"}.get(reading.certainty, "unsure")


def draft_of(card: Card) -> Draft | None:
    """Our words as they would read now, with their length."""
    text = shortened(card.draft, DRAFT)
    if not text:
        return None
    effect = card.draft_effect
    platform = platform_named(card.effect.platform)
    if effect is not None and effect.action is Action.DIRECT_MESSAGE:
        platform = platform.in_private
    return Draft(
        text=text,
        number=effect.number if effect is not None else 0,
        standing=_standing(effect),
        is_open=effect is not None and effect.state is State.PROPOSED,
        length=length(card.draft, platform.counting),
        longest=platform.max_length,
        price=dollars(card.price) if card.price is not None else "",
    )


def link_of(card: Card) -> Link | None:
    """Where their words stand, if that is an ordinary web address."""
    url = card.message.url if card.message is not None else ""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    is_ordinary = (
        parts.scheme == "https" and host.isascii() and "." in host and len(url) < LONGEST_URL
    )
    if not is_ordinary or parts.username is not None or any(sign <= " " for sign in url):
        return None
    title = platform_named(card.effect.platform).title
    return Link(url=quote(url, safe=_SAFE), title=title, host=shortened(host, 60))


def steps_of(card: Card) -> tuple[Step, ...]:
    """What can be typed, most useful first."""
    draft, case = card.draft_effect, card.case
    steps = []
    if draft is not None and draft.state is State.PROPOSED:
        steps += [
            Step(words="Send it", command=f"monitor approve {draft.number}"),
            Step(words="Other words", command=f'monitor edit {draft.number} "…"'),
            Step(words="No reply", command=f"monitor reject {draft.number}"),
        ]
    if case is not None:
        if card.draft or card.effect.urgency in (Urgency.WAKE, Urgency.MORNING):
            answered = f"monitor case answered {case.number}"
            steps.append(Step(words="I answered it", command=answered))
        steps.append(Step(words="All about it", command=f"monitor case {case.number}"))
    if card.message is not None:
        number = draft.number if draft is not None else card.effect.number
        steps.append(Step(words="Why", command=f"monitor explain {number}"))
    return tuple(steps)


def _about(card: Card) -> str:
    """ "complaint on X": what, and where."""
    effect, message = card.effect, card.message
    what = topic_of(card) if card.reading is not None and card.reading.sensitive else kind_of(card)
    if message is not None and message.is_direct:
        what = f"{what}, in private" if what else "private message"
    return f"{what or 'message'} on {platform_named(effect.platform).title}"


def _standing(effect: Effect | None) -> str:
    if effect is None:
        return "for you to post by hand, never by machine"
    return _STANDINGS.get(effect.state, "will not go out")
