"""The facts of a report: everything it says.

What is *now* (open cases, who waits, drafts, blind connectors) is as of `made_at`, and says so.
"""

from datetime import date, datetime
from decimal import Decimal

from monitor.domain.message import SetAside
from monitor.domain.values import Value
from monitor.report.period import Period
from monitor.report.storms import Silence, Trouble
from monitor.report.tally import MentionCounts
from monitor.report.unlock import Judgements, Switched
from monitor.report.work import (
    Work,
)


class Waiting(Value, frozen=True, kw_only=True):
    """A person no person of ours has answered. Handle and name are strangers' text."""

    case_id: str
    platform: str
    handle: str
    name: str
    topic: str
    opened_at: datetime
    deadline_at: datetime | None
    is_late: bool


class Blind(Value, frozen=True, kw_only=True):
    """A stretch of the week in which a connector could not read."""

    connector: str
    since: datetime
    until: datetime
    why: str
    #: it can read again
    is_over: bool = False
    #: … and has fetched what was written meanwhile
    is_caught_up: bool = False


class Look(Value, frozen=True, kw_only=True):
    """When a connector last read; None when it never has."""

    connector: str
    at: datetime | None


class MonthCost(Value, frozen=True, kw_only=True):
    """What a connector cost in the month that the week ends in, up to the end of the week."""

    connector: str
    #: its first day
    month: date
    #: US dollars
    spent: Decimal
    #: what it may cost in that month; None when the caller does not know
    cap: Decimal | None


class WeekFacts(Value, frozen=True, kw_only=True):
    """One week, counted."""

    period: Period
    mentions: MentionCounts
    work: Work
    #: US dollars by connector
    spent: dict[str, Decimal]
    judgements: Judgements
    #: what happened to flags → how often
    flags: dict[str, int]


class Now(Value, frozen=True, kw_only=True):
    """How things stand when the report is made."""

    open_cases: int
    waiting: int
    late: int
    who_waits: tuple[Waiting, ...]
    open_promises: int
    drafts: int
    needs_person: int
    quarantined: int
    set_aside: tuple[SetAside, ...]
    looks: tuple[Look, ...]


class ReportFacts(Value, frozen=True, kw_only=True):
    """All a report says."""

    brand: str | None
    sample: bool
    made_at: datetime
    #: the week is not over yet; `before` is then the same part of the week before
    is_running: bool
    this: WeekFacts
    before: WeekFacts
    now: Now
    blind: tuple[Blind, ...]
    costs: tuple[MonthCost, ...]
    #: anything is known from before this week
    has_history: bool
    #: newest mention of the last 90 days, looked up when the week has none
    last_mention_at: datetime | None
    #: the rules of the playbook, when the caller knows them
    rules: tuple[str, ...]
    troubles: tuple[Trouble, ...] = ()
    silences: tuple[Silence, ...] = ()
    switched: tuple[Switched, ...] = ()
