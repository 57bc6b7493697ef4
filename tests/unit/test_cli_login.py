"""`monitor login`: asks page by page, tests, and keeps secrets where only the owner reads them."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor import discovery
from monitor.config.secrets import secrets_beside
from monitor.domain.account import Ask, Checked, Level, Setup, Step, Topic
from monitor.domain.settings import Settings
from tests.messages import assert_message
from tests.unit.cli_shop import Shop, a_monday

GOOD = "caw-caw-1234"
SETUP = Setup(
    title="Ravens",
    minutes=2,
    before=("Ravens cost nothing. Their keeper has to say yes, which takes a day.",),
    steps=(
        Step(
            words="Open the loft and choose a raven.",
            url="https://ravens.example/loft",
            asks=(Ask(name="loft", title="Loft", is_secret=False, example="north"),),
        ),
        Step(
            words="Ask the raven for its word.",
            asks=(
                Ask(name="RAVEN_WORD", title="Word"),
                Ask(name="RAVEN_RING", title="Ring", is_optional=True),
            ),
        ),
    ),
)


class Ravens:
    name = "ravens"
    platforms = ("ravens",)
    #: what the test finds out about its door
    is_open: bool | None = None

    def __init__(self, settings: Settings) -> None:
        self.loft = settings.text("loft", example="north")
        self.word = settings.secret("word", "RAVEN_WORD")
        settings.done()

    def check(self) -> Iterator[Checked]:
        if self.word != GOOD:
            yield Checked(
                topic=Topic.CREDENTIALS,
                level=Level.BROKEN,
                words="the raven does not know this word",
                hint="ask it again; words change every spring",
            )
            return
        yield Checked(topic=Topic.CREDENTIALS, level=Level.FINE, words="the raven nods")
        yield Checked(
            topic=Topic.DOOR,
            level=Level.ASK if self.is_open is None else Level.FINE,
            words="can strangers send you a raven?" if self.is_open is None else "ravens fly in",
            hint="look at the loft's door",
            is_open=self.is_open,
        )


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("COLUMNS", "100")
    module = SimpleNamespace(SETUP=SETUP, connect=Ravens)
    monkeypatch.setattr(discovery, "_module", lambda _name: module)
    return Shop(tmp_path)


def test_an_account_is_connected(shop: Shop) -> None:
    answer = shop.run("login", "ravens", stdin=f"north\n{GOOD}\n\n\n")
    assert answer.code == 0
    assert_message("cli/login", answer.said)
    assert secrets_beside(shop.folder) == {"RAVEN_WORD": GOOD}
    assert GOOD not in answer.out + answer.err
    assert GOOD not in (shop.folder / "config.toml").read_text()


@pytest.mark.parametrize(("answer", "state"), [("yes", "open"), ("no", "closed")])
def test_the_owner_is_asked_what_no_program_can_find_out(
    shop: Shop, answer: str, state: str
) -> None:
    said = shop.run("login", "ravens", stdin=f"north\n{GOOD}\n\n{answer}\n")
    assert said.code == 0
    (door,) = json.loads(shop.run("door", "--json").out)
    assert (door["platform"], door["door"], door["said_by"]) == ("ravens", state, "Jo")
    again = shop.run("login", "ravens", stdin="north\n\n\n")
    assert again.code == 0
    assert_message(f"cli/login_door_{state}", again.said)


def test_what_a_test_finds_out_nobody_is_asked(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ravens, "is_open", True)
    assert shop.run("login", "ravens", stdin=f"north\n{GOOD}\n\n").code == 0
    (door,) = json.loads(shop.run("door", "--json").out)
    assert (door["door"], door["said_by"]) == ("open", "")


def test_what_does_not_work_is_told_and_not_kept(shop: Shop) -> None:
    answer = shop.run("login", "ravens", stdin="north\ncroak\n\n")
    assert answer.code == 1
    assert_message("cli/login_wrong", answer.said)
    assert not (shop.folder / "secrets.toml").exists()


def test_a_secret_is_kept_by_the_name_that_the_config_gives_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "connector_names", lambda: ["ravens", "replay"])
    config = shop.folder / "config.toml"
    table = '\n[connectors.ravens]\nloft = "north"\nword = "LOFT_WORD"\n'
    config.write_text(config.read_text() + table)
    first = shop.run("login", "ravens", stdin=f"\n{GOOD}\n\n\n")
    assert first.code == 0, first.said
    assert secrets_beside(shop.folder) == {"LOFT_WORD": GOOD}
    again = shop.run("login", "ravens", stdin="\n\n\n\n")
    assert again.code == 0
    assert "Enter keeps what is there" in again.out


def test_what_is_to_be_written_into_the_config_is_quoted(shop: Shop) -> None:
    answer = shop.run("login", "ravens", stdin=f'the "north" \\ loft\n{GOOD}\n\n\n')
    assert r'loft = "the \"north\" \\ loft"' in answer.out


def test_an_account_that_is_not_named_is_told_before_anything_is_asked(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(settings: Settings) -> Ravens:
        settings.secret("word", "RAVEN_WORD")
        settings.wrong("your ravens have no name", "write `ravens = ` under `[brand.handles]`")
        settings.done()
        raise AssertionError

    monkeypatch.setattr(discovery._module("ravens"), "connect", connect)
    answer = shop.run("login", "ravens", stdin="")
    assert answer.code == 2
    assert_message("cli/login_nobody_named", answer.said)


def test_every_mistake_of_the_config_is_told_with_what_to_do(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(settings: Settings) -> Ravens:
        settings.secret("word", "RAVEN_WORD")
        settings.wrong("the loft has no roof", "build one")
        settings.wrong("the loft has no door", "cut one")
        settings.done()
        raise AssertionError

    monkeypatch.setattr(discovery._module("ravens"), "connect", connect)
    answer = shop.run("login", "ravens", stdin=f"north\n{GOOD}\n\n")
    assert answer.code == 1
    assert "WRONG the loft has no roof\n      build one\nWRONG the loft has no door" in answer.out


def test_it_may_be_kept_all_the_same(shop: Shop) -> None:
    answer = shop.run("login", "ravens", "--keep", stdin="north\ncroak\nsilver\n")
    assert answer.code == 1
    assert secrets_beside(shop.folder) == {"RAVEN_WORD": "croak", "RAVEN_RING": "silver"}


def test_enter_keeps_what_is_there(shop: Shop) -> None:
    shop.run("login", "ravens", stdin=f"north\n{GOOD}\nsilver\n\n")
    answer = shop.run("login", "ravens", stdin="north\n\n\n\n")
    assert answer.code == 0
    assert "Enter keeps what is there" in answer.out
    assert secrets_beside(shop.folder) == {"RAVEN_WORD": GOOD, "RAVEN_RING": "silver"}


def test_what_is_needed_is_asked_again(shop: Shop) -> None:
    answer = shop.run("login", "ravens", stdin=f"\nnorth\n\n{GOOD}\n\n\n")
    assert answer.code == 0
    assert answer.out.count("It is needed") == 2


def test_a_stop_in_the_middle_keeps_nothing(shop: Shop) -> None:
    answer = shop.run("login", "ravens", stdin="north\n")
    assert answer.code != 0
    assert not (shop.folder / "secrets.toml").exists()


def test_a_connector_without_accounts_needs_no_login(shop: Shop) -> None:
    discovery._module("replay").SETUP = None  # type: ignore[attr-defined]
    answer = shop.run("login", "replay")
    assert answer.code == 2
    assert "`replay` needs no login" in answer.err
    assert "write its settings under [connectors.replay]" in answer.err
    discovery._module("replay").SETUP = SETUP  # type: ignore[attr-defined]


def test_check_tests_the_account_too(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.run("login", "ravens", stdin=f"north\n{GOOD}\n\n\n")
    config = shop.folder / "config.toml"
    without = re.sub(r"\[connectors\.[^\[]*", "", config.read_text())
    config.write_text(f'{without}\n[connectors.ravens]\nloft = "north"\n')
    monkeypatch.setattr(discovery, "connector_names", lambda: ["ravens"])
    fine = shop.run("check")
    assert fine.code == 0
    assert "the raven nods" in fine.out
    assert "look at the loft's door" in fine.out
    assert "nods" not in shop.run("check", "--offline").out
    shop.run("login", "ravens", "--keep", stdin="north\ncroak\n\n")
    broken = shop.run("check")
    assert broken.code == 1
    assert "the raven does not know this word" in broken.err


def test_a_library_that_is_not_there_is_told(shop: Shop) -> None:
    def connect(_settings: Settings) -> Ravens:
        raise ModuleNotFoundError("No module named 'corvus'", name="corvus")

    discovery._module("ravens").connect = connect  # type: ignore[attr-defined]
    answer = shop.run("login", "ravens", stdin=f"north\n{GOOD}\n\n")
    assert answer.code == 1
    assert "the library `corvus` is not installed" in answer.out
    discovery._module("ravens").connect = Ravens  # type: ignore[attr-defined]


def test_that_a_secret_was_kept_stands_in_the_audit_log_by_its_name(shop: Shop) -> None:
    a_monday(shop)
    shop.run("login", "ravens", stdin=f"north\n{GOOD}\n\nyes\n")
    rows = json.loads(shop.run("audit", "--json").out)
    told = [(row["action"], row["subject"]) for row in rows if row["action"] == "secret"]
    assert told == [("secret", "RAVEN_WORD")]
    with closing(sqlite3.connect(shop.database)) as connection:
        assert GOOD not in "\n".join(connection.iterdump())


def test_a_connector_that_repeats_the_secret_shows_it_to_nobody(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tells(self: Ravens) -> Iterator[Checked]:
        yield Checked(topic=Topic.CREDENTIALS, level=Level.BROKEN, words=f"bad {self.word}")

    monkeypatch.setattr(Ravens, "check", tells)
    answer = shop.run("login", "ravens", stdin="north\ncanary-word-77\n\n")
    assert "WRONG bad …" in answer.out
    assert "canary-word-77" not in answer.said
