"""Failpoints: nothing in production; armed by the environment, the death of the process."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.domain.ports import no_failpoint
from monitor.failpoints import VARIABLE, armed_failpoint
from tests.faults.failpoints import NotWrittenOut, failpoints, named
from tests.program import ROOT

REACHES = """
from monitor.failpoints import armed_failpoint
failpoint = armed_failpoint()
for number in range(1, 4):
    failpoint("deliver.after_claim")
    failpoint("deliver.after_send")
    print(number, flush=True)
"""


def reached(armed: str) -> subprocess.CompletedProcess[str]:
    """A process that comes to two failpoints, three times."""
    return subprocess.run(
        [sys.executable, "-c", REACHES],
        env={**os.environ, VARIABLE: armed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_nothing_is_armed_as_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert armed_failpoint() is no_failpoint
    monkeypatch.setenv(VARIABLE, "")
    assert armed_failpoint() is no_failpoint


@pytest.mark.parametrize(
    ("armed", "said", "code"),
    [
        # dies at the first time
        ("deliver.after_send", "", -signal.SIGKILL),
        # dies at the third time
        ("deliver.after_send:3", "1\n2\n", -signal.SIGKILL),
        # never comes there
        ("deliver.after_record", "1\n2\n3\n", 0),
        ("deliver.after_send:4", "1\n2\n3\n", 0),
    ],
)
def test_an_armed_failpoint_kills_at_its_time(armed: str, said: str, code: int) -> None:
    ended = reached(armed)
    assert (ended.stdout, ended.returncode) == (said, code)


def test_an_armed_failpoint_hangs_for_ever() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", REACHES],
        env={**os.environ, VARIABLE: "deliver.after_send:2:hang", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
        process.kill()
        assert process.stdout.read() == ""


def test_every_failpoint_of_the_source_has_a_name_of_its_own() -> None:
    calls = list(named(ROOT / "monitor"))
    assert sorted(calls) == list(failpoints())
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", name) for name in calls)


def test_a_failpoint_that_is_not_written_out_is_not_overlooked(tmp_path: Path) -> None:
    (tmp_path / "deliver.py").write_text("def one(self, name):\n    self.failpoint(name)\n")
    with pytest.raises(NotWrittenOut, match=r"deliver\.py:2"):
        list(named(tmp_path))


def test_failpoints_are_calls_and_neither_words_nor_arguments(tmp_path: Path) -> None:
    (tmp_path / "deliver.py").write_text(
        'def one(failpoint=none):\n    """failpoint("a.b")"""\n    two(failpoint)\n'
        '    self.failpoint(\n        "deliver.after_send"\n    )\n'
    )
    assert list(named(tmp_path)) == ["deliver.after_send"]
