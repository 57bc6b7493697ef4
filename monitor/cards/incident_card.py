"""The card of an incident: one sentence for everybody with the same trouble, and who hears it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.cards.buttons import IN_A_ROW
from monitor.cards.case_facts import Writer
from monitor.cards.clock_words import at
from monitor.cards.plain_words import count_of, in_words
from monitor.cards.who_line import name_words
from monitor.domain.clock import Hours
from monitor.domain.incident import PACE, RENEWALS, Incident
from monitor.domain.permission import Reason
from monitor.domain.platform import platform_named
from monitor.domain.press import Act
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.domain.seal import sealed
from monitor.domain.sheet import (
    Button,
    Buttons,
    Draft,
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
from monitor.domain.values import Value

#: texts that are shown before one yes to many
PREVIEWS = 3
#: after its end a card is still changed for so long
LASTS = timedelta(days=1)


class Preview(Value):
    """One text as its reader would see it."""

    to: Writer
    platform: str
    text: str
    #: what keeps it from being sent like this
    problems: tuple[str, ...] = ()


class IncidentFacts(Value):
    """All that an incident's card may show."""

    now: datetime
    hours: Hours
    incident: Incident
    people: int
    #: so many would hear it by one yes
    ready: int = 0
    #: they know how it stands
    told: int = 0
    #: a yes was said, and their turn comes
    in_line: int = 0
    #: why others are not told, with how many
    left: tuple[tuple[Reason, int], ...] = ()
    previews: tuple[Preview, ...] = ()
    #: nothing leaves, whatever is said
    is_stopped: bool = False
    is_sample: bool = False

    @property
    def is_news(self) -> bool:
        """What is told now is that it is mended."""
        return self.incident.mended_at is not None


def incident_card(facts: IncidentFacts) -> Sheet:
    """The whole of it."""
    incident = facts.incident
    buttons = tuple(_buttons(facts))
    row = Buttons(row=buttons[:IN_A_ROW], more=buttons[IN_A_ROW:])
    is_final = incident.ended_at is not None and facts.now - incident.ended_at >= LASTS
    return Sheet(
        sign=_sign(facts),
        title=tuple(_title(facts)),
        due=_due(facts),
        parts=(*_parts(facts), *((row,) if buttons else ())),
        is_final=is_final,
        is_sample=facts.is_sample,
    )


def _sign(facts: IncidentFacts) -> Sign:
    if not facts.incident.is_open:
        return Sign.DONE
    if facts.ready:
        return Sign.ASKS
    return Sign.SENT if facts.told else Sign.WAITS


def _title(facts: IncidentFacts) -> Iterator[Words]:
    incident = facts.incident
    yield strong(f"Incident {incident.number}: ")
    yield theirs(", ".join(in_words(one) for one in incident.causes), is_strong=True)
    people = count_of(facts.people, "person", "people")
    yield small(f" · {people} · since {at(incident.started_at, facts.now, facts.hours)}")


def _due(facts: IncidentFacts) -> str:
    incident = facts.incident
    if not incident.is_open:
        return ""
    if facts.ready:
        return "send it?"
    due_at = incident.news_due_at
    if due_at is None or facts.is_news:
        return ""
    late = "LATE: news were due" if due_at <= facts.now else "news by"
    return f"{late} {at(due_at, facts.now, facts.hours)}"


def _parts(facts: IncidentFacts) -> Iterator[Part]:
    incident, now, hours = facts.incident, facts.now, facts.hours
    if incident.ended_at is not None:
        yield line(strong(f"Ended {at(incident.ended_at, now, hours)} by {incident.ended_by}."))
    yield line(small("Your sentence: "), incident.sentence)
    if incident.later_sentence:
        yield line(small("It takes longer: "), incident.later_sentence)
    if incident.mended_at is not None:
        moment = at(incident.mended_at, now, hours)
        yield line(small(f"Mended {moment}, by {incident.mended_by}: "), incident.mended_sentence)
    yield line(_standing(facts))
    for reason, count in facts.left:
        people = count_of(count, "person", "people")
        yield line(small(f"Left out, {people}: {REASON_SENTENCES[reason]}."))
    if not facts.people and incident.takes_new:
        yield line("Nobody has complained of it in these words yet; whoever does joins.")
    if not incident.is_open or not facts.ready:
        return
    for preview in facts.previews:
        where = platform_named(preview.platform).title
        yield line(small("To "), *name_words(preview.to), small(f" on {where}:"))
        yield Draft(above="Would say", text=preview.text)
        if preview.problems:
            yield line(strong("Not like this: "), theirs("; ".join(preview.problems)))
    minutes = max(1, round(facts.ready * PACE / timedelta(minutes=1)))
    yield line(
        small(
            f"One after the other, within about {count_of(minutes, 'minute')}; each is looked at"
            " once more before it leaves."
        )
    )
    if facts.is_stopped:
        yield line("Sending is stopped at this moment: they leave when it goes on.")


def _standing(facts: IncidentFacts) -> str:
    """How many know, how many are about to, how many wait for a yes."""
    heard = "heard that it is mended" if facts.is_news else "were told"
    told = f"{count_of(facts.told, 'person', 'people')} {heard}"
    words = [told if facts.told else f"Nobody {heard.replace('were', 'was')} yet"]
    if facts.in_line:
        words.append(f"{facts.in_line:,} in line")
    if facts.ready:
        words.append(f"{count_of(facts.ready, 'reply', 'replies')} prepared")
    if facts.incident.sends_new_by:
        words.append(f"new ones hear it by themselves ({facts.incident.sends_new_by} said so)")
    return f"{'; '.join(words)}."


def _buttons(facts: IncidentFacts) -> Iterator[Button]:
    incident = facts.incident
    if not incident.is_open:
        return
    is_sendable = facts.ready and not any(one.problems for one in facts.previews)
    if is_sendable:
        label = f"Send to these {facts.ready:,}" if facts.ready > 1 else "Send to this one"
        # a yes for many names how many it is for
        yield _button(facts, label, Act.SEND_TO_ALL, style=Style.FIRST, version=facts.ready)
    is_promised = incident.news_due_at is not None and not facts.is_news
    if is_promised and not facts.ready and incident.renewals < RENEWALS:
        # which time it would be: pressed twice it is asked for once
        later = incident.renewals + 1
        yield _button(facts, "It takes longer", Act.MORE_TIME, version=later)
    if not facts.is_news and (is_promised or facts.told or facts.in_line):
        first = Style.PLAIN if is_sendable else Style.FIRST
        yield _button(facts, "It is mended", Act.MENDED, style=first)
    asks = "End it? What was not sent is not sent; the cases stay as they are."
    yield _button(facts, "End it", Act.END_INCIDENT, asks=asks)


def _button(facts: IncidentFacts, label: str, act: Act, **looks: object) -> Button:
    return Button(
        label=label,
        act=act,
        subject=facts.incident.id,
        seal=sealed(facts.incident),
        **looks,  # type: ignore[arg-type]
    )
