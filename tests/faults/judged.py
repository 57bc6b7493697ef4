"""A shop whose accounts are judges: the services here, each platform in a process of its own.

Time is virtual and goes with every request, so that a judge's log can be counted by it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.daemon import Daemon
from monitor.domain.connectors import Connector
from monitor.domain.effect import Effect
from monitor.domain.message import Message, Page
from monitor.domain.message_file import write_line
from monitor.domain.stored import Decided
from monitor.domain.values import replace
from monitor.testing import FakeClock, an_author
from tests.app import app_of
from tests.shop import BRAND, BROKEN, Shop
from tests.simulators.judge import Judge
from tests.simulators.judge_connector import JudgeConnector
from tests.simulators.server import Fields

#: how often the daemon's jobs run in these tests
STEP = timedelta(seconds=20)


@dataclass
class JudgedShop(Shop):
    """The services, with accounts that judges stand for."""

    accounts: tuple[Connector, ...] = ()

    @property
    def connectors(self) -> tuple[Connector, ...]:
        return self.accounts

    def hear(self, *messages: Message) -> list[Decided]:
        """A page that no judge brought: their cursors stay where they are."""
        self._pages += 1
        page = Page(
            messages=tuple(replace(each, seen_at=self.clock.now()) for each in messages),
            cursor=str(self._pages),
        )
        return self.intake.page("by hand", page)

    def approved(self, platform: str = "x", *numbers: int) -> list[Effect]:
        """Complaints of different people there, each with an approved word."""
        words = []
        for number in numbers:
            author = an_author(f"Person {number}", platform=platform)
            name = f"{platform}:{number}"
            self.hear(self.says(BROKEN, id=name, author=author, platform=platform))
            word = self.word(name)
            self.review.approve(word.number, by="Jo")
            words.append(self.effect(word.number))
        return words

    def daemon(self) -> Daemon:
        """The daemon of this shop, for its jobs."""
        return Daemon(app_of(self))

    def line(self, number: int, text: str = BROKEN, **changes: object) -> str:
        """A mention of this moment as a judge serves it."""
        return write_line(self.mention(number, text, **changes))

    def mention(self, number: int, text: str = BROKEN, **changes: object) -> Message:
        """The same as we read it."""
        return self.says(text, id=f"x:{number}", author=an_author(f"Person {number}"), **changes)


def account(judge: Judge, clock: FakeClock, name: str = "x") -> JudgeConnector:
    """A connector for one judge, as an account on that platform."""
    connector = JudgeConnector(judge.port, brand=BRAND, clock=clock)
    connector.name = name
    connector.platforms = (name,)
    return connector


@contextmanager
def judges(folder: Path, *names: str) -> Iterator[list[Judge]]:
    """A judge for each name, in a folder of its own."""
    with ExitStack() as stack:
        made = []
        for name in names:
            place = folder / name
            place.mkdir(parents=True)
            made.append(stack.enter_context(Judge(place)))
        yield made


def asked(judge: Judge, request: str, since: datetime, until: datetime) -> list[Fields]:
    """The requests of that sort in [since, until)."""
    return [
        hit
        for hit in judge.hits()
        if hit["request"].startswith(request) and since <= datetime.fromisoformat(hit["at"]) < until
    ]
