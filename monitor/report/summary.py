"""The summary: the week in one line, three numbers that changed, and what to do next."""

from monitor.domain.values import Value
from monitor.report.facts import ReportFacts
from monitor.report.layout import Figure
from monitor.report.next_step import next_step
from monitor.report.tone import Tone, answer_change, long_blind, tone_of
from monitor.report.verdict import notes_on, verdict_on
from monitor.report.wording import Change, change_of_count, lasting


class Number(Value, frozen=True, kw_only=True):
    """One number of the summary, this week and the week before."""

    name: str
    unit: str
    now: float | None
    before: float | None
    change: Change

    def figure(self) -> Figure:
        """For people."""
        write = lasting if self.unit == "hours" else _count
        return Figure(
            name=self.name,
            value=write(self.now),
            before=write(self.before) if self.before is not None else "",
            word=self.change.value,
        )


class Summary(Value, frozen=True, kw_only=True):
    """The week in one line."""

    tone: Tone
    #: one line: what kind of week, with its numbers
    verdict: str
    #: what else has to be said, one sentence each
    notes: tuple[str, ...]
    next_step: str
    numbers: tuple[Number, Number, Number]


def summarise(facts: ReportFacts) -> Summary:
    """The summary of these facts."""
    tone = tone_of(facts)
    return Summary(
        tone=tone,
        verdict=verdict_on(facts, tone),
        notes=tuple(notes_on(facts, tone)),
        next_step=next_step(facts, tuple(long_blind(facts))),
        numbers=_numbers(facts),
    )


def _numbers(facts: ReportFacts) -> tuple[Number, Number, Number]:
    now, before = facts.this, facts.before
    known = facts.has_history
    return (
        _counted("mentions", before.mentions.mentions if known else None, now.mentions.mentions),
        _counted(
            "complaints", before.mentions.complaints if known else None, now.mentions.complaints
        ),
        Number(
            name="first human answer",
            unit="hours",
            now=now.work.first_answer.elapsed.median,
            before=before.work.first_answer.elapsed.median,
            change=answer_change(facts),
        ),
    )


def _counted(name: str, before: int | None, now: int) -> Number:
    change = Change.UNKNOWN if before is None else change_of_count(before, now)
    return Number(name=name, unit="count", now=now, before=before, change=change)


def _count(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"
