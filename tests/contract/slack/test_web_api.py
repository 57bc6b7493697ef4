"""The Web API: the bot speaks, changes what it said, and reads it back."""

import json
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from tests.contract.slack.cards import card
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault
from tests.simulators.slack_rig import SlackRig, slack_rig

METADATA = {"event_type": "effect", "event_payload": {"id": "e12"}}


def refusal(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


def test_the_token_says_who_the_bot_is(slack: SlackRig) -> None:
    said = slack.web().auth_test()
    assert (said["team_id"], said["user_id"]) == (slack.team_id, slack.bot_user_id)
    assert "chat:write" in said.headers["X-OAuth-Scopes"].split(",")


def test_a_card_stands_in_the_channel_as_it_was_posted(slack: SlackRig) -> None:
    slack.web().chat_postMessage(
        channel="C0ALERTS", text="A complaint", blocks=card("*Ada* waits"), unfurl_links=False
    )
    (post,) = slack.messages("alerts")
    assert post.text == "A complaint"
    assert post.words == "*Ada* waits"
    assert post.buttons == {"send": "Send", "edit": "Edit"}
    assert post.asked == {"unfurl_links": False}


def test_history_gives_metadata_back_only_when_asked(slack: SlackRig) -> None:
    web = slack.web()
    web.chat_postMessage(channel="C0ALERTS", text="A complaint", metadata=METADATA)
    plain = web.conversations_history(channel="C0ALERTS")["messages"]
    whole = web.conversations_history(channel="C0ALERTS", include_all_metadata=True)["messages"]
    assert plain[0]["metadata"] == {"event_type": "effect"}
    assert whole[0]["metadata"] == METADATA


def test_history_goes_on_page_by_page_newest_first(slack: SlackRig) -> None:
    web = slack.web()
    for number in range(5):
        web.chat_postMessage(channel="C0ALERTS", text=f"word {number}")
    pages = web.conversations_history(channel="C0ALERTS", limit=2)
    read = [[one["text"] for one in page["messages"]] for page in pages]
    assert read == [["word 4", "word 3"], ["word 2", "word 1"], ["word 0"]]


def test_history_is_bounded_by_oldest_and_latest(slack: SlackRig) -> None:
    web = slack.web()
    stamps = [web.chat_postMessage(channel="C0ALERTS", text=one)["ts"] for one in "abc"]
    after = web.conversations_history(channel="C0ALERTS", oldest=stamps[0])
    with_it = web.conversations_history(channel="C0ALERTS", oldest=stamps[0], inclusive=True)
    before = web.conversations_history(channel="C0ALERTS", latest=stamps[2])
    assert [one["text"] for one in after["messages"]] == ["c", "b"]
    assert [one["text"] for one in with_it["messages"]] == ["c", "b", "a"]
    assert [one["text"] for one in before["messages"]] == ["b", "a"]


def test_a_thread_stands_below_its_message_and_not_in_the_channel(slack: SlackRig) -> None:
    web = slack.web()
    root = web.chat_postMessage(channel="C0ALERTS", text="A complaint")["ts"]
    web.chat_postMessage(channel="C0ALERTS", text="what happened since", thread_ts=root)
    history = web.conversations_history(channel="C0ALERTS")["messages"]
    thread = web.conversations_replies(channel="C0ALERTS", ts=root)["messages"]
    (top,) = history
    assert (top["text"], top["reply_count"], top["thread_ts"]) == ("A complaint", 1, root)
    assert [one["text"] for one in thread] == ["A complaint", "what happened since"]


def test_an_update_keeps_what_was_there_before(slack: SlackRig) -> None:
    web = slack.web()
    posted = web.chat_postMessage(channel="C0ALERTS", text="old", blocks=card(), metadata=METADATA)
    web.chat_update(channel="C0ALERTS", ts=posted["ts"], text="new", blocks=card("sent"))
    (post,) = slack.messages("alerts")
    assert (post.text, post.words, post.metadata) == ("new", "sent", METADATA)
    assert [one["text"] for one in post.versions] == ["old"]


def test_a_new_text_without_blocks_takes_the_blocks_away(slack: SlackRig) -> None:
    web = slack.web()
    posted = web.chat_postMessage(channel="C0ALERTS", text="old", blocks=card())
    web.chat_update(channel="C0ALERTS", ts=posted["ts"], text="new")
    assert slack.messages("alerts")[0].blocks == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "x" * 4_001}, "msg_too_long"),
        ({"ts": "1.000001"}, "message_not_found"),
        ({"channel": "U0BO"}, "channel_not_found"),
    ],
)
def test_an_update_is_refused_as_slack_does(
    slack: SlackRig, change: dict[str, str], code: str
) -> None:
    web = slack.web()
    ts = web.chat_postMessage(channel="C0ALERTS", text="old")["ts"]
    with pytest.raises(SlackApiError) as error:
        web.chat_update(**{"channel": "C0ALERTS", "ts": ts, "text": "new", **change})
    assert refusal(error) == code
    assert slack.messages("alerts")[0].text == "old"


