"""Flags for programs: the row of a list, and the page with the evidence."""

from datetime import datetime

from monitor.cli.as_json import Keys, moment
from monitor.domain.flag import Flag, choice_of
from monitor.domain.message import Author
from monitor.services.flag_story import Happening
from monitor.services.flags import Look

ROW_KEYS: Keys = {
    "flag": "its number, such as `f3`",
    "author_id": "who, such as `x:42`",
    "handle": "the account's handle, without `@`",
    "name": "the name they gave themselves",
    "platform": "where the account is",
    "state": "open, watched, dismissed, decided (kept away) or lapsed",
    "opened_at": "when a person was first asked to look",
    "lapses_at": "when it is over by itself, if nobody decides",
    "points": "what counts against them now",
    "goodwill": "what speaks for them, capped",
    "balance": "points after goodwill",
    "days": "on so many days",
    "mentions": "in so many mentions",
    "answered_at": "when a person of yours answered before the last strike, or null",
    "owed_since": "since when you owe them an answer, or null",
    "owed_case": "the case in which you do, such as `c7`, or null",
    "decision": "dismiss, watch, quiet, mute, hide or block, if it stands; else null",
    "decided_by": "by whom; may be empty",
    "decided_at": "when, or null",
    "until": "when that ends by itself, or null",
    "why": "your words",
    "advice": "dismiss, watch, quiet, mute or block; null: answer them first",
    "advice_words": "the same in words",
}
#: of the inbox
WAITING_KEYS: Keys = {
    key: ROW_KEYS[key] for key in ("flag", "author_id", "handle", "name", "platform", "opened_at")
}
PAGE_KEYS: Keys = {
    **ROW_KEYS,
    "reasons[]": "why we would, in sentences",
    "nothing": "what doing nothing means",
    "tried[]": "what was done for and about them, in words",
    "allowed[]": "what the platform lets a program do, or you",
    "story[]": "everything on one line of time, oldest first",
}
HAPPENING_KEYS: Keys = {
    "at": "when",
    "side": "strike, goodwill, ours or theirs",
    "words": "what happened, in our own words",
    "points": "what it weighs: above zero against them, below for them",
    "why": "why it weighs so; may be empty",
    "message_id": "the message, such as `x:123`; may be empty",
    "url": "where it stands, or stood; may be empty",
    "text": "what they wrote; null when it is deleted, too old, or not theirs",
    "text_hash": "salted, of the text as it was; may be empty",
}


def waiting_flag_json(flag: Flag, author: Author | None) -> dict[str, object]:
    """The keys of WAITING_KEYS."""
    return {
        "flag": flag.id,
        "author_id": flag.author_id,
        "handle": author.handle if author is not None else "",
        "name": author.name if author is not None else "",
        "platform": flag.author_id.partition(":")[0],
        "opened_at": moment(flag.opened_at),
    }


def row_json(look: Look, author: Author | None, owed: str | None) -> dict[str, object]:
    """The keys of ROW_KEYS."""
    standing, choice = look.standing, choice_of(look.decided.steps)
    return {
        "flag": look.flag.id,
        "author_id": look.flag.author_id,
        "handle": author.handle if author is not None else "",
        "name": author.name if author is not None else "",
        "platform": look.flag.author_id.partition(":")[0],
        "state": look.state.value,
        "opened_at": moment(look.flag.opened_at),
        "lapses_at": moment(look.lapses_at),
        "points": standing.points,
        "goodwill": standing.goodwill,
        "balance": standing.balance,
        "days": standing.days,
        "mentions": standing.mentions,
        "answered_at": moment(standing.answered_at),
        "owed_since": moment(standing.owed_since),
        "owed_case": owed,
        "decision": choice.kind.value if choice is not None else None,
        "decided_by": choice.by if choice is not None else "",
        "decided_at": moment(choice.at) if choice is not None else None,
        "until": moment(choice.until) if choice is not None else None,
        "why": choice.why if choice is not None else "",
        "advice": look.advice.choice.value if look.advice.choice is not None else None,
        "advice_words": look.advice.words,
    }


def happening_json(one: Happening) -> dict[str, object]:
    """The keys of HAPPENING_KEYS."""
    return {
        "at": _at(one.at),
        "side": one.side.value,
        "words": one.words,
        "points": one.points,
        "why": one.why,
        "message_id": one.message_id,
        "url": one.url,
        "text": one.message.text or None if one.message is not None else None,
        "text_hash": one.text_hash,
    }


def _at(when: datetime) -> str | None:
    return moment(when)
