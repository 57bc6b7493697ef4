"""Labels: what people's decisions say about the words of a machine."""

from sqlalchemy import Index, Table, UniqueConstraint

from monitor.store import columns
from monitor.store.columns import metadata

label = Table(
    "label",
    metadata,
    columns.key(),
    columns.text("brand"),
    columns.text("message_id"),
    columns.text("author_id"),
    columns.text("platform"),
    columns.number_or_null("effect_number"),
    columns.text("judged"),
    columns.text("reason"),
    columns.flag("is_practice"),
    # millionths
    columns.number_or_null("score_micro"),
    columns.count("floor_micro"),
    columns.text("model"),
    columns.text("by"),
    columns.moment("at"),
    # a mention is judged once; a later decision takes the place of an earlier one
    UniqueConstraint("brand", "message_id"),
)
# the newest
Index("ix_label_at", label.c.brand, label.c.at)
