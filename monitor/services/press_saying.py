"""Presses that say something to a customer: an answer of a person's own, and more time."""

from monitor.domain.answers import REPLY
from monitor.domain.case import Case
from monitor.domain.effect import FREES_SLOT, Action, Effect, State
from monitor.domain.inert import plain
from monitor.domain.message import Message
from monitor.domain.own_text import KEPT_FOR
from monitor.domain.platform import platform_named
from monitor.domain.press import Answer, Field, Form, Press, Told
from monitor.domain.seal import sealed
from monitor.domain.values import replace
from monitor.errors import WrongState
from monitor.services.answers import Said
from monitor.services.desk_forms import choices, filled, form_for
from monitor.services.desk_words import KEEP, KEEP_WORDS, NOW, NOW_WORDS, Writing, written
from monitor.services.press_draft import if_sent_now, kept_words, why_settled
from monitor.services.press_edit import put
from monitor.services.press_room import PressRoom
from monitor.services.press_told import by_hand, how_it_is, how_the_case_is, no, refused, sentence

WAYS = {KEEP: KEEP_WORDS, NOW: NOW_WORDS}
NAME = 40
TOLD_THEM = {"yes": "I have told them myself"}


def reply(room: PressRoom, press: Press, case: Case) -> Answer:
    """A person's own words: privately to whoever came there, else the one public answer."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    is_private = case.in_dm_at is not None
    said = _said_before(room, press, case, is_private=is_private)
    if said is not None:
        more = "" if is_private else " One public answer to a case is the most."
        return no(f"{how_it_is(room, said)}{more}")
    try:
        message = (
            room.answers.letter_to_answer(case.number)
            if is_private
            else room.answers.post_to_answer(case.number)
        )
    except WrongState as error:
        return _by_hand(room, press, case, error)
    agreed = written(room, press, _writing(room, press, case, message))
    if isinstance(agreed, Form):
        return agreed
    wanted = Said(
        text=agreed.text,
        by=press.by,
        anyway=agreed.anyway,
        at_once=agreed.why,
        kept_for=KEPT_FOR if agreed.how == KEEP else None,
    )
    try:
        say = room.answers.letter if is_private else room.answers.reply
        effect = say(case.number, wanted)
    except WrongState as error:
        return _by_hand(room, press, case, error)
    if effect.state is State.HELD:
        return Told(words=kept_words(room, effect))
    where = "privately" if is_private else "in public"
    return Told(words=f"Yes. It goes out {where} within seconds.")


def more_time(room: PressRoom, press: Press, case: Case) -> Answer:
    """A new time for a promise: a draft in their private conversation, or said by hand."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    asked = room.asking.ask(case.number, by=press.by)
    if asked.draft is not None:
        # from here on the form is about this draft, and about no later one
        of_draft = replace(
            press, subject=asked.draft.id, version=0, seal=sealed(asked.draft), filled={}
        )
        return say_more_time(room, of_draft, asked.draft)
    if filled(press, "told") in TOLD_THEM:
        if press.version != asked.promise.number:
            return no(
                f"They were told already: it is promised for {room.by(asked.promise.due_at)}."
            )
        new = room.asking.said(case.number, by=press.by)
        return Told(words=f"Noted. It is promised for {room.by(new.due_at)} now.")
    return form_for(
        press,
        "More time",
        (Field(name="told", label="Done?", choices=choices(TOLD_THEM)),),
        says=(
            "They never wrote to you in private, so no machine says it. Promised for "
            f"{room.by(asked.promise.due_at)}; the new time would be {room.by(asked.until)}.",
            "Tell them yourself where they read it, then say so here.",
        ),
        version=asked.promise.number,
    )


def say_more_time(room: PressRoom, press: Press, draft: Effect) -> Answer:
    """The words that ask for it; submitted, they are sent as they stand there."""
    if not draft.slots.renews and draft.case_number is not None:
        return more_time(room, press, room.case(draft.case_number))
    settled = why_settled(room, draft)
    if settled or not draft.slots.renews:
        return no(settled or "No promise of ours belongs to it.")
    signed = draft
    if not draft.slots.own_text:
        signed = replace(draft, slots=replace(draft.slots, signed_by=press.by))
    writing = Writing(
        title="More time",
        text=if_sent_now(room, signed).text,
        message=room.message(draft.message_id),
        version=draft.version,
        says=("It goes to them privately. Write {by} where the new time belongs.",),
        submit="Send",
        ways=WAYS,
        by="by 12:00 on Wednesday",
    )
    return put(room, press, draft, writing, sends=True)


# --- parts ----------------------------------------------------------------------------------------


def _writing(room: PressRoom, press: Press, case: Case, message: Message) -> Writing:
    name = plain(message.author.name)[:NAME] or f"@{plain(message.author.handle)[:NAME]}"
    where = platform_named(message.platform).title
    if message.is_direct:
        return Writing(
            title="Write to them privately",
            text=room.answers.beginning(case.number, press.by),
            message=message,
            says=(f"To {name} on {where}. Only they read it.",),
            submit="Send",
            ways=WAYS,
        )
    return Writing(
        title="Answer in public",
        text="",
        message=message,
        says=(f"To {name} on {where}. Everybody can read it, and it is the only one.",),
        submit="Send",
        ways=WAYS,
    )


def _said_before(room: PressRoom, press: Press, case: Case, *, is_private: bool) -> Effect | None:
    """The answer that stands or goes out; of private ones the same words only."""
    text = press.filled.get("text", "").strip()
    with room.store.read() as tx:
        words = [one for one in tx.outbox.of_case(case.number) if one.state not in FREES_SLOT]
    for one in words:
        if not is_private and one.rule == REPLY:
            return one
        is_letter = one.action is Action.DIRECT_MESSAGE
        if is_private and is_letter and text and one.slots.own_text == text:
            return one
    return None


def _by_hand(room: PressRoom, press: Press, case: Case, error: WrongState) -> Told:
    """Whoever has to say it by hand finds the words again."""
    text = press.filled.get("text", "").strip()
    if not text:
        told = refused(error)
        first = room.message(case.first_message_id)
        there = f" Their post: {plain(first.url)}" if first is not None and first.url else ""
        return no(f"{told.words}{there}")
    return by_hand(room.message(case.first_message_id), text, sentence(error.message), case)
