"""Canaries: a platform whose library puts every secret into every error, and nothing shows one."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.alerts.console import Console
from monitor.alerts.lines import no_words
from monitor.cli.running import start_logging
from monitor.config.secrets import find_secret
from monitor.daemon import Daemon
from monitor.domain.delivery import Outcome, Refused, Sighting, Unknown, Wire
from monitor.domain.message import Blind, Page, SetAside
from monitor.errors import ConnectorError
from monitor.testing import FakePlatform
from tests.app import app_of
from tests.shop import Shop

#: one of each sort, as their platforms make them
SECRETS = {
    "CANARY_APP_PASSWORD": "cana-ryap-pass-word",
    "CANARY_API_KEY": "CanaryApiKey25LettersXyz1",
    "CANARY_TOKEN_SECRET": "canary/secret+with=signs&more",
    "CANARY_STORE_URL": "postgresql://monitor:canary-db-pw-9@localhost/monitor",
    "CANARY_WEBHOOK": "https://hooks.slack.com/services/T000/B000/canaryhook",
}
#: a token that the platform gave its library on the way; nobody remembered it
SESSION = "eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOiJzZXNzaW9uIn0.canarysig"
ALL = (*SECRETS.values(), "canary-db-pw-9", SESSION)
SAID = "401 Client Error: " + " ".join(ALL) + f" Authorization: Bearer {SESSION}"


class Leaky(FakePlatform):
    """Its library repeats every secret in every message."""

    #: what the next calls do: raise, or answer with it
    mode = "raise"

    def _fail(self) -> None:
        if self.mode == "raise":
            raise RuntimeError(SAID)

    def send(self, wire: Wire) -> Outcome:
        self._fail()
        return Unknown(why=SAID) if self.mode == "unknown" else Refused(why=SAID)

    def find(self, wire: Wire, since: datetime) -> Sighting:
        raise ConnectorError(SAID)

    def retract(self, posted_id: str) -> Outcome:
        self._fail()
        return Refused(why=SAID)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The daemon's own log, everything that is told."""
    root, out = logging.getLogger(), io.StringIO()
    before, level = list(root.handlers), root.level
    root.handlers = []
    with redirect_stderr(out):
        start_logging(verbose=True)
    yield out
    root.handlers, root.level = before, level


@pytest.fixture
def secrets(tmp_path: Path) -> None:
    """As a connector gets them."""
    path = tmp_path / "secrets.toml"
    lines = [f"{name} = {json.dumps(value)}" for name, value in SECRETS.items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    path.chmod(0o600)
    for name, value in SECRETS.items():
        assert find_secret(name, folder=tmp_path, environment={}) == value


def leaks_in(text: str) -> list[str]:
    return [secret for secret in ALL if secret in text]


def everything_in(store: object) -> str:
    engine = store.engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        return "\n".join(driver.iterdump())


def test_the_canary_sings(secrets: None) -> None:
    # else nothing below could fail
    assert leaks_in(SAID) == list(ALL)


@pytest.mark.parametrize("mode", ["raise", "unknown", "refuse"])
def test_nothing_of_a_failing_send_shows(mode: str, secrets: None, log: io.StringIO) -> None:
    shop, screen = leaky(mode)
    number = shop.complaint().number
    shop.review.approve(number, by="Jo")
    for _ in range(3):
        shop.work()
        shop.clock.advance(timedelta(minutes=20))
    assert log.getvalue() or mode == "refuse"
    assert leaks_in(log.getvalue()) == []
    assert leaks_in(everything_in(shop.store)) == []
    assert leaks_in(screen.getvalue()) == []
    assert leaks_in(str(shop.effect(number))) == []


def test_nothing_of_a_failing_deletion_shows(secrets: None, log: io.StringIO) -> None:
    shop, _ = leaky("ok")
    shop.x.send = FakePlatform.send.__get__(shop.x)  # type: ignore[method-assign]
    word = shop.sent()
    shop.review.retract(word.number, by="Jo")
    for mode in ("raise", "refuse"):
        shop.x.mode = mode  # type: ignore[attr-defined]
        shop.work_for(timedelta(minutes=2))
    assert "could not be taken back" in log.getvalue()
    assert leaks_in(log.getvalue()) == []
    assert leaks_in(everything_in(shop.store)) == []


@pytest.mark.parametrize("error", [ConnectorError(SAID, hint=SAID), RuntimeError(SAID)])
def test_nothing_of_a_failing_poll_shows(error: Exception, secrets: None, log: io.StringIO) -> None:
    shop, screen = leaky("ok")
    daemon = Daemon(app_of(shop))
    for _ in range(5):
        shop.x._fetch_faults.append(error)  # type: ignore[arg-type]
        daemon.once()
        shop.clock.advance(timedelta(minutes=10))
    assert log.getvalue()
    assert leaks_in(log.getvalue()) == []
    assert leaks_in(everything_in(shop.store)) == []
    assert leaks_in(screen.getvalue()) == []


def test_nothing_of_what_a_page_tells_shows(secrets: None, log: io.StringIO) -> None:
    shop, screen = leaky("ok")
    now = shop.clock.now()
    page = Page(
        messages=(),
        cursor="1",
        set_aside=(SetAside(connector="x", where=SAID, reason=SAID, raw=SAID),),
        blind=(Blind(since=now - timedelta(hours=1), until=now, why=SAID),),
    )
    shop.intake.page("x", page)
    for one in page.set_aside:
        shop.observer.set_aside(one)
    assert leaks_in(everything_in(shop.store)) == []
    assert leaks_in(log.getvalue() + screen.getvalue()) == []


def test_an_error_of_a_command_shows_nothing(
    secrets: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor import cli

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(SAID)

    monkeypatch.setattr(cli.cli, "main", broken)
    for traced in ("", "1"):
        monkeypatch.setenv("MONITOR_TRACEBACK", traced)
        out = io.StringIO()
        with redirect_stderr(out), redirect_stdout(out):
            assert cli.run(["status"]) == 1
        assert "RuntimeError" in out.getvalue()
        assert leaks_in(out.getvalue()) == []


def test_what_commands_say_of_a_secret_is_hidden(secrets: None) -> None:
    from monitor.cli.common import say, say_error, say_json

    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        say(" ".join(SECRETS.values()))
        say_error(" ".join(SECRETS.values()))
        say_json({"error": list(SECRETS.values())})
    assert leaks_in(out.getvalue()) == []
    assert json.loads(out.getvalue().splitlines()[2])["error"][0] == "…"


def leaky(mode: str) -> tuple[Shop, io.StringIO]:
    """A shop on that platform, with a console that watches."""
    from monitor.testing import FakeClock

    clock, out = FakeClock(), io.StringIO()
    platform = Leaky(clock)
    platform.mode = mode
    shop = Shop(clock=clock, platform=platform)
    console = Console(shop.policy.hours, no_words, out)
    shop.observer = console  # type: ignore[assignment]
    shop.channels = (console,)
    shop.open()
    return shop, out
