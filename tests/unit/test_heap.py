"""The daemon's threads share one heap, where the C library can be asked for it."""

import ctypes
import gc
import platform
import subprocess
import sys
from weakref import ref

import pytest

from monitor.heap import share_one_heap, start_is_over
from tests.program import ROOT

#: fills memory in eight threads at once, and tells how many heaps that took
_HEAPS = """
import ctypes, sys, threading
from monitor.heap import share_one_heap
if sys.argv[1] == "shared":
    assert share_one_heap()
everybody = threading.Barrier(8)
def fill():
    everybody.wait()
    kept = [bytes(5_000) for _ in range(50)]
    everybody.wait()
threads = [threading.Thread(target=fill) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
ctypes.CDLL(None).malloc_stats()
"""
needs_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's own option")


def heaps(how: str) -> int:
    ended = subprocess.run(
        [sys.executable, "-c", _HEAPS, how],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return sum(line.startswith("Arena ") for line in ended.stderr.splitlines())


@needs_glibc
def test_all_threads_share_one_heap() -> None:
    assert heaps("shared") == 1
    assert heaps("apart") > 1


class _Other:
    """A C library that is not glibc, and would take the number for something else."""

    def __init__(self, _name: None) -> None:
        pass

    def mallopt(self, *_option: int) -> int:
        raise AssertionError("asked for what it does not know")


def test_where_there_is_no_glibc_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", _Other)
    assert not share_one_heap()


class _Ring:
    """Refers to itself: only the collector can throw it away."""

    def __init__(self) -> None:
        self.itself = self


def test_what_the_start_left_is_thrown_away_and_the_rest_is_not_looked_through_again() -> None:
    left, kept = ref(_Ring()), _Ring()
    began_with = gc.get_freeze_count()
    try:
        start_is_over()
        assert left() is None
        assert gc.get_freeze_count() > began_with
        assert all(one is not kept for one in gc.get_objects())
    finally:
        gc.unfreeze()
