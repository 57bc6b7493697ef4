"""The store's port for customers: which authors are one person, and what became of their cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.domain.case import Case
from monitor.domain.customer import Customer, JoinedCase, Link
from monitor.domain.message import Author


class Customers(Protocol):
    """Customers who have several authors."""

    def of(self, brand: str, author_id: str) -> Customer:
        """The customer this author is, alone or with others."""
        ...

    def link(self, links: Sequence[Link]) -> None:
        """Each in the place of what was said of that author before."""
        ...

    def unlink(self, brand: str, author_ids: Sequence[str]) -> None: ...

    def give(self, brand: str, number: int, author_id: str) -> None:
        """The case stands in this author's name from now on."""
        ...

    def owner(self, case: Case) -> str:
        """The author whose message began it, whoever's name it stands in."""
        ...

    def cases(self, brand: str, author_ids: Sequence[str]) -> list[Case]:
        """Every case that stands in the name of one of them, oldest first."""
        ...

    def join(self, joined: JoinedCase) -> None:
        """Timeline, promises and words of the one case belong to the other, as does what had
        become part of it before. Every case that is part of the other one gets the same base."""
        ...

    def joined(self, into: int) -> list[JoinedCase]:
        """What is part of this case, in the order it became so."""
        ...

    def part_of(self, number: int) -> int | None:
        """The case that this one is part of."""
        ...

    def part(self, joined: JoinedCase) -> None:
        """The case gets back what was its own; it is as ended as before."""
        ...

    def bring(self, source: int, to: int, author_ids: Sequence[str]) -> None:
        """What these authors brought to the one case belongs to the other one."""
        ...

    def settle_slots(self, brand: str, author_ids: Sequence[str]) -> None:
        """After a split: every slot of these stands in the name of whom the words were for."""
        ...

    def orders(self, brand: str, author_id: str) -> list[str]:
        """Order numbers that the owner linked with this account, in one way of writing."""
        ...

    def link_order(self, brand: str, author_id: str, order: str, at: datetime, by: str) -> None: ...

    def unlink_order(self, brand: str, author_id: str, order: str) -> bool:
        """False when it was not linked."""
        ...

    def namesakes(self, brand: str, author: Author) -> list[str]:
        """Who is called alike on other platforms: ids."""
        ...

    def dismiss(self, brand: str, author_id: str, other_id: str, at: datetime, by: str) -> None:
        """These two are not the same person: it is suggested no more."""
        ...

    def dismissed(self, brand: str, author_id: str) -> frozenset[str]:
        """Who is not the same person as this author."""
        ...
