"""Bulk look-ups for a page: what is known about its authors, its conversations, and the day.

The ids of a page go in as one JSON array, so that each question is one statement with a constant
text; authors and conversations of which only the one message is known never come back.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection

from monitor.domain.stored import (
    MAYBE_ALL,
    AuthorFacts,
    BrandFacts,
    ConversationFacts,
    Mark,
    Seldom,
)
from monitor.store import fact_queries as queries
from monitor.store.case_rows import case_from
from monitor.store.linked_facts import Linked
from monitor.store.moments import moment, moment_or_none, stored

_encode = msgspec.json.Encoder().encode

# Any: the fields of AuthorFacts, and of ConversationFacts
_Known: TypeAlias = dict[str, dict[str, Any]]
_ONE_REPLY = ConversationFacts(replies=1)
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
        self,
        brand: str,
        author_ids: Iterable[str],
        now: datetime,
        *,
        with_posts: bool = True,
        there_is: Seldom = MAYBE_ALL,
    ) -> dict[str, AuthorFacts]:
        linked = Linked()
        if there_is.links:
            author_ids = list(author_ids)
            linked = Linked.of(self._connection, author_ids, brand)
            author_ids = linked.with_others(author_ids)
        ids, at = _array(author_ids), stored(now)
        known: _Known = {}
        if there_is.directs:
            for author_id, direct_at in queries.DIRECTS.rows(self._connection, ids, brand):
                known[author_id] = {"last_dm_at": moment(direct_at)}
        if with_posts:
            for author_id, post_at in queries.POSTS.rows(self._connection, ids, brand):
                known.setdefault(author_id, {})["last_post_at"] = moment_or_none(post_at)
        self._add_cases(known, ids, brand, at)
        for author_id, effect, until_at in queries.SLOTS.rows(self._connection, ids, brand, at):
            known.setdefault(author_id, {}).update(slot_effect=effect, slot_until=moment(until_at))
        if there_is.marks:
            for author_id, mark in queries.MARKS.rows(self._connection, ids, brand, at):
                known.setdefault(author_id, {})[_MARKS[mark]] = True
        linked.share(known)
        return {author_id: AuthorFacts(**facts) for author_id, facts in known.items()}

    def of_conversations(
        self, brand: str, ids: Iterable[str], *, there_is: Seldom = MAYBE_ALL
    ) -> dict[str, ConversationFacts]:
        array = _array(ids)
        known: _Known = {}
        for id_, replies, own_post_at in queries.REPLIES.rows(self._connection, array, brand):
            known[id_] = {"replies": replies, "own_post_at": moment_or_none(own_post_at)}
        for id_, words in queries.ACKNOWLEDGEMENTS.rows(self._connection, array, brand):
            known.setdefault(id_, {})["acknowledgements"] = words
        if there_is.closed:
            for (id_,) in queries.CLOSED.rows(self._connection, array, brand):
                known.setdefault(id_, {})["is_closed"] = True
        found = {id_: ConversationFacts(**facts) for id_, facts in known.items()}
        return {id_: facts for id_, facts in found.items() if facts != _ONE_REPLY}

    def of_brand(self, brand: str, day_began: datetime, hour_began: datetime) -> BrandFacts:
        since = (stored(day_began), stored(hour_began))
        today, this_hour, promises, *seldom = queries.DAY.rows(self._connection, brand, *since)[0]
        surge, incidents, marks, directs, closed, links = map(bool, seldom)
        return BrandFacts(
            sent_today=today,
            sent_this_hour=this_hour,
            open_promises=promises,
            there_is=Seldom(
                surge=surge,
                incidents=incidents,
                marks=marks,
                directs=directs,
                closed=closed,
                links=links,
            ),
        )

    def recent_templates(self, brand: str) -> tuple[str, ...]:
        rows = queries.TEMPLATES.rows(self._connection, brand)
        return tuple([template for (template,) in rows])

    def _add_cases(self, known: _Known, ids: str, brand: str, at: int) -> None:
        """Cases oldest first, so that the newest has the last word."""
        late: dict[str, str] = {}
        for row in queries.CASES.rows(self._connection, ids, brand):
            case = case_from(row)
            facts = known.setdefault(case.author_id, {})
            facts["had_case"] = True
            if case.is_open:
                facts["open_case"] = case
                late[str(case.number)] = case.author_id
            else:
                facts["last_case_at"] = case.opened_at
        if late:
            for (number,) in queries.LATE.rows(self._connection, _array(late), at):
                known[late[str(number)]]["promise_is_late"] = True


def _array(ids: Iterable[str]) -> str:
    return _encode(list(ids)).decode()
