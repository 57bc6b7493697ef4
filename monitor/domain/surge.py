"""A surge: far more complaints than usual. While one is on, no machine speaks.

It begins by itself and ends only when the owner says so: `monitor surge resume`, or that it was a
false alarm. What is usual is the same hour of the same weekday in the weeks before.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import ceil

from monitor.domain.clock import Hours
from monitor.domain.effect import Effect
from monitor.domain.values import Value

#: nobody is alarmed by less than this in an hour, however quiet the weeks before were
LEAST_NORMAL = 1.0
#: after a false alarm the next one needs so many times as many complaints, for so long
AFTER_FALSE_ALARM_TIMES = 2
AFTER_FALSE_ALARM_FOR = timedelta(hours=24)
#: the owner is told again so often while it goes on
TELL_AGAIN_AFTER = timedelta(minutes=60)


class SurgeLimits(Value):
    """What counts as a surge."""

    complaints: int = 8
    #: by so many different people: one angry person is no surge
    people: int = 6
    within: timedelta = timedelta(minutes=60)
    #: and so many times as many as usual
    times_normal: float = 4.0
    #: fewer than so many times as usual in `within`: it is quiet again
    quiet_times_normal: float = 2.0
    #: so many weeks are looked back
    weeks: int = 4

    def at_least(self, normal: float) -> int:
        """Fewer complaints than this in `within` are no surge."""
        return max(self.complaints, ceil(self.times_normal * normal))


class Volume(Value):
    """How many complaints came in a span of time, and from how many people."""

    complaints: int = 0
    people: int = 0


class SurgeEnd(StrEnum):
    """How the owner ended a surge."""

    #: machines may speak again
    RESUMED = "resumed"
    #: it was none
    FALSE_ALARM = "false_alarm"


class Surge(Value):
    """One surge of one brand."""

    #: 0 until stored
    number: int = 0
    brand: str
    began_at: datetime
    #: in the hour before it began; the highest hour once it has ended
    complaints: int
    people: int
    #: complaints in such an hour in the weeks before
    normal: float
    ended_at: datetime | None = None
    ended_by: str = ""
    end: SurgeEnd | None = None

    @property
    def is_on(self) -> bool:
        """No machine speaks."""
        return self.ended_at is None


def trips(
    volume: Volume, normal: float, limits: SurgeLimits, last: Surge | None, now: datetime
) -> bool:
    """It is a surge now. `last`: the newest surge that ended, if there is one."""
    return volume.people >= limits.people and volume.complaints >= least_to_trip(
        normal, limits, last, now
    )


def least_to_trip(normal: float, limits: SurgeLimits, last: Surge | None, now: datetime) -> int:
    """Fewer complaints than this are no surge: soon after a false alarm it takes more."""
    least = limits.at_least(normal)
    if last is None or last.end is not SurgeEnd.FALSE_ALARM or last.ended_at is None:
        return least
    if now - last.ended_at >= AFTER_FALSE_ALARM_FOR:
        return least
    return max(least, AFTER_FALSE_ALARM_TIMES * last.complaints)


def counted_from(limits: SurgeLimits, last: Surge | None, now: datetime) -> datetime:
    """Complaints from here on count: those that the owner has resumed after do not."""
    since = now - limits.within
    if last is not None and last.end is SurgeEnd.RESUMED and last.ended_at is not None:
        return max(since, last.ended_at)
    return since


def is_quiet(volume: Volume, normal: float, limits: SurgeLimits) -> bool:
    """The last hour was about as usual."""
    return volume.complaints < limits.quiet_times_normal * normal


def normal_of(counts: Sequence[int]) -> float:
    """What is usual, from the same hours of the weeks that are known; at least 1."""
    return max(LEAST_NORMAL, sum(counts) / len(counts)) if counts else LEAST_NORMAL


def same_hours(
    now: datetime, hours: Hours, limits: SurgeLimits, known_since: datetime | None
) -> list[tuple[datetime, datetime]]:
    """The spans that tell what is usual: by the wall clock the same, in the weeks before.

    Weeks of which nothing is known say nothing, and are left out.
    """
    if known_since is None:
        return []
    local = hours.local(now)
    spans = []
    for weeks in range(1, limits.weeks + 1):
        until = (local - timedelta(weeks=weeks)).astimezone(UTC)
        since = until - limits.within
        if since >= known_since:
            spans.append((since, until))
    return spans


def was_said_before(effect: Effect, surge: Surge | None) -> bool:
    """A person said yes to these words before the surge began: they are asked once more."""
    return (
        surge is not None
        and surge.is_on
        and effect.decided_at is not None
        and effect.decided_at < surge.began_at
    )
