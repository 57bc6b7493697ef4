"""docs/write-a-connector.md, followed to the letter: its two files become an installed package, and
the program reads, answers once and takes back with it."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from monitor.domain.effect import Action, State
from monitor.store import open_store
from tests.program import ROOT, Program
from tests.simulators.guestbook import TOKEN, Guestbook
from tests.simulators.server import Fault

PAGE: Final = (ROOT / "docs" / "write-a-connector.md").read_text(encoding="utf-8")
CONFIG: Final = ("--config", "config.toml")
ONCE: Final = ("run", "--once", *CONFIG)
COMPLAINT: Final = "the cake arrived broken and the box was damaged"
#: long before that nothing is left to do
MOST_HITS: Final = 40


def blocks(language: str) -> list[str]:
    """What the page shows in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def state(program: Program) -> State:
    """Where the one word of ours stands."""
    store = open_store(f"sqlite:///{program.folder / 'data' / 'monitor.db'}")
    try:
        with store.read() as tx:
            every = tx.outbox.in_state(*State)
    finally:
        store.close()
    (word,) = [effect for effect in every if effect.action is Action.ACKNOWLEDGE]
    return word.state


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's package, built and installed without a network."""
    source = tmp_path_factory.mktemp("guestbook-connector")
    (source / "pyproject.toml").write_text(blocks("toml")[0], encoding="utf-8")
    (source / "guestbook_connector.py").write_text(blocks("python")[0], encoding="utf-8")
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-cache-dir", "install"]
    offline = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    ended = subprocess.run(
        [*pip, *offline, "--target", str(target), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return target


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Guestbook]:
    (tmp_path / "book").mkdir()
    with Guestbook(tmp_path / "book") as made:
        yield made


@pytest.fixture
def program(tmp_path: Path, installed: Path) -> Program:
    """A shop with the page's `[brand]`, open at all hours, and no account yet."""
    hours = '[hours]\ntime_zone = "UTC"\noffice_hours = "daily 00:00-24:00"\n'
    playbook = f'[playbook]\nfolder = "{ROOT / "playbooks"}"\n'
    home = tmp_path / "shop"
    home.mkdir()
    (home / "config.toml").write_text("\n".join((blocks("toml")[1], hours, playbook)), "utf-8")
    return Program(home, installed)


@pytest.fixture
def connected(program: Program, book: Guestbook) -> Program:
    """`monitor login`, and what it says to write; the first start is over."""
    told = program.run("login", "guestbook", *CONFIG, typed=f"{book.url}\n{TOKEN}\n")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "ok    the token is @larchandloaf's" in told.stdout
    shown = blocks("toml")[2]
    assert "[connectors.guestbook]" in told.stdout
    assert f'server = "{book.url}"' in told.stdout
    with (program.folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write(shown.replace("https://book.example", book.url))
    program.do(*ONCE)
    return program


def test_the_page_shows_what_it_runs() -> None:
    assert [len(blocks(language)) for language in ("toml", "python")] == [3, 1]
    (table,) = tomllib.loads(blocks("toml")[2])["connectors"].items()
    assert table == ("guestbook", {"server": "https://book.example"})


def test_a_mention_is_read_and_gets_one_reply(connected: Program, book: Guestbook) -> None:
    checked = connected.do("check", *CONFIG)
    assert "guestbook credentials" in checked
    assert "the token is @larchandloaf's" in checked
    assert "Guest book takes 500 signs, a machine may not reply" in " ".join(checked.split())
    number = book.visitor("Ada", COMPLAINT)
    book.visitor("Cy", "such a nice shop, thank you")
    book.visitor("Di", "is somebody here?", to="", written_at="never")
    connected.do(*ONCE)
    assert book.answers() == []
    desk = connected.do("inbox", *CONFIG)
    assert COMPLAINT in desk
    assert "Guest book" in desk
    connected.do("approve", "1", *CONFIG)
    for _ in range(2):
        connected.do(*ONCE)
    (answer,) = book.answers()
    assert answer["reply_to"] == number
    assert answer["text"].startswith("Hi Ada")
    # the page's own words for `{dm}`
    assert "write us a letter" in answer["text"]
    connected.do("retract", "1", *CONFIG)
    connected.do(*ONCE)
    assert [one["id"] for one in book.public() if one["did"] == "deleted"] == [answer["id"]]
    assert len(book.answers()) == 1


def test_what_stood_there_before_is_never_answered(program: Program, book: Guestbook) -> None:
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    book.visitor("Bea", COMPLAINT, written_at=an_hour_ago.isoformat())
    told = program.run("login", "guestbook", *CONFIG, typed=f"{book.url}\n{TOKEN}\n")
    assert told.returncode == 0, told.stderr
    with (program.folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f'[connectors.guestbook]\nserver = "{book.url}"\n')
    program.do(*ONCE)
    assert COMPLAINT not in program.do("inbox", *CONFIG)
    assert COMPLAINT in program.do("inbox", "--before", *CONFIG)


def test_a_text_is_checked_against_the_length_of_the_page_s_platform(connected: Program) -> None:
    home = connected.folder
    shutil.copytree(ROOT / "playbooks", home / "playbooks")
    texts = home / "playbooks" / "acknowledgements.toml"
    texts.write_text(
        texts.read_text(encoding="utf-8")
        + '\n[late_guestbook]\na = "{hello}we are sorry. Please {dm}, one of us answers {by}. '
        + "We are here for you. " * 24
        + '{sign}"\n',
        encoding="utf-8",
    )
    told = connected.run("playbook", "check", "playbooks", *CONFIG)
    assert told.returncode == 2
    assert "too long for Guest book" in told.stderr
    assert "of 500 with a long name" in told.stderr


@pytest.mark.parametrize("fault", [Fault.TIMEOUT_BEFORE, Fault.HALF_AFTER_ACCEPTANCE])
def test_a_lost_answer_is_looked_for(connected: Program, book: Guestbook, fault: Fault) -> None:
    book.visitor("Ada", COMPLAINT)
    connected.do(*ONCE)
    connected.do("approve", "1", *CONFIG)
    book.fail_next(fault, on="POST /entries")
    while state(connected) is not State.SENT:
        assert len(book.hits()) < MOST_HITS
        connected.do(*ONCE)
    assert len(book.answers()) == 1


def test_a_wrong_token_is_told(program: Program, book: Guestbook) -> None:
    told = program.run("login", "guestbook", *CONFIG, typed=f"{book.url}\nanother\n")
    assert told.returncode == 1
    assert "the guestbook said 401" in told.stdout
    assert not (program.folder / "secrets.toml").exists()


def test_a_setting_that_is_missing_is_told(program: Program) -> None:
    with (program.folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write('[connectors.guestbook]\nsever = "https://book.example"\n')
    told = program.run("check", *CONFIG)
    assert told.returncode == 2
    for words in (
        "unknown key `sever`",
        "did you mean `server`?",
        "`server` is missing",
        "the secret `GUESTBOOK_TOKEN` is not set",
        "`monitor login guestbook` asks for it",
    ):
        assert words in told.stderr
