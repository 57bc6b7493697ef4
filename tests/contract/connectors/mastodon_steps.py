"""A Mastodon server for tests of what is special there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulators import mastodon_rig
from tests.simulators.mastodon_rig import MastodonRig
from tests.simulators.rig import SharedClock


@pytest.fixture
def server(clock: SharedClock, tmp_path: Path) -> Iterator[MastodonRig]:
    """An empty one."""
    with mastodon_rig.rig(clock, tmp_path) as made:
        yield made


def asked(server: MastodonRig, request: str) -> int:
    """How many requests began like that."""
    return sum(hit["request"].startswith(request) for hit in server.simulator.hits())
