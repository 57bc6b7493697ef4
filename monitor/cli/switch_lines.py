"""Absences and holds in words: days as owners write and read them, and what a restore left."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.arguments import person
from monitor.cli.common import say, say_json
from monitor.cli.desk import RECONCILE, Desk
from monitor.cli.inbox_lines import unsure_lines
from monitor.cli.lines import count_of, day_words, hang, keep, link, pad, title, who
from monitor.cli.measure_lines import Circumstances, measure_lines
from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.clock import Hours
from monitor.domain.effect import Effect, State
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.domain.policy import NOBODY_NAMED
from monitor.domain.values import Value
from monitor.errors import InputError
from monitor.services.absence import switch_of, who_is_away, who_takes
from monitor.services.switches import Hold
from monitor.services.waiting import Draft

if TYPE_CHECKING:
    from monitor.config import Config

#: nobody is away for longer, and a promise must be able to name the day
LONGEST_ABSENCE = timedelta(days=365)


LABEL = 13


class OnHold(Value):
    """What a restore left to look at."""

    hold: Hold
    #: what goes out when the hold ends, if it is not out already
    held: tuple[Draft, ...] = ()
    #: drafts of before: each still waits for a yes
    drafts: tuple[Draft, ...] = ()
    #: nobody knows whether these are out
    unsure: tuple[Draft, ...] = ()
    #: mutes, blocks and hides that had not ended
    measures: tuple[Effect, ...] = ()
    #: the database that stood there before the backup
    kept: Path | None = None


def hold_words(hold: Hold, now: datetime, hours: Hours) -> str:
    """`the database was restored at 09:00 today from monitor-….db`."""
    if hold.restored_at is None:
        return for_terminal(hold.why, 200)
    at = when(hold.restored_at, now, hours)
    return f"the database was restored at {at} from {for_terminal(hold.backup, 120)}"


def hold_lines(what: OnHold, now: datetime, hours: Hours, room: int) -> Iterator[str]:
    """What is on hold, what the backup cannot know, and what to do."""
    yield from hang("", f"All sending is on hold: {hold_words(what.hold, now, hours)}.", room)
    yield ""
    yield from _lost(what, now, hours, room)
    yield ""
    yield from _goes_out(what, room)
    unsure = tuple(one for one in what.unsure if one.effect.state is State.NEEDS_PERSON)
    if unsure:
        yield "Nobody knows whether these are posted: look at your own accounts."
        yield from unsure_lines(unsure, room)
    if what.measures:
        yield from hang("", MEASURES_THEN, room)
        here = Circumstances(now=now, hours=hours, stop=RECONCILE)
        for measure in what.measures:
            yield from measure_lines(measure, here, room)
        yield ""
    yield from hang(
        "",
        "Look through your own accounts: was anybody answered in that time? Take those drafts away "
        f"with {keep('`monitor reject`')}. Then end the hold: {keep('monitor reconcile --yes')}",
        room,
    )


def ended_lines(what: OnHold, room: int) -> Iterator[str]:
    """The hold is over: what happens now."""
    yield "The hold is over."
    if what.held:
        replies = count_of(len(what.held), "reply", "replies")
        verb = "goes" if len(what.held) == 1 else "go"
        yield from hang("", f"{replies} {verb} out now. {LOOKED_FOR} See it: monitor inbox", room)


MEASURES_THEN = (
    "So it stood with those whom you keep away. What was only asked for is looked at on the "
    "platform first, and then you are asked; what stands here may have been undone since:"
)
LOOKED_FOR = (
    "Before it answers a post from before the restore, the monitor looks whether a reply of yours "
    "is there already; where it cannot look, it asks you."
)


def _lost(what: OnHold, now: datetime, hours: Hours, room: int) -> Iterator[str]:
    made_at = what.hold.made_at
    if made_at is None:
        yield "Its name does not say of when it is. What came after it is not in it:"
    else:
        yield f"The backup is of {when(made_at, now, hours)}. What came after that is not in it:"
    for each in (
        "who was answered since, by you or by the monitor, and what was promised to them",
        "who asked you to stop, and whom you opted out: say it again, with `monitor opt-out`",
        "what you approved, edited, rejected or took back; the drafts of that time wait again",
        "cases opened, answered or resolved since; posts that the platforms still show come again",
    ):
        yield from hang("  - ", each, room)
    if what.kept is not None:
        # not broken into lines: people copy it
        yield "What stood there before is kept. If it can still be read, it tells:"
        yield f"  monitor cases --all --store {what.kept}"
        yield f"  monitor inbox --store {what.kept}"


def _goes_out(what: OnHold, room: int) -> Iterator[str]:
    if what.held:
        verb = "goes" if len(what.held) == 1 else "go"
        replies = count_of(len(what.held), "reply", "replies")
        yield from hang("", f"{replies} {verb} out when the hold ends. {LOOKED_FOR}", room)
        for draft in what.held:
            yield from _held(draft, room)
    else:
        yield "No reply goes out when the hold ends."
    if what.drafts:
        drafts = count_of(len(what.drafts), "draft")
        verb = "waits" if len(what.drafts) == 1 else "wait"
        yield f"{drafts} {verb} for your yes, as before: monitor inbox"
    yield ""


def _held(draft: Draft, room: int) -> Iterator[str]:
    effect = draft.effect
    to = who(draft.message.author if draft.message else None, effect.author_id)
    facts = [f"to {to} on {title(effect.platform)}"]
    facts.append(
        f"yes by {for_terminal(effect.decided_by, 20)}" if effect.decided_by else "by itself"
    )
    if effect.case_number is not None:
        facts.append(keep(f"monitor case {effect.case_number}"))
    facts.append(keep(f"monitor reject {effect.number}"))
    yield from hang("  " + pad(f"draft {effect.number}", LABEL), " · ".join(facts), room)
    yield from hang("  " + pad("", LABEL), f'"{for_terminal(draft.text)}"', room)
    if draft.message is not None and draft.message.url:
        yield link("  " + pad("look at", LABEL), draft.message.url)


def day_ahead(written: str, desk: Desk) -> date:
    shown = for_terminal(written, 40)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise InputError(
            f"`{shown}` is not a day", hint="write it like this: monitor away until 2026-12-01"
        ) from None
    today = desk.hours.day_of(desk.now)
    if day <= today:
        raise InputError(
            f"{day_words(day)} is not ahead", hint="name the first day on which somebody is back"
        )
    if day - today > LONGEST_ABSENCE:
        raise InputError(f"{day_words(day)} is more than a year ahead")
    return day


def turned(
    config: "Config", action: AuditAction, now: datetime, *, reason: str = "", words: str = ""
) -> AuditEntry:
    """A switch for everyone on this store; whose command it was, as far as the config says it."""
    by = person(config, None)
    return AuditEntry(brand="", at=now, actor=by, action=action, reason=reason, words=words)


def say_person_away(desk: Desk, whom: str, written: str, *, off: bool, as_json: bool) -> None:
    """One of several people is away, or back; without a day it tells how it stands.

    Raises InputError: the config names nobody of that name.
    """
    if desk.config.brand.people == (NOBODY_NAMED,):
        raise InputError(
            "the config names nobody who could be away",
            hint="for all of you: monitor away until DAY",
        )
    name, now = person(desk.config, whom), desk.now
    if written or off:
        back = day_ahead(written, desk) if written else None
        with desk.store.begin() as tx:
            value = back.isoformat() if back is not None else None
            tx.switches.put(switch_of(name), value, now)
            action = AuditAction.AWAY if back is not None else AuditAction.BACK
            tx.audit.write(turned(desk.config, action, now, reason=value or "", words=name))
    with desk.store.read() as tx:
        away = who_is_away(tx, desk.policy, now)
        deputy = who_takes(tx, desk.policy, now)
    until, shown = away.get(name), for_terminal(name, 30)
    if as_json:
        say_json({"away_until": until.isoformat() if until is not None else None, "who": name})
        return
    if until is None:
        say(f"Welcome back, {shown}." if off else f"{shown} is not away.")
        return
    say(f"{shown} is away until {day_words(until)}, the first day back.")
    if len(away) == len(desk.policy.people):
        first_back = min(away.values()).isoformat()
        say(f"Nobody is left who answers. For all of you: monitor away until {first_back}")
    else:
        say(f"New cases and nudges go to the others meanwhile: {for_terminal(deputy, 30)} now.")
    say(f"Back earlier: monitor away --who {shown} --off")
