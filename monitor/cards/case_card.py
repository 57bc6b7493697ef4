"""The card of a case: one phone screen, changed in its place from the first look to the end.

The first line says what to do and by when; what follows is what somebody needs to decide it.
"""

from collections.abc import Iterator
from datetime import timedelta

from monitor.cards.buttons import case_buttons
from monitor.cards.case_facts import CaseFacts
from monitor.cards.case_stage import OVER, SIGNS, Stage, is_looked_at, stage_of
from monitor.cards.case_story import story_lines
from monitor.cards.clock_words import at, passed
from monitor.cards.draft_part import draft_parts, to_copy
from monitor.cards.plain_words import count_of, in_words, sentence
from monitor.cards.promise_line import promise_lines, would_promise
from monitor.cards.said_part import kind_words, reading_lines, said_part
from monitor.cards.who_line import who_lines
from monitor.domain.case import CaseStatus
from monitor.domain.effect import State
from monitor.domain.platform import platform_named
from monitor.domain.sheet import Part, Sheet, Sign, Words, line, small, strong

#: after its end a card is still changed for so long
LASTS = timedelta(days=7)
#: somebody of ours has to decide or to write
_DECIDED_ON = frozenset({Stage.ASKS, Stage.URGENT, Stage.OURS, Stage.PUT_OFF})
_ERASED = "This person was erased. Nothing about them is kept here."
_BEFORE = {
    Stage.UNSURE: "Look yourself",
    Stage.ON_ITS_WAY: "On its way",
    Stage.SAID: "Sent",
    Stage.THEIRS: "Waits for them",
    Stage.SOLVED: "Solved",
    Stage.ENDED: "Ended",
    Stage.HAPPY: "Won back",
    Stage.PUT_OFF: "Put off",
}


def case_card(facts: CaseFacts) -> Sheet:
    """The whole of it."""
    stage = stage_of(facts)
    ended_at = facts.case.resolved_at
    is_final = stage in (Stage.ERASED, Stage.JOINED) or (
        stage in OVER and ended_at is not None and facts.now - ended_at >= LASTS
    )
    due = _due(facts, stage)
    is_late = due.casefold().startswith("late") and stage is not Stage.URGENT
    buttons = case_buttons(facts, stage)
    has_buttons = bool(buttons.row) and not is_final
    return Sheet(
        sign=Sign.TROUBLE if is_late else SIGNS[stage],
        title=tuple(_title(facts, stage)),
        due=due,
        parts=(*_parts(facts, stage), *((buttons,) if has_buttons else ())),
        calls=_calls(facts, stage),
        is_final=is_final,
        is_sample=facts.is_sample,
    )


def _title(facts: CaseFacts, stage: Stage) -> Iterator[Words]:
    """ "Complaint on X · 09:02 · case 41"."""
    case, message = facts.case, facts.first
    where = platform_named(case.first_message_id.partition(":")[0]).title
    if stage is Stage.ERASED:
        yield strong(f"Case {case.number}")
        return
    reading = facts.reading if facts.reading and facts.reading.sensitive else facts.first_reading
    what = kind_words(message, reading)
    before = _BEFORE.get(stage, "")
    if stage is Stage.OURS and case.in_dm_at is not None and message and not message.is_direct:
        before = "Came to you in private"
    yield strong(f"{before}: {what} on {where}" if before else f"{sentence(what)} on {where}")
    if message is not None:
        yield small(" · ")
        yield passed(message.created_at, facts.now, facts.hours)
    yield small(f" · case {case.number}")


def _due(facts: CaseFacts, stage: Stage) -> str:
    """What to do, and by when."""
    now, hours, case = facts.now, facts.hours, facts.case
    if stage in OVER:
        return ""
    if stage is Stage.ASKS and facts.draft is not None:
        ends = [one for one in (facts.draft.effect.not_after, case.deadline_at) if one is not None]
        end = min(ends, default=None)
        if end is None:
            return "decide"
        return f"decide by {at(end, now, hours)}" if end > now else "late: decide now"
    if stage is Stage.PUT_OFF and case.snoozed_until is not None:
        return f"back at {at(case.snoozed_until, now, hours)}"
    if stage is Stage.UNSURE:
        return "is our reply there?"
    deadline = facts.running.due_at if facts.running is not None else case.deadline_at
    if stage is Stage.URGENT and case.deadline_at is not None:
        deadline = case.deadline_at
    if stage is Stage.THEIRS and facts.solve_by is not None:
        late = "LATE: was" if facts.solve_by <= now else ""
        return f"{late} to be put right by {at(facts.solve_by, now, hours)}".strip()
    if deadline is None:
        return "" if stage is Stage.THEIRS else "answer"
    if deadline <= now:
        return f"LATE: answer was due {at(deadline, now, hours)}"
    return f"answer by {at(deadline, now, hours)}"


