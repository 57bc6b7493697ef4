"""What every alert channel does: the fake one, and the real ones with somebody at the other end."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.alerts.apprise import AppriseChannel
from monitor.alerts.console import Console
from monitor.alerts.lines import no_words
from monitor.domain.delivery import Delivered, Refused, Unknown
from monitor.domain.ports import AlertChannel, TriesItself
from monitor.errors import ChannelError
from monitor.testing import FakeChannel
from tests.alert_cards import a_card, a_notice, an_end, hostile_card
from tests.alert_channels import MAKERS, arrived, sheets
from tests.shop import config
from tests.simulators.recipient import HOOK, SLACK, Recipient
from tests.simulators.server import Fault

# the library's, of its own Python's libraries
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PATIENCE = (1.0, 1.0)
#: where a fault is asked for, by channel
ON = {
    "email": "MAIL",
    "webhook": "POST /hook",
    "slack_webhook": "POST /services",
    "apprise": "POST /hook",
}


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recipient]:
    monkeypatch.setattr("monitor.http.TIMEOUT", PATIENCE)
    monkeypatch.setattr("monitor.alerts.apprise.DEADLINE", 3.0)
    with Recipient(tmp_path) as recipient:
        yield recipient


@pytest.fixture(params=["fake", "console", *MAKERS])
def channel(request: pytest.FixtureRequest, there: Recipient) -> AlertChannel:
    match request.param:
        case "fake":
            return FakeChannel()
        case "console":
            return Console(config().hours(), no_words, io.StringIO())
        case name:
            return MAKERS[name](there)


def test_a_card_a_notice_and_its_end_are_taken(channel: AlertChannel) -> None:
    assert isinstance(channel.post(a_card()), Delivered)
    assert isinstance(channel.post_notice(a_notice()), Delivered)
    assert isinstance(channel.post_notice(an_end()), Delivered)


def test_twice_does_no_harm_and_has_the_same_id(channel: AlertChannel) -> None:
    card = a_card()
    first, again = channel.post(card), channel.post(card)
    assert isinstance(first, Delivered)
    assert isinstance(again, Delivered)
    if channel.name != "fake":
        assert first.posted_id == again.posted_id


@pytest.mark.parametrize("name", MAKERS)
def test_what_arrives_says_what_to_do_and_who_it_is(name: str, there: Recipient) -> None:
    channel = MAKERS[name](there)
    channel.post(a_card())
    channel.post_notice(a_notice())
    card, notice = arrived(there, name)
    assert "Decide by Mon 16:00" in card.replace("\u2060", "").replace("\\u2060", "")
    assert "Ada Quill" in card
    assert "monitor approve 1" in card
    assert "X cannot be read" in notice


@pytest.mark.parametrize("name", MAKERS)
def test_a_hostile_card_injects_nothing(name: str, there: Recipient) -> None:
    assert isinstance(MAKERS[name](there).post(hostile_card()), Delivered)
    (told,) = arrived(there, name)
    assert "\u202e" not in told
    assert "\\u202e" not in told
    assert "\x1b" not in told
    if name in ("slack_webhook", "apprise"):
        assert not re.search(r"<!|<@|@everyone", told)
    if name == "email":
        (mail,) = there.mails()
        assert set(mail.keys()) >= {"Subject", "To", "Message-ID"}
        assert mail["Bcc"] is None
        assert len(mail.get_all("Subject") or []) == 1
        (line,) = there.public()
        assert line["to"] == ["jo@larch.example", "sam@larch.example"]


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    "fault",
    [
        Fault.TIMEOUT_BEFORE,
        Fault.SILENCE_AFTER_ACCEPTANCE,
        Fault.UNAVAILABLE_BEFORE,
        Fault.TOO_MANY,
        Fault.FORBIDDEN,
    ],
)
def test_a_channel_in_trouble_is_no_exception_and_works_again(
    name: str, fault: Fault, there: Recipient
) -> None:
    there.fail_next(fault, on=ON[name])
    channel = MAKERS[name](there)
    outcome = channel.post(a_card())
    assert isinstance(outcome, Refused | Unknown)
    assert not (isinstance(outcome, Refused) and outcome.permanent)
    assert outcome.why
    assert "\x1b" not in outcome.why
    assert isinstance(channel.post(a_card()), Delivered)


@pytest.mark.parametrize("name", MAKERS)
def test_a_channel_that_is_gone_refuses(name: str, there: Recipient) -> None:
    channel = MAKERS[name](there)
    there.stop()
    assert isinstance(channel.post(a_card()), Refused)
    assert isinstance(channel.post_notice(a_notice()), Refused)
    if name != "apprise":
        assert isinstance(channel, TriesItself)
        with pytest.raises(ChannelError):
            channel.try_out()


@pytest.mark.parametrize("name", MAKERS)
def test_trying_it_out_posts_nothing(name: str, there: Recipient) -> None:
    channel = MAKERS[name](there)
    assert isinstance(channel, TriesItself)
    assert channel.try_out()
    assert there.public() == []


def test_one_address_of_apprise_that_fails_makes_no_other_one_hear_it_twice(
    there: Recipient,
) -> None:
    here = f"json://127.0.0.1:{there.port}"
    channel = AppriseChannel((f"{here}{HOOK}", f"{here}{SLACK}x"), sheets())
    for _ in range(3):
        refused = channel.post(a_card())
        assert isinstance(refused, Refused)
        assert refused.why == "not told: JSON"
    assert len(arrived(there, "apprise")) == 1
