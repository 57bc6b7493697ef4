"""Reddit's token: fetched once, of the right account, and nothing else counts."""

from datetime import timedelta
from pathlib import Path

import pytest
import requests

from connectors._reddit.faults import Cause
from connectors._reddit.session import Session
from monitor.domain.delivery import Delivered, Refused
from monitor.errors import ConnectorError
from tests.contract.connectors.reddit_steps import a_session, fault_of, rig, session
from tests.contract.connectors.steps import an_answer
from tests.simulators.reddit_login import REFRESH, US
from tests.simulators.reddit_rig import SECRETS, RedditRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault as Broken

__all__ = ["rig", "session"]


# ---------------------------------------------------------------- login


def test_a_token_is_fetched_once_and_again_before_it_runs_out(
    rig: RedditRig, clock: SharedClock, session: Session
) -> None:
    for _ in range(3):
        session.get("api/v1/me")
    assert len(rig.requests("POST /api/v1/access_token")) == 1
    # prawcore would use it for ten seconds longer than it lives
    clock.advance(timedelta(minutes=51))
    session.get("api/v1/me")
    assert len(rig.requests("POST /api/v1/access_token")) == 2


def test_a_refresh_token_will_do(rig: RedditRig) -> None:
    session = a_session(rig, password="", refresh_token=REFRESH)
    assert session.get("api/v1/me")["name"] == US


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "wrong"},
        {"client_secret": "wrong"},
        {"password": "", "refresh_token": "wrong"},
    ],
)
def test_wrong_credentials_are_said_to_be_wrong(rig: RedditRig, changes: dict[str, str]) -> None:
    assert fault_of(a_session(rig, **changes)).cause is Cause.LOGIN


@pytest.mark.parametrize(
    ("status", "body", "cause"),
    [
        (200, "<html>maintenance</html>", Cause.NOT_REACHED),
        (200, '{"token_type": "bearer"}', Cause.NOT_REACHED),
        (503, "", Cause.NOT_REACHED),
        (429, "", Cause.TOO_SOON),
        # what Reddit says to an app it has thrown out
        (403, "<html>blocked</html>", Cause.LOGIN),
    ],
)
def test_a_login_that_fails_has_said_nothing(
    rig: RedditRig, status: int, body: str, cause: Cause
) -> None:
    post = rig.post("my order never came")
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, post))
    rig.answer_oddly("POST /api/v1/access_token", status, body)
    sent = connector.send(wire)
    assert isinstance(sent, Refused)
    assert not sent.permanent
    assert sent.is_auth is (cause is Cause.LOGIN)
    assert rig.writes() == 0
    assert isinstance(connector.send(wire), Delivered)


def test_a_revoked_token_is_not_used_again(rig: RedditRig, session: Session) -> None:
    session.get("api/v1/me")
    rig.fail("GET /api/v1/me", Broken.REVOKED)
    assert fault_of(session).cause is Cause.LOGIN
    assert len(rig.requests("POST /api/v1/access_token")) == 1
    session.get("api/v1/me")
    assert len(rig.requests("POST /api/v1/access_token")) == 2


def test_an_app_that_was_thrown_out_is_told_once(rig: RedditRig, session: Session) -> None:
    rig.revoke()
    assert fault_of(session).cause is Cause.LOGIN
    assert len(rig.requests()) == 1


@pytest.mark.parametrize(
    ("status", "headers", "cause"),
    [
        # prawcore falls over it with a KeyError
        (401, {}, Cause.LOGIN),
        (403, {"www_authenticate": 'Bearer error="insufficient_scope"'}, Cause.LOGIN),
        # prawcore falls over it with a KeyError
        (403, {"www_authenticate": 'Bearer error="something_new"'}, Cause.STATUS),
        # prawcore looks for a location that is not there
        (302, {}, Cause.STATUS),
        # prawcore looks for JSON
        (415, {}, Cause.STATUS),
        # praw looks for a reason that is not there
        (400, {}, Cause.STATUS),
        (451, {}, Cause.STATUS),
        (418, {}, Cause.STATUS),
    ],
)
def test_an_answer_that_breaks_the_library_is_told(
    rig: RedditRig, session: Session, status: int, headers: dict[str, str], cause: Cause
) -> None:
    rig.answer_oddly("GET /api/v1/me", status, '{"some": "thing"}', **headers)
    fault = fault_of(session)
    assert (fault.cause, fault.status) == (cause, status)


@pytest.mark.parametrize("body", ["<html>", "", '{"json": {"errors": ', "nul"])
def test_an_answer_that_is_no_json_is_no_answer(
    rig: RedditRig, session: Session, body: str
) -> None:
    rig.answer_oddly("GET /api/v1/me/prefs", 200, body)
    if body:
        assert fault_of(session, "api/v1/me/prefs").cause is Cause.NO_ANSWER
    else:
        assert session.get("api/v1/me/prefs") == ""


# ---------------------------------------------------------------- what lies around


def test_a_netrc_does_not_take_the_place_of_the_token(
    rig: RedditRig, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.utils.get_netrc_auth(rig.simulator.url) == ("somebody", "else")
    assert session.get("api/v1/me")["name"] == US


def test_settings_of_praw_that_lie_around_do_not_count(
    rig: RedditRig, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("praw_username", "somebody_else")
    monkeypatch.setenv("praw_refresh_token", "of somebody else")
    monkeypatch.setenv("praw_site", "a site that is not there")
    assert session.get("api/v1/me")["name"] == US


def test_no_update_is_looked_for_and_nothing_is_asked_at_connect(rig: RedditRig) -> None:
    rig.connector()
    assert rig.requests() == []


def test_the_account_of_somebody_else_is_not_used(rig: RedditRig) -> None:
    secrets = {
        name: value for name, value in SECRETS.items() if "USER" not in name and "PASS" not in name
    }
    from connectors.reddit import connect

    settings = rig.settings_with({**secrets, "REDDIT_REFRESH_TOKEN": REFRESH}, "somebodyelse")
    with pytest.raises(ConnectorError) as failed:
        connect(settings).fetch("")
    assert failed.value.is_auth
    assert "credentials are those of u/larchandloaf" in failed.value.message
