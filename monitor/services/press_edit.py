"""Other words for a draft: written in a form, looked at, and kept as the draft that waits."""

from monitor.domain.effect import Effect, State
from monitor.domain.own_text import KEPT_FOR, OwnText
from monitor.domain.press import Answer, Form, Press, Told
from monitor.domain.values import replace
from monitor.errors import StaleApproval, WrongState
from monitor.services.desk_words import (
    KEEP,
    KEEP_WORDS,
    NOW,
    NOW_WORDS,
    SAVE,
    SAVE_WORDS,
    Writing,
    asked_form,
    written,
)
from monitor.services.press_draft import if_sent_now, kept_words, why_settled
from monitor.services.press_room import PressRoom
from monitor.services.press_told import no, sentence

SENT = "Yes. It goes out within seconds."
WAYS = {KEEP: KEEP_WORDS, SAVE: SAVE_WORDS, NOW: NOW_WORDS}


def edit(room: PressRoom, press: Press, effect: Effect) -> Answer:
    """The form with the text as it would read now; submitted, the draft reads like that."""
    settled = why_settled(room, effect, press.version)
    if settled:
        return no(settled)
    if not effect.is_public_word:
        return no("There are no words of ours in it.")
    writing = _writing(room, press, effect)
    return put(room, press, effect, writing)


def put(
    room: PressRoom, press: Press, effect: Effect, writing: Writing, *, sends: bool = False
) -> Answer:
    """The form, until its words are agreed on; then the draft reads so, and may be sent so."""
    if "text" in press.filled and press.version != effect.version:
        return _changed_meanwhile(room, press, effect, writing)
    agreed = written(room, press, writing)
    if isinstance(agreed, Form):
        return agreed
    is_as_it_was = agreed.text == writing.text
    if is_as_it_was and not sends and not agreed.how:
        return no("Nothing was changed. “Send” sends it as it is.")
    try:
        version = effect.version
        if not is_as_it_was:
            version = room.review.edit(
                effect.number, agreed.text, by=press.by, version=version, anyway=agreed.anyway
            ).version
        if sends or agreed.how in (KEEP, NOW):
            sent = room.review.approve(
                effect.number,
                by=press.by,
                version=version,
                kept_for=KEPT_FOR if agreed.how == KEEP else None,
                why=agreed.why,
            )
            is_kept = sent.state is State.HELD
            return Told(words=kept_words(room, sent) if is_kept else SENT)
    except StaleApproval:
        return _changed_meanwhile(room, press, room.effect(effect.number), writing)
    except WrongState as error:
        now = room.effect(effect.number)
        settled = why_settled(room, now)
        if settled:
            return no(settled)
        return _with(press, replace(writing, version=now.version), sentence(error.message))
    return Told(words=f"Saved. It waits for “Send”, and reads now:\n{agreed.text}")


def _writing(room: PressRoom, press: Press, effect: Effect) -> Writing:
    signed = effect
    if not effect.slots.own_text:
        signed = replace(effect, slots=replace(effect.slots, signed_by=press.by))
    says: tuple[str, ...] = ()
    if press.version and press.version != effect.version and not press.filled:
        says = ("It has changed since you saw the card. This is how it reads now.",)
    if effect.decided_by and effect.state is not State.PROPOSED:
        says = (*says, f"{effect.decided_by} has said yes to it. Other words take that back.")
    return Writing(
        title="Other words",
        text=if_sent_now(room, signed).text,
        message=room.message(effect.message_id),
        version=effect.version,
        says=says,
        ways=WAYS,
    )


def _changed_meanwhile(room: PressRoom, press: Press, effect: Effect, writing: Writing) -> Answer:
    """Somebody was faster: what they typed stays in the form, beside how it reads now."""
    settled = why_settled(room, effect)
    if settled:
        return no(settled)
    reads = if_sent_now(room, effect).text
    now = replace(writing, version=effect.version)
    return _with(press, now, f"somebody has changed it meanwhile; it reads now: {reads}")


def _with(press: Press, writing: Writing, problem: str) -> Form:
    return asked_form(press, writing, OwnText(), {"text": problem})
