"""The person file, gathered in one reading transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from monitor.domain.case import Case, TimelineEntry, TimelineKind
from monitor.domain.effect import Action, Effect, State
from monitor.domain.erasure import held_together
from monitor.domain.message import Author, Message
from monitor.domain.person_file import OurWords, PersonFile, TheirCase, TheirMessage
from monitor.domain.retention import Retention
from monitor.domain.store_ports import Tx
from monitor.errors import NotFound, WrongState

T = TypeVar("T")
#: what a timeline says in words of ours; the rest is told by messages and replies
_TOLD = frozenset(
    {
        TimelineKind.OPENED,
        TimelineKind.NOTE,
        TimelineKind.STATUS,
        TimelineKind.PROMISED,
        TimelineKind.PROMISE_ENDED,
        TimelineKind.NOT_SENT,
        TimelineKind.RETRACTED,
    }
)
_OUT = frozenset({State.SENT, State.RETRACTING})


def person_file(
    tx: Tx, brand: str, author: Author, retention: Retention, now: datetime
) -> PersonFile:
    """Everything, under every account the owner linked with this one.

    Raises NotFound: nothing is held; WrongState: it is our own account.
    """
    ids = tx.customers.of(brand, author.id).identities
    held = held_together([tx.erasures.holdings(brand, id_) for id_ in ids])
    if held.is_empty:
        raise NotFound(f"nothing is stored about `{author.id}`")
    if held.is_ours:
        raise WrongState(f"`{author.id}` is an account of your own")
    messages = _of_all(ids, lambda id_: tx.persons.messages(brand, id_))
    is_kept = bool(held.open_cases or held.held_cases)
    effects = _of_all(ids, lambda id_: tx.persons.effects(brand, id_))
    earlier = _of_all(ids, lambda id_: tx.persons.earlier(brand, id_))
    silent = [tx.persons.silent_until(brand, id_) for id_ in ids]
    return PersonFile(
        brand=brand,
        author=author,
        others=tuple(
            tx.authors.get(id_) or Author(id=id_, platform=id_.partition(":")[0], handle="")
            for id_ in ids
            if id_ != author.id
        ),
        handles=_each(message.author.handle for message in messages),
        names=_each(message.author.name for message in messages),
        made_at=now,
        messages=tuple(
            TheirMessage(
                message=message,
                reading=tx.messages.reading(message),
                earlier=tuple(one for one in earlier if one.message_id == message.id),
                words_until=None if is_kept else message.created_at + retention.text,
                label=tx.labels.get(brand, message.id),
            )
            for message in sorted(messages, key=lambda one: one.created_at)
        ),
        said=_said(effects, _of_all(ids, lambda id_: tx.persons.answers(brand, id_))),
        effects=tuple(
            effect
            for effect in sorted(effects, key=lambda one: one.number)
            if effect.action is not Action.ALERT
            and not (effect.is_public_word and effect.state in _OUT)
        ),
        cases=tuple(
            _case(tx, case, retention, is_evidence_kept=case.number in held.held_cases)
            for case in sorted(
                _of_all(ids, lambda id_: tx.persons.cases(brand, id_)), key=lambda one: one.number
            )
        ),
        marks=tuple(_of_all(ids, lambda id_: tx.persons.marks(brand, id_))),
        strikes=tuple(tx.standings.strikes(brand, ids)),
        flags=tuple(tx.standings.of_author(brand, ids)),
        silent_until=max((at for at in silent if at is not None), default=None),
        set_aside=held.set_aside,
    )


def _of_all(ids: Iterable[str], held: Callable[[str], list[T]]) -> list[T]:
    """What is held under each account."""
    return [one for id_ in ids for one in held(id_)]


def _said(effects: list[Effect], answers: list[Message]) -> tuple[OurWords, ...]:
    """By the monitor and by hand, each once: what it posted comes back as a post of our own."""
    posted = {effect.posted_id for effect in effects if effect.posted_id}
    words = [
        OurWords(
            text=effect.text,
            at=effect.sent_at,
            is_private=effect.action is Action.DIRECT_MESSAGE,
            url=effect.posted_url,
        )
        for effect in effects
        if effect.is_public_word and effect.state in _OUT and effect.sent_at is not None
    ]
    words += [
        OurWords(
            text=answer.text, at=answer.created_at, is_private=answer.is_direct, url=answer.url
        )
        for answer in answers
        if answer.id not in posted
    ]
    return tuple(sorted(words, key=lambda one: one.at))


def _case(tx: Tx, case: Case, retention: Retention, *, is_evidence_kept: bool) -> TheirCase:
    ends = case.resolved_at is not None and not is_evidence_kept
    return TheirCase(
        case=case,
        timeline=tuple(_told(tx.cases.timeline(case.number))),
        is_evidence_kept=is_evidence_kept,
        until=case.resolved_at + retention.case if ends and case.resolved_at else None,
    )


def _told(timeline: list[TimelineEntry]) -> list[TimelineEntry]:
    return [entry for entry in timeline if entry.kind in _TOLD]


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    """Every one that is not empty, once, in order."""
    return tuple(dict.fromkeys(text for text in texts if text))
