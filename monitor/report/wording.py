"""How the report writes numbers, times and changes. English, like all that speaks to the owner.

A change is *within the usual* when it is smaller than what chance does by itself: the square root
of the two counts together (3 → 5 is, 9 → 5 is not). It is *much* from twice that on.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil, sqrt

from monitor.domain.platform import platform_named
from monitor.domain.promise import MONTHS, WEEKDAYS
from monitor.report.period import Period

#: changes below this are never worth a word
SMALLEST_CHANGE = 3
#: times from fewer answers than this are not compared
FEWEST_TIMES = 3
#: a median that moves less than this many hours, or less than this part, stays the same
SMALLEST_HOURS, SMALLEST_PART = 0.5, 0.25


class Change(StrEnum):
    """What a number did since the week before."""

    SAME = "same"
    USUAL = "within the usual"
    MORE = "more"
    FEWER = "fewer"
    MUCH_MORE = "far more"
    MUCH_FEWER = "far fewer"
    FASTER = "faster"
    SLOWER = "slower"
    #: nothing to compare with
    UNKNOWN = ""

    @property
    def is_more(self) -> bool:
        """Up, beyond chance."""
        return self in (Change.MORE, Change.MUCH_MORE)

    @property
    def is_fewer(self) -> bool:
        """Down, beyond chance."""
        return self in (Change.FEWER, Change.MUCH_FEWER)


def change_of_count(before: int, now: int) -> Change:
    """What a count did."""
    step, chance = abs(now - before), sqrt(now + before)
    if step == 0:
        return Change.SAME
    if step < SMALLEST_CHANGE or step < chance:
        return Change.USUAL
    if step < 2 * chance:
        return Change.MORE if now > before else Change.FEWER
    return Change.MUCH_MORE if now > before else Change.MUCH_FEWER


def change_of_time(before: float | None, now: float | None, fewest: int) -> Change:
    """What a median did; `fewest` is the smaller number of times behind the two."""
    if before is None or now is None:
        return Change.UNKNOWN
    step = abs(now - before)
    if fewest < FEWEST_TIMES or step < SMALLEST_HOURS or step < SMALLEST_PART * before:
        return Change.SAME if step == 0 else Change.USUAL
    return Change.FASTER if now < before else Change.SLOWER


def count_of(number: int, one: str, many: str = "") -> str:
    """`1 complaint`, `1,200 complaints`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lasting(hours: float | None) -> str:
    """`35 min`, `1 h 40`, `3 days 4 h`; rounded up, so that it is never shorter than it was."""
    if hours is None:
        return "–"
    # a billionth: 1.7 hours are 102 minutes, not 103
    minutes = ceil(hours * 60 - 1e-9)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h" + (f" {minutes % 60:02}" if minutes % 60 else "")
    days, rest = divmod(ceil(minutes / 60), 24)
    return f"{days} days" + (f" {rest} h" if rest else "")


def signed(number: float | None) -> str:
    """`+0.12`, `−0.05`, `0.00`."""
    if number is None:
        return "–"
    text = f"{number:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text.replace("-", "−")


def day_name(day: date) -> str:
    """`Mon 16`."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day}"


def month_name(day: date) -> str:
    """`November`."""
    return MONTHS[day.month - 1]


def moment_in(period: Period, moment: datetime) -> str:
    """`Tuesday 14:00` in the week and at its end, `Tue 3 Nov 14:00` outside of it."""
    local = period.local(moment)
    if timedelta(0) <= moment - period.since <= timedelta(days=7, hours=1):
        return f"{WEEKDAYS[local.weekday()]} {local:%H:%M}"
    return (
        f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]} {local:%H:%M}"
    )


def dates_of(period: Period) -> str:
    """`Mon 16 – Sun 22 November 2026, Europe/Berlin`."""
    first, last = period.days[0], period.days[-1]
    month = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    year = "" if first.year == last.year else f" {first.year}"
    return (
        f"{day_name(first)}{month}{year} – {day_name(last)} {MONTHS[last.month - 1]} {last.year},"
        f" {period.time_zone}"
    )


def platform_title(name: str) -> str:
    """As people write it: `Bluesky`."""
    return platform_named(name).title


def in_words(name: str) -> str:
    """A name of the code as words: `wrong_item` → `wrong item`."""
    return name.replace("_", " ")
