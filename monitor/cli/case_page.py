"""A case as a page: who, how it stands, what is promised, what was said and done, what waits."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cards.happened import Happened
from monitor.cli.as_json import platform_of
from monitor.cli.case_customer import Whose, may_be_lines, whose_facts
from monitor.cli.case_words import due_words, status_words
from monitor.cli.inbox_lines import by_hand_lines, draft_lines, unsure_lines, way_lines
from monitor.cli.lines import count_of, hang, in_words, keep, link, pad, title, who
from monitor.cli.measure_lines import Circumstances, measure_lines
from monitor.cli.timeline_lines import PROMISE_WORDS, happened_lines
from monitor.domain.answers import REPLY
from monitor.domain.case import (
    Case,
    CaseStatus,
    Evidence,
    Outcome,
    Priority,
    Promise,
    PromiseState,
)
from monitor.domain.clock import Hours
from monitor.domain.effect import FREES_SLOT, Effect, State
from monitor.domain.erasure import is_gone
from monitor.domain.incident import Incident
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author, Media
from monitor.domain.moments import when
from monitor.domain.platform import platform_named
from monitor.domain.priority import Assessed
from monitor.domain.values import Value
from monitor.services.waiting import ON_THE_WAY, CaseRow, Draft

LABEL = 11
#: pictures of a case that are listed
SHOWN_MEDIA = 10


class Shared(Value):
    """An incident, and how many people are in it."""

    incident: Incident
    people: int


class CasePage(Value):
    """All there is about one case."""

    row: CaseRow
    #: the incidents this case is a part of, the newest first
    shared: tuple[Shared, ...] = ()
    #: what they asked in it, as written, the oldest first
    questions: tuple[str, ...] = ()
    #: those that nobody has answered yet
    open_questions: tuple[str, ...] = ()
    #: what they showed, the oldest first
    media: tuple[Media, ...] = ()
    #: the owner's own policy for what it is about
    policy: str = ""
    promises: tuple[Promise, ...] = ()
    timeline: tuple[Happened, ...] = ()
    #: what waits for a yes, is on its way, or was left without a known end
    drafts: tuple[Draft, ...] = ()
    #: when it is read, and what keeps words from going out
    here: Circumstances
    #: the owner keeps the evidence
    evidence: Evidence | None = None
    #: mutes, blocks and hides against this customer that have not ended
    measures: tuple[Effect, ...] = ()
    #: by when it is to be put right; None when it has ended
    solve_by: datetime | None = None
    #: every account of the customer, and who may be the same person
    whose: Whose
    #: how pressing it is now, and why
    assessed: Assessed


def page_lines(page: CasePage, room: int) -> Iterator[str]:
    """The page."""
    now, hours = page.here.now, page.here.hours
    yield from _head(page, now, hours, room)
    yield ""
    for happened in page.timeline:
        yield from happened_lines(happened, now, hours, room)
    drafts = [draft for draft in page.drafts if draft.effect.state is State.PROPOSED]
    waiting = [draft for draft in page.drafts if draft.effect.state in ON_THE_WAY]
    unsure = tuple(draft for draft in page.drafts if draft.effect.state is State.NEEDS_PERSON)
    yield ""
    for draft in drafts:
        yield from draft_lines(draft, now, hours, room)
    for draft in waiting:
        yield from way_lines(draft, now, hours, room, stop=page.here.stop)
        yield from hang("  " + pad("will say", LABEL + 2), f'"{for_terminal(draft.text)}"', room)
        yield ""
    yield from unsure_lines(unsure, room)
    if page.row.words_by_hand:
        yield from (*by_hand_lines(page.row, LABEL + 2, room), "")
    for measure in page.measures:
        yield from (*measure_lines(measure, page.here, room), "")
    yield from may_be_lines(page.whose, room)
    yield from _next(page)


def _head(page: CasePage, now: datetime, hours: Hours, room: int) -> Iterator[str]:
    row, case = page.row, page.row.case
    yield f"Case {case.number}: {who(row.author, case.author_id)} on {title(platform_of(row))}"
    facts = [
        *whose_facts(page.whose),
        ("status", status_words(case) + (", opened again" if case.reopened else "")),
        ("priority", _priority(page)),
        ("person", for_terminal(case.assignee, 40)),
        ("due", due_words(case, now, hours) if case.is_open else ""),
        ("solve by", _solve_by(page.solve_by, now, hours)),
        ("opened", f"{when(case.opened_at, now, hours)}, {count_of(case.mentions, 'message')}"),
        ("asks", " · ".join(f'"{for_terminal(one, 160)}"' for one in page.open_questions)),
        ("your rule", for_terminal(page.policy, 600) if case.is_open else ""),
        ("tags", ", ".join(for_terminal(tag, 40) for tag in case.tags)),
        ("answered", _answered(case, now, hours)),
        ("ended", _moment(case.resolved_at, now, hours)),
        ("cause", for_terminal(case.cause, 200)),
        ("made good", _made_good(case)),
        *(("incident", _shared(shared)) for shared in page.shared),
        ("later", "they thanked us" if case.outcome is Outcome.RECOVERED else ""),
        ("evidence", _evidence(page.evidence, now, hours)),
    ]
    for name, value in facts:
        if value:
            yield from hang("  " + pad(name, LABEL), value, room)
    links = (
        ("profile", _profile(row.author)),
        ("post", row.message.url if row.message is not None else ""),
    )
    yield from (link("  " + pad(name, LABEL), url) for name, url in links if url)
    for media in page.media[:SHOWN_MEDIA]:
        yield link("  " + pad("shows", LABEL), f"{_shown(media)} {media.url}".strip())
    if len(page.media) > SHOWN_MEDIA:
        yield "  " + pad("", LABEL) + f"and {len(page.media) - SHOWN_MEDIA} more"
    for promise in page.promises:
        words = f"an answer by {when(promise.due_at, now, hours)}: {PROMISE_WORDS[promise.state]}"
        if promise.state is PromiseState.OPEN and promise.due_at <= now:
            words = f"an answer by {when(promise.due_at, now, hours)}: LATE"
        if promise.renewal:
            words += f" (a new time, {'the first' if promise.renewal == 1 else 'the second'})"
        yield from hang("  " + pad("promised", LABEL), words, room)


def _solve_by(at: datetime | None, now: datetime, hours: Hours) -> str:
    if at is None:
        return ""
    return ("LATE, " if at <= now else "") + when(at, now, hours)


def _priority(page: CasePage) -> str:
    reasons = "; ".join(for_terminal(reason, 120) for reason in page.assessed.reasons)
    topic = f" · {in_words(page.row.case.topic)}" if page.row.case.topic else ""
    return page.assessed.priority.value + topic + (f", because: {reasons}" if reasons else "")


def _next(page: CasePage) -> Iterator[str]:
    case = page.row.case
    number = case.number
    if page.whose.part_of is not None:
        yield f"Go on there:          monitor case {page.whose.part_of}"
        yield f"Two people after all: monitor case split {number}"
    elif case.is_open:
        if case.in_dm_at is not None:
            yield f'Write to them:    monitor case dm {number} "..."'
        elif case.priority is not Priority.URGENT and not _is_answered_in_public(page):
            yield f'Answer in public: monitor case reply {number} "..."'
        yield f"Answered by hand: monitor case answered {number}"
        if case.in_dm_at is None and _is_unseen(page):
            yield f"They did write:   monitor case came {number}, or they did not: --not"
        if any(_runs(promise, page.here.now) for promise in page.promises):
            yield f"It takes longer:  monitor case more-time {number}"
        yield f"Done with it:     monitor case resolve {number} --as solved"
    elif not is_gone(case.author_id):
        yield f"Not done after all: monitor case reopen {number}"


def _is_answered_in_public(page: CasePage) -> bool:
    """A person's one public answer is said, or waits."""
    told = (one.effect for one in page.timeline if one.effect is not None)
    waiting = (draft.effect for draft in page.drafts)
    return any(
        one.rule == REPLY and one.state not in FREES_SLOT
        for each in (told, waiting)
        for one in each
    )


