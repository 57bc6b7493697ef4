"""What `config.toml` says, as types: one class per table of the file.

Every field is documented by the sentence the reference page shows, and every default is written
as the owner would write it. A key that is not here is refused. The file never holds a secret,
only the name of one.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from monitor.config.secrets import resolve_secret
from monitor.config.written import (
    Automatic,
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
from monitor.domain.clock import Hours
from monitor.domain.policy import Policy

SQLITE, IN_MEMORY = "sqlite:///", "sqlite:///:memory:"
#: the connector that plays a file, and its file that travels with the program
REPLAY, SAMPLE = "replay", "sample"

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


class Config(Table):
    """The whole file."""

    brand: BrandTable
    hours_table: HoursTable = Field(default_factory=HoursTable, alias="hours")
    policy_table: PolicyTable = Field(default_factory=PolicyTable, alias="policy")
    promise: PromiseTable = Field(default_factory=PromiseTable)
    acknowledge: AcknowledgeTable = Field(default_factory=AcknowledgeTable)
    store: StoreTable = Field(default_factory=StoreTable)
    playbook: PlaybookTable = Field(default_factory=PlaybookTable)
    alerts: AlertsTable = Field(default_factory=AlertsTable)
    report: ReportTable = Field(default_factory=ReportTable)
    connectors: dict[str, ConnectorTable] = {}

    _path: Path = PrivateAttr(default=Path("config.toml"))

    # Any: pydantic's own signature
    def model_post_init(self, context: Any, /) -> None:
        """Remember which file this is: relative paths begin in its folder."""
        if isinstance(context, Mapping) and "path" in context:
            self._path = context["path"]

    @property
    def path(self) -> Path:
        """The file this was read from."""
        return self._path

    @property
    def folder(self) -> Path:
        """Where relative paths begin."""
        return self._path.absolute().parent

    @property
    def is_sample(self) -> bool:
        """The invented week is playing, and everything shown has to say so."""
        replay = self.connectors.get(REPLAY)
        return replay is not None and replay.settings.get("file") == SAMPLE

    def beside(self, written: str) -> Path:
        """A path as written in the file."""
        return self.folder / Path(written).expanduser()

    @property
    def playbook_folder(self) -> Path:
        """Where the playbook is."""
        return self.beside(self.playbook.folder)

    @property
    def report_folder(self) -> Path:
        """Where weekly reports go."""
        return self.beside(self.report.folder)

    @property
    def backup_folder(self) -> Path:
        """Where backups go."""
        return self.beside(self.store.backups)

    def store_url(self) -> str:
        """The database's URL, an SQLite path made absolute. Raises ConfigError: no such secret."""
        url = self.secret(self.store.secret) if self.store.secret else self.store.url
        if url.startswith(SQLITE) and url != IN_MEMORY:
            return SQLITE + str(self.beside(url.removeprefix(SQLITE)))
        return url

    def secret(self, name: str) -> str:
        """A secret by its name. Raises ConfigError with where it was looked for."""
        return resolve_secret(name, folder=self.folder)

    def hours(self) -> Hours:
        """The clock of the brand."""
        table = self.hours_table
        return Hours(
            time_zone=table.time_zone,
            office=table.office_hours,
            acknowledge=table.acknowledge_hours,
            closed_on=table.closed_on,
        )

    def policy(self) -> Policy:
        """The owner's limits. Unlocked only if forced: what is earned, the store knows."""
        rules, limits = self.policy_table, self.acknowledge
        return Policy(
            mode=rules.mode,
            is_unlocked=rules.automatic is Automatic.FORCED,
            platform_modes=dict(rules.platforms),
            hours=self.hours(),
            people=self.brand.people,
            languages=self.brand.languages,
            settle_for=limits.settle,
            delay_at_most=limits.delay_at_most,
            max_age=limits.max_age,
            max_age_after_opening=limits.max_age_after_opening,
            acknowledge_again_after=timedelta(days=limits.again_after_days),
            again_within=timedelta(days=limits.again_within_days),
            max_acknowledgements_per_conversation=limits.per_conversation,
            per_day=limits.per_day,
            per_hour=limits.per_hour,
            not_repeat_variant=limits.not_repeat_variant,
            topic_confidence=limits.topic_confidence,
            praise_veto=limits.praise_veto,
            max_open_promises=self.promise.max_open_promises,
            crowd_tags=limits.crowd_tags,
            crowd_followers=limits.crowd_followers,
            crowd_replies=limits.crowd_replies,
            proposal_lives_for=rules.proposals_live_for,
            first_answer=self.promise.first_answer,
        )
