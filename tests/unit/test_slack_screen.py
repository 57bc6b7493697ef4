"""A drawn card shows everything that a person sees and can press."""

from tests.contract.slack.cards import button, modal
from tests.simulators.server import Fields
from tests.simulators.slack_screen import screen, view_screen


def plain(text: str) -> Fields:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Fields:
    return {"type": "mrkdwn", "text": text}


ASKS = {"title": plain("Block?"), "text": plain("They see it."), "confirm": plain("Block")}
CARD: list[Fields] = [
    {"type": "header", "text": plain("A complaint waits")},
    {"type": "section", "text": mrkdwn("*Ada*: 1 &lt; 2\n<https://x.example/1|the post>")},
    {"type": "section", "fields": [mrkdwn("topic: bread"), plain("kind: <complaint>")]},
    {"type": "divider"},
    {"type": "image", "image_url": "https://x.example/1.png", "alt_text": "a chart"},
    {"type": "context", "elements": [mrkdwn("by 15:30 today"), plain("2 are open")]},
    {
        "type": "actions",
        "elements": [
            button("send", "Send", style="primary"),
            button("open", "Open", url="https://x.example/1"),
            button("block", "Block", style="danger", confirm={**ASKS, "deny": plain("No")}),
            {"type": "overflow", "options": [{"text": plain("Later")}, {"text": plain("Why")}]},
        ],
    },
]
DRAWN = """\
# A complaint waits
*Ada*: 1 < 2
the post ‹https://x.example/1›
| topic: bread
| kind: <complaint>
----
(picture: a chart)
(small) by 15:30 today · 2 are open
[+ Send] [Open ‹https://x.example/1›] [! Block] [⋯ Later / Why]
  [! Block] asks: Block? They see it. [Block] [No]"""


def test_a_card_is_drawn_with_everything_on_it() -> None:
    assert screen(CARD) == DRAWN


def test_a_message_without_blocks_is_its_text() -> None:
    assert screen([], "salt &amp; bread") == "salt & bread"


def test_a_modal_is_drawn_with_its_buttons() -> None:
    assert view_screen(modal(close=plain("Cancel"))) == (
        "== Edit ==\nWhat to say: [_]\n[Cancel] [+ Send]"
    )
