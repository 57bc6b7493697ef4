"""What people can do beside pressing a button, and what the app is told of it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.contract.slack.cards import card
from tests.simulators.server import Fields
from tests.simulators.slack_rig import SlackRig

LATER = {"text": {"type": "plain_text", "text": "Later"}, "value": "later"}
WHY = {"text": {"type": "plain_text", "text": "Why"}, "value": "why"}
MENUS: list[Fields] = [
    {
        "type": "actions",
        "block_id": "menus",
        "elements": [
            {"type": "overflow", "action_id": "more", "options": [LATER, WHY]},
            {
                "type": "static_select",
                "action_id": "topic",
                "options": [LATER, WHY],
                "initial_option": LATER,
            },
        ],
    }
]


class Listener:
    """An app that writes down every press."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.told: list[Fields] = []
        for action_id in ("send", "more", "topic"):
            app.action(action_id)(self._pressed)

    def _pressed(self, ack: Ack, body: Fields) -> None:
        self.told.append(body)
        ack()


@pytest.fixture
def listener(slack: SlackRig) -> Iterator[Listener]:
    made = Listener(App(client=slack.web()))
    with slack.connected(made.app):
        yield made


def test_an_entry_of_a_menu_is_told_as_its_option(slack: SlackRig, listener: Listener) -> None:
    ts = slack.web().chat_postMessage(channel="C0ALERTS", text="x", blocks=MENUS)["ts"]
    slack.until_acknowledged(slack.press("more", by="bo", ts=ts, choice="why"))
    (body,) = listener.told
    (action,) = body["actions"]
    assert action["selected_option"]["value"] == "why"
    assert "options" not in action
    with pytest.raises(AssertionError, match="no option has the value"):
        slack.press("more", by="bo", ts=ts, choice="nothing")


def test_the_state_of_a_message_tells_what_is_chosen_elsewhere(
    slack: SlackRig, listener: Listener
) -> None:
    ts = slack.web().chat_postMessage(channel="C0ALERTS", text="x", blocks=MENUS)["ts"]
    slack.until_acknowledged(slack.press("more", by="bo", ts=ts, choice="why"))
    slack.until_acknowledged(
        slack.press("more", by="bo", ts=ts, choice="why", values={"topic": "why"})
    )
    chosen = [
        body["state"]["values"]["menus"]["topic"]["selected_option"]["value"]
        for body in listener.told
    ]
    assert chosen == ["later", "why"]


def test_of_a_private_word_the_app_is_not_told_what_it_said(
    slack: SlackRig, listener: Listener
) -> None:
    slack.web().chat_postEphemeral(channel="C0ALERTS", user="U0BO", text="x", blocks=card())
    (word,) = slack.private_words("alerts", "bo")
    slack.until_acknowledged(slack.press("send", by="bo", ts=word.ts))
    (body,) = listener.told
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    with pytest.raises(AssertionError, match="does not see"):
        slack.press("send", by="cy", ts=word.ts)


def test_nobody_presses_what_is_gone(slack: SlackRig) -> None:
    web = slack.web()
    ts = web.chat_postMessage(channel="C0ALERTS", text="x", blocks=card())["ts"]
    web.chat_delete(channel="C0ALERTS", ts=ts)
    with pytest.raises(AssertionError, match="no message"):
        slack.press("send", by="bo", ts=ts)


def test_one_app_in_two_workspaces_hears_both_on_one_socket(slack: SlackRig) -> None:
    ash = slack.workspace("ash", app="larch")
    ash.person("bo")
    ash.channel("alerts", members=("bo",))
    rigs = {slack.team_id: slack, ash.team_id: ash}

    def authorize(team_id: str) -> AuthorizeResult:
        rig = rigs[team_id]
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_token=rig.bot_token, bot_id="B0"
        )

    listener = Listener(App(client=slack.web(), authorize=authorize))
    with slack.connected(listener.app):
        for rig in rigs.values():
            posted = rig.web().chat_postMessage(channel="C0ALERTS", text="x", blocks=card())
            rig.until_acknowledged(rig.press("send", by="bo", ts=posted["ts"]))
    assert [body["team"]["id"] for body in listener.told] == [slack.team_id, ash.team_id]
    assert slack.app_id == ash.app_id


def test_the_address_of_a_socket_works_once(slack: SlackRig) -> None:
    url = slack.web().apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url) as first:
        assert '"hello"' in str(first.recv(timeout=5))
        with connect(url) as second, pytest.raises(ConnectionClosed) as refused:
            second.recv(timeout=5)
    assert "no such ticket" in str(refused.value)


def test_an_eleventh_socket_is_sent_away(slack: SlackRig) -> None:
    web = slack.web()
    with ExitStack() as opened:
        said = []
        for _ in range(11):
            url = web.apps_connections_open(app_token=slack.app_token)["url"]
            said.append(str(opened.enter_context(connect(url)).recv(timeout=5)))
    assert ['"hello"' in one for one in said] == [True] * 10 + [False]
    assert "too_many_websockets" in said[-1]


def test_all_that_people_saw_is_written_down_in_order(slack: SlackRig) -> None:
    web = slack.web()
    ts = web.chat_postMessage(channel="C0ALERTS", text="one")["ts"]
    web.chat_postEphemeral(channel="C0ALERTS", user="U0BO", text="for Bo")
    web.chat_update(channel="C0ALERTS", ts=ts, text="two")
    slack.write("hm", by="bo", channel="alerts")
    web.chat_delete(channel="C0ALERTS", ts=ts)
    seen = [(one["did"], one["text"], one["only_for"]) for one in slack.simulator.public()]
    assert seen == [
        ("posted", "one", ""),
        ("posted", "for Bo", "U0BO"),
        ("changed", "two", ""),
        ("posted", "hm", ""),
        ("deleted", "two", ""),
    ]


def test_whatever_was_ever_said_can_be_asked_for_pings(slack: SlackRig) -> None:
    web = slack.web()
    ts = web.chat_postMessage(channel="C0ALERTS", text="<!channel> look")["ts"]
    web.chat_update(channel="C0ALERTS", ts=ts, text="look")
    assert slack.messages("alerts")[0].pings == []
    assert slack.read_everything().pings == ["channel"]


def test_a_channel_says_whether_the_bot_is_in_it(slack: SlackRig) -> None:
    slack.channel("quiet", members=("bo",))
    slack.leave("quiet")
    web = slack.web()
    assert web.conversations_info(channel="C0ALERTS")["channel"]["is_member"] is True
    assert web.conversations_info(channel="C0QUIET")["channel"]["is_member"] is False
    names = {one["name"]: one["is_member"] for one in web.conversations_list()["channels"]}
    assert names == {"alerts": True, "quiet": False}


def test_a_direct_message_goes_to_a_user_by_their_id(slack: SlackRig) -> None:
    posted = slack.web().chat_postMessage(channel="U0BO", text="only between us")
    assert posted["channel"] == "D0BO"
    assert [one.text for one in slack.messages("D0BO")] == ["only between us"]
