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
from tests.faults.killed import failpoints
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


def test_every_failpoint_of_the_source_has_a_name_of_its_own() -> None:
    calls = [
        name
        for path in (ROOT / "monitor").rglob("*.py")
        for name in re.findall(r'failpoint\(\s*"([\w.]+)"', path.read_text(encoding="utf-8"))
    ]
    assert sorted(calls) == failpoints()
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", name) for name in calls)


def test_every_call_of_a_failpoint_is_found() -> None:
    """A name that is not written out could not be enumerated."""
    for path in sorted((ROOT / "monitor").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        called = len(re.findall(r"\.failpoint\(", source))
        named = len(re.findall(r'\.failpoint\(\s*"[\w.]+"\s*\)', source))
        assert called == named, Path(path).name
