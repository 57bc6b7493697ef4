"""Whatever strangers write: no form of an alert lets it act."""

import json
import re
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.as_blocks import as_blocks
from monitor.alerts.as_json import as_json
from monitor.alerts.as_page import as_page
from monitor.alerts.as_text import as_text
from monitor.alerts.sheets import Sheets
from monitor.domain.inert import for_chat
from monitor.domain.ports import Card
from monitor.domain.values import replace
from monitor.testing import a_reading, an_author
from tests.alert_cards import HOSTILE, a_card
from tests.shop import config

PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "&",
            '"',
            "'",
            "`",
            "*",
            "_",
            "|",
            "\\",
            "{",
            "}",
            "[",
            "](",
            ")",
            "\r\n",
            "\n",
        ),
        *("<!channel>", "<@U1>", "@here", "https://", "evil.example", "javascript:", "<script>"),
        *("Bcc: ", "\u202e", "\u2066", "\x1b[31m", "\0", "\ud800", "é", "שלום", "&lt;", "&#60;"),
    ]
)
words = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40) | st.just(HOSTILE)
ACTING = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066\u2067\ud800-\udfff]"
)
OURS = "https://x.example/ada/1"


@cache
def whole() -> Card:
    return a_card()


def with_words(text: str, name: str) -> Card:
    card = whole()
    assert card.message is not None
    return replace(
        card,
        message=replace(
            card.message, text=text, author=an_author(name, id="x:ada", handle=name), url=OURS
        ),
        reading=a_reading(questions=(text,)),
        effect=replace(card.effect, slots=replace(card.effect.slots, name=name, note=text)),
        policy=text,
        orders=(text,),
    )


@given(text=words, name=words)
def test_no_words_of_theirs_act_in_any_form(text: str, name: str) -> None:
    sheet = Sheets(config().hours()).of_card(with_words(text, name))
    plain = as_text(sheet)
    assert not ACTING.search(plain)
    assert not re.search(r"\w\.\w|://|@\w", plain.replace(OURS, "").replace(whole().draft, ""))
    page = as_page(sheet)
    assert set(re.findall(r"<[^>]*>", page)) <= tags_there_may_be()
    assert not ACTING.search(page)
    for block in json.loads(json.dumps(as_blocks(sheet)))["blocks"]:
        shown = block["text"]["text"]
        assert re.findall(r"<[^>]*>?", shown) in ([], [f"<{OURS}|Open on X>"])
        assert not re.search(r"&(?!amp;|lt;|gt;)", shown)
    assert not ACTING.search(as_json(sheet).decode("ascii"))


@cache
def tags_there_may_be() -> frozenset[str]:
    """Those of the same page about somebody who says next to nothing."""
    page = as_page(Sheets(config().hours()).of_card(with_words("x", "x")))
    return frozenset(re.findall(r"<[^>]*>", page))


@given(words)
def test_a_chat_that_reads_markdown_finds_none(text: str) -> None:
    shown = for_chat(text)
    assert not re.search(r"://|@\w|\]\(|<[@!#\w]|\*\*|__|``", shown)
