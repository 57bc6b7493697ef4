"""A storm: thousands complain within minutes, against a daemon that may send by itself.

Three processes: the judge as the platform, the daemon with its real loop, and this one, which feeds
the judge and looks into the store from outside. What the public saw is the judge's log.

    python -m tests.simulators.storm FOLDER      the daemon, with automatic sending unlocked
"""

import os
import subprocess
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from monitor.alerts.console import Console
from monitor.alerts.lines import no_words
from monitor.app import build
from monitor.config import load_config
from monitor.daemon import Daemon
from monitor.domain.case import Case
from monitor.domain.effect import Action, Effect, State
from monitor.domain.policy import Mode
from monitor.domain.surge import Surge
from monitor.domain.values import Value, replace
from monitor.store import SqlStore, open_store
from tests.faults.home import Home, complaint, connectors_here
from tests.faults.town import BRAND
from tests.outside import eventually
from tests.program import ROOT
from tests.simulators.judge import Judge

#: the first few come one by one and get their automatic word: there is something to stop
BEFORE = 5
#: what a busy machine may take on top
PATIENCE_S = 120.0
SAMPLE_EVERY_S = 0.05
#: from this on the storm is told
TOLD = "complaints in the last hour, usually"
#: a customer is left to finish for so long
SETTLED = """
[acknowledge]
settle = "1 s"
delay_at_most = "0 s"
per_day = 1000
per_hour = 1000
"""
TEXTS = (
    "@larchandloaf the payment page is broken, charged me twice for {thing}",
    "@larchandloaf your payment page fails and I was charged twice, this is a rip off, {thing}",
    "@larchandloaf overcharged on the payment page, want my money back for {thing}",
    "@larchandloaf the cake arrived broken and {thing} was missing, terrible",
)
THINGS = ("the rye bread", "two brownies", "the cinnamon rolls", "an oat latte", "the quiche")


class Figures(Value):
    """What came of a storm."""

    fed: int
    stored: int
    people: int
    cases: list[Case]
    words: list[Effect]
    #: cards about single complaints that were posted after the surge had begun
    cards: int
    #: how often the screen told of the surge
    told: int
    surges: list[Surge]
    #: public words before and after the surge began
    said_before: int
    said_after: int
    #: from "it is there for us to fetch" to "it is stored", in seconds
    median_s: float
    p99_s: float
    slowest_s: float
    #: resident memory: before, and how much it grew at its highest
    before_mb: float
    grown_mb: float
    errors: str


def storm(folder: Path, count: int, lasting_s: float) -> Figures:
    """So many complaints in so many seconds, and everything that came of them."""
    judged = folder / "judge"
    judged.mkdir(parents=True)
    with Judge(judged) as judge:
        home = Home(folder / "home", judge.port)
        config = home.folder / "config.toml"
        config.write_text(config.read_text(encoding="utf-8") + SETTLED, encoding="utf-8")
        with _daemon(home.folder) as (process, out, errors):
            eventually(home.database.exists)
            store = open_store(f"sqlite:///{home.database}")
            try:
                figures = _observed(judge, store, process.pid, count, lasting_s)
            finally:
                store.close()
        return replace(
            figures,
            told=" ".join(out.read_text(encoding="utf-8").split()).count(TOLD),
            errors=errors.read_text(encoding="utf-8"),
        )


