"""Voices: how many spoke, where, when, what about, how it sounded, and whom to thank."""

from datetime import date

from monitor.report.facts import ReportFacts
from monitor.report.layout import (
    Bar,
    Bars,
    Block,
    Figure,
    Figures,
    Notes,
    Quote,
    Quotes,
    Section,
    Theirs,
)
from monitor.report.period import Period
from monitor.report.tally import Example
from monitor.report.wording import (
    change_of_count,
    count_of,
    day_name,
    in_words,
    moment_in,
    platform_title,
    signed,
)

#: examples of each sort that are shown
SHOWN = 4


def voices(facts: ReportFacts) -> Section:
    """What people said."""
    counts = facts.this.mentions
    blocks: list[Block] = []
    if counts.mentions or facts.before.mentions.mentions:
        blocks.append(_figures(facts))
    else:
        blocks.append(Notes(lines=("Nobody spoke, this week or the week before.",)))
    if counts.mentions:
        blocks.append(
            Bars(
                title="mentions by day",
                rows=tuple(
                    Bar(name=day_name(date.fromisoformat(day)), count=count)
                    for day, count in counts.by_day.items()
                ),
            )
        )
        blocks.append(_bars("mentions by kind", counts.by_kind))
        blocks.append(
            Bars(
                title="mentions by platform",
                rows=tuple(
                    Bar(name=platform_title(name), count=count)
                    for name, count in counts.by_platform.items()
                ),
            )
        )
    if counts.complaints:
        blocks.append(_bars("complaints by topic", counts.complaints_by_topic))
    if counts.complaint_examples:
        blocks.append(_quotes("what went wrong, in their words", facts, counts.complaint_examples))
    if counts.praise_examples:
        title = f"{count_of(counts.people_to_thank, 'person', 'people')} to thank"
        blocks.append(_quotes(title, facts, counts.praise_examples))
    if counts.direct_messages:
        blocks.append(Notes(lines=(_private(counts.direct_messages),)))
    return Section(name="voices", title="Voices", blocks=tuple(blocks))


def quote(example: Example, period: Period) -> Quote:
    """One example, laid out."""
    return Quote(
        words=Theirs(text=example.text),
        who=Theirs(text=who(example.handle, example.name)),
        where=f"{platform_title(example.platform)}, {moment_in(period, example.created_at)}",
    )


def who(handle: str, name: str) -> str:
    """`Maria Lopez (@marialz)`, or the handle alone."""
    at = handle if handle.startswith("@") or not handle else f"@{handle}"
    return f"{name} ({at})" if name and name != handle else at


def _figures(facts: ReportFacts) -> Figures:
    now, before = facts.this.mentions, facts.before.mentions
    loudest = now.loudest
    rows = [
        _counted("mentions", before.mentions, now.mentions, facts),
        _counted("complaints", before.complaints, now.complaints, facts),
        _counted("negative mentions", before.negative, now.negative, facts),
        _counted("people", before.people, now.people, facts),
        Figure(
            name="mean sentiment, −1 to +1",
            value=signed(now.compound_mean),
            before=signed(before.compound_mean) if before.mentions else "",
        ),
    ]
    if loudest is not None and loudest.negative > 1:
        rows.append(
            Figure(
                name="most negative mentions from one account",
                value=f"{loudest.negative:,} of {now.negative:,}",
            )
        )
    return Figures(rows=tuple(rows))


def _counted(name: str, before: int, now: int, facts: ReportFacts) -> Figure:
    if not facts.has_history:
        return Figure(name=name, value=f"{now:,}")
    return Figure(
        name=name,
        value=f"{now:,}",
        before=f"{before:,}",
        word=change_of_count(before, now).value,
    )


def _bars(title: str, counts: dict[str, int]) -> Bars:
    return Bars(
        title=title,
        rows=tuple(
            Bar(name=in_words(name), count=count) for name, count in counts.items() if count
        ),
    )


def _quotes(title: str, facts: ReportFacts, examples: tuple[Example, ...]) -> Quotes:
    return Quotes(
        title=title,
        rows=tuple(quote(example, facts.this.period) for example in examples[:SHOWN]),
    )


def _private(number: int) -> str:
    was = "was a direct message" if number == 1 else "were direct messages"
    return f"{number:,} of the mentions {was}; those are counted and never quoted."
