"""How long a text is on each platform."""

import pytest
import regex

from monitor.domain import length as counting
from monitor.domain.length import fits, length
from monitor.domain.platform import BLUESKY, MASTODON, REDDIT, Counting, X

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
WAVE_MEDIUM = "\U0001f44b\U0001f3fd"
FLAG = "\U0001f1e9\U0001f1ea"
KEYCAP = "1\ufe0f\u20e3"
LONG_URL = "https://shop.example/a/very/long/path/to/something?with=a&query=too"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Hello, we are sorry.", 20),
        # the dash and the quotes we use count once
        ("– Jo", 4),
        ("“ok” ‘ok’", 9),
        ("ü", 1),
        # u and a separate diaeresis are one after NFC
        ("u\u0308", 1),
        ("Привет", 6),
        ("ありがとう", 10),
        ("한국", 4),
        ("€", 2),
        ("…", 2),
        ("\U0001f600", 2),
        (FAMILY, 2),
        (WAVE_MEDIUM, 2),
        (FLAG, 2),
        (KEYCAP, 2),
        (FAMILY + FAMILY, 4),
        (LONG_URL, 23),
        ("http://a.example", 23),
        (f"see {LONG_URL} now", 4 + 23 + 4),
        (f"See {LONG_URL}.", 4 + 23 + 1),
        # X may take it for a link, and then it counts 23
        ("evil.com", 23),
        ("at 15.30", 8),
    ],
)
def test_x_weighs_its_signs(text: str, weight: int) -> None:
    assert length(text, Counting.WEIGHTED) == weight


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Hello", 5),
        (FAMILY, 1),
        (FLAG, 1),
        ("u\u0308", 1),
        ("Z\u0351\u036b\u0343", 1),
        ("a\r\nb", 3),
        ("ありがとう", 5),
        ("http://a.example", 16),
    ],
)
def test_bluesky_counts_what_a_reader_sees(text: str, signs: int) -> None:
    assert length(text, Counting.GRAPHEMES) == signs


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Hello", 5),
        (LONG_URL, 23),
        (FAMILY, 1),
        # the server part is free
        ("@ada@social.example hi", 7),
        ("@ada hi", 7),
        # no mention: somebody's mail address
        ("mail ada@shop.example", 21),
        ("shop.example", 12),
    ],
)
def test_mastodon_counts_urls_as_23_and_no_servers(text: str, signs: int) -> None:
    assert length(text, Counting.MASTODON) == signs


def test_reddit_counts_characters() -> None:
    assert length("a" + FAMILY, Counting.CHARACTERS) == 8


def test_a_plain_sign_stands_alone_and_is_no_emoji() -> None:
    every = [sign for sign in map(chr, range(0x3000)) if counting._PLAIN.fullmatch(sign)]
    assert len(every) > 700
    assert {"\n", "é", "–", "’", "…"} <= set(every)
    assert regex.findall(r"\X", "".join(every)) == every
    assert regex.findall(r"\X", "".join(reversed(every))) == every[::-1]
    assert regex.search(counting._EMOJI, "".join(every)) is None


def test_a_text_fits_to_its_last_sign() -> None:
    assert fits("a" * 280, X)
    assert not fits("a" * 281, X)
    assert fits("あ" * 140, X)
    assert not fits("あ" * 141, X)
    assert fits("a" * 468, MASTODON)
    assert not fits("a" * 469, MASTODON)
    assert fits("a" * 10_000, REDDIT)
    assert not fits("a" * 10_001, REDDIT)


def test_bluesky_counts_bytes_as_well() -> None:
    assert fits("\U0001f600" * 300, BLUESKY)
    assert not fits("a" * 301, BLUESKY)
    # 25 bytes each, and one sign
    assert fits(FAMILY * 120, BLUESKY)
    assert not fits(FAMILY * 121, BLUESKY)
