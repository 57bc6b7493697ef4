"""The store's ports for what we owe and say: cases, the outbox, acknowledgement slots."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.domain.case import Case, Evidence, Promise, PromiseState, TimelineEntry
from monitor.domain.effect import Action, Effect, State


class Cases(Protocol):
    """Cases, their timelines and promises."""

    def next_number(self) -> int:
        """A number no case has; kept with the transaction."""
        ...

    def add(self, cases: Sequence[Case]) -> None: ...

    def save(self, *cases: Case) -> None:
        """Their state; whose they are and what began them never changes. Raises NotFound."""
        ...

    def get(self, number: int) -> Case | None: ...

    def open_of(self, brand: str, author_id: str) -> Case | None:
        """Of the customer this author is."""
        ...

    def newest_of(self, brand: str, author_id: str) -> Case | None:
        """Of the customer this author is; open or not."""
        ...

    def listed(self, *, brand: str | None = None, only_open: bool = True) -> list[Case]:
        """Urgent first, then by deadline."""
        ...

    def waking(self, now: datetime) -> list[Case]:
        """Cases that were put off until then, the first to wake first."""
        ...

    def to_follow_up(self, now: datetime) -> list[Case]:
        """Cases whose customer is to be asked by then whether all is well, oldest first."""
        ...

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Case]:
        """Cases opened, answered or resolved in [since, until)."""
        ...

    def tell(self, entries: Sequence[TimelineEntry]) -> None: ...

    def timeline(self, number: int) -> list[TimelineEntry]: ...

    def add_promise(self, promise: Promise) -> int: ...

    def promises(
        self, *, case_number: int | None = None, state: PromiseState | None = None
    ) -> list[Promise]: ...

    def promises_due(self, now: datetime) -> list[Promise]:
        """Open promises whose `look_at` has come, oldest first."""
        ...

    def next_promise_at(self) -> datetime | None:
        """When the next open promise wants to be looked at."""
        ...

    def look_again(self, number: int, at: datetime) -> None:
        """The promise is looked at next then."""
        ...

    def keep_evidence(self, case: Case, at: datetime, why: str) -> None:
        """What this customer wrote keeps its words, even when they delete it."""
        ...

    def end_evidence(self, case: Case) -> bool:
        """What was deleted in the meantime goes, unless another hold keeps it; False: no hold."""
        ...

    def evidence(self) -> list[Evidence]:
        """Every case of which the evidence is kept."""
        ...

    def end_promise(self, number: int, state: PromiseState, at: datetime) -> None: ...


class Outbox(Protocol):
    """Effects decided and not yet delivered, and all they became."""

    def next_number(self) -> int: ...

    def add(self, effects: Sequence[Effect]) -> None:
        """Unique per (brand, message, rule, action): a second one is told as Bug. So is a measure
        against a target against which the same one has not ended."""
        ...

    def get(self, number: int) -> Effect | None: ...

    def due(self, now: datetime, actions: Sequence[Action], limit: int = 100) -> list[Effect]:
        """Approved, held or pending effects whose `not_before` has come, oldest first."""
        ...

    def to_raise(self, now: datetime, limit: int = 1_000) -> list[Effect]:
        """Proposals whose `not_before` has come: half their time is over, or all of it."""
        ...

    def next_due_at(self) -> datetime | None:
        """When the next proposed, approved, held, pending or unknown effect wants a look."""
        ...

    def in_state(self, *states: State, brand: str | None = None) -> list[Effect]: ...

    def count(self, brand: str, action: Action, state: State) -> int:
        """How many are in that state."""
        ...

    def of_case(self, number: int) -> list[Effect]: ...

    def of_message(self, brand: str, message_id: str) -> list[Effect]: ...

    def waiting_for(self, brand: str, author_id: str) -> list[Effect]:
        """Public words to this customer that are proposed, approved, held or pending."""
        ...

    def measures(self, brand: str | None = None) -> list[Effect]:
        """Mutes, blocks and hides that have not ended, oldest first: there are few."""
        ...

    def posted(self, brand: str, message_id: str) -> bool:
        """This message of ours was posted by an effect."""
        ...

    def move(self, old: Effect, new: Effect) -> bool:
        """Writes `new` if the row still has `old`'s state and version; False when it has not."""
        ...

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Effect]:
        """Effects created or sent in [since, until)."""
        ...


class Slots(Protocol):
    """The acknowledgement slot: once per brand and customer, held by the database."""

    def take(self, brand: str, author_id: str, effect: int, until: datetime, now: datetime) -> bool:
        """One conditional upsert; False when the customer holds one beyond `now`."""
        ...

    def release(self, brand: str, author_id: str, effect: int) -> None:
        """Only if this effect holds it."""
        ...
