"""Fakes for tests, ours and yours: small real implementations of the ports, kept in memory.

`FakeClock` goes where it is told, `FakePlatform` fails on request and remembers what the public
saw, `FakeChannel` and `FakeObserver` collect, `MemoryStore` is the real store without a file.
They pass the same contract suite as the real ones.
"""

from monitor.testing.channel import FakeChannel
from monitor.testing.clock import MONDAY_MORNING, FakeClock
from monitor.testing.collectors import FakeHeads, FakeObserver, FakeTombstones
from monitor.testing.desk import FakeDesk, LaidCard
from monitor.testing.examples import a_message, a_reading, an_author, an_outgoing
from monitor.testing.fault import RETRY_AFTER, Fault
from monitor.testing.platform import FakeMeasure, FakePlatform
from monitor.testing.store import MemoryStore

__all__ = [
    "MONDAY_MORNING",
    "RETRY_AFTER",
    "FakeChannel",
    "FakeClock",
    "FakeDesk",
    "FakeHeads",
    "FakeMeasure",
    "FakeObserver",
    "FakePlatform",
    "FakeTombstones",
    "Fault",
    "LaidCard",
    "MemoryStore",
    "a_message",
    "a_reading",
    "an_author",
    "an_outgoing",
]
