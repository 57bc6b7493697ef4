"""PostgreSQL goes away in mid-run, as in a power cut: the same invariants, and it goes on alone."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from monitor.domain.effect import State
from monitor.errors import StoreError
from monitor.store import open_store
from monitor.testing import FakeClock
from tests.contract import servers
from tests.faults.judged import STEP, JudgedShop, account, judges

pytestmark = pytest.mark.postgresql


@pytest.fixture
def server() -> Iterator[tuple[str, Path]]:
    """A server of its own: others would miss theirs."""
    why_not = servers.why_not()
    if why_not:
        pytest.skip(why_not)
    with TemporaryDirectory(prefix="larch-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "server"
        with servers.server(folder) as url:
            yield url, folder


@pytest.mark.parametrize(
    ("at", "failures"),
    [
        # between two transactions a new connection is made, and nobody notices
        ("deliver.after_send", 0),
        # the word is out, and its record is lost
        ("deliver.before_record", 1),
    ],
)
def test_a_restart_in_mid_run_loses_nothing_and_says_nothing_twice(
    server: tuple[str, Path], tmp_path: Path, at: str, failures: int
) -> None:
    url, folder = server
    clock = FakeClock()
    store = open_store(url)
    with judges(tmp_path, "x") as (judge,):
        shop = JudgedShop(clock=clock, store=store, accounts=(account(judge, clock),))
        words = shop.approved("x", 1, 2, 3)
        left = [None]

        def restart(name: str) -> None:
            if name == at and left:
                left.clear()
                servers.restart(folder)

        shop.failpoint = restart
        daemon = shop.daemon()
        failed = 0
        for _ in range(10):
            try:
                daemon.send()
            except StoreError:
                # the job comes again, a second later
                failed += 1
            clock.advance(STEP)
        assert failed == failures
        assert {shop.effect(word.number).state for word in words} == {State.SENT}
        assert sorted(post["in_reply_to"] for post in judge.posts()) == ["1", "2", "3"]
    store.close()
