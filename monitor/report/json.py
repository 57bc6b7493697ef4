"""The report as JSON, for other programs: stable keys, `schema: 1`, described in docs/report.md.

Keys are only added within a schema; taking one away or changing its meaning makes schema 2. Times
are RFC 3339 in UTC, lengths of time are hours, strangers' text is plain (no control or invisible
characters) and not escaped for any place.
"""

import json
from datetime import UTC, datetime

from monitor.domain.effect import State
from monitor.domain.inert import plain
from monitor.report.facts import Now, WeekFacts
from monitor.report.playbook import never_hit
from monitor.report.report import Report
from monitor.report.spread import Spread, Times
from monitor.report.summary import Summary
from monitor.report.tally import Example, Loudest, MentionCounts
from monitor.report.work import Work

SCHEMA = 1

#: what `json` can write
Tree = dict[str, "Tree"] | list["Tree"] | str | int | float | bool | None


def as_json(report: Report) -> str:
    """The whole report, indented."""
    return json.dumps(tree(report), ensure_ascii=False, indent=2) + "\n"


def tree(report: Report) -> Tree:
    """The whole report as dicts and lists."""
    facts = report.facts
    return {
        "schema": SCHEMA,
        "sample": facts.sample,
        "brand": facts.brand,
        "made_at": _moment(facts.made_at),
        "is_running": facts.is_running,
        "has_history": facts.has_history,
        "summary": _summary(report.summary),
        "this": _week(facts.this),
        "before": _week(facts.before),
        "now": _now(facts.now),
        "blind": [
            {
                "connector": each.connector,
                "since": _moment(each.since),
                "until": _moment(each.until),
                "why": plain(each.why),
                "is_over": each.is_over,
                "is_caught_up": each.is_caught_up,
            }
            for each in facts.blind
        ],
        "costs": [
            {
                "connector": each.connector,
                "month": f"{each.month:%Y-%m}",
                "spent": float(each.spent),
                "cap": float(each.cap) if each.cap is not None else None,
            }
            for each in facts.costs
        ],
        "surges": [
            {
                "since": _moment(each.since),
                "until": _moment(each.until),
                "complaints": each.complaints,
            }
            for each in facts.silences
        ],
        "incidents": [
            {
                "causes": [plain(cause) for cause in each.causes],
                "started_at": _moment(each.started_at),
                "mended_at": _moment(each.mended_at),
                "people": each.people,
                "told": each.told,
                "heard_of_the_end": each.heard_of_the_end,
            }
            for each in facts.troubles
        ],
        "unlock": [
            {
                "at": _moment(each.at),
                "is_earned": each.is_earned,
                "threshold": each.threshold,
                "reason": each.reason.value if each.reason is not None else None,
            }
            for each in facts.switched
        ],
        "rules_never_hit": list(never_hit(facts)) if facts.rules else None,
        "last_mention_at": _moment(facts.last_mention_at),
    }


def _summary(summary: Summary) -> Tree:
    return {
        "tone": summary.tone.value,
        "verdict": plain(summary.verdict),
        "notes": [plain(note) for note in summary.notes],
        "next_step": plain(summary.next_step),
        "numbers": [
            {
                "name": each.name,
                "unit": each.unit,
                "now": each.now,
                "before": each.before,
                "change": each.change.value,
            }
            for each in summary.numbers
        ],
    }


def _week(week: WeekFacts) -> Tree:
    return {
        "week": week.period.name,
        "time_zone": week.period.time_zone,
        "since": _moment(week.period.since),
        "until": _moment(week.period.until),
        "voices": _voices(week.mentions),
        "service": _service(week.work),
        "care": _care(week),
        "playbook": _playbook(week),
    }


def _voices(counts: MentionCounts) -> Tree:
    return {
        "mentions": counts.mentions,
        "complaints": counts.complaints,
        "negative": counts.negative,
        "people": counts.people,
        "direct_messages": counts.direct_messages,
        "own_posts": counts.own_posts,
        "mean_compound_used": counts.compound_mean,
        "by_day": _counts(counts.by_day),
        "by_platform": _counts(counts.by_platform),
        "by_kind": _counts(counts.by_kind),
        "complaints_by_topic": _counts(counts.complaints_by_topic),
        "people_to_thank": counts.people_to_thank,
        "loudest": _loudest(counts.loudest),
        "complaint_examples": [_example(each) for each in counts.complaint_examples],
        "praise_examples": [_example(each) for each in counts.praise_examples],
    }


