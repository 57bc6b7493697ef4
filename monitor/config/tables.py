"""The tables of `config.toml` about you and what is said, as types.

Every field is documented by the sentence that the reference page shows, and every default is
written as the owner would write it. A key that is not here is refused.
"""

from monitor.config.table import Table, each, needed, written
from monitor.config.written import (
    Automatic,
    at_least_one,
    currency,
    handle,
    line,
    lines,
    number,
    one_of,
    whole,
    yes_or_no,
)
from monitor.config.written_times import (
    dates,
    duration,
    lasting,
    not_far,
    place,
    shares,
    week,
    weekly,
    zone,
)
from monitor.domain.policy import Mode

COUNT = whole(0, 1_000_000)
SHARE = number(0, 1)
COMPOUND = number(-1, 1)
MODE = one_of(Mode)


def maybe_share(value: object) -> float | None:
    """`0.9`, or nothing."""
    return None if value is None else SHARE(value)


class BrandTable(Table):
    """Who you are."""

    name = needed(line, "The name of your business, as customers know it.")
    also_called = written(
        lines, [], "Other names people use for it; a name never counts as praise or blame."
    )
    not_us = written(
        lines, [], "Phrases that mean somebody else of that name; such mentions only count."
    )
    people = written(at_least_one, ["you"], "Who answers customers; the first one gets new cases.")
    languages = written(
        at_least_one, ["en"], "Languages you answer in; others come to you without a draft."
    )
    currency = written(
        currency, "", "What `monitor case resolve --cost` counts in, such as `EUR`; empty: numbers."
    )
    handles = written(
        each(handle), {}, "Your own account on each platform, without the leading `@`."
    )


class HoursTable(Table):
    """When people promise, and when a machine may say "seen"."""

    time_zone = written(
        zone, "machine", "Where you are: `machine` for this machine's zone, or its name."
    )
    office_hours = written(
        week,
        "Mon-Fri 09:00-17:00",
        "When somebody is there to answer; promises count only these hours.",
    )
    acknowledge_hours = written(
        week,
        "daily 07:00-22:00",
        "When an acknowledgement may go out; outside it waits for the next opening.",
    )
    shifts = written(
        each(week),
        {},
        'Who of your people works when: `{ Jo = "Mon-Wed 09:00-17:00" }`. A new case goes to '
        "who is there, or comes next.",
    )
    holidays = written(
        place,
        "",
        "Where you keep public holidays: `DE-BE`, `GB-ENG`, `US`. The office is closed on them, "
        "as in `closed_on`; `monitor check` names the next ones.",
    )
    open_on = written(dates, [], "Holidays on which you work all the same.")
    closed_on = written(
        dates, [], "More days the office stays closed; acknowledgements still go out."
    )
    report = written(weekly, "Mon 08:00", "When the weekly report comes.")


class PolicyTable(Table):
    """What the monitor may do by itself."""

    mode = written(
        MODE,
        "approve",
        (
            "`observe` only shows, `approve` lets every reply wait for you, `automatic` sends "
            "what passes every check."
        ),
    )
    automatic = written(
        one_of(Automatic),
        "locked",
        (
            "What automatic mode needs: `locked` waits for you all the same, `earned` unlocks by "
            "your own decisions, the sentence `I accept wrong public apologies` unlocks at once."
        ),
    )
    platforms = written(
        each(MODE), {}, 'Platforms with a mode of their own, such as `{ reddit = "observe" }`.'
    )


class PromiseTable(Table):
    """What customers are promised."""

    first_answer = written(
        lasting, "4 office hours", "How soon a person answers after an acknowledgement."
    )
    first_answer_high = written(
        lasting, "2 office hours", "The same in cases of high priority; also in the words."
    )
    resolved = written(
        lasting, "3 office days", "By when a case is to be solved, from its beginning on."
    )
    money_resolved = written(lasting, "1 office day", "The same where it is about money.")
    nudge_at = written(
        shares,
        ["50 %", "80 %"],
        "You are nudged when so much of a promise's office time is over; at the last one a draft "
        "asks for more time.",
    )
    renewals = written(
        whole(0, 2), 2, "How often a new time may be given for one promise; 2 at most."
    )
    max_open_promises = written(
        COUNT, 15, "With this many promises open, further replies wait for you."
    )


class FollowUpTable(Table):
    """Asking, some days after a case was put right, whether all is well; once, by a person."""

    ask = written(yes_or_no, True, "`false` makes no such draft.")
    ask_after = written(not_far, "3 working days", "How long after the end of the case.")


class AcknowledgeTable(Table):
    """Limits of the one public reply to a complaint."""

    settle = written(
        duration, "3 min", "How long a customer is left to finish before anything is said."
    )
    delay_at_most = written(
        duration, "90 s", "A random wait up to this long comes on top of settling."
    )
    max_age = written(duration, "6 h", "An older complaint gets no public reply.")
    max_age_after_opening = written(
        duration, "2 h", "A complaint of the night may still be answered this long after opening."
    )
    per_day = written(COUNT, 20, "Most acknowledgements in a day.")
    per_hour = written(COUNT, 6, "Most acknowledgements in an hour.")
    per_conversation = written(
        COUNT, 3, "Most acknowledgements under one post; then a person decides."
    )
    again_after_days = written(
        COUNT, 30, "Days before the same customer may get another automatic word."
    )
    again_within_days = written(
        COUNT, 90, "Days in which a new complaint counts as one more from a known customer."
    )
    not_repeat_variant = written(
        COUNT, 5, "A wording is not used again within this many acknowledgements."
    )
    topic_confidence = written(
        SHARE, 0.70, "Below this certainty (0 to 1) the wording stays general."
    )
    praise_veto = written(
        COMPOUND, 0.30, "A text that sounds better than this (-1 to 1) gets no apology."
    )
    crowd_tags = written(COUNT, 3, "A post that names this many accounts is left to a person.")
    crowd_followers = written(
        COUNT, 20_000, "An author with this many followers is left to a person."
    )
    crowd_replies = written(COUNT, 20, "A conversation with this many replies is left to a person.")


class UnderstandingTable(Table):
    """From which probability (0 to 1) on something counts. What is unset, the model itself says."""

    alert = written(maybe_share, None, "A complaint that you hear of.")
    automatic = written(
        maybe_share, None, "A complaint that a machine may acknowledge, if every gate is open."
    )
    overrule_veto = written(
        maybe_share, None, "A complaint although the text sounds better than `praise_veto`."
    )
    praise = written(maybe_share, None, "Praise, which no machine ever apologises for.")
    question = written(
        maybe_share, None, "A question, which no machine answers unless the complaint is plain."
    )
    spam = written(maybe_share, None, "Advertising, which is only counted.")
    abuse = written(maybe_share, None, "Insults and threats, which a person looks at first.")
    english = written(
        maybe_share, None, "English; a text below this is left to you, as in another language."
    )
    elsewhere = written(
        maybe_share, None, "Trouble with somebody else, told to you: left to you, as a draft."
    )


class SurgeTable(Table):
    """When complaints come so thick that no machine speaks until you say so."""

    complaints = written(COUNT, 8, "From so many complaints on it may be a surge.")
    people = written(COUNT, 6, "They have to come from at least so many people.")
    within = written(duration, "60 min", "The span in which they are counted.")
    times_normal = written(
        number(1, 1_000),
        4,
        "And there have to be so many times as many as at this hour of the weeks before.",
    )
    quiet_times_normal = written(
        number(1, 1_000), 2, "With fewer than so many times as many it is quiet again."
    )
