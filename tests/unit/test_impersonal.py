"""A text without the handles and addresses in it; what is read in it stays the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import load_config
from monitor.domain.impersonal import impersonal
from monitor.rules.answer import a_mention
from monitor.scoring.corpus.lines import read_corpus
from monitor.scoring.for_brand import reader_for
from tests.people import CONFIG

OURS = ("larchandloaf", "larch@social.example")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "@larchandloaf tell @ada.quill it was @Bo!",
            "@larchandloaf tell @somebody it was @somebody!",
        ),
        # ours in capitals, and on a server
        ("@LarchAndLoaf @larch@social.example @ada@social.example", None),
        ("ask u/flatwhite22 or /u/flat-white", "ask u/somebody or /u/somebody"),
        ("see https://x.com/ada/status/42?s=20.", "see https://example.com"),
        ("www.example.org/ada and more", "https://example.com and more"),
        # a mail address is no handle: who has one in it is left out as a whole
        ("write to jo@larch.example", "write to jo@larch.example"),
        ("nobody named", "nobody named"),
        ("@", "@"),
    ],
)
def test_handles_and_addresses_are_masked(text: str, shown: str | None) -> None:
    wanted = "@LarchAndLoaf @larch@social.example @somebody" if shown is None else shown
    assert impersonal(text, OURS) == wanted


@given(st.text(alphabet="@u/ab. :htps＠_-1", max_size=60))
def test_masking_ends(text: str) -> None:
    once = impersonal(text, OURS)
    assert impersonal(once, OURS) == once


@given(
    st.from_regex(r"[A-Za-z0-9_]{4,15}(\.[a-z]{3,8})?", fullmatch=True),
    st.sampled_from(("@", "＠", "u/", "/u/")),
    st.lists(
        st.sampled_from(("cold", "coffee,", "“thanks”", "(see", "again)", "…", "#late")), max_size=4
    ),
)
def test_no_handle_is_left(handle: str, sign: str, words: list[str]) -> None:
    named = f"{sign}{handle}"
    for place in range(len(words) + 1):
        text = " ".join([*words[:place], named, *words[place:]])
        shown = impersonal(text, OURS)
        assert shown.count("somebody") == 1
        if handle.lower() != "somebody":
            assert named not in shown


def test_a_masked_text_is_read_as_the_text() -> None:
    config = load_config(CONFIG)
    reader = reader_for(config)
    named = [line.text for line in read_corpus()[::7] if impersonal(line.text) != line.text]
    assert len(named) > 500
    others = 0
    for text in named:
        full, masked = (
            reader.read(a_mention(one, config.brand.name)) for one in (text, impersonal(text))
        )
        others += (full.kind, full.certainty) != (masked.kind, masked.certainty)
    assert others <= len(named) / 200
