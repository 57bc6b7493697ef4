"""`monitor login slack` and what `monitor check` says of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.slack_shop import CHANNEL, TABLES
from tests.people import CONFIG
from tests.program import ROOT
from tests.simulators.slack_rig import SlackRig, slack_rig


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[SlackRig]:
    with slack_rig(tmp_path) as made:
        for name in ("jo", "sam"):
            made.person(name)
        made.channel(CHANNEL, members=("jo", "sam"))
        yield made


class Owner:
    """At a terminal, with a config beside them."""

    def __init__(self, folder: Path, slack: SlackRig) -> None:
        self.config = folder / "config.toml"
        self.slack = slack
        shutil.copytree(CONFIG.parent / "playbooks", folder / "playbooks")
        self.write()

    def write(self, tables: str = "", channels: str = '["console"]') -> None:
        shipped = CONFIG.read_text(encoding="utf-8")
        shipped = shipped.replace('channels = ["console"]', f"channels = {channels}")
        self.config.write_text(shipped + tables, encoding="utf-8")

    def names_slack(self) -> None:
        """With the ids of this workspace."""
        ids = {"jo": "U0JO", "sam": "U0SAM", "team": self.slack.team_id}
        channel = self.slack.channel(CHANNEL, members=("jo", "sam"))
        self.write(TABLES.format(channel=channel, url=self.slack.base_url, **ids), '["slack"]')

    def runs(self, *words: str, types: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "monitor", *words, "--config", str(self.config)],
            input=types,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=60,
            check=False,
        )


@pytest.fixture
def owner(tmp_path: Path, slack: SlackRig) -> Owner:
    folder = tmp_path / "shop"
    folder.mkdir()
    return Owner(folder, slack)


def test_a_first_login_keeps_the_tokens_and_says_what_to_write(owner: Owner) -> None:
    tokens = f"{owner.slack.bot_token}\n{owner.slack.app_token}\n"

    done = owner.runs("login", "slack", types=tokens)

    assert done.returncode == 1
    assert '"socket_mode_enabled": true' in done.stdout
    assert "[alerts.slack]" in done.stdout
    assert owner.slack.bot_token not in done.stdout
    assert owner.slack.bot_token in (owner.config.parent / "secrets.toml").read_text("utf-8")


def test_a_login_with_everything_lays_a_test_card(owner: Owner) -> None:
    owner.names_slack()
    tokens = f"{owner.slack.bot_token}\n{owner.slack.app_token}\n"

    done = owner.runs("login", "slack", types=tokens)

    assert done.returncode == 0, done.stdout
    (card,) = owner.slack.messages(CHANNEL)
    assert "This is a test" in card.words
    assert owner.runs("check").returncode == 0


def test_a_token_of_another_sort_is_asked_for_again(owner: Owner) -> None:
    swapped = f"{owner.slack.app_token}\n{owner.slack.bot_token}\n{owner.slack.app_token}\n"

    done = owner.runs("login", "slack", types=swapped)

    assert "That is another one: it begins with `xoxb-`." in done.stdout


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("leave", "the app is not in #alerts"),
        ("revoke", "the bot token does not work"),
        ("scope", "`channels:history` is missing"),
        ("bot", "is a bot, and a bot decides nothing"),
        ("gone", "has left the workspace"),
    ],
)
def test_check_tells_what_is_wrong_and_what_helps(owner: Owner, trouble: str, told: str) -> None:
    owner.names_slack()
    tokens = f"{owner.slack.bot_token}\n{owner.slack.app_token}\n"
    owner.runs("login", "slack", types=tokens)
    match trouble:
        case "leave":
            owner.slack.leave(CHANNEL)
        case "revoke":
            owner.slack.revoke()
        case "scope":
            owner.slack.take_scopes("channels:history")
        case "bot":
            owner.slack.person("jo", is_bot=True)
        case _:
            owner.slack.person("jo", is_deactivated=True)

    done = owner.runs("check")

    assert told in " ".join((done.stdout + done.stderr).split())
    assert (done.returncode == 0) is (trouble == "scope")
