"""The owner's desks: made of what the config names, with everything behind their buttons.

A desk is two things: its cards, an alert channel like others, and what people press there, which
comes over a line that the desk itself keeps open while the daemon runs. Its library is loaded when
it is named.
"""

from collections.abc import Callable, Iterable

from monitor.config import Config
from monitor.desks.behind import digest_of
from monitor.desks.room import LaidDesk, Line, Room
from monitor.domain.connectors import AccountCheck
from monitor.domain.ports import Clock
from monitor.errors import ConfigError, Problem

__all__ = ["LaidDesk", "Line", "Room", "desk_check", "desks_of", "digest_of"]


def desks_of(room: Room, names: Iterable[str]) -> tuple[LaidDesk, ...]:
    """Each desk that is named. Raises ConfigError, with every problem."""
    problems: list[Problem] = []
    laid: list[LaidDesk] = []
    for name in names:
        make = _maker(name)
        if make is None:
            continue
        try:
            laid.append(make(room))
        except ConfigError as error:
            problems += error.problems or [Problem(error.message, hint=error.hint or "")]
    if problems:
        raise ConfigError(problems=tuple(problems))
    return tuple(laid)


def _maker(name: str) -> Callable[[Room], LaidDesk] | None:
    match name:
        case "slack":
            from monitor.desks.slack import lay as lay_slack

            return lay_slack
        case "telegram":
            from monitor.desks.telegram import lay as lay_telegram

            return lay_telegram
    return None


def desk_check(name: str, config: Config, clock: Clock) -> AccountCheck:
    """The tests of a desk. Raises ConfigError, KeyError."""
    match name:
        case "slack":
            from monitor.desks.slack import check as check_slack

            return check_slack(config, clock)
        case "telegram":
            from monitor.desks.telegram import check as check_telegram

            return check_telegram(config, clock)
    raise KeyError(name)
