"""The audit log, the salts of its hashes, and the tombstones of people who were erased."""

from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, Table

from monitor.store import columns
from monitor.store.columns import metadata

audit = Table(
    "audit",
    metadata,
    columns.given_key(),
    # empty: for everyone on this store
    columns.text("brand"),
    columns.moment("at"),
    columns.text("actor"),
    columns.text("action"),
    columns.text("subject"),
    columns.text("reason"),
    columns.text("about"),
    columns.text("words"),
    columns.text("hash"),
)

# The key of one person's hashes in the audit log. Erased, those rows are about nobody.
audit_salt = Table(
    "audit_salt",
    metadata,
    columns.text("author_id"),
    columns.text("brand"),
    Column("value", LargeBinary, nullable=False),
    PrimaryKeyConstraint("author_id", "brand"),
    sqlite_with_rowid=False,
)

# Who was erased, as a hash; its salt stands in `salt`, for everyone on this store.
tombstone = Table(
    "tombstone",
    metadata,
    columns.text("digest"),
    columns.text("brand"),
    # what they wrote up to then does not come back
    columns.moment("until_at"),
    PrimaryKeyConstraint("digest", "brand"),
    sqlite_with_rowid=False,
)
