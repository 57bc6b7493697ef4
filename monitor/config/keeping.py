"""How long something is kept, as the owner writes it: `"90 days"`, `"3 years"`."""

import re
from collections.abc import Callable
from datetime import timedelta

_KEPT = re.compile(r"(\d{1,5})\s*(days?|weeks?|years?)", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "year": 365}


def kept_for(text: str) -> timedelta:
    """Raises ValueError with a sentence for the owner."""
    match = _KEPT.fullmatch(text.strip())
    if match is None:
        raise ValueError(
            f"`{text}` is not a length of time to keep something; write it like `90 days` or "
            "`3 years`"
        )
    return timedelta(days=int(match[1]) * _DAYS[match[2].lower().removesuffix("s")])


def keeping(least: str, most: str) -> Callable[[object], timedelta]:
    """A reader for lengths between these two."""

    def read(value: object) -> timedelta:
        if not isinstance(value, str):
            raise ValueError('this should be a text; write it like `"90 days"`')
        length = kept_for(value)
        if length < kept_for(least):
            raise ValueError(f"`{value}` is too short; {least} is the least")
        if length > kept_for(most):
            raise ValueError(f"`{value}` is too long; {most} is the most")
        return length

    return read
