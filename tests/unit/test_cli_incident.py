"""`monitor incident`: the sentence, three previews, a yes for so many, the news, the end."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli import incident_json
from monitor.domain.reading import Topic
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import FAMILIES, Shop, keys_of, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

MONEY = a_reading(topics=(Topic(name="money", confidence=0.9),))
SENTENCE = "Our payment page is down since 10, we are on it."
MENDED = "It works again, thank you for your patience."
TEXTS = """
[incident]
a = "{hello}thank you for telling us, and sorry. {note} We will write here again {by}.{sign}"

[more_time]
a = "{hello}this takes longer, and we are sorry. {note} You will hear from us here {by}.{sign}"

[mended]
a = "{hello}this is solved. {note}{sign}"
"""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Five people with one trouble: one of them speaks of us, not to us; one was hurt."""
    shop = Shop(tmp_path)
    texts = shop.folder / "playbooks" / "acknowledgements.toml"
    texts.write_text(FAMILIES + TEXTS, encoding="utf-8")
    people = [an_author(f"Ann {number}", id=f"x:a{number}") for number in range(1, 6)]
    shop.hears(
        *(
            (said("the payment page is broken", id=f"x:{number}", author=author), MONEY)
            for number, author in enumerate(people[:3], 1)
        ),
        (said("payment page of Larch", id="x:4", author=people[3], addressed=False), MONEY),
        (
            said("the payment page made me faint", id="x:5", author=people[4]),
            a_reading(sensitive=("injury",)),
        ),
    )
    return shop


def start(shop: Shop) -> str:
    return shop.run("incident", "start", "--cause", "payment page", SENTENCE).said


def send_all(shop: Shop) -> None:
    for _ in range(40):
        shop.clock.advance(timedelta(seconds=10))
        shop.delivers()


def test_an_incident_begins_with_three_previews(shop: Shop) -> None:
    assert_message("cli/incident_start", start(shop))


def test_the_inbox_shows_its_drafts_together(shop: Shop) -> None:
    start(shop)
    assert_message("cli/incident_inbox", shop.run("inbox").said)


def test_the_case_knows_its_incident(shop: Shop) -> None:
    start(shop)
    assert_message("cli/incident_case", shop.run("case", "1").said)
    page = json.loads(shop.run("case", "1", "--json").out)
    assert page["incidents"] == [{"incident": "i1", "causes": ["payment page"], "people": 5}]


def test_the_yes_names_how_many(shop: Shop) -> None:
    start(shop)
    assert_message("cli/incident_send_other_number", shop.run("incident", "send", "--to", "4").said)
    assert_message("cli/incident_send", shop.run("incident", "send", "--to", "3").said)
    send_all(shop)
    assert len(shop.platform.public) == 3
    assert_message("cli/incident_told", shop.run("incident", "1").said)


def test_the_end_of_it(shop: Shop) -> None:
    start(shop)
    shop.run("incident", "send", "--to", "3", "--and-new-ones")
    send_all(shop)
    assert_message("cli/incident_mended", shop.run("incident", "mended", MENDED).said)
    shop.run("incident", "send", "--to", "3")
    send_all(shop)
    assert len(shop.platform.public) == 6
    assert_message("cli/incident_after_news", shop.run("incident", "1").said)
    assert_message("cli/incident_end", shop.run("incident", "end").said)
    assert_message("cli/incident_list", shop.run("incident").said)
    assert_message("cli/incident_ended", shop.run("incident", "1").said)


def test_it_takes_longer(shop: Shop) -> None:
    start(shop)
    shop.run("incident", "send", "--to", "3")
    send_all(shop)
    words = ("incident", "more-time", "We wait for a part.", "--news", "1 office day")
    assert_message("cli/incident_more_time", shop.run(*words).said)
    shop.run("incident", "send", "--to", "3")
    send_all(shop)
    assert len(shop.platform.public) == 6
    assert_message("cli/incident_told_more_time", shop.run("incident", "show").said)
    shop.run("incident", "more-time")
    third = shop.run("incident", "more-time")
    assert third.code == 1
    assert_message("cli/incident_no_more_time", third.said)


def test_more_time_for_nobody(shop: Shop) -> None:
    start(shop)
    assert_message("cli/incident_more_time_for_nobody", shop.run("incident", "more-time").said)


def test_a_cause_that_nobody_has_named_yet(shop: Shop) -> None:
    answer = shop.run("incident", "start", "--cause", "lift", "Our lift is out of order.")
    assert_message("cli/incident_of_nobody", answer.said)


def test_an_end_tells_who_was_in_line(shop: Shop) -> None:
    start(shop)
    shop.run("incident", "send", "--to", "3")
    assert_message("cli/incident_end_in_line", shop.run("incident", "end").said)


def test_other_words(shop: Shop) -> None:
    start(shop)
    answer = shop.run("incident", "reword", "Our payment page is down since 11.")
    assert_message("cli/incident_reword", answer.said)


def test_yes_for_those_who_come_later(shop: Shop) -> None:
    start(shop)
    answer = shop.run("incident", "send", "--to", "3", "--and-new-ones")
    assert_message("cli/incident_and_new_ones", answer.said)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("none_open", ("send", "--to", "3")),
        ("unknown", ("show", "7")),
        ("no_cause", ("start", SENTENCE)),
        ("bad_cause", ("start", "--cause", "?!", SENTENCE)),
        ("bad_since", ("start", "--cause", "payment", "--since", "yesterday", SENTENCE)),
        ("bad_news", ("start", "--cause", "payment", "--news", "soon", SENTENCE)),
        ("refused", ("start", "--cause", "payment", "You liar, see https://x.example")),
        ("list_none", ()),
    ],
)
def test_what_cannot_be_is_told(shop: Shop, name: str, arguments: tuple[str, ...]) -> None:
    assert_message(f"cli/incident_{name}", shop.run("incident", *arguments).said)


def test_several_at_once_are_told_apart(shop: Shop) -> None:
    start(shop)
    shop.run("incident", "start", "--cause", "oven", "Our oven is broken.")
    assert_message("cli/incident_several", shop.run("incident", "send", "--to", "3").said)
    assert shop.run("incident", "send", "--incident", "1", "--to", "3").code == 0


def test_words_to_think_twice_about_are_asked(shop: Shop) -> None:
    answer = shop.run("incident", "start", "--cause", "payment", "Unfortunately it is DOWN.")
    assert "Sure? It says `unfortunately`, `DOWN`." in answer.out


def test_a_playbook_without_the_texts_is_told(shop: Shop) -> None:
    texts = shop.folder / "playbooks" / "acknowledgements.toml"
    texts.write_text(FAMILIES, encoding="utf-8")
    assert_message("cli/incident_no_texts", start(shop))


def test_its_keys_are_as_documented(shop: Shop) -> None:
    start(shop)
    answer = json.loads(shop.run("incident", "1", "--json").out)
    assert set(answer) == {key.removesuffix("[]") for key in incident_json.SHOWN_KEYS}
    listed = json.loads(shop.run("incident", "list", "--json").out)
    assert set(listed[0]) == {key.removesuffix("[]") for key in incident_json.INCIDENT_KEYS}
    assert "effect" in keys_of(answer["previews"][0])
