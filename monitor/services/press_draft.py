"""Presses about a draft: send it, not at all, take it back, and whether it was right."""

from monitor.domain.effect import BEFORE_SENDING, FREES_SLOT, Effect, State
from monitor.domain.label import Because
from monitor.domain.own_text import KEPT_FOR
from monitor.domain.permission import Reason
from monitor.domain.press import Answer, Field, Press, Told
from monitor.errors import StaleApproval, WrongState
from monitor.services.desk_forms import choices, filled, form_for
from monitor.services.press_room import PressRoom
from monitor.services.press_told import how_it_is, no, refused, too_late
from monitor.services.switches import SwitchBoard
from monitor.services.wording import Worded

#: what was wrong with a word, as a person says it
WRONG = {
    Because.NOT_A_COMPLAINT: "It was no complaint",
    Because.NOT_ABOUT_US: "It was not about us",
    Because.SENSITIVE: "A person should have answered this",
    Because.WRONG_WORDS: "The words did not fit",
}


def send(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """The yes to what the person saw."""
    try:
        approved = room.review.approve(effect.number, by=press.by, version=press.version)
    except StaleApproval:
        return stale(room, effect.number)
    except WrongState as error:
        return as_it_is(room, effect, error)
    return Told(words=_said_yes(room, approved))


def keep(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """The same yes, half an hour later: it reads heated."""
    if effect.state is State.HELD and effect.decided_by:
        return no(how_it_is(room, effect))
    try:
        kept = room.review.approve(
            effect.number, by=press.by, version=press.version, kept_for=KEPT_FOR
        )
    except StaleApproval:
        return stale(room, effect.number)
    except WrongState as error:
        return as_it_is(room, effect, error)
    return Told(words=kept_words(room, kept))


def send_anyway(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """It reads heated, and goes out at once: with a reason."""
    settled = why_settled(room, effect)
    if settled:
        return no(settled)
    why = filled(press, "why")
    if not why:
        return form_for(
            press,
            "Send it at once?",
            (Field(name="why", label="At once, because …"),),
            says=("It reads heated. Your reason is kept with the case.",),
            submit="Send",
            problems={"why": "a few words, please"} if press.filled else {},
        )
    try:
        approved = room.review.approve(effect.number, by=press.by, version=press.version, why=why)
    except StaleApproval:
        return stale(room, effect.number)
    except WrongState as error:
        return as_it_is(room, effect, error)
    return Told(words=_said_yes(room, approved))


def no_reply(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """Nothing is said; the case stays. Somebody's yes is not overruled by an old card."""
    if effect.state in BEFORE_SENDING and not can_be_decided(effect, press.version):
        return no(f"{how_it_is(room, effect)} “Do not send” on the newest card stops it.")
    try:
        rejected = room.review.reject(effect.number, by=press.by, because=Because.NO_REPLY)
    except WrongState as error:
        return as_it_is(room, effect, error)
    stays = f" Case {rejected.case_number} stays open." if rejected.case_number is not None else ""
    return Told(words=f"Nothing is sent.{stays}")


def take_back(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """A public word is deleted; one that has its yes and has not left is not sent."""
    if effect.state in BEFORE_SENDING and effect.decided_by:
        return _stop(room, press, effect)
    if effect.state is State.PROPOSED or effect.state in BEFORE_SENDING:
        return no("Nothing of it is out yet: there is nothing to take back.")
    if effect.state in FREES_SLOT:
        return no("It was never sent: there is nothing to take back.")
    if effect.state is not State.SENT:
        return no(how_it_is(room, effect))
    try:
        back = room.review.retract(effect.number, by=press.by)
    except WrongState as error:
        return refused(error)
    yours = f" Case {back.case_number} is yours now." if back.case_number is not None else ""
    return Told(words=f"It is being deleted, and looked for until it is gone.{yours}")


def _stop(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """It has its yes and has not left."""
    try:
        room.review.reject(effect.number, by=press.by)
    except WrongState as error:
        return as_it_is(room, effect, error)
    return Told(words="It had not left yet, and is not sent.")


def was_right(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """The machine did well, or would have."""
    try:
        room.judge.right(effect.number, by=press.by)
    except WrongState as error:
        return refused(error)
    return Told(words="Noted: it was right.")


def was_wrong(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """It should not have been said: asked what was wrong about it."""
    if effect.state in BEFORE_SENDING and not effect.decided_by:
        return no("It is not out yet: your yes or your no says whether it is right.")
    because = filled(press, "because")
    if because not in {one.value for one in WRONG}:
        return form_for(
            press,
            "What was wrong with it?",
            (
                Field(
                    name="because",
                    label="What was wrong",
                    choices=choices({one.value: words for one, words in WRONG.items()}),
                ),
            ),
            says=("It counts against automatic sending. Nothing is deleted by this.",),
            problems={"because": "choose one of them"} if press.filled else {},
        )
    try:
        room.judge.wrong(effect.number, by=press.by, because=Because(because))
    except WrongState as error:
        return refused(error)
    still = " It still stands there: “Take it back” deletes it."
    return Told(words=f"Noted: a mistake.{still if effect.state is State.SENT else ''}")


def is_there(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """A person has looked: it stands there."""
    return _settle(room, press, effect, is_there=True)


def is_not_there(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """A person has looked: it is not there."""
    return _settle(room, press, effect, is_there=False)


def _settle(room: PressRoom, press: Press, effect: Effect, *, is_there: bool) -> Answer:
    if effect.state is not State.NEEDS_PERSON:
        return no(how_it_is(room, effect))
    try:
        settled = room.review.settle(effect.number, is_there=is_there, by=press.by)
    except WrongState as error:
        return as_it_is(room, effect, error)
    if settled.state is State.SENT:
        return Told(words="Noted: it is there, and counts as said.")
    return Told(words="Noted: it is not there, and is not sent any more. Answer by hand.")


# --- parts ----------------------------------------------------------------------------------------


def can_be_decided(effect: Effect, seen: int = 0) -> bool:
    """Nobody has said yes to it, or somebody who wants it kept for a while; or the person who
    presses now has seen that yes: they pressed on this very version."""
    if effect.state is State.PROPOSED:
        return True
    if effect.state not in (State.HELD, State.APPROVED):
        return False
    return not effect.decided_by or effect.reason is Reason.SLEPT_ON or seen == effect.version


def why_settled(room: PressRoom, effect: Effect, seen: int = 0) -> str:
    """Why there is nothing to decide about it any more; empty: there is."""
    if not can_be_decided(effect, seen):
        return how_it_is(room, effect)
    is_late = effect.not_after is not None and room.now > effect.not_after
    return too_late(room, effect) if is_late else ""


def as_it_is(room: PressRoom, seen: Effect, error: WrongState) -> Told:
    """Somebody was faster, or its time is over; else what speaks against it."""
    settled = why_settled(room, room.effect(seen.number))
    return no(settled) if settled else refused(error)


def stale(room: PressRoom, number: int) -> Told:
    """What it would read by now."""
    now = room.effect(number)
    if now.decided_by and now.state is State.HELD:
        return no(how_it_is(room, now))
    text = if_sent_now(room, now).text
    return no(f"The text has changed since you saw this card. It would now read:\n{text}")


def if_sent_now(room: PressRoom, effect: Effect) -> Worded:
    """Its words."""
    with room.store.read() as tx:
        return room.review.if_sent_now(tx, effect)


def kept_words(room: PressRoom, kept: Effect) -> str:
    """Until when, and what can be done before."""
    return (
        f"Kept until {room.at(kept.not_before)}; it goes out then. “Do not send” stops it, "
        "“Send now” sends it sooner."
    )


def _said_yes(room: PressRoom, approved: Effect) -> str:
    with room.store.read() as tx:
        board = SwitchBoard.read(tx, room.now, room.policy.hours)
        worded = room.review.if_sent_now(tx, approved)
    if board.is_reconciling:
        return "Yes. Sending is on hold after a restore: it waits until `monitor reconcile`."
    if board.is_paused:
        return "Yes. Sending is paused: it waits until somebody says resume."
    promised = ""
    if worded.promised_until is not None:
        promised = f" It promises an answer by {room.by(worded.promised_until)}."
    return f"Yes. It goes out within seconds.{promised}"
