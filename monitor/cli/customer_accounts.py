"""The accounts of a customer: which one the owner means, and how they are told."""

from monitor.cli.as_json import Keys
from monitor.cli.authors import author_named
from monitor.cli.desk import Desk
from monitor.cli.lines import title, who
from monitor.domain.customer import Customer
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.store_ports import Tx
from monitor.errors import NotFound, WrongState

ACCOUNT_KEYS: Keys = {
    "author_id": "the account, such as `x:42`",
    "platform": "where it is",
    "handle": "its handle, without `@`",
    "name": "the name they gave themselves",
    "linked_at": "when it was linked, or null: it is the only one",
    "linked_by": "who linked it; empty: it is the only one",
    "linked_why": "why, in the words of whoever linked it",
}


def account_named(tx: Tx, desk: Desk, written: str) -> Author:
    """Somebody who has written, and is none of ours. Raises InputError, NotFound, WrongState."""
    author = author_named(tx, written)
    known = tx.authors.get(author.id)
    if known is None:
        raise NotFound(
            f"nobody called `{for_terminal(written.strip(), 120)}` has written yet",
            hint="a customer is somebody who has written: monitor cases lists those with a case",
        )
    own = desk.config.brand.handles.get(known.platform, "")
    if own and own.lstrip("@").casefold() == known.handle.lstrip("@").casefold():
        raise WrongState(f"{who(known)} is your own account")
    return known


def account_words(author: Author | None, author_id: str = "") -> str:
    """`Ada Quill @ada on X`."""
    platform = author.platform if author is not None else author_id.partition(":")[0]
    return f"{who(author, author_id)} on {title(platform)}"


def listed_words(words: list[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def customer_words(tx: Tx, customer: Customer) -> str:
    """Every account of the customer, in words."""
    return listed_words([account_words(tx.authors.get(id_), id_) for id_ in customer.identities])


def accounts_json(tx: Tx, customer: Customer) -> list[dict[str, object]]:
    """Each account; the keys are ACCOUNT_KEYS."""
    links = {link.author_id: link for link in customer.links}
    told: list[dict[str, object]] = []
    for author_id in customer.identities:
        author, link = tx.authors.get(author_id), links.get(author_id)
        told.append(
            {
                "author_id": author_id,
                "platform": author_id.partition(":")[0],
                "handle": author.handle if author is not None else "",
                "name": author.name if author is not None else "",
                "linked_at": link.at.isoformat() if link is not None else None,
                "linked_by": link.by if link is not None else "",
                "linked_why": link.why if link is not None else "",
            }
        )
    return told
