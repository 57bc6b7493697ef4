"""A shop and its judge, each in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.home import Home
from tests.simulators.judge import Judge


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[Judge]:
    """The platform, and what the public saw."""
    folder = tmp_path / "judge"
    folder.mkdir()
    with Judge(folder) as started:
        yield started


@pytest.fixture
def home(tmp_path: Path, judge: Judge) -> Home:
    """A shop that was started once: what is written from now on may be answered."""
    folder = tmp_path / "home"
    folder.mkdir()
    made = Home(folder, judge.port)
    made.once()
    return made
