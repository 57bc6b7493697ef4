"""What owners type: numbers of drafts and cases as they read them, and who they are."""

import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor.domain.audit import MACHINE
from monitor.domain.case import Resolution
from monitor.domain.label import SAYS, Because
from monitor.domain.lasting import parse_duration
from monitor.domain.policy import NOBODY_NAMED
from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.config import Config

# Any: click's own decorators take every command
F = TypeVar("F", bound=Callable[..., Any])
E = TypeVar("E", bound=StrEnum)

LONGEST_NAME = 30
#: what every database takes for a number
LARGEST = 2**31 - 1
#: nothing that the owner asks for lasts longer
LONGEST = timedelta(days=3650)


class Numbered(click.ParamType[int]):
    """`12` or `e12`: a number with or without the letter of its kind."""

    name = "number"

    def __init__(self, letter: str, what: str) -> None:
        self.letter = letter
        self.what = what

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number itself."""
        if isinstance(value, int):
            return value
        written = str(value).strip()
        match = re.fullmatch(rf"{self.letter}?([0-9]{{1,10}})", written, re.IGNORECASE)
        if match is None or not 0 < int(match[1]) <= LARGEST:
            self.fail(
                f"`{written}` is not the number of a {self.what}; write it like `12` or "
                f"`{self.letter}12`",
                param,
                ctx,
            )
        return int(match[1])


class Length(click.ParamType[timedelta]):
    """`30 days`, `12 h`."""

    name = "length"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """The time itself."""
        if isinstance(value, timedelta):
            return value
        try:
            length = parse_duration(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not timedelta(0) < length <= LONGEST:
            self.fail(f"`{value}` is not a length that makes sense here", param, ctx)
        return length


class PageGroup(click.Group):
    """A group in which a number alone asks for a page: `case 7` means `case show 7`."""

    #: the command that is meant when none is named; empty: there is none
    unnamed = "show"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """With the unnamed command put in; nothing at all asks for the help."""
        if not args:
            args = ["--help"]
        elif self.unnamed and args[0] not in (*self.commands, *ctx.help_option_names):
            args = [self.unnamed, *args]
        return super().parse_args(ctx, args)


class Hyphened(click.Choice[E]):
    """A word of a closed set, written `no-answer` or `no_answer`."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:  # noqa: ARG002
        """With hyphens, as the help shows it."""
        written = choice.value if isinstance(choice, StrEnum) else str(choice)
        return written.lower().replace("_", "-")


class ResolutionName(Hyphened[Resolution]):
    """How a case ended."""

    def __init__(self) -> None:
        # a case that became part of another one is not ended by a person
        super().__init__([each for each in Resolution if each is not Resolution.JOINED])


class BecauseName(Hyphened[Because]):
    """Why it is a no, or why it was wrong."""

    def __init__(self, *, only_wrong: bool = False) -> None:
        super().__init__([each for each in Because if not only_wrong or SAYS[each] is not None])


DRAFT = Numbered("e", "draft")
CASE = Numbered("c", "case")


def by_option(command: F) -> F:
    """`--by NAME`."""
    return click.option(
        "--by", metavar="NAME", help="Who decides; without it the first of `people` in the config."
    )(command)


def person(config: "Config", given: str | None) -> str:
    """Who decides. Raises InputError for somebody the config does not know."""
    people = config.brand.people
    if people == (NOBODY_NAMED,):
        return _one_word(given) if given is not None else NOBODY_NAMED
    if given is None:
        return people[0]
    for name in people:
        if name.casefold() == given.strip().casefold():
            return name
    raise InputError(
        f"`{given}` is not one of your people: {', '.join(people)}",
        hint="add the name to `people` under [brand] in the config",
    )


def signer(config: "Config", given: str | None) -> str:
    """Who decides, when the name will stand under public words. Raises InputError."""
    name = person(config, given)
    if name == NOBODY_NAMED:
        raise InputError(
            "your name signs the reply, and the monitor does not know it",
            hint='write people = ["Your Name"] under [brand] in the config, or add --by NAME',
        )
    return name


def _one_word(given: str) -> str:
    name = " ".join(given.split())
    if not name or len(name) > LONGEST_NAME or not all(s.isalpha() or s in " .'-" for s in name):
        raise InputError(f"`{given}` is not a name to sign with", hint="letters only, such as Jo")
    if name.casefold() == MACHINE:
        raise InputError(
            f"`{given}` is what the audit log calls the machine", hint="say who you are, such as Jo"
        )
    return name
