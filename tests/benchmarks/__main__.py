"""`make bench`: every benchmark, one after the other."""

import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Runs `main()` of every `bench_*` file of this folder; the number of those that failed."""
    failed = 0
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    chosen = [name for name in names if not sys.argv[1:] or name.removeprefix("bench_") in sys.argv]
    for name in chosen:
        print(f"== {name.removeprefix('bench_')}", flush=True)
        result = import_module(f"tests.benchmarks.{name}").main()
        failed += bool(result)
        print(flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
