"""The verdict: the week in one line, in the words of its tone, and what else has to be said."""

from monitor.domain.effect import State
from monitor.domain.inert import for_terminal
from monitor.domain.unlock import FAULTS
from monitor.report.facts import Blind, ReportFacts
from monitor.report.storms import name_of, trouble_notes
from monitor.report.tally import NO_TOPIC
from monitor.report.tone import Tone, answer_change, is_one_account, long_blind
from monitor.report.unlock import switched_notes
from monitor.report.wording import (
    Change,
    change_of_count,
    count_of,
    in_words,
    lasting,
    moment_in,
    platform_title,
)

#: no more of what a platform said about its failure
WHY = 80


def verdict_on(facts: ReportFacts, tone: Tone) -> str:
    """One line."""
    return _VERDICTS[tone](facts)


def _calm(facts: ReportFacts) -> str:
    return f"A calm week: {_volume(facts)}, {_complaints(facts)}{_answered(facts)}."


def _better(facts: ReportFacts) -> str:
    now, before = facts.this, facts.before
    parts = [f"complaints {before.mentions.complaints:,} → {now.mentions.complaints:,}"]
    if before.mentions.complaints == now.mentions.complaints:
        parts = [f"{count_of(now.mentions.complaints, 'complaint')} as the {_before_words(facts)}"]
    if answer_change(facts) in (Change.FASTER, Change.USUAL):
        medians = (each.work.first_answer.elapsed.median for each in (before, now))
        parts.append("median first answer " + " → ".join(lasting(each) for each in medians))
    if not change_of_count(before.mentions.complaints, now.mentions.complaints).is_fewer:
        parts.reverse()
    if now.mentions.won_back:
        parts.append(f"{count_of(now.mentions.won_back, 'unhappy customer')} came back")
    return f"Getting better: {', '.join(parts)}."


def _hard(facts: ReportFacts) -> str:
    now, before = facts.this.mentions, facts.before.mentions
    line = f"A hard week: {count_of(now.complaints, 'complaint')}"
    if facts.has_history:
        line += f" instead of {before.complaints:,}"
    topic = _main_topic(facts)
    if topic and not facts.troubles:
        line += f", of which {now.complaints_by_topic[topic]:,} about “{in_words(topic)}”"
    if facts.troubles:
        trouble = facts.troubles[0]
        people = count_of(trouble.people, "person", "people")
        line += f"; {people} had one trouble, “{name_of(trouble)}”"
    promises = facts.this.work.promises
    if promises.kept or promises.broken:
        line += f"; {count_of(promises.kept, 'promise')} kept, {promises.broken:,} broken"
    return f"{line}."


def _said_too_much(facts: ReportFacts) -> str:
    return f"{_too_much(facts)} {_volume(facts)}, {_complaints(facts)}{_answered(facts)}."


def _too_much(facts: ReportFacts) -> str:
    words = facts.this.work.words
    line = f"We said too much: {words.wrong:,} of {count_of(words.sent, 'acknowledgement')}"
    if words.wrong == 1:
        line += " was wrong and " + ("taken back" if words.taken_back else "still stands")
    elif words.taken_back == words.wrong:
        line += f" were wrong, {'both' if words.wrong == 2 else 'all'} taken back"
    else:
        some = f"{words.taken_back:,}" if words.taken_back else "none"
        line += f" were wrong, {some} of them taken back"
    if any(each.reason in FAULTS for each in facts.switched):
        line += "; automatic sending was locked again"
    return f"{line}."


def _first(facts: ReportFacts) -> str:
    counts = facts.this.mentions
    return (
        f"The first week: {count_of(counts.mentions, 'mention')}, {_complaints(facts)}"
        f"{_answered(facts)}. There is nothing yet to compare it with."
    )


def _loose_ends(facts: ReportFacts) -> str:
    work, parts = facts.this.work, [_volume(facts), _complaints(facts)]
    if work.promises.broken:
        parts.append(f"{count_of(work.promises.broken, 'promise')} broken")
    if facts.now.late:
        parts.append(f"{count_of(facts.now.late, 'person', 'people')} waiting past the deadline")
    expired = work.words.of(State.EXPIRED)
    if expired:
        parts.append(f"{count_of(expired, 'draft')} expired with nobody deciding")
    return f"An ordinary week with loose ends: {', '.join(parts)}."


