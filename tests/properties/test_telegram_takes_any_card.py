"""Any card becomes a message that Telegram takes, and strangers' words do nothing there."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.press import Act
from monitor.domain.sheet import (
    Button,
    Buttons,
    Draft,
    Line,
    Part,
    Quote,
    Sheet,
    Sign,
    Style,
    Words,
)
from monitor.telegram.keyboard import Sort, back_of, keys_of, read
from monitor.telegram.limits import BUTTON
from monitor.telegram.page import page_of, shortest
from tests.simulators.telegram import _keys
from tests.simulators.telegram_html import shown

HOSTILE = st.sampled_from(
    [
        "@jo_of_the_shop",
        "/start@larch_desk_bot",
        "#win",
        "$TSLA",
        "https://evil.example/x?y=1",
        "evil.example",
        "tg://resolve?domain=jo",
        "mail@evil.example",
        "+49 30 1234567",
        "192.168.0.1",
        "<b>bold</b>",
        "</blockquote>",
        '<a href="tg://user?id=11">',
        "&amp;&lt;&",
        "\u202eright\u2066",
        "😀" * 200,
        "@" * 300,
        "a." * 300,
        "\ud800",
        "\0",
        "line\nline\n\nline",
    ]
)
TEXTS = st.lists(HOSTILE | st.text(max_size=60), max_size=6).map("".join)
LINKS = st.sampled_from(["", 'https://social.example/@ada/1?a=1&b="2"', "javascript:alert(1)"])
WORDS = st.builds(
    Words,
    text=TEXTS,
    is_strong=st.booleans(),
    is_small=st.booleans(),
    is_code=st.booleans(),
    is_strangers=st.booleans(),
    link=LINKS,
)
BUTTONS = st.builds(
    Button,
    label=TEXTS,
    act=st.sampled_from(Act),
    subject=st.from_regex(r"[a-z][0-9]{1,12}", fullmatch=True) | TEXTS,
    version=st.integers(0, 999_999_999),
    seal=st.from_regex(r"[0-9a-f]{12}", fullmatch=True),
    style=st.sampled_from(Style),
    asks=st.sampled_from(["", "sure?"]),
    url=st.sampled_from(["", "https://social.example/@ada/1", "http://localhost/x", "ftp://x.y"]),
)
PARTS: st.SearchStrategy[Part] = st.one_of(
    st.builds(Line, words=st.lists(WORDS, max_size=40).map(tuple)),
    st.builds(Quote, text=TEXTS, beside=TEXTS),
    st.builds(Draft, above=TEXTS, text=TEXTS),
    st.builds(
        Buttons,
        row=st.lists(BUTTONS, max_size=6).map(tuple),
        more=st.lists(BUTTONS, max_size=8).map(tuple),
    ),
)
SHEETS = st.builds(
    Sheet,
    sign=st.sampled_from(Sign),
    title=st.lists(WORDS, max_size=5).map(tuple),
    due=TEXTS,
    parts=st.lists(PARTS, max_size=12).map(tuple),
    calls=st.lists(st.sampled_from(["Jo", "Sam", "Nobody"]), max_size=3).map(tuple),
    is_sample=st.booleans(),
)
USERS = {"Jo": "11", "Sam": "12"}
OURS = ("https://social.example/", "tg://user?id=11", "tg://user?id=12")


@given(SHEETS)
def test_any_card_is_taken_and_nothing_in_it_acts(sheet: Sheet) -> None:
    seen = shown(page_of(sheet, USERS))

    assert seen.found == ()
    links = [one.url for one in seen.formats if one.sort == "text_link"]
    assert all(link.startswith(OURS) for link in links)
    called = {link for link in links if link.startswith("tg:")}
    assert called <= {f"tg://user?id={USERS[name]}" for name in sheet.calls if name in USERS}


@given(SHEETS)
def test_the_short_form_is_taken_too(sheet: Sheet) -> None:
    seen = shown(shortest(sheet))

    assert seen.found == ()
    assert seen.formats == ()


@given(SHEETS, st.booleans())
def test_any_keyboard_is_taken(sheet: Sheet, is_open: bool) -> None:
    rows = [
        [
            {"text": key.label} | ({"url": key.url} if key.url else {"callback_data": key.back})
            for key in row
        ]
        for row in keys_of(sheet, is_open=is_open)
    ]

    assert _keys({"inline_keyboard": rows}) == rows


@given(BUTTONS, st.sampled_from([Sort.PRESS, Sort.ASKS, Sort.YES]))
def test_a_button_comes_back_as_it_was_or_not_at_all(button: Button, sort: Sort) -> None:
    back = back_of(button, sort)

    assert len(back.encode("utf-8", "surrogatepass")) <= BUTTON
    pressed = read(back)
    if back:
        assert pressed is not None
        assert (pressed.sort, pressed.act, pressed.subject) == (sort, button.act, button.subject)
        assert (pressed.version, pressed.seal) == (button.version, button.seal)


@given(TEXTS | st.text(alphabet="pqyncsxm|0123456789aef", max_size=30))
def test_what_is_none_of_ours_is_read_as_nothing_or_exactly(back: str) -> None:
    pressed = read(back)

    if pressed is not None and pressed.act is not None:
        assert back.count("|") == 4
        assert pressed.subject in back
