"""How long something lasts, as the owner writes it: "4 office hours", "1 office day", "30 min"."""

import re
from datetime import timedelta
from typing import Literal

from monitor.domain.values import Value

Unit = Literal["minutes", "hours", "days", "office hours", "office days"]

_LASTING = re.compile(r"(\d{1,6})\s*([a-z]+(?: [a-z]+)?)(?:\s*,?\s*any hour)?", re.IGNORECASE)
_DURATION = re.compile(r"(\d{1,6})\s*([a-z]+)", re.IGNORECASE)
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("h", "hour", "hours"), "hours"),
    **dict.fromkeys(("day", "days"), "days"),
    **dict.fromkeys(("office hour", "office hours"), "office hours"),
    **dict.fromkeys(("office day", "office days", "working day", "working days"), "office days"),
}
_SECONDS = {"minutes": 60, "hours": 3600, "days": 86_400}


class Lasting(Value, frozen=True, kw_only=True):
    """An amount of plain time, or of time in which the office is open."""

    amount: int
    unit: Unit

    @property
    def is_office_time(self) -> bool:
        """Only the time counts in which the office is open."""
        return self.unit in ("office hours", "office days")

    @property
    def plain(self) -> timedelta:
        """As plain time. Raises ValueError for office time, which depends on the day."""
        if self.is_office_time:
            raise ValueError(f"{self.amount} {self.unit} is not plain time")
        return timedelta(seconds=self.amount * _SECONDS[self.unit])


def parse_lasting(text: str) -> Lasting:
    """Plain or office time. Raises ValueError with a sentence for the owner."""
    match = _LASTING.fullmatch(" ".join(text.split()))
    unit = _UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None or int(match[1]) == 0:
        raise ValueError(
            f"`{text}` is not a length of time; write it like `4 office hours`, `1 office day`, "
            "`30 min`, `6 h` or `3 days`"
        )
    return Lasting(amount=int(match[1]), unit=unit)


def parse_duration(text: str) -> timedelta:
    """Plain time: "90 s", "3 min", "6 h", "30 days". Raises ValueError with a sentence."""
    match = _DURATION.fullmatch(text.strip())
    if match is not None:
        name = match[2].lower()
        if name in ("s", "sec", "secs", "second", "seconds"):
            return timedelta(seconds=int(match[1]))
        unit = _UNITS.get(name)
        if unit is not None:
            return timedelta(seconds=int(match[1]) * _SECONDS[unit])
    raise ValueError(
        f"`{text}` is not a length of time; write it like `90 s`, `3 min`, `6 h` or `30 days`"
    )
