"""`monitor customer link`, `split`, `not-same`, and the same by case: who is one customer."""

import click

from monitor.cli.arguments import CASE
from monitor.cli.as_json import Keys
from monitor.cli.at_the_desk import At, at_the_desk
from monitor.cli.customer_accounts import (
    ACCOUNT_KEYS,
    account_named,
    account_words,
    accounts_json,
    customer_words,
    listed_words,
)
from monitor.cli.lines import keep
from monitor.domain.effect import Action
from monitor.domain.inert import for_terminal
from monitor.domain.store_ports import Tx
from monitor.errors import InputError, WrongState
from monitor.services.customers import Changed, link, not_same, split
from monitor.services.one_case import known_case

CHANGED_KEYS: Keys = {
    "customers[].accounts[]": "each customer there is now, with every account",
    "open_cases[]": "their open cases, such as `c7`",
    "cases[]": "cases that became part of another one, or are on their own again",
}
NOT_SAME_KEYS: Keys = {
    "author_id": "the first account, such as `x:42`",
    "other_id": "the other one: it is suggested no more",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    **{
        f"{group} {name}": {"the answer": CHANGED_KEYS, "each account": ACCOUNT_KEYS}
        for group in ("customer", "case")
        for name in ("link", "split")
    },
    "customer not-same": {"the answer": NOT_SAME_KEYS},
}
why_option = click.option(
    "--why", default="", metavar="TEXT", help="For whoever reads it later; kept with the case."
)


@click.command("link")
@click.argument("account", metavar="ACCOUNT")
@click.argument("other", metavar="ACCOUNT")
@why_option
@at_the_desk
def link_command(at: At, account: str, other: str, why: str) -> None:
    """Say that two accounts are one person. `split` takes it back.

    From then on they are one customer: their open cases become one, with every promise of both and
    the earlier deadline; a machine says one word to them and not two; and what one of them asked
    for ("no automatic words"), or you said of one, holds for both. ACCOUNT is `x:42`, `x:@handle`,
    or `@handle` when only one account is called so.

    \b
    Example:
      monitor customer link x:@ada bluesky:@ada.example --why "the same order number"
    """
    with at.desk.store.begin() as tx:
        first, second = account_named(tx, at.desk, account), account_named(tx, at.desk, other)
        if first.id == second.id:
            raise InputError("these are one and the same account", hint="name two of them")
        _link(tx, at, first.id, second.id, why)


@click.command("split")
@click.argument("account", metavar="ACCOUNT")
@why_option
@at_the_desk
def split_command(at: At, account: str, why: str) -> None:
    """Say that an account is somebody else than those it was linked with.

    What has not changed since is as it was before the link: cases, deadlines, promises, what
    somebody asked for. What was written meanwhile goes with whoever wrote it.

    \b
    Example:
      monitor customer split bluesky:@ada.example --why "her sister"
    """
    with at.desk.store.begin() as tx:
        _split(tx, at, account_named(tx, at.desk, account).id, why)


@click.command("not-same")
@click.argument("account", metavar="ACCOUNT")
@click.argument("other", metavar="ACCOUNT")
@at_the_desk
def not_same_command(at: At, account: str, other: str) -> None:
    """Say that two accounts are two people: it is not suggested again.

    \b
    Example:
      monitor customer not-same x:@ada reddit:@ada
    """
    with at.desk.store.begin() as tx:
        first, second = account_named(tx, at.desk, account), account_named(tx, at.desk, other)
        if first.id == second.id:
            raise InputError("these are one and the same account", hint="name two of them")
        brand = at.desk.config.brand.name
        not_same(tx, brand, first.id, second.id, at.desk.now, by=at.by)
    at.tell(
        {"author_id": first.id, "other_id": second.id},
        f"{account_words(first)} and {account_words(second)} are two people. It is not suggested"
        " again.",
    )


