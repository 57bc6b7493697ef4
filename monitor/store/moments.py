"""Moments in the database: whole microseconds since 1970, UTC; 0 stands for never on the way in."""

from datetime import UTC, datetime, timedelta

_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)


def stored(moment: datetime) -> int:
    """The moment as a number. Raises TypeError when it has no time zone."""
    # dividing one duration by another takes twice as long
    since = moment - _BEGAN
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def stored_or_0(moment: datetime | None) -> int:
    """The same for what may be missing: statements turn 0 into NULL."""
    return 0 if moment is None else stored(moment)


def stored_or_none(moment: datetime | None) -> int | None:
    """The same, as NULL."""
    return None if moment is None else stored(moment)


def moment(number: int) -> datetime:
    """The number as a moment in UTC."""
    return _BEGAN + timedelta(microseconds=number)


def moment_or_none(number: int | None) -> datetime | None:
    """The same for what may be missing."""
    return None if number is None else _BEGAN + timedelta(microseconds=number)
