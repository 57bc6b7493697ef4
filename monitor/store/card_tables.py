"""Cards that lie on the owner's desks."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from monitor.store import columns
from monitor.store.columns import metadata

posted_card = Table(
    "posted_card",
    metadata,
    columns.text("brand"),
    columns.text("desk"),
    columns.text("key"),
    # the key of the card in whose thread it stands
    columns.text("of_"),
    columns.text("place"),
    columns.text("shown"),
    columns.moment("began_at"),
    columns.moment_or_null("changed_at"),
    columns.flag("is_final"),
    PrimaryKeyConstraint("brand", "desk", "key"),
)
# those that may still change
Index(
    "ix_posted_card_alive",
    posted_card.c.brand,
    posted_card.c.desk,
    posted_card.c.changed_at,
    **columns.where("is_final = 0 AND of_ = ''"),
)
