"""Strangers' text is shown as what it is and does nothing where it is shown."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.inert import (
    columns,
    for_csv,
    for_html,
    for_mrkdwn,
    for_telegram,
    for_terminal,
    plain,
)

#: what people (and machines) put into posts to make a reader's program act
HOSTILE = [
    "<!channel> wake up",
    "<@U012AB3CD> pay <https://evil.example|your bank>",
    "<!date^1392734382^{date}|now>",
    "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
    '=HYPERLINK("https://evil.example","click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,2)",
    "\t=1+1",
    "＝1+1",
    "invoice \u202egpj.exe",
    "left \u2066isolated\u2069 \u200f right",
    "\x1b[2J\x1b[31mred\x1b[0m",
    "\x1b]0;new title\x07 and \x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31mred",
    "\x1bPq#0\x1b\\",
    "\x1b]52;c;not ended",
    "zero\x00byte",
    "back\x08\x08\x08space\rreturn",
    "Z̴̧̛͕̱̻͇̤̫̝͑̄͂͛̉a̷̡̗̦̭͋l̸̰̺̗̯̈́̽̂g̶o̷͇͊",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" \'',
    "javascript:alert(1)",
    "`code` *bold* _slanted_ ~struck~ :rotating_light:",
    "> quoted\n*System:* all good",
    "line one\nline two\u2028line three\u0085line four\x0bline five",
    "half \ud800 surrogate",
    "hid\u200bden\u00ad \U000e0041\U000e0042 tags\ufeff",
    "blank \u3164\u2800\u115f letters",
    "private \ue000 use \U0010ffff",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_terminal_gets_one_line_without_controls(text: str) -> None:
    shown = for_terminal(text)
    assert "\n" not in shown
    assert not [sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn")]
    assert not [sign for sign in shown if sign in "\u202a\u202b\u202c\u202d\u202e\u200e\u200f"]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_gets_no_tag_no_quote_and_no_template(text: str) -> None:
    shown = for_html(text)
    assert not set(shown) & set("<>\"'{}`")
    shown.encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_slack_gets_no_command_no_link_and_no_emoji_name(text: str) -> None:
    shown = for_mrkdwn(text)
    assert not set(shown) & set("<>")
    assert "://" not in shown
    assert ":rotating_light:" not in shown
    assert "*bold*" not in shown
    assert "evil.example" not in shown


@pytest.mark.parametrize(
    "text",
    ["@jo_of_the_shop", "/start", "#win", "$TSLA", "evil.example", "tg://x", "+49301234567"],
)
def test_telegram_finds_nothing_to_press_on(text: str) -> None:
    shown = for_telegram(f"see {text} now")
    assert text not in shown
    assert shown.replace("\u2060", "") == f"see {text} now"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_spreadsheet_gets_no_formula(text: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([for_csv(text)])
    [[cell]] = csv.reader(io.StringIO(buffer.getvalue()))
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@", "＝")
    assert "\x00" not in cell


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m alert", "red alert"),  # colours go, the words stay
        ("\x1b]8;;https://evil.example\x07here\x1b]8;;\x07", "here"),  # a hidden link goes
        ("\x1b]52;c;not ended", "]52;c;not ended"),  # an unended one is shown, it does nothing
        ("invoice \u202egpj.exe", "invoice gpj.exe"),  # nothing is turned round
        ("two\n\nlines\tand  gaps", "two lines and gaps"),
        ("zero\x00byte", "zerobyte"),
        ("Cafe\u0301", "Café"),
        ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"),  # a family stays together
        ("سلام", "\u2068سلام\u2069"),  # right to left: isolated from its neighbours
        ("", ""),
    ],
)
def test_a_terminal_shows_the_words(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("fits", 4, "fits"),
        ("does not fit", 8, "does no…"),
        ("ends in space", 8, "ends in…"),  # no gap before the sign of the cut
        ("面包很冷很硬", 7, "面包很…"),  # wide letters count two
        ("cafe\u0301śs closed", 5, "café…"),
        ("gone", 0, ""),
    ],
)
def test_a_long_text_is_cut_to_columns(text: str, limit: int, shown: str) -> None:
    assert for_terminal(text, limit) == shown
    assert columns(shown) <= limit


def test_marks_are_thinned_not_taken_away() -> None:
    shown = plain("a" + "\u0300\u0301\u0302\u0303\u0304\u0305" * 3)
    assert sum(unicodedata.category(sign) == "Mn" for sign in shown) <= 3
    assert plain("tiếng Việt, שָׁלוֹם") == unicodedata.normalize("NFC", "tiếng Việt, שָׁלוֹם")


def test_csv_keeps_lines_and_plain_words() -> None:
    assert for_csv("cold coffee\nand late") == "cold coffee\nand late"
    assert for_csv("=1+1") == "'=1+1"
    assert for_csv("  =1+1") == "'=1+1"


@given(st.text())
def test_any_text_can_be_shown_anywhere(text: str) -> None:
    for shown in (for_terminal(text), for_html(text), for_mrkdwn(text), for_csv(text)):
        shown.encode("utf-8")
    assert plain(plain(text)) == plain(text)
    assert columns(for_terminal(text, 20)) <= 20
