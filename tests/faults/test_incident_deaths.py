"""An incident's words, with a death wherever one may come: everybody hears each once, nobody twice.

The platform is a process of its own, and its append-only log decides.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.store_ports import Store, Tx
from monitor.testing import FakeClock, MemoryStore
from tests.faults.failpoints import failpoints
from tests.faults.judged import JudgedShop, account
from tests.shop import people
from tests.simulators.judge import Judge
from tests.simulators.server import Fault

PAYMENT = "@larchandloaf the payment page is broken, charged me twice, this is a rip off"
SENTENCE = "Our payment page is down since 10, we are on it."
MENDED = "It works again, thank you for your patience."
LATER = "We wait for a part."
COUNT = 4
STEP = timedelta(seconds=10)
ON_THE_WAY = [name for name in failpoints() if name.startswith("deliver.")]
#: the answer is lost, and it was written
UNHEARD = [None, Fault.HALF_AFTER_ACCEPTANCE, Fault.UNAVAILABLE_AFTER_ACCEPTANCE]


class Crash(BaseException):
    """The process is gone."""


class Killed:
    """A store that dies in one of its transactions: before the commit, or just after it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.read = store.read
        self.close = store.close
        self.flush = store.flush
        #: the transaction in which it dies, counted from now; 0: in none
        self.dies_in = 0
        self.is_after_commit = False

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """A transaction, or a death in it."""
        self.dies_in -= 1
        is_last = self.dies_in == 0
        with self.store.begin() as tx:
            yield tx
            if is_last and not self.is_after_commit:
                raise Crash
        if is_last:
            raise Crash


class Street:
    """Four people with one trouble, and a daemon that dies."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        clock = FakeClock()
        self.store = Killed(MemoryStore())
        self.armed, self.left = "", 0
        self.deaths = 0
        self.shop = JudgedShop(
            clock=clock,
            store=self.store,
            accounts=(account(judge, clock),),
            failpoint=self._reach,
        )
        for number, author in enumerate(people(COUNT), 1):
            self.shop.hear(self.shop.says(PAYMENT, id=f"x:{number}", author=author))

    def dies_at(self, failpoint: str, nth: int) -> None:
        self.armed, self.left = failpoint, nth

    def _reach(self, name: str) -> None:
        if name == self.armed:
            self.left -= 1
            if self.left == 0:
                self.armed = ""
                raise Crash

    def work(self) -> None:
        """Some minutes; whenever it dies it is started again."""
        for _ in range(30):
            try:
                self.shop.work()
            except Crash:
                self.deaths += 1
                self.shop.open()
                self.shop.look.after_a_stop()
            self.shop.clock.advance(STEP)

    def yes(self, number: int) -> None:
        """The owner says yes to whoever is ready, as often as it takes."""
        with self.store.read() as tx:
            ready = len(self.shop.incidents.plan(tx, number).ready)
        if ready:
            self.shop.incidents.send(number, ready, by="Jo")

    def heard(self) -> dict[str, Counter[str]]:
        """What each person heard, by the judge's log."""
        heard: dict[str, Counter[str]] = {"told": Counter(), "later": Counter(), "news": Counter()}
        sentences = {"told": SENTENCE, "later": LATER, "news": MENDED}
        for post in self.judge.posts():
            (which,) = [name for name, words in sentences.items() if words in post["text"]]
            heard[which][post["in_reply_to"]] += 1
        return heard


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[Judge]:
    with Judge(tmp_path) as judge:
        yield judge


@pytest.mark.parametrize("fault", UNHEARD, ids=lambda fault: fault or "heard")
@pytest.mark.parametrize("failpoint", ON_THE_WAY)
def test_a_death_on_the_way_tells_nobody_twice(
    judge: Judge, failpoint: str, fault: Fault | None
) -> None:
    street = Street(judge)
    incident = street.shop.incidents.start(["payment page"], SENTENCE, by="Jo")
    street.yes(incident.number)
    street.dies_at(failpoint, 2)
    if fault is not None:
        judge.fail_next(fault)
    street.work()
    street.shop.incidents.more_time(incident.number, LATER, by="Jo")
    street.yes(incident.number)
    street.dies_at(failpoint, 1)
    if fault is not None:
        judge.fail_next(fault)
    street.work()
    street.shop.incidents.mended(incident.number, MENDED, by="Jo")
    street.yes(incident.number)
    street.dies_at(failpoint, 3)
    if fault is not None:
        judge.fail_next(fault)
    street.work()
    everybody = {str(number): 1 for number in range(1, COUNT + 1)}
    assert street.deaths == 3
    assert street.heard() == {"told": everybody, "later": everybody, "news": everybody}


@pytest.mark.parametrize("is_after_commit", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("step", "nth"),
    [
        *(("start", 1), ("send", 1), ("send", 2), ("more_time", 1), ("later", 1), ("later", 2)),
        *(("mended", 1), ("news", 1), ("news", 2)),
    ],
)
def test_a_command_that_dies_is_simply_said_again(
    judge: Judge, step: str, nth: int, is_after_commit: bool
) -> None:
    street = Street(judge)
    street.store.is_after_commit = is_after_commit

    def number() -> int:
        with street.store.read() as tx:
            return tx.incidents.listed()[-1].number

    def start() -> None:
        with street.store.read() as tx:
            if tx.incidents.listed():
                return
        street.shop.incidents.start(["payment page"], SENTENCE, by="Jo")

    def more_time() -> None:
        with street.store.read() as tx:
            if tx.incidents.listed()[0].renewals:
                return
        street.shop.incidents.more_time(number(), LATER, by="Jo")

    def mended() -> None:
        with street.store.read() as tx:
            if tx.incidents.listed()[0].mended_at is not None:
                return
        street.shop.incidents.mended(number(), MENDED, by="Jo")

    deaths = 0
    steps: dict[str, Callable[[], None]] = {
        "start": start,
        "send": lambda: street.yes(number()),
        "more_time": more_time,
        "later": lambda: street.yes(number()),
        "mended": mended,
        "news": lambda: street.yes(number()),
    }
    for name, do in steps.items():
        if name == step:
            street.store.dies_in = nth
        try:
            do()
        except Crash:
            deaths += 1
            street.shop.open()
            do()
        street.store.dies_in = 0
        if name in ("send", "later", "news"):
            street.work()
    everybody = {str(number): 1 for number in range(1, COUNT + 1)}
    assert deaths == 1
    assert street.heard() == {"told": everybody, "later": everybody, "news": everybody}
