"""Care: who came back, who was happy, whom we could not please, and what lay behind it."""

from monitor.domain.case import Resolution
from monitor.domain.reading import Kind
from monitor.report.facts import ReportFacts
from monitor.report.flags import WORDS
from monitor.report.layout import (
    Bar,
    Bars,
    Block,
    Figure,
    Figures,
    Notes,
    Quotes,
    Section,
    Table,
)
from monitor.report.service import has_numbers
from monitor.report.voices import SHOWN, quote
from monitor.report.wording import in_words
from monitor.report.work import CaseCounts

#: causes and resolutions that are named
NAMED = 8


def care(facts: ReportFacts) -> Section:
    """How it ended for people."""
    counts, cases = facts.this.mentions, facts.this.work.cases
    blocks: list[Block] = [each for each in (_figures(facts),) if has_numbers(each)]
    if counts.won_back_examples:
        blocks.append(
            Quotes(
                title="came back after a complaint",
                rows=tuple(
                    quote(example, facts.this.period)
                    for example in counts.won_back_examples[:SHOWN]
                ),
            )
        )
    if cases.resolved:
        blocks.append(_bars("how cases ended", cases.resolutions))
        blocks.append(_bars("causes of the cases that ended", cases.causes))
        if cases.costs:
            blocks.append(_costs(cases))
    else:
        blocks.append(Notes(lines=("No case ended this week, so there are no causes to tell.",)))
    if facts.this.flags:
        blocks.append(_flags(facts.this.flags))
    return Section(name="care", title="Care", blocks=tuple(blocks))


def _figures(facts: ReportFacts) -> Figures:
    now, before = facts.this, facts.before
    rows = (
        ("unhappy customers who came back", before.mentions.won_back, now.mentions.won_back),
        (
            "praise",
            before.mentions.by_kind[Kind.PRAISE.value],
            now.mentions.by_kind[Kind.PRAISE.value],
        ),
        (
            "could not be pleased",
            before.work.cases.ended(Resolution.COULD_NOT_PLEASE),
            now.work.cases.ended(Resolution.COULD_NOT_PLEASE),
        ),
    )
    return Figures(
        rows=tuple(
            Figure(
                name=name,
                value=f"{this:,}",
                before=f"{last:,}" if facts.has_history else "",
            )
            for name, last, this in rows
        )
    )


def _flags(counts: dict[str, int]) -> Bars:
    """Who was to be looked at, and what you decided; nobody is named."""
    rows = tuple(Bar(name=WORDS[what], count=count) for what, count in counts.items())
    return Bars(title="flags and decisions", rows=rows)


def _costs(cases: CaseCounts) -> Table:
    """What it cost to put things right, by cause."""
    shown = cases.costs[:NAMED]
    rows = [(in_words(each.cause), f"{each.cases:,}", each.cost.written) for each in shown]
    if len(cases.costs) > 1:
        number = sum(each.cases for each in cases.costs)
        together = ", ".join(cost.written for cost in cases.total_cost)
        rows.append(("all together", f"{number:,}", together))
    return Table(
        title="what it cost to put right",
        head=("cause", "cases", "cost"),
        rows=tuple(rows),
        more=len(cases.costs) - len(shown),
    )


def _bars(title: str, counts: dict[str, int]) -> Bars:
    rows = [Bar(name=in_words(name), count=count) for name, count in counts.items()]
    if len(rows) > NAMED:
        rest = sum(row.count for row in rows[NAMED - 1 :])
        rows = [*rows[: NAMED - 1], Bar(name="all others", count=rest)]
    return Bars(title=title, rows=tuple(rows))
