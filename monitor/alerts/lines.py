"""What the console says of a mention, of an alert and of a notice: lines to read, made inert."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from monitor.alerts.layout import INDENT, hang, hang_from, pad
from monitor.domain.bill import dollars
from monitor.domain.clock import Hours
from monitor.domain.door import DoorState
from monitor.domain.effect import Action, Effect, State, Urgency
from monitor.domain.inert import columns, for_terminal
from monitor.domain.measure import PRETENDED, TAKEN
from monitor.domain.message import Message
from monitor.domain.notice import Notice, sentence
from monitor.domain.permission import Reason
from monitor.domain.platform import platform_named
from monitor.domain.ports import Card
from monitor.domain.reading import Kind, Reading
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.domain.stored import Decided
from monitor.domain.values import Value

PLATFORM_WIDTH = 9
NAME_WIDTH = 15
WORD_WIDTH = 11
TOPIC_WIDTH = 14
#: with more of its text in questions than this, it asks and does not tell
ASKS_ONLY = 0.7
#: of one question
QUESTION_WIDTH = 160
#: of the owner's own policy
POLICY_WIDTH = 200
#: of a notice with what a platform said
NOTICE_WIDTH = 500


class Said(Value):
    """An effect's words as they would read now."""

    text: str = ""
    #: "by 15:30 today"
    promise: str = ""
    #: US dollars, where a link makes it dear
    price: Decimal | None = None


Words = Callable[[Effect], Said]


def no_words(_effect: Effect) -> Said:
    """For a screen that shows no drafts."""
    return Said()


def mention_lines(
    decided: Decided, hours: Hours, words: Words, width: int, policy: str = ""
) -> list[str]:
    """A mention, the decision, and the draft, as the first run shows them; `policy`: the owner's
    own, for what it is about."""
    message = decided.message
    if message.from_brand:
        return [_head(message, hours, width) + "   our own post, never answered"]
    lines = [_head(message, hours, width)]
    kind, topic = _kind(decided), _topic(decided)
    lines += hang(f"{pad(kind, WORD_WIDTH)}{pad(topic, TOPIC_WIDTH)}", why(decided), width)
    if decided.reading.kind is Kind.COMPLAINT:
        lines += _asks_lines(decided.reading, message, width)
    if decided.case_number is not None:
        lines += _policy_lines(policy, width)
    for effect in decided.effects:
        if effect.is_public_word and effect.state in (State.PROPOSED, State.APPROVED, State.HELD):
            lines += _draft_lines(effect, words, width)
            lines += _door_lines(effect, decided.circumstances.door, width)
        elif effect.action is Action.ALERT:
            lines += _by_hand_lines(effect, message, words, width)
    return lines


def why(decided: Decided) -> str:
    """The decision in words a person says."""
    permission, rule = decided.decision.permission, decided.decision.rule
    case = f"Case {decided.case_number}" if decided.case_number is not None else ""
    if is_urgent(decided):
        return (
            f"a person answers. No draft, nothing posted. {case} waits: "
            f"monitor case {decided.case_number}"
        )
    if decided.reading.kind is Kind.COMPLAINT and permission.reason is Reason.NOT_ADDRESSED:
        return "does not address you: a link and a draft for you to post by hand, never by machine"
    sentence = REASON_SENTENCES[permission.reason]
    if permission.reason in (Reason.NOT_A_COMPLAINT, Reason.NO_REPLY_WANTED):
        sentence = "no reply"
    elif permission.reason is Reason.NOT_UNLOCKED:
        sentence = "you decide: every reply waits for your yes"
    elif permission.reason is Reason.HELD_BACK:
        sentence = f"you decide on this one: {sentence}"
    elif any(effect.state is State.PROPOSED for effect in decided.effects):
        sentence = f"you decide; no machine would answer: {sentence}"
    return f"{sentence}   ({rule})" if rule else sentence


