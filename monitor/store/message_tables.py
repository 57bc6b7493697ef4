"""Messages as they came in, and what was made of each: one row in `message`, one in `triage`.

An index stands here only with the query it serves.
"""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from monitor.store import columns
from monitor.store.columns import metadata

message = Table(
    "message",
    metadata,
    columns.given_key(),
    columns.text("id"),
    columns.text("brand"),
    columns.text("platform"),
    # the author as they were then: a name goes with its message, and nothing is written twice
    columns.text("author_id"),
    columns.text("author_handle"),
    columns.text("author_name"),
    columns.text("text"),
    columns.text("url"),
    columns.text("conversation_id"),
    columns.text_or_null("parent_id"),
    columns.text("type"),
    columns.text("found_by"),
    columns.text_or_null("language"),
    columns.text_or_null("media"),
    columns.text_or_null("community"),
    columns.text_or_null("reply_forbidden"),
    columns.number_or_null("author_followers"),
    columns.moment_or_null("author_created_at"),
    columns.flag("author_is_bot"),
    columns.flag("addressed"),
    columns.flag("from_brand"),
    columns.flag("is_live"),
    columns.count("version"),
    columns.moment("created_at"),
    columns.moment("seen_at"),
    columns.moment_or_null("edited_at"),
    columns.moment_or_null("deleted_at"),
    # salted, of a text that was taken away
    columns.text_or_null("text_hash"),
    # what the platform called the version, where we had to count on by ourselves
    Column("told_version", Integer),
    # every look-up by id, and which messages of a page are known
    UniqueConstraint("id", "brand"),
)
# by_author; who an author is; newest post of theirs. No more columns: every message pays for them.
Index("ix_message_author", message.c.author_id, message.c.created_at)
# newest direct message of an author
Index(
    "ix_message_direct",
    message.c.author_id,
    message.c.brand,
    message.c.created_at,
    **columns.where("type = 'direct_message'"),
)
# between, all_decided: history by time
Index("ix_message_created_at", message.c.created_at)
# in_conversation; replies in a conversation. A post alone is not in it.
Index(
    "ix_message_conversation",
    message.c.conversation_id,
    message.c.brand,
    message.c.from_brand,
    message.c.created_at,
    **columns.where("conversation_id <> id AND conversation_id <> ''"),
)

message_version = Table(
    "message_version",
    metadata,
    columns.of_message(),
    columns.text("brand"),
    Column("version", Integer, primary_key=True),
    columns.text("text"),
    columns.text_or_null("media"),
    columns.moment_or_null("edited_at"),
    columns.moment("seen_at"),
)

triage = Table(
    "triage",
    metadata,
    columns.of_message(),
    columns.text("brand"),
    columns.count("version"),
    columns.moment("decided_at"),
    columns.text("kind"),
    columns.text("reading"),
    columns.text_or_null("circumstances"),
    columns.text("rule"),
    columns.text("verdict"),
    columns.text("reason"),
    columns.moment_or_null("until_at"),
    columns.text_or_null("records"),
    columns.text_or_null("shadows"),
    columns.text_or_null("also"),
    columns.text("playbook"),
    columns.number_or_null("case_number"),
    # what was decided about earlier versions: rules and reasons, no words
    columns.text_or_null("history"),
)

page = Table(
    "page",
    metadata,
    columns.key(),
    columns.text("brand"),
    columns.text("connector"),
    columns.moment("stored_at"),
    # ids, until the page is triaged
    columns.text_or_null("fresh"),
    columns.text_or_null("deleted"),
    columns.count("duplicates"),
    columns.moment_or_null("triaged_at"),
)
# untriaged
Index("ix_page_untriaged", page.c.number, **columns.where("triaged_at IS NULL"))

cursor = Table(
    "cursor",
    metadata,
    columns.text("brand"),
    columns.text("connector"),
    columns.text("cursor"),
    PrimaryKeyConstraint("brand", "connector"),
)

author_mark = Table(
    "author_mark",
    metadata,
    columns.text("author_id"),
    columns.text("brand"),
    # opted_out | quiet | muted | flagged
    columns.text("mark"),
    columns.moment("at"),
    columns.moment_or_null("until_at"),
    columns.text("why"),
    PrimaryKeyConstraint("author_id", "brand", "mark"),
    sqlite_with_rowid=False,
)

closed_conversation = Table(
    "closed_conversation",
    metadata,
    columns.text("id"),
    columns.text("brand"),
    columns.moment("at"),
    columns.text("why"),
    PrimaryKeyConstraint("id", "brand"),
    sqlite_with_rowid=False,
)


set_aside = Table(
    "set_aside",
    metadata,
    # of the three texts: the same bad input of the next poll is the same row
    columns.text("digest"),
    columns.text("brand"),
    columns.text("connector"),
    columns.text("place"),
    columns.text("reason"),
    columns.text("raw"),
    columns.moment("at"),
    PrimaryKeyConstraint("digest", "brand"),
)


# The key of the hashes that are left of deleted texts. Erased, the hashes say nothing any more.
salt = Table(
    "salt",
    metadata,
    columns.text("brand"),
    Column("value", LargeBinary, nullable=False),
    PrimaryKeyConstraint("brand"),
)
