"""A shop with a desk in a simulated Telegram: the real app and library, a platform in memory."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.app import App, build
from monitor.config import load_config
from monitor.domain.message import Author, Message
from monitor.telegram.polling import TelegramPolling
from monitor.testing import FakeClock, FakePlatform, a_message
from tests.people import ADA, CONFIG
from tests.shop import BROKEN
from tests.simulators.server import Fields
from tests.simulators.telegram_rig import JO, SAM, TelegramRig

#: seconds until what should happen has happened
SOON = 15.0
TABLES = """
[alerts.telegram]
chat = {chat}
approvers = {{ {jo} = "Jo", {sam} = "Sam" }}
api_url = "{url}"
"""


class TelegramShop:
    """Everything around one desk."""

    def __init__(self, folder: Path, rig: TelegramRig, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rig = rig
        self.clock = FakeClock()
        self.platform = FakePlatform(self.clock)
        monkeypatch.setenv("TELEGRAM_TOKEN", rig.token)
        shipped = CONFIG.read_text(encoding="utf-8")
        shipped = shipped.replace('channels = ["console"]', 'channels = ["telegram"]')
        tables = TABLES.format(chat=rig.chat, jo=JO, sam=SAM, url=rig.url)
        shutil.copytree(CONFIG.parent / "playbooks", folder / "playbooks")
        self.config_path = folder / "config.toml"
        self.config_path.write_text(shipped + tables, encoding="utf-8")
        self.app = self.open()

    def open(self) -> App:
        """The app; again, after it was closed."""
        return build(
            load_config(self.config_path),
            clock=self.clock,
            connectors=(self.platform,),
            has_desks=True,
        )

    def restart(self) -> None:
        """Another process's worth of everything, on the same database."""
        self.stop()
        self.app = self.open()
        self.start()

    def start(self) -> None:
        self.polling.start()

    def stop(self) -> None:
        self.polling.stop()
        self.polling.client.line.close()
        self.app.close()

    @property
    def polling(self) -> TelegramPolling:
        """Of the one desk."""
        line = self.app.desks[0].line
        assert isinstance(line, TelegramPolling)
        return line

    # --- what happens -------------------------------------------------------------------------

    def complains(self, text: str = BROKEN, *, id: str = "x:1", author: Author = ADA) -> Message:
        """Heard, decided on, and told."""
        brand = self.app.config.brand.name
        message = a_message(text, id=id, author=author, at=self.clock.now(), brand=brand)
        self.platform.enqueue([message])
        self.work()
        return message

    def work(self, rounds: int = 3) -> None:
        """What the daemon's jobs do."""
        app = self.app
        for _ in range(rounds):
            app.ingest.poll(self.platform.name, self.platform, app.intake.page)
            app.look.after_a_stop()
            app.deliver.due()
            app.look.due()
            app.retraction.due()
            app.deadlines.due()
            app.notify.due()
            for desk in app.desks:
                desk.cards.due()
            app.cards.due()
            app.notices.due()

    def until(self, true: Callable[[], object]) -> None:
        """The jobs, time and again, until it is so."""
        end = time.monotonic() + SOON
        while not true():
            assert time.monotonic() < end, "it did not come"
            self.work(rounds=1)
            time.sleep(0.05)

    # --- what people do -----------------------------------------------------------------------

    def press(self, label: str, *, by: int = JO, **asked: Any) -> None:
        """Pressed, and taken by the monitor."""
        self.rig.press(label, by=by, **asked)
        self.heard()

    def say(self, text: str, *, by: int = JO, **asked: Any) -> None:
        """Written, and taken by the monitor."""
        self.rig.say(text, by=by, **asked)
        self.heard()

    def heard(self) -> None:
        """Nothing waits at Telegram any more."""
        self.until(lambda: self.rig.simulator.tell("waiting") == 0)

    @property
    def card(self) -> Fields:
        """The one card."""
        return next(one for one in self.rig.messages() if not one["answers"])

    @property
    def question(self) -> Fields:
        """The open question."""
        return next(one for one in reversed(self.rig.messages()) if "❓" in one["text"])

    def has_button(self, label: str) -> bool:
        """The card has it."""
        return label in self.rig.labels(self.card)

    def popup(self) -> str:
        """What popped up last."""
        return str(self.rig.popups()[-1]["text"])

    @property
    def public(self) -> list[str]:
        """What everybody saw of us on the platform."""
        return [word.outgoing.text for word in self.platform.public]

    def reasons(self) -> list[str]:
        """Of the audit log."""
        with self.app.store.read() as tx:
            return [row.reason for row in tx.audit.rows()]


@contextmanager
def telegram_shop(
    folder: Path, rig: TelegramRig, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TelegramShop]:
    """Open, and listening."""
    shop = TelegramShop(folder, rig, monkeypatch)
    shop.start()
    try:
        yield shop
    finally:
        shop.stop()
