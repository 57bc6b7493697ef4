"""The public fakes fail as they are asked to, and remember what the public saw."""

from datetime import timedelta

import pytest

from monitor.domain.delivery import Absent, Delivered, Found, NotVisible, Outcome, Refused, Unknown
from monitor.domain.reading import Kind
from monitor.errors import ConnectorError
from monitor.testing import (
    MONDAY_MORNING,
    RETRY_AFTER,
    FakeClock,
    FakePlatform,
    Fault,
    MemoryStore,
    a_message,
    a_reading,
    an_outgoing,
)
from tests.people import ADA, CY


def test_a_clock_goes_where_it_is_told() -> None:
    clock = FakeClock()
    clock.sleep(timedelta(minutes=1))
    assert clock.now() == MONDAY_MORNING + timedelta(minutes=1)
    clock.move_to(MONDAY_MORNING)
    assert clock.now() == MONDAY_MORNING
    with pytest.raises(ValueError, match="no time zone"):
        clock.move_to(MONDAY_MORNING.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("fault", "expected", "is_written"),
    [
        (Fault.TIMEOUT_BEFORE, Unknown(why="no answer in time"), False),
        (Fault.TIMEOUT_AFTER_ACCEPTANCE, Unknown(why="no answer in time"), True),
        (Fault.UNAVAILABLE_BEFORE, Unknown(why="503 after the request was sent"), False),
        (Fault.UNAVAILABLE_AFTER_ACCEPTANCE, Unknown(why="503 after the request was sent"), True),
        (
            Fault.TOO_MANY,
            Refused(
                why="too many requests", permanent=False, retry_at=MONDAY_MORNING + RETRY_AFTER
            ),
            False,
        ),
        (Fault.FORBIDDEN, Refused(why="the platform does not allow this reply"), False),
        (Fault.GONE, Refused(why="the post is gone"), False),
        (Fault.REVOKED, Refused(why="the credentials were revoked", is_auth=True), False),
    ],
)
def test_a_platform_fails_once_as_asked(fault: Fault, expected: Outcome, is_written: bool) -> None:
    platform = FakePlatform(FakeClock())
    platform.fail_next(fault.value)
    wire = platform.prepare(an_outgoing())
    assert platform.send(wire) == expected
    assert len(platform.public) == is_written
    assert isinstance(platform.find(wire, MONDAY_MORNING), Found if is_written else Absent)
    assert isinstance(platform.send(wire), Delivered)
    assert platform.sends == 2


def test_a_platform_may_break_after_it_accepted() -> None:
    platform = FakePlatform(FakeClock())
    platform.fail_next("crash_after_acceptance")
    with pytest.raises(RuntimeError):
        platform.send(platform.prepare(an_outgoing()))
    assert len(platform.public) == 1


def test_a_platform_may_not_be_asked() -> None:
    platform = FakePlatform(FakeClock())
    platform.can_be_asked = False
    sighting = platform.find(platform.prepare(an_outgoing()), MONDAY_MORNING)
    assert sighting == NotVisible(why="x cannot be asked")


def test_a_platform_may_show_a_post_late() -> None:
    clock = FakeClock()
    platform = FakePlatform(clock)
    platform.read_delay = timedelta(seconds=30)
    wire = platform.prepare(an_outgoing())
    platform.send(wire)
    assert isinstance(platform.find(wire, MONDAY_MORNING), Absent)
    clock.advance(timedelta(seconds=30))
    platform.send(platform.prepare(an_outgoing("other words", effect_id="e2")))
    assert isinstance(platform.find(wire, MONDAY_MORNING), Found)


def test_the_log_keeps_what_was_taken_back() -> None:
    platform = FakePlatform(FakeClock())
    sent = platform.send(platform.prepare(an_outgoing("we are sorry")))
    assert isinstance(sent, Delivered)
    platform.retract(sent.posted_id)
    assert [posted.outgoing.text for posted in platform.public] == ["we are sorry"]


def test_a_platform_may_not_be_read() -> None:
    platform = FakePlatform(FakeClock())
    platform.enqueue([a_message()])
    platform.fail_next_fetch(ConnectorError(permanent=True))
    with pytest.raises(ConnectorError):
        platform.fetch("")
    assert len(platform.fetch("").messages) == 1


def test_builders_take_what_matters_and_fill_in_the_rest() -> None:
    message = a_message("late again", id="mastodon:7", author=CY, from_brand=True)
    assert (message.platform, message.author, message.conversation) == (
        "mastodon",
        CY,
        "mastodon:7",
    )
    assert a_message().author.handle == ADA.handle
    assert a_reading(Kind.PRAISE, words=2).compound > 0


def test_the_store_in_memory_is_a_store() -> None:
    store = MemoryStore()
    with store.read() as tx:
        assert tx.pages.cursor("larch", "x") == ""
    store.close()
