"""Reddit for tests of what is special there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors._reddit.faults import Fault
from connectors._reddit.options import Credentials
from connectors._reddit.session import Session
from monitor.domain.delivery import Refused, Wire
from tests.contract.connectors.steps import an_answer
from tests.simulators.reddit_login import CLIENT, PASSWORD, SECRET, US
from tests.simulators.reddit_rig import RedditRig, reddit
from tests.simulators.rig import SharedClock


@pytest.fixture
def rig(clock: SharedClock, tmp_path: Path) -> Iterator[RedditRig]:
    """Empty."""
    with reddit(clock, tmp_path) as made:
        yield made


@pytest.fixture
def wire(rig: RedditRig, complaint: str) -> Wire:
    """Our answer to Ada's post, not sent."""
    return rig.connector().prepare(an_answer(rig, complaint))


@pytest.fixture
def session(rig: RedditRig) -> Session:
    """Logged in as its owner says."""
    return a_session(rig)


def a_session(rig: RedditRig, **changes: str) -> Session:
    given = {"client_id": CLIENT, "client_secret": SECRET, "username": US, "password": PASSWORD}
    return Session(Credentials(base_url=rig.simulator.url, **(given | changes)), rig.clock)


def refused(outcome: object) -> Refused:
    assert isinstance(outcome, Refused), outcome
    return outcome


def fault_of(session: Session, path: str = "api/v1/me") -> Fault:
    with pytest.raises(Fault) as failed:
        session.get(path)
    return failed.value
