"""Customers who have several authors: which ones, which cases became one, and what they are not.

An index stands here only with the query it serves.
"""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from monitor.store import columns
from monitor.store.columns import metadata

customer_link = Table(
    "customer_link",
    metadata,
    columns.text("author_id"),
    columns.text("brand"),
    # the author in whose name their case and slot stand; has a row itself
    columns.text("customer"),
    columns.moment("at"),
    columns.text("by"),
    columns.text("why"),
    PrimaryKeyConstraint("author_id", "brand"),
    sqlite_with_rowid=False,
)
# every author of a customer
Index("ix_customer_link_customer", customer_link.c.customer, customer_link.c.brand)

joined_case = Table(
    "joined_case",
    metadata,
    Column(
        "case_number",
        columns.Number,
        ForeignKey("case_.number", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        primary_key=True,
        autoincrement=False,
    ),
    columns.text("brand"),
    Column("into_number", columns.Number, nullable=False),
    columns.moment("at"),
    # both cases as they were, and the numbers of the rows that moved: JSON
    columns.text("was"),
    columns.text("base"),
    columns.text("moved"),
)
# joined
Index("ix_joined_case_into_number", joined_case.c.into_number)

not_same = Table(
    "not_same",
    metadata,
    columns.text("brand"),
    # in the order of their ids
    columns.text("author_id"),
    columns.text("other_id"),
    columns.moment("at"),
    columns.text("by"),
    PrimaryKeyConstraint("brand", "author_id", "other_id"),
    sqlite_with_rowid=False,
)

customer_order = Table(
    "customer_order",
    metadata,
    columns.text("author_id"),
    columns.text("brand"),
    # in one way of writing; whose it is stands in the owner's own file, and nowhere here
    columns.text("order_number"),
    columns.moment("at"),
    columns.text("by"),
    PrimaryKeyConstraint("author_id", "brand", "order_number"),
    sqlite_with_rowid=False,
)
