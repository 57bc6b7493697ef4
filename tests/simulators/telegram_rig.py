"""Telegram from the side of a test: people who press and write, and what they see."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.ports import Clock
from monitor.telegram.client import TelegramClient
from monitor.telegram.line import TelegramLine
from tests.simulators.server import Fault, Fields
from tests.simulators.simulator import Simulator
from tests.simulators.telegram import CHAT, TOKEN

JO, SAM, STRANGER = 100011, 100012, 100099
NAMES = {JO: "Jo", SAM: "Sam", STRANGER: "Somebody"}
USERS = {"Jo": str(JO), "Sam": str(SAM)}


class TelegramRig:
    """The simulator, and its people."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.chat = CHAT
        self.token = TOKEN
        simulator.tell("set", {"members": NAMES})

    @property
    def url(self) -> str:
        return self.simulator.url

    @contextmanager
    def client(self, clock: Clock, token: str = TOKEN) -> Iterator[TelegramClient]:
        """A line of its own, as after a restart."""
        line = TelegramLine(token, self.url)
        try:
            yield TelegramClient(line, clock)
        finally:
            line.close()

    # --- people -------------------------------------------------------------------------------

    def press(self, label: str, *, by: int = JO, message: int | None = None, **asked: Any) -> str:
        """Somebody presses a button; of the newest message that has it, unless one is named."""
        if message is None:
            message = next(
                one["message_id"]
                for one in reversed(self.messages())
                if any(key["text"] == label for row in one["keys"] for key in row)
            )
        wish = {"user": by, "name": NAMES[by], "message": message, "label": label, **asked}
        return str(self.simulator.tell("press", wish))

    def say(self, text: str, *, by: int = JO, answers: int = 0, **asked: Any) -> int:
        """Somebody writes; `answers`: as a reply to that message."""
        wish = {"user": by, "name": NAMES[by], "text": text, "answers": answers, **asked}
        return int(self.simulator.tell("say", wish))

    # --- what is there ------------------------------------------------------------------------

    def messages(self) -> list[Fields]:
        """Everything that stands in the chat now."""
        found: list[Fields] = self.simulator.tell("messages")
        return found

    @property
    def last(self) -> Fields:
        """The newest one."""
        return self.messages()[-1]

    def popups(self) -> list[Fields]:
        """What popped up after presses, in order."""
        found: list[Fields] = self.simulator.tell("popups")
        return found

    def labels(self, message: Fields) -> list[str]:
        """Of its buttons."""
        return [key["text"] for row in message["keys"] for key in row]

    def fail(self, method: str, *faults: Fault | str) -> None:
        """The next calls of that method fail like that."""
        self.simulator.fail_next(*faults, on=f"POST /bot{TOKEN}/{method}")

    def calls(self, method: str) -> int:
        """How often it was called."""
        name = f"POST /bot{TOKEN}/{method}"
        return sum(hit["request"] == name for hit in self.simulator.hits())


@contextmanager
def telegram(folder: Path) -> Iterator[TelegramRig]:
    """For as long as the context lasts; it waits a second for an answer at most."""
    home = folder / "telegram"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.telegram.line.TIMEOUT", (1.0, 1.0))
        with Simulator("tests.simulators.telegram", home) as simulator:
            yield TelegramRig(simulator)


def soon(is_so: Callable[[], object], seconds: float = 10.0) -> None:
    """Waits until it is so; fails when it does not come about."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)
