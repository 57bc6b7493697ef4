"""Block Kit's limits: at each one the last good thing passes and the first bad one is refused."""

from collections.abc import Callable

import pytest

from tests.simulators.server import Fields
from tests.simulators.slack_limits import block_problems, is_too_long, view_problems


def plain(text: str) -> Fields:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: object) -> Fields:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Fields) -> Fields:
    return {"type": "actions", "elements": list(elements)}


def button(text: str = "Send", **more: object) -> Fields:
    return {"type": "button", "text": plain(text), **more}


def option(number: int = 1, label: str = "x", value: str = "v") -> Fields:
    return {"text": plain(label), "value": f"{value}{number}"}


def overflow(options: int) -> Fields:
    return {"type": "overflow", "options": [option(number) for number in range(options)]}


def select(options: int) -> Fields:
    return {"type": "static_select", "options": [option(number) for number in range(options)]}


def confirm(**lengths: int) -> Fields:
    texts = {key: plain("x" * lengths.get(key, 1)) for key in ("title", "text", "confirm", "deny")}
    return actions(button(confirm=texts))


def typed(label: int = 1, **more: object) -> Fields:
    element = {"type": "plain_text_input", **more}
    return {"type": "input", "label": plain("x" * label), "element": element}


Made = Callable[[int], list[Fields]]
LIMITS: list[tuple[str, int, Made]] = [
    ("blocks", 50, lambda n: [section()] * n),
    ("text of a section", 3000, lambda n: [section("x" * n)]),
    ("fields", 10, lambda n: [{"type": "section", "fields": [plain("x")] * n}]),
    ("text of a field", 2000, lambda n: [{"type": "section", "fields": [plain("x" * n)]}]),
    ("header", 150, lambda n: [{"type": "header", "text": plain("x" * n)}]),
    ("elements of actions", 25, lambda n: [actions(*[button()] * n)]),
    ("context", 10, lambda n: [{"type": "context", "elements": [plain("x")] * n}]),
    ("text of a button", 75, lambda n: [actions(button("x" * n))]),
    ("value of a button", 2000, lambda n: [actions(button(value="x" * n))]),
    ("address of a button", 3000, lambda n: [actions(button(url="https://".ljust(n, "x")))]),
    ("action id", 255, lambda n: [actions(button(action_id="x" * n))]),
    ("block id", 255, lambda n: [section(block_id="x" * n)]),
    ("title of a confirmation", 100, lambda n: [confirm(title=n)]),
    ("text of a confirmation", 300, lambda n: [confirm(text=n)]),
    ("yes of a confirmation", 30, lambda n: [confirm(confirm=n)]),
    ("no of a confirmation", 30, lambda n: [confirm(deny=n)]),
    (
        "label of an option",
        75,
        lambda n: [actions({"type": "static_select", "options": [option(label="x" * n)]})],
    ),
    (
        "value of an option",
        150,
        lambda n: [actions({"type": "static_select", "options": [option(value="x" * (n - 1))]})],
    ),
    ("options of a menu", 5, lambda n: [actions(overflow(n))]),
    ("options of a select", 100, lambda n: [actions(select(n))]),
    ("label of an input", 2000, lambda n: [typed(label=n)]),
    ("placeholder", 150, lambda n: [typed(placeholder=plain("x" * n))]),
    ("initial value", 3000, lambda n: [typed(initial_value="x" * n)]),
    ("length of an input", 3000, lambda n: [typed(max_length=n)]),
    (
        "alternative text",
        2000,
        lambda n: [{"type": "image", "image_url": "https://x.example/1", "alt_text": "x" * n}],
    ),
]


@pytest.mark.parametrize(("what", "most", "made"), LIMITS, ids=[one[0] for one in LIMITS])
def test_the_last_good_length_passes_and_the_next_is_refused(
    what: str, most: int, made: Made
) -> None:
    assert block_problems(made(most)) == []
    assert block_problems(made(most + 1)) != []


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"type": "sektion"}, "unsupported type: sektion [json-pointer:/blocks/0/type]"),
        ({"type": "section"}, "needs text or fields"),
        (section(colour="red"), "invalid additional property: colour"),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "must be plain_text"),
        (actions(), "at least 1 items needed"),
        (actions(overflow(1)), "at least 2 items needed"),
        (actions({"type": "image", "image_url": "x", "alt_text": "x"}), "unsupported type: image"),
        (actions(button(style="green")), "must be one of primary, danger"),
        (actions(button(url="javascript:x")), "must begin with"),
        (actions(button(action_id="a"), button(action_id="a")), "`a` stands here twice"),
        (actions({"type": "static_select"}), "needs exactly one of options, option_groups"),
        ({"type": "image", "image_url": "https://x.example"}, "missing required field: alt_text"),
        ({"type": "section", "text": "words"}, "must be a text object"),
        (typed(max_length=0), "must be a number of 1 to 3000"),
        ("words", "must be an object"),
    ],
)
def test_what_slack_does_not_know_is_told_with_its_place(block: Fields, words: str) -> None:
    (problem,) = block_problems([block])
    assert words in problem


def test_a_block_id_stands_once_in_a_message() -> None:
    assert block_problems([section(block_id="a"), section(block_id="b")]) == []
    assert "`a` stands here twice" in block_problems([section(block_id="a")] * 2)[0]


def test_the_librarys_models_are_asked_too() -> None:
    # the library checks the form of a date; our table its length only
    wrong = actions({"type": "datepicker", "initial_date": "24.11.2026"})
    assert "YYYY-MM-DD" in block_problems([wrong])[0]


def test_many_good_blocks_together_are_too_long() -> None:
    assert not is_too_long([section("x" * 3000)] * 4)
    assert is_too_long([section("x" * 3000)] * 5)


def view(**more: object) -> Fields:
    return {"type": "modal", "title": plain("Edit"), "blocks": [section()], **more}


@pytest.mark.parametrize(
    ("most", "made"),
    [
        (24, lambda n: view(title=plain("x" * n))),
        (24, lambda n: view(submit=plain("x" * n))),
        (24, lambda n: view(close=plain("x" * n))),
        (100, lambda n: view(blocks=[section()] * n)),
        (3000, lambda n: view(private_metadata="x" * n)),
        (255, lambda n: view(callback_id="x" * n)),
    ],
)
def test_a_modal_has_limits_of_its_own(most: int, made: Callable[[int], Fields]) -> None:
    assert view_problems(made(most)) == []
    assert view_problems(made(most + 1)) != []


def test_a_modal_with_an_input_needs_a_button_to_submit_it() -> None:
    assert "needs `submit`" in view_problems(view(blocks=[typed()]))[0]
    assert view_problems(view(blocks=[typed()], submit=plain("Send"))) == []
