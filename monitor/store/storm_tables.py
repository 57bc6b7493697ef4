"""Surges, incidents, and who belongs to an incident.

An index stands here only with the query it serves.
"""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from monitor.store import columns
from monitor.store.columns import metadata

surge = Table(
    "surge",
    metadata,
    columns.key(),
    columns.text("brand"),
    columns.moment("began_at"),
    columns.count("complaints"),
    columns.count("people"),
    # thousandths of a complaint in an hour: exact
    columns.count("normal_milli"),
    columns.moment_or_null("ended_at"),
    columns.text("ended_by"),
    columns.text_or_null("end_"),
)
# One surge at a time, held by the database; is one on.
Index("uq_surge_on", surge.c.brand, unique=True, **columns.where("ended_at IS NULL"))
# the newest that ended; the one in which a moment lies
Index("ix_surge_began_at", surge.c.brand, surge.c.began_at)

incident = Table(
    "incident",
    metadata,
    columns.key(),
    columns.text("brand"),
    # topics and words, as a JSON list
    columns.text("causes"),
    columns.text("sentence"),
    columns.moment("since_at"),
    columns.moment("started_at"),
    columns.text("started_by"),
    # the playbook's words for the next news
    columns.text("promise"),
    # whose yes counts for those who join later; empty: each waits
    columns.text("sends_new_by"),
    # words leave one after the other: not before this moment
    columns.moment_or_null("next_word_at"),
    # by when the people were promised news
    columns.moment_or_null("news_due_at"),
    columns.text("mended_sentence"),
    columns.moment_or_null("mended_at"),
    columns.text("mended_by"),
    columns.moment_or_null("ended_at"),
    columns.text("ended_by"),
    # more time: how often, with which sentence, when, and told of up to which
    columns.number_or_null("renewals"),
    columns.text_or_null("later_sentence"),
    columns.moment_or_null("renewed_at"),
    columns.number_or_null("renewals_told"),
)
# which are open
Index("ix_incident_open", incident.c.brand, **columns.where("ended_at IS NULL"))

incident_person = Table(
    "incident_person",
    metadata,
    Column(
        "incident_number",
        columns.Number,
        ForeignKey("incident.number", ondelete="CASCADE"),
        nullable=False,
    ),
    columns.text("brand"),
    columns.text("author_id"),
    columns.text("message_id"),
    columns.number_or_null("case_number"),
    columns.moment("joined_at"),
    # the effect that tells them of it, and the one that tells them it is mended
    columns.number_or_null("word"),
    columns.number_or_null("news"),
    # the newest effect that tells them it takes longer
    columns.number_or_null("later"),
    PrimaryKeyConstraint("incident_number", "author_id"),
    sqlite_with_rowid=False,
)
# of which incidents is this person a part
Index("ix_incident_person_author_id", incident_person.c.author_id, incident_person.c.brand)
