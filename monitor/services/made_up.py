"""Who is flagged, quiet or muted and asks why, or says sorry: the owner is shown the history."""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.effect import Effect
from monitor.domain.facts import Facts
from monitor.domain.making_up import makes_up
from monitor.domain.store_ports import Tx
from monitor.services.flag_alert import alert_of


def told_of(tx: Tx, facts: Facts, hours: Hours, now: datetime) -> Effect | None:
    """An alert, in office hours; None for nearly everybody."""
    message, around = facts.message, facts.circumstances
    if not (around.is_flagged or around.is_quiet or around.is_muted):
        return None
    if message.from_brand or not message.is_live or not (message.addressed or message.is_direct):
        return None
    what = makes_up(message.text)
    if what is None:
        return None
    flags = tx.standings.of_author(message.brand, [message.author.id])
    words = f"{what.value}. A word from a person can end it here. "
    if flags:
        words += f"What was before: monitor flag {flags[-1].flag.number}"
    else:
        words += "No flag of theirs is kept: you decided by yourself to keep quiet"
    which = f"{message.id} {message.version}"
    return alert_of(tx, message.brand, message.author, which, words, hours, now)
