"""What `config.toml` says as a whole, and what it means for the rest of the program.

The file never holds a secret, only the name of one. Relative paths begin in its folder.
"""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Self, TypeVar

from monitor.config.alert_tables import AlertsTable
from monitor.config.house_tables import (
    BudgetTable,
    ConnectorTable,
    CustomersTable,
    PlaybookTable,
    ReportTable,
    RetentionTable,
    SecretsTable,
    StoreTable,
)
from monitor.config.links import behind_link
from monitor.config.public_holidays import Holidays, public_holidays
from monitor.config.secrets import find_secret, resolve_secret
from monitor.config.standing_table import StandingTable
from monitor.config.table import Key, Table, each
from monitor.config.tables import (
    AcknowledgeTable,
    BrandTable,
    FollowUpTable,
    HoursTable,
    PolicyTable,
    PromiseTable,
    SurgeTable,
    UnderstandingTable,
)
from monitor.config.written import Automatic, database_url
from monitor.domain.clock import Hours
from monitor.domain.policy import Budget, Mode, Policy
from monitor.domain.retention import Retention
from monitor.domain.surge import SurgeLimits
from monitor.domain.thresholds import NAMES, Thresholds
from monitor.errors import ConfigError, Problem

#: what a model says of itself, where there is none
NO_MODEL: Mapping[str, float] = MappingProxyType({})
SQLITE, IN_MEMORY = "sqlite:///", "sqlite:///:memory:"
#: the connector that plays a file, and its file that travels with the program
REPLAY, SAMPLE = "replay", "sample"

T = TypeVar("T", bound=Table)


def section(table: type[T], name: str = "") -> Key[T]:
    """A table that may be left out; its defaults are read as if they stood in the file."""
    return Key(table.read, default={}, table=table, name=name)


