"""`monitor login telegram` and `monitor check`, against a simulated Telegram."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.services.desk_commands import HELP
from monitor.telegram.menu import MENU
from tests.end_to_end.telegram_shop import TABLES
from tests.people import CONFIG
from tests.program import ROOT
from tests.simulators.telegram_rig import JO, SAM, TelegramRig, telegram


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramRig]:
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    with telegram(tmp_path) as made:
        yield made


def config(folder: Path, rig: TelegramRig, tables: str = TABLES) -> Path:
    """A shop of one's own with a desk."""
    text = CONFIG.read_text(encoding="utf-8").partition("[connectors.replay]")[0]
    text = text.replace('channels = ["console"]', 'channels = ["console", "telegram"]')
    tables = tables.format(chat=rig.chat, jo=JO, sam=SAM, url=rig.url)
    path = folder / "config.toml"
    path.write_text(
        f'{text}\n{tables}\n[playbook]\nfolder = "{CONFIG.parent / "playbooks"}"\n', "utf-8"
    )
    return path


def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """At a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "monitor", *words],
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )


def test_login_tests_everything_keeps_the_token_and_sends_a_card(
    tmp_path: Path, rig: TelegramRig
) -> None:
    path = config(tmp_path, rig)

    result = run("login", "telegram", "--config", str(path), typed=f"{rig.token}\n")

    assert result.returncode == 0, result.stdout
    assert rig.token not in result.stdout
    assert rig.token in (tmp_path / "secrets.toml").read_text()
    assert "This is a test" in rig.last["text"]
    assert {one["command"] for one in rig.simulator.tell("commands")} == set(MENU)


def test_login_tells_the_numbers_of_who_wrote_to_the_bot(tmp_path: Path, rig: TelegramRig) -> None:
    path = config(tmp_path, rig, '[alerts.telegram]\napi_url = "{url}"\n')
    text = path.read_text().replace('"console", "telegram"', '"console"')
    path.write_text(text)
    rig.say("/start", by=JO)
    rig.say("/start", by=SAM)

    result = run("login", "telegram", "--config", str(path), typed=f"{rig.token}\n\n")

    assert f"chat = {rig.chat}" in result.stdout, result.stdout
    assert f'{JO} = "Jo", {SAM} = "Sam"' in result.stdout
    assert result.returncode == 1


def test_a_token_that_does_not_work_is_not_kept(tmp_path: Path, rig: TelegramRig) -> None:
    path = config(tmp_path, rig)

    result = run("login", "telegram", "--config", str(path), typed="8:another-token-of-nobody\n")

    assert result.returncode == 1
    assert "Nothing was kept" in result.stdout
    assert not (tmp_path / "secrets.toml").exists()


def test_check_tells_everything_that_is_wrong_at_once(
    tmp_path: Path, rig: TelegramRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = config(tmp_path, rig)
    monkeypatch.setenv("TELEGRAM_TOKEN", rig.token)
    rig.simulator.tell("set", {"webhook": "https://other.example", "members": {str(JO): "Jo"}})

    result = run("check", "--config", str(path))

    assert "webhook" in result.stdout
    assert f"Sam ({SAM}) is not known there" in result.stdout
    assert "Jo may decide there" in result.stdout


def test_the_menu_names_what_a_desk_understands() -> None:
    known = {name.split()[0] for name in HELP} | {"cancel", "help"}

    assert set(MENU) == known
