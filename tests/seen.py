"""What the public and the store show at one moment, after any crash and in any order of things."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.domain.case import Case
from monitor.domain.effect import Effect, State
from monitor.domain.store_ports import Store
from monitor.domain.stored import Decided
from monitor.domain.values import Value
from monitor.testing import FakePlatform


class Word(Value):
    """One word as the public saw it."""

    #: the mention it answers
    message_id: str
    text: str
    at: datetime
    posted_id: str = ""
    #: which effect it is, where the platform was told; as `e12`
    effect_id: str = ""


class Seen(Value):
    """What the public and the store show at one moment."""

    #: oldest first, those that were taken back too
    words: tuple[Word, ...]
    taken_back: frozenset[str] = frozenset()
    effects: tuple[Effect, ...]
    cases: tuple[Case, ...]
    #: what the store made of each message that people wrote; None: it has not got it
    decided: Mapping[str, Decided | None]
    #: pages that nobody has decided on
    untriaged: int = 0

    def effect_of(self, word: Word) -> Effect | None:
        """The acknowledgement that says it."""
        for effect in self.effects:
            if not effect.is_public_word or effect.message_id != word.message_id:
                continue
            if word.effect_id in ("", effect.id):
                return effect
        return None


def seen_on(platform: FakePlatform, store: Store, brand: str, written: Iterable[str]) -> Seen:
    """By the public of a platform in memory; `written`: the ids of what people wrote."""
    words = (
        Word(
            message_id=posted.outgoing.message_id,
            text=posted.outgoing.text,
            at=posted.at,
            posted_id=posted.posted_id,
            effect_id=posted.outgoing.effect_id,
        )
        for posted in platform.public
    )
    return seen_in(store, brand, words, platform.taken_back, written)


def seen_in(
    store: Store,
    brand: str,
    words: Iterable[Word],
    taken_back: Iterable[str],
    written: Iterable[str],
) -> Seen:
    """With what the store has made of it; `written`: the ids of what people wrote."""
    with store.read() as tx:
        return Seen(
            words=tuple(words),
            taken_back=frozenset(taken_back),
            effects=tuple(tx.outbox.in_state(*State)),
            cases=tuple(tx.cases.listed(only_open=False)),
            decided={name: tx.messages.decided(name, brand) for name in written},
            untriaged=len(tx.pages.untriaged()),
        )
