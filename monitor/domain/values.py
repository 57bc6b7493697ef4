"""What every value of the domain has in common: frozen, keyword-only, cheap to make.

`msgspec.Struct` rather than a dataclass, because a page makes five of them per mention and a
frozen dataclass costs ten times as much to build (docs/decisions.md).
"""

from datetime import datetime
from typing import TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen value: equal when its fields are."""


def aware(moment: datetime, what: str) -> datetime:
    """The moment itself, refused when it has no time zone. Raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{what} has no time zone: {moment.isoformat()}")
    return moment


def replace(value: T, **changes: object) -> T:
    """The same value with some fields changed."""
    return msgspec.structs.replace(value, **changes)
