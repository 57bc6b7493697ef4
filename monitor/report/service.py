"""Service: how soon we said "seen", how soon a person answered, and what became of promises."""

from monitor.report.facts import ReportFacts, Waiting
from monitor.report.layout import Block, Figure, Figures, Notes, Section, Table, Theirs
from monitor.report.spread import Times
from monitor.report.voices import who
from monitor.report.wording import count_of, in_words, lasting, moment_in, platform_title


def service(facts: ReportFacts) -> Section:
    """How we answered."""
    work = facts.this.work
    blocks: list[Block] = []
    if work.first_acknowledgement.count or work.first_answer.count:
        blocks.append(_speed(facts))
    else:
        blocks.append(Notes(lines=("No answer was given this week.",)))
    blocks.extend(each for each in (_promises(facts), _cases(facts)) if has_numbers(each))
    blocks.append(_waiting(facts) if facts.now.who_waits else Notes(lines=("Nobody waits.",)))
    return Section(name="service", title="Service", blocks=tuple(blocks))


def has_numbers(figures: Figures) -> bool:
    """Any of its numbers is not zero, this week or before."""
    return any({row.value, row.before} - {"", "0", "–"} for row in figures.rows)


def _speed(facts: ReportFacts) -> Table:
    work = facts.this.work
    rows = (
        *_rows("first acknowledgement", work.first_acknowledgement),
        *_rows("first human answer", work.first_answer),
    )
    return Table(
        title="how long people waited",
        head=("", "given", "median", "9 in 10", "slowest"),
        rows=rows,
    )


def _rows(name: str, times: Times) -> tuple[tuple[str, ...], ...]:
    if times.count == 0:
        return ((name, "0", "–", "–", "–"),)
    return tuple(
        (label, count, lasting(part.median), lasting(part.p90), lasting(part.slowest))
        for label, count, part in (
            (name, f"{times.count:,}", times.elapsed),
            ("… in office hours", "", times.office),
        )
    )


def _promises(facts: ReportFacts) -> Figures:
    now, before = facts.this.work.promises, facts.before.work.promises
    return Figures(
        title="promises",
        rows=(
            Figure(name="kept", value=f"{now.kept:,}", before=_before(facts, before.kept)),
            Figure(name="broken", value=f"{now.broken:,}", before=_before(facts, before.broken)),
            Figure(name="renewed", value=f"{now.renewed:,}", before=_before(facts, before.renewed)),
            Figure(
                name="customer did not come",
                value=f"{now.not_come:,}",
                before=_before(facts, before.not_come),
            ),
            Figure(
                name="not visible to us",
                value=f"{now.unseen:,}",
                before=_before(facts, before.unseen),
            ),
            Figure(name="open now", value=f"{facts.now.open_promises:,}"),
        ),
    )


def _cases(facts: ReportFacts) -> Figures:
    now, before = facts.this.work.cases, facts.before.work.cases
    return Figures(
        title="cases",
        rows=(
            Figure(name="opened", value=f"{now.opened:,}", before=_before(facts, before.opened)),
            Figure(
                name="resolved", value=f"{now.resolved:,}", before=_before(facts, before.resolved)
            ),
            Figure(name="open now", value=f"{facts.now.open_cases:,}"),
        ),
    )


def _before(facts: ReportFacts, number: int) -> str:
    return f"{number:,}" if facts.has_history else ""


def _waiting(facts: ReportFacts) -> Table:
    late = f", {facts.now.late:,} late" if facts.now.late else ""
    title = f"{count_of(facts.now.waiting, 'person', 'people')} who still wait{late}"
    if facts.now.waiting == 1:
        title = f"1 person who still waits{late}"
    return Table(
        title=title,
        head=("case", "who", "where", "about", "since", "due"),
        rows=tuple(_row(facts, waiting) for waiting in facts.now.who_waits),
        more=facts.now.waiting - len(facts.now.who_waits),
    )


def _row(facts: ReportFacts, waiting: Waiting) -> tuple[str | Theirs, ...]:
    period = facts.this.period
    due = "–" if waiting.deadline_at is None else moment_in(period, waiting.deadline_at)
    return (
        waiting.case_id,
        Theirs(text=who(waiting.handle, waiting.name)),
        platform_title(waiting.platform),
        in_words(waiting.topic) or "–",
        moment_in(period, waiting.opened_at),
        f"{due}, late" if waiting.is_late else due,
    )
