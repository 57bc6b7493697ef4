"""The tables of `config.toml`, as types.

Every field is documented by the sentence that the reference page shows, and every default is
written as the owner would write it. A key that is not here is refused.
"""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from monitor.config.written import (
    AutomaticName,
    ClockTime,
    Dates,
    Duration,
    HandleName,
    LastingText,
    Line,
    Lines,
    MaybeDuration,
    ModeName,
    Pause,
    SecretName,
    StoreUrl,
    WeekHours,
    Weekly,
    Zone,
)

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]
Compound = Annotated[float, Field(ge=-1, le=1)]
Names = Annotated[Lines, Field(min_length=1)]


def written(value: object, meaning: str) -> Any:
    """A field, its default as the owner would write it, and the sentence that documents it.

    Any, because the default gets its type only when the field's own reader has read it.
    """
    return Field(value, description=meaning)


class Table(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        validate_default=True,
        hide_input_in_errors=True,
    )


class BrandTable(Table):
    """Who you are."""

    name: Line = Field(description="The name of your business, as customers know it.")
    also_called: Lines = written(
        (), "Other names people use for it; a name never counts as praise or blame."
    )
    not_us: Lines = written(
        (), "Phrases that mean somebody else of that name; such mentions only count."
    )
    people: Names = written(("you",), "Who answers customers; the first one gets new cases.")
    languages: Names = written(
        ("en",), "Languages you answer in; others come to you without a draft."
    )
    handles: dict[str, HandleName] = written(
        {}, "Your own account on each platform, without the leading `@`."
    )


class HoursTable(Table):
    """When people promise, and when a machine may say "seen"."""

    time_zone: Zone = written(
        "machine", "Where you are: `machine` for this machine's zone, or its name."
    )
    office_hours: WeekHours = written(
        "Mon-Fri 09:00-17:00",
        "When somebody is there to answer; promises count only these hours.",
    )
    acknowledge_hours: WeekHours = written(
        "daily 07:00-22:00",
        "When an acknowledgement may go out; outside it waits for the next opening.",
    )
    closed_on: Dates = written([], "Days the office stays closed; acknowledgements still go out.")
    report: Weekly = written("Mon 08:00", "When the weekly report comes.")
    morning_digest: ClockTime = written(
        "09:00", "When the one message about the night comes, on office days."
    )


class PolicyTable(Table):
    """What the monitor may do by itself."""

    mode: ModeName = written(
        "approve",
        (
            "`observe` only shows, `approve` lets every reply wait for you, `automatic` sends "
            "what passes every check."
        ),
    )
    automatic: AutomaticName = written(
        "locked",
        (
            "What automatic mode needs: `locked` waits for you all the same, `earned` unlocks by "
            "your own decisions, the sentence `I accept wrong public apologies` unlocks at once."
        ),
    )
    platforms: dict[str, ModeName] = written(
        {}, 'Platforms with a mode of their own, such as `{ reddit = "observe" }`.'
    )
    proposals_live_for: Duration = written(
        "8 h", "How long a draft waits for you before it expires."
    )


class PromiseTable(Table):
    """What customers are promised."""

    first_answer: LastingText = written(
        "4 office hours", "How soon a person answers after an acknowledgement."
    )
    max_open_promises: Count = written(
        15, "With this many promises open, further replies wait for you."
    )


class AcknowledgeTable(Table):
    """Limits of the one public reply to a complaint."""

    settle: Duration = written(
        "3 min", "How long a customer is left to finish before anything is said."
    )
    delay_at_most: Duration = written(
        "90 s", "A random wait up to this long comes on top of settling."
    )
    max_age: Duration = written("6 h", "An older complaint gets no public reply.")
    max_age_after_opening: Duration = written(
        "2 h", "A complaint of the night may still be answered this long after opening."
    )
    per_day: Count = written(20, "Most acknowledgements in a day.")
    per_hour: Count = written(6, "Most acknowledgements in an hour.")
    per_conversation: Count = written(
        3, "Most acknowledgements under one post; then a person decides."
    )
    again_after_days: Count = written(
        30, "Days before the same customer may get another automatic word."
    )
    again_within_days: Count = written(
        90, "Days in which a new complaint counts as one more from a known customer."
    )
    not_repeat_variant: Count = written(
        5, "A wording is not used again within this many acknowledgements."
    )
    topic_confidence: Share = written(
        0.70, "Below this certainty (0 to 1) the wording stays general."
    )
    praise_veto: Compound = written(
        0.30, "A text that sounds better than this (-1 to 1) gets no apology."
    )
    crowd_tags: Count = written(3, "A post that names this many accounts is left to a person.")
    crowd_followers: Count = written(
        20_000, "An author with this many followers is left to a person."
    )
    crowd_replies: Count = written(20, "A conversation with this many replies is left to a person.")


class StoreTable(Table):
    """Where everything is kept."""

    url: StoreUrl = written(
        "sqlite:///data/monitor.db",
        "The database; a relative path begins at this file's folder.",
    )
    secret: SecretName = written(
        "", "The name of a secret that holds the URL, for one with a password."
    )
    backups: Line = written("data/backups", "The folder for backups.")


class PlaybookTable(Table):
    """What to do with each mention."""

    folder: Line = written("playbooks", "The folder with your playbook and wordings.")


class AlertsTable(Table):
    """How you are told."""

    channels: Names = written(("console",), "Where alerts go, all of them at once.")


class ReportTable(Table):
    """The weekly report."""

    folder: Line = written("data/reports", "The folder for weekly reports.")


class ConnectorTable(Table):
    """One platform to read. Every other key belongs to the connector; see its own page."""

    model_config = ConfigDict(extra="allow")

    every: Pause = written("2 min", "How often it looks for new mentions.")
    jitter: MaybeDuration = written(
        None,
        "A random wait up to this long before each look; a tenth of `every` if unset.",
    )

    @property
    def settings(self) -> dict[str, object]:
        """The connector's own keys, for the connector to check."""
        return dict(self.__pydantic_extra__ or {})

    @property
    def jitter_at_most(self) -> timedelta:
        """The random wait that counts."""
        return self.every / 10 if self.jitter is None else self.jitter
