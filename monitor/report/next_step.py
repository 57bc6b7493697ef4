"""The next step: the one thing to do about this week. People first, then machines, then causes."""

from monitor.domain.effect import State
from monitor.report.facts import Blind, ReportFacts
from monitor.report.tally import NO_TOPIC
from monitor.report.tone import is_one_account
from monitor.report.wording import count_of, in_words, moment_in, platform_title

#: a topic of so many complaints, and at least half of them, has a cause worth looking for
CAUSE_FROM = 3


def next_step(facts: ReportFacts, blind: tuple[Blind, ...]) -> str:
    """The first of these that applies; `blind` are the connectors that could not read for long."""
    for step in (_look_by_hand(facts, blind), _write(facts), _tidy(facts), _improve(facts)):
        if step:
            return step
    return "nothing to do."


def _look_by_hand(facts: ReportFacts, blind: tuple[Blind, ...]) -> str:
    if not blind:
        return ""
    names = " and ".join(dict.fromkeys(platform_title(each.connector) for each in blind))
    since = moment_in(facts.this.period, min(each.since for each in blind))
    if all(each.is_over for each in blind):
        until = moment_in(facts.this.period, max(each.until for each in blind))
        return f"look through {names} by hand for the time from {since} to {until}."
    return (
        f"look through {names} by hand from {since} on, and let the monitor see again:"
        " `monitor check` says what is wrong."
    )


def _write(facts: ReportFacts) -> str:
    waiting = facts.now.waiting
    if not waiting:
        return ""
    who = "person who still waits" if waiting == 1 else f"{waiting:,} people who still wait"
    return f"write to the {who} (list below)."


def _tidy(facts: ReportFacts) -> str:
    standing = facts.this.work.words.wrong_and_there
    if standing:
        first, more = standing[0], len(standing) > 1
        return (
            f"take back what was wrong, or let it stand: `monitor retract {first}`"
            f"{' and others' if more else ''}."
        )
    if facts.now.needs_person:
        one = facts.now.needs_person == 1
        words = "1 word" if one else f"{facts.now.needs_person:,} words"
        return f"look whether {words} of ours really went out: `monitor inbox`."
    if facts.now.drafts:
        return f"decide on {count_of(facts.now.drafts, 'draft')}: `monitor inbox`."
    expired = facts.this.work.words.of(State.EXPIRED)
    if expired:
        people = "the person" if expired == 1 else f"the {expired:,} people"
        return f"{people} whose draft expired had no word from us; write by hand: `monitor cases`."
    if facts.this.work.words.taken_back:
        return "ask `monitor explain` why the words taken back were said, and mend the rule."
    if facts.this.mentions.mentions == 0:
        return f"check that your search words are right ({_last_hit(facts)})."
    return ""


def _improve(facts: ReportFacts) -> str:
    counts = facts.this.mentions
    if is_one_account(facts):
        return "look at the account with the most negative mentions: `monitor flags`."
    for topic, count in counts.complaints_by_topic.items():
        if topic != NO_TOPIC and count >= CAUSE_FROM and count * 2 >= counts.complaints:
            return (
                f"“{in_words(topic)}” is {count:,} of {counts.complaints:,} complaints;"
                " look for the cause."
            )
    thanks = counts.people_to_thank
    if thanks:
        return f"nothing has to be done; {count_of(thanks, 'person', 'people')} to thank."
    return ""


def _last_hit(facts: ReportFacts) -> str:
    if facts.last_mention_at is None:
        return "no mention in the last 90 days"
    days = (facts.made_at - facts.last_mention_at).days
    return f"last mention {count_of(days, 'day')} ago"
