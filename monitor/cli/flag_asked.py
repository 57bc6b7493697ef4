"""What was typed of a flag."""

from datetime import timedelta

import click

from monitor.domain.flag import StepKind
from monitor.domain.inert import for_terminal
from monitor.domain.strike import Judged
from monitor.domain.values import Value
from monitor.errors import InputError

#: what may last as long as the owner says
LASTING = frozenset({StepKind.WATCH.value, StepKind.QUIET.value, StepKind.MUTE.value})
#: what a person says about one strike
JUDGES = {"confirm": Judged.CONFIRMED, "drop": Judged.DROPPED}
#: what is about one of their posts
OF_A_MESSAGE = frozenset({StepKind.HIDE.value, *JUDGES})
MEASURES = frozenset({StepKind.MUTE.value, StepKind.HIDE.value, StepKind.BLOCK.value})


class FlagNumber(click.ParamType[int]):
    """`3` or `f3`."""

    name = "flag"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number."""
        if isinstance(value, int):
            return value
        digits = str(value).strip().lower().removeprefix("f")
        if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
            shown = for_terminal(str(value), 40)
            self.fail(f"`{shown}` is no flag: write `3` or `f3` (monitor flags)", param, ctx)
        return int(digits)


FLAG = FlagNumber()


class Asked(Value):
    """What was typed."""

    number: int
    verb: str
    why: str = ""
    lasts: timedelta | None = None
    #: of a hide: which post
    message_id: str | None = None
    done: bool = False
    yes: bool = False
    by: str | None = None
    as_json: bool = False

    def check(self) -> None:
        """Raises InputError for options that mean nothing here."""
        if self.lasts is not None and self.verb not in LASTING:
            raise InputError(f"`--for` says nothing of `{self.verb}`", hint="leave it out")
        if self.message_id is not None and self.verb not in OF_A_MESSAGE:
            raise InputError(f"`--message` says nothing of `{self.verb}`", hint="leave it out")
        if self.done and self.verb not in MEASURES | {StepKind.UNDO.value}:
            raise InputError(f"`--done` says nothing of `{self.verb}`", hint="leave it out")
