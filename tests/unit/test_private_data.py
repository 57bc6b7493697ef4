"""What does not belong in a public post, and what only looks like it. All of it is invented."""

import time

import pytest

from monitor.scoring.private_data import has_private_data, private_data_in
from monitor.scoring.words import closed_up, words_of


def kinds(text: str) -> list[str]:
    return list(private_data_in(text, words_of(closed_up(text))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to ada.quill@mail.example please", ["mail"]),
        ("call me on +44 20 7946 0958", ["phone"]),
        ("ring 020 7946 0958 today", ["phone"]),
        ("my number is 555-0142", ["announced", "phone"]),
        ("order number 4471-AB2 never came", ["order"]),
        ("order #128845 never came", ["order"]),
        ("confirmation code X7K9PQ", ["order"]),
        ("Bestellnummer 774512", ["order"]),
        ("I live at 14 Weir Lane, come round", ["address"]),
        ("Hauptstraße 12, zweiter Stock", ["address"]),
        ("card 4111 1111 1111 1111", ["card"]),
        ("DE89 3704 0044 0532 0130 00", ["iban"]),
        ("my password is hunter22", ["password"]),
        ("my address is 3 Harbour Cottages", ["announced"]),
        ("card ending 4471", ["announced"]),
    ],
)
def test_private(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # handles, also those with a server
        "@shop @ada@social.example hello",
        # prices, sums, times, dates, years, counts
        "paid $1,250.00 for it",
        "4.90 for one, 12.50 for three",
        "open 10:30-17:45",
        "since 2019, or 2018-2019",
        "on 24.12.2026 or 2026-12-24",
        "waited 45 minutes for 2 coffees",
        # a number of a train is no secret
        "train 4471 was late",
        # a link may hold any number
        "https://shop.example/item/128845998877",
        # words about passwords
        "my password is wrong",
        "the password reset never comes",
        # sixteen digits that no card has
        "number 1234 5678 9012 3456 7",
        "",
    ],
)
def test_not_private(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text", ["order" + " " * 9_000, "1 A " * 2_500, "rue a " * 1_600, "1(" * 5_000]
)
def test_the_time_grows_with_the_text(text: str) -> None:
    began = time.perf_counter()
    has_private_data(text, words_of(closed_up(text)))
    assert time.perf_counter() - began < 1  # cubic would take minutes
