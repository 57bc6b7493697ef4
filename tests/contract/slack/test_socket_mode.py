"""Socket Mode, with bolt's own handler: clicks arrive, twice too, and lost sockets come back."""

from collections.abc import Callable, Iterator

import pytest
from slack_bolt import Ack, App

from tests.contract.slack.cards import card
from tests.simulators.server import Fields
from tests.simulators.slack_rig import SlackRig


class Desk:
    """An app that writes down what it was told."""

    def __init__(self, slack: SlackRig) -> None:
        self.slack = slack
        self.app = App(client=slack.web())
        self.told: list[Fields] = []
        self.app.action("send")(self._pressed)
        self.app.command("/monitor")(self._typed)
        self.app.shortcut("why")(self._pressed)

    def post(self) -> str:
        """The id of a new card."""
        posted = self.slack.web().chat_postMessage(
            channel="C0ALERTS", text="A complaint", blocks=card()
        )
        return str(posted["ts"])

    def _pressed(self, ack: Ack, body: Fields) -> None:
        self.told.append(body)
        ack()

    def _typed(self, ack: Ack, body: Fields) -> None:
        self.told.append(body)
        ack(f"you said {body['text']}")


@pytest.fixture
def desk(slack: SlackRig) -> Iterator[Desk]:
    made = Desk(slack)
    with slack.connected(made.app, ping_interval=0.3):
        yield made


def test_a_click_says_who_pressed_what_where(slack: SlackRig, desk: Desk) -> None:
    ts = desk.post()
    slack.until_acknowledged(slack.press("send", by="bo", ts=ts))
    (body,) = desk.told
    assert body["user"] == {"id": "U0BO", "username": "bo", "name": "bo", "team_id": "T0LARCH"}
    assert body["actions"][0]["value"] == "e12:1"
    assert body["actions"][0]["block_id"] == "do"
    assert body["container"]["message_ts"] == body["message"]["ts"] == ts
    assert body["message"]["blocks"][0]["text"]["text"] == "A complaint"
    assert (body["team"]["id"], body["api_app_id"]) == (slack.team_id, slack.app_id)


def test_the_same_envelope_twice_runs_the_handler_twice(slack: SlackRig, desk: Desk) -> None:
    click = slack.press("send", by="bo", ts=desk.post())
    slack.until_acknowledged(click)
    slack.deliver(click)
    assert len(slack.until_acknowledged(click, times=2)) == 2
    assert desk.told[0] == desk.told[1]


def test_envelopes_arrive_late_and_in_the_order_in_which_they_are_sent(
    slack: SlackRig, desk: Desk
) -> None:
    ts = desk.post()
    first = slack.press("send", by="bo", ts=ts, is_held=True)
    second = slack.press("send", by="cy", ts=ts, is_held=True)
    assert desk.told == []
    slack.deliver(second)
    slack.until_acknowledged(second)
    slack.deliver(first)
    slack.until_acknowledged(first)
    assert [body["user"]["id"] for body in desk.told] == ["U0CY", "U0BO"]


def test_each_envelope_goes_to_one_connection(slack: SlackRig, desk: Desk) -> None:
    other = Desk(slack)
    ts = desk.post()
    with slack.connected(other.app):
        first, second = slack.open_links()
        here = slack.press("send", by="bo", ts=ts, to=first)
        there = slack.press("send", by="cy", ts=ts, to=second)
        assert [one["link"] for one in slack.until_acknowledged(here)] == [first]
        assert [one["link"] for one in slack.until_acknowledged(there)] == [second]
    assert [body["user"]["id"] for body in desk.told] == ["U0BO"]
    assert [body["user"]["id"] for body in other.told] == ["U0CY"]


@pytest.mark.parametrize("how", ["closed", "cut", "half", "silent"])
def test_a_lost_socket_comes_back_and_hears_again(slack: SlackRig, desk: Desk, how: str) -> None:
    ts = desk.post()
    (lost,) = slack.open_links()
    slack.drop(how)
    slack.until(lambda: any(one > lost for one in slack.open_links()), seconds=30)
    click = slack.press("send", by="bo", ts=ts)
    assert slack.until_acknowledged(click)[0]["link"] > lost


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_an_app_that_is_asked_to_comes_back_on_another_socket(
    slack: SlackRig, desk: Desk, reason: str
) -> None:
    (old,) = slack.open_links()
    slack.ask_to_reconnect(reason)
    slack.until(lambda: [one for one in slack.open_links() if one > old])
    slack.until(lambda: old not in slack.open_links())
    assert len([one for one in slack.calls() if one["method"] == "apps.connections.open"]) == 2


def test_a_click_that_nobody_hears_is_forgotten(slack: SlackRig) -> None:
    desk = Desk(slack)
    ts = desk.post()
    assert not slack.press("send", by="bo", ts=ts).is_delivered
    with slack.connected(desk.app):
        slack.until_acknowledged(slack.press("send", by="cy", ts=ts))
    assert [body["user"]["id"] for body in desk.told] == ["U0CY"]


def test_the_app_answers_pings(slack: SlackRig, desk: Desk) -> None:
    slack.until(lambda: slack.ping() == slack.open_links())


def test_a_socket_comes_back_after_slack_was_away(slack: SlackRig, desk: Desk) -> None:
    ts = desk.post()
    slack.restart()
    slack.until(slack.open_links, seconds=30)
    slack.until_acknowledged(slack.press("send", by="bo", ts=ts))
    assert len(desk.told) == 1


def test_a_command_is_answered_to_whoever_typed_it(slack: SlackRig, desk: Desk) -> None:
    typed = slack.command("/monitor", "status", by="bo", channel="alerts")
    assert slack.until_acknowledged(typed)[0]["payload"]["text"] == "you said status"
    assert [one.text for one in slack.private_words("alerts", "bo")] == ["you said status"]
    assert slack.messages("alerts") == []


def test_a_shortcut_tells_which_message_it_was_used_on(slack: SlackRig, desk: Desk) -> None:
    ts = slack.write("my bread was stale", by="cy", channel="alerts")
    slack.until_acknowledged(slack.shortcut("why", by="bo", ts=ts))
    (body,) = desk.told
    assert (body["type"], body["callback_id"]) == ("message_action", "why")
    assert (body["message"]["text"], body["message"]["user"]) == ("my bread was stale", "U0CY")


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (
            lambda slack: slack.press("nothing", by="bo", ts=slack.messages("alerts")[0].ts),
            "nothing",
        ),
        (lambda slack: slack.press("send", by="bo", ts="1.000001"), "no message"),
        (lambda slack: slack.submit(by="bo"), "no modal"),
        (lambda slack: slack.press("send", by="dee", ts="1.000001"), "deactivated"),
    ],
)
def test_what_a_person_could_not_do_fails_the_test(
    slack: SlackRig, action: Callable[[SlackRig], object], words: str
) -> None:
    slack.person("dee", is_deactivated=True)
    Desk(slack).post()
    with pytest.raises(AssertionError, match=words):
        action(slack)
