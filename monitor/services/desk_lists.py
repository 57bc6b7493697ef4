"""Lists at a desk: how it stands, what waits, the open cases, and what is known of somebody.

Short enough for a phone; what is cut says how much more there is.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from monitor.domain.case import Case, CaseStatus
from monitor.domain.inert import plain
from monitor.domain.message import Author
from monitor.domain.moments import ago
from monitor.domain.platform import platform_named
from monitor.domain.sheet import Line, Sheet, Sign, Words, code, line, small, strong, theirs
from monitor.domain.store_ports import Tx
from monitor.errors import NotFound
from monitor.services.press_room import PressRoom
from monitor.services.switches import PauseFile, SwitchBoard
from monitor.services.waiting import CaseRow, Draft, Waiting, gather

#: so many lines of a sort
SHOWN = 8
NAME, QUOTE = 40, 80


def status_sheet(room: PressRoom, pause_file: PauseFile) -> Sheet:
    """What runs, what is wrong, what waits."""
    now, hours = room.now, room.policy.hours
    with room.store.read() as tx:
        board = SwitchBoard.read(tx, now, hours)
        notices = tx.notices.listed(room.brand)
        polls = [poll for poll in tx.switches.polls() if poll.brand == room.brand]
        waiting = gather(tx, room.review, now, brand=room.brand)
    parts: list[Line] = []
    here = pause_file.read()
    if board.is_reconciling:
        parts.append(line(strong("On hold after a restore: "), "monitor reconcile"))
    if board.is_paused or here is not None:
        until = board.paused_until or (here.until if here is not None else None)
        when = f" until {room.at(until)}" if until is not None else ""
        parts.append(line(strong(f"Paused{when}."), " ", code("resume")))
    if board.away_until is not None:
        parts.append(line(f"Away until {board.away_until:%a %d %b}, the first day back."))
    parts += [line(strong(notice.headline)) for notice in notices[:SHOWN]]
    for poll in polls:
        name = platform_named(poll.connector).title
        at = poll.last_success_at
        read = f"read {ago(now - at)} ago" if at is not None else "never read"
        trouble = poll.error if poll.failing_since is not None else ""
        parts.append(line(f"{name}: {read}", *_trouble(trouble)))
    parts.append(line(_counted(waiting), " ", code("inbox")))
    is_well = not (board.is_paused or board.is_reconciling or here or notices)
    title = "It runs" if is_well else "It runs, and something is in the way"
    sign = Sign.DONE if is_well else Sign.TROUBLE
    return Sheet(sign=sign, title=(strong(title),), parts=tuple(parts))


def inbox_sheet(room: PressRoom) -> Sheet:
    """What waits for somebody, the most pressing first."""
    with room.store.read() as tx:
        waiting = gather(tx, room.review, room.now, brand=room.brand)
    parts = [
        *_rows(room, "Urgent", waiting.urgent),
        *_rows(room, "Late", waiting.late),
        *_drafts(room, waiting.drafts),
        *_rows(room, "For a person", waiting.by_hand),
        *_cut("Look at your own account", [_draft(room, one) for one in waiting.needs_person]),
        *_cut("To look at", [line(code(flag.id), *_who(who)) for flag, who in waiting.flags]),
    ]
    if waiting.by_own_hand:
        parts.append(line(f"{_many(len(waiting.by_own_hand), 'measure')} wait for your own hand."))
    if waiting.on_the_way:
        parts.append(line(small(f"{_many(len(waiting.on_the_way), 'reply')} on the way.")))
    if not parts:
        return Sheet(sign=Sign.DONE, title=(strong("Nothing waits for you"),))
    return Sheet(sign=Sign.ASKS, title=(strong(_counted(waiting)),), parts=tuple(parts))


def cases_sheet(room: PressRoom) -> Sheet:
    """The open ones, urgent first, then by what is due."""
    with room.store.read() as tx:
        cases = tx.cases.listed(brand=room.brand)
        lines = [_case(room, case, _author(tx, case)) for case in cases]
    if not lines:
        return Sheet(sign=Sign.DONE, title=(strong("No case is open"),))
    title = f"{_many(len(lines), 'case')} open"
    return Sheet(sign=Sign.NEWS, title=(strong(title),), parts=tuple(_cut("", lines)))


def found_sheet(room: PressRoom, handle: str) -> Sheet:
    """Who is called so, with their cases. Raises NotFound."""
    name = handle.strip().removeprefix("@")
    if not name:
        raise NotFound("whom? Type find @handle")
    with room.store.read() as tx:
        authors = tx.authors.find(name)
        parts = [one for author in authors for one in _of_author(tx, room, author)]
    if not parts:
        raise NotFound(f"nobody called @{plain(name)[:NAME]} has written yet")
    title = theirs(f"@{plain(name)[:NAME]}", is_strong=True)
    return Sheet(sign=Sign.NEWS, title=(title,), parts=tuple(parts[: 2 * SHOWN]))


# --- parts ----------------------------------------------------------------------------------------


def _of_author(tx: Tx, room: PressRoom, author: Author) -> Iterator[Line]:
    messages = tx.messages.by_author(room.brand, author.id, SHOWN)
    newest = tx.cases.newest_of(room.brand, author.id)
    if not messages and newest is None:
        return
    where = platform_named(author.platform).title
    yield line(*_who(author), f" on {where}")
    if newest is not None:
        yield _case(room, newest, None)
    for message in messages[:3]:
        if message.text and not message.is_direct:
            yield line(small(f"{room.at(message.created_at)} "), theirs(_short(message.text)))


def _rows(room: PressRoom, head: str, rows: tuple[CaseRow, ...]) -> Iterator[Line]:
    yield from _cut(head, [_case(room, row.case, row.author) for row in rows])


def _drafts(room: PressRoom, drafts: tuple[Draft, ...]) -> Iterator[Line]:
    yield from _cut("Drafts", [_draft(room, draft) for draft in drafts])


def _draft(room: PressRoom, draft: Draft) -> Line:
    effect = draft.effect
    author = draft.message.author if draft.message is not None else None
    case = code(f"case {effect.case_number}") if effect.case_number is not None else Words(text="")
    by = f" · by {room.at(effect.not_after)}" if effect.not_after is not None else ""
    said = theirs(f" {_short(draft.message.text)}") if draft.message is not None else Words(text="")
    return line(case, " ", *_who(author), small(by), said)


def _case(room: PressRoom, case: Case, author: Author | None) -> Line:
    due = ""
    if case.status is CaseStatus.RESOLVED:
        due = " · closed"
    elif case.is_put_off(room.now) and case.snoozed_until is not None:
        due = f" · put off until {room.at(case.snoozed_until)}"
    elif case.deadline_at is not None:
        verb = "due" if case.deadline_at > room.now else "was due"
        due = f" · {verb} {room.at(case.deadline_at)}"
    elif case.status is CaseStatus.WAITING:
        due = " · waits for them"
    topic = f" · {case.topic.replace('_', ' ')}" if case.topic else ""
    who = (Words(text=" "), *_who(author)) if author is not None else ()
    return line(code(f"case {case.number}"), *who, f"{topic}{due} · {case.assignee}")


def _cut(head: str, lines: Iterable[Line]) -> Iterator[Line]:
    every = list(lines)
    if every and head:
        yield line(strong(f"{head} ({len(every)})"))
    yield from islice(every, SHOWN)
    if len(every) > SHOWN:
        yield line(small(f"… {len(every) - SHOWN} more: monitor inbox, monitor cases"))


def _counted(waiting: Waiting) -> str:
    counts = (
        (len(waiting.urgent), "urgent case"),
        (len(waiting.late), "late case"),
        (len(waiting.drafts), "draft"),
        (len(waiting.by_hand), "case for a person"),
        (len(waiting.needs_person), "reply to look for"),
        (len(waiting.flags), "person to look at"),
    )
    told = [_many(number, what) for number, what in counts if number]
    if not told:
        return "Nothing waits for you."
    return f"Waits for you: {', '.join(told)}."


def _many(number: int, what: str) -> str:
    """`1 draft`, `2 late cases`, `3 people to look at`."""
    first, _, rest = what.partition(" ")
    if number == 1:
        return f"1 {what}"
    plural = {"reply": "replies", "person": "people", "urgent": "urgent", "late": "late"}
    named = plural.get(first, f"{first}s")
    tail = rest.replace("case", "cases") if first in ("urgent", "late") else rest
    return f"{number:,} {named} {tail}".rstrip()


def _who(author: Author | None) -> tuple[Words, ...]:
    if author is None:
        return (Words(text="somebody"),)
    name = plain(author.name)[:NAME]
    handle = f"@{plain(author.handle)[:NAME]}" if author.handle else ""
    return (theirs(" ".join(one for one in (name, handle) if one) or plain(author.id)[:NAME]),)


def _author(tx: Tx, case: Case) -> Author | None:
    return tx.authors.get(tx.customers.owner(case))


def _trouble(error: str) -> tuple[Words, ...]:
    return (Words(text=f"; now it cannot be: {plain(error)[:QUOTE]}"),) if error else ()


def _short(text: str) -> str:
    told = plain(text)
    return told if len(told) <= QUOTE else f"{told[:QUOTE].rsplit(' ', 1)[0]} …"
