"""Modals: opened within three seconds, filled in, refused, closed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.contract.slack.cards import button, card, modal
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fields
from tests.simulators.slack_rig import SlackRig, slack_rig


class Editor:
    """An app that opens a modal on Edit, and refuses the word `no`."""

    def __init__(self, slack: SlackRig) -> None:
        self.app = App(client=slack.web())
        self.submitted: list[Fields] = []
        self.closed: list[Fields] = []
        self.pressed: list[Fields] = []
        self.app.action("edit")(self._edit)
        self.app.action("shorter")(self._press)
        self.app.view("edited")(self._submit)
        self.app.view_closed("edited")(self._close)
        posted = slack.web().chat_postMessage(channel="C0ALERTS", text="A complaint", blocks=card())
        self.ts = str(posted["ts"])

    def _edit(self, ack: Ack, body: Fields, client: WebClient) -> None:
        blocks = [*modal()["blocks"], {"type": "actions", "elements": [button("shorter", "Cut")]}]
        client.views_open(
            trigger_id=body["trigger_id"], view=modal(notify_on_close=True, blocks=blocks)
        )
        ack()

    def _press(self, ack: Ack, body: Fields) -> None:
        self.pressed.append(body)
        ack()

    def _submit(self, ack: Ack, body: Fields) -> None:
        self.submitted.append(body)
        if body["view"]["state"]["values"]["say"]["text"]["value"] == "no":
            ack(response_action="errors", errors={"say": "say it more kindly"})
        else:
            ack()

    def _close(self, ack: Ack, body: Fields) -> None:
        self.closed.append(body)
        ack()


@pytest.fixture
def editor(slack: SlackRig) -> Iterator[Editor]:
    made = Editor(slack)
    with slack.connected(made.app):
        yield made


def test_a_modal_is_filled_in_and_goes(slack: SlackRig, editor: Editor) -> None:
    slack.until_acknowledged(slack.press("edit", by="bo", ts=editor.ts))
    (view,) = slack.views("bo")
    assert view["title"]["text"] == "Edit"
    slack.until_acknowledged(slack.submit(by="bo", values={"text": "we are sorry"}))
    (body,) = editor.submitted
    assert body["view"]["private_metadata"] == "e12:1"
    assert body["view"]["state"]["values"]["say"]["text"] == {
        "type": "plain_text_input",
        "value": "we are sorry",
    }
    assert slack.views("bo") == []


def test_a_modal_stays_when_the_app_finds_errors(slack: SlackRig, editor: Editor) -> None:
    slack.until_acknowledged(slack.press("edit", by="bo", ts=editor.ts))
    slack.until_acknowledged(slack.submit(by="bo", values={"text": "no"}))
    assert slack.views("bo")[0]["errors"] == {"say": "say it more kindly"}
    slack.until_acknowledged(slack.submit(by="bo", values={"text": "we are sorry"}))
    assert slack.views("bo") == []


def test_a_button_in_a_modal_tells_what_is_typed(slack: SlackRig, editor: Editor) -> None:
    slack.until_acknowledged(slack.press("edit", by="bo", ts=editor.ts))
    slack.until_acknowledged(slack.press("shorter", by="bo", values={"text": "a long text"}))
    (body,) = editor.pressed
    assert body["view"]["state"]["values"]["say"]["text"]["value"] == "a long text"
    assert "message" not in body
    assert "response_url" not in body


def test_an_app_that_asked_for_it_hears_that_a_modal_was_closed(
    slack: SlackRig, editor: Editor
) -> None:
    slack.until_acknowledged(slack.press("edit", by="bo", ts=editor.ts))
    closed = slack.close(by="bo")
    assert closed is not None
    slack.until_acknowledged(closed)
    assert [body["type"] for body in editor.closed] == ["view_closed"]
    assert slack.views("bo") == []


def test_each_user_has_a_modal_of_their_own(slack: SlackRig, editor: Editor) -> None:
    slack.until_acknowledged(slack.press("edit", by="bo", ts=editor.ts))
    assert slack.views("cy") == []
    slack.until_acknowledged(slack.press("edit", by="cy", ts=editor.ts))
    assert len(slack.views("bo")) == len(slack.views("cy")) == 1


def test_slack_asks_for_what_is_missing_before_the_app_hears_of_it(
    slack: SlackRig, editor: Editor
) -> None:
    slack.until_acknowledged(slack.press("edit", by="bo", ts=editor.ts))
    with pytest.raises(AssertionError, match="has to be filled in"):
        slack.submit(by="bo")
    with pytest.raises(AssertionError, match="max_length"):
        slack.submit(by="bo", values={"text": "x" * 301})
    assert editor.submitted == []


def test_a_trigger_works_once_and_for_three_seconds(tmp_path: Path) -> None:
    clock = SharedClock()
    with slack_rig(tmp_path, clock) as slack:
        slack.person("bo")
        slack.channel("alerts", members=("bo",))
        editor, web = Editor(slack), slack.web()

        def trigger() -> str:
            held = slack.press("edit", by="bo", ts=editor.ts, is_held=True)
            return str(held.payload["trigger_id"])

        def refusal(trigger_id: str, **more: object) -> str:
            with pytest.raises(SlackApiError) as error:
                web.views_open(trigger_id=trigger_id, view=modal(**more))
            return str(error.value.response["error"])

        used, late, wrong = trigger(), trigger(), trigger()
        web.views_open(trigger_id=used, view=modal())
        assert refusal(used) == "exchanged_trigger_id"
        assert refusal(wrong, title={"type": "plain_text", "text": "x" * 25}) == "invalid_arguments"
        clock.advance(timedelta(seconds=3))
        web.views_open(trigger_id=trigger(), view=modal())
        clock.advance(timedelta(seconds=1))
        assert refusal(late) == "expired_trigger_id"
        assert refusal("1.2.3") == "invalid_trigger_id"


def test_an_open_modal_is_changed_unless_its_hash_is_old(slack: SlackRig) -> None:
    editor, web = Editor(slack), slack.web()
    held = slack.press("edit", by="bo", ts=editor.ts, is_held=True)
    view = web.views_open(trigger_id=held.payload["trigger_id"], view=modal())["view"]
    new = modal(title={"type": "plain_text", "text": "Shorter"})
    web.views_update(view_id=view["id"], hash=view["hash"], view=new)
    assert slack.views("bo")[0]["title"]["text"] == "Shorter"
    with pytest.raises(SlackApiError) as error:
        web.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert error.value.response["error"] == "hash_conflict"


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": modal(callback_id="next")}, ["Edit"]),
        ({"response_action": "push", "view": modal(callback_id="next")}, ["Edit", "Edit"]),
        ({"response_action": "clear"}, []),
    ],
)
def test_an_acknowledgement_may_change_what_stands_there(
    slack: SlackRig, answer: Fields, titles: list[str]
) -> None:
    app = App(client=slack.web())
    app.view("edited")(lambda ack: ack(**answer))
    ts = slack.web().chat_postMessage(channel="C0ALERTS", text="A complaint", blocks=card())["ts"]
    trigger_id = slack.press("edit", by="bo", ts=ts, is_held=True).payload["trigger_id"]
    slack.web().views_open(trigger_id=trigger_id, view=modal())
    with slack.connected(app):
        slack.until_acknowledged(slack.submit(by="bo", values={"text": "x"}))
    views = slack.views("bo")
    assert [one["title"]["text"] for one in views] == titles
    assert not views or views[-1]["callback_id"] == "next"


def test_a_view_that_slack_refuses_is_told_with_the_envelope(slack: SlackRig) -> None:
    app, wrong = App(client=slack.web()), modal(title={"type": "plain_text", "text": "x" * 25})
    app.view("edited")(lambda ack: ack(response_action="update", view=wrong))
    ts = slack.web().chat_postMessage(channel="C0ALERTS", text="A complaint", blocks=card())["ts"]
    trigger_id = slack.press("edit", by="bo", ts=ts, is_held=True).payload["trigger_id"]
    slack.web().views_open(trigger_id=trigger_id, view=modal())
    with slack.connected(app):
        sent = slack.submit(by="bo", values={"text": "x"})
        slack.until_acknowledged(sent)
    refused = slack.refreshed(sent).refused
    assert refused is not None
    assert refused["error"] == "invalid_arguments"
