"""Apprise: nothing of this machine is touched, and its secrets stay secret."""

import sys

import pytest

from monitor.alerts.apprise import AppriseChannel
from monitor.domain.delivery import Refused
from monitor.errors import ChannelError
from monitor.redaction import redacted
from tests.alert_cards import a_card
from tests.alert_channels import sheets

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.mark.parametrize(
    "url",
    [
        *("syslog://", "file:///etc/passwd", "exec:///bin/sh", "dbus://", "gnome://", "macosx://"),
        *("windows://", "blink1://", "include://x", "/etc/passwd", "nonsense", ""),
    ],
)
def test_what_acts_on_this_machine_is_refused(url: str) -> None:
    channel = AppriseChannel((url,), sheets())
    with pytest.raises(ChannelError, match=r"not one that Apprise understands|act on this machine"):
        channel.try_out()
    assert isinstance(channel.post(a_card()), Refused)


def test_without_the_package_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(ChannelError, match="not installed") as told:
        AppriseChannel(("ntfy://topic",), sheets()).try_out()
    assert "pip install" in str(told.value.hint)


def test_no_piece_of_its_address_shows_in_a_message() -> None:
    AppriseChannel(("discord://123456789012345678/sEcReT-token_of-mine",), sheets())
    assert "sEcReT" not in redacted("POST https://discord.com/api/sEcReT-token_of-mine failed")
