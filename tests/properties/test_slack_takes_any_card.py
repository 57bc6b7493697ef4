"""Whatever a sheet or a form says, Slack takes it, calls nobody but ours, and leads only where we
lead."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.press import Act, Choice, Field, Form
from monitor.domain.sheet import Button, Buttons, Draft, Line, Quote, Sheet, Sign, Style, Words
from monitor.slack.blocks import blocks_of, fallback_of, shortest
from monitor.slack.buttons import pressed
from monitor.slack.modal import kept_of, sheet_view, view_of
from tests.simulators.slack_limits import block_problems, is_too_long, view_problems
from tests.simulators.slack_said import read_message, read_view

USERS = {"Jo": "U0JO", "Sam": "U0SAM"}
OURS = ("https://x.example/post/1", "https://mastodon.example/@ada?a=1&b=2")
#: what people write to do harm, beside everything else that they may write
HOSTILE = (
    "<!channel>", "<!here|x>", "<@U0EVE>", "<#C0SECRET>", "<!subteam^S0ALL>", "@channel",
    "<https://evil.example|ours>", "evil.example/login", "www.evil.example", "mailto:a@b.example",
    "*bold*", "_x_", "`code`", "~no~", ":rotating_light:", "&lt;!channel&gt;", "&", "<", ">",
    "\u202eevil", "\u200b", "\u2066", "a\x00b", "\x1b[31m", "> quote", "\n\n", "|", "\U000e0041",
    "<!date^0^{date}^https://evil.example|now>", "\ud800", "e\u0301\u0301\u0301\u0301\u0301",
)  # fmt: skip
pieces = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
texts = st.one_of(
    st.lists(pieces, max_size=6).map("".join),
    st.builds(lambda piece, times: piece * times, pieces, st.sampled_from((2, 90, 700, 4000))),
)
words = st.builds(
    Words,
    text=texts,
    is_strong=st.booleans(),
    is_small=st.booleans(),
    is_code=st.booleans(),
    is_strangers=st.booleans(),
    link=st.sampled_from(("", *OURS)),
    moment=st.sampled_from((None, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))),
)
buttons = st.builds(
    Button,
    label=texts,
    act=st.sampled_from(Act),
    subject=st.from_regex(r"[a-z][1-9][0-9]{0,11}", fullmatch=True),
    version=st.integers(0, 10**8),
    seal=st.sampled_from(("", "0123456789ab")),
    style=st.sampled_from(Style),
    asks=st.one_of(st.just(""), texts),
    url=st.sampled_from(("", "", *OURS)),
)
parts = st.one_of(
    st.builds(Line, words=st.lists(words, max_size=4).map(tuple)),
    st.builds(Quote, text=texts, beside=texts),
    st.builds(Draft, above=texts, text=texts),
    st.builds(
        Buttons,
        row=st.lists(buttons, max_size=7).map(tuple),
        more=st.lists(buttons, max_size=9).map(tuple),
    ),
)
sheets = st.builds(
    Sheet,
    sign=st.sampled_from(Sign),
    title=st.lists(words, max_size=4).map(tuple),
    due=texts,
    parts=st.lists(parts, max_size=8).map(tuple),
    calls=st.lists(st.sampled_from(("Jo", "Sam", "Eve")), max_size=2).map(tuple),
    is_sample=st.booleans(),
)
fields = st.builds(
    Field,
    name=st.sampled_from(("text", "when", "why")),
    label=texts,
    text=texts,
    hint=texts,
    is_long=st.booleans(),
    choices=st.lists(st.builds(Choice, value=st.sampled_from("ab"), label=texts), max_size=3).map(
        tuple
    ),
    longest=st.sampled_from((0, 1, 280, 10_000)),
    platform=st.sampled_from(("", "x")),
)
forms = st.builds(
    Form,
    title=texts,
    act=st.sampled_from(Act),
    subject=st.just("e1"),
    says=st.lists(texts, max_size=5).map(tuple),
    fields=st.lists(fields, min_size=1, max_size=4, unique_by=lambda one: one.name).map(tuple),
    submit=texts,
    problems=st.dictionaries(st.sampled_from(("text", "when", "other")), texts, max_size=3),
)


@given(sheets)
@settings(max_examples=60, deadline=None)
def test_slack_takes_any_card(sheet: Sheet) -> None:
    for blocks in (blocks_of(sheet, USERS, "1"), shortest(sheet, USERS, "1")):
        assert block_problems(blocks) == []
        assert not is_too_long(blocks)


@given(sheets)
@settings(max_examples=60, deadline=None)
def test_a_card_calls_only_whom_it_means_and_leads_only_where_we_lead(sheet: Sheet) -> None:
    found = read_message(fallback_of(sheet, USERS), blocks_of(sheet, USERS, "1"), {})

    assert set(found.pings) <= {USERS[name] for name in sheet.calls if name in USERS}
    assert {link.url for link in found.links} <= set(OURS)
    assert found.problems == []
    assert found.images == []
    assert found.channels == []


@given(sheets)
@settings(max_examples=30, deadline=None)
def test_every_button_that_is_shown_says_which_it_is(sheet: Sheet) -> None:
    made = [
        (one.act, one.subject, one.version, one.seal)
        for part in sheet.parts
        if isinstance(part, Buttons)
        for one in (*part.row, *part.more)
        if not one.url
    ]
    for block in blocks_of(sheet, USERS, "1"):
        for element in block["elements"] if block["type"] == "actions" else ():
            chosen = [{"selected_option": option} for option in element.get("options", ())]
            for action in chosen or [element]:
                wish = pressed({**element, **action})
                if wish is not None:
                    assert (wish.act, wish.subject, wish.version, wish.seal) in made


@given(forms)
@settings(max_examples=60, deadline=None)
def test_slack_takes_any_form(form: Form) -> None:
    view = view_of(form, "C0DESK")

    found = read_view(view)
    assert view_problems(view) == []
    assert (found.pings, found.links, found.problems) == ([], [], [])
    kept = kept_of(view)
    assert kept is not None
    assert kept.fields == tuple(field.name for field in form.fields)


@given(sheets)
@settings(max_examples=30, deadline=None)
def test_any_sheet_can_be_read_in_a_modal(sheet: Sheet) -> None:
    assert view_problems(sheet_view("Inbox", sheet, USERS)) == []
