"""`monitor case more-time`: the draft, the words by hand, what is noted, and what is refused."""

from datetime import timedelta

import pytest

from tests.messages import assert_message
from tests.unit.cli_shop import FAMILIES, Shop, came_to_dm

pytestmark = pytest.mark.usefixtures("a_wide_screen")

LATER = """
[later]
a = "{hello}we said {was} and need more time. You will hear from us here {by}.{sign}"
"""


@pytest.fixture
def with_texts(shop: Shop) -> Shop:
    """Ada's promise runs, and she wrote to us in private."""
    (shop.folder / "playbooks" / "acknowledgements.toml").write_text(FAMILIES + LATER, "utf-8")
    shop.sends(1)
    shop.clock.advance(timedelta(minutes=20))
    came_to_dm(shop)
    return shop


def test_a_draft_asks_for_it_in_private(with_texts: Shop) -> None:
    assert_message("cli/more_time", with_texts.run("case", "more-time", "1").said)
    inbox = with_texts.run("inbox").out
    assert "instead of 14:00 today" in inbox


def test_the_page_tells_of_the_new_time(with_texts: Shop) -> None:
    said = with_texts.run(
        "case", "more-time", "1", "We wait for a part. You hear {by}. Jo", "--json"
    )
    number = said.out.split('"draft": "e')[1].split('"')[0]
    with_texts.sends(int(number))
    assert_message("cli/more_time_page", with_texts.run("case", "1").said)


def test_own_words_without_a_time_are_refused(with_texts: Shop) -> None:
    answer = with_texts.run("case", "more-time", "1", "It takes a little longer.")
    assert_message("cli/more_time_no_time", answer.said)


def test_without_texts_the_way_out_is_named(shop: Shop) -> None:
    shop.sends(1)
    came_to_dm(shop)
    assert_message("cli/more_time_no_texts", shop.run("case", "more-time", "1").said)


def test_who_never_came_is_told_by_hand(shop: Shop) -> None:
    shop.sends(1)
    assert_message("cli/more_time_by_hand", shop.run("case", "more-time", "1").said)
    assert_message("cli/more_time_said", shop.run("case", "more-time", "1", "--said").said)


def test_too_often_is_refused(shop: Shop) -> None:
    shop.sends(1)
    for _ in range(2):
        shop.run("case", "more-time", "1", "--said")
    assert_message("cli/more_time_too_often", shop.run("case", "more-time", "1", "--said").said)


def test_nothing_promised_is_nothing_to_move(shop: Shop) -> None:
    assert_message("cli/more_time_nothing", shop.run("case", "more-time", "1").said)


def test_a_nudge_on_the_console_names_the_draft(with_texts: Shop) -> None:
    with_texts.clock.advance(timedelta(hours=3, minutes=10))
    with_texts.looks_at_deadlines()
    store = with_texts.open()
    with store.read() as tx:
        nudges = [one.slots.note for one in tx.outbox.of_case(1) if one.template == "promise-nudge"]
    store.close()
    assert_message("cli/more_time_nudge", "\n".join(nudges))
