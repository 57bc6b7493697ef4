"""A history made by hand, behind the ports the report reads: small, in memory, no database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import cast

from monitor.domain.case import Case, CaseStatus, Outcome, Promise, PromiseState, Resolution
from monitor.domain.clock import Hours, parse_hours
from monitor.domain.decision import Decision, Recovered
from monitor.domain.effect import Action, Effect, State
from monitor.domain.facts import Circumstances
from monitor.domain.message import Author, Message, MessageType, SetAside
from monitor.domain.permission import Permission, Reason, Verdict, deny
from monitor.domain.ports import Decided, Poll, Store, Tx
from monitor.domain.reading import Kind, Reading, Topic
from monitor.report import Period, Report, parse_week, week_before, weekly_report

BRAND = "larch"
HOURS = Hours(
    time_zone="Europe/Berlin",
    office=parse_hours("Mon-Fri 09:00-17:00"),
    acknowledge=parse_hours("daily 07:00-22:00"),
)
WEEK = parse_week("2026-W47", HOURS.time_zone)
#: Monday 08:00 in Berlin, when the report of the week before is made
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
RULES = ("our-own-words", "serious", "won-back", "praise", "complaint", "the-rest")


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """That day of the week (0 is Monday, −7 the Monday before), on Berlin's winter clock."""
    return WEEK.since + timedelta(days=day, hours=hour, minutes=minute)


class History:
    """What happened, and the ports to it."""

    def __init__(self) -> None:
        self.decided: list[Decided] = []
        self.stored_cases: list[Case] = []
        self.effects: list[Effect] = []
        self.stored_promises: list[Promise] = []
        self.set_aside: list[SetAside] = []
        self.seen_polls: list[Poll] = []
        self.messages = _Messages(self)
        self.cases = _Cases(self)
        self.outbox = _Outbox(self)
        self.authors = _Authors(self)
        self.switches = _Switches(self)

    # --- what happened ---

    def mention(
        self,
        when: datetime,
        kind: Kind = Kind.OTHER,
        text: str = "words",
        *,
        platform: str = "bluesky",
        who: str = "",
        topic: str = "",
        compound: float | None = None,
        brand: str = BRAND,
        from_brand: bool = False,
        direct: bool = False,
        rule: str | None = None,
        permission: Permission | None = None,
        recovered: bool = False,
        sensitive: tuple[str, ...] = (),
        deleted: bool = False,
    ) -> Decided:
        number = len(self.decided) + 1
        handle = who or f"person{number}"
        if compound is None:
            compound = {Kind.COMPLAINT: -0.4, Kind.PRAISE: 0.6}.get(kind, 0.0)
        if rule is None:
            rule = {Kind.COMPLAINT: "complaint", Kind.PRAISE: "praise"}.get(kind, "the-rest")
        decided = Decided(
            message=Message(
                id=f"{platform}:{number}",
                brand=brand,
                platform=platform,
                author=Author(id=f"{platform}:@{handle}", platform=platform, handle=handle),
                text="" if deleted else text,
                created_at=when,
                seen_at=when + timedelta(minutes=2),
                type=MessageType.DIRECT_MESSAGE if direct else MessageType.POST,
                addressed=True,
                from_brand=from_brand,
                deleted_at=when if deleted else None,
            ),
            reading=Reading(
                compound=compound,
                pos=0.0,
                neu=1.0,
                neg=0.0,
                compound_used=compound,
                kind=kind,
                topics=(Topic(name=topic, confidence=0.9),) if topic else (),
                sensitive=sensitive,
            ),
            circumstances=Circumstances(),
            decision=Decision(
                rule=rule,
                permission=permission or deny(Reason.NOT_UNLOCKED),
                records=(Recovered(),) if recovered else (),
            ),
            effects=(),
            decided_at=when + timedelta(minutes=3),
        )
        self.decided.append(decided)
        return decided

    def complaint(
        self,
        when: datetime,
        text: str = "cold coffee",
        *,
        who: str = "",
        topic: str = "broken",
        platform: str = "bluesky",
        compound: float = -0.4,
        answered_after: timedelta | None = None,
        acknowledged_after: timedelta | None = None,
        resolution: Resolution | None = None,
        cause: str = "",
        deadline_after: timedelta = timedelta(hours=4),
    ) -> Case:
        """A complaint with its case; a resolved one is resolved an hour after the answer."""
        decided = self.mention(
            when,
            Kind.COMPLAINT,
            text,
            who=who,
            topic=topic,
            platform=platform,
            compound=compound,
        )
        answered_at = when + answered_after if answered_after is not None else None
        resolved_at = (answered_at or when) + timedelta(hours=1) if resolution else None
        status = CaseStatus.NEW if answered_at is None else CaseStatus.WAITING
        case = Case(
            number=len(self.stored_cases) + 1,
            brand=BRAND,
            author_id=decided.message.author.id,
            status=CaseStatus.RESOLVED if resolution else status,
            topic=topic,
            assignee="Bo",
            opened_at=when + timedelta(minutes=3),
            deadline_at=None if resolution or answered_at else when + deadline_after,
            first_message_id=decided.message.id,
            first_response_at=answered_at,
            resolved_at=resolved_at,
            resolution=resolution,
            cause=cause,
            outcome=Outcome.NONE,
        )
        self.stored_cases.append(case)
        if acknowledged_after is not None:
            self.acknowledge(decided, sent_after=acknowledged_after)
        return case

    def acknowledge(
        self,
        decided: Decided,
        state: State = State.SENT,
        reason: Reason = Reason.ADDRESSED_US,
        *,
        sent_after: timedelta | None = None,
        action: Action = Action.ACKNOWLEDGE,
    ) -> Effect:
        message = decided.message
        sent_at = message.created_at + sent_after if sent_after is not None else None
        effect = Effect(
            number=len(self.effects) + 1,
            brand=message.brand,
            action=action,
            state=state,
            reason=reason,
            platform=message.platform,
            message_id=message.id,
            author_id=message.author.id,
            conversation_id=message.conversation,
            rule=decided.decision.rule,
            created_at=decided.decided_at,
            not_before=decided.decided_at,
            sent_at=sent_at,
        )
        self.effects.append(effect)
        return effect

    def promise(self, made_at: datetime, state: PromiseState, lasting: float = 4) -> Promise:
        ended_at = made_at + timedelta(hours=lasting)
        promise = Promise(
            number=len(self.stored_promises) + 1,
            brand=BRAND,
            case_number=1,
            effect_number=None,
            made_at=made_at,
            due_at=made_at + timedelta(hours=4),
            state=state,
            ended_at=None if state is PromiseState.OPEN else ended_at,
        )
        self.stored_promises.append(promise)
        return promise

    def poll(
        self, connector: str, *, failing_since: datetime | None = None, error: str = ""
    ) -> None:
        self.seen_polls.append(
            Poll(
                brand=BRAND,
                connector=connector,
                last_success_at=failing_since or NOW - timedelta(minutes=2),
                last_try_at=NOW - timedelta(minutes=2),
                failing_since=failing_since,
                error=error,
            )
        )

    # --- the store ---

    @contextmanager
    def read(self) -> Iterator[Tx]:
        # cast: of a transaction the report uses these five parts only
        yield cast(Tx, self)

    def report(
        self,
        period: Period = WEEK,
        *,
        now: datetime = NOW,
        sample: bool = False,
        brand: str | None = None,
    ) -> Report:
        # cast: of a store the report uses `read` only
        store = cast(Store, self)
        return weekly_report(store, period, HOURS, now=now, sample=sample, brand=brand, rules=RULES)


