"""A connector's settings: every mistake at once, each with what to write."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from monitor.domain.clock import parse_duration
from monitor.domain.settings import Settings
from monitor.errors import ConfigError
from monitor.testing import FakeClock


def given(secrets: Mapping[str, str] | None = None, **written: object) -> Settings:
    return Settings(
        "ravens",
        written,
        brand="larch",
        clock=FakeClock(),
        folder=Path(),
        secrets=(secrets or {}).get,
    )


def problems(settings: Settings) -> list[tuple[str, str]]:
    with pytest.raises(ConfigError) as raised:
        settings.done()
    return [(problem.message, problem.hint) for problem in raised.value.problems]


def test_what_is_right_is_read() -> None:
    settings = given(
        {"RAVEN_TOKEN": " caw \n", "OTHER": "kraa"},
        loft="north",
        look_back="2 h",
        words=["larch", "loaf"],
        white=True,
        wings=2,
        second="OTHER",
    )
    assert settings.text("loft", example="south") == "north"
    assert settings.text("cage", "none") == "none"
    assert settings.value("look_back", parse_duration, None) == parse_duration("2 h")
    assert settings.texts("words") == ("larch", "loaf")
    assert settings.texts("others") == ()
    assert settings.flag("white", False) is True
    assert settings.flag("black", True) is True
    assert settings.number("wings", 1) == 2
    assert settings.secret("token", "RAVEN_TOKEN") == "caw"
    assert settings.secret("second", "RAVEN_TOKEN") == "kraa"
    settings.done()


def test_every_mistake_is_told_at_once() -> None:
    settings = given(lof="north", look_back="soon", words="larch", white="yes", wings=-1)
    settings.text("loft", example="south")
    settings.value("look_back", parse_duration, None, example="2 h")
    settings.texts("words", example="larch")
    settings.flag("white", False)
    settings.number("wings", 2)
    settings.secret("token", "RAVEN_TOKEN")
    settings.wrong("the loft is empty", "fill it")
    assert problems(settings) == [
        ("unknown key `lof`", "did you mean `loft`?"),
        ("`loft` is missing", 'write `loft = "south"`'),
        ("`soon` is not a length of time", "write it like `90 s`, `3 min`, `6 h` or `30 days`"),
        ("`words` should be a list of texts", 'write it like `words = ["larch"]`'),
        ("`white` should be true or false", "write it like `white = false`"),
        ("`wings` is too small", "write 0 or more"),
        ("the secret `RAVEN_TOKEN` is not set", "`monitor login ravens` asks for it"),
        ("the loft is empty", "fill it"),
    ]


@pytest.mark.parametrize("written", [True, "2", float("nan"), float("inf"), [2]])
def test_what_is_no_number_is_told(written: object) -> None:
    settings = given(wings=written)
    assert settings.number("wings", 1) == 1
    assert settings.is_wrong


@pytest.mark.parametrize("written", ["", "  ", 5, ["x"]])
def test_what_is_no_text_is_told(written: object) -> None:
    settings = given(loft=written)
    settings.text("loft", "none", example="south")
    assert problems(settings) == [
        ("`loft` should be a text", 'write it like `loft = "south"`'),
    ]


def test_a_table_of_texts_is_read() -> None:
    settings = given(permitted={"larchtown": " yes "})
    assert settings.table("permitted") == {"larchtown": "yes"}
    assert settings.table("others") == {}
    settings.done()


def test_a_table_of_something_else_is_a_mistake() -> None:
    settings = given(permitted={"larchtown": 1})
    assert settings.table("permitted", example='{ larchtown = "yes" }') == {}
    assert problems(settings) == [
        (
            "`permitted` should be a table of texts",
            'write it like `permitted = { larchtown = "yes" }`',
        )
    ]


def test_a_secret_that_is_not_needed_may_be_missing() -> None:
    settings = given()
    assert settings.secret("token", "RAVEN_TOKEN", is_needed=False) == ""
    settings.done()
