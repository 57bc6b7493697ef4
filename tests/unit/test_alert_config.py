"""`[alerts]` in the config: all that is wrong at once, and secrets by name only."""

from pathlib import Path

import pytest

from monitor.channels import channels_of
from monitor.config import load_config
from monitor.config.alert_tables import CHANNELS
from monitor.errors import ConfigError
from monitor.testing import FakeChannel, FakeClock
from tests.messages import assert_message

BRAND = '[brand]\nname = "Larch & Loaf"\n\n'
WHOLE = """\
[alerts]
channels = ["console", "email", "webhook"]
fallback = ["apprise", "slack_webhook"]

[alerts.email]
server = "smtp.larch.example:587"
encryption = "starttls"
user = "monitor@larch.example"
from = "monitor@larch.example"
to = ["jo@larch.example"]

[alerts.webhook]
url = "https://larch.example/hook"
"""
WRONG = """\
[alerts]
channels = ["email", "webhok", "webhook", "apprise"]
fallback = ["email"]

[alerts.email]
server = "smtp.larch.example"
encryption = "none"
form = "monitor@larch.example"
to = ["jo at larch"]

[alerts.webhook]
url = "http://192.168.1.5/hook"

[alerts.apprise]
secrets = ["ntfy://tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2@ntfy.sh/larch"]

[alerts.emial]
"""
SECRETS = """\
SMTP_PASSWORD = "abcd efgh ijkl mnop"
WEBHOOK_SECRET = "twenty-four signs or more"
APPRISE_URL = "ntfy://ntfy.example/larch"
SLACK_WEBHOOK_URL = "https://hooks.slack.com/services/T0/B0/x"
"""


def written(folder: Path, text: str, secrets: str = "") -> Path:
    path = folder / "config.toml"
    path.write_text(BRAND + text, encoding="utf-8")
    if secrets:
        kept = folder / "secrets.toml"
        kept.write_text(secrets, encoding="utf-8")
        kept.chmod(0o600)
    return path


def test_every_channel_is_made_and_the_ready_one_is_taken(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, WHOLE, SECRETS), channels=CHANNELS)
    console = FakeChannel("console")
    made = channels_of(config, FakeClock(), console)
    assert [one.name for one in made] == [*config.alerts.channels, *config.alerts.fallback]
    assert made[0] is console
    assert not config.alerts.wants_quiet("email")
    assert config.alerts.wants_quiet("webhook")
    assert config.alerts.wants_quiet("console")


def test_all_that_is_wrong_is_told_at_once_and_no_secret_is_shown(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as told:
        load_config(written(tmp_path, WRONG), channels=CHANNELS)
    words = told.value.for_person().replace(str(tmp_path), "FOLDER")
    assert "tk_Ag" not in words
    assert_message("config/alerts", words)


def test_all_secrets_that_are_missing_are_told_at_once(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, WHOLE), channels=CHANNELS)
    with pytest.raises(ConfigError) as told:
        channels_of(config, FakeClock(), FakeChannel("console"))
    words = told.value.for_person().replace(str(tmp_path), "FOLDER")
    assert_message("config/alert_secrets_missing", words)


def test_secrets_that_cannot_be_right_are_told_and_not_shown(tmp_path: Path) -> None:
    secrets = (
        'SMTP_PASSWORD = "x"\nWEBHOOK_SECRET = "short"\nAPPRISE_URL = "y"\n'
        'SLACK_WEBHOOK_URL = "https://evil.example/services/T0/B0/hidden"\n'
    )
    config = load_config(written(tmp_path, WHOLE, secrets), channels=CHANNELS)
    with pytest.raises(ConfigError) as told:
        channels_of(config, FakeClock(), FakeChannel("console"))
    words = told.value.for_person()
    assert "hidden" not in words
    assert_message("config/alert_secrets_wrong", words)


def test_a_table_in_the_wrong_place_is_told_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="unknown table") as told:
        load_config(written(tmp_path, '[email]\nserver = "x"\n'), channels=CHANNELS)
    assert "[alerts.email]" in told.value.for_person()
