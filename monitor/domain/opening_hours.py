"""Opening hours as the owner writes them: "Mon-Fri 09:00-12:30, 13:30-18:00; Sat 10:00-14:00".

A week maps the weekday (0 is Monday) to its openings, in order. An opening that ends at 00:00
ends at midnight, written 24:00.
"""

import re
from datetime import time
from itertools import pairwise

Opening = tuple[time, time]
Week = dict[int, tuple[Opening, ...]]

EXAMPLE = (
    "write it like `Mon-Fri 09:00-17:00` or `Mon-Thu 09:00-12:30, 13:30-18:00; Sat 10:00-14:00`"
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: a promise is rounded to the half hour: a shorter opening may hold no such moment
SHORTEST_MINUTES = 30
DAY_MINUTES = 24 * 60

_DASH = re.compile(r"\s*(?:[-\u2013\u2014]|\bto\b)\s*")
# a new entry begins after `;`, a line end, or a comma between a time and a weekday
_ENTRY = re.compile(r"[;\n]|(?<=\d)\s*,\s*(?=[A-Za-z])")
_PARTS = re.compile(
    r"(?P<days>[a-z][a-z ,\u2013\u2014-]*?)\s*:?\s*(?P<hours>\d.*|closed)", re.IGNORECASE
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})")


def parse_hours(text: str) -> Week:
    """The week the text describes. Raises ValueError with a sentence for the owner."""
    week: dict[int, list[tuple[int, int]]] = {}
    for entry in filter(None, (part.strip() for part in _ENTRY.split(text))):
        parts = _PARTS.fullmatch(entry)
        if parts is None:
            raise ValueError(f"`{entry}` is not a day with hours; {EXAMPLE}")
        openings = _openings(parts["hours"])
        for day in _days(parts["days"]):
            week.setdefault(day, []).extend(openings)
    parsed = {day: _ordered(openings, day) for day, openings in sorted(week.items()) if openings}
    if not parsed:
        raise ValueError(f"no opening hours in `{text.strip()}`; {EXAMPLE}")
    return parsed


def hours_words(week: Week) -> str:
    """The week as a person reads it, and as `parse_hours` would."""
    days: list[tuple[list[int], str]] = []
    for day in sorted(week):
        spans = ", ".join(f"{start:%H:%M}-{_end(end)}" for start, end in week[day])
        if days and days[-1][1] == spans and days[-1][0][-1] == day - 1:
            days[-1][0].append(day)
        else:
            days.append(([day], spans))
    return "; ".join(f"{_range(numbers)} {spans}" for numbers, spans in days)


def _range(days: list[int]) -> str:
    first, last = (DAYS[day][:3].capitalize() for day in (days[0], days[-1]))
    return first if len(days) == 1 else f"{first}-{last}"


def _end(end: time) -> str:
    return f"{end:%H:%M}" if end != time(0) else "24:00"


def _days(text: str) -> list[int]:
    if text.strip().lower() in ("daily", "every day"):
        return list(range(7))
    days: list[int] = []
    for part in text.split(","):
        ends = [_day(name) for name in _DASH.split(part.strip())]
        if len(ends) > 2:
            raise ValueError(f"`{part.strip()}` is not a range of days; {EXAMPLE}")
        first, last = ends[0], ends[-1]
        days.extend((first + step) % 7 for step in range((last - first) % 7 + 1))
    return days


def _day(name: str) -> int:
    wanted = name.strip().lower()
    for number, day in enumerate(DAYS):
        if len(wanted) >= 3 and day.startswith(wanted):
            return number
    raise ValueError(f"`{name.strip()}` is not a day of the week; {EXAMPLE}")


def _openings(text: str) -> list[tuple[int, int]]:
    if text.lower() == "closed":
        return []
    return [_opening(part.strip()) for part in text.split(",")]


def _opening(text: str) -> tuple[int, int]:
    ends = [_minutes(part, text) for part in _DASH.split(text)]
    if len(ends) != 2:
        raise ValueError(f"`{text}` is not a time from and a time to; {EXAMPLE}")
    start, end = ends
    if end <= start:
        raise ValueError(
            f"`{text}` ends before it begins; hours past midnight are two openings: "
            "`Fri 18:00-24:00; Sat 00:00-02:00`"
        )
    if end - start < SHORTEST_MINUTES:
        raise ValueError(f"`{text}` is shorter than half an hour; {EXAMPLE}")
    return start, end


def _minutes(text: str, opening: str) -> int:
    match = _TIME.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match else -1
    if match is None or int(match[2]) > 59 or not 0 <= minutes <= DAY_MINUTES:
        raise ValueError(f"`{text.strip()}` in `{opening}` is not a time; {EXAMPLE}")
    return minutes


def _ordered(openings: list[tuple[int, int]], day: int) -> tuple[Opening, ...]:
    ordered = sorted(openings)
    for (_, earlier_end), (later_start, _) in pairwise(ordered):
        if later_start < earlier_end:
            raise ValueError(f"two openings of {DAYS[day].capitalize()} overlap; {EXAMPLE}")
    return tuple((_time(start), _time(end)) for start, end in ordered)


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
