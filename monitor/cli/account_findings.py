"""What `monitor check` finds out from the platforms: credentials, scopes, our own door, limits."""

from collections.abc import Iterable, Iterator

from monitor.cli.findings import Finding, Grade, ok, warning
from monitor.domain.account import Checked, Level
from monitor.domain.connectors import AccountCheck, Connector
from monitor.errors import Problem


def about_accounts(connectors: Iterable[Connector]) -> Iterator[Finding]:
    """Every account that can be tested, tested: this asks the platforms."""
    for connector in connectors:
        # what a connector can do is asked of the object, not of its type
        able: object = connector
        if isinstance(able, AccountCheck):
            for checked in able.check():
                yield _finding(connector.name, checked)


def _finding(name: str, checked: Checked) -> Finding:
    check = f"{name} {checked.topic.value.replace('_', ' ')}"
    match checked.level:
        case Level.FINE:
            return ok(check, checked.words)
        case Level.BROKEN:
            return Finding(
                check=check,
                grade=Grade.PROBLEM,
                words="1 problem",
                problems=(Problem(checked.words, where=check, hint=checked.hint),),
            )
        case Level.WARNING | Level.ASK:
            return warning(check, checked.words, checked.hint)
