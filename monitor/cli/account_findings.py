"""What `monitor check` finds out from the platforms: credentials, scopes, our own door, limits."""

from collections.abc import Iterable, Iterator

from monitor.cli.door_findings import AccountTest
from monitor.cli.finding import Finding, Grade, note, ok, warning
from monitor.domain.account import Checked, Level, Topic
from monitor.domain.connectors import AccountCheck, Connector
from monitor.errors import Problem


def look_at_accounts(connectors: Iterable[Connector]) -> Iterator[AccountTest]:
    """Every account that can be tested, tested: this asks the platforms."""
    for connector in connectors:
        # what a connector can do is asked of the object, not of its type
        able: object = connector
        if isinstance(able, AccountCheck):
            yield AccountTest(
                connector=connector.name,
                platforms=connector.platforms,
                findings=tuple(able.check()),
            )


def about_accounts(tests: Iterable[AccountTest]) -> Iterator[Finding]:
    """What the tests found; a door that could not be tested is the owner's to tell about."""
    for test in tests:
        for checked in test.findings:
            if checked.topic is not Topic.DOOR or checked.is_open is not None:
                yield _finding(test.connector, checked)


def _finding(name: str, checked: Checked) -> Finding:
    check = f"{name} {checked.topic.value.replace('_', ' ')}"
    match checked.level:
        case Level.FINE:
            return ok(check, checked.words)
        # who is asked here has nowhere to answer: what was looked at would be asked for ever
        case Level.NOTE | Level.ASK:
            return note(check, checked.words, checked.hint)
        case Level.BROKEN:
            return Finding(
                check=check,
                grade=Grade.PROBLEM,
                words="1 problem",
                problems=(Problem(checked.words, where=check, hint=checked.hint),),
            )
        case Level.WARNING:
            return warning(check, checked.words, checked.hint)
