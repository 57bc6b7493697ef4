"""Presses that end a case: how it ended and what it cost, or that it was about somebody else."""

from datetime import timedelta

from monitor.domain.case import Case, Resolution
from monitor.domain.inert import plain
from monitor.domain.listed import listed_in
from monitor.domain.make_good import Cost, parse_cost
from monitor.domain.press import Answer, Field, Form, Press, Told
from monitor.services.casework import Ending, resolve
from monitor.services.desk_forms import choices, filled, form_for
from monitor.services.press_case import close
from monitor.services.press_room import PressRoom
from monitor.services.press_told import how_the_case_is, no

#: how a person says that it ended; what the desk has buttons for is not among them
ENDINGS = {
    Resolution.SOLVED: "Put right",
    Resolution.REFUNDED: "The money went back",
    Resolution.NO_ANSWER: "They never came back to us",
    Resolution.COULD_NOT_PLEASE: "Everything was tried, and it was not enough",
    Resolution.NOT_OURS: "About somebody else",
    Resolution.NOT_A_COMPLAINT: "No complaint",
    Resolution.SPAM: "Noise",
}
#: of how many days a phrase is tried on
TRIED_ON = timedelta(days=30)
#: so many posts are looked at: somebody waits for the form
LOOKED_AT = 5_000
#: signs
LONGEST_PHRASE = 60
#: from this share on a phrase drops what is meant for us
MOST = 0.5
#: of fewer posts no share is told
A_FEW = 4


def resolve_case(room: PressRoom, press: Press, case: Case) -> Answer:
    """Asked how it ended, what went wrong, what was given and what that cost."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    problems: dict[str, str] = {}
    if not press.filled:
        return _how(room, press, case, problems)
    known = {one.value: one for one in ENDINGS}
    resolution = known.get(filled(press, "resolution"))
    if resolution is None:
        problems["resolution"] = "choose how it ended"
    if resolution is Resolution.COULD_NOT_PLEASE and not filled(press, "tried"):
        problems["tried"] = "what was tried for them?"
    cost = _cost(room, press, problems)
    if problems or resolution is None:
        return _how(room, press, case, problems)
    ending = Ending(
        cause=filled(press, "cause"),
        make_good=filled(press, "make_good"),
        cost=cost,
        tried=filled(press, "tried"),
    )
    after = room.follow_up_at()
    ended = resolve(
        room.store, room.clock, case.number, resolution, press.by, ending, follow_up_at=after
    )
    room.judge.case_ended(ended, by=press.by)
    told = f"Case {case.number} is closed: {ENDINGS[resolution].lower()}."
    if ended.follow_up_at is not None:
        told = f"{told} At {room.at(ended.follow_up_at)} you are reminded to ask if all is well."
    return Told(words=told)


def not_about_us(room: PressRoom, press: Press, case: Case) -> Answer:
    """Somebody else is meant: asked by which words one would know it."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    message = room.message(case.first_message_id)
    text = message.text if message is not None else ""
    if not press.filled:
        proposed = phrase_of(text, room.brand)
        preview = preview_of(room, proposed) if proposed else ""
        return form_for(
            press,
            "Not about us",
            (
                Field(
                    name="phrase",
                    label="Words that only they use",
                    text=proposed,
                    hint=f"such as: {room.brand} Lumber",
                    is_needed=False,
                ),
            ),
            says=("The case is closed, and nothing is sent.", preview),
            submit="Close it",
        )
    phrase = plain(filled(press, "phrase"))
    if len(phrase) > LONGEST_PHRASE:
        return _phrase_again(press, f"{LONGEST_PHRASE} signs at most")
    answer = close(room, press, case, Resolution.NOT_OURS, "Closed: not about us.")
    if not phrase or not isinstance(answer, Told):
        return answer
    line = phrase.replace("\\", "").replace('"', "")
    return Told(
        words=f"{answer.words} {preview_of(room, phrase)} To leave such posts out from now on, "
        f'add "{line}" to not_us under [brand] in the config.'
    )


def phrase_of(text: str, brand: str) -> str:
    """The brand's name with the word behind it, as it stands there; empty: the name is not in it.

    "Larch & Loaf Lumber let me down" is about somebody called so.
    """
    words = plain(text).split()
    name = plain(brand).split()
    for place in range(len(words) - len(name)):
        found = [word.strip(".,;:!?'\"()").casefold() for word in words[place : place + len(name)]]
        behind = words[place + len(name)].strip(".,;:!?'\"()")
        if found == [word.casefold() for word in name] and behind[:1].isupper():
            return " ".join([*words[place : place + len(name)], behind])
    return ""


def preview_of(room: PressRoom, phrase: str) -> str:
    """What it would have left out."""
    now, heard, dropped, cases = room.now, 0, 0, 0
    with room.store.read() as tx:
        # one after the other: there may be very many
        for decided in tx.messages.between(now - TRIED_ON, now + TRIED_ON, room.brand):
            if decided.message.from_brand:
                continue
            heard += 1
            if listed_in(decided.message.text, [phrase]):
                dropped += 1
                cases += decided.case_number is not None
            if heard == LOOKED_AT:
                break
    if not dropped:
        return f"“{phrase}” stands in no other post of the last 30 days."
    posts = "1 post" if dropped == 1 else f"{dropped:,} posts"
    had = f"{cases:,} of them with a case"
    told = f"“{phrase}” would have left out {posts} of the last 30 days, {had}."
    if heard == LOOKED_AT:
        told = told.replace("of the last 30 days", f"of {LOOKED_AT:,} that were looked at")
    if heard >= A_FEW and dropped >= MOST * heard:
        told = f"{told} That is most of what people write about you: take more words."
    return told


# --- parts ----------------------------------------------------------------------------------------


def _how(room: PressRoom, press: Press, case: Case, problems: dict[str, str]) -> Form:
    currency = f" in {room.policy.currency}" if room.policy.currency else ""
    known = {one.value: label for one, label in ENDINGS.items()}
    return form_for(
        press,
        f"Close case {case.number}",
        (
            Field(name="resolution", label="How it ended", choices=choices(known)),
            Field(
                name="cause",
                label="What went wrong",
                text=case.cause,
                hint="order form",
                is_needed=False,
            ),
            Field(
                name="make_good",
                label="What you gave to put it right",
                text=case.make_good,
                hint="remade",
                is_needed=False,
            ),
            Field(name="cost", label=f"What that cost{currency}", hint="18.00", is_needed=False),
            Field(
                name="tried",
                label="What was tried, if nothing pleased them",
                is_needed=False,
            ),
        ),
        submit="Close it",
        problems=problems,
    )


def _cost(room: PressRoom, press: Press, problems: dict[str, str]) -> Cost | None:
    asked = filled(press, "cost")
    if not asked:
        return None
    try:
        return parse_cost(asked, room.policy.currency)
    except ValueError as problem:
        problems["cost"] = str(problem).replace("`", "'")
        return None


def _phrase_again(press: Press, problem: str) -> Form:
    return form_for(
        press,
        "Not about us",
        (Field(name="phrase", label="Words that only they use", is_needed=False),),
        submit="Close it",
        problems={"phrase": problem},
    )