def test_nobody_changes_what_a_person_wrote(slack: SlackRig) -> None:
    ts = slack.write("I am on it", by="bo", channel="alerts")
    with pytest.raises(SlackApiError) as error:
        slack.web().chat_update(channel="C0ALERTS", ts=ts, text="no")
    assert refusal(error) == "cant_update_message"


def test_a_deleted_message_is_gone_for_everybody(slack: SlackRig) -> None:
    web = slack.web()
    ts = web.chat_postMessage(channel="C0ALERTS", text="too much")["ts"]
    web.chat_delete(channel="C0ALERTS", ts=ts)
    assert slack.messages("alerts") == []
    assert web.conversations_history(channel="C0ALERTS")["messages"] == []


def test_an_ephemeral_word_is_for_one_user(slack: SlackRig) -> None:
    web = slack.web()
    web.chat_postEphemeral(channel="C0ALERTS", user="U0BO", text="only approvers can do this")
    assert slack.messages("alerts") == []
    assert [one.text for one in slack.private_words("alerts", "bo")] == [
        "only approvers can do this"
    ]
    with pytest.raises(SlackApiError) as error:
        web.chat_postEphemeral(channel="C0ALERTS", user="U0CY", text="you are not here")
    assert refusal(error) == "user_not_in_channel"


def test_a_bot_that_is_not_in_the_channel_says_nothing(slack: SlackRig) -> None:
    slack.leave("alerts")
    with pytest.raises(SlackApiError) as error:
        slack.web().chat_postMessage(channel="C0ALERTS", text="hello")
    assert refusal(error) == "not_in_channel"
    slack.web().conversations_join(channel="C0ALERTS")
    assert slack.web().chat_postMessage(channel="C0ALERTS", text="hello")["ok"]


def test_a_private_channel_without_the_bot_does_not_exist_for_it(slack: SlackRig) -> None:
    slack.channel("owners", is_private=True)
    slack.leave("owners")
    with pytest.raises(SlackApiError) as error:
        slack.web().chat_postMessage(channel="C0OWNERS", text="hello")
    assert refusal(error) == "channel_not_found"


def test_a_missing_scope_is_named(slack: SlackRig) -> None:
    slack.take_scopes("chat:write")
    with pytest.raises(SlackApiError) as error:
        slack.web().chat_postMessage(channel="C0ALERTS", text="hello")
    assert refusal(error) == "missing_scope"
    assert error.value.response["needed"] == "chat:write"
    assert "chat:write" not in error.value.response["provided"].split(",")


@pytest.mark.parametrize(
    ("token", "code"),
    [("xoxb-wrong", "invalid_auth"), ("xapp-1-A0LARCH-secret", "not_allowed_token_type")],
)
def test_a_wrong_token_is_refused(slack: SlackRig, token: str, code: str) -> None:
    with pytest.raises(SlackApiError) as error:
        slack.web(token).auth_test()
    assert refusal(error) == code


def test_a_revoked_token_is_refused(slack: SlackRig) -> None:
    slack.revoke()
    with pytest.raises(SlackApiError) as error:
        slack.web().auth_test()
    assert refusal(error) == "token_revoked"


def test_an_unknown_method_is_refused(slack: SlackRig) -> None:
    with pytest.raises(SlackApiError) as error:
        slack.web().api_call("chat.shout")
    assert refusal(error) == "unknown_method"