def moved_lines(effect: Effect, hours: Hours, width: int) -> list[str]:
    """What became of a word, in one line or two."""
    moved_at = effect.sent_at or effect.sending_at or effect.decided_at or effect.not_before
    at = f"{hours.local(moved_at):%H:%M}"
    says = {
        State.SENT: "sent",
        State.APPROVED: "approved, goes out now",
        State.HELD: f"waits: {REASON_SENTENCES[effect.reason]}",
        State.PROPOSED: f"back to you: {REASON_SENTENCES[effect.reason]}",
        State.REFUSED: f"not sent: {_why_refused(effect)}",
        State.EXPIRED: "not sent: too late for it",
        State.REJECTED: "not sent: you said no",
        State.CANCELLED: f"not sent: {REASON_SENTENCES[effect.reason]}",
        State.UNKNOWN: f"nobody knows whether it was posted, looking: {effect.remark}",
        State.NEEDS_PERSON: f"please look yourself: {effect.remark}",
        State.RETRACTING: "is being taken back",
        State.RETRACTED: "taken back, and seen to be gone",
    }.get(effect.state, effect.state.value)
    platform = platform_named(effect.platform).title
    who = for_terminal(effect.slots.name or effect.slots.handle, 24)
    head = f"{at}  {pad(platform, PLATFORM_WIDTH)}{pad(f'to {who}', NAME_WIDTH)}"
    lines = hang_from(head, f"{effect.id} {says}", width)
    if effect.state is State.SENT:
        lines += hang(pad("said", WORD_WIDTH), f'"{for_terminal(effect.text)}"', width)
    return lines


def measure_moved_lines(measure: Effect, hours: Hours, width: int) -> list[str]:
    """What became of a mute, a block or a hide. What needs a person comes as an alert."""
    taken = TAKEN[measure.action]
    says = {
        State.SENT: taken,
        State.UNKNOWN: f"perhaps {taken}, looking: {for_terminal(measure.remark, 200)}",
        State.HELD: f"to be {taken}, waits: {REASON_SENTENCES[measure.reason]}",
        State.RETRACTED: f"no longer {taken}",
    }.get(measure.state)
    if says is None:
        return []
    if measure.remark == PRETENDED:
        says += f" ({PRETENDED})"
    platform = platform_named(measure.platform).title
    who = for_terminal(measure.slots.name or measure.slots.handle or measure.author_id, 24)
    at = measure.sent_at if measure.state is State.SENT else measure.not_before
    moment = f"{hours.local(at or measure.not_before):%H:%M}"
    head = f"{moment}  {pad(platform, PLATFORM_WIDTH)}{pad(who, NAME_WIDTH)}"
    return hang_from(head, f"{measure.id} {says}", width)


def _why_refused(effect: Effect) -> str:
    """In the connector's words: "not allowed" is only one of the reasons."""
    return for_terminal(effect.remark, 200) or REASON_SENTENCES[effect.reason]


def alert_lines(card: Card, hours: Hours, width: int) -> list[str]:
    """An alert that came with time, not with a mention."""
    effect = card.effect
    at = f"{hours.local(effect.created_at):%H:%M}"
    case = f"case {effect.case_number}: " if effect.case_number is not None else ""
    who = for_terminal(effect.slots.name or effect.slots.handle, 24)
    return hang_from(
        f"{at}  {pad('reminder', PLATFORM_WIDTH)}",
        f"{case}{who}: {for_terminal(effect.slots.note)}",
        width,
    )


def notice_lines(notice: Notice, hours: Hours, width: int) -> list[str]:
    """What is wrong with the monitor itself, or is over."""
    told_at = notice.due_at or notice.began_at
    ended_at = notice.ended_at or told_at
    words = sentence(notice, _day_and_time(notice.began_at, hours), _day_and_time(ended_at, hours))
    head = f"{hours.local(told_at):%H:%M}  {pad('notice', PLATFORM_WIDTH)}"
    return hang_from(head, for_terminal(words, NOTICE_WIDTH), width)


def card_lines(card: Card, hours: Hours, width: int) -> list[str]:
    """An alert about a mention that this screen has not shown yet."""
    if card.message is None:
        return alert_lines(card, hours, width)
    lines = [_head(card.message, hours, width)]
    lines += hang(pad("waits", WORD_WIDTH), f"{card.effect.rule}: {card.effect.slots.note}", width)
    if card.reading is not None:
        lines += _asks_lines(card.reading, card.message, width)
    for order in card.orders:
        lines += hang(pad("customer", WORD_WIDTH), for_terminal(order, POLICY_WIDTH), width)
    lines += _policy_lines(card.policy, width)
    if card.draft:
        lines += hang(pad("draft", WORD_WIDTH), f'"{for_terminal(card.draft)}"', width)
        lines += _door_lines(card.effect, card.door, width)
        if card.price is not None:
            lines += hang(pad("", WORD_WIDTH), _price_words(card.price), width)
    return lines


