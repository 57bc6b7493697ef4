"""The card of a surge: far more complaints than usual, what they share, and what can be done."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cards.buttons import IN_A_ROW
from monitor.cards.clock_words import at
from monitor.cards.plain_words import count_of, in_words, sentence
from monitor.domain.causes import Cause
from monitor.domain.clock import Hours
from monitor.domain.incident import Incident
from monitor.domain.notice import Notice
from monitor.domain.press import Act
from monitor.domain.seal import sealed
from monitor.domain.sheet import (
    Button,
    Buttons,
    Line,
    Part,
    Sheet,
    Sign,
    Style,
    Words,
    line,
    small,
    strong,
    theirs,
)
from monitor.domain.surge import Surge, SurgeEnd, Volume
from monitor.domain.values import Value

_ENDED = {
    SurgeEnd.RESUMED: "machines may speak again",
    SurgeEnd.FALSE_ALARM: "it was a false alarm",
}


class SurgeFacts(Value):
    """All that a surge's card may show."""

    now: datetime
    hours: Hours
    #: which tells of it
    notice: Notice
    #: which it is about; None: nothing is known of it any more
    surge: Surge | None = None
    #: of the last hour
    volume: Volume = Volume()
    is_quiet: bool = False
    causes: tuple[Cause, ...] = ()
    #: so many complaints were looked at for their causes
    looked_at: int = 0
    #: replies that wait for a yes
    drafts: int = 0
    #: those that run
    incidents: tuple[Incident, ...] = ()
    calls: tuple[str, ...] = ()
    is_sample: bool = False

    @property
    def is_on(self) -> bool:
        """It goes on, and this is the card that tells of it."""
        return self.surge is not None and self.surge.is_on and not self.notice.is_over


def surge_card(facts: SurgeFacts) -> Sheet:
    """The whole of it."""
    if not facts.is_on:
        return _over(facts)
    buttons = tuple(_buttons(facts))
    row = Buttons(row=buttons[:IN_A_ROW], more=buttons[IN_A_ROW:])
    return Sheet(
        sign=Sign.WAITS if facts.is_quiet else Sign.TROUBLE,
        title=tuple(_title(facts)),
        due="may machines speak again?" if facts.is_quiet else "please look",
        parts=(*_parts(facts), row),
        calls=() if facts.is_quiet else facts.calls,
        is_sample=facts.is_sample,
    )


def _over(facts: SurgeFacts) -> Sheet:
    surge = facts.surge
    words = "It is over."
    if surge is not None and surge.is_on:
        words = "It goes on: look at the newest card about it."
    elif surge is not None and surge.ended_at is not None and surge.end is not None:
        moment = at(surge.ended_at, facts.now, facts.hours)
        words = f"Ended {moment} by {surge.ended_by}: {_ENDED[surge.end]}."
    return Sheet(
        sign=Sign.DONE,
        title=tuple(_title(facts)),
        parts=(line(words),),
        is_final=True,
        is_sample=facts.is_sample,
    )


def _title(facts: SurgeFacts) -> Iterator[Words]:
    surge = facts.surge
    if surge is None or facts.notice.is_over:
        yield strong("Far more complaints than usual")
    else:
        complaints = count_of(facts.volume.complaints, "complaint")
        usual = f"{round(surge.normal):,}"
        before = "Quiet again: " if facts.is_quiet else ""
        yield strong(f"{before}{complaints} in the last hour")
        yield Words(text=f" (usually {usual})")
    yield small(f" · since {at(facts.notice.began_at, facts.now, facts.hours)}")


def _parts(facts: SurgeFacts) -> Iterator[Part]:
    waiting = f" {count_of(facts.drafts, 'draft')} wait for a yes." if facts.drafts else ""
    if facts.is_quiet:
        yield line(f"Machines stay silent until you say so.{waiting}")
    else:
        yield line(strong("Automatic replies stopped."), waiting)
    yield from _causes(facts)
    for incident in facts.incidents:
        about = ", ".join(in_words(one) for one in incident.causes)
        yield line(
            f"Incident {incident.number} runs: ", theirs(about), ". It has a card of its own."
        )
    if not facts.is_quiet:
        yield line("Pause your scheduled posts too.")


def _causes(facts: SurgeFacts) -> Iterator[Line]:
    if not facts.causes:
        if facts.volume.complaints:
            yield line("They share no cause that stands out.")
        return
    first, *others = facts.causes
    what = (
        "Most have one cause: " if first.complaints * 2 >= facts.looked_at else "Some share one: "
    )
    people = count_of(first.people, "person", "people")
    yield line(what, _name(first, is_strong=True), f" ({people}).")
    if others:
        words: list[Words | str] = [small("Also: ")]
        for number, one in enumerate(others):
            words += [small(", ")] if number else []
            words += [_name(one), small(f" ({one.people})")]
        yield line(*words)
    if not facts.incidents:
        yield line(f"Write one sentence, and a reply to each of these {first.people} is prepared.")


def _name(cause: Cause, *, is_strong: bool = False) -> Words:
    """Words that people share, or the topic."""
    return theirs(cause.words or sentence(in_words(cause.topic)), is_strong=is_strong)


def _buttons(facts: SurgeFacts) -> Iterator[Button]:
    resume = _button(
        facts,
        "Machines may speak",
        Act.RESUME,
        style=Style.FIRST if facts.is_quiet else Style.PLAIN,
    )
    if facts.is_quiet:
        yield resume
    if facts.causes:
        if not facts.incidents:
            first = Style.PLAIN if facts.is_quiet else Style.FIRST
            yield _button(facts, "Start incident", Act.START_INCIDENT, style=first)
        yield _button(facts, "Show 3 examples", Act.EXAMPLES)
    yield _button(facts, "False alarm", Act.FALSE_ALARM)
    if not facts.is_quiet:
        yield resume


def _button(facts: SurgeFacts, label: str, act: Act, **looks: object) -> Button:
    return Button(
        label=label,
        act=act,
        subject=facts.notice.id,
        seal=sealed(facts.notice),
        **looks,  # type: ignore[arg-type]
    )