class _Messages:
    def __init__(self, history: History) -> None:
        self.history = history

    def between(
        self, since: datetime, until: datetime, brand: str | None = None
    ) -> Iterator[Decided]:
        for decided in sorted(self.history.decided, key=lambda each: each.message.created_at):
            message = decided.message
            if since <= message.created_at < until and brand in (None, message.brand):
                yield decided

    def get(self, message_id: str, brand: str | None = None) -> Message | None:
        for decided in self.history.decided:
            if decided.message.id == message_id and brand in (None, decided.message.brand):
                return decided.message
        return None

    def quarantined(self) -> list[SetAside]:
        return self.history.set_aside


class _Cases:
    def __init__(self, history: History) -> None:
        self.history = history

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Case]:
        return [
            case
            for case in self.history.stored_cases
            if brand in (None, case.brand)
            and any(
                moment is not None and since <= moment < until
                for moment in (case.opened_at, case.first_response_at, case.resolved_at)
            )
        ]

    def listed(self, *, brand: str | None = None, only_open: bool = True) -> list[Case]:
        return [
            case
            for case in self.history.stored_cases
            if brand in (None, case.brand) and (case.is_open or not only_open)
        ]

    def promises(
        self, *, case_number: int | None = None, state: PromiseState | None = None
    ) -> list[Promise]:
        return [
            each
            for each in self.history.stored_promises
            if case_number in (None, each.case_number) and state in (None, each.state)
        ]


class _Outbox:
    def __init__(self, history: History) -> None:
        self.history = history

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Effect]:
        return [
            effect
            for effect in self.history.effects
            if brand in (None, effect.brand)
            and any(
                moment is not None and since <= moment < until
                for moment in (effect.created_at, effect.sent_at)
            )
        ]

    def in_state(self, *states: State, brand: str | None = None) -> list[Effect]:
        return [
            effect
            for effect in self.history.effects
            if effect.state in states and brand in (None, effect.brand)
        ]


