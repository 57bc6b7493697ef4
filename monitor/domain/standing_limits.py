"""The owner's numbers for standing: what weighs what, for how long, and when a person looks."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from monitor.domain.flag import FlagTimes
from monitor.domain.strike import StrikeKind
from monitor.domain.track import GoodKind
from monitor.domain.values import Value

#: what each weighs, as shipped
WEIGHTS: Mapping[StrikeKind, float] = MappingProxyType(
    {
        StrikeKind.THREAT: 4,
        StrikeKind.SLUR: 3,
        StrikeKind.HARASSMENT: 3,
        StrikeKind.INSULT: 1,
        StrikeKind.BAIT: 1,
        StrikeKind.COPY: 1,
        StrikeKind.SPAM: 1,
    }
)
GOODWILL: Mapping[GoodKind, float] = MappingProxyType(dict.fromkeys(GoodKind, 1))


class Limits(Value):
    """The owner's numbers."""

    #: strikes older than this do not add up any more …
    window: timedelta = timedelta(days=60)
    #: … and older than this they are not shown any more
    expiry: timedelta = timedelta(days=90)
    weights: Mapping[StrikeKind, float] = WEIGHTS
    #: what an insult in a complaint weighs, as a share of its weight
    heated_complaint: float = 0
    #: what a strike weighs while we owe an answer, as a share; the first three always count whole
    while_we_owe: float = 0
    #: what a strike weighs of which no phrase tells, as a share
    model_only: float = 0.5
    goodwill: Mapping[GoodKind, float] = GOODWILL
    goodwill_at_most: float = 3
    goodwill_lasts: timedelta = timedelta(days=365)
    #: a person is asked to look from …
    points: float = 4
    days: int = 3
    mentions: int = 3
    times: FlagTimes = FlagTimes()