def _observed(judge: Judge, store: SqlStore, pid: int, count: int, lasting_s: float) -> Figures:
    for number in range(1, BEFORE + 1):
        judge.add_mentions([_line(number)])
    # what is missing after that shows in the figures
    eventually(lambda: len(judge.posts()) == BEFORE, PATIENCE_S)
    before_mb = _resident_mb(pid)
    with _Watch(store, pid) as watch:
        fed_at = _feed(judge, count, lasting_s)
        eventually(lambda: watch.stored >= count + BEFORE, lasting_s + PATIENCE_S)
        eventually(lambda: _is_told(store), PATIENCE_S)
    # whatever was about to be said has had its time
    time.sleep(3)
    delays = sorted(watch.delays(fed_at))
    with store.read() as tx:
        surges = tx.surges.between(datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC), BRAND)
        effects = tx.outbox.in_state(*State)
        cases = tx.cases.listed(only_open=False)
    began_at = surges[0].began_at if surges else datetime.now(UTC)
    posts = [datetime.fromisoformat(post["at"]) for post in judge.posts()]
    return Figures(
        fed=count + BEFORE,
        stored=watch.stored,
        people=len({case.author_id for case in cases}),
        cases=cases,
        words=[one for one in effects if one.action is Action.ACKNOWLEDGE],
        cards=sum(
            one.action is Action.ALERT and one.sent_at is not None and one.sent_at > began_at
            for one in effects
        ),
        told=0,
        surges=surges,
        said_before=sum(at <= began_at for at in posts),
        said_after=sum(at > began_at for at in posts),
        median_s=delays[len(delays) // 2],
        p99_s=delays[len(delays) * 99 // 100],
        slowest_s=delays[-1],
        before_mb=before_mb,
        grown_mb=max(watch.resident_mb) - before_mb,
        errors="",
    )


def _feed(judge: Judge, count: int, lasting_s: float) -> list[float]:
    """Complaints at an even pace; when each was there to be fetched."""
    fed_at: list[float] = []
    began = time.monotonic()
    while len(fed_at) < count:
        due = min(count, int((time.monotonic() - began) / lasting_s * count) + 1)
        first = len(fed_at)
        if due > first:
            judge.add_mentions(_line(BEFORE + 1 + number) for number in range(first, due))
            fed_at += [time.monotonic()] * (due - first)
        time.sleep(0.02)
    return fed_at


def _line(number: int) -> str:
    text = TEXTS[number % len(TEXTS)].format(thing=THINGS[number % len(THINGS)])
    return complaint(number, text)


class _Watch:
    """Looks into the store, and at the daemon's memory, time and again."""

    def __init__(self, store: SqlStore, pid: int) -> None:
        self.store = store
        self.pid = pid
        self.stored = 0
        self.resident_mb: list[float] = [0.0]
        #: when so many were stored at least, and how many
        self._samples: list[tuple[float, int]] = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_over.wait(SAMPLE_EVERY_S):
            with self.store.engine.connect() as connection:
                row = connection.exec_driver_sql("SELECT count(*) FROM triage").one()
            self.stored = int(row[0])
            self._samples.append((time.monotonic(), self.stored))
            self.resident_mb.append(_resident_mb(self.pid))

    def delays(self, fed_at: list[float]) -> Iterator[float]:
        """How long each of them took to be stored, as seen from outside."""
        counts = [count for _, count in self._samples]
        for place, at in enumerate(fed_at, BEFORE + 1):
            found = bisect_left(counts, place)
            seen_at = self._samples[found][0] if found < len(counts) else float("inf")
            yield max(0.0, seen_at - at)


@contextmanager
def _daemon(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path, Path]]:
    out, errors = folder / "out.txt", folder / "errors.txt"
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    with out.open("wb") as said, errors.open("wb") as complained:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.simulators.storm", str(folder)],
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT)},
            stdout=said,
            stderr=complained,
        )
        try:
            yield process, out, errors
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=PATIENCE_S)
            process.kill()
            process.wait()


def _is_told(store: SqlStore) -> bool:
    with store.read() as tx:
        notice = tx.notices.get(BRAND, "surge")
    return notice is not None and notice.told_at is not None


def _resident_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def serve(folder: Path) -> None:
    """The daemon, until somebody stops it."""
    config = load_config(folder / "config.toml", connectors=("judge",))
    policy = replace(
        config.policy(), mode=Mode.AUTOMATIC, is_unlocked=True, doors_count_as_open=True
    )
    console = Console(config.hours(), no_words)
    app = build(
        config,
        connectors=connectors_here(config),
        observer=console,
        channels=(console,),
        policy=policy,
    )
    daemon = Daemon(app)
    daemon.stop_on_signals()
    try:
        daemon.run()
    finally:
        app.close()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
