"""What the program takes: memory of the daemon (on the sample and with four platforms) and of a
replay, and the time `--version` needs.

Processes of their own, in a folder of their own. Resident memory is what Linux counts (`VmRSS`,
`VmHWM`): libraries that other programs share count as well.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from monitor.domain.message_file import write_line
from tests.benchmarks.feed import mentions
from tests.end_to_end.four_accounts import four_accounts

ROOT = Path(__file__).parents[2]
DAEMON_MB, FOUR_MB, REPLAY_MB, VERSION_RATIO = 60, 150, 50, 3
SECONDS, MENTIONS, STARTS, PEOPLE = 30, 10_000, 11, 20

#: replays a file in a process that tells its memory before and at its highest
_REPLAY = """
import sys
from pathlib import Path
def memory(name):
    line = next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith(name))
    return int(line.split()[1])
import monitor.app, monitor.cli.replay, monitor.cli
before = memory("VmRSS")
code = monitor.cli.run(["replay", "mentions.jsonl"])
print("MEMORY", before, memory("VmHWM"))
sys.exit(code)
"""


def main(seconds: float = SECONDS) -> int:
    """Prints the figures beside their targets; 0."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "config.toml", folder)
        shutil.copytree(ROOT / "playbooks", folder / "playbooks")
        daemon = _daemon(folder, seconds)
        print(f"daemon on the sample feed after {seconds:g} s: {daemon:.1f} MB (<= {DAEMON_MB})")
        four = _four_platforms(folder / "four", seconds)
        print(f"daemon with four platforms after {seconds:g} s: {four:.1f} MB (<= {FOUR_MB})")
        grown = _replay(folder)
        print(f"replay of {MENTIONS:,} mentions: grows by {grown:.1f} MB (<= {REPLAY_MB})")
        ratio, took = _version(folder)
        print(
            f"monitor --version: {ratio:.2f} x the start of bare Python (<= {VERSION_RATIO}; "
            f"{took * 1000:.0f} ms)"
        )
    return 0


def _daemon(folder: Path, seconds: float) -> float:
    """The daemon's memory after so many seconds, in MB."""
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run"],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.DEVNULL,
    )
    try:
        time.sleep(seconds)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _four_platforms(folder: Path, seconds: float) -> float:
    """The same with X, Reddit, Bluesky and Mastodon, which all have something to tell."""
    with four_accounts(folder) as shop:
        for person in range(PEOPLE):
            shop.complaints(f"person{person}")
        return _daemon(shop.folder, seconds)


def _replay(folder: Path) -> float:
    """How much a replay adds to the loaded program at its highest, in MB."""
    with (folder / "mentions.jsonl").open("w", encoding="utf-8") as file:
        for message in mentions(MENTIONS, complaints=0.1):
            file.write(write_line(message) + "\n")
    ended = subprocess.run(
        [sys.executable, "-c", _REPLAY],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr)
    before, highest = map(int, ended.stdout.rpartition("MEMORY")[2].split())
    return (highest - before) / 1024


def _version(folder: Path) -> tuple[float, float]:
    """`monitor --version` against bare Python, the two in turn: ratio of medians, and seconds."""
    bare, told = [], []
    for _ in range(STARTS):
        bare.append(_timed(folder, "-c", "pass"))
        told.append(_timed(folder, "-m", "monitor", "--version"))
    return statistics.median(told) / statistics.median(bare), statistics.median(told)


def _timed(folder: Path, *arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began


def _environment() -> dict[str, str]:
    # compiled modules are kept: what compiling leaves behind would count as the daemon's
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT)}


if __name__ == "__main__":
    sys.exit(main())
