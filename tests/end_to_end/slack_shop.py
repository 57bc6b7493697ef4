"""A shop with a desk in a simulated Slack: the real app and libraries, a platform in memory."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.app import App, build
from monitor.config import load_config
from monitor.domain.message import Author, Message
from monitor.testing import FakeClock, FakePlatform, a_message
from tests.people import ADA, CONFIG
from tests.shop import BROKEN
from tests.simulators.server import Fields
from tests.simulators.slack_post import Envelope, Post
from tests.simulators.slack_rig import SlackRig

#: seconds until what should happen has happened
SOON = 40.0
CHANNEL = "alerts"
TABLES = """
[alerts.slack]
channel = "{channel}"
team = "{team}"
approvers = {{ {jo} = "Jo", {sam} = "Sam" }}
api_url = "{url}"
"""


class SlackShop:
    """Everything around one desk."""

    def __init__(self, folder: Path, slack: SlackRig, monkeypatch: pytest.MonkeyPatch) -> None:
        self.slack = slack
        self.folder = folder
        self.clock = FakeClock()
        self.platform = FakePlatform(self.clock)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
        people = {name: slack.person(name) for name in ("jo", "sam", "eve")}
        channel = slack.channel(CHANNEL, members=("jo", "sam", "eve"))
        shipped = CONFIG.read_text(encoding="utf-8")
        shipped = shipped.replace('channels = ["console"]', 'channels = ["slack"]')
        tables = TABLES.format(channel=channel, team=slack.team_id, url=slack.base_url, **people)
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
        for desk in self.app.desks:
            desk.line.start()
        self.slack.until(lambda: bool(self.slack.open_links()))

    def stop(self) -> None:
        for desk in self.app.desks:
            desk.line.stop()
        self.app.close()

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

    def until(self, true: Callable[[], bool]) -> None:
        """The jobs, time and again, until it is so."""
        end = time.monotonic() + SOON
        while not true():
            assert time.monotonic() < end, "it did not come"
            self.work(rounds=1)
            time.sleep(0.05)

    # --- what people do -----------------------------------------------------------------------

    @property
    def card(self) -> Post:
        """The newest card."""
        return [one for one in self.slack.messages(CHANNEL) if not one.thread_ts][-1]

    def button(self, act: str, card: Post | None = None) -> str:
        """The id of a button of the card."""
        buttons = (card or self.card).buttons
        return next(one for one in buttons if one.startswith(f"monitor:{act}:"))

    def press(self, act: str, *, by: str = "jo", card: Post | None = None) -> Envelope:
        """Somebody presses a button of the card."""
        card = card or self.card
        envelope = self.slack.press(self.button(act, card), by=by, ts=card.ts)
        self.slack.until_acknowledged(envelope)
        return envelope

    def held(self, act: str, *, by: str) -> Envelope:
        """Somebody pressed, and Slack is slow: it comes when it is delivered."""
        card = self.card
        return self.slack.press(self.button(act, card), by=by, ts=card.ts, is_held=True)

    def chooses(self, act: str, *, by: str = "jo") -> Envelope:
        """Somebody chooses from "More …"."""
        card = self.card
        option = next(
            option
            for block in card.blocks
            for element in block.get("elements", ())
            for option in element.get("options", ())
            if str(option["value"]).startswith(f"{act}|")
        )
        envelope = self.slack.press(
            self.button("more", card), by=by, ts=card.ts, choice=option["value"]
        )
        self.slack.until_acknowledged(envelope)
        return envelope

    def told(self, by: str = "jo") -> str:
        """What that person alone was told last, once there is something."""
        self.slack.until(lambda: bool(self.slack.private_words(CHANNEL, by)))
        return self.slack.private_words(CHANNEL, by)[-1].words

    def modal(self, by: str = "jo") -> Fields:
        """The modal that stands before somebody, once there is one."""
        self.slack.until(lambda: bool(self.slack.views(by)))
        return self.slack.views(by)[-1]

    @property
    def public(self) -> list[str]:
        """What everybody saw of us on the platform."""
        return [word.outgoing.text for word in self.platform.public]


@contextmanager
def slack_shop(
    folder: Path, slack: SlackRig, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SlackShop]:
    """Open, with its socket connected."""
    shop = SlackShop(folder, slack, monkeypatch)
    shop.start()
    try:
        yield shop
    finally:
        shop.stop()
