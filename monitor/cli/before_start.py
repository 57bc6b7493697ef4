"""What was written before the first start and nobody has answered: for the owner to take up."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cli.as_json import Keys
from monitor.cli.common import say, say_json
from monitor.cli.desk import Desk
from monitor.cli.lines import count_of, hang, link, who, width
from monitor.domain.clock import Hours
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.domain.platform import platform_named
from monitor.domain.stored import Decided

#: so much of a text is shown
TEXT = 200
BEFORE_KEYS: Keys = {
    "id": "the message, such as `x:123`",
    "kind": "complaint or question",
    "author": "their handle",
    "text": "what they wrote",
    "url": "where it stands",
    "created_at": "when it was written",
}


def say_before_start(desk: Desk, *, as_json: bool) -> None:
    """All of it, newest first."""
    from monitor.services.unanswered import unanswered_before_start

    with desk.store.read() as tx:
        found = unanswered_before_start(tx, desk.config.brand.name)
    if as_json:
        say_json([_json(decided) for decided in found])
        return
    for line in _lines(found, desk.now, desk.hours):
        say(line)


def before_start_line(count: int) -> str:
    """The line that leads there."""
    found = count_of(count, "complaint or question", "complaints or questions")
    return f"Unanswered from the 30 days before the first start: {found} (monitor inbox --before)"


def _lines(found: list[Decided], now: datetime, hours: Hours) -> Iterator[str]:
    if not found:
        yield "Nothing from the 30 days before the first start is unanswered."
        return
    yield before_start_line(len(found)).partition(" (")[0] + "."
    yield "No machine answers these. Answer by hand where it still helps, or open a case."
    for decided in found:
        message = decided.message
        yield ""
        place = platform_named(message.platform).title
        head = f"{who(message.author)} · {place} · {when(message.created_at, now, hours)}"
        yield from hang("  ", f"{head} · {decided.reading.kind.value}", width())
        yield from hang("    ", f'"{for_terminal(message.text, TEXT)}"', width())
        if message.url:
            yield link("    ", message.url)
        yield from hang("    ", f"monitor case open {for_terminal(message.id, 80)}", width())
    yield ""
    yield "What would a machine have said to them, and would it have been right: monitor practice"


def _json(decided: Decided) -> dict[str, str]:
    message = decided.message
    return {
        "id": message.id,
        "kind": decided.reading.kind.value,
        "author": message.author.handle,
        "text": message.text,
        "url": message.url,
        "created_at": message.created_at.isoformat(),
    }
