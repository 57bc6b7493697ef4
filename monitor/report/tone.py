"""The tone: what kind of week it was. The first that is true:

1. blind          a connector could not read for four hours or more: do not trust the numbers
2. quiet          nobody mentioned the brand
3. hard           far more complaints than the week before, or three promises broken
4. said too much  an acknowledgement was wrong, taken back or not
5. first          nothing is known from before: nothing to compare with
6. loose ends     a promise broken, a person waiting too long, a draft expired with nobody deciding
7. better         fewer complaints or faster answers, and neither got worse
8. calm           everything else

When one account wrote most of the negative mentions, the tone is of the week without it.
"""

from datetime import timedelta
from enum import StrEnum

from monitor.domain.effect import State
from monitor.report.facts import Blind, ReportFacts
from monitor.report.wording import Change, change_of_count, change_of_time

#: shorter than this, blindness is a note
BLIND_FROM = timedelta(hours=4)
#: so many broken promises make a hard week
HARD_BROKEN = 3
#: complaints have to grow at least by so many to make a hard week
HARD_GROWTH = 5
#: one account dominates from so many negative mentions on, and from this share
LOUD_FROM, LOUD_SHARE = 10, 0.5


class Tone(StrEnum):
    """What kind of week it was."""

    BLIND = "blind"
    QUIET = "quiet"
    HARD = "hard"
    SAID_TOO_MUCH = "said_too_much"
    FIRST = "first"
    LOOSE_ENDS = "loose_ends"
    BETTER = "better"
    CALM = "calm"


def tone_of(facts: ReportFacts) -> Tone:
    this, before = facts.this, facts.before
    promises = this.work.promises
    change = change_of_count(before.mentions.complaints, _complaints_that_count(facts))
    speed = answer_change(facts)
    if long_blind(facts):
        return Tone.BLIND
    if this.mentions.mentions == 0:
        return Tone.QUIET
    if promises.broken >= HARD_BROKEN or (facts.has_history and _is_outbreak(facts, change)):
        return Tone.HARD
    if this.work.words.wrong:
        return Tone.SAID_TOO_MUCH
    if not facts.has_history:
        return Tone.FIRST
    if promises.broken or facts.now.late or this.work.words.of(State.EXPIRED):
        return Tone.LOOSE_ENDS
    worse = change.is_more or speed is Change.SLOWER
    if not worse and (change.is_fewer or speed is Change.FASTER):
        return Tone.BETTER
    return Tone.CALM


def _is_outbreak(facts: ReportFacts, change: Change) -> bool:
    growth = _complaints_that_count(facts) - facts.before.mentions.complaints
    return change is Change.MUCH_MORE and growth >= HARD_GROWTH


def _complaints_that_count(facts: ReportFacts) -> int:
    counts = facts.this.mentions
    if is_one_account(facts) and counts.loudest is not None:
        return counts.complaints - counts.loudest.complaints
    return counts.complaints


def answer_change(facts: ReportFacts) -> Change:
    now, before = facts.this.work.first_answer, facts.before.work.first_answer
    return change_of_time(before.elapsed.median, now.elapsed.median, min(now.count, before.count))


def is_one_account(facts: ReportFacts) -> bool:
    """One account wrote at least half of many negative mentions."""
    counts = facts.this.mentions
    loudest = counts.loudest
    return (
        loudest is not None
        and loudest.negative >= LOUD_FROM
        and loudest.negative >= LOUD_SHARE * counts.negative
    )


def long_blind(facts: ReportFacts) -> list[Blind]:
    return [
        each
        for each in facts.blind
        if each.until - each.since >= BLIND_FROM and not each.is_caught_up
    ]
