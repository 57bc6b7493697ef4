"""The store's ports for people's data: what is held about one, its end, and what goes by itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.domain.case import Case
from monitor.domain.effect import Effect
from monitor.domain.erasure import Holdings, Tombstone
from monitor.domain.message import Message
from monitor.domain.person_file import EarlierVersion, StoredMark
from monitor.domain.retention import Cutoffs


class Persons(Protocol):
    """What is held about one person, for that person; oldest first."""

    def messages(self, brand: str, author_id: str) -> list[Message]: ...

    def earlier(self, brand: str, author_id: str) -> list[EarlierVersion]: ...

    def answers(self, brand: str, author_id: str) -> list[Message]:
        """Posts and private messages of our own to them."""
        ...

    def effects(self, brand: str, author_id: str) -> list[Effect]: ...

    def cases(self, brand: str, author_id: str) -> list[Case]: ...

    def marks(self, brand: str, author_id: str) -> list[StoredMark]: ...

    def silent_until(self, brand: str, author_id: str) -> datetime | None:
        """No second automatic word before then."""
        ...


class Erasures(Protocol):
    """What is held about one person, and its end."""

    def holdings(self, brand: str, author_id: str) -> Holdings: ...

    def stone_for(self, brand: str, author_id: str, now: datetime, key: bytes) -> Tombstone:
        """The tombstone they would get, with this salt; nothing is written."""
        ...

    def erase(self, brand: str, author_id: str, stone: Tombstone, now: datetime) -> None:
        """Every table, up to the tombstone's moment; what waits is cancelled, open cases end."""
        ...

    def salt(self) -> bytes | None:
        """Of the tombstones; None: nobody was erased yet."""
        ...

    def keep_salt(self, value: bytes) -> None:
        """Only where there is none."""
        ...

    def tombstones(self) -> list[Tombstone]: ...

    def again(self, key: bytes, stones: Sequence[Tombstone], now: datetime) -> int:
        """Erases everybody anew whom this database knows in spite of their tombstone: how many."""
        ...


class Expiry(Protocol):
    """What is old goes, a part at a time: each call does at most `limit`, and says how many."""

    def words(self, brand: str, before: datetime, limit: int) -> int:
        """Texts, names, handles, links of messages; not of people with an open case."""
        ...

    def people(self, brand: str, before: datetime, now: datetime, limit: int) -> int:
        """Who wrote it, and the stories of their cases; the rows stay, nameless."""
        ...

    def numbers(self, brand: str, before: datetime, limit: int) -> int:
        """The nameless rows themselves."""
        ...

    def rest(self, brand: str, cutoffs: Cutoffs, now: datetime) -> None:
        """Pages, slots, unreadable inputs, ended marks and notices."""
        ...


class TombstoneLog(Protocol):
    """The tombstones, outside the database: a restored one does not know them."""

    def read(self) -> tuple[bytes | None, list[Tombstone]]:
        """The salt, None when there is none yet, and the tombstones."""
        ...

    def append(self, key: bytes, stones: Sequence[Tombstone]) -> None: ...
