"""The report for a desk: what a phone shows of a week. Nobody's words or names stand in it, so that
it can stay where it was posted."""

from collections.abc import Iterator

from monitor.domain.sheet import Line, Sheet, Sign, Words, line, small, strong
from monitor.report.layout import Bars, Cell, Figure, Figures, Section, Theirs
from monitor.report.report import Report

#: of one list of counts
SHOWN = 6


def as_sheet(report: Report) -> Sheet:
    """The verdict, the numbers, what to do next, and the counts of each section."""
    return Sheet(
        sign=Sign.NEWS,
        title=(strong(report.title),),
        parts=tuple(_parts(report)),
        is_final=True,
        is_sample=report.facts.sample,
    )


def _parts(report: Report) -> Iterator[Line]:
    summary = report.summary
    yield line(strong(summary.verdict))
    for note in summary.notes:
        yield line(note)
    for number in summary.numbers:
        yield _figure(number.figure())
    yield line(strong("Next: "), summary.next_step)
    for section in report.sections:
        yield from _section(section)
    yield line(small(f"{report.dates}. {report.compared_with}"))


def _section(section: Section) -> Iterator[Line]:
    """Its numbers and counts; quotes and tables stand in the page."""
    rows: list[Line] = []
    for block in section.blocks:
        match block:
            case Figures():
                rows += [_figure(row) for row in block.rows]
            case Bars():
                counted = [row for row in block.rows if row.count and _is_ours(row.name)][:SHOWN]
                if counted:
                    told = ", ".join(f"{row.name} {row.count:,}" for row in counted)
                    rows.append(line(f"{block.title}: " if block.title else "", told))
    if rows:
        yield line(strong(section.title))
        yield from rows


def _figure(row: Figure) -> Line:
    words: list[Words | str] = [f"{row.name}: ", strong(row.value)]
    if row.before:
        words.append(f" (before {row.before})")
    if row.word:
        words.append(f" · {row.word}")
    return line(*words)


def _is_ours(name: Cell) -> bool:
    return not isinstance(name, Theirs)
