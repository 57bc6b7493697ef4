"""A simulator, from the process of the test: started, stopped, told what to do, and read."""

import http.client
import json
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.simulators.server import HITS, PUBLIC, Fault, Fields


class Simulator:
    """Starts and stops a simulator, tells it what to do, and reads what the public saw."""

    def __init__(self, module: str, folder: Path) -> None:
        #: such as `tests.simulators.bluesky`
        self.module = module
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._start()
        return self

    def _start(self, *args: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.module, str(self.folder), *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        try:
            self._process.communicate(timeout=10)
        finally:
            self._process.kill()

    def stop(self) -> None:
        """It goes away: from now on nobody listens there."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def freeze(self) -> None:
        """It stands still: it answers nothing and closes nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def start_again(self) -> None:
        """It comes back where it was; only a platform that keeps what it knows can do this."""
        self._start(str(self.port))

    def tell(self, what: str, asked: object = None) -> Any:
        """`World.control` in the other process, and its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", f"/control/{what}", json.dumps(asked))
            answer = connection.getresponse()
            content = answer.read()
            assert answer.status == 200, content
            return json.loads(content)["answer"] if content else None
        finally:
            connection.close()

    def stop_clock(self, at: datetime) -> None:
        """The platform's clock stands at this moment."""
        self.tell("clock", at.isoformat())

    def fail_next(self, *faults: Fault | str, on: str) -> None:
        """The next requests that begin like `on` fail like that, one after the other."""
        self.tell("faults", [{"on": on, "fault": Fault(fault)} for fault in faults])

    def public(self) -> list[Fields]:
        """Every word that appeared and every one that went, in order."""
        return self._read(PUBLIC)

    def hits(self) -> list[Fields]:
        """Every request, in order."""
        return self._read(HITS)

    def _read(self, name: str) -> list[Fields]:
        path = self.folder / name
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
