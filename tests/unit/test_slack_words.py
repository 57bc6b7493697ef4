"""Texts for Slack: cut where nothing is cut through, and inert also where something is wrong."""

from datetime import UTC, datetime

from monitor.domain.press import Act, Field, Form
from monitor.domain.sheet import Sheet, Sign, Words, theirs
from monitor.slack.blocks import fallback_of
from monitor.slack.modal import view_of
from monitor.slack.words import cut_mrkdwn, mrkdwn
from tests.simulators.slack_mrkdwn import read
from tests.simulators.slack_said import read_view


def test_what_is_wrong_with_a_form_calls_nobody() -> None:
    form = Form(
        title="Edit",
        act=Act.EDIT,
        subject="e1",
        fields=(Field(name="text", label="Words"),),
        problems={"elsewhere": "`<!channel>` is not allowed"},
    )

    found = read_view(view_of(form, "C0DESK"))

    assert (found.pings, found.problems) == ([], [])


def test_a_notification_is_never_cut_inside_of_an_escape() -> None:
    for letters in range(300):
        sheet = Sheet(sign=Sign.ASKS, title=(theirs("x" * letters + "<&>" * 100),))

        assert read(fallback_of(sheet, {}), is_verbatim=True).problems == []


def test_a_cut_takes_the_whole_link_that_it_goes_through() -> None:
    link = mrkdwn([Words(text="the post itself", link="https://x.example/1")])

    for longest in range(60, 90):
        assert cut_mrkdwn(f"{'word ' * 10}{link} {'word ' * 10}", longest).count("<") in (0, 1)
        assert read(cut_mrkdwn(f"{'word ' * 10}{link}", longest), is_verbatim=True).problems == []


def test_a_bar_in_the_words_beside_a_moment_begins_nothing_new() -> None:
    moment = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    text = mrkdwn([Words(text="09:30 | today", moment=moment)])

    assert read(text, is_verbatim=True).problems == []
