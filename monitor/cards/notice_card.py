"""The card of a notice: what is wrong with the monitor itself, since when, and what helps."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cards.clock_words import at
from monitor.cards.plain_words import sentence
from monitor.domain.clock import Hours
from monitor.domain.effect import Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.press import Act
from monitor.domain.seal import sealed
from monitor.domain.sheet import (
    Button,
    Buttons,
    Part,
    Sheet,
    Sign,
    Words,
    code,
    line,
    small,
    strong,
    theirs,
)

#: of what a platform said
LONGEST = 500
#: a fix that can be typed begins so
_COMMAND = "monitor "
#: news rather than trouble
_NEWS = frozenset({NoticeKind.UNLOCK})


def notice_card(
    notice: Notice, now: datetime, hours: Hours, *, calls: tuple[str, ...] = (), is_sample: bool
) -> Sheet:
    """One that is over says so in the same place, and nothing on it changes any more."""
    return Sheet(
        sign=_sign(notice),
        title=tuple(_title(notice, now, hours)),
        due="" if notice.is_over else "please look",
        parts=tuple(_parts(notice, now, hours)),
        calls=calls if notice.urgency is Urgency.WAKE and not notice.is_over else (),
        is_final=notice.is_over,
        is_sample=is_sample,
    )


def _sign(notice: Notice) -> Sign:
    if notice.is_over:
        return Sign.DONE
    return Sign.NEWS if notice.kind in _NEWS else Sign.TROUBLE


def _title(notice: Notice, now: datetime, hours: Hours) -> Iterator[Words]:
    headline = sentence(notice.headline)
    # a platform's words may stand in it
    yield theirs(f"Over: {headline}" if notice.is_over else headline, is_strong=True)
    yield small(f" · since {at(notice.began_at, now, hours)}")


def _parts(notice: Notice, now: datetime, hours: Hours) -> Iterator[Part]:
    if notice.ended_at is not None:
        since, until = at(notice.began_at, now, hours), at(notice.ended_at, now, hours)
        yield line(f"It was so from {since} until {until}. Nothing is left to do.")
        return
    if notice.text:
        yield line(theirs(notice.text[:LONGEST]))
    if notice.fix:
        is_command = notice.fix.startswith(_COMMAND)
        yield line(strong("What helps: "), code(notice.fix) if is_command else notice.fix)
    if notice.kind is NoticeKind.BUDGET:
        button = Button(
            label="Raise it for today",
            act=Act.RAISE_CAP,
            subject=notice.id,
            seal=sealed(notice),
        )
        yield Buttons(row=(button,))
