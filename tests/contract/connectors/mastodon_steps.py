"""A Mastodon server for tests of what is special there."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.simulators import mastodon_rig
from tests.simulators.mastodon_rig import MastodonRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fields


@pytest.fixture
def server(clock: SharedClock, tmp_path: Path) -> Iterator[MastodonRig]:
    """An empty one."""
    with mastodon_rig.rig(clock, tmp_path) as made:
        yield made


@pytest.fixture
def complaint(server: MastodonRig, clock: SharedClock) -> str:
    """Ada's post, a minute old."""
    post = server.post("my order never came")
    clock.advance(timedelta(minutes=1))
    return post


def ours(server: MastodonRig) -> list[Fields]:
    """Our statuses as the server has them."""
    found: list[Fields] = server.simulator.tell("seen")
    return found


def asked(server: MastodonRig, request: str) -> int:
    """How many requests began like that."""
    return sum(hit["request"].startswith(request) for hit in server.simulator.hits())
