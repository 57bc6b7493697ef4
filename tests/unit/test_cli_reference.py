"""Every command has help with an example, and docs/commands.md says what they say."""

from inspect import cleandoc
from pathlib import Path

import click
import pytest

from monitor.cli import COMMANDS
from monitor.cli.reference import commands, reference, tables
from tests.unit.cli_shop import CHECKOUT, Shop

ALL = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_there(name: str) -> None:
    assert isinstance(ALL[name], click.Command)


@pytest.mark.parametrize("name", ALL)
def test_every_command_has_help_with_an_example_that_names_it(name: str) -> None:
    help_text = cleandoc(ALL[name].help or "")
    assert "\b\nExample:\n" in help_text
    example = help_text.partition("Example:")[2]
    # `monitor case 7` is the page of a case
    assert f"monitor {name.removesuffix(' show')}" in example


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_shown_without_a_config(name: str, tmp_path: Path) -> None:
    answer = Shop(tmp_path).run_plain(name, "--help")
    assert answer.code == 0
    assert "Example:" in answer.out


def test_every_table_of_keys_belongs_to_a_command() -> None:
    assert set(tables()) <= set(ALL)


def test_whatever_prints_json_has_its_keys_documented() -> None:
    with_json = {
        name
        for name, command in ALL.items()
        if any("--json" in parameter.opts for parameter in command.params)
    }
    # the report's own page tells its keys
    assert with_json - {"report"} <= set(tables())


def test_the_page_is_the_generated_one() -> None:
    page = CHECKOUT / "docs" / "commands.md"
    assert page.read_text(encoding="utf-8") == reference(), (
        "write it anew: python -m monitor.cli.reference > docs/commands.md"
    )
