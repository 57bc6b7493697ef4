"""The tables of `config.toml`, as types.

Every field is documented by the sentence that the reference page shows, and every default is
written as the owner would write it. A key that is not here is refused.
"""

from datetime import timedelta

from monitor.config.keeping import keeping
from monitor.config.table import Table, each, needed, written
from monitor.config.written import (
    Automatic,
    at_least_one,
    database_url,
    handle,
    line,
    lines,
    number,
    one_of,
    secret_name,
    whole,
    yes_or_no,
)
from monitor.config.written_times import (
    dates,
    duration,
    lasting,
    maybe_duration,
    pause,
    week,
    weekly,
    zone,
)
from monitor.domain.policy import Mode

COUNT = whole(0, 1_000_000)
SHARE = number(0, 1)


def maybe_share(value: object) -> float | None:
    """`0.9`, or nothing."""
    return None if value is None else SHARE(value)


COMPOUND = number(-1, 1)
MODE = one_of(Mode)


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
    closed_on = written(dates, [], "Days the office stays closed; acknowledgements still go out.")
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
    max_open_promises = written(
        COUNT, 15, "With this many promises open, further replies wait for you."
    )


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
    spam = written(maybe_share, None, "Advertising, which is only counted.")
    abuse = written(maybe_share, None, "Insults and threats, which a person looks at first.")
    english = written(
        maybe_share, None, "English; a text below this is left to you, as in another language."
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


class StandingTable(Table):
    """How long you keep away from somebody, unless you say otherwise."""

    quiet = written(duration, "30 days", "How long `monitor quiet` lasts.")
    platform_mute = written(
        duration, "30 days", "How long `monitor mute` lasts; then it is undone by itself."
    )
    block_review = written(
        duration, "180 days", "A block that stands for so long is asked about once."
    )


class StoreTable(Table):
    """Where everything is kept."""

    url = written(
        database_url,
        "sqlite:///data/monitor.db",
        "The database; a relative path begins at this file's folder.",
    )
    secret = written(
        secret_name, "", "The name of a secret that holds the URL, for one with a password."
    )
    backups = written(line, "data/backups", "The folder for backups.")


class SecretsTable(Table):
    """Where secrets are looked for; the order stands below."""

    keyring = written(
        yes_or_no,
        False,
        "`true` asks the keyring of your desktop too, where it answers without a prompt.",
    )


class RetentionTable(Table):
    """How long what people wrote is kept; kept evidence (`monitor case hold`) stays."""

    text = written(
        keeping("14 days", "3 years"),
        "90 days",
        "Words, names and links; those of people with an open case stay until it ends.",
    )
    case = written(
        keeping("30 days", "10 years"),
        "365 days",
        "Who wrote it, and the story of a case, after its end.",
    )
    counters = written(
        keeping("365 days", "10 years"),
        "3 years",
        "What is left then, nameless, so that past reports still add up.",
    )


class PlaybookTable(Table):
    """What to do with each mention."""

    folder = written(line, "playbooks", "The folder with your playbook and wordings.")


class AlertsTable(Table):
    """How you are told."""

    channels = written(at_least_one, ["console"], "Where alerts go, all of them at once.")


class ReportTable(Table):
    """The weekly report."""

    folder = written(line, "data/reports", "The folder for weekly reports.")


class BudgetTable(Table):
    """What a platform may cost. A spent budget never blinds: you are still read, less often."""

    per_month = written(
        number(0, 1_000_000), 15, "US dollars in a month; once spent, every reply waits for you."
    )
    warn_at = written(SHARE, 0.80, "From this share (0 to 1) on it is frugal.")


class ConnectorTable(Table):
    """One platform to read. Every other key belongs to the connector; see its own page."""

    __slots__ = ()

    keeps_others = True

    every = written(pause, "2 min", "How often it looks for new mentions.")
    jitter = written(
        maybe_duration,
        None,
        "A random wait up to this long before each look; a tenth of `every` if unset.",
    )

    @property
    def settings(self) -> dict[str, object]:
        """The connector's own keys, for the connector to check."""
        return dict(self._others)

    @property
    def jitter_at_most(self) -> timedelta:
        """The random wait that counts."""
        return self.every / 10 if self.jitter is None else self.jitter
