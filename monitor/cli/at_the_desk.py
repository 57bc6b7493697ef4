"""A command at the desk: who decides, an opened desk, and an answer for people or programs."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from monitor.cli.arguments import by_option, person
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import hang, width


class At:
    """One command's place at the desk."""

    def __init__(self, desk: Desk, by: str, *, as_json: bool) -> None:
        self.desk = desk
        #: who decides
        self.by = by
        self.as_json = as_json

    def tell(self, answer: dict[str, object], *lines: str) -> None:
        """The answer: for a program its keys, for people these sentences."""
        if self.as_json:
            say_json(answer)
            return
        for line in lines:
            for part in hang("", line, width()) if line else [""]:
                say(part)


# Any: a command takes what its own options say
def at_the_desk(command: Callable[..., None]) -> Callable[..., Any]:
    """Gives a command its `At` in the place of `--by`, `--config`, `--store` and `--json`."""

    @by_option
    @desk_options
    @wraps(command)
    def opened(
        *,
        by: str | None,
        config_path: Path | None,
        store_url: str | None,
        as_json: bool,
        **typed: object,
    ) -> None:
        with opened_desk(config_path, store_url, quiet=as_json) as desk:
            command(At(desk, person(desk.config, by), as_json=as_json), **typed)

    return opened
