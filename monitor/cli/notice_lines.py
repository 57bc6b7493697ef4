"""Notices, as `status` and `inbox` show them, and as JSON."""

from datetime import datetime

from monitor.cli.as_json import Keys, moment
from monitor.domain.clock import Hours
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.domain.notice import Notice, sentence

NOTICE_KEYS: Keys = {
    "notice": "such as `n3`",
    "kind": "blind, silent, login, budget, surge or store",
    "headline": "what is wrong",
    "text": "why, and what follows from it",
    "fix": "what helps; may be empty",
    "began_at": "since when",
}
#: a platform's own words may be long
LONGEST = 500


def notice_words(notice: Notice, now: datetime, hours: Hours) -> str:
    """The notice in one line, inert."""
    return for_terminal(sentence(notice, when(notice.began_at, now, hours)), LONGEST)


def notice_json(notice: Notice) -> dict[str, object]:
    """The keys of NOTICE_KEYS."""
    return {
        "notice": notice.id,
        "kind": notice.kind.value,
        "headline": notice.headline,
        "text": notice.text,
        "fix": notice.fix,
        "began_at": moment(notice.began_at),
    }
