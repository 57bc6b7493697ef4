"""All tables of the store; those of messages and of cases stand in files of their own."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table

from monitor.store import columns
from monitor.store.audit_tables import audit, audit_salt, tombstone
from monitor.store.card_tables import posted_card
from monitor.store.case_tables import (
    acknowledgement_slot,
    case,
    case_timeline,
    effect,
    promise,
)
from monitor.store.columns import metadata
from monitor.store.customer_tables import customer_link, customer_order, joined_case, not_same
from monitor.store.label_tables import label
from monitor.store.message_tables import (
    author_mark,
    closed_conversation,
    cursor,
    message,
    message_version,
    page,
    salt,
    set_aside,
    triage,
)
from monitor.store.notice_tables import notice
from monitor.store.platform_tables import (
    blind_period,
    budget_raise,
    community_off,
    door,
    spending,
)
from monitor.store.standing_tables import flag, flag_step, strike
from monitor.store.storm_tables import incident, incident_person, surge

__all__ = [
    "EVERYONE",
    "HEAD",
    "acknowledgement_slot",
    "audit",
    "audit_salt",
    "author_mark",
    "blind_period",
    "budget_raise",
    "case",
    "case_timeline",
    "closed_conversation",
    "community_off",
    "counter",
    "cursor",
    "customer_link",
    "customer_order",
    "door",
    "effect",
    "flag",
    "flag_step",
    "incident",
    "incident_person",
    "joined_case",
    "label",
    "message",
    "message_version",
    "metadata",
    "not_same",
    "notice",
    "page",
    "poll",
    "posted_card",
    "promise",
    "salt",
    "schedule_slot",
    "set_aside",
    "spending",
    "strike",
    "surge",
    "switch",
    "tombstone",
    "triage",
]

#: the newest migration; a store at this revision opens without loading Alembic
HEAD = "0019"
#: the brand of what holds for everyone on this store
EVERYONE = ""

# In the tables below an empty brand means: for everyone on this store.

switch = Table(
    "switch",
    metadata,
    columns.text("brand"),
    columns.text("name"),
    columns.text("value"),
    columns.moment("at"),
    PrimaryKeyConstraint("brand", "name"),
)

schedule_slot = Table(
    "schedule_slot",
    metadata,
    columns.text("brand"),
    columns.text("job"),
    columns.text("slot"),
    columns.moment("claimed_at"),
    PrimaryKeyConstraint("brand", "job", "slot"),
    sqlite_with_rowid=False,
)

poll = Table(
    "poll",
    metadata,
    columns.text("brand"),
    columns.text("connector"),
    columns.moment_or_null("last_success_at"),
    columns.moment("last_try_at"),
    columns.moment_or_null("failing_since"),
    columns.text("error"),
    PrimaryKeyConstraint("brand", "connector"),
)

counter = Table(
    "counter",
    metadata,
    columns.text("brand"),
    columns.text("name"),
    Column("value", columns.Number, nullable=False),
    PrimaryKeyConstraint("brand", "name"),
)
