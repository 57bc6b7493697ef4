"""What the libraries do by themselves: facts that a desk on top of them has to know.

Each was measured here first. A test that fails after an upgrade means that the desk may do less.
"""

import threading

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.contract.slack.cards import card
from tests.simulators.server import Fault, Fields
from tests.simulators.slack_rig import SlackRig


def a_card(slack: SlackRig) -> str:
    posted = slack.web().chat_postMessage(channel="C0ALERTS", text="A complaint", blocks=card())
    return str(posted["ts"])


def test_the_stock_client_posts_twice_after_a_reset(slack: SlackRig) -> None:
    stock = WebClient(token=slack.bot_token, base_url=slack.base_url, timeout=2)
    slack.fail("chat.postMessage", Fault.TIMEOUT_AFTER_ACCEPTANCE)
    stock.chat_postMessage(channel="C0ALERTS", text="hello")
    assert [one.text for one in slack.messages("alerts")] == ["hello", "hello"]


def test_a_client_without_retries_posts_once(slack: SlackRig) -> None:
    slack.fail("chat.postMessage", Fault.TIMEOUT_AFTER_ACCEPTANCE)
    with pytest.raises(OSError):
        slack.web().chat_postMessage(channel="C0ALERTS", text="hello")
    assert [one.text for one in slack.messages("alerts")] == ["hello"]


def test_a_handler_that_fails_acknowledges_nothing(slack: SlackRig) -> None:
    app = App(client=slack.web())
    ran = threading.Event()

    @app.action("send")
    def fails() -> None:
        ran.set()
        raise ValueError("before the acknowledgement")

    with slack.connected(app):
        click = slack.press("send", by="bo", ts=a_card(slack))
        assert ran.wait(10)
        quiet = slack.command("/nothing", by="bo", channel="alerts")
    assert slack.acks(click) == []
    assert slack.acks(quiet) == []


def test_what_is_done_after_the_acknowledgement_does_not_delay_it(slack: SlackRig) -> None:
    app = App(client=slack.web())
    goes_on = threading.Event()

    @app.action("send")
    def works(ack: Ack) -> None:
        ack()
        goes_on.wait(10)

    with slack.connected(app):
        (ack,) = slack.until_acknowledged(slack.press("send", by="bo", ts=a_card(slack)))
        goes_on.set()
    assert not ack["is_late"]


def test_a_handler_runs_once_though_its_socket_was_cut(slack: SlackRig) -> None:
    app = App(client=slack.web())
    began, goes_on = threading.Event(), threading.Event()
    told: list[Fields] = []

    @app.action("send")
    def works(ack: Ack, body: Fields) -> None:
        told.append(body)
        began.set()
        goes_on.wait(10)
        ack()

    with slack.connected(app, ping_interval=0.3):
        (lost,) = slack.open_links()
        click = slack.press("send", by="bo", ts=a_card(slack))
        assert began.wait(10)
        slack.drop("cut")
        slack.until(lambda: any(one > lost for one in slack.open_links()), seconds=30)
        goes_on.set()
        # the acknowledgement goes out on the new socket
        (ack,) = slack.until_acknowledged(click)
    assert ack["link"] > lost
    assert len(told) == 1


@pytest.mark.parametrize("error", ["invalid_auth", "internal_error"])
def test_to_connect_raises_what_slack_says(slack: SlackRig, error: str) -> None:
    slack.fail("apps.connections.open", error)
    handler = SocketModeHandler(App(client=slack.web()), slack.app_token)
    try:
        with pytest.raises(SlackApiError, match=error):
            handler.connect()  # type: ignore[no-untyped-call]  # bolt says nothing of it
    finally:
        handler.close()  # type: ignore[no-untyped-call]  # the same


def test_a_lost_socket_is_asked_for_again_until_slack_gives_one(slack: SlackRig) -> None:
    app = App(client=slack.web())
    with slack.connected(app, ping_interval=0.2):
        (lost,) = slack.open_links()
        slack.revoke_app()
        slack.drop("cut")
        refused = "token_revoked"
        slack.until(
            lambda: len([1 for one in slack.calls() if one["error"] == refused]) >= 2, seconds=30
        )
        assert slack.open_links() == []
        slack.revoke_app(is_revoked=False)
        slack.until(lambda: any(one > lost for one in slack.open_links()), seconds=30)


def test_a_frozen_slack_is_noticed_by_the_missing_pongs(slack: SlackRig) -> None:
    app = App(client=slack.web())
    app.command("/monitor")(lambda ack: ack())
    with slack.connected(app, ping_interval=0.2) as handler:
        slack.freeze()
        try:
            slack.until(lambda: not handler.client.is_connected(), seconds=30)
        finally:
            slack.thaw()
        slack.until(handler.client.is_connected, seconds=30)
        slack.until(lambda: slack.command("/monitor", by="bo", channel="alerts").is_delivered)


def test_an_app_that_is_rate_limited_waits_before_it_connects(slack: SlackRig) -> None:
    slack.fail("apps.connections.open", "429", retry_after=1)
    with slack.connected(App(client=slack.web())):
        assert [one["error"] for one in slack.calls("apps.connections.open")] == [None]
    asked = [one for one in slack.simulator.hits() if one["request"].endswith("connections.open")]
    assert [one["fault"] for one in asked] == ["429", None]