class _Authors:
    def __init__(self, history: History) -> None:
        self.history = history

    def get(self, author_id: str) -> Author | None:
        for decided in self.history.decided:
            if decided.message.author.id == author_id:
                return decided.message.author
        return None


class _Switches:
    def __init__(self, history: History) -> None:
        self.history = history

    def polls(self) -> list[Poll]:
        return self.history.seen_polls


# --- weeks --------------------------------------------------------------------------------------

H = timedelta(hours=1)
M = timedelta(minutes=1)
ALLOWED = Permission(verdict=Verdict.ALLOW, reason=Reason.ADDRESSED_US)


def _others(history: History, number: int, first_day: int) -> None:
    platforms = ("x", "bluesky", "mastodon", "reddit")
    for count in range(number):
        history.mention(
            at(first_day + count % 7, 8 + count % 11, count % 60),
            Kind.QUESTION if count % 9 == 0 else Kind.OTHER,
            platform=platforms[count % 4],
        )


def calm_week() -> History:
    """41 mentions after 38; three complaints, all answered; five people to thank."""
    history = History()
    _others(history, 35, -7)
    for day in (-6, -5, -3):
        history.complaint(at(day, 10), topic="late", answered_after=2 * H)
    _others(history, 33, 0)
    for day, text in (
        (0, "50 minutes for two coffees, and one was cold"),
        (2, "The name on the birthday cake is wrong. Does anybody read the order form?"),
        (4, "paid twice for one loaf"),
    ):
        history.complaint(
            at(day, 10),
            text,
            topic=("late", "wrong_item", "money")[day // 2],
            answered_after=timedelta(minutes=50 + 15 * day),
            acknowledged_after=5 * M,
            resolution=Resolution.SOLVED,
            cause="order form",
        )
        history.promise(at(day, 10, 5), PromiseState.KEPT, 1)
    for day, text in enumerate(("best rye in town", "kind people", "thank you!", "10/10", "love")):
        history.mention(at(day, 15), Kind.PRAISE, text, who=f"happy{day}")
    for connector in ("x", "bluesky", "mastodon", "reddit"):
        history.poll(connector)
    return history


def better_week() -> History:
    """Complaints 9 → 5, answers faster, two came back."""
    history = History()
    _others(history, 31, -7)
    for count in range(9):
        history.complaint(at(-7 + count % 5, 9 + count), answered_after=5 * H + 10 * M)
    _others(history, 30, 0)
    for count in range(5):
        history.complaint(
            at(count, 9, 30),
            "not what I ordered, again" if count < 3 else "it came late",
            topic="wrong_item" if count < 3 else "late",
            answered_after=H + 40 * M,
            acknowledged_after=4 * M,
        )
    for name in ("ada", "maria"):
        history.mention(
            at(5, 11),
            Kind.PRAISE,
            "they put it right the same day, thank you",
            who=name,
            rule="won-back",
            recovered=True,
        )
    history.poll("bluesky")
    return history


def hard_week() -> History:
    """212 complaints instead of 8, most about one outage; four promises broken; six still wait."""
    history = History()
    _others(history, 30, -7)
    for count in range(8):
        history.complaint(at(-7 + count % 7, 11), answered_after=2 * H)
    _others(history, 40, 0)
    for count in range(187):
        history.complaint(
            at(1, 9, count),
            "your payment page takes the money and gives no order",
            topic="access",
            platform=("x", "bluesky")[count % 2],
            answered_after=None if count in (20, 60, 100, 140, 180, 186) else 9 * H,
            deadline_after=4 * H,
        )
    for count in range(25):
        history.complaint(at(count % 7, 13, count), topic="late", answered_after=3 * H)
    for count in range(35):
        state = PromiseState.BROKEN if count < 4 else PromiseState.KEPT
        history.promise(at(1, 9, count), state)
    history.poll("x")
    return history


def blind_week() -> History:
    """X could not be read since Tuesday 14:00."""
    history = History()
    _others(history, 40, -7)
    _others(history, 11, 0)
    history.complaint(at(0, 10), answered_after=H)
    history.poll("x", failing_since=at(1, 14), error="login expired")
    history.poll("bluesky")
    return history


def quiet_week() -> History:
    """Nobody said anything."""
    history = History()
    history.mention(at(-11, 9), Kind.PRAISE, "good bread")
    history.poll("bluesky")
    history.poll("mastodon")
    return history


def first_week() -> History:
    """Nothing is known from before."""
    history = History()
    _others(history, 12, 0)
    history.complaint(at(3, 10), answered_after=H)
    return history


BEFORE = week_before(WEEK)