def _blind(facts: ReportFacts) -> str:
    blind = "; ".join(_blindness(facts, each) for each in long_blind(facts))
    if facts.this.mentions.mentions == 0:
        return f"Do not trust this week's numbers: {blind}. What we saw: nothing."
    counts = facts.this.mentions
    return (
        f"Do not trust this week's numbers: {blind}. What we saw:"
        f" {count_of(counts.mentions, 'mention')},"
        f" {count_of(counts.complaints, 'complaint')}{_answered(facts)}."
    )


def _quiet(facts: ReportFacts) -> str:
    looks = [look for look in facts.now.looks if look.at is not None]
    if not looks:
        return "Nobody mentioned you this week, and no connector has read anything yet."
    words = ", ".join(
        f"{platform_title(look.connector)} {moment_in(facts.this.period, look.at)}"
        for look in looks
        if look.at is not None
    )
    return f"Nobody mentioned you this week. Last read: {words}."


_VERDICTS = {
    Tone.CALM: _calm,
    Tone.BETTER: _better,
    Tone.HARD: _hard,
    Tone.SAID_TOO_MUCH: _said_too_much,
    Tone.FIRST: _first,
    Tone.LOOSE_ENDS: _loose_ends,
    Tone.BLIND: _blind,
    Tone.QUIET: _quiet,
}


def _volume(facts: ReportFacts) -> str:
    now, before = facts.this.mentions.mentions, facts.before.mentions.mentions
    return f"{count_of(now, 'mention')} ({before:,} the {_before_words(facts)})"


def _before_words(facts: ReportFacts) -> str:
    return "same days of the week before" if facts.is_running else "week before"


def _complaints(facts: ReportFacts) -> str:
    now, before = facts.this.mentions.complaints, facts.before.mentions.complaints
    words = count_of(now, "complaint") if now else "no complaint"
    if facts.has_history and now != before:
        change = change_of_count(before, now)
        words += (
            f" ({before:,} → {now:,} is within the usual)"
            if change is Change.USUAL
            else (f" ({before:,} → {now:,})")
        )
    return words


def _answered(facts: ReportFacts) -> str:
    cases, answers = facts.this.work.cases, facts.this.work.first_answer
    if cases.opened == 0:
        return ""
    if cases.opened_unanswered:
        of_cases = f"{cases.opened_unanswered:,} of {count_of(cases.opened, 'case')}"
        return f", {of_cases} not answered by a person yet"
    slowest = answers.elapsed.slowest
    within = f", the slowest within {lasting(slowest)}" if slowest is not None else ""
    return f", every case answered by a person{within}"


def _main_topic(facts: ReportFacts) -> str:
    """The topic of at least half of the complaints, if there is one."""
    counts = facts.this.mentions
    for topic, count in counts.complaints_by_topic.items():
        if topic != NO_TOPIC and count * 2 >= counts.complaints:
            return topic
    return ""


def _blindness(facts: ReportFacts, blind: Blind) -> str:
    period = facts.this.period
    why = f" ({for_terminal(blind.why, WHY)})" if blind.why else ""
    if blind.is_over:
        span = f"from {moment_in(period, blind.since)} to {moment_in(period, blind.until)}"
        late = "; what was written then came late" if blind.is_caught_up else ""
        return f"{platform_title(blind.connector)} was blind {span}{why}{late}"
    began = (
        "for the whole week"
        if blind.since == period.since and not facts.is_running
        else f"since {moment_in(period, blind.since)}"
    )
    return f"{platform_title(blind.connector)} has been blind {began}{why}"


# --- what else has to be said -----------------------------------------------------------------


def notes_on(facts: ReportFacts, tone: Tone) -> list[str]:
    counts, words = facts.this.mentions, facts.this.work.words
    notes = trouble_notes(facts.this.period, facts.troubles, facts.silences)
    if words.wrong and tone is not Tone.SAID_TOO_MUCH:
        notes.append(_too_much(facts))
    notes += switched_notes(facts.this.period, facts.switched)
    if is_one_account(facts) and counts.loudest is not None:
        without = "; without it a normal week" if tone in (Tone.CALM, Tone.BETTER) else ""
        notes.append(
            f"{counts.loudest.negative:,} of {counts.negative:,} negative mentions came from one"
            f" account{without}."
        )
    expired = words.of(State.EXPIRED)
    if expired and tone is not Tone.LOOSE_ENDS:
        notes.append(f"{count_of(expired, 'draft')} expired with nobody deciding.")
    for blind in facts.blind:
        if blind not in long_blind(facts):
            notes.append(f"{_blindness(facts, blind)}.")
    return notes
