"""The strict reader of Slack's mrkdwn finds what would ping, lead somewhere, or hide."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from monitor.domain.inert import for_mrkdwn
from tests.simulators.server import Fields
from tests.simulators.slack_mrkdwn import Link, Read, read
from tests.simulators.slack_said import read_blocks, read_message


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("<!channel> look", "channel"),
        ("<!here|here>", "here"),
        ("<!everyone>", "everyone"),
        ("<@U0BO>", "U0BO"),
        ("<@W0BO|bo>", "W0BO"),
        ("<!subteam^S0TEAM>", "S0TEAM"),
        ("<!subteam^S0TEAM|@bakers>", "S0TEAM"),
        ("hello @here", "here"),
        ("(@Channel)", "channel"),
    ],
)
def test_it_finds_whom_a_text_pings(text: str, whom: str) -> None:
    assert read(text).pings == [whom]


@pytest.mark.parametrize(
    "text",
    [
        "&lt;!channel&gt;",
        "here and channel",
        "ada@here.example",
        "@\u2060here",
        "a channel: <#C0ALERTS|alerts>",
        "<!date^1392734382^{date_num}|yesterday>",
    ],
)
def test_it_hears_no_ping_where_there_is_none(text: str) -> None:
    assert read(text).pings == []


def test_verbatim_finds_neither_names_nor_addresses() -> None:
    assert read("@here see larch.example", is_verbatim=True) == Read()


def test_link_names_pings_whoever_is_named() -> None:
    found = read("@bo and @here in #alerts", is_verbatim=True, finds_names=True)
    assert (sorted(found.pings), found.channels) == (["bo", "here"], ["alerts"])


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (
            "<https://x.example/1?a=1&amp;b=2|the post>",
            Link(url="https://x.example/1?a=1&b=2", label="the post"),
        ),
        ("<https://x.example>", Link(url="https://x.example")),
        ("<mailto:ada@x.example|Ada>", Link(url="mailto:ada@x.example", label="Ada")),
        ("see https://x.example/1", Link(url="https://x.example/1", is_automatic=True)),
        ("see x.example/1 now", Link(url="x.example/1", is_automatic=True)),
        ("see www.x.example", Link(url="www.x.example", is_automatic=True)),
        ("write ada@x.example", Link(url="ada@x.example", is_automatic=True)),
        (
            "<!date^1392734382^{date}^https://x.example|then>",
            Link(url="https://x.example"),
        ),
    ],
)
def test_it_finds_where_a_text_leads(text: str, link: Link) -> None:
    found = read(text)
    assert (found.links, found.problems) == ([link], [])


@pytest.mark.parametrize(
    "text",
    [
        "1 < 2",
        "2 > 1",
        "salt & bread",
        "<not a link>",
        "<https://x.example",
        "<https://x.example|>",
        "<<https://x.example>",
        "<@u0bo>",
        "<javascript:alert(1)|x>",
        "a&nbsp;b",
        "turned \u202eround",
        "nothing\u200bthere",
        "\ufeffbegins with a mark",
        "a bell\x07",
        "opened \u2068 and not closed",
        "z\u0300\u0301\u0302\u0303\u0304",
        "half of \ud83d",
        "tag \U000e0041",
    ],
)
def test_it_tells_what_is_wrong(text: str) -> None:
    assert read(text).problems


@pytest.mark.parametrize(
    "text",
    [
        "1 &lt; 2 &amp; 3",
        "> somebody said",
        "two\nlines",
        "\u2068\u05e9\u05dc\u05d5\u05dd\u2069",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "caf\u00e9, na\u00efve",
    ],
)
def test_it_lets_good_texts_pass(text: str) -> None:
    assert read(text).problems == []


def test_it_tells_styles_and_emoji() -> None:
    found = read("*bold* _italic_ ~gone~ `code` :bread:\n&gt; quoted")
    assert found.styles == {"bold", "italic", "strike", "code", "quote"}
    assert found.emoji == ["bread"]
    assert read("2 * 3 * 4 at 10:30:00 snake_case_name").styles == set()


@given(some.text())
def test_what_was_made_inert_does_nothing(text: str) -> None:
    assert read(for_mrkdwn(text), is_verbatim=True) == Read(styles=read(for_mrkdwn(text)).styles)
    assert read(for_mrkdwn(text)).pings == []


@given(
    some.lists(
        some.sampled_from(
            ["<!channel>", "<@U0BO>", "@here", "*b*", ":x:", "&", "<", ">", "x.example", " ", "a"]
        )
    ).map("".join)
)
def test_no_trick_gets_through_what_was_made_inert(text: str) -> None:
    found = read(for_mrkdwn(text), is_verbatim=True, finds_names=True)
    assert (found.pings, found.links, found.problems, found.emoji) == ([], [], [], [])


def test_every_text_of_a_message_is_read() -> None:
    blocks: list[Fields] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "<@U0BO>"}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "<!here>"}]},
        {"type": "section", "fields": [{"type": "plain_text", "text": "\u202e"}]},
        {"type": "image", "image_url": "https://x.example/1.png", "alt_text": "a chart"},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Open"},
                    "url": "https://x.example/1",
                }
            ],
        },
        {"type": "rich_text", "elements": [{"type": "broadcast", "range": "everyone"}]},
    ]
    found = read_blocks(blocks)
    assert found.pings == ["U0BO", "here", "everyone"]
    assert found.problems == ["U+202E cannot be seen"]
    assert found.links == [Link(url="https://x.example/1", label="Open")]
    assert found.images == ["https://x.example/1.png"]


def test_the_text_above_blocks_pings_too() -> None:
    blocks = [{"type": "divider"}]
    assert read_message("<!channel>", blocks, {}).pings == ["channel"]
    assert read_message("see x.example", blocks, {}).links == []
    assert read_message("hello @bo", blocks, {"link_names": True}).pings == ["bo"]
