"""A name says nothing about the mood of the person who writes it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.scoring.names import NameMask
from monitor.scoring.normalise import normalise
from monitor.scoring.vader import FastVader

VADER = FastVader()
MASK = NameMask(["United", "Larch & Loaf", "Larch", "Yahoo!", "Ada's Best"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        # the handles of each platform
        ("@united lost it", "handle lost it"),
        ("@United lost it", "Handle lost it"),
        ("@UNITED LOST IT", "HANDLE LOST IT"),
        (".@united, why?", ".handle, why?"),
        ("@great_co's bag", "handle's bag"),
        ("@ada@mastodon.example hello", "handle hello"),
        ("@bad.happy.example.", "handle."),
        ("＠united", "handle"),
        ("u/happy and /u/happy-co and U/Happy", "handle and handle and Handle"),
        ("(@one @two)@three", "(handle handle)handle"),
        # what only looks like one
        ("mail ada@post.example", "mail ada@post.example"),
        ("see web.example/u/happy", "see web.example/u/happy"),
        ("4 @ 5", "4 @ 5"),
        # brands
        ("United lost it", "Brand lost it"),
        ("UNITED lost it, united!", "BRAND lost it, brand!"),
        ("#united", "#brand"),
        ("unitedly reunited", "unitedly reunited"),
        ("larch  &\nloaf is closed", "brand is closed"),
        ("Larch is closed", "Brand is closed"),
        ("I left Yahoo! today", "I left Brand today"),
        ("ADA’S BEST failed, ada's best", "BRAND failed, brand"),
    ],
)
def test_a_name_becomes_a_placeholder(text: str, masked: str) -> None:
    assert MASK.mask(text) == masked


def test_a_text_without_names_stays_the_same_object() -> None:
    text = "my bag is lost"
    assert MASK.mask(text) is text


def test_a_mask_without_brands_still_hides_handles() -> None:
    assert NameMask().mask("@united is united") == "handle is united"


def test_a_blank_brand_name_is_refused() -> None:
    with pytest.raises(ValueError, match="a brand name is blank"):
        NameMask(["United", " \u200b"])


def test_the_name_of_united_is_no_praise() -> None:
    text = "@united my bag is lost"
    raw = VADER.polarity(text)
    assert raw.compound > 0
    assert MASK.used_compound(VADER, text, normalise(text), raw) < 0


@pytest.mark.parametrize("placeholder", ["handle", "Handle", "HANDLE", "brand", "Brand", "BRAND"])
def test_a_placeholder_means_nothing_to_vader(placeholder: str) -> None:
    assert VADER.is_neutral_word(placeholder)
    assert VADER.is_neutral_word(f"{placeholder}'t")


class CountingVader(FastVader):
    """Counts how often a compound was asked for."""

    __slots__ = ("asked",)

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def compound(self, text: str) -> float:
        self.asked += 1
        return super().compound(text)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("my bag is lost!", 0),
        ("@JetBlue my bag is lost!", 0),
        ("Larch's bread is bad", 0),  # a brand that VADER does not know
        ("@united my bag is lost!", 1),
        ("larch & loaf is bad", 1),  # three words become one
        ("@JetBlue my bag is l\u200bost!", 1),  # not what the raw score was read from
        ("@JetBlue😡", 1),  # the emoji makes more than one word of it
        ("Yahoo! is bad", 1),  # the name takes its exclamation mark along
    ],
)
def test_a_second_score_is_only_taken_when_it_can_differ(text: str, times: int) -> None:
    vader = CountingVader()
    MASK.used_compound(vader, text, normalise(text), vader.polarity(text))
    assert vader.asked == times


NAMES = (
    "@united @UNITED @JetBlue .@JetBlue, @can't @don't @a@b.example @bad.example @ ＠x @@x x@y "
    "@1234 !@x İ@united @İ u/happy /U/HAPPY-CO https://u/x United UNITED! united's "
    "#united Larch LARCH & Loaf LOAF yahoo! Yahoo!! Ada's Best u\u0131 un\u0130ted l\u200barch "
    "good BAD very NOT but so this kind of the shit 😡 ❤\ufe0f"
)
TOKENS = st.one_of(
    st.sampled_from(NAMES.split()),
    st.text(max_size=4),
)
POSTS = st.lists(st.tuples(TOKENS, st.sampled_from([" ", " ", " ", "", "\n"])), max_size=12).map(
    lambda parts: "".join(token + space for token, space in parts)
)


@settings(max_examples=2000, deadline=None)
@given(POSTS)
def test_the_short_way_gives_what_the_long_way_gives(text: str) -> None:
    normalised = normalise(text)
    used = MASK.used_compound(VADER, text, normalised, VADER.polarity(text))
    assert used == VADER.polarity(MASK.mask(normalised)).compound


@pytest.mark.parametrize(
    "unit", ["@", "@a", "@a.", "u/", "u/a-", "larch ", "larch & ", "a.", "@a@"]
)
def test_a_hostile_text_is_masked_in_a_blink(unit: str) -> None:
    text = unit * (10_000 // len(unit))
    started = time.process_time()
    MASK.mask(text)
    assert time.process_time() - started < 0.3
