"""How often the unlock breaks its promise: automatic, although fewer than nine in ten are right.

Streams of decisions with a known truth, looked at after every decision, on every step.
The same at each run.
"""

import sys
from collections.abc import Sequence

from tests.simulators.owner_stream import Machine, Run, stream

PROMISE = 0.90
#: of the first 200 decisions
BROKEN_AT_MOST = 0.12
RUNS, MENTIONS = 200, 200

MACHINES = (
    Machine("always right in .80", 0.5, lambda _: 0.80),
    Machine("always right in .85", 0.5, lambda _: 0.85),
    Machine("always right in .88", 0.5, lambda _: 0.88),
    Machine("always right in .95", 0.5, lambda _: 0.95),
    Machine("always right in .98", 0.5, lambda _: 0.98),
    Machine("surer is better, .70 to .99", 0.5, lambda score: 0.70 + 0.29 * (score - 0.5) / 0.5),
    Machine("surer is no better, floor .9, .85", 0.9, lambda _: 0.85),
    Machine("floor .9, .97", 0.9, lambda _: 0.97),
)


def runs_of(machine: Machine, runs: int = RUNS, mentions: int = MENTIONS) -> list[Run]:
    """So many streams, each with a seed of its own."""
    return [stream(machine, mentions, seed) for seed in range(runs)]


def broken(runs: Sequence[Run]) -> float:
    """The share of them in which it was first earned against the truth."""
    return sum(run.true is not None and run.true < PROMISE for run in runs) / len(runs)


def main() -> int:
    """Prints a line for each machine; 1 when one of .85 or less is unlocked too often."""
    failed = 0
    print(f"{RUNS} streams each, {MENTIONS} mentions, a look after every decision")
    print(f"{'machine':34} {'earned':>7} {'broken':>7} {'after':>6} {'lost':>6} {'wrong said':>11}")
    for machine in MACHINES:
        runs = runs_of(machine)
        earned = sorted(run.earned_after for run in runs if run.earned_after is not None)
        median = str(earned[len(earned) // 2]) if earned else "-"
        said, wrong = sum(run.said for run in runs), sum(run.wrong for run in runs)
        share = f"{wrong / said:.3f}" if said else "-"
        print(
            f"{machine.name:34} {len(earned) / len(runs):7.3f} {broken(runs):7.3f} {median:>6} "
            f"{sum(run.lost for run in runs) / len(runs):6.2f} {share:>11}"
        )
        failed += machine.true_from(machine.floor) <= 0.85 and broken(runs) > BROKEN_AT_MOST
    return failed


if __name__ == "__main__":
    sys.exit(main())
