"""Making rows nameless: every word, name and id of a person goes, and what can be counted stays.

Kept of a message: that there was one, of which kind, when, and what was decided. Kept of a case:
its times and how it ended. Kept of what we said: the id of our own post, and a salted hash of the
words. New ids say nothing (`x:gone-17`) and fit together, so that reports add up as before.
Invariant: no column of any table holds a word, name, handle or id of the person afterwards
(`secure_delete` overwrites the bytes).
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from monitor.domain.audit import MACHINE
from monitor.domain.case import CaseStatus, PromiseState, TimelineKind
from monitor.domain.effect import BEFORE_SENDING, DUE_STATES, FINAL, MEASURES, Action, State
from monitor.domain.erasure import GONE
from monitor.domain.message import MessageType
from monitor.domain.permission import Reason
from monitor.store.deletions import take_from_reading, text_hash
from monitor.store.moments import stored
from monitor.store.nameless_standing import empty_standing
from monitor.store.renaming import chunks, rename_elsewhere
from monitor.store.tables import (
    case,
    case_timeline,
    effect,
    joined_case,
    label,
    message,
    message_version,
    promise,
    switch,
    triage,
)

#: the platform had it at some time, or nobody knows
OUT = (State.SENT, State.RETRACTING, State.RETRACTED, State.NEEDS_PERSON)
#: nobody will hear any more how these end
_UNDER_WAY = frozenset({State.SENDING, State.UNKNOWN})
_MEASURES = frozenset(action.value for action in MEASURES)


def nobody(platform: str) -> str:
    """An author id that belongs to no one; its rows still belong together."""
    return f"{platform}:{GONE}{secrets.token_hex(6)}"


class Nameless:
    """Makes rows of one brand and one person nameless."""

    def __init__(
        self,
        connection: Connection,
        brand: str,
        now: datetime,
        author: str,
        *,
        why: str = "erased",
        tells_cards: bool = True,
    ) -> None:
        self._connection = connection
        self._brand = brand
        self._now = now
        self._why = why
        #: posted cards are to be changed
        self._tells_cards = tells_cards
        #: whose the rows are from now on (see `nobody`)
        self._author = author
        #: old id → new id of their messages
        self._new_ids: dict[str, str] = {}

    def messages(self, which: ColumnElement[bool]) -> int:
        """Messages by others that are theirs, what answers them, and what names them by id."""
        rows = self._connection.execute(
            select(message.c.number, message.c.id, message.c.platform, message.c.type).where(
                message.c.brand == self._brand, message.c.from_brand == 0, which
            )
        ).all()
        for part in chunks(rows):
            self._empty_answers(part)
            self._empty(part)
            self._leave_labels(part)
        rename_elsewhere(self._connection, self._brand, [row.id for row in rows], self._new_ids)
        return len(rows)

    def effects(self, which: ColumnElement[bool]) -> int:
        """What was to be said, done or told because of them."""
        rows = self._connection.execute(
            select(effect).where(effect.c.brand == self._brand, which)
        ).all()
        for row in rows:
            self._connection.execute(
                update(effect).where(effect.c.number == row.number).values(self._effect(row))
            )
        return len(rows)

    def cases(self, which: ColumnElement[bool]) -> int:
        """Their cases: the times stay, the story goes; an open one ends."""
        rows = self._connection.execute(
            select(case.c.number, case.c.status, case.c.first_message_id, case.c.author_id).where(
                case.c.brand == self._brand, which
            )
        ).all()
        for row in rows:
            self._case(row)
        return len(rows)

    def standing(self, theirs: str, until: int) -> None:
        """Their strikes and flags up to a moment (see `nameless_standing`)."""
        empty_standing(
            self._connection, self._brand, theirs, self._author, self._new_ids, until=until
        )

    # --- messages -----------------------------------------------------------------------------

    def _empty(self, rows: Sequence[Any]) -> None:
        numbers = [row.number for row in rows]
        self._connection.execute(
            delete(message_version).where(message_version.c.number.in_(numbers))
        )
        for row in rows:
            self._new_ids[row.id] = f"{row.platform}:{GONE}{row.number}"
            take_from_reading(self._connection, triage.c.number == row.number)
            self._connection.execute(
                update(message)
                .where(message.c.number == row.number)
                .values(
                    id=self._new_ids[row.id],
                    author_id=self._author,
                    author_handle="",
                    author_name="",
                    author_followers=None,
                    author_created_at=None,
                    text="",
                    url="",
                    media=None,
                    conversation_id="",
                    parent_id=None,
                    text_hash=None,
                    deleted_at=stored(self._now),
                )
            )
        self._connection.execute(
            update(triage).where(triage.c.number.in_(numbers)).values(circumstances=None)
        )

    def _leave_labels(self, rows: Sequence[Any]) -> None:
        """How good the machine was stays known; whom it was about does not."""
        for row in rows:
            self._connection.execute(
                update(label)
                .where(label.c.brand == self._brand, label.c.message_id == row.id)
                .values(message_id=self._new_ids[row.id], author_id=self._author)
            )

    def _empty_answers(self, rows: Sequence[Any]) -> None:
        """Our own posts to them: that they were said stays, and a hash of it."""
        ids = [row.id for row in rows]
        private = [row.number for row in rows if row.type == MessageType.DIRECT_MESSAGE.value]
        places = select(message.c.conversation_id).where(
            message.c.number.in_(private), message.c.conversation_id != ""
        )
        posted = select(effect.c.posted_id).where(
            effect.c.brand == self._brand, effect.c.message_id.in_(ids), effect.c.posted_id != ""
        )
        answers = self._connection.execute(
            select(message.c.number, message.c.id, message.c.type, message.c.platform).where(
                message.c.brand == self._brand,
                message.c.from_brand == 1,
                or_(
                    message.c.parent_id.in_(ids),
                    message.c.id.in_(posted),
                    and_(
                        message.c.type == MessageType.DIRECT_MESSAGE.value,
                        message.c.conversation_id.in_(places),
                    ),
                ),
            )
        ).all()
        for row in answers:
            self._empty_answer(row)
        found = select(message.c.conversation_id).where(
            message.c.number.in_(private), message.c.conversation_id != ""
        )
        self._leave_conversations(list(self._connection.execute(found.distinct()).scalars()))

    def _leave_conversations(self, private: Sequence[str]) -> None:
        """The id of a private conversation may be made of the two people in it."""
        for table in (message, effect):
            self._connection.execute(
                update(table)
                .where(table.c.brand == self._brand, table.c.conversation_id.in_(private))
                .values(conversation_id="")
            )

    def _empty_answer(self, row: Any) -> None:  # Any: a row of `message`
        this = message.c.number == row.number
        said = self._connection.execute(select(message.c.text).where(this)).scalar_one()
        kept = {"text": "", "media": None, "parent_id": None}
        if row.type == MessageType.DIRECT_MESSAGE.value:
            kept["url"] = ""
        if said:
            kept["text_hash"] = text_hash(self._connection, self._brand, said)
        self._connection.execute(update(message).where(this).values(kept))
        self._connection.execute(
            delete(message_version).where(message_version.c.number == row.number)
        )
        take_from_reading(self._connection, triage.c.number == row.number)

    # --- effects and cases --------------------------------------------------------------------

    def _effect(self, row: Any) -> dict[str, Any]:  # Any: a row of `effect`, and its values
        """What the row says from now on."""
        state, is_alert = State(row.state), row.action == Action.ALERT.value
        values: dict[str, Any] = {
            "author_id": self._author,
            "message_id": self._new_ids.get(row.message_id, f"{row.platform}:{GONE}e{row.number}"),
            "conversation_id": self._new_ids.get(row.conversation_id, ""),
            "slots": None,
            "text": "",
            "wire": b"",
            "remark": "",
            "version": row.version + 1,
        }
        if row.text and state in OUT:
            said = text_hash(self._connection, self._brand, row.text)
            values["remark"] = f"{self._why}; the hash of what was said: {said}"
        if row.action in _MEASURES:
            # it stays on the platform, and nobody here knows of it any more
            values |= {"posted_url": "", "remark": ""}
            if state not in FINAL:
                values |= {"state": State.CANCELLED.value, "reason": Reason.PARENT_GONE.value}
            return values
        if is_alert and self._tells_cards and self._may_be_posted(row):
            # the card that was posted has to forget them, too
            values |= {"state": State.RETRACTING.value, "not_before": stored(self._now)}
        elif state in BEFORE_SENDING | _UNDER_WAY:
            values |= {"state": State.CANCELLED.value, "reason": Reason.PARENT_GONE.value}
        elif not is_alert and row.action != Action.DIRECT_MESSAGE.value and state in OUT:
            # how many words of ours stand in a conversation that others began
            known = self._new_ids.get(row.conversation_id, row.conversation_id)
            values["conversation_id"] = known
        return values

    def _may_be_posted(self, row: Any) -> bool:  # Any: a row of `effect`
        """A channel has this alert, or may: it is due, so it may be under way at this moment, and
        one of several channels may have taken it before."""
        is_due = row.attempts > 0 or row.not_before <= stored(self._now)
        return row.state == State.SENT.value or (State(row.state) in DUE_STATES and is_due)

    def _case(self, row: Any) -> None:  # Any: a row of `case_`
        now = stored(self._now)
        platform = row.first_message_id.partition(":")[0]
        values: dict[str, Any] = {  # Any: columns of any type
            "author_id": self._author,
            "first_message_id": self._new_ids.get(
                row.first_message_id, f"{platform}:{GONE}c{row.number}"
            ),
            "cause": "",
            "tags": None,
            "make_good": None,
            "snoozed_until": None,
            "follow_up_at": None,
        }
        if row.status != CaseStatus.RESOLVED.value:
            values |= {
                "status": CaseStatus.RESOLVED.value,
                "resolved_at": now,
                "deadline_at": None,
            }
        self._connection.execute(update(case).where(case.c.number == row.number).values(values))
        self._connection.execute(
            update(promise)
            .where(promise.c.case_number == row.number, promise.c.state == PromiseState.OPEN.value)
            .values(state=PromiseState.CANCELLED.value, ended_at=now)
        )
        self._connection.execute(
            delete(case_timeline).where(case_timeline.c.case_number == row.number)
        )
        self._connection.execute(
            delete(joined_case).where(
                or_(
                    joined_case.c.case_number == row.number,
                    joined_case.c.into_number == row.number,
                )
            )
        )
        self._connection.execute(
            delete(switch).where(
                switch.c.brand == self._brand, switch.c.name == f"hold c{row.number}"
            )
        )
        self._connection.execute(
            insert(case_timeline).values(
                brand=self._brand,
                case_number=row.number,
                at=now,
                kind=TimelineKind.STATUS.value,
                by=MACHINE,
                words=f"{self._why}: nothing of this person is kept here",
                message_id="",
            )
        )
