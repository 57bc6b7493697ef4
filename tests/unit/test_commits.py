"""Commits: one for a page and two for a delivery, counted and not timed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from monitor.daemon import Daemon
from monitor.domain.effect import State
from monitor.store import SqlStore, open_store
from tests.app import app_of
from tests.shop import BROKEN, PRAISE, Shop, people


class Commits:
    """How many there were."""

    count = 0


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """On a file, as in a real run."""
    store = open_store(f"sqlite:///{tmp_path / 'shop.db'}")
    yield Shop(store=store)
    store.close()


@contextmanager
def counted(shop: Shop) -> Iterator[Commits]:
    """Counts the commits of what is done inside."""
    assert isinstance(shop.store, SqlStore)
    commits = Commits()

    def commit(_connection: object) -> None:
        commits.count += 1

    event.listen(shop.store.engine, "commit", commit)
    try:
        yield commits
    finally:
        event.remove(shop.store.engine, "commit", commit)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_page_takes_one_commit_whatever_its_size(shop: Shop, size: int) -> None:
    page = [
        shop.says(BROKEN if number % 3 else PRAISE, id=f"x:{number}", author=author)
        for number, author in enumerate(people(size), 1)
    ]
    with counted(shop) as commits:
        shop.hear(*page)
    assert commits.count == 1
    assert len(shop.observer.decisions) == size


def test_a_page_of_what_is_known_takes_one_commit(shop: Shop) -> None:
    shop.hear(shop.says())
    with counted(shop) as commits:
        shop.hear(shop.says())
    assert commits.count == 1


def test_a_delivery_takes_two_commits(shop: Shop) -> None:
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    with counted(shop) as commits:
        shop.deliver.due()
    assert shop.effect(draft.number).state is State.SENT
    assert commits.count == 2


@pytest.mark.parametrize("fault", ["403", "429", "timeout_before"])
def test_a_delivery_that_fails_takes_two_commits(shop: Shop, fault: str) -> None:
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next(fault)
    with counted(shop) as commits:
        shop.deliver.due()
    assert commits.count == 2


def test_a_look_takes_one_commit(shop: Shop) -> None:
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next("timeout_after_acceptance")
    shop.deliver.due()
    with counted(shop) as commits:
        shop.look.due()
    assert shop.effect(draft.number).state is State.SENT
    assert commits.count == 1


def test_a_yes_takes_one_commit(shop: Shop) -> None:
    draft = shop.complaint()
    with counted(shop) as commits:
        shop.review.approve(draft.number, by="Jo")
    assert commits.count == 1


def test_alerts_take_one_commit_together(shop: Shop) -> None:
    for number, author in enumerate(people(5), 1):
        shop.complaint(id=f"x:{number}", author=author)
    with counted(shop) as commits:
        assert shop.notify.due() == 5
    assert commits.count == 1


def test_a_daemon_with_nothing_to_do_commits_nothing(shop: Shop) -> None:
    daemon = Daemon(app_of(shop))
    daemon.once()
    shop.clock.advance(timedelta(seconds=1))
    with counted(shop) as commits:
        daemon.send()
        shop.notify.due()
        shop.deadlines.due()
        daemon.poll(shop.x)
    assert commits.count == 0
