"""Presses about a case: answered, put off, no case at all, mine, opened again, quiet."""

from datetime import datetime, timedelta

from monitor.domain.case import Case, CaseStatus, Priority, Resolution, TimelineEntry, TimelineKind
from monitor.domain.effect import State
from monitor.domain.moments import parse_moment
from monitor.domain.press import Answer, Field, Form, Press, Told
from monitor.errors import InputError, WrongState
from monitor.services.case_desk import latest_end
from monitor.services.casework import answered as answer_by_hand
from monitor.services.casework import reopen as open_again
from monitor.services.casework import resolve
from monitor.services.desk_forms import choices, filled, form_for
from monitor.services.press_room import PressRoom
from monitor.services.press_told import how_the_case_is, no, sentence
from monitor.services.quieting import keep_quiet

#: what a person says who takes a case that is theirs by the list already
MINE = "I have it"
#: the moments that are offered
SOON = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2), timedelta(hours=4))


def answered(room: PressRoom, press: Press, case: Case) -> Answer:
    """Somebody answered where the monitor does not see it."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    if case.status is CaseStatus.WAITING and case.first_response_at is not None:
        last = _last(room, case, TimelineKind.OUR_WORDS)
        if last is not None:
            return no(f"Already answered by {last.by} at {room.at(last.at)}.")
    answer_by_hand(room.store, room.clock, case.number, press.by)
    return Told(words="Noted: you answered it. Nothing more is sent; the case waits for them.")


def later(room: PressRoom, press: Press, case: Case) -> Answer:
    """Put off: asked until when."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    if case.priority is Priority.URGENT:
        return no(f"Case {case.number} is urgent: somebody may come to harm. It is not put off.")
    moments, limit = _moments(room, case)
    if not moments:
        verb = "is" if limit is None or limit > room.now else "was"
        due_at = "" if limit is None else f" {verb} due at {room.by(limit)}: it"
        return no(f"Case {case.number}{due_at} cannot be put off.")
    name = "other" if filled(press, "other") else "until"
    asked = filled(press, name)
    if not asked:
        problems = {"until": "choose a time, or write one"} if press.filled else {}
        return _until_when(room, press, moments, limit, problems)
    try:
        put_off = room.cases.snooze(case.number, _moment(room, asked), press.by)
    except (InputError, WrongState) as error:
        return _until_when(room, press, moments, limit, {name: sentence(error.message)})
    until = put_off.snoozed_until or room.now
    return Told(words=f"Put off until {room.at(until)}. It comes back by itself.")


def not_a_complaint(room: PressRoom, press: Press, case: Case) -> Answer:
    """Nothing went wrong for them."""
    return close(room, press, case, Resolution.NOT_A_COMPLAINT, "Closed: no complaint.")


def close(room: PressRoom, press: Press, case: Case, resolution: Resolution, words: str) -> Answer:
    """Ended as no case at all; what the machine made of it counts as a mistake."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    ended = resolve(room.store, room.clock, case.number, resolution, press.by)
    room.judge.case_ended(ended, by=press.by)
    return Told(words=f"{words} {said_already(room, case)}")


def said_already(room: PressRoom, case: Case) -> str:
    """What becomes of the words of the case."""
    with room.store.read() as tx:
        words = [one for one in tx.outbox.of_case(case.number) if one.is_public_word]
    if any(one.state is State.SENT for one in words):
        return "What was said still stands there: “Take it back” deletes it."
    on_their_way = (State.SENDING, State.UNKNOWN, State.NEEDS_PERSON)
    if any(one.state in on_their_way for one in words):
        return "A word of ours may be out already: look at your own account."
    return "Nothing is sent."


def i_have_it(room: PressRoom, press: Press, case: Case) -> Answer:
    """From now on it is whose press this is."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    taken = _taken(room, case)
    if taken is not None:
        return no(f"{_they(taken.by, press.by)} it since {room.at(taken.at)}.")
    if case.assignee == press.by:
        room.cases.note(case.number, MINE, press.by)
    else:
        room.cases.assign(case.number, press.by, press.by)
    return Told(words=f"Case {case.number} is yours.")


