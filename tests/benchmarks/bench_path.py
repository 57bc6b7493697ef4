"""The whole path, fetch → outbox, against a bare `vaderSentiment` loop over the same texts.

SQLite with `synchronous=FULL`, pages of 100, VADER as the only scorer beside the phrase lists, all
rules of the default playbook. CPU seconds of this process, the two in turn, medians.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from monitor.app import App, build
from monitor.config import load_config
from monitor.domain.message import Message, Page
from monitor.services.clocks import VirtualClock
from monitor.store import open_store
from tests.benchmarks.feed import BEGAN_AT, mentions

ROUNDS = 5
COUNT = 5_000
PAGE = 100


def main() -> int:
    """Prints the ratios; 0."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    library = SentimentIntensityAnalyzer()
    for name, share in (("one mention in ten a complaint", 0.1), ("half of them complaints", 0.5)):
        messages = mentions(COUNT, complaints=share)
        bare, path, wall = [], [], []
        for _ in range(ROUNDS):
            bare.append(_cpu(lambda: [library.polarity_scores(m.text) for m in messages]))
            with tempfile.TemporaryDirectory() as folder:
                app = _app(Path(folder))
                began = time.perf_counter()
                path.append(_cpu(lambda: _through(app, messages)))
                wall.append(time.perf_counter() - began)
                app.close()
        ratio = statistics.median(b / p for b, p in zip(bare, path, strict=True))
        micro = statistics.median(path) / COUNT * 1e6
        reference = statistics.median(bare) / COUNT * 1e6
        print(
            f"{name}: {ratio:.2f} x the bare library "
            f"({micro:.0f} us CPU a mention against {reference:.0f}; "
            f"wall {statistics.median(wall) / COUNT * 1e6:.0f})"
        )
    return 0


def _app(folder: Path) -> App:
    config = load_config(Path(__file__).parents[2] / "config.toml")
    return build(
        config,
        clock=VirtualClock(BEGAN_AT),
        store=open_store(f"sqlite:///{folder / 'bench.db'}"),
        connectors=(),
        is_live=False,
    )


def _through(app: App, messages: list[Message]) -> None:
    for start in range(0, len(messages), PAGE):
        page = Page(messages=tuple(messages[start : start + PAGE]), cursor=str(start + PAGE))
        for stored in app.ingest.store_page("bench", page):
            app.triage.page(stored)


def _cpu(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


if __name__ == "__main__":
    main()
