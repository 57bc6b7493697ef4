"""The owner's yes on Reddit's page: an address to open, one to paste, and a token that lasts."""

import io
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.reddit import SETUP, ask_consent, connect
from monitor.cli import run
from monitor.config.secrets import secrets_beside
from monitor.domain.account import Level
from monitor.domain.connectors import AccountCheck
from monitor.errors import ConnectorError
from tests.contract.connectors.reddit_steps import rig
from tests.messages import assert_message
from tests.simulators.reddit_login import CLIENT, PASSWORD, SECRET, US
from tests.simulators.reddit_rig import RedditRig
from tests.simulators.server import Fault

__all__ = ["rig"]

APP = {"REDDIT_CLIENT_ID": CLIENT, "REDDIT_CLIENT_SECRET": SECRET}


def refused(consent: object, address: str) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        consent.redeem(address)  # type: ignore[attr-defined]
    return caught.value


def test_the_page_is_asked_for_what_is_needed_and_nothing_is_sent(rig: RedditRig) -> None:
    consent = ask_consent(rig.settings_with(APP))
    asked = parse_qs(urlsplit(consent.url).query)
    assert consent.url.startswith(f"{rig.simulator.url}/api/v1/authorize?")
    assert asked["scope"] == ["identity read history privatemessages submit edit account"]
    assert (asked["duration"], asked["redirect_uri"]) == (["permanent"], ["http://localhost:8080"])
    assert len(asked["state"][0]) >= 32
    assert rig.requests("") == []


def test_no_two_attempts_have_the_same_state(rig: RedditRig) -> None:
    settings = rig.settings_with(APP)
    assert ask_consent(settings).url != ask_consent(settings).url


def test_the_token_that_comes_of_it_logs_in_without_a_password(rig: RedditRig) -> None:
    consent = ask_consent(rig.settings_with(APP))
    kept = consent.redeem(rig.press(consent.url))
    assert list(kept) == ["REDDIT_REFRESH_TOKEN"]
    connector: object = connect(rig.settings_with({**APP, **kept}))
    assert isinstance(connector, AccountCheck)
    assert Level.BROKEN not in {one.level for one in connector.check()}


def test_an_address_of_another_attempt_is_refused(rig: RedditRig) -> None:
    consent, other = (ask_consent(rig.settings_with(APP)) for _ in range(2))
    address = rig.press(other.url)
    before = len(rig.requests(""))
    assert refused(consent, address).message == "that address belongs to another attempt"
    # what an attacker may have sent is never given to Reddit
    assert len(rig.requests("")) == before


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://localhost:8080/", "that is not the address that Reddit sent you back to"),
        ("no address", "that is not the address that Reddit sent you back to"),
        ("http://localhost:8080/?state=&code=1", "that is not the address that Reddit sent you"),
        ("http://localhost:8080/?state=ü&code=1", "that address belongs to another attempt"),
        ("http://localhost:8080/?state=STATE", "that address holds no code"),
        ("http://localhost:8080/?state=STATE&error=invalid_scope", "Reddit says `invalid_scope`"),
    ],
)
def test_what_cannot_be_used_is_told(rig: RedditRig, address: str, message: str) -> None:
    consent = ask_consent(rig.settings_with(APP))
    (state,) = parse_qs(urlsplit(consent.url).query)["state"]
    assert refused(consent, address.replace("STATE", state)).message.startswith(message)


def test_a_no_is_a_no_and_may_become_a_yes(rig: RedditRig) -> None:
    consent = ask_consent(rig.settings_with(APP))
    assert refused(consent, rig.press(consent.url, "decline")).message == (
        "Reddit says that you declined"
    )
    assert consent.redeem(rig.press(consent.url))


def test_an_address_is_good_once(rig: RedditRig) -> None:
    consent = ask_consent(rig.settings_with(APP))
    address = rig.press(consent.url)
    consent.redeem(address)
    assert refused(consent, address).message == (
        "Reddit does not take that address any more (invalid_grant)"
    )


