"""The book of promises: their account for a span of time, read from the store."""

from datetime import datetime

from monitor.domain.erasure import is_gone
from monitor.domain.promise_account import Account, account
from monitor.domain.store_ports import Tx


def account_of(tx: Tx, since: datetime, until: datetime, *, brand: str | None = None) -> Account:
    """Every promise of that span; cases of erased people have no timeline to compare with."""
    promises = [one for one in tx.cases.promises() if brand in (None, one.brand)]
    timelines = {}
    for number in {one.case_number for one in promises}:
        case = tx.cases.get(number)
        if case is not None and not is_gone(case.author_id):
            timelines[number] = tx.cases.timeline(number)
    return account(promises, timelines, since, until)
