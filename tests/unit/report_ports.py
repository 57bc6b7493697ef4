"""The ports the report reads, over plain lists: small, in memory, no database."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from monitor.domain.audit import AuditAction, AuditRow
from monitor.domain.case import Case, Promise, PromiseState
from monitor.domain.effect import Effect, State
from monitor.domain.incident import Incident
from monitor.domain.label import Label
from monitor.domain.message import Author, Message, SetAside
from monitor.domain.stored import BlindPeriod, Decided, Poll
from monitor.domain.surge import Surge


class Happened(Protocol):
    """What happened."""

    decided: list[Decided]
    stored_cases: list[Case]
    effects: list[Effect]
    stored_promises: list[Promise]
    set_aside: list[SetAside]
    seen_polls: list[Poll]
    blind_periods: list[BlindPeriod]
    surges_of_week: list[Surge]
    labelled: list[Label]
    audited: list[AuditRow]
    #: brand, connector, day, US dollars
    bill: list[tuple[str, str, date, Decimal]]


class MessagesPort:
    def __init__(self, history: Happened) -> None:
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


class CasesPort:
    def __init__(self, history: Happened) -> None:
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


class OutboxPort:
    def __init__(self, history: Happened) -> None:
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


class AuthorsPort:
    def __init__(self, history: Happened) -> None:
        self.history = history

    def get(self, author_id: str) -> Author | None:
        for decided in self.history.decided:
            if decided.message.author.id == author_id:
                return decided.message.author
        return None


class SwitchesPort:
    def __init__(self, history: Happened) -> None:
        self.history = history

    def polls(self) -> list[Poll]:
        return self.history.seen_polls


class PlatformsPort:
    def __init__(self, history: Happened) -> None:
        self.history = history

    def blind_between(
        self, since: datetime, until: datetime, brand: str | None = None
    ) -> list[BlindPeriod]:
        return [
            each
            for each in self.history.blind_periods
            if each.blind.until > since and each.blind.since < until and brand in (None, each.brand)
        ]

    def spent(self, since: date, until: date, brand: str | None = None) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for owner, connector, day, dollars in sorted(self.history.bill):
            if since <= day < until and brand in (None, owner):
                found[connector] = found.get(connector, Decimal(0)) + dollars
        return found


class LabelsPort:
    def __init__(self, history: Happened) -> None:
        self.history = history

    def get(self, brand: str, message_id: str) -> Label | None:
        for label in self.history.labelled:
            if (label.brand, label.message_id) == (brand, message_id):
                return label
        return None

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Label]:
        return [
            label
            for label in self.history.labelled
            if since <= label.at < until and brand in (None, label.brand)
        ]


class AuditPort:
    def __init__(self, history: Happened) -> None:
        self.history = history

    def told_of(
        self, actions: Collection[AuditAction], until: datetime, brand: str | None = None
    ) -> list[AuditRow]:
        return [
            row
            for row in self.history.audited
            if row.action in actions and row.at < until and brand in (None, row.brand)
        ]


class SurgesPort:
    def __init__(self, history: Happened) -> None:
        self.history = history

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Surge]:
        return [
            each
            for each in self.history.surges_of_week
            if each.began_at < until and (each.ended_at is None or each.ended_at > since)
        ]


class IncidentsPort:
    """There were none; what a report says of them is tried on the real store."""

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Incident]:
        return []
