"""Addresses without a token: incoming webhooks, response URLs; and files in three steps."""

from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.contract.slack.cards import card
from tests.simulators.rig import SharedClock
from tests.simulators.slack_rig import SlackRig, slack_rig


def hook(url: str) -> WebhookClient:
    return WebhookClient(url, timeout=2, retry_handlers=[])


def response_url(slack: SlackRig, ts: str) -> str:
    click = slack.press("send", by="bo", ts=ts, is_held=True)
    return str(click.payload["response_url"])


def a_card(slack: SlackRig) -> str:
    posted = slack.web().chat_postMessage(channel="C0ALERTS", text="A complaint", blocks=card())
    return str(posted["ts"])


# ---------------------------------------------------------------- webhooks


def test_a_webhook_says_one_word_in_its_channel(slack: SlackRig) -> None:
    said = hook(slack.webhook("alerts")).send(text="A complaint", blocks=card())
    assert (said.status_code, said.body) == (200, "ok")
    assert [one.text for one in slack.messages("alerts")] == ["A complaint"]


def test_the_bot_cannot_change_what_a_webhook_said(slack: SlackRig) -> None:
    hook(slack.webhook("alerts")).send(text="A complaint")
    (post,) = slack.messages("alerts")
    with pytest.raises(SlackApiError) as error:
        slack.web().chat_update(channel="C0ALERTS", ts=post.ts, text="later")
    assert error.value.response["error"] == "cant_update_message"


def test_a_webhook_refuses_as_slack_does(slack: SlackRig) -> None:
    url = slack.webhook("alerts")
    wrong = hook(url).send_dict({"blocks": [{"type": "sektion"}]})
    empty = hook(url).send_dict({})
    wordless = hook(url).send_dict({"text": " "})
    assert (wrong.status_code, wrong.body) == (400, "invalid_blocks")
    assert (empty.status_code, empty.body) == (400, "invalid_payload")
    assert (wordless.status_code, wordless.body) == (400, "no_text")
    slack.fail_webhooks("429", retry_after=3)
    often = hook(url).send(text="once more")
    assert (often.status_code, often.headers["Retry-After"]) == (429, "3")
    slack.unhook(url)
    gone = hook(url).send(text="anybody there?")
    assert (gone.status_code, gone.body) == (404, "no_service")
    assert slack.messages("alerts") == []


# ---------------------------------------------------------------- response URLs


def test_a_response_is_for_whoever_acted_unless_it_is_for_all(slack: SlackRig) -> None:
    ts = a_card(slack)
    url = response_url(slack, ts)
    assert hook(url).send(text="for you").status_code == 200
    hook(url).send(text="for all", response_type="in_channel")
    assert [one.text for one in slack.private_words("alerts", "bo")] == ["for you"]
    assert [one.text for one in slack.messages("alerts")] == ["A complaint", "for all"]


def test_a_response_takes_the_place_of_what_was_pressed(slack: SlackRig) -> None:
    ts = a_card(slack)
    hook(response_url(slack, ts)).send(text="done", replace_original=True)
    assert [(one.ts, one.text, one.blocks) for one in slack.messages("alerts")] == [
        (ts, "done", [])
    ]
    hook(response_url_of_changed(slack, ts)).send_dict({"delete_original": True})
    assert slack.messages("alerts") == []


def response_url_of_changed(slack: SlackRig, ts: str) -> str:
    used = slack.shortcut("why", by="bo", ts=ts, is_held=True)
    return str(used.payload["response_url"])


def test_a_response_url_works_five_times_within_half_an_hour(tmp_path: Path) -> None:
    clock = SharedClock()
    with slack_rig(tmp_path, clock) as slack:
        slack.person("bo")
        slack.channel("alerts", members=("bo",))
        ts = a_card(slack)
        often, late = response_url(slack, ts), response_url(slack, ts)
        codes = [hook(often).send(text=f"word {number}").status_code for number in range(6)]
        clock.advance(timedelta(minutes=31))
        assert codes == [200, 200, 200, 200, 200, 404]
        assert hook(late).send(text="too late").body == "expired_url"


# ---------------------------------------------------------------- files


def test_a_file_is_shared_in_a_thread_with_a_word(slack: SlackRig) -> None:
    ts = a_card(slack)
    slack.web().files_upload_v2(
        channel="C0ALERTS",
        thread_ts=ts,
        content=b"\x89PNG",
        filename="week.png",
        title="The week",
        alt_txt="Complaints by day",
        initial_comment="Last week",
    )
    (file,) = slack.files()
    post = slack.messages("alerts")[-1]
    assert (file["name"], file["content"]) == ("week.png", b"\x89PNG")
    assert (post.text, post.thread_ts) == ("Last week", ts)
    assert post.fields["files"][0]["alt_txt"] == "Complaints by day"


def test_a_file_needs_its_scope_and_its_bytes(slack: SlackRig) -> None:
    web = slack.web()
    asked = web.files_getUploadURLExternal(filename="week.png", length=4)
    with pytest.raises(SlackApiError) as error:
        web.files_completeUploadExternal(files=[{"id": asked["file_id"], "title": "The week"}])
    assert error.value.response["error"] == "file_not_found"
    slack.take_scopes("files:write")
    with pytest.raises(SlackApiError) as error:
        web.files_upload_v2(channel="C0ALERTS", content=b"x", filename="week.png")
    assert error.value.response["error"] == "missing_scope"
