"""For any history: sums agree, adjacent weeks add up, and counting anew gives the same."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.case import PromiseState, Resolution
from monitor.domain.effect import Action, State
from monitor.domain.permission import Permission, Reason, Verdict
from monitor.domain.reading import Kind
from monitor.report import Period, parse_week, render, week_before
from monitor.report.facts import ReportFacts, WeekFacts
from monitor.report.tally import NO_RULE, NO_TOPIC
from tests.unit.report_history import BRAND, History

ZONE = "Europe/Berlin"
#: the clock goes back on the Sunday of the second week
FIRST, SECOND = parse_week("2026-W42", ZONE), parse_week("2026-W43", ZONE)
BEGIN, END = week_before(FIRST).since, SECOND.until + timedelta(days=3)
NOW = SECOND.until + timedelta(days=30)

moments = st.integers(0, int((END - BEGIN).total_seconds())).map(
    lambda seconds: BEGIN + timedelta(seconds=seconds)
)
# the very edges, where a mention may fall into two weeks or none
edges = st.sampled_from([FIRST.since, FIRST.until, SECOND.until]).flatmap(
    lambda edge: st.sampled_from([edge, edge - timedelta(microseconds=1)])
)
whens = moments | edges
spans = st.none() | st.integers(0, 10 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
permissions = st.builds(
    Permission,
    verdict=st.sampled_from(Verdict),
    reason=st.sampled_from([Reason.SETTLING, Reason.SENSITIVE, Reason.ADDRESSED_US]),
)
texts = st.sampled_from(["words", "", "=1+1", "<!channel>", "\u202eback", "\x1b[2J"])


@st.composite
def histories(draw: st.DrawFn) -> History:
    history = History()
    for _ in range(draw(st.integers(0, 12))):
        decided = history.mention(
            draw(whens),
            draw(st.sampled_from(Kind)),
            draw(texts),
            platform=draw(st.sampled_from(["x", "bluesky", "new place"])),
            who=draw(st.sampled_from(["ada", "maria", "x77", ""])),
            topic=draw(st.sampled_from(["late", "money", ""])),
            compound=draw(st.floats(-1, 1)),
            brand=draw(st.sampled_from([BRAND, "other"])),
            from_brand=draw(st.booleans()),
            direct=draw(st.booleans()),
            rule=draw(st.sampled_from(["complaint", "praise", ""])),
            permission=draw(permissions),
            recovered=draw(st.booleans()),
        )
        for action in draw(st.lists(st.sampled_from(Action), max_size=2)):
            state = draw(st.sampled_from(State))
            went_out = state in (State.SENT, State.RETRACTING, State.RETRACTED)
            sent_after = (draw(spans) or timedelta(0)) if went_out else None
            history.acknowledge(decided, state, sent_after=sent_after, action=action)
    for _ in range(draw(st.integers(0, 6))):
        history.complaint(
            draw(whens),
            answered_after=draw(spans),
            resolution=draw(st.none() | st.sampled_from(Resolution)),
            cause=draw(st.sampled_from(["", "order form"])),
        )
        history.promise(draw(whens), draw(st.sampled_from(PromiseState)), draw(st.floats(0, 200)))
    return history


def facts_of(history: History, period: Period, brand: str | None = None) -> ReportFacts:
    return history.report(period, now=NOW, brand=brand).facts


@given(histories(), st.sampled_from([None, BRAND]))
def test_sums_agree(history: History, brand: str | None) -> None:
    facts = facts_of(history, SECOND, brand)
    for week in (facts.this, facts.before):
        counts, work = week.mentions, week.work
        for counted in (counts.by_day, counts.by_platform, counts.by_kind, counts.by_rule):
            assert sum(counted.values()) == counts.mentions
        assert len(counts.by_day) == 7
        assert counts.complaints == counts.by_kind[Kind.COMPLAINT.value]
        assert sum(counts.complaints_by_topic.values()) == counts.complaints
        assert counts.complaints == counts.complaints_allowed + sum(
            (counts.complaints_waited | _apart(counts.complaints_refused)).values()
        )
        assert sum(work.words.by_state.values()) == work.words.acknowledgements
        assert sum(work.cases.resolutions.values()) == work.cases.resolved
        assert sum(work.cases.causes.values()) == work.cases.resolved
        assert work.first_acknowledgement.count == work.words.sent
        assert counts.people <= counts.mentions


def _apart(counts: dict[str, int]) -> dict[str, int]:
    return {f"refused {name}": count for name, count in counts.items()}


@given(histories())
def test_the_week_before_of_one_report_is_the_week_of_another(history: History) -> None:
    assert facts_of(history, SECOND).before == facts_of(history, FIRST).this


@given(histories())
def test_brands_add_up(history: History) -> None:
    whole = _additive(facts_of(history, FIRST).this)
    parts = [_additive(facts_of(history, FIRST, brand).this) for brand in (BRAND, "other")]
    assert parts[0] + parts[1] == whole


@given(histories())
def test_adjacent_weeks_add_up_and_counting_anew_gives_the_same(history: History) -> None:
    weeks = [_additive(facts_of(history, week).this) for week in (FIRST, SECOND)]
    assert weeks[0] + weeks[1] == _counted_anew(history, FIRST.since, SECOND.until)
    for week, counts in zip((FIRST, SECOND), weeks, strict=True):
        assert counts == _counted_anew(history, week.since, week.until)


@given(histories())
@settings(max_examples=50)
def test_every_report_can_be_shown_in_every_form(history: History) -> None:
    report = history.report(SECOND, now=NOW, sample=True)
    assert max(len(line) for line in render(report, "text").splitlines()) <= 100
    for form in ("html", "json", "slack"):
        render(report, form).encode("utf-8")


def _additive(week: WeekFacts) -> Counter[str]:
    """All numbers of a week that adjacent weeks add up to."""
    counts, work = week.mentions, week.work
    found = Counter(
        {
            "mentions": counts.mentions,
            "own posts": counts.own_posts,
            "direct": counts.direct_messages,
            "negative": counts.negative,
            "allowed": counts.complaints_allowed,
            "acknowledgements": work.words.acknowledgements,
            "sent": work.words.sent,
            "direct sent": work.words.direct_messages_sent,
            "alerts sent": work.words.alerts_sent,
            "opened": work.cases.opened,
            "unanswered": work.cases.opened_unanswered,
            "answered": work.first_answer.count,
            "made": work.promises.made,
            "kept": work.promises.kept,
            "broken": work.promises.broken,
            "renewed": work.promises.renewed,
            "not come": work.promises.not_come,
            "unseen": work.promises.unseen,
            "cancelled": work.promises.cancelled,
        }
    )
    for name, counted in (
        ("day", counts.by_day),
        ("platform", counts.by_platform),
        ("kind", counts.by_kind),
        ("rule", counts.by_rule),
        ("topic", counts.complaints_by_topic),
        ("state", work.words.by_state),
        ("resolution", work.cases.resolutions),
    ):
        found.update({f"{name} {key}": count for key, count in counted.items()})
    return +found


def _counted_anew(history: History, since: datetime, until: datetime) -> Counter[str]:
    """The same numbers, counted from the lists in the plainest way."""

    def within(moment: datetime | None) -> bool:
        return moment is not None and since <= moment < until

    found: Counter[str] = Counter()
    for decided in history.decided:
        message, reading, decision = decided.message, decided.reading, decided.decision
        if not within(message.created_at):
            continue
        if message.from_brand:
            found["own posts"] += 1
            continue
        day = FIRST.local(message.created_at).date().isoformat()
        found.update(
            ["mentions", f"day {day}", f"platform {message.platform}", f"kind {reading.kind.value}"]
        )
        found.update([f"rule {decision.rule or NO_RULE}"])
        found.update(_true(direct=message.is_direct, negative=reading.compound_used <= -0.05))
        if reading.kind is Kind.COMPLAINT:
            found.update([f"topic {reading.topics[0].name if reading.topics else NO_TOPIC}"])
            found.update(_true(allowed=decision.permission.verdict is Verdict.ALLOW))
    for effect in history.effects:
        if not within(effect.sent_at or effect.created_at):
            continue
        sent = effect.state in (State.SENT, State.RETRACTING, State.RETRACTED)
        if effect.action is Action.ACKNOWLEDGE:
            found.update(["acknowledgements", f"state {effect.state.value}", *_true(sent=sent)])
        elif effect.action is Action.DIRECT_MESSAGE and sent:
            found.update(["direct sent"])
        elif effect.action is Action.ALERT and sent:
            found.update(["alerts sent"])
    for case in history.stored_cases:
        opened = within(case.opened_at)
        unanswered = opened and case.first_response_at is None
        answered = within(case.first_response_at)
        found.update(_true(opened=opened, unanswered=unanswered, answered=answered))
        if case.resolution is not None and within(case.resolved_at):
            found.update([f"resolution {case.resolution.value}"])
    for promise in history.stored_promises:
        found.update(_true(made=within(promise.made_at)))
        if promise.state is not PromiseState.OPEN and within(promise.ended_at):
            found.update([promise.state.value.replace("_", " ")])
    return found


def _true(**claims: bool) -> Iterable[str]:
    return [name for name, holds in claims.items() if holds]
