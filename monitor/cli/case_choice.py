"""`monitor cases`: the cases that are asked for, as filters, and what to say when none is left."""

from collections.abc import Iterable, Iterator, Sequence

from monitor.cli.case_reading import row_of
from monitor.cli.desk import Desk
from monitor.cli.lines import count_of, in_words, keep, who
from monitor.domain.case import Case, CaseStatus, Priority
from monitor.domain.case_filter import (
    Filter,
    Listed,
    Narrowed,
    by_priority,
    by_status,
    by_word,
    containing,
    opened_since,
    overdue,
)
from monitor.domain.inert import for_terminal
from monitor.domain.moments import parse_since
from monitor.domain.near import nearest
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value
from monitor.services.pressing import assessed_now
from monitor.services.waiting import CaseRow

#: so many of what there is are named
NAMED = 8


class Asked(Value):
    """What the owner typed."""

    statuses: tuple[CaseStatus, ...] = ()
    priorities: tuple[Priority, ...] = ()
    topics: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    overdue: bool = False
    waiting: bool = False
    since: str | None = None
    search: str | None = None
    show_all: bool = False

    @property
    def only_open(self) -> bool:
        """Ended cases are read only where they are asked for."""
        return not (self.show_all or CaseStatus.RESOLVED in self.statuses)


def filters(asked: Asked, desk: Desk) -> list[Filter]:
    """In the order in which they are told. Raises InputError."""
    now = desk.now
    found: list[Filter] = []
    if asked.statuses:
        found.append(by_status(asked.statuses, _written("status", asked.statuses)))
    if asked.waiting:
        found.append(by_status((CaseStatus.WAITING,), "--waiting"))
    if asked.priorities:
        found.append(by_priority(asked.priorities, _written("priority", asked.priorities)))
    if asked.overdue:
        found.append(overdue(now, "--overdue"))
    for name, values, of in (
        ("topic", asked.topics, _topic),
        ("platform", asked.platforms, _platform),
        ("person", asked.people, _person),
        ("tag", asked.tags, _tags),
    ):
        if values:
            found.append(by_word(values, _written(name, values), of))
    if asked.since is not None:
        since = parse_since(asked.since, now, desk.hours)
        found.append(opened_since(since, _written("since", (asked.since,))))
    if asked.search is not None and asked.search.strip():
        found.append(containing(asked.search, _written("search", (asked.search,))))
    return found


def listed(tx: Tx, desk: Desk, case: Case, *, with_words: bool) -> tuple[Listed, CaseRow]:
    """A case as it is asked about, and as it is shown."""
    row = row_of(tx, case)
    assessed = assessed_now(tx, case, desk.policy, desk.now)
    platform = case.first_message_id.partition(":")[0]
    return (
        Listed(
            case=case,
            assessed=assessed,
            platform=platform,
            customer=who(row.author, case.author_id),
            words=tuple(_words(tx, case)) if with_words else (),
        ),
        row,
    )


def _words(tx: Tx, case: Case) -> Iterator[str]:
    """Everything of it that can be searched."""
    yield from (case.id, case.cause, case.make_good, *case.tags)
    for id_ in tx.customers.of(case.brand, case.author_id).identities:
        author = tx.authors.get(id_)
        yield from (id_, *((author.handle, author.name) if author is not None else ()))
    for entry in tx.cases.timeline(case.number):
        yield entry.words
        message = tx.messages.get(entry.message_id, case.brand) if entry.message_id else None
        if message is not None:
            yield message.text


def none_left(asked: Asked, everything: Sequence[Listed], narrowed: Narrowed) -> Iterator[str]:
    """Which filter left nothing, and what there is instead."""
    if not narrowed.steps or not everything:
        yield "There are no cases yet." if not asked.only_open else "No case is open."
        if asked.only_open and narrowed.steps:
            yield f"Those that have ended, too: {keep('monitor cases --all')}"
        return
    kind = "open case" if asked.only_open else "case"
    told = f"Of {count_of(len(everything), kind)}"
    last = len(everything)
    for written, number in narrowed.steps:
        if number == 0:
            whom = "none is" if last == len(everything) else "none of those is"
            yield f"{told}, {whom} left by `{written}`."
            break
        if number != last:
            told += f", {number} {'is' if number == 1 else 'are'} left by `{written}`"
        last = number
    yield from _instead(asked, everything)
    if asked.only_open:
        yield f"Those that have ended, too: {keep('monitor cases --all')} with the same filters."


def _instead(asked: Asked, everything: Sequence[Listed]) -> Iterator[str]:
    """Words that no case has at all, and those that there are."""
    for name, values, of in (
        ("topic", asked.topics, _topic),
        ("platform", asked.platforms, _platform),
        ("person", asked.people, _person),
        ("tag", asked.tags, _tags),
    ):
        there = sorted({in_words(word) for one in everything for word in of(one) if word})
        for value in values:
            if in_words(value).casefold().removeprefix("#") in {w.casefold() for w in there}:
                continue
            shown = for_terminal(value, 40)
            near = nearest(value.casefold(), there, cutoff=0.6)
            if near:
                yield f"No case has the {name} `{shown}`; did you mean `{near}`?"
            elif there:
                names = ", ".join(for_terminal(word, 40) for word in there[:NAMED])
                yield f"No case has the {name} `{shown}`; there is: {names}."
            else:
                yield f"No case has a {name} yet."


def _written(name: str, values: Iterable[str]) -> str:
    return " ".join(f"--{name} {for_terminal(str(value), 40)}" for value in values)


def _topic(one: Listed) -> tuple[str, ...]:
    return (one.case.topic,)


def _platform(one: Listed) -> tuple[str, ...]:
    return (one.platform,)


def _person(one: Listed) -> tuple[str, ...]:
    return (one.case.assignee,)


def _tags(one: Listed) -> tuple[str, ...]:
    return one.case.tags