def _is_unseen(page: CasePage) -> bool:
    """Nobody has said yet whether they wrote where the monitor cannot see it."""
    newest = page.promises[-1].state if page.promises else None
    return newest is PromiseState.UNSEEN and page.row.case.status is CaseStatus.OPEN


def _runs(promise: Promise, now: datetime) -> bool:
    return promise.state is PromiseState.OPEN and promise.due_at > now


def _made_good(case: Case) -> str:
    cost = case.cost.written if case.cost is not None else ""
    return " · ".join(each for each in (for_terminal(case.make_good, 200), cost) if each)


def _shown(media: Media) -> str:
    words = f' "{for_terminal(media.alt, 120)}"' if media.alt else ""
    return f"{for_terminal(media.kind, 20)}{words}"


def _shared(shared: Shared) -> str:
    incident = shared.incident
    causes = for_terminal(", ".join(incident.causes), 80)
    people = count_of(shared.people, "person", "people")
    return f"{causes} · {people} · {keep(f'monitor incident {incident.number}')}"


def _evidence(evidence: Evidence | None, now: datetime, hours: Hours) -> str:
    if evidence is None:
        return ""
    why = for_terminal(evidence.why, 200)
    return f"kept since {when(evidence.kept_since, now, hours)}, whatever they delete: {why}"


def _answered(case: Case, now: datetime, hours: Hours) -> str:
    """When a person answered; a yes to an acknowledgement is none that a customer would call so."""
    if case.first_response_at == case.acknowledged_at:
        return ""
    return _moment(case.first_response_at, now, hours)


def _moment(at: datetime | None, now: datetime, hours: Hours) -> str:
    return when(at, now, hours) if at is not None else ""


def _profile(author: Author | None) -> str:
    if author is None or not author.handle:
        return ""
    url = platform_named(author.platform).profile_url
    return url.replace("{handle}", author.handle)