@click.command("link")
@click.argument("case", metavar="C", type=CASE)
@click.argument("other", metavar="C", type=CASE)
@why_option
@at_the_desk
def link_cases_command(at: At, case: int, other: int, why: str) -> None:
    """Say that the customers of two cases are one person; two open cases become one.

    \b
    Example:
      monitor case link 7 9 --why "the same order number"
    """
    with at.desk.store.begin() as tx:
        first, second = known_case(tx, case), known_case(tx, other)
        owners = tx.customers.owner(first), tx.customers.owner(second)
        if owners[0] == owners[1]:
            raise WrongState(f"case {case} and case {other} are of the same account")
        _link(tx, at, *owners, why)


@click.command("split")
@click.argument("case", metavar="C", type=CASE)
@why_option
@at_the_desk
def split_case_command(at: At, case: int, why: str) -> None:
    """Say that whoever began this case is somebody else than the accounts it was linked with.

    \b
    Example:
      monitor case split 9 --why "her sister"
    """
    with at.desk.store.begin() as tx:
        _split(tx, at, tx.customers.owner(known_case(tx, case)), why)


def _link(tx: Tx, at: At, author_id: str, other_id: str, why: str) -> None:
    brand, reason = at.desk.config.brand.name, " ".join(why.split())
    changed = link(tx, brand, author_id, other_id, at.desk.now, by=at.by, why=reason)
    (customer,) = changed.customers
    lines = [f"{customer_words(tx, customer)} are one customer now."]
    if changed.cases:
        (whole,) = changed.open_cases
        parts = listed_words([f"case {number}" for number in sorted(changed.cases)])
        are = "is" if len(changed.cases) == 1 else "are"
        look = keep(f"monitor case {whole}")
        lines.append(
            f"{parts[:1].upper()}{parts[1:]} {are} part of case {whole} now, with every promise and"
            f" the earlier deadline: {look}"
        )
    lines += _one_word(tx, brand, author_id, at)
    shown = for_terminal(other_id, 200)
    lines.append(f"They are two after all: {keep(f'monitor customer split {shown}')}")
    at.tell(_json(tx, changed), *lines)


def _one_word(tx: Tx, brand: str, author_id: str, at: At) -> list[str]:
    """What becomes of drafts to them: they get one word and not two."""
    waiting = [
        effect
        for effect in tx.outbox.waiting_for(brand, author_id)
        if effect.action is Action.ACKNOWLEDGE
    ]
    facts = tx.facts.of_authors(brand, [author_id], at.desk.now).get(author_id)
    held = {slot.effect for slot in facts.slots} if facts is not None else set()
    drafts = listed_words([f"draft {effect.number}" for effect in waiting])
    if waiting and held - {effect.number for effect in waiting}:
        no = keep(f"monitor reject {waiting[0].number}")
        return [f"They have had a word of ours, so {drafts} cannot go out any more: {no}"]
    if len(waiting) > 1:
        return [f"Of {drafts} only one can go out: a customer gets one word and not two."]
    return []


def _split(tx: Tx, at: At, author_id: str, why: str) -> None:
    brand, reason = at.desk.config.brand.name, " ".join(why.split())
    changed = split(tx, brand, author_id, at.desk.now, by=at.by, why=reason)
    alone = account_words(tx.authors.get(author_id), author_id)
    lines = [f"{alone} is a customer of their own again."]
    if changed.cases:
        parts = listed_words([f"case {number}" for number in sorted(changed.cases)])
        are = "is on its own" if len(changed.cases) == 1 else "are on their own"
        lines.append(f"{parts[:1].upper()}{parts[1:]} {are} again.")
    if changed.open_cases:
        cases = listed_words([f"case {number}" for number in changed.open_cases])
        lines.append(f"Open now: {cases}.")
    at.tell(_json(tx, changed), *lines)


def _json(tx: Tx, changed: Changed) -> dict[str, object]:
    """The keys of CHANGED_KEYS."""
    return {
        "customers": [{"accounts": accounts_json(tx, one)} for one in changed.customers],
        "open_cases": [f"c{number}" for number in changed.open_cases],
        "cases": [f"c{number}" for number in changed.cases],
    }
