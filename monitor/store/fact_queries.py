"""The questions behind the facts. Each is answered from an index; none grows with the history."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Table,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    null,
    or_,
    select,
    text,
)
from sqlalchemy.sql import literal_column

from monitor.store import tables
from monitor.store.message_rows import IS_REPLY
from monitor.store.prepared import Prepared, each
from monitor.store.tables import (
    acknowledgement_slot as slot,
)
from monitor.store.tables import (
    author_mark,
    closed_conversation,
    effect,
    message,
    promise,
)

#: replies in a conversation are counted no further, so that a hot one stays cheap
REPLIES_AT_MOST = 1_000
#: so many templates of acknowledgements are remembered
RECENT = 10

_ids = each("ids")
_none: ColumnElement[int] = literal_column("0")
_one: ColumnElement[int] = literal_column("1")
_brand: BindParameter[str] = bindparam("brand")
_now: BindParameter[int] = bindparam("now")

# Worded as in the indexes, so that they are used.
_IS_DIRECT = text("message.type = 'direct_message'")
_IS_PUBLIC = text("message.type <> 'direct_message'")
_IS_WORD = text("effect.action = 'acknowledge'")
_IS_OPEN = text("promise.state = 'open'")
_KEEPS_SLOT = text("effect.state NOT IN ('rejected', 'expired', 'cancelled', 'refused')")


def _of_author(table: Table) -> ColumnElement[bool]:
    return exists().where(table.c.author_id == _ids.c.value, table.c.brand == _brand)


_by_author = and_(message.c.author_id == _ids.c.value, message.c.brand == _brand)
_second = select(message.c.number).where(_by_author).limit(_one).offset(_one)
_newest = (
    select(message.c.created_at)
    .where(_by_author)
    .order_by(message.c.created_at.desc())
    # SQLAlchemy adds an offset on SQLite, as a parameter: this one is none
    .limit(_one)
    .offset(_none)
)


def _authors(has_more: ColumnElement[bool], post_at: ColumnElement[Any]) -> Prepared:
    known = select(
        _ids.c.value.label("author_id"),
        has_more.label("has_more"),
        post_at.label("post_at"),
        _newest.where(_IS_DIRECT).scalar_subquery().label("direct_at"),
        _of_author(tables.case).label("has_case"),
        _of_author(slot).label("has_slot"),
        _of_author(author_mark).label("has_mark"),
    ).subquery("authors")
    something = or_(
        known.c.direct_at.is_not(None),
        known.c.has_more,
        known.c.has_case,
        known.c.has_slot,
        known.c.has_mark,
    )
    return Prepared(lambda _: select(known).where(something), ("ids", "brand"))


#: authors of whom more is known than one public post: the newest of either sort, and what to ask
AUTHORS = _authors(exists(_second), _newest.where(_IS_PUBLIC).scalar_subquery())
#: authors of whom more is known than public posts
AUTHORS_ALONE = _authors(false(), null())

SLOTS = Prepared(
    lambda _: select(slot.c.author_id, slot.c.effect, slot.c.until_at).where(
        slot.c.author_id.in_(select(_ids.c.value)),
        slot.c.brand == _brand,
        slot.c.until_at > _now,
    ),
    ("ids", "brand", "now"),
)

MARKS = Prepared(
    lambda _: select(author_mark.c.author_id, author_mark.c.mark).where(
        author_mark.c.author_id.in_(select(_ids.c.value)),
        author_mark.c.brand == _brand,
        or_(author_mark.c.until_at.is_(None), author_mark.c.until_at > _now),
    ),
    ("ids", "brand", "now"),
)

CASES = Prepared(
    lambda _: (
        select(tables.case)
        .where(tables.case.c.author_id.in_(select(_ids.c.value)), tables.case.c.brand == _brand)
        .order_by(tables.case.c.opened_at, tables.case.c.number)
    ),
    ("ids", "brand"),
)

#: which of these cases have a promise that is late; their numbers come as strings
LATE = Prepared(
    lambda _: (
        select(promise.c.case_number)
        .where(
            promise.c.case_number.in_(select(cast(_ids.c.value, promise.c.case_number.type))),
            _IS_OPEN,
            promise.c.due_at < _now,
        )
        .distinct()
    ),
    ("ids", "now"),
)

_there = and_(message.c.conversation_id == _ids.c.value, message.c.brand == _brand, IS_REPLY)
_by_machine = exists().where(
    effect.c.posted_id == message.c.id,
    text("effect.posted_id <> ''"),
    effect.c.brand == message.c.brand,
)
_own_post = (
    select(func.max(message.c.created_at))
    .where(_there, message.c.from_brand == _one, ~_by_machine)
    .scalar_subquery()
)
_some_replies = (
    select(message.c.number)
    .where(_there, message.c.from_brand == _none)
    .limit(literal_column(str(REPLIES_AT_MOST)))
    .offset(_none)
    .correlate(_ids)
    .subquery("some_replies")
)
_replies = select(func.count()).select_from(_some_replies).scalar_subquery()
_acknowledgements = (
    select(func.count())
    .select_from(effect)
    .where(
        effect.c.conversation_id == _ids.c.value,
        effect.c.brand == _brand,
        _IS_WORD,
        _KEEPS_SLOT,
        # a draft is nobody's word yet
        text("effect.state <> 'proposed'"),
    )
    .scalar_subquery()
)
_closed = exists().where(
    closed_conversation.c.id == _ids.c.value, closed_conversation.c.brand == _brand
)
_conversations = select(
    _ids.c.value.label("id"),
    _own_post.label("own_post_at"),
    _acknowledgements.label("acknowledgements"),
    _replies.label("replies"),
    _closed.label("is_closed"),
).subquery("conversations")

#: conversations with more than one reply, a word of ours, an acknowledgement, or an end
CONVERSATIONS = Prepared(
    lambda _: select(_conversations).where(
        or_(
            _conversations.c.replies > _one,
            _conversations.c.own_post_at.is_not(None),
            _conversations.c.acknowledgements > _none,
            _conversations.c.is_closed,
        )
    ),
    ("ids", "brand"),
)

SENT = Prepared(
    lambda _: select(
        func.sum(case((effect.c.sent_at >= bindparam("day"), _one), else_=_none)),
        func.sum(case((effect.c.sent_at >= bindparam("hour"), _one), else_=_none)),
    ).where(effect.c.brand == _brand, _IS_WORD, effect.c.sent_at >= bindparam("since")),
    ("day", "hour", "brand", "since"),
)

TEMPLATES = Prepared(
    lambda _: (
        select(effect.c.template)
        .where(effect.c.brand == _brand, _IS_WORD, _KEEPS_SLOT)
        .order_by(effect.c.number.desc())
        .limit(literal_column(str(RECENT)))
        .offset(_none)
    ),
    ("brand",),
)

OPEN_PROMISES = Prepared(
    lambda _: select(func.count()).select_from(promise).where(promise.c.brand == _brand, _IS_OPEN),
    ("brand",),
)
