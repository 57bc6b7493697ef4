"""The whole path, fetch → outbox, against a bare `vaderSentiment` loop over the same texts.

Texts of about 128 characters in pages of 100, through `poll` and triage as the daemon calls them:
SQLite with `synchronous=FULL`, one commit a page, all rules of the default playbook, and every
case, slot and effect that follows. CPU seconds of this process (user and system), the bare loop
and the path in turn for every page, so that a busy machine slows both; medians of the rounds. What
the clock on the wall said stands beside.

`VADER only` reads as little as a decision needs: VADER's score of the raw text and of the masked
one, and no phrase list. `All scorers` is the reader of the product.
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from monitor.app import App, build, for_real
from monitor.config import Config, load_config
from monitor.domain.message import Message, Page
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.surge import SurgeLimits
from monitor.domain.values import replace
from monitor.heap import start_is_over
from monitor.scoring.brand_words import BrandWords
from monitor.scoring.normalise import normalise
from monitor.scoring.vader import FastVader
from monitor.services.clocks import VirtualClock
from monitor.services.triage import Reads
from monitor.store import open_store
from tests.benchmarks.feed import BEGAN_AT, mentions

ROUNDS = 7
COUNT = 5_000
PAGE = 100
#: from here on VADER alone calls a text unhappy, or happy
SURE = 0.5


class VaderOnly:
    """VADER as the only scorer: what it says of the raw text, and what of the masked one."""

    def __init__(self, config: Config) -> None:
        self._vader = FastVader()
        self._brand = BrandWords((config.brand.name, *config.brand.also_called))

    def read(self, message: Message) -> Reading:
        """The scores, and the kind that follows from them alone."""
        raw = message.text
        polarity = self._vader.polarity(raw)
        used = self._brand.used_compound(self._vader, raw, normalise(raw), polarity)
        kind = Kind.OTHER
        if used <= -SURE:
            kind = Kind.COMPLAINT
        elif used >= SURE:
            kind = Kind.PRAISE
        return Reading(
            compound=polarity.compound,
            pos=polarity.pos,
            neu=polarity.neu,
            neg=polarity.neg,
            compound_used=used,
            kind=kind,
            certainty=Certainty.UNSURE if kind is Kind.OTHER else Certainty.SURE,
            language="en",
            scorers="vader",
        )


class Pages:
    """A connector whose platform has all messages ready, a page for every fetch."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self._messages = messages

    def fetch(self, cursor: str) -> Page:
        """The page after the cursor."""
        start = int(cursor or 0)
        messages = tuple(self._messages[start : start + PAGE])
        return Page(messages=messages, cursor=str(start + len(messages)))


class Turn(NamedTuple):
    """CPU seconds of one turn, and what else is told of it."""

    bare: float
    path: float
    wall: float
    #: rows that the path wrote
    cases: int
    effects: int


def main() -> int:
    """Prints the ratios; 0."""
    config = load_config(Path(__file__).parents[2] / "config.toml")
    library = SentimentIntensityAnalyzer()
    for name, share, reader in (
        ("VADER only", 0.1, VaderOnly(config)),
        ("all scorers", 0.1, None),
        ("all scorers, half complaints", 0.5, None),
    ):
        messages = mentions(COUNT, complaints=share)
        turns = [_turn(config, library, messages, reader) for _ in range(ROUNDS)]
        print(_line(name, turns))
    return 0


def _turn(
    config: Config,
    library: SentimentIntensityAnalyzer,
    messages: list[Message],
    reader: Reads | None,
) -> Turn:
    bare = path = wall = 0.0
    with tempfile.TemporaryDirectory() as folder:
        app = _app(config, Path(folder))
        if reader is not None:
            app.triage.reader = reader
        source = Pages(messages)
        # as `monitor run` does before its first page
        start_is_over()
        for start in range(0, COUNT, PAGE):
            texts = [message.text for message in messages[start : start + PAGE]]
            bare += _cpu(partial(_bare, library, texts))
            began = time.perf_counter()
            path += _cpu(lambda: _through(app, source))
            wall += time.perf_counter() - began
        with app.store.read() as tx:
            cases = len(tx.cases.listed(only_open=False))
            effects = len(tx.outbox.between(BEGAN_AT, BEGAN_AT + timedelta(days=1)))
        app.close()
        gc.unfreeze()
    return Turn(bare, path, wall, cases, effects)


def _line(name: str, turns: list[Turn]) -> str:
    ratio = statistics.median(turn.bare / turn.path for turn in turns)
    path, bare, wall = (
        statistics.median(seconds) / COUNT * 1e6
        for seconds in ([t.path for t in turns], [t.bare for t in turns], [t.wall for t in turns])
    )
    return (
        f"{name}: {ratio:.2f} x the bare library ({path:.0f} us CPU a mention against {bare:.0f};"
        f" wall {wall:.0f}); {turns[0].cases / COUNT:.1%} of the mentions opened a case,"
        f" {turns[0].effects} effects in the outbox"
    )


def _app(config: Config, folder: Path) -> App:
    return build(
        config,
        clock=VirtualClock(BEGAN_AT),
        store=open_store(f"sqlite:///{folder / 'bench.db'}"),
        connectors=(),
        # counted as ever, and never a surge: that would fold the alerts
        policy=replace(for_real(config.policy()), surge=SurgeLimits(complaints=1_000_000)),
        is_live=False,
    )


def _bare(library: SentimentIntensityAnalyzer, texts: list[str]) -> None:
    for text in texts:
        library.polarity_scores(text)


def _through(app: App, source: Pages) -> None:
    """One poll, and what it brought decided on."""
    app.ingest.poll("bench", source, app.intake.page)


def _cpu(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


if __name__ == "__main__":
    main()
