"""Bluesky for tests of what is special there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulators.bluesky_rig import BlueskyRig, bluesky
from tests.simulators.rig import SharedClock


@pytest.fixture
def rig(clock: SharedClock, tmp_path: Path) -> Iterator[BlueskyRig]:
    """Empty."""
    with bluesky(clock, tmp_path) as made:
        yield made
