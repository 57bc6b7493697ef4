"""Gathering the facts of a report from the store, through its ports, once.

Counts belong to a week by one moment each (see `tally` and `work`), so that the reports of
adjacent weeks add up."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from monitor.domain.bill import month_of
from monitor.domain.case import Case, CaseStatus, Promise, PromiseState
from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, State
from monitor.domain.label import Judged
from monitor.domain.policy import Budget
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Decided, Poll
from monitor.report.facts import Blind, Look, MonthCost, Now, ReportFacts, Waiting, WeekFacts
from monitor.report.flags import flags_in
from monitor.report.period import Period, week_before
from monitor.report.spread import Times, times
from monitor.report.storms import silences_of, troubles_of
from monitor.report.tally import Tally
from monitor.report.unlock import judgements_of, switched_in
from monitor.report.work import (
    WENT_OUT,
    Work,
    belongs_at,
    count_cases,
    count_promises,
    count_words,
)

#: people who wait, and inputs set aside, that are named one by one
NAMED = 12
#: how far back the last mention is looked for when a week has none
LOOK_BACK = timedelta(days=90)
ONE_DAY = timedelta(days=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def gather(
    tx: Tx,
    period: Period,
    hours: Hours,
    brand: str | None = None,
    *,
    now: datetime,
    sample: bool = False,
    rules: Sequence[str] = (),
    budgets: Mapping[str, Budget] | None = None,
) -> ReportFacts:
    """The facts of that week and the one before, of one brand or of all."""
    part = period.up_to(now)
    before = week_before(period)
    if part.until < period.until:
        before = before.first(part.until - part.since)
    promises = [each for each in tx.cases.promises() if brand in (None, each.brand)]
    this = _week(tx, part, hours, brand, promises)
    return ReportFacts(
        brand=brand,
        sample=sample,
        made_at=now,
        is_running=part.until < period.until,
        this=this,
        before=_week(tx, before, hours, brand, promises),
        now=_now(tx, part, brand, now, promises),
        blind=_blind(tx, part, brand),
        costs=_costs(tx, part, brand, budgets or {}),
        has_history=next(_mentions(tx, LONG_AGO, part.since, brand), None) is not None,
        last_mention_at=None if this.mentions.mentions else _last_mention(tx, part, brand),
        rules=tuple(rules),
        troubles=troubles_of(tx, part, brand),
        silences=silences_of(tx, part, brand),
        switched=switched_in(tx, part, brand),
    )


def _week(
    tx: Tx, period: Period, hours: Hours, brand: str | None, promises: Sequence[Promise]
) -> WeekFacts:
    """1. What happened to effects and cases. 2. The mentions. 3. How long each answer took."""
    found = tx.outbox.between(period.since, period.until, brand)
    effects = [effect for effect in found if period.holds(belongs_at(effect))]
    cases = tx.cases.between(period.since, period.until, brand)
    answered = [case for case in cases if period.holds(case.first_response_at)]
    sent = [effect for effect in effects if _is_sent_acknowledgement(effect)]
    began = {case.first_message_id for case in answered} | {each.message_id for each in sent}

    tally = Tally(period, began)
    for decided in tx.messages.between(period.since, period.until, brand):
        tally.add(decided)
    for message_id in began - tally.times.keys():
        message = tx.messages.get(message_id, brand)
        if message is not None:
            tally.times[message_id] = message.created_at

    work = Work(
        words=count_words(effects, _said_wrong(tx, sent)),
        cases=count_cases(cases, period),
        promises=count_promises(promises, period),
        first_acknowledgement=_acknowledged(sent, tally.times, hours),
        first_answer=_answered(answered, tally.times, hours),
    )
    spent = tx.platforms.spent(period.days[0], _last_day(period) + ONE_DAY, brand)
    return WeekFacts(
        period=period,
        mentions=tally.counts(),
        work=work,
        spent=spent,
        judgements=judgements_of(tx, period, brand),
        flags=flags_in(tx, period, brand),
    )


def _said_wrong(tx: Tx, sent: Sequence[Effect]) -> set[int]:
    """Those that a person called wrong afterwards."""
    labels = {each.number: tx.labels.get(each.brand, each.message_id) for each in sent}
    return {
        number
        for number, label in labels.items()
        if label is not None and label.judged is Judged.WRONG
    }


def _acknowledged(sent: Sequence[Effect], began: dict[str, datetime], hours: Hours) -> Times:
    spans = (
        (began.get(effect.message_id, effect.created_at), effect.sent_at)
        for effect in sent
        if effect.sent_at is not None
    )
    return times(spans, hours)


def _answered(cases: Sequence[Case], began: dict[str, datetime], hours: Hours) -> Times:
    spans = (
        (began.get(case.first_message_id, case.opened_at), case.first_response_at)
        for case in cases
        if case.first_response_at is not None
    )
    return times(spans, hours)


def _is_sent_acknowledgement(effect: Effect) -> bool:
    return effect.action is Action.ACKNOWLEDGE and effect.state in WENT_OUT


def _now(
    tx: Tx, period: Period, brand: str | None, now: datetime, promises: Sequence[Promise]
) -> Now:
    open_cases = [
        case
        for case in tx.cases.listed(brand=brand, only_open=True)
        if case.opened_at < period.until
    ]
    waiting = [case for case in open_cases if still_waits(case)]
    set_aside = tx.messages.quarantined()
    drafts = tx.outbox.in_state(State.PROPOSED, brand=brand)
    return Now(
        open_cases=len(open_cases),
        waiting=len(waiting),
        late=sum(_is_late(case, now) for case in waiting),
        who_waits=tuple(
            _who(tx, case, now)
            for case in sorted(waiting, key=lambda case: (case.deadline_at or now, case.number))[
                :NAMED
            ]
        ),
        open_promises=sum(
            each.state is PromiseState.OPEN and each.made_at < period.until for each in promises
        ),
        drafts=sum(effect.is_public_word for effect in drafts),
        needs_person=sum(
            not effect.is_measure for effect in tx.outbox.in_state(State.NEEDS_PERSON, brand=brand)
        ),
        quarantined=len(set_aside),
        set_aside=tuple(set_aside[:NAMED]),
        looks=_looks(_polls(tx, brand)),
    )


def _looks(polls: Sequence[Poll]) -> tuple[Look, ...]:
    """One per connector; of several brands the one that read longest ago."""
    ordered = sorted(polls, key=lambda poll: poll.last_success_at or LONG_AGO, reverse=True)
    last = {poll.connector: poll.last_success_at for poll in ordered}
    return tuple(Look(connector=connector, at=last[connector]) for connector in sorted(last))


def still_waits(case: Case) -> bool:
    """No person has answered, and the next step is ours."""
    return case.is_open and case.status is not CaseStatus.WAITING and case.first_response_at is None


def _is_late(case: Case, now: datetime) -> bool:
    return case.deadline_at is not None and case.deadline_at < now


def _who(tx: Tx, case: Case, now: datetime) -> Waiting:
    author = tx.authors.get(case.author_id)
    return Waiting(
        case_id=case.id,
        platform=author.platform if author is not None else case.author_id.partition(":")[0],
        handle=author.handle if author is not None else case.author_id,
        name=author.name if author is not None else "",
        topic=case.topic,
        opened_at=case.opened_at,
        deadline_at=case.deadline_at,
        is_late=_is_late(case, now),
    )


def _blind(tx: Tx, period: Period, brand: str | None) -> tuple[Blind, ...]:
    """What ended, cut to the week, and what goes on."""
    ended = [
        Blind(
            connector=each.connector,
            since=max(period.since, each.blind.since),
            until=min(period.until, each.blind.until),
            why=each.blind.why,
            is_over=True,
            is_caught_up=each.blind.is_caught_up,
        )
        for each in tx.platforms.blind_between(period.since, period.until, brand)
    ]
    going_on = [
        Blind(
            connector=poll.connector,
            since=max(period.since, poll.failing_since),
            until=period.until,
            why=poll.error,
        )
        for poll in _polls(tx, brand)
        if poll.failing_since is not None and poll.failing_since < period.until
    ]
    return tuple(sorted((*ended, *going_on), key=lambda each: (each.since, each.connector)))


def _costs(
    tx: Tx, period: Period, brand: str | None, budgets: Mapping[str, Budget]
) -> tuple[MonthCost, ...]:
    last = _last_day(period)
    first, _ = month_of(last)
    return tuple(
        MonthCost(
            connector=connector,
            month=first,
            spent=spent,
            cap=budgets[connector].per_month if connector in budgets else None,
        )
        for connector, spent in tx.platforms.spent(first, last + ONE_DAY, brand).items()
    )


def _last_day(period: Period) -> date:
    """Of what has passed; the days of a bill are those of UTC with the same names."""
    return max(period.days[0], period.local(period.until - timedelta.resolution).date())


def _polls(tx: Tx, brand: str | None) -> list[Poll]:
    return [poll for poll in tx.switches.polls() if brand in (None, poll.brand)]


def _mentions(tx: Tx, since: datetime, until: datetime, brand: str | None) -> Iterator[Decided]:
    for decided in tx.messages.between(since, until, brand):
        if not decided.message.from_brand:
            yield decided


def _last_mention(tx: Tx, period: Period, brand: str | None) -> datetime | None:
    last: datetime | None = None
    for decided in _mentions(tx, period.since - LOOK_BACK, period.since, brand):
        last = decided.message.created_at
    return last
