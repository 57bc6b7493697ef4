"""A warm process: everything is loaded, and each `monitor …` is a process forked from it.

A forked daemon is a process of its own, with its own files, threads and locks; SIGKILL takes it as
it takes any other. It only saves the second in which Python loads its libraries, so hundreds of
deaths fit in a test. `python -m tests.faults.warm` is the other side; it speaks lines of JSON.
"""

import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Final, NoReturn, Self

from tests.faults.town import furnish
from tests.program import ROOT, Program

KILL: Final = signal.SIGKILL
#: what a daemon loads when it needs it
LOADED: Final = (
    "monitor.alerts.console",
    "monitor.cli.running",
    "monitor.cli.screen",
    "monitor.daemon",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "tests.simulators.judge_connector",
)


class Ended:
    """How one process ended, and what it said on both outputs."""

    def __init__(self, code: int, said: str) -> None:
        self.code = code
        self.said = said

    @property
    def was_killed(self) -> bool:
        """By SIGKILL."""
        return self.code == -KILL


class Fresh:
    """Starts processes of the monitor as an owner does: Python from its beginning."""

    def run(
        self,
        home: Path,
        *arguments: str,
        failpoint: str = "",
        kill_after_s: float | None = None,
    ) -> Ended:
        """One `monitor …` in that folder, to its end or its death at a failpoint."""
        if kill_after_s is not None:
            raise NotImplementedError("it would die while it loads its libraries")
        ended = Program(home, home / "installed").run(*arguments, failpoint=failpoint)
        return Ended(ended.returncode, ended.stdout + ended.stderr)


class Warm:
    """Starts processes of the monitor; one at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends it."""
        self._process.communicate()

    def run(
        self,
        home: Path,
        *arguments: str,
        failpoint: str = "",
        kill_after_s: float | None = None,
    ) -> Ended:
        """One `monitor …` in that folder, to its end or its death.

        `kill_after_s`: killed so many seconds after its start, wherever it is by then.
        """
        said = home / "said"
        pid = int(self._ask("start", str(home), list(arguments), failpoint)["pid"])
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            # it is not reaped before it is waited for, so the number is nobody else's
            os.kill(pid, KILL)
        code = int(self._ask("wait", pid)["code"])
        return Ended(code, said.read_text(encoding="utf-8"))

    # Any: what JSON gives
    def _ask(self, *what: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        answered = json.loads(self._process.stdout.readline())
        assert isinstance(answered, dict)
        return answered


# --- the other process ------------------------------------------------------------------------


def serve() -> None:
    """Until nobody asks any more."""
    _load()
    for line in sys.stdin:
        match json.loads(line):
            case ["start", home, arguments, failpoint]:
                told: dict[str, int] = {"pid": _start(Path(home), arguments, failpoint)}
            case ["wait", pid]:
                told = {"code": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}
            case asked:
                raise ValueError(asked)
        print(json.dumps(told), flush=True)


def _load() -> None:
    """Whatever a daemon loads; no thread, no file and no connection is left open."""
    for name in LOADED:
        import_module(name)
    from monitor.config import load_config
    from tests.shop import Shop

    # what is worked out at the first use: statements, the lexicon
    shop = Shop()
    shop.sent()
    shop.work()
    shop.store.close()
    # files that nobody changes while this process lives are read once
    with TemporaryDirectory() as folder:
        furnish(Path(folder), port=1)
        config = load_config(Path(folder) / "config.toml")
    playbook = _remember("monitor.app", "load_playbook", config.playbook_folder, ("en",))
    reader = _remember("monitor.app", "reader_for", config)
    _remember("monitor.cli.screen", "run_examples", playbook, reader, config.policy())


def _remember(module: str, name: str, *arguments: object) -> object:
    """From now on that function gives what it gives now: it is always asked for the same."""
    found = import_module(module)
    result = getattr(found, name)(*arguments)
    setattr(found, name, lambda *_arguments, **_options: result)
    return result


def _start(home: Path, arguments: list[str], failpoint: str) -> int:
    """Forks; the child never comes back."""
    pid = os.fork()
    if pid:
        return pid
    try:
        _become(home, arguments, failpoint)
    finally:
        os._exit(70)


def _become(home: Path, arguments: list[str], failpoint: str) -> NoReturn:
    from monitor.cli import run

    said = os.open(home / "said", os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(ours, theirs)
    os.chdir(home)
    for name in [name for name in os.environ if name.startswith("MONITOR_")]:
        del os.environ[name]
    os.environ["HOME"] = str(home)
    if failpoint:
        os.environ["MONITOR_FAILPOINT"] = failpoint
    # the judge's connector, as a package that somebody installed
    sys.path.insert(0, str(home / "installed"))
    code = run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
