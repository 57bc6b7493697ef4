"""The webhook with a program at its other end: signature, redirects, and where it may lead."""

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.alerts.destination import addresses_of
from monitor.alerts.webhook import SHORTEST_SECRET, key_of
from monitor.domain.delivery import Delivered, Refused
from monitor.errors import ChannelError
from monitor.testing import MONDAY_MORNING
from tests.alert_cards import a_card
from tests.alert_channels import KEY, a_slack_webhook, a_webhook
from tests.simulators.recipient import Recipient

NEVER = [
    *("169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255"),
    *("fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"),
    *("2002:a9fe:a9fe::1", "fe80::1%eth0"),
]
PRIVATE = [
    *("127.0.0.1", "::1", "10.0.0.1", "192.168.1.5", "172.16.0.1", "fd12::1", "100.64.0.1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:0a00:0001::1", "64:ff9b::7f00:1"),
]
PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recipient]:
    monkeypatch.setattr("monitor.http.TIMEOUT", (1.0, 1.0))
    with Recipient(tmp_path) as recipient:
        yield recipient


def test_the_signature_is_over_id_moment_and_body(there: Recipient) -> None:
    a_webhook(there).post(a_card())
    (post,) = there.posts()
    head, body = post["headers"], post["body"].encode()
    assert head["webhook-timestamp"] == str(int(MONDAY_MORNING.timestamp()))
    assert head["idempotency-key"] == head["webhook-id"]
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert head["webhook-signature"] == f"v1,{wanted}"
    assert json.loads(body)["id"] == a_card().effect.id


def test_an_alert_sent_again_has_the_same_key(there: Recipient) -> None:
    card = a_card()
    channel = a_webhook(there)
    channel.post(card)
    channel.post(card)
    first, again = there.posts()
    assert first["headers"]["webhook-id"] == again["headers"]["webhook-id"]


def test_who_was_erased_is_told_with_the_id_of_their_alert(there: Recipient) -> None:
    effect = a_card().effect
    assert isinstance(a_webhook(there).erase_card(effect), Delivered)
    (post,) = there.posts()
    told = json.loads(post["body"])
    assert told == {"version": 1, "event": "alert.erase", "id": effect.id, "brand": effect.brand}


def test_a_redirect_is_not_followed(there: Recipient) -> None:
    there.answer_next(302, Location=f"{there.url}/elsewhere")
    refused = a_webhook(there).post(a_card())
    assert isinstance(refused, Refused)
    assert "lead us elsewhere" in refused.why
    assert [hit["request"] for hit in there.hits()] == ["POST /hook"]


def test_come_back_later_is_heard(there: Recipient) -> None:
    there.answer_next(429, Retry_After="120")
    refused = a_webhook(there).post(a_card())
    assert isinstance(refused, Refused)
    assert refused.retry_at is not None
    assert (refused.retry_at - MONDAY_MORNING).total_seconds() == 120


def test_an_alert_that_it_cannot_read_does_not_shut_the_channel(there: Recipient) -> None:
    there.answer_next(422, "what is this?")
    refused = a_webhook(there).post(a_card())
    assert isinstance(refused, Refused)
    assert refused.permanent
    assert not refused.is_auth


def test_an_endless_answer_is_read_in_part_only(there: Recipient) -> None:
    there.answer_next(500, "x" * 5_000_000)
    outcome = a_webhook(there).post(a_card())
    assert not isinstance(outcome, Delivered)
    assert len(outcome.why) < 400


def test_this_machine_is_reached_only_where_the_owner_says_so(there: Recipient) -> None:
    refused = a_webhook(there, allow_private=False).post(a_card())
    assert isinstance(refused, Refused)
    assert "this machine, or into your own network" in refused.why
    assert there.hits() == []


def test_a_name_that_leads_home_is_judged_by_where_it_leads(
    there: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def rebound(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr("monitor.alerts.posting.look_up", rebound)
    url = there.hook.replace("127.0.0.1", "hooks.example")
    assert isinstance(a_webhook(there, allow_private=False, url=url).post(a_card()), Refused)
    assert there.hits() == []
    # looked up once: nobody can give another address for the connection
    assert asked == ["hooks.example"]


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.parametrize("allow_private", [False, True])
def test_some_addresses_are_never_meant(address: str, allow_private: bool) -> None:
    with pytest.raises(ChannelError, match="nothing is ever sent"):
        addresses_of("https://h.example/", lambda *_: [address], allow_private=allow_private)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_need_the_owners_word(address: str) -> None:
    with pytest.raises(ChannelError, match="your own network"):
        addresses_of("https://h.example/", lambda *_: [address], allow_private=False)
    url = "http://h.example/"
    assert addresses_of(url, lambda *_: [address], allow_private=True) == [address]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached_over_an_encrypted_line_only(address: str) -> None:
    found = addresses_of("https://h.example/", lambda *_: [address], allow_private=False)
    assert found == [address]
    with pytest.raises(ChannelError, match="not encrypted"):
        addresses_of("http://h.example/", lambda *_: [address], allow_private=True)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(ChannelError):
        addresses_of("https://h.example/", lambda *_: [*PUBLIC, "10.0.0.1"], allow_private=False)


def test_a_name_that_nobody_knows_is_told(
    there: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    monkeypatch.setattr("monitor.alerts.posting.look_up", unknown)
    refused = a_webhook(there, url="https://nobody.example/hook").post(a_card())
    assert isinstance(refused, Refused)
    assert refused.why == "there is no server of that name"


def test_a_secret_that_could_be_guessed_signs_nothing() -> None:
    with pytest.raises(ValueError, match="shorter"):
        key_of("x" * (SHORTEST_SECRET - 1))
    with pytest.raises(ValueError, match="Base64"):
        key_of("whsec_no base64 at all!")
    assert key_of("whsec_" + base64.b64encode(KEY).decode()) == KEY


def test_slacks_own_words_tell_a_dead_address_from_a_bad_moment(there: Recipient) -> None:
    channel = a_slack_webhook(there)
    assert channel.try_out().startswith("Slack knows the address")
    there.answer_next(404, "no_service")
    refused = channel.post(a_card())
    assert isinstance(refused, Refused)
    assert refused.is_auth
