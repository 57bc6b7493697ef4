"""Fakes that collect what they are told."""

from collections.abc import Sequence

from monitor.domain.audit import Head
from monitor.domain.effect import Effect
from monitor.domain.erasure import Tombstone
from monitor.domain.message import SetAside
from monitor.domain.stored import Decided


class FakeObserver:
    """Collects what it is told."""

    def __init__(self) -> None:
        self.decisions: list[Decided] = []
        self.moved: list[Effect] = []
        self.put_aside: list[SetAside] = []

    def decided(self, decided: Decided) -> None:
        self.decisions.append(decided)

    def effect_moved(self, effect: Effect) -> None:
        self.moved.append(effect)

    def set_aside(self, set_aside: SetAside) -> None:
        self.put_aside.append(set_aside)


class FakeHeads:
    """Keeps the heads of the audit log in a list."""

    def __init__(self) -> None:
        self.heads: list[Head] = []

    def read(self) -> list[Head]:
        return list(self.heads)

    def append(self, head: Head) -> None:
        self.heads.append(head)


class FakeTombstones:
    """Keeps the tombstones in a list."""

    def __init__(self) -> None:
        self.key: bytes | None = None
        self.stones: list[Tombstone] = []

    def read(self) -> tuple[bytes | None, list[Tombstone]]:
        return self.key, list(self.stones)

    def append(self, key: bytes, stones: Sequence[Tombstone]) -> None:
        self.key = self.key or key
        self.stones += stones