def came(room: PressRoom, press: Press, case: Case) -> Answer:
    """They wrote in private where the monitor does not see it."""
    if not case.is_open:
        return no(how_the_case_is(room, case))
    if case.in_dm_at is not None and case.status is not CaseStatus.WAITING:
        return no(f"They came to direct messages at {room.at(case.in_dm_at)}: noted already.")
    there = room.cases.came(case.number, room.first_deadline(), press.by)
    return Told(words=f"Noted: they wrote to you. Answer by {room.by(_due(there, room.now))}.")


def reopen(room: PressRoom, press: Press, case: Case) -> Answer:
    """It was not over."""
    if case.is_open:
        return no(f"Case {case.number} is open already.")
    opened = open_again(room.store, room.clock, case.number, press.by, room.first_deadline())
    return Told(
        words=f"Case {case.number} is open again, due by {room.by(_due(opened, room.now))}."
    )


def quiet(room: PressRoom, press: Press, case: Case) -> Answer:
    """No automatic word to this person for a while."""
    now = room.now
    until = now + room.policy.quiet_for
    with room.store.begin() as tx:
        facts = tx.facts.of_authors(room.brand, [case.author_id], now)
        there = facts.get(case.author_id)
        if there is not None and there.is_quiet:
            return no("Quiet already: no automatic word goes to this person.")
        withdrawn = keep_quiet(tx, room.brand, case.author_id, until, now, "", press.by)
    gone = " What waited for them without a yes is withdrawn." if withdrawn else ""
    return Told(
        words=f"Quiet until {room.at(until)}: no automatic word goes to them. What they write is "
        f"still read, and a real complaint still opens a case.{gone}"
    )


# --- parts ----------------------------------------------------------------------------------------


def _moments(room: PressRoom, case: Case) -> tuple[list[datetime], datetime | None]:
    """Those that can be chosen, and until when it can be put off at the latest."""
    now = room.now
    with room.store.read() as tx:
        limit = latest_end(tx, case)
    opening = room.policy.hours.next_office_opening(now)
    moments = sorted({*(now + soon for soon in SOON), max(opening, now + SOON[0])})
    return [moment for moment in moments if limit is None or moment <= limit], limit


def _until_when(
    room: PressRoom,
    press: Press,
    moments: list[datetime],
    limit: datetime | None,
    problems: dict[str, str],
) -> Form:
    known = {moment.isoformat(): room.by(moment) for moment in moments}
    return form_for(
        press,
        "Put it off",
        (
            Field(name="until", label="Until", choices=choices(known), is_needed=False),
            Field(
                name="other",
                label="Or another time",
                hint="14:00, tomorrow, Thu 10:00",
                is_needed=False,
            ),
        ),
        says=(f"At the latest {room.by(limit)}: it is due then.",) if limit is not None else (),
        submit="Put off",
        problems=problems,
    )


def _moment(room: PressRoom, asked: str) -> datetime:
    """Chosen, or typed. Raises InputError."""
    try:
        chosen = datetime.fromisoformat(asked)
    except ValueError:
        chosen = None
    if chosen is not None and chosen.tzinfo is not None:
        return chosen
    return parse_moment(asked, room.now, room.policy.hours)


def _taken(room: PressRoom, case: Case) -> TimelineEntry | None:
    """Whoever has the case said so by a button."""
    with room.store.read() as tx:
        entries = tx.cases.timeline(case.number)
    for entry in reversed(entries):
        if entry.by != case.assignee:
            continue
        if entry.words in (MINE, f"given to {entry.by}"):
            return entry
    return None


def _last(room: PressRoom, case: Case, kind: TimelineKind) -> TimelineEntry | None:
    with room.store.read() as tx:
        entries = [entry for entry in tx.cases.timeline(case.number) if entry.kind is kind]
    return entries[-1] if entries else None


def _they(name: str, reader: str) -> str:
    return "You have had" if name == reader else f"{name} has had"


def _due(case: Case, now: datetime) -> datetime:
    return case.deadline_at or now
