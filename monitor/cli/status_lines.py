"""`monitor status` as lines, and as JSON."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cli.as_json import moment
from monitor.cli.door_lines import door_rows, doors_json
from monitor.cli.lines import count_of, day_words, hang, keep, pad
from monitor.cli.notice_lines import notice_json, notice_words
from monitor.cli.status_facts import Facts, Looked, StoreFacts
from monitor.cli.switch_lines import hold_words
from monitor.cli.unlock_json import unlock_json
from monitor.cli.unlock_lines import automatic_is, mode_words, unlock_words
from monitor.domain.bill import dollars, end_of_day
from monitor.domain.clock import Hours
from monitor.domain.inert import for_terminal
from monitor.domain.moments import ago, when
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.services.progress import Progress
from monitor.services.spending import Spent, what_follows
from monitor.services.switches import Hold

LABEL = 12


def status_lines(facts: Facts, now: datetime, hours: Hours, room: int) -> Iterator[str]:
    """What runs, what is off, what is read, what waits, where it all is."""
    yield from hang(f"monitor {facts.version}   ", running_words(facts), room)
    yield ""
    for label, text in _rows(facts, now, hours):
        yield from hang("  " + pad(label, LABEL), text, room)
    yield "  " + pad("database", LABEL) + _database(facts)
    yield from hang("  " + pad("playbook", LABEL), _playbook(facts), room)


def running_words(facts: Facts) -> str:
    """Whether the daemon runs."""
    if facts.daemon is None:
        return "NOT RUNNING on this machine: nothing is read, nothing is sent. Start: monitor run"
    process = f" (process {facts.daemon.pid})" if facts.daemon.pid else ""
    if facts.is_still:
        return f"HANGS{process}: it has not moved for {ago(facts.daemon.still_for)}"
    if facts.trouble:
        return f"running{process}, and RESTS: {for_terminal(facts.trouble, 200)}"
    return f"running{process}"


def facts_json(facts: Facts) -> dict[str, object]:
    """The keys of STATUS_KEYS."""
    store, switches = facts.store, facts.store.switches
    return {
        "version": facts.version,
        "brand": facts.brand,
        "is_sample": facts.is_sample,
        "is_running": facts.daemon is not None,
        "pid": (facts.daemon.pid or None) if facts.daemon is not None else None,
        "still_s": (
            round(facts.daemon.still_for.total_seconds()) if facts.daemon is not None else None
        ),
        "trouble": facts.trouble,
        "mode": facts.policy.mode.value,
        "automatic": automatic_is(facts.policy, store.progress or Progress()),
        "unlock": unlock_json(store.progress) if store.progress is not None else None,
        "paused": facts.paused,
        "paused_until": moment(facts.paused_until),
        "away_until": facts.away_until.isoformat() if facts.away_until is not None else None,
        "people_away": [
            {"name": name, "until": until.isoformat()} for name, until in store.people_away
        ],
        "on_hold": switches.reconcile,
        "connectors": [_looked_json(looked) for looked in store.connectors],
        "costs": [cost_json(spent) for spent in store.costs],
        "notices": [notice_json(notice) for notice in store.notices],
        "doors": doors_json(store.doors),
        "drafts": store.drafts,
        "urgent": store.urgent,
        "late": store.late,
        "open_cases": store.open_cases,
        "needs_person": store.needs_person,
        "approved": store.approved,
        "held": {reason.value: count for reason, count in store.held},
        "alerts": store.alerts,
        "undecided": store.undecided,
        "promises": store.promises,
        "broken": store.broken,
        "next_promise_at": moment(store.next_promise_at),
        "set_aside": store.set_aside,
        "kept_away": {
            "muted": store.muted,
            "blocked": store.blocked,
            "hidden": store.hidden,
            "by_own_hand": store.by_own_hand,
            "coming": store.measures_coming,
        },
        "flags": store.flags,
        "evidence_kept": [f"c{number}" for number in store.on_hold],
        "store": {"place": store.place, "bytes": store.bytes, "problem": store.problem},
        "playbook": {
            "version": facts.playbook.version,
            "rules": facts.playbook.rules,
            "problem": facts.playbook.problem,
        },
    }


def _rows(facts: Facts, now: datetime, hours: Hours) -> Iterator[tuple[str, str]]:
    yield "brand", f"{for_terminal(facts.brand, 60)}, {hours.time_zone}"
    progress = facts.store.progress
    yield "mode", mode_words(facts.policy, progress)
    if progress is not None:
        yield "automatic", unlock_words(facts.policy, progress, now, hours)
    yield from _switches(facts, now, hours)
    if not facts.store.problem:
        yield from _notices(facts, now, hours)
        yield from _reading(facts, now, hours)
        yield from _waiting(facts, now, hours)


def _switches(facts: Facts, now: datetime, hours: Hours) -> Iterator[tuple[str, str]]:
    if facts.paused is not None:
        until = facts.paused_until
        end = f"{when(until, now, hours)} or `monitor resume`" if until else "`monitor resume`"
        where = ""
        if not facts.store.problem and not facts.store.switches.is_paused:
            where = " from this machine"
        yield "PAUSED", f"nothing is sent{where} until {end}: {for_terminal(facts.paused, 120)}"
    if facts.store.switches.reconcile is not None:
        why = hold_words(Hold.read(facts.store.switches.reconcile), now, hours)
        yield "ON HOLD", f"nothing is sent: {why}. Look at it: monitor reconcile"
    if facts.away_until is not None:
        yield "AWAY", f"until {day_words(facts.away_until)}. Back earlier: monitor away --off"
    for name, back in facts.store.people_away:
        yield "away", f"{for_terminal(name, 30)}, until {day_words(back)}; the others answer"


def _notices(facts: Facts, now: datetime, hours: Hours) -> Iterator[tuple[str, str]]:
    for position, notice in enumerate(facts.store.notices):
        yield "" if position else "NOTICE", notice_words(notice, now, hours)


def _reading(facts: Facts, now: datetime, hours: Hours) -> Iterator[tuple[str, str]]:
    for position, looked in enumerate(facts.store.connectors):
        yield "" if position else "reading", _looked(looked, now, hours)
    if not facts.store.connectors:
        yield "reading", "nothing: no connector is configured, see [connectors.…] in the config"
    for position, spent in enumerate(facts.store.costs):
        yield "" if position else "cost", cost_words(spent, now, hours)
    rows = door_rows(facts.store.doors, now, hours, is_sample=facts.is_sample)
    for position, words in enumerate(rows):
        yield "" if position else "your door", words


def cost_words(spent: Spent, now: datetime, hours: Hours) -> str:
    """What a platform cost, against its budget."""
    name, budget = for_terminal(spent.connector, 40), spent.budget
    words = (
        f"{name}: {dollars(spent.today)} today, "
        f"{dollars(spent.this_month)} of {dollars(budget.per_month)} this month"
    )
    if budget.raised is not None:
        until = when(end_of_day(now), now, hours)
        words += f"; raised for today to {dollars(budget.cap)}, until {until}"
    if not budget.is_nearly_spent(spent.this_month):
        return words
    state = "SPENT" if budget.is_spent(spent.this_month) else "NEARLY SPENT"
    follows = what_follows(budget, spent.this_month)
    today = keep(f"monitor budget {name} --today 2")
    return (
        f"{words}. {state}: {follows}. To raise it for today: {today}; for good: `per_month` under "
        f"[budget.{name}]"
    )


def _looked(looked: Looked, now: datetime, hours: Hours) -> str:
    name, poll = for_terminal(looked.connector, 40), looked.poll
    if poll is None:
        return f"{name}: not looked at yet"
    if poll.failing_since is not None:
        since = when(poll.failing_since, now, hours)
        return f"{name}: BLIND since {since}: {for_terminal(poll.error, 160)}"
    at = poll.last_success_at
    if at is None:
        return f"{name}: not read yet"
    return f"{name}: read at {when(at, now, hours)}, {ago(now - at)} ago"


def _waiting(facts: Facts, now: datetime, hours: Hours) -> Iterator[tuple[str, str]]:
    store = facts.store
    parts = [
        count_of(number, one, many)
        for number, one, many in (
            (store.urgent, "urgent case", ""),
            (store.drafts, "draft", ""),
            (store.late, "late case", ""),
            (store.needs_person, "reply with unknown end", "replies with unknown end"),
        )
        if number
    ]
    yield "for you", f"{', '.join(parts)}: monitor inbox" if parts else "nothing waits"
    yield "cases", f"{store.open_cases} open" + (": monitor cases" if store.open_cases else "")
    if store.next_promise_at is not None:
        at = when(store.next_promise_at, now, hours)
        late = "LATE, was due" if store.next_promise_at <= now else "the next one due"
        yield "promises", f"{store.promises} open, {late} at {at}" + _broken(store)
    else:
        yield "promises", "none open" + _broken(store)
    if store.approved:
        yield "going out", f"{count_of(store.approved, 'reply', 'replies')} you said yes to"
    for reason, number in store.held:
        yield "waiting", f"{count_of(number, 'reply', 'replies')}: {REASON_SENTENCES[reason]}"
    if store.alerts:
        yield "alerts", f"{count_of(store.alerts, 'alert')} not out yet"
    if store.undecided:
        yield "behind", f"{count_of(store.undecided, 'page')} of mentions read, not decided on yet"
    if store.flags:
        people = count_of(store.flags, "person needs", "people need")
        yield "flags", f"{people} a look: monitor flags"
    yield from _kept_away(facts)
    if store.on_hold:
        numbers = ", ".join(map(str, store.on_hold[:10])) + (" …" if store.on_hold[10:] else "")
        cases = count_of(len(store.on_hold), "case")
        yield (
            "evidence",
            f"of {cases} is kept, whatever they delete: {numbers}",
        )
    if store.set_aside:
        inputs = count_of(store.set_aside, "input")
        yield "set aside", f"{inputs} that could not be read: monitor inbox --set-aside"


def _broken(store: StoreFacts) -> str:
    return f"; {store.broken} BROKEN in the last 7 days: monitor promises" if store.broken else ""


def _kept_away(facts: Facts) -> Iterator[tuple[str, str]]:
    store = facts.store
    parts = [
        words
        for number, words in (
            (store.muted, f"{store.muted} muted"),
            (store.blocked, f"{store.blocked} blocked"),
            (store.hidden, f"{count_of(store.hidden, 'post')} hidden"),
            (store.measures_coming, f"{store.measures_coming} on the way: monitor inbox"),
            (store.by_own_hand, f"{store.by_own_hand} TO DO BY HAND: monitor inbox"),
        )
        if number
    ]
    if parts:
        yield "kept away", ", ".join(parts)


def _database(facts: Facts) -> str:
    store = facts.store
    size = f", {_size(store.bytes)}" if store.bytes is not None else ""
    trouble = ": CANNOT BE USED" if store.problem else ""
    if store.problem and store.bytes is None and "://" not in store.place:
        trouble = ": not there"
    return f"{for_terminal(store.place)}{size}{trouble}"


def _playbook(facts: Facts) -> str:
    if facts.playbook.problem:
        return "CANNOT BE USED: monitor playbook check"
    return f"{count_of(facts.playbook.rules, 'rule')}, version {facts.playbook.version}"


def _looked_json(looked: Looked) -> dict[str, object]:
    poll = looked.poll
    return {
        "connector": looked.connector,
        "last_success_at": moment(poll.last_success_at) if poll is not None else None,
        "last_try_at": moment(poll.last_try_at) if poll is not None else None,
        "blind_since": moment(poll.failing_since) if poll is not None else None,
        "error": poll.error if poll is not None else "",
    }


def cost_json(spent: Spent) -> dict[str, object]:
    """The keys of COST_KEYS."""
    return {
        "connector": spent.connector,
        "today": float(spent.today),
        "this_month": float(spent.this_month),
        "per_month": float(spent.budget.per_month),
        "cap_today": float(spent.budget.cap),
        "is_nearly_spent": spent.budget.is_nearly_spent(spent.this_month),
        "is_spent": spent.budget.is_spent(spent.this_month),
    }


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{max(1, count // 1000)} kB"
    return f"{count / 1_000_000:.1f} MB"
