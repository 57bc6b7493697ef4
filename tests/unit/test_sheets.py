"""What a card says, in each form: read by a person, and with nothing in it that acts."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from monitor.alerts.as_blocks import LONGEST_MESSAGE, LONGEST_SECTION, as_blocks
from monitor.alerts.as_json import as_json
from monitor.alerts.as_page import as_page
from monitor.alerts.as_text import as_text
from monitor.alerts.sheet import Sheet
from monitor.alerts.sheets import Sheets
from monitor.domain.folding import FOLDED, MASK, folded
from monitor.domain.ports import Card
from monitor.domain.reading import Evidence
from monitor.domain.values import replace
from monitor.testing import a_reading
from tests import alert_cards
from tests.messages import assert_message
from tests.shop import config

CARDS: dict[str, Callable[[], Card]] = {
    "draft": alert_cards.a_card,
    "danger": alert_cards.danger_card,
    "overheard": alert_cards.overheard_card,
    "raised": alert_cards.raised_card,
    "hostile": alert_cards.hostile_card,
}


def sheets(*, is_sample: bool = False) -> Sheets:
    return Sheets(config().hours(), is_sample=is_sample)


def hostile() -> Sheet:
    return sheets().of_card(alert_cards.hostile_card())


@pytest.mark.parametrize("name", CARDS)
def test_a_card_reads_well_as_text(name: str) -> None:
    sheet = sheets().of_card(CARDS[name]())
    assert_message(f"alerts/{name}_text", f"Subject: {sheet.subject}\n\n{as_text(sheet)}")


def test_a_notice_and_its_end_read_well_as_text() -> None:
    told = [sheets().of_notice(one) for one in (alert_cards.a_notice(), alert_cards.an_end())]
    assert_message("alerts/notice_text", "\n=====\n".join(map(as_text, told)))


def test_a_page_is_as_reviewed() -> None:
    assert_message("alerts/draft_page", as_page(sheets().of_card(alert_cards.a_card())))


def test_blocks_are_as_reviewed() -> None:
    blocks = as_blocks(sheets().of_card(alert_cards.a_card()))
    assert_message("alerts/draft_blocks", json.dumps(blocks, indent=2, ensure_ascii=False))


def test_the_keys_of_the_json_are_as_documented() -> None:
    told = json.loads(as_json(sheets().of_card(alert_cards.a_card())))
    assert_message("alerts/draft_json", json.dumps(told, indent=2, ensure_ascii=False))
    assert set(told) == set(json.loads(as_json(sheets().of_notice(alert_cards.a_notice()))))


def test_the_sample_says_so_in_every_form() -> None:
    sheet = sheets(is_sample=True).of_card(alert_cards.a_card())
    assert as_text(sheet).startswith("SAMPLE")
    assert "SAMPLE" in as_page(sheet)
    assert str(as_blocks(sheet)["text"]).startswith("SAMPLE")
    assert json.loads(as_json(sheet))["is_sample"] is True


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_a_hostile_card_brings_no_tag_and_one_link_whose_server_is_named() -> None:
    page = Tags()
    page.feed(as_page(hostile()))
    assert not page.tags & {"script", "img", "iframe", "object", "form", "input", "link"}
    assert not [name for name in page.attributes if name.startswith("on")]
    assert page.links == ["https://evil.example/%3Cx%3E%7Cy"]


def test_our_own_words_can_be_copied_as_they_are() -> None:
    card = alert_cards.a_card()
    sheet = sheets().of_card(card)
    assert card.draft in as_text(sheet)
    assert card.draft in as_page(sheet)
    assert card.draft in json.dumps(as_blocks(sheet), ensure_ascii=False)
    assert "monitor approve 1\n" in as_text(sheet)


def test_nothing_in_a_hostile_mail_looks_like_an_address_to_a_mail_program() -> None:
    text = as_text(hostile()).replace("https://evil.example/%3Cx%3E%7Cy", "")
    assert not re.search(r"\w\.\w|://|@\w", text)


def test_a_hostile_card_calls_nobody_in_slack() -> None:
    for text in texts_of(as_blocks(hostile())):
        angled = re.findall(r"<[^>]*>", text)
        assert [one for one in angled if not one.startswith("<https://evil.example/%3Cx")] == []
        assert "@everyone" not in text


def test_blocks_keep_slacks_limits() -> None:
    card = alert_cards.a_card()
    assert card.message is not None
    long = replace(
        card,
        draft="x<" * 3_000,
        orders=("&" * 900,) * 20,
        message=replace(card.message, text="<" * 5_000),
    )
    texts = texts_of(as_blocks(sheets().of_card(long)))
    assert max(map(len, texts)) <= LONGEST_SECTION
    assert sum(map(len, texts)) <= LONGEST_MESSAGE + 100
    assert texts[-1] == "… more: `monitor case 1`"
    assert not [text for text in texts if re.search(r"&(?!amp;|lt;|gt;)", text)]


def test_a_slur_is_folded_in_every_form() -> None:
    sheet = sheets().of_card(alert_cards.slur_card())
    for form in (as_text(sheet), as_page(sheet), str(as_blocks(sheet)), as_json(sheet).decode()):
        assert "ubhuman" not in form
        assert MASK.strip("[]") in form


def test_a_slur_that_cannot_be_found_folds_the_whole_text() -> None:
    reading = a_reading(evidence=(Evidence(list="conduct.slur", phrase="subhuman*"),))
    assert folded("you s4bhumans", reading) == FOLDED


def test_a_link_that_is_no_ordinary_address_is_none() -> None:
    card = alert_cards.a_card()
    assert card.message is not None
    for url in (
        "javascript:alert(1)",
        "http://x.example/1",
        "https://user:pw@x.example/1",
        "https://x.example/a b",
        "https://[::1/",
        "https://localhost/1",
        "",
    ):
        changed = replace(card, message=replace(card.message, url=url))
        assert sheets().of_card(changed).link is None, url


def test_a_card_about_an_account_alone_says_where_to_look() -> None:
    card = alert_cards.a_card()
    flag = replace(
        card, message=None, reading=None, decision=None, case=None, draft="", draft_effect=None
    )
    sheet = sheets().of_card(replace(flag, effect=replace(card.effect, template="flag")))
    assert sheet.headline == "Please look: Ada Quill on X"
    assert sheet.steps == ()


def texts_of(message: dict[str, object]) -> list[str]:
    blocks = json.loads(json.dumps(message))["blocks"]
    return [block["text"]["text"] for block in blocks]