def _service(work: Work) -> Tree:
    return {
        "first_acknowledgement": _times(work.first_acknowledgement),
        "first_answer": _times(work.first_answer),
        "promises": {
            "made": work.promises.made,
            "kept": work.promises.kept,
            "broken": work.promises.broken,
            "renewed": work.promises.renewed,
            "not_come": work.promises.not_come,
            "unseen": work.promises.unseen,
            "cancelled": work.promises.cancelled,
        },
        "cases": {
            "opened": work.cases.opened,
            "opened_unanswered": work.cases.opened_unanswered,
            "resolved": work.cases.resolved,
        },
    }


def _care(week: WeekFacts) -> Tree:
    return {
        "won_back": week.mentions.won_back,
        "won_back_examples": [_example(each) for each in week.mentions.won_back_examples],
        "praise": week.mentions.by_kind["praise"],
        "resolutions": _counts(week.work.cases.resolutions),
        "causes": _counts(week.work.cases.causes),
        "costs": [
            {
                "cause": plain(each.cause),
                "cases": each.cases,
                "cost": float(each.cost.amount),
                "currency": each.cost.currency,
            }
            for each in week.work.cases.costs
        ],
        "flags": _counts(week.flags),
    }


def _playbook(week: WeekFacts) -> Tree:
    words = week.work.words
    return {
        "acknowledgements": words.acknowledgements,
        "sent": words.sent,
        "wrong": words.wrong,
        "wrong_and_there": [f"e{number}" for number in words.wrong_and_there],
        "by_machine": words.by_machine,
        "judgements": {
            "right": week.judgements.right,
            "wrong": week.judgements.wrong,
            "open": week.judgements.open,
            "practice": week.judgements.practice,
        },
        "by_state": {state.value: words.of(state) for state in State},
        "reasons": {state: _counts(reasons) for state, reasons in words.reasons.items()},
        "direct_messages_sent": words.direct_messages_sent,
        "alerts_sent": words.alerts_sent,
        "by_rule": _counts(week.mentions.by_rule),
        "complaints_allowed": week.mentions.complaints_allowed,
        "complaints_waited": _counts(week.mentions.complaints_waited),
        "complaints_refused": _counts(week.mentions.complaints_refused),
        "spent": {plain(name): float(dollars) for name, dollars in week.spent.items()},
    }


def _now(now: Now) -> Tree:
    return {
        "open_cases": now.open_cases,
        "waiting": now.waiting,
        "late": now.late,
        "who_waits": [
            {
                "case": each.case_id,
                "platform": each.platform,
                "handle": plain(each.handle),
                "name": plain(each.name),
                "topic": each.topic,
                "opened_at": _moment(each.opened_at),
                "deadline_at": _moment(each.deadline_at),
                "is_late": each.is_late,
            }
            for each in now.who_waits
        ],
        "open_promises": now.open_promises,
        "drafts": now.drafts,
        "needs_person": now.needs_person,
        "quarantined": now.quarantined,
        "set_aside": [
            {"connector": each.connector, "where": plain(each.where), "why": plain(each.reason)}
            for each in now.set_aside
        ],
        "last_read": {look.connector: _moment(look.at) for look in now.looks},
    }


def _example(example: Example) -> Tree:
    return {
        "id": plain(example.message_id),
        "platform": example.platform,
        "handle": plain(example.handle),
        "name": plain(example.name),
        "text": plain(example.text),
        "created_at": _moment(example.created_at),
        "topic": example.topic,
        "compound_used": example.compound_used,
    }


def _loudest(loudest: Loudest | None) -> Tree:
    if loudest is None:
        return None
    return {
        "author": plain(loudest.author_id),
        "handle": plain(loudest.handle),
        "platform": loudest.platform,
        "negative": loudest.negative,
        "complaints": loudest.complaints,
    }


def _times(times: Times) -> Tree:
    return {
        "count": times.count,
        "hours": _spread(times.elapsed),
        "office_hours": _spread(times.office),
    }


def _spread(spread: Spread) -> Tree:
    return {"median": spread.median, "p90": spread.p90, "slowest": spread.slowest}


def _counts(counts: dict[str, int]) -> Tree:
    return {plain(name): count for name, count in counts.items()}


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
