"""kill -9 of the daemon while a card is laid and while its word goes out: one card, one word.

Daemon, Slack, platform and this test are four processes; the channel and the judge's log decide.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.home import Home, complaint
from tests.program import Running
from tests.simulators.judge import Judge
from tests.simulators.slack_post import Post
from tests.simulators.slack_rig import SlackRig, slack_rig

#: seconds until what should happen has happened, on a busy machine
SOON = 60.0
CHANNEL = "alerts"
TABLES = """
[acknowledge]
settle = "0 s"
delay_at_most = "0 s"

[alerts]
channels = ["slack"]

[alerts.slack]
channel = "{channel}"
team = "{team}"
approvers = {{ {jo} = "Jo" }}
api_url = "{url}"
"""


class Owner:
    """Looks at the channel, and presses Send as soon as it can be pressed."""

    def __init__(self, home: Home, slack: SlackRig) -> None:
        self.home = home
        self.slack = slack
        names = {"jo": slack.person("jo"), "channel": slack.channel(CHANNEL, members=("jo",))}
        tables = TABLES.format(team=slack.team_id, url=slack.base_url, **names)
        config = home.folder / "config.toml"
        config.write_text(config.read_text(encoding="utf-8") + tables, encoding="utf-8")

    def start(self, failpoint: str = "") -> Running:
        """The daemon."""
        secrets = {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
        }
        armed = {"MONITOR_FAILPOINT": failpoint} if failpoint else {}
        return self.home.start(**secrets, **armed)

    @property
    def cards(self) -> list[Post]:
        """Those of the complaint."""
        there = self.slack.messages(CHANNEL)
        return [one for one in there if not one.thread_ts and "Person 1" in one.words]

    def presses_if_possible(self) -> None:
        """Send, on the newest card."""
        sends = [
            (card, button)
            for card in self.cards
            for button in card.buttons
            if button.startswith("monitor:send:")
        ]
        if sends and self.slack.open_links():
            card, button = sends[-1]
            self.slack.press(button, by="jo", ts=card.ts)

    def until(self, running: Running, true: Callable[[], bool]) -> None:
        """Presses, time and again, until it is so."""
        end = time.monotonic() + SOON
        while not true():
            assert time.monotonic() < end, running.all_of_it
            self.presses_if_possible()
            time.sleep(0.5)


@pytest.fixture
def owner(tmp_path: Path, home: Home) -> Iterator[Owner]:
    with slack_rig(tmp_path) as slack:
        yield Owner(home, slack)


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", ["desk.after_begin", "desk.after_send", "notify.after_post:2", "deliver.after_send"]
)
def test_a_death_on_the_way_leaves_one_card_and_one_public_word(
    owner: Owner, judge: Judge, place: str
) -> None:
    judge.add_mentions([complaint(1)])
    with owner.start(place) as first:
        owner.until(first, lambda: first.process.poll() is not None)
        assert first.process.returncode == -9

    with owner.start() as second:
        owner.until(second, lambda: any("Sent" in card.words for card in owner.cards))
        # whatever would be said twice has had its time
        time.sleep(3)

    assert len(judge.posts()) == 1
    assert len(owner.cards) == 1
