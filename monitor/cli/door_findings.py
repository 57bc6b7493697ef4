"""What `monitor check` says of our own doors: what a test found, what a person said, and where to
look for what neither tells."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.cli.common import opened_store, store_url_of
from monitor.cli.desk import must_be_there
from monitor.cli.door_lines import WAITS, ask_words, how_known, platforms_with_doors
from monitor.cli.finding import Finding, ok, warning
from monitor.cli.lines import keep
from monitor.domain.account import Checked, Topic
from monitor.domain.connectors import Connector
from monitor.domain.door import Door
from monitor.domain.values import Value
from monitor.errors import MonitorError
from monitor.services.doors import doors_found, tell_doors

if TYPE_CHECKING:
    from monitor.config import Config


class AccountTest(Value):
    """The findings of one account."""

    connector: str
    platforms: tuple[str, ...]
    findings: tuple[Checked, ...]


def about_doors(
    config: "Config",
    given: str | None,
    connectors: Iterable[Connector],
    tests: Sequence[AccountTest],
    now: datetime,
) -> Iterator[Finding]:
    """A finding for each door; what was tested is kept, if there is a database to keep it in."""
    with_doors = platforms_with_doors(config)
    tested = tuple(
        door for test in tests for door in doors_found(test.platforms, test.findings, now)
    )
    known = _known(config, given, tested)
    told = {door.platform for door in tested}
    hints = {name: _hint(test.findings) for test in tests for name in test.platforms}
    is_explained = False
    for connector in connectors:
        if connector.name in with_doors:
            for platform in connector.platforms:
                door, hint = known.get(platform), hints.get(platform, "")
                if door is None and platform not in told:
                    yield _unknown(platform, hint, is_explained=is_explained)
                    is_explained = True
                elif door is not None and (platform not in told or door.said_by):
                    yield _finding(config, platform, door, hint, now)


def _known(config: "Config", given: str | None, tested: Iterable[Door]) -> dict[str, Door]:
    """What is known with these tests. Without a database it is what they found."""
    try:
        must_be_there(store_url_of(config, given))
        with opened_store(config, given) as store, store.begin() as tx:
            return tell_doors(tx, config.brand.name, tested)
    except MonitorError:
        # what is wrong with the database is a finding of its own
        return {door.platform: door for door in tested}


def _hint(findings: Iterable[Checked]) -> str:
    """Where the owner looks, as the connector says it."""
    return next((one.hint for one in findings if one.topic is Topic.DOOR), "")


def _unknown(platform: str, hint: str, *, is_explained: bool) -> Finding:
    """The first one says what it is about, the others only which they are."""
    check, look = f"{platform} door", f"{hint}. " if hint else ""
    if is_explained:
        return warning(check, "nobody has said it here either", f"{look}{ask_words(platform)}")
    return warning(
        check,
        f"nobody has said whether customers can write to you in private; until then {WAITS}",
        f"{look}Try it with an account that does not follow you, then say it: "
        f"{ask_words(platform)}",
    )


def _finding(config: "Config", platform: str, door: Door, hint: str, now: datetime) -> Finding:
    check = f"{platform} door"
    look = f"{hint}. " if hint else ""
    how = how_known(door, now, config.hours())
    if door.is_open:
        return ok(check, f"customers can write to you in private: {how}")
    return warning(
        check,
        f"customers cannot write to you in private ({how}), so {WAITS}",
        f"{look}Once it is open: {keep(f'monitor door {platform} open')}",
    )
