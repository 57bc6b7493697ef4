"""Strikes, flags, and what happened to a flag."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table

from monitor.store import columns
from monitor.store.columns import metadata

strike = Table(
    "strike",
    metadata,
    columns.text("author_id"),
    columns.text("brand"),
    columns.text("message_id"),
    columns.text("kind"),
    columns.moment("at"),
    columns.moment("seen_at"),
    columns.flag("is_firm"),
    columns.flag("in_complaint"),
    columns.text("url"),
    # salted, of the text as it was
    columns.text("text_hash"),
    columns.moment_or_null("first_at"),
    # what a person said about it
    columns.text_or_null("judged"),
    # a message has one strike of a kind; the strikes of one author
    PrimaryKeyConstraint("author_id", "brand", "message_id", "kind"),
    sqlite_with_rowid=False,
)
# who has several of late
Index("ix_strike_at", strike.c.brand, strike.c.at)

flag = Table(
    "flag",
    metadata,
    columns.given_key(),
    columns.text("brand"),
    columns.text("author_id"),
    columns.moment("opened_at"),
    columns.text("message_id"),
)
# flags of one author
Index("ix_flag_author", flag.c.author_id, flag.c.brand)

flag_step = Table(
    "flag_step",
    metadata,
    columns.key(),
    columns.text("brand"),
    Column("flag_number", columns.Number, nullable=False),
    columns.moment("at"),
    columns.text("kind"),
    columns.text("by"),
    columns.text("why"),
    columns.moment_or_null("until_at"),
    columns.number_or_null("effect_number"),
)
# what happened to one flag
Index("ix_flag_step_flag_number", flag_step.c.flag_number)
