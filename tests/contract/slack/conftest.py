"""A simulated Slack with Bo in `#alerts`, for every test of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulators.slack_rig import SlackRig, slack_rig


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[SlackRig]:
    """Bo and the bot are in `#alerts`; Cy is in the workspace only."""
    with slack_rig(tmp_path) as made:
        for name in ("bo", "cy"):
            made.person(name)
        made.channel("alerts", members=("bo",))
        yield made
