"""Bluesky, the session: kept, refreshed, made anew; and requests that go nowhere else."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from connectors._bluesky.transport import _WithEnd
from connectors.bluesky import connect
from monitor.domain.delivery import Delivered, Refused
from monitor.errors import ConfigError, ConnectorError
from tests.contract.connectors.bluesky_steps import rig
from tests.contract.connectors.steps import an_answer, how, mentions, read
from tests.simulators.bluesky_network import OUR_DID
from tests.simulators.bluesky_rig import BlueskyRig
from tests.simulators.bluesky_server import PASSWORD
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["rig"]

SERVER = "POST /xrpc/com.atproto.server."
LOGIN, REFRESH = f"{SERVER}createSession", f"{SERVER}refreshSession"
SESSION = "data/bluesky.session"


# ---------------------------------------------------------------- kept


def test_nothing_is_asked_before_the_first_fetch(rig: BlueskyRig) -> None:
    rig.connector()
    assert rig.simulator.hits() == []


def test_one_login_serves_every_start(rig: BlueskyRig) -> None:
    """Bluesky allows 300 a day."""
    for _ in range(5):
        read(rig.connector())
    assert rig.calls(LOGIN) == 1


def test_a_login_does_not_need_the_app_to_know_us(rig: BlueskyRig) -> None:
    """The library would ask for our profile, which fails for an account that is new."""
    read(rig.connector())
    assert not [hit for hit in rig.simulator.hits() if "getProfile" in hit["request"]]


@pytest.mark.skipif(os.name != "posix", reason="rights of files are as POSIX has them")
def test_the_kept_session_is_for_its_owner_alone(rig: BlueskyRig) -> None:
    read(rig.connector())
    path = rig.folder / SESSION
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["bluesky.session"]
    assert PASSWORD not in path.read_text(encoding="utf-8")
    path.chmod(0o644)
    read(rig.connector())
    assert rig.calls(LOGIN) == 2
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_new_app_password_is_a_new_session(rig: BlueskyRig) -> None:
    """The one before may not have been allowed to read private messages."""
    read(rig.connector())
    rig.simulator.tell("session", {"password": "next-pass-word-here"})
    rig.secrets["BLUESKY_APP_PASSWORD"] = "next-pass-word-here"
    read(rig.connector())
    assert rig.calls(LOGIN) == 2


@pytest.mark.parametrize("written", ["", "{", "[]", '{"owner": 1}', "\x00"])
def test_a_kept_session_that_is_broken_is_none(rig: BlueskyRig, written: str) -> None:
    path = rig.folder / SESSION
    path.parent.mkdir()
    path.write_text(written, encoding="utf-8")
    path.chmod(0o600)
    read(rig.connector())
    assert rig.calls(LOGIN) == 1


@pytest.mark.parametrize("broken", [("eyJ", "?"), ("http://127.0.0.1", "http://pds.example")])
def test_a_kept_session_that_cannot_be_used_is_made_anew(
    rig: BlueskyRig, broken: tuple[str, str]
) -> None:
    read(rig.connector())
    path = rig.folder / SESSION
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["session"] = kept["session"].replace(*broken)
    path.write_text(json.dumps(kept), encoding="utf-8")
    read(rig.connector())
    assert rig.calls(LOGIN) == 2


def test_where_nothing_can_be_kept_it_works_too(rig: BlueskyRig) -> None:
    (rig.folder / "data").write_text("a file where a folder should be", encoding="utf-8")
    read(rig.connector())
    read(rig.connector())
    assert rig.calls(LOGIN) == 2


# ---------------------------------------------------------------- over


def test_an_expired_token_is_a_400_and_made_anew(rig: BlueskyRig, clock: SharedClock) -> None:
    connector = rig.connector()
    _, cursor = read(connector)
    rig.simulator.tell("session", {"expire": True})
    post = rig.post("my order never came")
    assert mentions(connector, cursor) == {post}
    assert rig.calls(LOGIN) == 2


def test_a_token_is_refreshed_before_it_runs_out(rig: BlueskyRig) -> None:
    rig.simulator.tell("session", {"lasts": 60})
    connector = rig.connector()
    _, cursor = read(connector)
    rig.simulator.tell("session", {"lasts": 7200})
    read(connector, cursor)
    refreshed = rig.calls(REFRESH)
    assert refreshed
    read(rig.connector(), cursor)  # from what was kept
    assert (rig.calls(REFRESH), rig.calls(LOGIN)) == (refreshed, 1)


def test_a_refresh_that_is_refused_is_a_new_login(rig: BlueskyRig) -> None:
    rig.simulator.tell("session", {"lasts": 60})
    connector = rig.connector()
    _, cursor = read(connector)
    rig.simulator.tell("session", {"revoke": True, "lasts": 7200})
    read(connector, cursor)
    assert rig.calls(LOGIN) == 2


def test_a_write_is_not_sent_again_when_the_session_was_over(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    post = rig.post("my order never came")
    connector = rig.connector()
    sent = connector.send(connector.prepare(an_answer(rig, post)))
    assert isinstance(sent, Delivered)
    rig.simulator.tell("session", {"expire": True})
    outcome = connector.retract(sent.posted_id)
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.is_auth, outcome.retry_at) == (False, False, clock.now())
    assert rig.calls("POST /xrpc/com.atproto.repo.deleteRecord") == 1
    assert how(connector.retract(sent.posted_id)) == "delivered"


def test_a_wrong_password_locks_us_out_and_is_not_told(rig: BlueskyRig) -> None:
    rig.secrets["BLUESKY_APP_PASSWORD"] = "hunter2-hunter2"
    with pytest.raises(ConnectorError) as failed:
        rig.connector().fetch("")
    assert (failed.value.is_auth, failed.value.permanent) == (True, True)
    assert "monitor login bluesky" in failed.value.for_person()
    assert "hunter2" not in failed.value.for_person()


def test_too_many_logins_are_waited_for(rig: BlueskyRig, clock: SharedClock) -> None:
    rig.simulator.fail_next(Fault.TOO_MANY, on=LOGIN)
    with pytest.raises(ConnectorError) as failed:
        rig.connector().fetch("")
    assert failed.value.retry_at == clock.now() + timedelta(seconds=30)


# ---------------------------------------------------------------- nowhere else


def test_a_redirect_is_not_followed(rig: BlueskyRig, clock: SharedClock) -> None:
    """The library would send our words, and once more our token, wherever it is told to."""
    post = rig.post("my order never came")
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, post))
    elsewhere = {"location": f"{rig.server}/xrpc/com.atproto.repo.putRecord"}
    rig.answer_instead("com.atproto.repo.putRecord", status=307, headers=elsewhere)
    outcome = connector.send(wire)
    assert isinstance(outcome, Refused)
    assert "its address" in outcome.why
    assert rig.writes() == 1


@pytest.mark.parametrize("endpoint", ["http://pds.example", "https://user:secret@pds.example"])
def test_a_server_that_is_not_safe_gets_no_token(rig: BlueskyRig, endpoint: str) -> None:
    service = {
        "id": "#atproto_pds",
        "type": "AtprotoPersonalDataServer",
        "serviceEndpoint": endpoint,
    }
    rig.simulator.tell("session", {"did_doc": {"id": OUR_DID, "service": [service]}})
    with pytest.raises(ConnectorError) as failed:
        rig.connector().fetch("")
    assert failed.value.permanent
    assert "not safe" in failed.value.message


def test_an_answer_without_an_end_ends() -> None:
    class Endless(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b"x" * 1_000_000

    with pytest.raises(httpx.ReadError, match="too long"):
        list(_WithEnd(Endless()))


@pytest.mark.parametrize("body", ["<html>", "[1]", '"text"', "{", "[" * 100_000, ""])
def test_an_answer_that_is_no_json_is_for_later(rig: BlueskyRig, body: str) -> None:
    post = rig.post("my order never came")
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, post))
    rig.answer_instead("app.bsky.notification.listNotifications", body)
    with pytest.raises(ConnectorError) as failed:
        connector.fetch("")
    assert not failed.value.permanent
    rig.answer_instead("com.atproto.repo.putRecord", body)
    # an empty answer is how some writes say yes, and any 200 means that it was taken
    assert how(connector.send(wire)) == ("delivered" if body == "" else "unknown")


# ---------------------------------------------------------------- its settings


def test_every_mistake_is_told_at_once(rig: BlueskyRig) -> None:
    settings = rig.settings(server="http://pds.example", search="larch", direct_messages="no")
    settings.account = ""
    rig.secrets.clear()
    with pytest.raises(ConfigError) as wrong:
        connect(settings)
    told = wrong.value.for_person()
    for part in ("not encrypted", "`search`", "`direct_messages`", "BLUESKY_APP_PASSWORD"):
        assert part in told
    assert 'bluesky = "yourshop.bsky.social"' in told


def test_the_library_loads_when_it_is_first_used() -> None:
    code = (
        "import sys, connectors.bluesky\n"
        "print([n for n in sys.modules if n.partition('.')[0] in "
        "('atproto_client', 'httpx', 'pydantic')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_settings_of_the_page_work(rig: BlueskyRig) -> None:
    page = Path(__file__).parents[3] / "docs" / "platforms" / "bluesky.md"
    shown = tomllib.loads(page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0])
    settings = rig.settings(**shown["connectors"]["bluesky"])
    settings.account = shown["brand"]["handles"]["bluesky"]
    connect(settings)
