"""What happened in a case: a line of its timeline, with what it names."""

from monitor.domain.case import TimelineEntry
from monitor.domain.effect import Effect
from monitor.domain.message import Message
from monitor.domain.values import Value


class Happened(Value):
    """One line, with the message it names and the words it is about, as they are now."""

    entry: TimelineEntry
    message: Message | None = None
    effect: Effect | None = None
