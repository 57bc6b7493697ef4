"""The inbox as lines: the most pressing first, and under each the commands that settle it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from monitor.cli.as_json import platform_of
from monitor.cli.desk import RECONCILE, RESUME
from monitor.cli.lines import count_of, hang, in_words, keep, link, pad, quoted, title, who
from monitor.cli.measure_lines import Circumstances, measure_lines
from monitor.cli.notice_lines import notice_words
from monitor.domain.bill import dollars
from monitor.domain.case import Promise, PromiseState
from monitor.domain.clock import Hours
from monitor.domain.door import DoorState
from monitor.domain.effect import Action, Effect, State
from monitor.domain.inert import for_terminal
from monitor.domain.message import SetAside
from monitor.domain.moments import when
from monitor.domain.permission import Reason
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.services.waiting import CaseRow, Draft, ToSolve, Waiting

LABEL = 13
#: more of one sort than these are counted, not shown
SHOWN = 20
#: how much of an input that could not be read is shown
RAW = 160
#: reasons that hold until a switch is turned, not until a moment
SWITCHES = frozenset({Reason.PAUSED, Reason.RECONCILING})
STOPPED = {
    RESUME: f"PAUSED: nothing is sent until `{keep(RESUME)}`.",
    RECONCILE: "ON HOLD: the database was restored, and nothing is sent. Look at it: "
    + keep(RECONCILE),
}
#: the rule simply wants a person to decide: no reason worth a line
ORDINARY = frozenset({Reason.ADDRESSED_US, Reason.RULE_ASKS_FOR_DRAFT, Reason.NOT_UNLOCKED})

#: beside words that invite people to write to us
CLOSED = (
    "customers cannot write to you in private on {}. Choose other words, or open your door first: "
    f"{keep('monitor door')}"
)


def inbox_lines(waiting: Waiting, here: Circumstances, room: int) -> Iterator[str]:
    """The whole inbox."""
    now, hours, stop = here.now, here.hours, here.stop
    if stop:
        yield from (*hang("", STOPPED[stop], room), "")
    for notice in waiting.notices:
        yield from (*hang(_label("NOTICE"), notice_words(notice, now, hours), room), "")
    sections = (
        ("URGENT: a person answers, nothing was posted", _cases(waiting.urgent, now, hours, room)),
        (
            f"DRAFTS: {count_of(len(waiting.drafts), 'reply', 'replies')} for your yes or no",
            _drafts(waiting.drafts, now, hours, room),
        ),
        ("LATE: somebody still waits for you", _cases(waiting.late, now, hours, room)),
        (
            "TO PUT RIGHT: answered, and not solved yet",
            _to_solve(waiting.to_solve, now, hours, room),
        ),
        ("LOOK YOURSELF: nobody knows how these ended", unsure_lines(waiting.needs_person, room)),
        ("FOR YOU TO ANSWER BY HAND", _cases(waiting.by_hand, now, hours, room)),
        ("WHO NEEDS A LOOK", _flags(waiting, now, hours, room)),
        ("TO DO ON THE PLATFORM, BY YOUR OWN HAND", _measures(waiting.by_own_hand, here, room)),
        (
            "ON THE WAY: said yes to, not out yet",
            [
                *_on_the_way(waiting, now, hours, room, stop),
                *_measures(waiting.measures_coming, here, room),
            ],
        ),
    )
    is_empty = True
    for head, lines in sections:
        if lines:
            is_empty = False
            yield head
            yield from lines
    if is_empty:
        yield "Nothing waits for you."
        yield ""
    if waiting.put_off:
        yield from (*hang("", put_off_line(waiting.put_off, now, hours), room), "")
    yield promises_line(waiting.promises, now, hours)


def _flags(waiting: Waiting, now: datetime, hours: Hours, room: int) -> list[str]:
    """A flag is one line: the evidence is a page of its own."""
    lines: list[str] = []
    for flag, author in waiting.flags:
        name = f"{who(author, flag.author_id)} on {title(flag.author_id.partition(':')[0])}"
        since = when(flag.opened_at, now, hours)
        command = keep(f"monitor flag {flag.number}")
        lines += hang(_label(f"flag {flag.number}"), f"{name}, since {since}: {command}", room)
    return [*lines, ""] if lines else []


def put_off_line(rows: tuple[CaseRow, ...], now: datetime, hours: Hours) -> str:
    """Which cases are hidden, and until when."""
    shown = [
        f"{row.case.number} (until {when(row.case.snoozed_until, now, hours)})"
        for row in rows[:SHOWN]
        if row.case.snoozed_until is not None
    ]
    more = f" and {len(rows) - SHOWN:,} more" if len(rows) > SHOWN else ""
    return f"Put off: case {', '.join(shown)}{more}."


def promises_line(promises: tuple[Promise, ...], now: datetime, hours: Hours) -> str:
    """How many promises run, and which is the next."""
    if not promises:
        return "No promise is open."
    first = promises[0]
    verb = "is" if len(promises) == 1 else "are"
    return (
        f"{count_of(len(promises), 'promise')} {verb} open; the next one is due at "
        f"{when(first.due_at, now, hours)}: monitor case {first.case_number}"
    )


def draft_lines(draft: Draft, now: datetime, hours: Hours, room: int) -> list[str]:
    """A draft: whose post, the words, the promise, and what to type."""
    effect = draft.effect
    label = "message" if effect.action is Action.DIRECT_MESSAGE else "draft"
    lines = hang(_label(f"{label} {effect.number}"), _from(draft, now, hours), room)
    lines += hang(_label(""), quoted(draft.message), room)
    lines += hang(_label("would say"), f'"{for_terminal(draft.text)}"', room)
    facts = []
    if draft.promised_until is not None:
        facts.append(f"promises an answer by {when(draft.promised_until, now, hours)}")
    if effect.slots.promised_for is not None:
        facts.append(f"instead of {when(effect.slots.promised_for, now, hours)}")
    if effect.not_after is not None:
        facts.append(f"decide by {when(effect.not_after, now, hours)}")
    if draft.price is not None and draft.is_dear:
        facts.append(f"costs about {dollars(draft.price)}, for the link in it")
    if facts:
        lines += hang(_label(""), " · ".join(facts), room)
    if draft.door is DoorState.CLOSED and effect.action is Action.ACKNOWLEDGE:
        lines += hang(_label("note"), CLOSED.format(title(effect.platform)), room)
    elif effect.reason not in ORDINARY:
        lines += hang(_label("note"), REASON_SENTENCES[effect.reason], room)
    if effect.remark:
        lines += hang(_label("came back"), for_terminal(effect.remark, 200), room)
    if draft.problems:
        lines += hang(_label("not like this"), for_terminal("; ".join(draft.problems), 300), room)
    number = effect.number
    settle = [f"monitor approve {number}"] if not draft.problems else []
    settle += [f'monitor edit {number} "..."', f"monitor reject {number}"]
    lines += hang(_label(""), "     ".join(keep(each) for each in settle), room)
    return [*lines, ""]


def way_lines(draft: Draft, now: datetime, hours: Hours, room: int, *, stop: str = "") -> list[str]:
    """Words that were said yes to, and why they are not out yet."""
    effect = draft.effect
    to = who(draft.message.author if draft.message else None, effect.author_id)
    by = f"yes by {for_terminal(effect.decided_by, 20)}" if effect.decided_by else "by itself"
    facts = (f"to {to} on {title(effect.platform)}", by, _why_not_out(effect, now, hours, stop))
    return hang(_label(f"draft {effect.number}"), " · ".join(facts), room)


def set_aside_lines(found: list[SetAside], room: int) -> Iterator[str]:
    """Everything that could not be read, with where it came from and how it began."""
    if not found:
        yield "Everything that came could be read."
        return
    yield f"{count_of(len(found), 'input')} could not be read, and nothing was decided on:"
    for one in found:
        where = f"{for_terminal(one.connector, 20)}, {for_terminal(one.where, 60)}: "
        yield from hang("  ", where + for_terminal(one.reason, 200), room)
        if one.raw:
            yield from hang("    ", f'"{for_terminal(one.raw, RAW)}"', room)


def _why_not_out(effect: Effect, now: datetime, hours: Hours, stop: str) -> str:
    if effect.state is State.SENDING:
        return "is being sent"
    if effect.state is State.UNKNOWN:
        return "may be out already: the monitor looks for it before anything is sent"
    if stop:
        return f"waits for {keep(f'`{stop}`')}"
    if effect.reason in SWITCHES:
        # the switch is off again, and the next look finds it so
        return "goes out next"
    why = "goes out next"
    if effect.state is State.HELD:
        why = f"waits: {REASON_SENTENCES[effect.reason]}"
    if effect.not_before > now:
        why += f", until {when(effect.not_before, now, hours)}"
    return why


def _drafts(drafts: tuple[Draft, ...], now: datetime, hours: Hours, room: int) -> list[str]:
    """The most pressing ones; those of an incident are decided on together."""
    single = [draft for draft in drafts if not draft.effect.slots.incident]
    of_incidents = Counter(draft.effect.slots.incident for draft in drafts)
    lines = [line for draft in single[:SHOWN] for line in draft_lines(draft, now, hours, room)]
    if len(single) > SHOWN:
        lines += [f"  and {len(single) - SHOWN:,} more, which come up as you decide", ""]
    for number, count in sorted(of_incidents.items()):
        if number:
            words = f"{count_of(count, 'reply', 'replies')} of one incident, to decide on together"
            lines += hang(_label(f"incident {number}"), words, room)
            lines += [*hang(_label(""), keep(f"monitor incident {number}"), room), ""]
    return lines


# --- parts ----------------------------------------------------------------------------------------


def _cases(rows: tuple[CaseRow, ...], now: datetime, hours: Hours, room: int) -> list[str]:
    lines = [line for row in rows[:SHOWN] for line in _case(row, now, hours, room)]
    if len(rows) > SHOWN:
        lines += [f"  and {len(rows) - SHOWN} more: monitor cases", ""]
    return lines


def _to_solve(waiting: tuple[ToSolve, ...], now: datetime, hours: Hours, room: int) -> list[str]:
    lines: list[str] = []
    for one in waiting[:SHOWN]:
        case = one.row.case
        by = when(one.solve_by, now, hours)
        verb = "was to be put right by" if one.solve_by <= now else "to be put right by"
        about = f"{in_words(case.topic)} · " if case.topic else ""
        facts = f"{about}{verb} {by}: {for_terminal(case.assignee, 20)}"
        solved = keep(f"monitor case resolve {case.number} --as solved")
        lines += hang(_label(f"case {case.number}"), who(one.row.author, case.author_id), room)
        lines += hang(_label(""), quoted(one.row.message), room)
        lines += hang(_label(""), f"{facts} · {solved}", room)
        lines.append("")
    return lines


def _case(row: CaseRow, now: datetime, hours: Hours, room: int) -> list[str]:
    case = row.case
    at = row.message.created_at if row.message is not None else case.opened_at
    head = f"{who(row.author, case.author_id)} · {title(platform_of(row))} · {when(at, now, hours)}"
    facts = [in_words(case.topic)] if case.topic else []
    if case.in_dm_at is not None:
        facts.append("wrote you a direct message")
    facts += [_owed(row, now, hours), keep(f"monitor case {case.number}")]
    lines = [
        *hang(_label(f"case {case.number}"), head, room),
        *hang(_label(""), quoted(row.message), room),
        *hang(_label(""), " · ".join(fact for fact in facts if fact), room),
    ]
    if row.words_by_hand:
        lines += by_hand_lines(row, LABEL, room)
    if row.message is not None and row.message.url:
        lines.append(link(_label(""), row.message.url))
    return [*lines, ""]


def by_hand_lines(row: CaseRow, label: int, room: int) -> list[str]:
    """Words for the owner to post, and why the monitor may not."""
    lines = hang("  " + pad("post this", label), f'"{for_terminal(row.words_by_hand)}"', room)
    if row.message is not None and row.message.reply_forbidden:
        why = f"the monitor may not: {for_terminal(row.message.reply_forbidden, 200)}"
        lines += hang("  " + pad("", label), why, room)
    return lines


def _owed(row: CaseRow, now: datetime, hours: Hours) -> str:
    promise, deadline = row.promise, row.case.deadline_at
    if promise is not None:
        said = f"promised for {when(promise.due_at, now, hours)}"
        return f"{said}, and nobody answered" if promise.state is PromiseState.BROKEN else said
    if deadline is None:
        return ""
    by = when(deadline, now, hours)
    name = for_terminal(row.case.assignee, 20)
    return f"was due from {name} by {by}" if deadline <= now else f"due from {name} by {by}"


def unsure_lines(drafts: tuple[Draft, ...], room: int) -> list[str]:
    """Words of which only a person can tell whether they are there, and what to type."""
    lines = []
    for draft in drafts:
        effect = draft.effect
        to = who(draft.message.author if draft.message else None, effect.author_id)
        lines += hang(
            _label(f"draft {effect.number}"), f"to {to} on {title(effect.platform)}", room
        )
        if draft.message is not None and draft.message.url:
            lines.append(link(_label("look at"), draft.message.url))
        lines += hang(_label("words"), f'"{for_terminal(draft.text)}"', room)
        if effect.remark:
            lines += hang(_label("told"), for_terminal(effect.remark, 200), room)
        number = effect.number
        settle = (f"monitor settle {number} --there", f"monitor settle {number} --not-there")
        lines += hang(_label("then"), "     ".join(map(keep, settle)), room)
        lines.append("")
    return lines


def _on_the_way(waiting: Waiting, now: datetime, hours: Hours, room: int, stop: str) -> list[str]:
    lines = [
        line
        for draft in waiting.on_the_way[:SHOWN]
        for line in way_lines(draft, now, hours, room, stop=stop)
    ]
    if len(waiting.on_the_way) > SHOWN:
        lines.append(f"  and {len(waiting.on_the_way) - SHOWN} more")
    return [*lines, ""] if lines else []


def _measures(measures: tuple[Effect, ...], here: Circumstances, room: int) -> list[str]:
    return [line for measure in measures for line in (*measure_lines(measure, here, room), "")]


def _from(draft: Draft, now: datetime, hours: Hours) -> str:
    effect, message = draft.effect, draft.message
    author = message.author if message is not None else None
    at = message.created_at if message is not None else effect.created_at
    case = f" · case {effect.case_number}" if effect.case_number is not None else ""
    from_whom = f"{who(author, effect.author_id)} · {title(effect.platform)}"
    return f"{from_whom} · {when(at, now, hours)}{case}"


def _label(text: str) -> str:
    return "  " + pad(text, LABEL)
