"""Notices: what the owner is told about the monitor itself."""

from sqlalchemy import Index, Table

from monitor.store import columns
from monitor.store.columns import metadata

notice = Table(
    "notice",
    metadata,
    columns.key(),
    columns.text("brand"),
    columns.text("key"),
    columns.text("kind"),
    columns.text("urgency"),
    columns.text("headline"),
    columns.text("text"),
    columns.text("fix"),
    columns.moment("began_at"),
    columns.moment_or_null("ended_at"),
    # microseconds
    columns.moment_or_null("again_after"),
    columns.flag("tells_end"),
    columns.moment_or_null("told_at"),
    columns.moment_or_null("due_at"),
)
# One open notice for a brand and key, held by the database.
Index(
    "uq_notice_open",
    notice.c.brand,
    notice.c.key,
    unique=True,
    **columns.where("ended_at IS NULL"),
)
# due
Index("ix_notice_due", notice.c.due_at, **columns.where("due_at IS NOT NULL"))
