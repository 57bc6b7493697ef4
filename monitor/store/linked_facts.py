"""What is known of authors that are one customer is known of each of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection

from monitor.domain.stored import TakenSlot
from monitor.store import fact_queries as queries

_encode = msgspec.json.Encoder().encode
# Any: the fields of AuthorFacts
_Facts: TypeAlias = dict[str, Any]
_NEWEST = ("last_dm_at", "last_post_at", "last_case_at")


class Linked:
    """The customers of a page who have several authors."""

    def __init__(self, customers: dict[str, list[str]] | None = None) -> None:
        #: customer → every author
        self._customers = customers or {}

    @classmethod
    def of(cls, connection: Connection, author_ids: Sequence[str], brand: str) -> "Linked":
        """Those of these authors."""
        found: dict[str, list[str]] = {}
        ids = _encode(author_ids).decode()
        for _, customer, author_id in queries.LINKED.rows(connection, ids, brand):
            authors = found.setdefault(customer, [])
            if author_id not in authors:
                authors.append(author_id)
        return cls(found)

    def with_others(self, author_ids: Iterable[str]) -> list[str]:
        """These authors, and who is one customer with any of them."""
        others = [author_id for ids in self._customers.values() for author_id in ids]
        return list(dict.fromkeys([*author_ids, *others]))

    def share(self, known: dict[str, _Facts]) -> None:
        """The facts of each author become those of the customer."""
        for customer, author_ids in self._customers.items():
            facts = _all_of([known.get(author_id, {}) for author_id in author_ids])
            facts.update(customer=customer, identities=tuple(author_ids))
            known.update(dict.fromkeys(author_ids, facts))


def _all_of(each: Sequence[_Facts]) -> _Facts:
    facts: _Facts = {}
    for one in each:
        facts.update(one)
    for name in _NEWEST:
        moments: list[datetime] = [one[name] for one in each if one.get(name) is not None]
        if moments:
            facts[name] = max(moments)
    slots = [
        TakenSlot(until=one["slot_until"], effect=one["slot_effect"])
        for one in each
        if "slot_until" in one
    ]
    if slots:
        latest = max(slots, key=lambda slot: slot.until)
        facts.update(slot_until=latest.until, slot_effect=latest.effect, slots=tuple(slots))
    return facts