def _parts(facts: CaseFacts, stage: Stage) -> Iterator[Part]:
    if stage is Stage.ERASED:
        yield line(_ERASED)
        return
    if stage is Stage.JOINED:
        whole = f"case {facts.part_of}" if facts.part_of is not None else "another case"
        yield line(f"Two accounts are one customer: this went on as part of {whole}.")
        return
    yield from story_lines(facts)
    yield from _warnings(facts, stage)
    yield from who_lines(facts.writer)
    yield from _their_words(facts, stage)
    if stage in _DECIDED_ON:
        yield from _to_decide(facts)
    yield from _our_words(facts, stage)


def _warnings(facts: CaseFacts, stage: Stage) -> Iterator[Part]:
    """What comes before everything else."""
    if stage is Stage.UNSURE:
        yield line(
            strong("Nobody knows whether this was posted. "),
            "Look at your account, then say what you saw.",
        )
    if stage is Stage.URGENT and not facts.said:
        yield line(strong("Nothing was posted. A person answers."))
    for incident in facts.incidents:
        if incident.is_open:
            people = ", ".join(in_words(cause) for cause in incident.causes)
            yield line(small(f"Part of incident {incident.number}: {people}."))
    if stage not in OVER:
        yield from promise_lines(facts)


def _their_words(facts: CaseFacts, stage: Stage) -> Iterator[Part]:
    """What began it; and what wants an answer now, if that is something else."""
    now, hours, first, newest = facts.now, facts.hours, facts.first, facts.message
    yield said_part(first, facts.first_reading, now, hours)
    is_another = newest is not None and (first is None or newest.id != first.id)
    if newest is None or not is_another or (stage in OVER and facts.draft is None):
        return
    where = "in private, " if newest.is_direct else ""
    count = (
        f" · {count_of(facts.case.mentions, 'message')} in all" if facts.case.mentions > 2 else ""
    )
    yield line(small(f"And now, {where}"), passed(newest.created_at, now, hours), small(count))
    yield said_part(newest, facts.reading, now, hours)


def _to_decide(facts: CaseFacts) -> Iterator[Part]:
    """How it was read, and what we may give."""
    is_serious = facts.reading is not None and bool(facts.reading.sensitive)
    read, of = (facts.reading, facts.message) if is_serious else (facts.first_reading, facts.first)
    yield from reading_lines(read, of, facts.case.topic, facts.questions)
    if facts.pressing and not is_serious:
        yield line(small(f"Pressing: {facts.pressing}."))
    if facts.policy:
        yield line(small("Your rule: "), facts.policy)
    if facts.steps:
        yield line(facts.steps)


def _our_words(facts: CaseFacts, stage: Stage) -> Iterator[Part]:
    """The draft that waits, what is on its way, or what a person could post by hand."""
    now, hours = facts.now, facts.hours
    draft = facts.draft
    if draft is not None and not draft.is_too_late(now):
        yield from draft_parts(draft, now, hours)
        promise = would_promise(draft, facts.open_promises, now, hours)
        if promise is not None:
            yield promise
        others = sum(one.is_proposed for one in facts.drafts) - 1
        if others:
            drafts = count_of(others, "older draft")
            yield line(small(f"{drafts} more: monitor case {facts.case.number}"))
        return
    for one in facts.drafts:
        if not one.is_proposed and one.effect.state is not State.EXPIRED:
            yield from draft_parts(one, now, hours)
    if facts.by_hand and facts.case.status is CaseStatus.NEW and stage not in OVER:
        yield from to_copy(facts.by_hand, facts.forbidden)


def _calls(facts: CaseFacts, stage: Stage) -> tuple[str, ...]:
    """Somebody may come to harm, and nobody has looked yet."""
    if stage is not Stage.URGENT or is_looked_at(facts):
        return ()
    return facts.on_call