def test_an_outage_is_told_and_nothing_is_tried_twice(rig: RedditRig) -> None:
    consent = ask_consent(rig.settings_with(APP))
    address = rig.press(consent.url)
    rig.fail("POST /api/v1/access_token", Fault.UNAVAILABLE_BEFORE)
    assert "503" in refused(consent, address).message
    assert len(rig.requests("POST /api/v1/access_token")) == 1


def test_a_wrong_secret_of_the_app_is_told(rig: RedditRig) -> None:
    consent = ask_consent(rig.settings_with({**APP, "REDDIT_CLIENT_SECRET": "wrong"}))
    error = refused(consent, rig.press(consent.url))
    assert error.hint == "look at the id and the secret of the app"


# ---------------------------------------------------------------- `monitor login reddit`


class Owner(io.StringIO):
    """Types, line by line; what they type may depend on what they read."""

    def __init__(self, screen: io.StringIO, *types: str | Callable[[str], str]) -> None:
        super().__init__()
        self.screen, self.types = screen, list(types)

    # typeshed: every stream descends from one of bytes
    def readline(self, _size: int | None = -1) -> str:  # type: ignore[override]
        if not self.types:
            return ""
        line = self.types.pop(0)
        return (line if isinstance(line, str) else line(self.screen.getvalue())) + "\n"


def login(rig: RedditRig, *types: str | Callable[[str], str]) -> tuple[int, str]:
    """The whole conversation, and its exit code."""
    config = rig.folder / "config.toml"
    if not config.exists():
        config.write_text(
            '[brand]\nname = "Larch"\npeople = ["Jo"]\nhandles = { reddit = "larchandloaf" }\n'
            f'[connectors.reddit]\nbase_url = "{rig.simulator.url}"\n'
        )
    screen = io.StringIO()
    with (
        redirect_stdout(screen),
        redirect_stderr(screen),
        patch.object(sys, "stdin", Owner(screen, *types)),
    ):
        code = run(["login", "reddit", "--config", str(config)], rig.clock)
    told = screen.getvalue().replace(str(rig.folder), "SHOP").replace(rig.simulator.url, "REDDIT")
    return code, re.sub(r"state=[\w-]+", "state=STATE", told)


def pressed(rig: RedditRig, button: str = "allow") -> Callable[[str], str]:
    """Opens what the screen shows, and pastes the address that comes of it."""

    def paste(screen: str) -> str:
        (url,) = set(re.findall(r"http\S+/api/v1/authorize\S+", screen))
        return rig.press(url, button)

    return paste


@pytest.fixture(autouse=True)
def a_wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_an_account_with_two_factors_is_connected(rig: RedditRig) -> None:
    code, told = login(rig, CLIENT, SECRET, pressed(rig))
    assert code == 0, told
    assert_message("connectors/reddit_login", told)
    kept = secrets_beside(rig.folder)
    assert set(kept) == {*APP, "REDDIT_REFRESH_TOKEN"}
    assert (rig.folder / "secrets.toml").stat().st_mode & 0o077 == 0
    assert kept["REDDIT_REFRESH_TOKEN"] not in told + (rig.folder / "config.toml").read_text()


def test_what_cannot_be_used_is_asked_for_again(rig: RedditRig) -> None:
    code, told = login(
        rig, CLIENT, SECRET, "http://localhost:8080", pressed(rig, "decline"), pressed(rig)
    )
    assert code == 0
    assert_message("connectors/reddit_login_again", told.partition("\n4. ")[0])


def test_without_it_name_and_password_are_asked_for(rig: RedditRig) -> None:
    code, told = login(rig, CLIENT, SECRET, "", US, PASSWORD)
    assert code == 0, told
    assert set(secrets_beside(rig.folder)) == {*APP, "REDDIT_USERNAME", "REDDIT_PASSWORD"}


def test_enter_keeps_the_token_that_is_there(rig: RedditRig) -> None:
    login(rig, CLIENT, SECRET, pressed(rig))
    before = secrets_beside(rig.folder)
    code, told = login(rig, "", "", "")
    assert code == 0, told
    assert "its password" not in told
    assert secrets_beside(rig.folder) == before


def test_every_step_with_a_yes_says_what_is_done_without() -> None:
    consents = {step.consent for step in SETUP.steps if step.consent}
    assert consents == {step.unless for step in SETUP.steps if step.unless}
