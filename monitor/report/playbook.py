"""Playbook and cost: what the machine did and left, and why; which rules decided; what was not
read; what the platforms took for it."""

from collections.abc import Iterator

from monitor.domain.bill import NOTHING, dollars
from monitor.domain.effect import State
from monitor.report.facts import MonthCost, ReportFacts
from monitor.report.layout import (
    Bar,
    Bars,
    Block,
    Cell,
    Figure,
    Figures,
    Notes,
    Section,
    Table,
    Theirs,
)
from monitor.report.service import has_numbers
from monitor.report.wording import count_of, in_words, moment_in, month_name, platform_title

#: rules and reasons that are named; the rest is one row
NAMED = 12
_NAMES = {
    State.SENT: "sent",
    State.HELD: "held",
    State.REFUSED: "refused",
    State.PROPOSED: "waiting for a person",
    State.EXPIRED: "expired with nobody deciding",
    State.REJECTED: "turned down by a person",
    State.RETRACTED: "taken back",
}


def playbook(facts: ReportFacts) -> Section:
    """What the rules did."""
    counts = facts.this.mentions
    blocks: list[Block] = [each for each in (_words(facts),) if has_numbers(each)]
    reasons = _reasons(facts)
    if reasons:
        blocks.append(
            Table(
                title="why acknowledgements were held, refused, waited or expired",
                head=("state", "reason", "how many"),
                rows=tuple(reasons[:NAMED]),
                more=max(0, len(reasons) - NAMED),
            )
        )
    if has_numbers(_automatic(facts)):
        blocks.append(_automatic(facts))
    if counts.complaints:
        blocks.append(_bars("may a machine answer the complaints?", _permissions(facts)))
    if counts.by_rule:
        blocks.append(_bars("mentions by rule", counts.by_rule))
    never = never_hit(facts)
    if never and counts.mentions:
        blocks.append(Notes(lines=(f"Rules no mention met: {', '.join(never)}.",)))
    blocks.extend(_unread(facts))
    costs = tuple(_costs(facts))
    if costs:
        blocks.append(Notes(lines=costs))
    title = "Playbook and cost" if costs else "Playbook"
    return Section(name="playbook", title=title, blocks=tuple(blocks))


def never_hit(facts: ReportFacts) -> tuple[str, ...]:
    """The rules of the playbook that decided no mention this week."""
    return tuple(rule for rule in facts.rules if rule not in facts.this.mentions.by_rule)


def _permissions(facts: ReportFacts) -> dict[str, int]:
    """Adds up to the complaints."""
    counts = facts.this.mentions
    said = {"yes": counts.complaints_allowed}
    said |= {f"later: {in_words(why)}": count for why, count in counts.complaints_waited.items()}
    said |= {f"no: {in_words(why)}": count for why, count in counts.complaints_refused.items()}
    return {words: count for words, count in said.items() if count}


def _words(facts: ReportFacts) -> Figures:
    words, before = facts.this.work.words, facts.before.work.words
    states = [State(name) for name in words.by_state]
    rows = [
        Figure(
            name="acknowledgements",
            value=f"{words.acknowledgements:,}",
            before=f"{before.acknowledgements:,}" if facts.has_history else "",
        ),
        *(
            Figure(
                name=f"… {_NAMES.get(state, in_words(state.value))}",
                value=f"{words.of(state):,}",
                before=f"{before.of(state):,}" if facts.has_history else "",
            )
            for state in states
        ),
        Figure(name="direct messages sent", value=f"{words.direct_messages_sent:,}"),
        Figure(name="alerts sent", value=f"{words.alerts_sent:,}"),
    ]
    return Figures(title="words", rows=tuple(rows))


def _automatic(facts: ReportFacts) -> Figures:
    """What the machine said by itself, and what people said of it."""
    now, before = facts.this, facts.before
    rows = (
        ("said by the machine alone", before.work.words.by_machine, now.work.words.by_machine),
        ("of all sent, wrong", before.work.words.wrong, now.work.words.wrong),
        ("you: the machine is right", before.judgements.right, now.judgements.right),
        ("you: it is wrong", before.judgements.wrong, now.judgements.wrong),
        ("does not tell", before.judgements.open, now.judgements.open),
    )
    return Figures(
        title="automatic sending",
        rows=tuple(
            Figure(name=name, value=f"{this:,}", before=f"{last:,}" if facts.has_history else "")
            for name, last, this in rows
        ),
    )


def _reasons(facts: ReportFacts) -> list[tuple[Cell, ...]]:
    return [
        (_NAMES[State(state)], in_words(reason), f"{count:,}")
        for state, reasons in facts.this.work.words.reasons.items()
        for reason, count in reasons.items()
    ]


def _unread(facts: ReportFacts) -> list[Block]:
    period, now = facts.this.period, facts.now
    blocks: list[Block] = []
    if facts.blind:
        blocks.append(
            Table(
                title="could not be read",
                head=("connector", "since", "until", "why"),
                rows=tuple(
                    (
                        platform_title(blind.connector),
                        moment_in(period, blind.since),
                        moment_in(period, blind.until) if blind.is_over else "still",
                        Theirs(text=blind.why),
                    )
                    for blind in facts.blind
                ),
            )
        )
    if now.set_aside:
        blocks.append(
            Table(
                title=f"{count_of(now.quarantined, 'input')} set aside, as of now",
                head=("connector", "where", "why"),
                rows=tuple(
                    (
                        platform_title(each.connector),
                        Theirs(text=each.where),
                        Theirs(text=each.reason),
                    )
                    for each in now.set_aside
                ),
                more=now.quarantined - len(now.set_aside),
            )
        )
    if not blocks:
        blocks.append(Notes(lines=("Nothing was set aside, and no connector is blind.",)))
    return blocks


def _costs(facts: ReportFacts) -> Iterator[str]:
    this, before = facts.this.spent, facts.before.spent
    months = {cost.connector: cost for cost in facts.costs}
    for name in sorted({*this, *before, *months}):
        week = dollars(this.get(name, NOTHING))
        if facts.has_history:
            week += f" ({dollars(before.get(name, NOTHING))} the week before)"
        month = _month(months[name]) if name in months else ""
        yield f"Cost of {platform_title(name)}: {week}{month}."


def _month(cost: MonthCost) -> str:
    cap = f" of {dollars(cost.cap)}" if cost.cap is not None else ""
    return f", {dollars(cost.spent)}{cap} in {month_name(cost.month)}"


def _bars(title: str, counts: dict[str, int]) -> Bars:
    rows = [Bar(name=in_words(name), count=count) for name, count in counts.items()]
    if len(rows) > NAMED:
        rest = sum(row.count for row in rows[NAMED - 1 :])
        rows = [*rows[: NAMED - 1], Bar(name="all others", count=rest)]
    return Bars(title=title, rows=tuple(rows))
