"""A finding of `monitor check`: fine, a note, worth a look, or wrong."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.cli.lines import count_of
from monitor.errors import ConfigError, MonitorError, Problem


class Grade(StrEnum):
    """How a check ended."""

    #: nothing to do
    OK = "ok"
    #: so by the platform's nature or by the owner's choice: good to know, nothing to mend
    NOTE = "note"
    #: it works, and is perhaps not what is meant
    WARNING = "warning"
    #: it does not work
    PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    check: str
    grade: Grade
    words: str
    #: what is wrong, where, and what to do
    problems: tuple[Problem, ...] = ()
    #: the owner's files are wrong, not the machine
    is_config: bool = False


def ok(check: str, words: str) -> Finding:
    """Fine."""
    return Finding(check=check, grade=Grade.OK, words=words)


def note(check: str, words: str, hint: str = "") -> Finding:
    """Good to know; `hint`: what can be done about it, by whoever wants to."""
    told = (Problem(words, hint=hint),) if hint else ()
    return Finding(check=check, grade=Grade.NOTE, words=words, problems=told)


def warning(check: str, words: str, hint: str = "") -> Finding:
    """Worth a look."""
    told = (Problem(words, hint=hint),) if hint else ()
    return Finding(check=check, grade=Grade.WARNING, words=words, problems=told)


def problem(check: str, error: MonitorError) -> Finding:
    """Wrong."""
    told: tuple[Problem, ...] = ()
    if isinstance(error, ConfigError):
        told = error.problems
    told = told or (Problem(error.message, hint=error.hint or ""),)
    return Finding(
        check=check,
        grade=Grade.PROBLEM,
        words=count_of(len(told), "problem"),
        problems=told,
        is_config=isinstance(error, ConfigError),
    )
