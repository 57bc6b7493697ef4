"""The store's ports for messages: pages in, what was made of them, facts about them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from monitor.domain.message import Message, Page, SetAside
from monitor.domain.reading import Reading
from monitor.domain.stored import (
    MAYBE_ALL,
    AuthorFacts,
    BrandFacts,
    ConversationFacts,
    Decided,
    Seldom,
    StoredPage,
)


class Pages(Protocol):
    """Messages in, a page at a time."""

    def cursor(self, brand: str, connector: str) -> str:
        """Where the next fetch begins; "" before the first."""
        ...

    def store(
        self,
        brand: str,
        connector: str,
        page: Page,
        now: datetime,
        *,
        is_decided: bool = False,
    ) -> StoredPage:
        """Messages, versions, authors, deletions, what was set aside and the cursor, together.

        `is_decided`: this transaction decides on it too; it is never among the untriaged.

        New means: (brand, id) unknown, or a higher version or other text than stored. A message
        that is known and equal is a duplicate. A deletion takes text, name and media away and
        keeps kind, time and hash.
        """
        ...

    def untriaged(self) -> list[StoredPage]:
        """Pages stored and not yet decided on, oldest first (after a crash)."""
        ...

    def triaged(self, number: int, now: datetime) -> None: ...


class Messages(Protocol):
    """Messages and what was made of them."""

    def get(self, message_id: str, brand: str | None = None) -> Message | None: ...

    def reading(self, message: Message) -> Reading | None: ...

    def decided(self, message_id: str, brand: str | None = None) -> Decided | None:
        """The newest version with reading, circumstances, decision, and effects as they are now."""
        ...

    def in_conversation(self, brand: str, conversation_id: str) -> list[Message]: ...

    def by_author(self, brand: str, author_id: str, limit: int = 50) -> list[Message]: ...

    def between(
        self, since: datetime, until: datetime, brand: str | None = None
    ) -> Iterator[Decided]:
        """Everything decided about messages created in [since, until), streaming, by time."""
        ...

    def all_decided(self, brand: str | None = None) -> Iterator[Decided]:
        """The whole history by time, streaming; without effects (for backtests and exports)."""
        ...

    def record(self, decided: Sequence[Decided]) -> None:
        """Readings and decisions of a page."""
        ...

    def set_aside(self, items: Sequence[SetAside], now: datetime) -> None: ...

    def quarantined(self) -> list[SetAside]: ...

    def close_conversation(self, brand: str, conversation_id: str, at: datetime, why: str) -> None:
        """Nobody can answer there any more."""
        ...


class FactsStore(Protocol):
    """Bulk look-ups for a page."""

    def of_authors(
        self,
        brand: str,
        author_ids: Iterable[str],
        now: datetime,
        *,
        with_posts: bool = True,
        there_is: Seldom = MAYBE_ALL,
    ) -> dict[str, AuthorFacts]:
        """Only authors about whom something is known beside one public post.

        Without posts: beside any number of them, and `last_post_at` is not told. `there_is`, as
        `of_brand` told it in this transaction: what there is none of is not asked for.
        """
        ...

    def of_conversations(
        self, brand: str, ids: Iterable[str], *, there_is: Seldom = MAYBE_ALL
    ) -> dict[str, ConversationFacts]:
        """Only conversations in which something is known beside one reply."""
        ...

    def of_brand(self, brand: str, day_began: datetime, hour_began: datetime) -> BrandFacts: ...

    def recent_templates(self, brand: str) -> tuple[str, ...]:
        """Templates of the newest acknowledgements, newest first."""
        ...
