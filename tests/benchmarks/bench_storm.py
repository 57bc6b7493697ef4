"""A storm: 10,000 complaints in five minutes, through the real loop, with a judge as the platform.

Wall-clock figures of whatever machine this runs on; the invariants stand in
`tests/end_to_end/test_storm.py`.
"""

import sys
import tempfile
from pathlib import Path

from tests.simulators.storm import storm

COUNT, SECONDS = 10_000, 300.0
P99_S, GROWN_MB = 5.0, 50.0


def main(count: int = COUNT, seconds: float = SECONDS) -> int:
    """Prints the figures beside their targets; 1 when something was lost, said or told twice."""
    with tempfile.TemporaryDirectory() as folder:
        figures = storm(Path(folder), count, seconds)
    print(
        f"{figures.fed:,} complaints in {seconds:g} s: {figures.stored:,} stored,"
        f" {figures.people:,} cases"
    )
    print(
        f"time to stored: median {figures.median_s:.2f} s, p99 {figures.p99_s:.2f} s"
        f" (<= {P99_S:g}), slowest {figures.slowest_s:.2f} s"
    )
    print(
        f"memory: {figures.before_mb:.1f} MB before, grows by {figures.grown_mb:.1f} MB"
        f" (<= {GROWN_MB:g})"
    )
    print(
        f"automatic words: {figures.said_before} before the surge, {figures.said_after} after;"
        f" told {figures.told} time(s), {figures.cards} cards"
    )
    is_fine = (figures.stored, figures.said_after, figures.told) == (figures.fed, 0, 1)
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
