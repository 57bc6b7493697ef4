"""What became known of the platforms: when we were blind there, what it cost and may cost, where we
are not wanted, where people can write to us. None of it is about a message or a case."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from monitor.store import columns
from monitor.store.columns import metadata

blind_period = Table(
    "blind_period",
    metadata,
    columns.text("brand"),
    columns.text("connector"),
    columns.moment("since_at"),
    columns.moment("until_at"),
    columns.text("why"),
    columns.flag("is_caught_up"),
    PrimaryKeyConstraint("brand", "connector", "since_at"),
    sqlite_with_rowid=False,
)
# blind_between
Index("ix_blind_period_until", blind_period.c.until_at)

spending = Table(
    "spending",
    metadata,
    columns.text("brand"),
    columns.text("connector"),
    # of the account's bill: a day in UTC, as 2026-11-23
    columns.text("day"),
    # millionths of a dollar: sums stay exact
    columns.moment("micro_dollars"),
    PrimaryKeyConstraint("brand", "connector", "day"),
    sqlite_with_rowid=False,
)

community_off = Table(
    "community_off",
    metadata,
    columns.text("community"),
    columns.text("brand"),
    columns.moment("at"),
    columns.text("why"),
    PrimaryKeyConstraint("community", "brand"),
    sqlite_with_rowid=False,
)

budget_raise = Table(
    "budget_raise",
    metadata,
    columns.text("brand"),
    columns.text("connector"),
    # as in `spending`
    columns.text("day"),
    columns.moment("from_micro_dollars"),
    columns.moment("to_micro_dollars"),
    columns.moment("at"),
    columns.text("said_by"),
    PrimaryKeyConstraint("brand", "connector", "day"),
    sqlite_with_rowid=False,
)

door = Table(
    "door",
    metadata,
    columns.text("brand"),
    columns.text("platform"),
    columns.flag("is_open"),
    columns.moment("at"),
    # empty: it was tested
    columns.text("said_by"),
    PrimaryKeyConstraint("brand", "platform"),
    sqlite_with_rowid=False,
)
