"""An incident as lines: how it stands, how three texts read, and what to type next."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cli.desk import RECONCILE, Desk
from monitor.cli.lines import count_of, hang, keep, pad, title, who
from monitor.domain.clock import Hours
from monitor.domain.incident import PACE, RENEWALS, Incident
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.services.incident_plan import Plan
from monitor.services.waiting import Draft

LABEL = 12
NOBODY_YET = (
    "Nobody has complained of it in these words yet; whoever does joins. Are they the right ones?"
    " What complaints share: monitor surge. Otherwise: monitor incident end"
)


def incident_lines(plan: Plan, now: datetime, hours: Hours, room: int) -> Iterator[str]:
    """How it stands."""
    incident = plan.incident
    yield from hang("", f"Incident {incident.number}: {_causes(incident)}. {_state(plan)}", room)
    since = when(incident.since, now, hours)
    yield from _row("people", f"{_people(plan.people)} complained of it since {since}", room)
    yield from _row("sentence", f'"{for_terminal(incident.sentence)}"', room)
    if incident.renewals:
        yield from _row("more time", _more_time(incident, now, hours), room)
    if incident.mended_at is not None:
        yield from _row("mended", f'"{for_terminal(incident.mended_sentence)}"', room)
    if plan.told:
        yield from _row("told", f"{_people(plan.told)} {_heard(plan)}", room)
    if plan.in_line:
        yield from _row("in line", f"{_people(plan.in_line)}, one after the other", room)
    if incident.news_due_at is not None and not plan.is_news:
        due = when(incident.news_due_at, now, hours)
        yield from _row("promised", f"news by {due}", room)
    if incident.sends_new_by:
        name = for_terminal(incident.sends_new_by, 24)
        yield from _row("new ones", f"{name} said yes to those who complain of it later, too", room)
    for reason, count in plan.left:
        yield from _row("left out", f"{_people(count)}: {REASON_SENTENCES[reason]}", room)
    yield ""


def incident_row(plan: Plan, now: datetime, hours: Hours, room: int) -> list[str]:
    """One line of the list."""
    incident = plan.incident
    facts = (
        _causes(incident),
        _people(plan.people),
        _state(plan),
        f"since {when(incident.started_at, now, hours)}",
        keep(f"monitor incident {incident.number}"),
    )
    return hang(f"  {pad(incident.id, 6)}", " · ".join(facts), room)


def preview_lines(draft: Draft, room: int) -> Iterator[str]:
    """One text as its reader would see it."""
    author = draft.message.author if draft.message is not None else None
    to = f"{who(author, draft.effect.author_id)} on {title(draft.effect.platform)}"
    yield from _row("to", to, room)
    yield from _row("would say", f'"{for_terminal(draft.text)}"', room)
    for problem in draft.problems:
        yield from _row("not so", for_terminal(problem, 200), room)
    yield ""


def question_lines(
    plan: Plan, which: str, stop: str, room: int, *, is_running: bool
) -> Iterator[str]:
    """What the owner may type next; `which`: the option that names this one among several."""
    incident, ready = plan.incident, len(plan.ready)
    if not incident.is_open:
        return
    if not plan.people and incident.takes_new:
        yield from hang("", NOBODY_YET, room)
    if ready:
        command = keep(f"monitor incident send{which} --to {ready}")
        yield from hang("", f"Send to {_these(ready)}: {command}", room)
        if not plan.is_news and not incident.sends_new_by:
            yield from hang("", "And to whoever complains of it later: --and-new-ones", room)
    elif plan.is_news and not plan.in_line:
        command = keep(f"monitor incident end{which}")
        yield from hang("", f"Nobody waits for a word: {command}", room)
    if ready:
        command = keep(f'monitor incident reword{which} "..."')
        yield from hang("", f"Other words for it: {command}", room)
    is_promised = incident.news_due_at is not None and not plan.is_news
    if is_promised and not ready and incident.renewals < RENEWALS:
        command = keep(f'monitor incident more-time{which} "..."')
        yield from hang("", f"If it takes longer: {command}", room)
    if is_promised or (not plan.is_news and (plan.told or plan.in_line)):
        command = keep(f'monitor incident mended{which} "..."')
        yield from hang("", f"When it works again: {command}", room)
    if stop:
        yield from hang("", _stopped(stop), room)
    elif ready and not is_running:
        yield from hang("", "The monitor does not run on this machine now: monitor run", room)


def after_send_lines(plan: Plan, desk: Desk, room: int, *, and_new_ones: bool) -> Iterator[str]:
    """What happens after a yes."""
    ready, number = len(plan.ready), plan.incident.number
    if ready:
        minutes = max(1, round(ready * PACE.total_seconds() / 60))
        yield from hang(
            "",
            f"Yes to {_people(ready)}. They hear it one after the other, within about"
            f" {count_of(minutes, 'minute')}; each is looked at once more before it leaves.",
            room,
        )
    if and_new_ones:
        yield from hang(
            "", "Whoever complains of it later is told without another yes of yours.", room
        )
    if desk.stop:
        yield from hang("", _stopped(desk.stop), room)
    elif desk.daemon is None:
        yield from hang("", "The monitor does not run on this machine now: monitor run", room)
    yield from hang("", f"How it goes on: {keep(f'monitor incident {number}')}", room)


def _heard(plan: Plan) -> str:
    if plan.is_news:
        return "heard that it is mended"
    return "heard that it takes longer, or were told after that" if plan.is_later else "were told"


def _more_time(incident: Incident, now: datetime, hours: Hours) -> str:
    times = "asked for" if incident.renewals == 1 else "asked for twice, last"
    at = when(incident.renewed_at or now, now, hours)
    sentence = for_terminal(incident.later_sentence)
    return f'{times} at {at}: "{sentence}"' if sentence else f"{times} at {at}"


def after_end_lines(plan: Plan, room: int) -> Iterator[str]:
    """What a closed incident leaves; `plan` as it was before."""
    number = plan.incident.number
    text = f"Incident {number} is closed. The cases of its people stay open: monitor cases"
    yield from hang("", text, room)
    if plan.in_line:
        what = f"{_people(plan.in_line)} had your yes and hear nothing more of it."
        yield from hang("", what, room)


def _state(plan: Plan) -> str:
    if not plan.incident.is_open:
        return "Closed."
    return "Mended." if plan.is_news else "Open."


def _causes(incident: Incident) -> str:
    return ", ".join(for_terminal(cause, 60) for cause in incident.causes)


def _stopped(stop: str) -> str:
    why = "on hold after a restore" if stop == RECONCILE else "paused"
    return f"Sending is {why}: nothing leaves until {keep(f'`{stop}`')}."


def _these(count: int) -> str:
    return "this one" if count == 1 else f"these {count:,}"


def _people(count: int) -> str:
    return count_of(count, "person", "people")


def _row(label: str, text: str, room: int) -> list[str]:
    return hang("  " + pad(label, LABEL), text, room)
