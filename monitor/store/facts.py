"""Bulk look-ups for a page: what is known about its authors, its conversations, and the day.

The ids of a page go in as one JSON array, so that each question is one statement with a constant
text; authors and conversations of which only the one message is known never come back.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection

from monitor.domain.stored import AuthorFacts, BrandFacts, ConversationFacts, Mark
from monitor.store import fact_queries as queries
from monitor.store.case_rows import case_from
from monitor.store.moments import moment, moment_or_none, stored

_encode = msgspec.json.Encoder().encode

# Any: the fields of AuthorFacts
_Known: TypeAlias = dict[str, dict[str, Any]]
_NOTHING = AuthorFacts()
_MARKS = {
    Mark.OPTED_OUT.value: "is_opted_out",
    Mark.QUIET.value: "is_quiet",
    Mark.MUTED.value: "is_muted",
    Mark.FLAGGED.value: "is_flagged",
}


class SqlFacts:
    """Implements `FactsStore`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_authors(
        self, brand: str, author_ids: Iterable[str], now: datetime, *, with_posts: bool = True
    ) -> dict[str, AuthorFacts]:
        ask = queries.AUTHORS if with_posts else queries.AUTHORS_ALONE
        known: _Known = {}
        with_case: list[str] = []
        with_slot: list[str] = []
        with_mark: list[str] = []
        for (
            author_id,
            has_more,
            post_at,
            direct_at,
            has_case,
            has_slot,
            has_mark,
        ) in ask.rows(self._connection, _array(author_ids), brand):
            known[author_id] = {"last_dm_at": moment_or_none(direct_at)}
            if has_more:
                known[author_id]["last_post_at"] = moment_or_none(post_at)
            if has_case:
                with_case.append(author_id)
            if has_slot:
                with_slot.append(author_id)
            if has_mark:
                with_mark.append(author_id)
        at = stored(now)
        self._add_cases(known, with_case, brand, at)
        self._add_slots(known, with_slot, brand, at)
        self._add_marks(known, with_mark, brand, at)
        found = {author_id: AuthorFacts(**facts) for author_id, facts in known.items()}
        return {author_id: facts for author_id, facts in found.items() if facts != _NOTHING}

    def of_conversations(self, brand: str, ids: Iterable[str]) -> dict[str, ConversationFacts]:
        rows = queries.CONVERSATIONS.rows(self._connection, _array(ids), brand)
        return {
            conversation_id: ConversationFacts(
                own_post_at=moment_or_none(own_post_at),
                acknowledgements=acknowledgements,
                replies=replies,
                is_closed=bool(is_closed),
            )
            for conversation_id, own_post_at, acknowledgements, replies, is_closed in rows
        }

    def of_brand(self, brand: str, day_began: datetime, hour_began: datetime) -> BrandFacts:
        since = stored(min(day_began, hour_began))
        day, hour = stored(day_began), stored(hour_began)
        today, this_hour = queries.SENT.rows(self._connection, day, hour, brand, since)[0]
        templates = queries.TEMPLATES.rows(self._connection, brand)
        return BrandFacts(
            sent_today=today or 0,
            sent_this_hour=this_hour or 0,
            open_promises=queries.OPEN_PROMISES.rows(self._connection, brand)[0][0],
            recent_templates=tuple(template for (template,) in templates),
        )

    def _add_cases(self, known: _Known, ids: list[str], brand: str, at: int) -> None:
        """Cases oldest first, so that the newest has the last word."""
        if not ids:
            return
        late: dict[str, str] = {}
        for row in queries.CASES.rows(self._connection, _array(ids), brand):
            case = case_from(row)
            facts = known[case.author_id]
            facts["had_case"] = True
            if case.is_open:
                facts["open_case"] = case
                late[str(case.number)] = case.author_id
            else:
                facts["last_case_at"] = case.opened_at
        if late:
            for (number,) in queries.LATE.rows(self._connection, _array(late), at):
                known[late[str(number)]]["promise_is_late"] = True

    def _add_slots(self, known: _Known, ids: list[str], brand: str, at: int) -> None:
        if not ids:
            return
        rows = queries.SLOTS.rows(self._connection, _array(ids), brand, at)
        for author_id, effect, until_at in rows:
            known[author_id].update(slot_effect=effect, slot_until=moment(until_at))

    def _add_marks(self, known: _Known, ids: list[str], brand: str, at: int) -> None:
        if not ids:
            return
        for author_id, mark in queries.MARKS.rows(self._connection, _array(ids), brand, at):
            known[author_id][_MARKS[mark]] = True


def _array(ids: Iterable[str]) -> str:
    return _encode(list(ids)).decode()
