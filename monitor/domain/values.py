"""What every value of the domain has in common: frozen, keyword-only, cheap to make.

`msgspec.Struct` rather than a dataclass, because a page makes five of them per mention and a
frozen dataclass costs ten times as much to build (docs/decisions.md).
"""

from datetime import datetime
from typing import Any, TypeVar, dataclass_transform

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


class _KeywordOnly(msgspec.StructMeta):
    """Makes every value keyword-only: msgspec does not inherit that."""

    # Any: the namespace and the options are msgspec's own business
    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> "_KeywordOnly":
        options.setdefault("kw_only", True)
        return super().__new__(mcs, name, bases, namespace, **options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, frozen=True, metaclass=_KeywordOnly):
    """A frozen value: equal when its fields are."""


def aware(moment: datetime, what: str) -> datetime:
    """The moment itself, refused when it has no time zone. Raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{what} has no time zone: {moment.isoformat()}")
    return moment


def replace(value: T, **changes: object) -> T:
    """The same value with some fields changed."""
    return msgspec.structs.replace(value, **changes)
