"""Rows of a sheet: a label, and what stands beside it, in the order in which people read them."""

from collections.abc import Iterator
from enum import Enum, auto

from monitor.alerts.sheet import Draft, Sheet, Who
from monitor.domain.values import Value


class Look(Enum):
    """How a row is shown."""

    #: a label and some words
    PLAIN = auto()
    #: words of theirs, quoted
    THEIRS = auto()
    #: words of ours, to be read as they would be posted
    OURS = auto()
    #: something that speaks against what is asked
    WARNING = auto()


class Row(Value):
    """One of them."""

    label: str
    text: str
    look: Look = Look.PLAIN


def rows(sheet: Sheet) -> Iterator[Row]:
    """Everything but the headline, the steps and the link."""
    if sheet.who is not None:
        yield Row(label="Who", text=who_words(sheet.who, sheet.platform))
    if sheet.said:
        yield Row(label="They said", text=sheet.said, look=Look.THEIRS)
    if sheet.photos:
        count = f"{sheet.photos} picture" + ("s" if sheet.photos != 1 else "")
        yield Row(label="With it", text=f"{count}, to be seen there")
    if sheet.kind:
        what = ", ".join(each for each in (sheet.kind, sheet.topic, sheet.certainty) if each)
        yield Row(label="What", text=what)
    for asked in sheet.asks:
        yield Row(label="Asks", text=asked)
    for order in sheet.orders:
        yield Row(label="Customer", text=order)
    if sheet.policy:
        yield Row(label="Your rule", text=sheet.policy)
    if sheet.note:
        yield Row(label="Note", text=sheet.note)
    for warned in sheet.warnings:
        yield Row(label="Careful", text=warned, look=Look.WARNING)
    if sheet.draft is not None:
        yield Row(label=draft_label(sheet.draft), text=sheet.draft.text, look=Look.OURS)
    if sheet.answer_by:
        yield Row(label="Answer by", text=sheet.answer_by)


def who_words(who: Who, platform: str) -> str:
    """ "Maria Lopez (@marialz on X), 312 followers, there since 2019"."""
    handle = f"@{who.handle} on " if who.handle else ""
    words = [f"{who.name} ({handle}{platform})"]
    if who.followers is not None:
        words.append(f"{who.followers:,} follower" + ("s" if who.followers != 1 else ""))
    if who.since is not None:
        words.append(f"there since {who.since}")
    if who.mentions > 1:
        words.append(f"{who.mentions} mentions in this case")
    return ", ".join(words)


def draft_label(draft: Draft) -> str:
    """ "Draft 12, waits for your yes, 165 of 280 signs, about $0.01"."""
    name = f"Draft {draft.number}" if draft.is_open else "Our reply"
    words = [name, draft.standing, f"{draft.length:,} of {draft.longest:,} signs"]
    if draft.price:
        words.append(f"about {draft.price} for the link in it")
    return ", ".join(words)
