"""Policy: the owner's limits above every rule. Numbers and reasons: docs/policy.md."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from monitor.domain.bill import NOTHING, Raise, ReplyPrices
from monitor.domain.case import PRIORITY_ORDER, Priority
from monitor.domain.clock import Hours, Week
from monitor.domain.evidence import UnlockLimits
from monitor.domain.standing_limits import Limits
from monitor.domain.surge import SurgeLimits
from monitor.domain.thresholds import Thresholds
from monitor.domain.values import Value, replace

#: who works cases as long as the config names nobody
NOBODY_NAMED = "you"


class Mode(StrEnum):
    """What the monitor may do by itself."""

    #: decide and show; only alerts go out
    OBSERVE = "observe"
    #: every reply waits for a person
    APPROVE = "approve"
    #: replies that pass every gate go out by themselves, once unlocked
    AUTOMATIC = "automatic"


class Budget(Value):
    """What a platform may cost in a month, in US dollars."""

    per_month: Decimal = Decimal(15)
    #: from this share on, what can be done without is left out
    warn_at: float = 0.80
    #: for today alone more may be spent than that
    raised: Raise | None = None

    @property
    def cap(self) -> Decimal:
        """What may be spent this month until the day ends."""
        return self.per_month if self.raised is None else self.raised.to_dollars

    def is_spent(self, spent: Decimal) -> bool:
        """Nothing that costs and can wait is done any more."""
        return spent >= self.cap

    def is_nearly_spent(self, spent: Decimal) -> bool:
        """Time to be frugal."""
        begins = NOTHING if self.raised is None else self.raised.from_dollars
        return spent >= begins + (self.cap - begins) * Decimal(str(self.warn_at))

    def with_raise(self, raised: Raise | None) -> "Budget":
        """As it is on a day for which it was raised; a raise that raises nothing is none."""
        if raised is None or raised.to_dollars <= self.per_month:
            return self
        return replace(self, raised=raised)


class Policy(Value):
    """Limits, hours and numbers; the same for every rule."""

    mode: Mode = Mode.APPROVE
    #: automatic sending is unlocked (in a replay it counts as unlocked, and says so)
    is_unlocked: bool = False
    #: the owner's own decisions unlock it, and lock it again
    may_be_earned: bool = False
    #: a machine speaks only with the complaint model's score, whatever else is unlocked
    needs_score: bool = False
    #: our own doors count as open (in a replay, on the sample; it says so)
    doors_count_as_open: bool = False
    #: per platform, where it differs from `mode`
    platform_modes: dict[str, Mode] = {}
    hours: Hours
    #: the people who work cases; without shifts the first one gets new cases
    people: tuple[str, ...] = (NOBODY_NAMED,)
    #: when each of them is on shift; empty: there are no shifts
    shifts: dict[str, Week] = {}
    languages: tuple[str, ...] = ("en",)
    settle_for: timedelta = timedelta(minutes=3)
    #: a random part of this comes on top of settling
    delay_at_most: timedelta = timedelta(seconds=90)
    max_age: timedelta = timedelta(hours=6)
    #: an acknowledgement may still go out this long after the next acknowledge hours begin
    max_age_after_opening: timedelta = timedelta(hours=2)
    acknowledge_again_after: timedelta = timedelta(days=30)
    again_within: timedelta = timedelta(days=90)
    max_acknowledgements_per_conversation: int = 3
    per_day: int = 20
    per_hour: int = 6
    not_repeat_variant: int = 5
    topic_confidence: float = 0.70
    #: from which probabilities on, if there is a model
    thresholds: Thresholds = Thresholds()
    #: above this `compound_used` nothing is apologised for
    praise_veto: float = 0.30
    max_open_promises: int = 15
    crowd_tags: int = 3
    crowd_followers: int = 20_000
    crowd_replies: int = 20
    first_answer: str = "4 office hours"
    #: so long after a case was put right its customer is asked whether all is well; empty: never
    follow_up_after: str = "3 working days"
    #: of what a make-good costs; empty: a plain number
    currency: str = ""
    #: in cases of high priority, and of urgent ones that name no time of their own
    first_answer_high: str = "2 office hours"
    #: by when a case is to be solved, from its beginning on; about money
    resolved: str = "3 office days"
    money_resolved: str = "1 office day"
    #: shares of a promise's time at which its person is nudged, in order
    nudge_at: tuple[float, ...] = (0.5, 0.8)
    #: so often a new time may be given for one promise
    renewals: int = 2
    #: from when on it is a surge
    surge: SurgeLimits = SurgeLimits()
    #: when a person is asked to look at somebody
    standing: Limits = Limits()
    #: what it takes to earn automatic sending
    unlock: UnlockLimits = UnlockLimits()
    #: what a reply costs, by platform, for those that take money for it
    prices: dict[str, ReplyPrices] = {}
    #: how long we keep quiet towards somebody, and how long a mute lasts, unless the owner says
    quiet_for: timedelta = timedelta(days=30)
    mute_for: timedelta = timedelta(days=30)
    #: a block that stands for so long is asked about once
    block_review_after: timedelta = timedelta(days=180)
    #: by platform, for those that cost money
    budgets: dict[str, Budget] = {}

    @property
    def machine_takes(self) -> timedelta:
        """How long a machine may take before it speaks, at most."""
        return self.settle_for + self.delay_at_most

    def answer_within(self, priority: Priority) -> str:
        """How soon a person answers in a case of that priority, where no rule says otherwise."""
        is_pressing = PRIORITY_ORDER[priority] >= PRIORITY_ORDER[Priority.HIGH]
        return self.first_answer_high if is_pressing else self.first_answer

    def mode_on(self, platform: str) -> Mode:
        """The mode that counts on a platform."""
        return self.platform_modes.get(platform, self.mode)
