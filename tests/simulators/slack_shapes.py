"""Block Kit as a table: which keys a block, an element or a view may have, and how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Any_:  # noqa: N801
    """Whatever came: nobody looks at it here."""


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Number:
    """A whole number."""

    least: int
    most: int


@dataclass(frozen=True)
class String:
    """So many characters at most."""

    most: int
    least: int = 0
    of: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text object with so many characters at most."""

    most: int
    is_plain: bool = False


@dataclass(frozen=True)
class Element:
    """A part with a type of its own."""

    types: tuple[str, ...]
    #: where a text may stand among the elements
    longest_text: int = 0


@dataclass(frozen=True)
class Confirm:
    """Asks once more."""


@dataclass(frozen=True)
class Option:
    """One of several to choose."""


@dataclass(frozen=True)
class OptionGroup:
    """Options under one heading."""


@dataclass(frozen=True)
class Many:
    """A list."""

    of: "Kind"
    most: int
    least: int = 1


Kind = Any_ | Flag | Number | String | Text | Element | Confirm | Option | OptionGroup | Many


@dataclass(frozen=True)
class Shape:
    """An object: its keys, and those that have to be there."""

    fields: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    #: of each of these exactly one has to be there
    one_of: tuple[tuple[str, ...], ...] = field(default=())


ID = String(255, least=1)
URL = String(3000, least=1, starts=("https://", "http://", "mailto:", "tel:"))
IMAGE = String(3000, least=1, starts=("https://", "http://"))
STYLE = String(7, of=("primary", "danger"))
LIST = Many(Option(), 100)
PLACEHOLDER = Text(150, is_plain=True)

OPTION = Shape(
    {
        "text": Text(75),
        "value": String(150, least=1),
        "description": Text(75, is_plain=True),
        "url": URL,
    },
    required=("text", "value"),
)
OPTION_GROUP = Shape({"label": Text(75, is_plain=True), "options": LIST}, ("label", "options"))
CONFIRM = Shape(
    {
        "title": Text(100, is_plain=True),
        "text": Text(300),
        "confirm": Text(30, is_plain=True),
        "deny": Text(30, is_plain=True),
        "style": STYLE,
    },
    required=("title", "text", "confirm", "deny"),
)

_ACTS: dict[str, Kind] = {"action_id": ID, "confirm": Confirm()}
_ASKS: dict[str, Kind] = {**_ACTS, "placeholder": PLACEHOLDER, "focus_on_load": Flag()}
_TYPED: dict[str, Kind] = {
    "action_id": ID,
    "placeholder": PLACEHOLDER,
    "focus_on_load": Flag(),
    "dispatch_action_config": Any_(),
    "initial_value": String(3000),
}
_CHOOSES: dict[str, Kind] = {**_ACTS, "options": Many(Option(), 10), "focus_on_load": Flag()}
_PICKS: dict[str, Kind] = {**_ASKS, "options": LIST, "option_groups": Many(OptionGroup(), 100)}
_ONE_LIST = (("options", "option_groups"),)

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        {
            **_ACTS,
            "text": Text(75, is_plain=True),
            "value": String(2000),
            "url": URL,
            "style": STYLE,
            "accessibility_label": String(75),
        },
        required=("text",),
    ),
    "overflow": Shape({**_ACTS, "options": Many(Option(), 5, least=2)}, required=("options",)),
    "image": Shape(
        {"image_url": IMAGE, "alt_text": String(2000, least=1), "slack_file": Any_()},
        required=("alt_text",),
        one_of=(("image_url", "slack_file"),),
    ),
    "static_select": Shape({**_PICKS, "initial_option": Option()}, one_of=_ONE_LIST),
    "multi_static_select": Shape(
        {**_PICKS, "initial_options": LIST, "max_selected_items": Number(1, 100)},
        one_of=_ONE_LIST,
    ),
    "users_select": Shape({**_ASKS, "initial_user": String(255)}),
    "channels_select": Shape(
        {**_ASKS, "initial_channel": String(255), "response_url_enabled": Flag()}
    ),
    "radio_buttons": Shape({**_CHOOSES, "initial_option": Option()}, required=("options",)),
    "checkboxes": Shape({**_CHOOSES, "initial_options": Many(Option(), 10)}, required=("options",)),
    "datepicker": Shape({**_ASKS, "initial_date": String(10, least=10)}),
    "timepicker": Shape({**_ASKS, "initial_time": String(5, least=5), "timezone": String(64)}),
    "datetimepicker": Shape(
        {**_ACTS, "initial_date_time": Number(1, 9_999_999_999), "focus_on_load": Flag()}
    ),
    "plain_text_input": Shape(
        {
            **_TYPED,
            "multiline": Flag(),
            "min_length": Number(0, 3000),
            "max_length": Number(1, 3000),
        }
    ),
    "email_text_input": Shape(_TYPED),
    "url_text_input": Shape(_TYPED),
    "number_input": Shape(
        {
            **_TYPED,
            "is_decimal_allowed": Flag(),
            "min_value": String(30),
            "max_value": String(30),
        },
        required=("is_decimal_allowed",),
    ),
}

PICKERS = ("users_select", "channels_select", "static_select", "datepicker", "timepicker")
CHOOSERS = ("radio_buttons", "checkboxes", "overflow", *PICKERS)
IN_ACTIONS = Element(("button", "datetimepicker", *CHOOSERS))
IN_SECTION = Element(("button", "image", "multi_static_select", *CHOOSERS))
IN_CONTEXT = Element(("image", "plain_text", "mrkdwn"), longest_text=2000)
IN_INPUT = Element(
    (
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "multi_static_select",
        "datetimepicker",
        *(one for one in CHOOSERS if one != "overflow"),
    )
)
_BLOCK: dict[str, Kind] = {"block_id": ID}

BLOCKS: Mapping[str, Shape] = {
    "divider": Shape(_BLOCK),
    "header": Shape({**_BLOCK, "text": Text(150, is_plain=True)}, required=("text",)),
    "section": Shape(
        {
            **_BLOCK,
            "text": Text(3000),
            "fields": Many(Text(2000), 10),
            "accessory": IN_SECTION,
            "expand": Flag(),
        }
    ),
    "context": Shape({**_BLOCK, "elements": Many(IN_CONTEXT, 10)}, required=("elements",)),
    "actions": Shape({**_BLOCK, "elements": Many(IN_ACTIONS, 25)}, required=("elements",)),
    "image": Shape(
        {
            **_BLOCK,
            "image_url": IMAGE,
            "slack_file": Any_(),
            "alt_text": String(2000, least=1),
            "title": Text(2000, is_plain=True),
        },
        required=("alt_text",),
        one_of=(("image_url", "slack_file"),),
    ),
    "input": Shape(
        {
            **_BLOCK,
            "label": Text(2000, is_plain=True),
            "hint": Text(2000, is_plain=True),
            "element": IN_INPUT,
            "optional": Flag(),
            "dispatch_action": Flag(),
        },
        required=("label", "element"),
    ),
    "markdown": Shape({**_BLOCK, "text": String(12_000, least=1)}, required=("text",)),
    "rich_text": Shape({**_BLOCK, "elements": Many(Any_(), 100)}, required=("elements",)),
}

VIEW = Shape(
    {
        "title": Text(24, is_plain=True),
        "submit": Text(24, is_plain=True),
        "close": Text(24, is_plain=True),
        "blocks": Many(Any_(), 100),
        "private_metadata": String(3000),
        "callback_id": String(255),
        "external_id": String(255),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
        "submit_disabled": Flag(),
    },
    required=("type", "title", "blocks"),
)
