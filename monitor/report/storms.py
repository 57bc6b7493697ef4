"""Storms of a week: when machines were silent, and the troubles that many people had at once."""

from datetime import datetime

from monitor.domain.effect import State
from monitor.domain.inert import for_terminal
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value
from monitor.report.period import Period
from monitor.report.wording import count_of, moment_in

#: so many of each are told one by one
NAMED = 3


class Trouble(Value, frozen=True, kw_only=True):
    """An incident. Its causes are the owner's words."""

    causes: tuple[str, ...]
    started_at: datetime
    mended_at: datetime | None
    people: int
    #: who heard of it from us, and who heard that it is mended
    told: int
    heard_of_the_end: int


class Silence(Value, frozen=True, kw_only=True):
    """A surge: no machine spoke."""

    since: datetime
    #: None: it is still on
    until: datetime | None
    #: in its highest hour that was looked at
    complaints: int


def troubles_of(tx: Tx, period: Period, brand: str | None) -> tuple[Trouble, ...]:
    """Incidents that were begun in the period, the one of most people first."""
    found = []
    for incident in tx.incidents.between(period.since, period.until, brand):
        if not period.holds(incident.started_at):
            continue
        people = tx.incidents.people(incident.number)
        told = heard = 0
        for person in people:
            word = tx.outbox.get(person.word) if person.word is not None else None
            news = tx.outbox.get(person.news) if person.news is not None else None
            told += word is not None and word.state is State.SENT
            heard += news is not None and news.state is State.SENT
        found.append(
            Trouble(
                causes=incident.causes,
                started_at=incident.started_at,
                mended_at=incident.mended_at,
                people=len(people),
                told=told,
                heard_of_the_end=heard,
            )
        )
    return tuple(sorted(found, key=lambda trouble: -trouble.people))


def silences_of(tx: Tx, period: Period, brand: str | None) -> tuple[Silence, ...]:
    """Surges that began in the period, oldest first."""
    return tuple(
        Silence(since=surge.began_at, until=surge.ended_at, complaints=surge.complaints)
        for surge in tx.surges.between(period.since, period.until, brand)
        if period.holds(surge.began_at)
    )


def name_of(trouble: Trouble) -> str:
    """Its causes, as the owner wrote them."""
    return for_terminal(", ".join(trouble.causes), 60)


def trouble_notes(
    period: Period, troubles: tuple[Trouble, ...], silences: tuple[Silence, ...]
) -> list[str]:
    """What has to be said of them, a sentence each."""
    notes = []
    for silence in silences[:NAMED]:
        until = (
            f"until {moment_in(period, silence.until)}"
            if silence.until is not None
            else "and still are: `monitor surge`"
        )
        notes.append(
            f"From {moment_in(period, silence.since)} far too many complained"
            f" ({count_of(silence.complaints, 'complaint')} in an hour): machines were silent"
            f" {until}."
        )
    for trouble in troubles[:NAMED]:
        mended = (
            f"mended on {moment_in(period, trouble.mended_at)},"
            f" {trouble.heard_of_the_end:,} heard so"
            if trouble.mended_at is not None
            else "not mended yet"
        )
        notes.append(
            f"One trouble of {count_of(trouble.people, 'person', 'people')} was"
            f" “{name_of(trouble)}”: {trouble.told:,} told, {mended}."
        )
    return notes
