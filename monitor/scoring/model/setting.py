"""Setting: whether a text tells of something bought, beside what it says.

The same phrase weighs more beside a "refund" and an "order" than in a post about a match. Pieces
of their own say so: how many words of trade a text has, and what its phrases say with such a word
(or a topic of ours) or without.

Invariants: every text has exactly two of these pieces; the same text has the same.
"""

from collections.abc import Sequence
from typing import Final

from monitor.scoring.grounds import Grounds

#: so many words of trade, or more
MANY: Final = 4

TRADE: Final = frozenset(
    (
        *("order", "orders", "ordered", "buy", "bought", "purchase", "purchased", "sale", "sold"),
        *("price", "charge", "charged", "bill", "paid", "pay", "payment", "money", "refund"),
        *("refunded", "invoice", "deposit", "fee", "fees", "discount", "offer", "voucher"),
        *("coupon", "checkout", "basket", "stock", "size", "sizes", "item", "items", "product"),
        *("products", "brand", "quality", "return", "returned", "exchange", "replacement"),
        *("warranty", "repair", "repaired", "deliver", "delivery", "delivered", "parcel"),
        *("package", "courier", "depot", "shipped", "shipping", "tracking", "driver"),
        *("shop", "store", "branch", "counter", "till", "staff", "manager", "crew", "team"),
        *("service", "services", "support", "helpline", "agent", "customer", "customers"),
        *("complaint", "complaints", "phone", "call", "called", "hold", "email", "emailed"),
        *("account", "login", "password", "code", "app", "website", "site", "update"),
        *("download", "install", "device", "server", "network", "internet", "wifi", "connection"),
        *("cable", "subscription", "plan", "contract", "membership", "member", "policy", "claim"),
        *("insurance", "business", "company", "landlord", "rent", "tenant", "engineer"),
        *("technician", "mechanic", "battery", "appointment", "booked", "booking", "reservation"),
        *("ticket", "tickets", "flight", "flights", "airline", "plane", "pilot", "gate"),
        *("boarding", "seat", "luggage", "bag", "bags", "train", "bus", "coach", "ferry"),
        *("hotel", "room", "reception", "receptionist", "table", "food", "meal", "menu", "dish"),
        *("portion", "chef", "waiter", "waitress", "haircut", "stylist", "gym", "course"),
        *("lesson", "dentist", "vet", "treatment", "card"),
    )
)


def setting(words: Sequence[str], grounds: Grounds) -> tuple[str, str]:
    """The two pieces; `words` as `words_of` gives them."""
    of_trade = len(TRADE.intersection(words))
    said = "strong" if grounds.strong else "weak" if grounds.weak else "nothing"
    subject = "of trade" if of_trade or grounds.topics else "of no trade"
    return f"~trade {min(of_trade, MANY)}", f"~{said} {subject}"
