"""The questions behind the facts. Each is answered from an index; none grows with the history."""

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    and_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.sql import literal_column

from monitor.domain.effect import FREES_SLOT, State
from monitor.store.message_rows import IS_REPLY
from monitor.store.prepared import Prepared, each
from monitor.store.storm_tables import incident, surge
from monitor.store.tables import (
    acknowledgement_slot as slot,
)
from monitor.store.tables import (
    author_mark,
    case,
    closed_conversation,
    customer_link,
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
# One by one: of `NOT IN (…)` SQLite makes a table first, each time it is asked.
_KEEPS_SLOT = text(
    " AND ".join([f"effect.state <> '{state}'" for state in State if state in FREES_SLOT])
)


_by_author = and_(message.c.author_id == _ids.c.value, message.c.brand == _brand)
_second = select(message.c.number).where(_by_author).limit(_one).offset(_one)
_newest_post = (
    select(message.c.created_at)
    .where(_by_author, _IS_PUBLIC)
    .order_by(message.c.created_at.desc())
    # SQLAlchemy adds an offset on SQLite, as a parameter: this one is none
    .limit(_one)
    .offset(_none)
    .scalar_subquery()
)

#: the newest post of authors of more than one message
POSTS = Prepared(
    lambda _: select(_ids.c.value, _newest_post).where(exists(_second)), ("ids", "brand")
)

#: the newest direct message of authors who wrote one
DIRECTS = Prepared(
    lambda _: (
        select(_ids.c.value, func.max(message.c.created_at))
        .select_from(_ids.join(message, and_(_by_author, _IS_DIRECT)))
        .group_by(_ids.c.value)
    ),
    ("ids", "brand"),
)

SLOTS = Prepared(
    lambda _: select(slot.c.author_id, slot.c.effect, slot.c.until_at).select_from(
        _ids.join(
            slot,
            and_(
                slot.c.author_id == _ids.c.value,
                slot.c.brand == _brand,
                slot.c.until_at > _now,
            ),
        )
    ),
    ("ids", "brand", "now"),
)

MARKS = Prepared(
    lambda _: select(author_mark.c.author_id, author_mark.c.mark).select_from(
        _ids.join(
            author_mark,
            and_(
                author_mark.c.author_id == _ids.c.value,
                author_mark.c.brand == _brand,
                or_(author_mark.c.until_at.is_(None), author_mark.c.until_at > _now),
            ),
        )
    ),
    ("ids", "brand", "now"),
)

_mine, _other = customer_link.alias("mine"), customer_link.alias("other")
#: every author of the customers of these; an author who is not linked is not in it
LINKED = Prepared(
    lambda _: (
        select(_ids.c.value, _mine.c.customer, _other.c.author_id)
        .select_from(
            _ids.join(_mine, and_(_mine.c.author_id == _ids.c.value, _mine.c.brand == _brand)).join(
                _other, and_(_other.c.customer == _mine.c.customer, _other.c.brand == _brand)
            )
        )
        .order_by(_other.c.author_id)
    ),
    ("ids", "brand"),
)

CASES = Prepared(
    lambda _: (
        select(case)
        .select_from(
            _ids.join(case, and_(case.c.author_id == _ids.c.value, case.c.brand == _brand))
        )
        .order_by(case.c.opened_at, case.c.number)
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

#: conversations in which somebody replied: how often others did, and our own newest reply
REPLIES = Prepared(
    lambda _: select(_ids.c.value, _replies, _own_post).where(exists().where(_there)),
    ("ids", "brand"),
)

#: conversations with acknowledgements, and how many
ACKNOWLEDGEMENTS = Prepared(
    lambda _: (
        select(_ids.c.value, func.count())
        .select_from(
            _ids.join(
                effect,
                and_(
                    effect.c.conversation_id == _ids.c.value,
                    effect.c.brand == _brand,
                    _IS_WORD,
                    _KEEPS_SLOT,
                    # a draft is nobody's word yet
                    text("effect.state <> 'proposed'"),
                ),
            )
        )
        .group_by(_ids.c.value)
    ),
    ("ids", "brand"),
)

CLOSED = Prepared(
    lambda _: select(_ids.c.value).select_from(
        _ids.join(
            closed_conversation,
            and_(closed_conversation.c.id == _ids.c.value, closed_conversation.c.brand == _brand),
        )
    ),
    ("ids", "brand"),
)


def _sent_since(moment: str) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(effect)
        .where(effect.c.brand == _brand, _IS_WORD, effect.c.sent_at >= bindparam(moment))
        .scalar_subquery()
    )


_open_promises = (
    select(func.count())
    .select_from(promise)
    .where(promise.c.brand == _brand, _IS_OPEN)
    .scalar_subquery()
)

#: words sent since two moments, open promises, and what of `Seldom` there is at all
DAY = Prepared(
    lambda _: select(
        _sent_since("day"),
        _sent_since("hour"),
        _open_promises,
        exists().where(surge.c.brand == _brand, text("surge.ended_at IS NULL")),
        exists().where(incident.c.brand == _brand, text("incident.ended_at IS NULL")),
        exists(select(author_mark.c.mark)),
        exists(select(message.c.number).where(_IS_DIRECT)),
        exists(select(closed_conversation.c.id)),
        exists(select(customer_link.c.author_id)),
    ),
    ("brand", "day", "hour"),
)

#: among how many of the newest effects their templates are looked for; most effects are alerts
AMONG = 200
_newest = select(func.max(effect.c.number)).correlate(None).scalar_subquery()

TEMPLATES = Prepared(
    lambda _: (
        select(effect.c.template)
        .where(
            effect.c.number > _newest - literal_column(str(AMONG)),
            effect.c.brand == _brand,
            _IS_WORD,
            _KEEPS_SLOT,
        )
        .order_by(effect.c.number.desc())
        .limit(literal_column(str(RECENT)))
        .offset(_none)
    ),
    ("brand",),
)
