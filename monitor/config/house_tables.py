"""The tables of `config.toml` about what is read, and where things are kept and told."""

from datetime import timedelta

from monitor.config.keeping import keeping
from monitor.config.table import Table, written
from monitor.config.written import (
    database_url,
    line,
    maybe_line,
    number,
    secret_name,
    yes_or_no,
)
from monitor.config.written_times import (
    maybe_duration,
    pause,
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


class CustomersTable(Table):
    """Your own list of orders, if you have one: shown beside a case, and stored nowhere."""

    file = written(
        maybe_line, "", "A CSV file with a head; empty: none. Read anew when it changes."
    )
    order = written(line, "order", "The column with the order number; the one that is needed.")
    name = written(line, "name", "The column with the customer's name.")
    since = written(line, "since", "… with the day since when they are one.")
    orders = written(line, "orders", "… with how many orders they placed.")
    tags = written(line, "tags", "… with words of your own, commas between them.")


class ReportTable(Table):
    """The weekly report."""

    folder = written(line, "data/reports", "The folder for weekly reports.")


class BudgetTable(Table):
    """What a platform may cost. A spent budget never blinds: you are still read, less often."""

    per_month = written(
        number(0, 1_000_000), 15, "US dollars in a month; once spent, every reply waits for you."
    )
    warn_at = written(number(0, 1), 0.80, "From this share (0 to 1) on it is frugal.")


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