# --- parts of lines -------------------------------------------------------------------------------


def _head(message: Message, hours: Hours, width: int) -> str:
    at = f"{hours.local(message.created_at):%H:%M}"
    name = "your account" if message.from_brand else message.author.name or message.author.handle
    platform = pad(platform_named(message.platform).title, PLATFORM_WIDTH)
    head = f"{at}  {platform}{pad(for_terminal(name, NAME_WIDTH - 1), NAME_WIDTH)}"
    room = max(20, width - columns(head) - 2)
    if message.from_brand:
        room -= 31
    text = for_terminal(message.text, room) if message.text else "(deleted by its author)"
    return f'{head}"{text}"'


def _day_and_time(moment: datetime, hours: Hours) -> str:
    return f"{hours.local(moment):%a %H:%M}"


def _kind(decided: Decided) -> str:
    if is_urgent(decided):
        return "URGENT"
    kind = decided.reading.kind
    if kind is Kind.COMPLAINT:
        return "COMPLAINT" if decided.message.addressed else "OVERHEARD"
    return kind.value


def _topic(decided: Decided) -> str:
    if decided.reading.sensitive:
        return decided.reading.sensitive[0].replace("_", " ")
    topic = decided.reading.topic
    return topic.name.replace("_", " ") if topic is not None else ""


def _asks_lines(reading: Reading, message: Message, width: int) -> list[str]:
    """What they want to know, so that no question goes unanswered; not where they only ask."""
    if sum(map(len, reading.questions)) > ASKS_ONLY * len(message.text):
        return []
    asked = " · ".join(f'"{for_terminal(one, QUESTION_WIDTH)}"' for one in reading.questions)
    return hang(pad("asks", WORD_WIDTH), asked, width) if asked else []


def _policy_lines(policy: str, width: int) -> list[str]:
    """What whoever answers may give without asking."""
    words = for_terminal(policy, POLICY_WIDTH)
    return hang(pad("your rule", WORD_WIDTH), words, width) if words else []


def _door_lines(effect: Effect, door: DoorState, width: int) -> list[str]:
    """Said to whoever decides on words that invite people who cannot come."""
    if door is not DoorState.CLOSED or effect.action is Action.DIRECT_MESSAGE:
        return []
    where = platform_named(effect.platform).title
    words = f"customers cannot write to you in private on {where}: monitor door"
    return hang(pad("closed", WORD_WIDTH), words, width)


def _price_words(price: Decimal) -> str:
    return f"costs about {dollars(price)}, for the link in it"


def _draft_lines(effect: Effect, words: Words, width: int) -> list[str]:
    said = words(effect)
    label = "draft" if effect.state is State.PROPOSED else "to send"
    lines = hang(pad(f"{label} {effect.number}", WORD_WIDTH), f'"{for_terminal(said.text)}"', width)
    if said.price is not None:
        lines += hang(pad("", WORD_WIDTH), _price_words(said.price), width)
    if effect.state is State.PROPOSED:
        pieces = [
            f"promise: {said.promise}" if said.promise else "",
            f"send it: monitor approve {effect.number}",
            f"why: monitor explain {effect.number}",
        ]
        lines += hang(pad("", WORD_WIDTH), "     ".join(piece for piece in pieces if piece), width)
    return lines


def _by_hand_lines(effect: Effect, message: Message, words: Words, width: int) -> list[str]:
    """Words that only the owner can post: what, where, and how to tell that it is done."""
    text = words(effect).text
    if not text:
        return []
    lines = hang(pad("by hand", WORD_WIDTH), f'"{for_terminal(text)}"', width)
    if message.url:
        lines.append(" " * (INDENT + WORD_WIDTH) + f"there: {for_terminal(message.url, 500)}")
    if effect.case_number is not None:
        done = f"done: monitor case answered {effect.case_number}"
        lines += hang(pad("", WORD_WIDTH), done, width)
    return lines


def is_urgent(decided: Decided) -> bool:
    return any(effect.urgency is Urgency.WAKE for effect in decided.effects)


def count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
