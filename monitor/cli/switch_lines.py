"""Absences and holds in words: days as owners write and read them, and what a restore left."""

from datetime import date, timedelta

from monitor.cli.desk import Desk
from monitor.cli.lines import count_of
from monitor.domain.effect import Effect
from monitor.domain.inert import for_terminal
from monitor.domain.promise import MONTHS, WEEKDAYS
from monitor.errors import InputError

#: nobody is away for longer, and a promise must be able to name the day
LONGEST_ABSENCE = timedelta(days=365)


def reconcile_lines(
    why: str | None, held: list[Effect], unsure: list[Effect], *, is_ended: bool
) -> list[str]:
    """What is on hold, and what to do."""
    if why is None:
        return ["Nothing is on hold."]
    out = count_of(len(held), "reply", "replies")
    if is_ended:
        return ["The hold is over.", f"{out} may go out now: monitor inbox"]
    lines = [f"All sending is on hold: {for_terminal(why, 200)}.", ""]
    lines.append(f"{out} would go out when the hold ends" + (": monitor inbox" if held else "."))
    if unsure:
        them = count_of(len(unsure), "reply", "replies")
        lines.append(f"{them} may or may not be posted: look at your own account for")
        lines += [f"  draft {e.number}, to {for_terminal(_addressee(e), 40)}" for e in unsure]
    lines += [
        "",
        "Look through your own accounts: was anybody answered since the backup was made? Take",
        "those drafts away with `monitor reject`. Then end the hold: monitor reconcile --yes",
    ]
    return lines


def day_words(day: date) -> str:
    """`Tuesday 1 December 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _addressee(effect: Effect) -> str:
    return effect.slots.name or effect.slots.handle or effect.author_id


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
