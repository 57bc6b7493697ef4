"""The program: `monitor` as a process of its own, in a folder of its own with its own config.

What the processes find in their environment is what the test says; nothing of the machine's.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

ROOT: Final = Path(__file__).parents[1]
#: no command of a test takes longer on a busy machine
PATIENCE_S: Final = 180.0
KILLED: Final = -signal.SIGKILL


class Program:
    """`python -m monitor …` in a folder."""

    def __init__(self, folder: Path, *more_path: Path) -> None:
        self.folder = folder
        self.python_path = os.pathsep.join(str(each) for each in (*more_path, ROOT))

    def run(
        self, *arguments: str, failpoint: str = "", typed: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """One command to its end, or to its death."""
        if failpoint:
            environment["MONITOR_FAILPOINT"] = failpoint
        return subprocess.run(
            self._command(arguments),
            cwd=self.folder,
            env=self._environment(environment),
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
        )

    def do(self, *arguments: str) -> str:
        """One command that has to go well; what it said."""
        ended = self.run(*arguments)
        assert ended.returncode == 0, f"{arguments}: {ended.stdout}\n{ended.stderr}"
        return ended.stdout

    def start(self, *arguments: str, **environment: str) -> "Running":
        """A command that goes on; stop it."""
        return Running(
            subprocess.Popen(
                self._command(arguments),
                cwd=self.folder,
                env=self._environment(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        )

    @staticmethod
    def _command(arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "monitor", *arguments]

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MONITOR_", "PYTHON", "COLUMNS"))
        }
        return {**kept, "PYTHONPATH": self.python_path, "HOME": str(self.folder), **more}


class Running:
    """A process that goes on, and everything it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self.complained: list[str] = []
        self._readers = [
            threading.Thread(target=_collect, args=(process.stdout, self.said), daemon=True),
            threading.Thread(target=_collect, args=(process.stderr, self.complained), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    @property
    def text(self) -> str:
        """All that was said, without the breaks of lines."""
        return " ".join(" ".join(self.said).split())

    @property
    def all_of_it(self) -> str:
        """The same, and what it complained of."""
        return " ".join(" ".join((*self.said, *self.complained)).split())

    def wait_for(self, words: str, within_s: float = PATIENCE_S) -> None:
        """Until it has said that."""
        end = time.monotonic() + within_s
        while words not in self.text:
            assert self.process.poll() is None, f"it ended: {self.said} {self.complained}"
            assert time.monotonic() < end, f"not said: {words!r} in {self.said} {self.complained}"
            time.sleep(0.02)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Asks it to end; its exit code, and how many seconds it took."""
        asked_at = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=PATIENCE_S)
        took = time.monotonic() - asked_at
        self.join()
        return code, took

    def join(self) -> None:
        """Until everything that it said before its end is read."""
        for reader in self._readers:
            reader.join()


def _collect(stream: object, lines: list[str]) -> None:
    assert stream is not None
    for line in stream:  # type: ignore[attr-defined]
        lines.append(line)
