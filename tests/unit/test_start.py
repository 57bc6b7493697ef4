"""What a start loads: a library only where it is used, so that the daemon stays small."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.config.keep_secret import keep_secrets
from tests.end_to_end.four_config import PLATFORMS, furnish
from tests.program import ROOT

#: what each platform is spoken to with
LIBRARIES = {"bluesky": "atproto_client", "mastodon": "mastodon", "reddit": "praw", "x": "tweepy"}
#: nobody listens there
NOWHERE = "http://127.0.0.1:9"
#: runs the program to its end, and then tells what was loaded
_LOADED = """
import sys
sys.argv = ["monitor", *{arguments!r}]
from monitor.__main__ import main
code = main()
print("LOADED", *sorted(sys.modules))
sys.exit(code)
"""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The modules that a command leaves loaded."""
    ended = subprocess.run(
        [sys.executable, "-c", _LOADED.format(arguments=arguments)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.rpartition("LOADED")[2].split())


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A folder with the files that ship."""
    shutil.copy(ROOT / "config.toml", tmp_path)
    shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks")
    return tmp_path


def test_an_ordinary_run_loads_no_library_it_does_not_need(sample: Path) -> None:
    found = loaded(sample, "run", "--once")
    assert "sqlalchemy" in found
    for name in ("alembic", "mako", "prawcore", "praw", "tweepy", "requests", "rich", "regex"):
        assert name not in found
    # for mistakes only
    assert "difflib" not in found
    for name in ("pydantic", "platformdirs", "html", "sqlalchemy.dialects.postgresql"):
        assert name not in found
    # a store that is there already does not load more
    assert "alembic" not in loaded(sample, "run", "--once")


def test_the_version_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    found = loaded(tmp_path, "--version")
    assert not found & {"click", "sqlalchemy", "msgspec", "importlib.metadata", "argparse"}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_one_platform_loads_no_library_of_another(tmp_path: Path, platform: str) -> None:
    furnish(tmp_path, {platform: NOWHERE})
    found = loaded(tmp_path, "run", "--once")
    others = {*LIBRARIES.values(), "feedparser", "imaplib"} - {LIBRARIES[platform]}
    assert LIBRARIES[platform] in found
    assert not found & others


#: what is only read, and with what
READ_ONLY = {
    "feed": ("feedparser", f'urls = ["{NOWHERE}/feed"]'),
    "mailbox": ("imaplib", 'server = "127.0.0.1:9"\nuser = "larch"\nencryption = "none"'),
}


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_is_only_read_loads_no_library_of_a_platform(tmp_path: Path, name: str) -> None:
    library, table = READ_ONLY[name]
    furnish(tmp_path, {})
    config = tmp_path / "config.toml"
    written = config.read_text(encoding="utf-8")
    config.write_text(f"{written}\n[connectors.{name}]\n{table}\n", encoding="utf-8")
    keep_secrets(tmp_path, {"MAILBOX_PASSWORD": "abcd"})
    found = loaded(tmp_path, "run", "--once")
    others = {one for one, _ in READ_ONLY.values()} - {library}
    assert f"connectors.{name}" in found
    assert not found & {*LIBRARIES.values(), *others}
