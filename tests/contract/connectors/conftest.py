"""The platforms that the contract is asked of, each a simulator with its people: a rig."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.simulators import bluesky_rig, mastodon_rig, reddit_rig, x_rig
from tests.simulators.rig import Rig, SharedClock

#: makes a rig that lives as long as the context
MakeRig = Callable[[SharedClock, Path], AbstractContextManager[Rig]]
RIGS: list[MakeRig] = [bluesky_rig.rig, mastodon_rig.rig, reddit_rig.rig, x_rig.rig]


@pytest.fixture
def clock() -> SharedClock:
    """The time here and on the platform."""
    return SharedClock()


@pytest.fixture(params=RIGS, ids=lambda make: make.__module__.rpartition(".")[2])
def rig(request: pytest.FixtureRequest, clock: SharedClock, tmp_path: Path) -> Iterator[Rig]:
    """Each platform, empty."""
    make: MakeRig = request.param
    with make(clock, tmp_path) as made:
        yield made


@pytest.fixture
def complaint(rig: Rig, clock: SharedClock) -> str:
    """Ada's post, a minute old."""
    post = rig.post("my order never came")
    clock.advance(timedelta(minutes=1))
    return post