def test_who_posts_too_often_is_told_to_wait(tmp_path: Path) -> None:
    clock = SharedClock()
    with slack_rig(tmp_path, clock) as slack:
        slack.channel("alerts")
        slack.limit_posting()
        web = slack.web()
        web.chat_postMessage(channel="C0ALERTS", text="one")
        with pytest.raises(SlackApiError) as error:
            web.chat_postMessage(channel="C0ALERTS", text="two")
        assert error.value.response.status_code == 429
        assert error.value.response.headers["Retry-After"] == "1"
        clock.advance(timedelta(seconds=1))
        assert web.chat_postMessage(channel="C0ALERTS", text="two")["ok"]


def test_faults_come_in_the_order_in_which_they_were_asked_for(slack: SlackRig) -> None:
    web = slack.web(timeout=1)
    slack.fail("chat.postMessage", "429", "internal_error", "503_before", retry_after=7)
    codes = []
    for _ in range(3):
        with pytest.raises(SlackApiError) as error:
            web.chat_postMessage(channel="C0ALERTS", text="hello")
        codes.append(error.value.response.status_code)
    assert codes == [429, 200, 503]
    assert slack.messages("alerts") == []
    assert web.chat_postMessage(channel="C0ALERTS", text="hello")["ok"]


@pytest.mark.parametrize(
    ("fault", "stands"),
    [
        (Fault.TIMEOUT_BEFORE, 0),
        (Fault.TIMEOUT_AFTER_ACCEPTANCE, 1),
        (Fault.SILENCE_AFTER_ACCEPTANCE, 1),
        (Fault.HALF_AFTER_ACCEPTANCE, 1),
    ],
)
def test_a_cut_off_post_stands_or_does_not(slack: SlackRig, fault: Fault, stands: int) -> None:
    slack.fail("chat.postMessage", fault)
    with pytest.raises((OSError, SlackApiError, HTTPException)):
        slack.web(timeout=1).chat_postMessage(channel="C0ALERTS", text="hello")
    assert len(slack.messages("alerts")) == stands


def test_two_workspaces_know_nothing_of_each_other(slack: SlackRig) -> None:
    ash = slack.workspace("ash")
    ash.channel("alerts")
    ash.web().chat_postMessage(channel="C0ALERTS", text="for ash alone")
    assert slack.messages("alerts") == []
    assert [one.text for one in ash.messages("alerts")] == ["for ash alone"]
    assert ash.app_id != slack.app_id


def test_after_a_restart_everything_is_there(slack: SlackRig) -> None:
    web = slack.web()
    ts = web.chat_postMessage(channel="C0ALERTS", text="before")["ts"]
    slack.restart()
    web.chat_update(channel="C0ALERTS", ts=ts, text="after")
    assert [one.text for one in slack.messages("alerts")] == ["after"]


def test_every_call_is_written_down_without_its_token(slack: SlackRig) -> None:
    slack.web().chat_postMessage(channel="C0ALERTS", text="hello")
    (call,) = slack.calls("chat.postMessage")
    assert (call["args"], call["error"]) == ({"channel": "C0ALERTS", "text": "hello"}, None)
    assert slack.bot_token not in json.dumps(slack.calls())


def test_users_tell_what_they_are(slack: SlackRig) -> None:
    slack.person("dee", is_deactivated=True)
    slack.person("eli", is_guest=True, real_name="Eli East")
    web = slack.web()
    assert web.users_info(user="U0DEE")["user"]["deleted"] is True
    assert web.users_info(user="U0ELI")["user"]["is_restricted"] is True
    names = [one["real_name"] for one in web.users_list()["members"]]
    assert names == ["Complaint monitor", "Bo", "Cy", "Dee", "Eli East"]
    assert web.conversations_members(channel="C0ALERTS")["members"] == [slack.bot_user_id, "U0BO"]
    with pytest.raises(SlackApiError) as error:
        web.users_info(user="U0NOBODY")
    assert refusal(error) == "user_not_found"


def test_what_is_not_simulated_is_refused_loudly(slack: SlackRig) -> None:
    with pytest.raises(SlackApiError) as error:
        slack.web().chat_postMessage(channel="C0ALERTS", text="x", attachments=[{"text": "y"}])
    assert refusal(error) == "not_simulated"
