"""A history made by hand: mentions, cases, effects, promises, one call each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import cast

from monitor.domain.audit import MACHINE, AuditAction, AuditRow
from monitor.domain.case import Case, CaseStatus, Outcome, Promise, PromiseState, Resolution
from monitor.domain.clock import Hours, parse_hours
from monitor.domain.decision import Decision, Recovered
from monitor.domain.effect import Action, Effect, State
from monitor.domain.facts import Circumstances
from monitor.domain.label import Judged, Label, LabelReason
from monitor.domain.message import Author, Blind, Message, MessageType, SetAside
from monitor.domain.permission import Permission, Reason, deny
from monitor.domain.policy import Budget
from monitor.domain.reading import Kind, Reading, Topic
from monitor.domain.store_ports import Store, Tx
from monitor.domain.stored import BlindPeriod, Decided, Poll
from monitor.domain.surge import Surge
from monitor.domain.unlock import LockReason
from monitor.report import Period, Report, parse_week, weekly_report
from tests.unit.report_ports import (
    AuditPort,
    AuthorsPort,
    CasesPort,
    IncidentsPort,
    LabelsPort,
    MessagesPort,
    OutboxPort,
    PlatformsPort,
    SurgesPort,
    SwitchesPort,
)

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
        self.blind_periods: list[BlindPeriod] = []
        self.surges_of_week: list[Surge] = []
        self.labelled: list[Label] = []
        self.audited: list[AuditRow] = []
        self.bill: list[tuple[str, str, date, Decimal]] = []
        self.messages = MessagesPort(self)
        self.cases = CasesPort(self)
        self.outbox = OutboxPort(self)
        self.authors = AuthorsPort(self)
        self.switches = SwitchesPort(self)
        self.platforms = PlatformsPort(self)
        self.surges = SurgesPort(self)
        self.labels = LabelsPort(self)
        self.audit = AuditPort(self)
        self.incidents = IncidentsPort()

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

    def says(self, when: datetime, effect: Effect, judged: Judged) -> None:
        """Whether it was right, said by a person."""
        self.labelled.append(
            Label(
                brand=effect.brand,
                message_id=effect.message_id,
                author_id=effect.author_id,
                platform=effect.platform,
                effect_number=effect.number,
                judged=judged,
                reason=LabelReason.SAID,
                score=0.97,
                by="Bo",
                at=when,
            )
        )

    def unlocks(self, when: datetime, threshold: str = "0.80") -> None:
        self.audited_as(when, AuditAction.UNLOCKED, threshold)

    def locks(self, when: datetime, reason: LockReason = LockReason.MISTAKES) -> None:
        self.audited_as(when, AuditAction.LOCKED, reason.value)

    def audited_as(self, when: datetime, action: AuditAction, reason: str) -> None:
        self.audited.append(
            AuditRow(
                number=len(self.audited) + 1,
                brand=BRAND,
                at=when,
                actor=MACHINE,
                action=action.value,
                subject="",
                reason=reason,
                about="",
                words="",
                hash="",
            )
        )

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

    def was_blind(
        self,
        connector: str,
        since: datetime,
        until: datetime,
        why: str,
        *,
        is_caught_up: bool = False,
    ) -> None:
        blind = Blind(since=since, until=until, why=why, is_caught_up=is_caught_up)
        self.blind_periods.append(BlindPeriod(brand=BRAND, connector=connector, blind=blind))

    def cost(self, day: date, dollars: str, connector: str = "x", brand: str = BRAND) -> None:
        self.bill.append((brand, connector, day, Decimal(dollars)))

    # --- the store ---

    @contextmanager
    def read(self) -> Iterator[Tx]:
        # cast: of a transaction the report uses these six parts only
        yield cast(Tx, self)

    def report(
        self,
        period: Period = WEEK,
        *,
        now: datetime = NOW,
        sample: bool = False,
        brand: str | None = None,
        budgets: Mapping[str, Budget] | None = None,
    ) -> Report:
        # cast: of a store the report uses `read` only
        store = cast(Store, self)
        return weekly_report(
            store,
            period,
            HOURS,
            now=now,
            sample=sample,
            brand=brand,
            rules=RULES,
            budgets=budgets,
        )