class Config(Table):
    """The whole file."""

    __slots__ = ()

    brand = Key(BrandTable.read, table=BrandTable, is_needed=True)
    hours_table = section(HoursTable, "hours")
    policy_table = section(PolicyTable, "policy")
    promise = section(PromiseTable)
    follow_up = section(FollowUpTable)
    acknowledge = section(AcknowledgeTable)
    understanding = section(UnderstandingTable)
    surge = section(SurgeTable)
    standing = section(StandingTable)
    store = section(StoreTable)
    secrets = section(SecretsTable)
    retention_table = section(RetentionTable, "retention")
    playbook = section(PlaybookTable)
    alerts = section(AlertsTable)
    customers = section(CustomersTable)
    report = section(ReportTable)
    budget = Key(each(BudgetTable.read), default={}, table=BudgetTable)
    connectors = Key(each(ConnectorTable.read), default={}, table=ConnectorTable)

    @property
    def path(self) -> Path:
        """The file this was read from."""
        path: Path = self._values.get("path", Path("config.toml"))
        return path

    @property
    def version(self) -> str:
        """Of the file, so that a change shows; empty without one."""
        try:
            return hashlib.sha256(self.path.read_bytes()).hexdigest()[:12]
        except OSError:
            return ""

    def of_file(self, path: Path) -> Self:
        """The same, read from that file."""
        return self.changed(path=path)

    def with_playbook(self, folder: Path) -> Self:
        """The same with another playbook."""
        return self.changed(playbook=self.playbook.changed(folder=str(folder.absolute())))

    @property
    def folder(self) -> Path:
        """Where relative paths begin."""
        return self.path.absolute().parent

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
        if self.store.secret:
            return self.secret_store_url(self.store.secret)
        return self._absolute(self.store.url)

    def secret_store_url(self, name: str) -> str:
        """The same from a secret. Raises ConfigError: there is none, or it is no database."""
        try:
            return self._absolute(database_url(self.secret(name)))
        except ValueError:
            # not its words: they repeat the secret
            raise ConfigError(
                f"the secret `{name}` is not the URL of a database",
                hint="it looks like `postgresql://monitor:PASSWORD@localhost/monitor`",
            ) from None

    def _absolute(self, url: str) -> str:
        if url.startswith(SQLITE) and url != IN_MEMORY:
            return SQLITE + str(behind_link(self.beside(url.removeprefix(SQLITE))))
        return url

    def secret(self, name: str) -> str:
        """A secret by its name. Raises ConfigError with where it was looked for."""
        return resolve_secret(name, folder=self.folder, keyring=self.secrets.keyring)

    def find_secret(self, name: str) -> str | None:
        """A secret by its name, None if there is no such. Raises ConfigError: a file is unsafe."""
        return find_secret(name, folder=self.folder, keyring=self.secrets.keyring)

    def hours(self) -> Hours:
        """The clock of the brand. Raises ConfigError: nobody knows the holidays of that place."""
        table = self.hours_table
        return Hours(
            time_zone=table.time_zone,
            office=table.office_hours,
            acknowledge=table.acknowledge_hours,
            closed_on=table.closed_on | (frozenset(self.holidays()) - table.open_on),
        )

    def holidays(self) -> Holidays:
        """Public holidays with their names, also those on which the office is open.

        Raises ConfigError: nobody knows the holidays of that place.
        """
        try:
            return public_holidays(self.hours_table.holidays)
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            where = "[hours] holidays"
            told = Problem(message, file=str(self.path), where=where, hint=hint)
            raise ConfigError(problems=(told,)) from None

    def retention(self) -> Retention:
        """How long what people wrote is kept."""
        table = self.retention_table
        return Retention(text=table.text, case=table.case, counters=table.counters)

    def budget_of(self, platform: str) -> Budget:
        """What a platform may cost; the default where the file says nothing."""
        table = self.budget.get(platform)
        if table is None:
            return Budget()
        return Budget(per_month=Decimal(str(table.per_month)), warn_at=table.warn_at)

    def budgets(self) -> dict[str, Budget]:
        """What each connector may cost, those too that cost nothing."""
        return {name: self.budget_of(name) for name in self.connectors}

    def thresholds(self, model: Mapping[str, float] = NO_MODEL) -> Thresholds:
        """From which probabilities on something is done; `model` tells its own, by their names."""
        table = self.understanding
        return Thresholds.of(model, {name: getattr(table, name) for name in NAMES})

    def policy(self, model: Mapping[str, float] = NO_MODEL) -> Policy:
        """The owner's limits; `model` as in `thresholds`. Unlocked only if forced: what is earned,
        the store knows."""
        rules, limits = self.policy_table, self.acknowledge
        return Policy(
            mode=rules.mode,
            is_unlocked=rules.automatic is Automatic.FORCED,
            may_be_earned=rules.automatic is Automatic.EARNED
            and Mode.AUTOMATIC in (rules.mode, *rules.platforms.values()),
            doors_count_as_open=self.is_sample,
            platform_modes=dict(rules.platforms),
            hours=self.hours(),
            people=self.brand.people,
            shifts=self.hours_table.shifts,
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
            thresholds=self.thresholds(model),
            praise_veto=limits.praise_veto,
            max_open_promises=self.promise.max_open_promises,
            crowd_tags=limits.crowd_tags,
            crowd_followers=limits.crowd_followers,
            crowd_replies=limits.crowd_replies,
            first_answer=self.promise.first_answer,
            follow_up_after=self.follow_up.ask_after if self.follow_up.ask else "",
            currency=self.brand.currency,
            first_answer_high=self.promise.first_answer_high,
            resolved=self.promise.resolved,
            money_resolved=self.promise.money_resolved,
            nudge_at=self.promise.nudge_at,
            renewals=self.promise.renewals,
            surge=SurgeLimits(
                complaints=self.surge.complaints,
                people=self.surge.people,
                within=self.surge.within,
                times_normal=self.surge.times_normal,
                quiet_times_normal=self.surge.quiet_times_normal,
            ),
            standing=self.standing.limits(),
            quiet_for=self.standing.quiet,
            mute_for=self.standing.platform_mute,
            block_review_after=self.standing.block_review,
        )
