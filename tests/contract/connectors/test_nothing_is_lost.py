"""Whatever comes in between, in any order: every mention that is still there was read, and our own
people's words too, as ours.

A seed stands for one story: people post, edit and delete, the owner answers from the phone, reads
fail, and the monitor dies between two pages, before it has stored the one it was given.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from monitor.domain.message import Message
from monitor.errors import ConnectorError
from tests.contract.connectors.steps import Everything, connect
from tests.simulators.rig import Rig, SharedClock
from tests.simulators.server import Fault

STEPS = 40
#: more than any platform gives on a page
A_CROWD = 110
#: longer than any platform takes to show what was posted, or is left alone after a failure
A_WHILE = timedelta(minutes=20)
#: when every platform has laid its whole list before us again
A_DAY = timedelta(hours=26)
FAULTS = (
    Fault.TIMEOUT_BEFORE,
    Fault.UNAVAILABLE_BEFORE,
    Fault.TOO_MANY,
    Fault.HALF_AFTER_ACCEPTANCE,
)
#: named in a way that each platform understands
NAMED = "@larchandloaf u/larchandloaf"


class Story:
    """What happens, and what the monitor has stored of it."""

    def __init__(self, rig: Rig, clock: SharedClock, seed: int) -> None:
        self.rig = rig
        self.clock = clock
        self.random = Random(seed)
        self.stored: dict[str, Message] = {}
        self.theirs: set[str] = set()
        self.ours: set[str] = set()
        self.public: list[str] = []
        self._cursor = ""
        self._monitor: Everything = connect(rig)
        self._happens: tuple[Callable[[], None], ...] = (
            *[self._post] * 4,
            self._write_privately,
            self._answer_from_the_phone,
            self._edit,
            self._delete,
            self._fail,
            self._restart,
            *[self._read_a_little] * 2,
        )

    def goes_on(self) -> None:
        """One more thing happens."""
        self.clock.advance(timedelta(seconds=self.random.choice((1, 5, 40, 200))))
        self.random.choice(self._happens)()

    def ends(self) -> None:
        """Everything is read that is to be had."""
        for wait in (A_WHILE, A_DAY):
            self.clock.advance(wait)
            for _ in range(STEPS):
                if self._reads():
                    break
            else:
                raise AssertionError("it never comes to an end")

    # --- people ---------------------------------------------------------------------------------

    def a_crowd_comes(self) -> None:
        """More at once than a page holds, and the first look at them is cut short."""
        self._post(A_CROWD)
        self._reads(pages_at_most=1)
        self._post(A_CROWD)

    def _post(self, count: int = 0) -> None:
        for _ in range(count or self.random.choice((1, 1, 2, 7))):
            # no platform gives two posts of a page the same moment but by accident
            self.clock.advance(timedelta(milliseconds=3))
            words = f"where is order {self.random.random()}?"
            self.public.append(self.rig.post(words, by=self.random.choice(("ada", "cleo", "dan"))))
            self.theirs.add(self.public[-1])

    def _write_privately(self) -> None:
        self.theirs.add(self.rig.write_privately("hello?", by=self.random.choice(("ada", "dan"))))

    def _answer_from_the_phone(self) -> None:
        if self.public:
            parent = self.random.choice(self.public)
            self.ours.add(self.rig.answer_natively(f"Sorry! {self.random.random()}", parent))

    def _edit(self) -> None:
        if self.public:
            words = f"{NAMED} it is order {self.random.random()}"
            self.rig.edit(self.random.choice(self.public), words)

    def _delete(self) -> None:
        if self.public:
            gone = self.public.pop(self.random.randrange(len(self.public)))
            self.rig.delete(gone)
            self.theirs.discard(gone)

    def _fail(self) -> None:
        self.rig.fail_reads(*self.random.choices(FAULTS, k=self.random.choice((1, 2))))

    # --- the monitor ----------------------------------------------------------------------------

    def _restart(self) -> None:
        self._monitor = connect(self.rig)

    def _read_a_little(self) -> None:
        self._reads(pages_at_most=self.random.choice((1, 2, 5)), may_die=True)

    def _reads(self, pages_at_most: int = 100, *, may_die: bool = False) -> bool:
        """Page after page; whether the end was reached."""
        for _ in range(pages_at_most):
            try:
                page = self._monitor.fetch(self._cursor)
            except ConnectorError as error:
                until = error.retry_at or self.clock.now()
                self.clock.move_to(max(until, self.clock.now() + timedelta(seconds=20)))
                return False
            if may_die and self.random.random() < 0.2:
                self._restart()
                return False
            self.stored |= {message.id: message for message in page.messages}
            self._cursor = page.cursor
            if not page.more:
                return True
        return False


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_every_mention_is_read(rig: Rig, clock: SharedClock, seed: int) -> None:
    story = Story(rig, clock, seed)
    for step in range(STEPS):
        story.goes_on()
        if step == STEPS // 2:
            story.a_crowd_comes()
    story.ends()
    stored = story.stored
    assert story.theirs <= stored.keys(), seed
    assert story.ours <= stored.keys(), seed
    assert {name for name in story.theirs if stored[name].from_brand} == set()
    assert {name for name in story.ours if not stored[name].from_brand} == set()
