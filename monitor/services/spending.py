"""Spending: what the platforms' calls cost, kept by day, against the owner's budget of the month.

A bill follows the platform's days, which are days in UTC. A stop between a call and its entry loses
the cost of that one call. A spent budget never blinds: mentions of us are still read, slower.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.bill import NOTHING, Raise, dollars, month_of, today
from monitor.domain.connectors import Metered
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.platform import platform_named
from monitor.domain.policy import Budget, Policy
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import Value

log = logging.getLogger(__name__)

#: a new month, or another monitor on the same account, is noticed at the latest after this
LOOK_EVERY = timedelta(minutes=10)


class Spent(Value):
    """What one connector cost, in US dollars."""

    connector: str
    today: Decimal
    this_month: Decimal
    budget: Budget


class Spending:
    """Takes down what the connectors of one brand cost."""

    def __init__(self, store: Store, clock: Clock, policy: Policy, *, brand: str) -> None:
        self.store = store
        self.clock = clock
        self.policy = policy
        self.brand = brand
        self._looked_at: dict[str, datetime] = {}
        #: the step of each budget that the owner knows
        self._told: dict[str, str] = {}

    def take(self, name: str, connector: object) -> None:
        """What the connector's calls cost since the last time; near the budget it is frugal."""
        if not isinstance(connector, Metered):
            return
        cost = connector.take_spent()
        now = self.clock.now()
        looked_at = self._looked_at.get(name)
        if not cost and looked_at is not None and now - looked_at < LOOK_EVERY:
            return
        self._looked_at[name] = now
        if cost:
            with self.store.begin() as tx:
                tx.platforms.spend(self.brand, name, today(now), cost)
        with self.store.read() as tx:
            spent = spent_this_month(tx, self.brand, now).get(name, NOTHING)
            budget = today_s(tx, self.brand, self.policy.budgets, now).get(name)
        connector.is_frugal = budget is not None and budget.is_nearly_spent(spent)
        if budget is not None:
            self._tell(name, spent, budget, now)

    def _tell(self, name: str, spent: Decimal, budget: Budget, now: datetime) -> None:
        """Once a month that the budget is nearly spent, and once that it is."""
        key = _step(name, spent, budget, now)
        if self._told.get(name) == key:
            return
        with self.store.begin() as tx:
            for notice in tx.notices.listed(self.brand):
                if notice.key.startswith(_steps_of(name)) and notice.key != key:
                    tx.notices.end(self.brand, notice.key, now)
            is_news = bool(key) and tx.notices.open(self._notice(key, name, spent, budget, now))
        self._told[name] = key
        if is_news:
            log.warning("the budget of %s: %s", name, key, extra={"action": "budget_reached"})

    def _notice(self, key: str, name: str, spent: Decimal, budget: Budget, now: datetime) -> Notice:
        state = "spent" if budget.is_spent(spent) else "nearly spent"
        return Notice(
            brand=self.brand,
            key=key,
            kind=NoticeKind.BUDGET,
            headline=f"The budget of {platform_named(name).title} is {state}: "
            f"{dollars(spent)} of {dollars(budget.cap)} this month{_raised_words(budget)}",
            text=f"From now on {what_follows(budget, spent)}.",
            fix=f"for today `monitor budget {name} --today 2`; for good raise `per_month` under "
            f"[budget.{name}] in the config, then start again",
            began_at=now,
            tells_end=False,
        )


def connector_of(notice: Notice) -> str:
    """Whose budget a notice is about: as its key names it."""
    words = notice.key.split()
    return words[2] if len(words) > 2 else ""


def _steps_of(name: str) -> str:
    return f"budget of {name} "


def _step(name: str, spent: Decimal, budget: Budget, now: datetime) -> str:
    """Where the budget stands this month; "" while there is enough."""
    if not budget.is_nearly_spent(spent):
        return ""
    state = "spent" if budget.is_spent(spent) else "nearly spent"
    more = f", raised to {budget.cap}" if budget.raised is not None else ""
    return f"{_steps_of(name)}{state} in {today(now):%Y-%m}{more}"


def _raised_words(budget: Budget) -> str:
    return ", as it was raised for today" if budget.raised is not None else ""


def what_follows(budget: Budget, spent: Decimal) -> str:
    """What is done less, from the share on at which the owner is warned."""
    if budget.is_spent(spent):
        return "you are still read, and every reply there waits for your yes"
    return "you are still read, and what can wait is left out"


def spent_this_month(tx: Tx, brand: str, now: datetime) -> dict[str, Decimal]:
    """US dollars by connector."""
    return tx.platforms.spent(*month_of(today(now)), brand)


def today_s(tx: Tx, brand: str, budgets: Mapping[str, Budget], now: datetime) -> dict[str, Budget]:
    """The budgets as they are today: some may have been raised."""
    raises = tx.platforms.raises(brand, today(now)) if budgets else {}
    return {name: budget.with_raise(raises.get(name)) for name, budget in budgets.items()}


def raise_for_today(
    tx: Tx, brand: str, name: str, budget: Budget, more: Decimal, by: str, now: datetime
) -> Budget:
    """So many US dollars more may be spent today, whatever was spent before; 0: none. The budget
    as it is today from now on."""
    spent = spent_this_month(tx, brand, now).get(name, NOTHING)
    begins = max(budget.per_month, spent)
    raised = Raise(from_dollars=begins, to_dollars=begins + more, at=now, said_by=by)
    tx.platforms.raise_budget(brand, name, today(now), raised if more else None)
    tx.audit.write(
        AuditEntry(
            brand=brand,
            at=now,
            actor=by,
            action=AuditAction.BUDGET,
            subject=name,
            reason=f"{more:.2f}",
        )
    )
    return budget.with_raise(raised if more else None)


def spent_of(tx: Tx, brand: str, budgets: Mapping[str, Budget], now: datetime) -> tuple[Spent, ...]:
    """Every connector with a budget that cost something this month."""
    day = today(now)
    so_far = tx.platforms.spent(day, day + timedelta(days=1), brand)
    budgets = today_s(tx, brand, budgets, now)
    return tuple(
        Spent(
            connector=name,
            today=so_far.get(name, NOTHING),
            this_month=cost,
            budget=budgets[name],
        )
        for name, cost in spent_this_month(tx, brand, now).items()
        if name in budgets and cost
    )


def over_budget(tx: Tx, brand: str, policy: Policy, now: datetime) -> frozenset[str]:
    """The platforms whose money for this month is spent."""
    if not policy.budgets:
        return frozenset()
    spent = spent_this_month(tx, brand, now)
    budgets = today_s(tx, brand, policy.budgets, now)
    return frozenset(
        name for name, budget in budgets.items() if budget.is_spent(spent.get(name, NOTHING))
    )
