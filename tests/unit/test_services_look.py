"""Look and retraction: what became of a send nobody heard of, and of a word to be taken back."""

from datetime import datetime, timedelta

import pytest

from monitor.domain.case import Resolution
from monitor.domain.delivery import Sighting, Wire
from monitor.domain.effect import State
from monitor.domain.permission import Reason
from monitor.errors import ConnectorError
from monitor.services.casework import resolve
from monitor.services.retraction import TRIES, TRY_AGAIN_AFTER
from monitor.testing import RETRY_AFTER, FakeClock, FakePlatform
from tests.shop import Shop, people

DELAY = timedelta(seconds=30)


def unheard(fault: str = "timeout_before", platform: FakePlatform | None = None) -> Shop:
    """A word that was sent, and nobody knows how it ended."""
    clock = platform.clock if platform is not None else FakeClock()
    shop = Shop(clock=clock, platform=platform)
    shop.x.read_delay = DELAY
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next(fault)
    shop.deliver.due()
    assert shop.word().state is State.UNKNOWN
    return shop


def test_absence_takes_two_looks_that_far_apart() -> None:
    shop = unheard()
    assert shop.look.due() == 1
    first = shop.word()
    assert (first.state, first.missed_at) == (State.UNKNOWN, shop.clock.now())
    assert first.not_before == shop.clock.now() + DELAY
    shop.clock.advance(DELAY - timedelta(seconds=1))
    assert shop.look.due() == 0
    shop.clock.advance(timedelta(seconds=1))
    assert shop.look.due() == 1
    assert shop.word().state is State.PENDING
    shop.deliver.due()
    sent = shop.word()
    assert (sent.state, sent.fence, sent.attempts) == (State.SENT, 2, 2)
    assert sent.missed_at is None
    assert len(shop.x.public) == 1


def test_what_shows_up_late_is_found_by_the_second_look() -> None:
    shop = unheard("timeout_after_acceptance")
    shop.look.due()
    assert shop.word().state is State.UNKNOWN
    shop.clock.advance(DELAY)
    shop.look.due()
    found = shop.word()
    assert (found.state, found.posted_id) == (State.SENT, shop.x.public[0].posted_id)
    assert len(shop.x.public) == 1


def test_what_was_not_there_is_not_sent_after_our_own_answer() -> None:
    """Nobody could withdraw it while nobody knew whether it is out."""
    shop = unheard()
    shop.clock.advance(timedelta(seconds=10))
    shop.hear(
        shop.says(
            "we are on it, Ada",
            id="x:ours",
            from_brand=True,
            addressed=False,
            conversation_id="x:1",
            parent_id="x:1",
        )
    )
    shop.work_for(timedelta(minutes=4))
    assert (shop.word().state, shop.word().reason) == (State.REFUSED, Reason.ALREADY_ANSWERED)
    assert shop.x.public == []


def test_what_was_not_there_is_not_sent_after_the_case_has_ended() -> None:
    shop = unheard()
    shop.clock.advance(timedelta(seconds=10))
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo")
    shop.work_for(timedelta(minutes=4))
    assert (shop.word().state, shop.word().reason) == (State.REFUSED, Reason.ALREADY_ANSWERED)
    assert shop.x.public == []


class CannotLook(FakePlatform):
    """The listing fails, in one way or another."""

    fault: Exception = ConnectorError("503")

    def find(self, wire: Wire, since: datetime) -> Sighting:
        raise self.fault


@pytest.mark.parametrize("fault", [ConnectorError("503"), RuntimeError("a fault of theirs")])
def test_a_look_that_fails_comes_again_and_decides_nothing(fault: Exception) -> None:
    platform = CannotLook(FakeClock())
    platform.fault = fault
    shop = unheard(platform=platform)
    for _ in range(3):
        shop.look.due()
        word = shop.word()
        assert (word.state, word.missed_at) == (State.UNKNOWN, None)
        assert word.remark
        assert word.not_before > shop.clock.now()
        shop.clock.move_to(word.not_before)
    assert shop.x.sends == 1


def test_one_look_that_breaks_off_does_not_stop_the_others() -> None:
    clock = FakeClock()

    class LooksOnce(FakePlatform):
        def find(self, wire: Wire, since: datetime) -> Sighting:
            if b'"x:1"' in wire.payload:
                raise RuntimeError("a fault of theirs")
            return super().find(wire, since)

    shop = Shop(clock=clock, platform=LooksOnce(clock))
    words = [
        shop.complaint(id=f"x:{number}", author=author)
        for number, author in enumerate(people(2), 1)
    ]
    for word in words:
        shop.review.approve(word.number, by="Jo")
    shop.x.fail_next("timeout_after_acceptance", "timeout_after_acceptance")
    shop.deliver.due()
    shop.look.due()
    assert [shop.effect(word.number).state for word in words] == [State.UNKNOWN, State.SENT]


def test_a_connector_may_say_when_to_look_again() -> None:
    platform = CannotLook(FakeClock())
    at = platform.clock.now() + timedelta(minutes=7)
    platform.fault = ConnectorError("429", retry_at=at)
    shop = unheard(platform=platform)
    shop.look.due()
    assert shop.word().not_before == at


def test_where_nobody_can_look_a_person_does() -> None:
    shop = unheard("timeout_after_acceptance")
    shop.x.can_be_asked = False
    shop.look.due()
    word = shop.word()
    assert word.state is State.NEEDS_PERSON
    assert "cannot be asked" in word.remark
    shop.work_for(timedelta(hours=1), step=timedelta(minutes=5))
    assert len(shop.x.public) == 1


def test_a_pending_word_that_comes_too_late_expires() -> None:
    shop = unheard()
    shop.look.due()
    shop.clock.advance(DELAY)
    shop.look.due()
    word = shop.word()
    assert word.not_after is not None
    shop.clock.move_to(word.not_after + timedelta(seconds=1))
    shop.deliver.due()
    assert shop.word().state is State.EXPIRED
    assert shop.x.public == []


def test_nothing_is_under_way_at_a_start_as_a_rule() -> None:
    shop = Shop()
    shop.sent()
    assert shop.look.after_a_stop() == 0


# ---------------------------------------------------------------- retraction


def retracting() -> Shop:
    shop = Shop()
    shop.review.retract(shop.sent().number, by="Jo")
    return shop


@pytest.mark.parametrize(
    "fault", ["timeout_before", "503_before", "429", "timeout_after_acceptance"]
)
def test_a_deletion_that_fails_is_done_again_until_it_is_gone(fault: str) -> None:
    shop = retracting()
    shop.x.fail_next(fault)
    shop.retraction.due()
    # whatever the answer was: gone is gone
    expected = State.RETRACTED if fault.endswith("acceptance") else State.RETRACTING
    assert shop.word().state is expected
    shop.clock.advance(RETRY_AFTER if fault == "429" else TRY_AGAIN_AFTER)
    shop.retraction.due()
    assert shop.word().state is State.RETRACTED
    assert shop.x.is_gone(shop.word().posted_id)


def test_a_deletion_that_is_forbidden_is_left_to_a_person() -> None:
    shop = retracting()
    shop.x.fail_next("403")
    shop.retraction.due()
    word = shop.word()
    assert word.state is State.NEEDS_PERSON
    assert "by hand" in word.remark


def test_a_deletion_that_never_works_is_left_to_a_person() -> None:
    shop = retracting()
    shop.x.fail_next(*["timeout_before"] * (TRIES + 1))
    for _ in range(TRIES + 1):
        shop.retraction.due()
        shop.clock.advance(TRY_AGAIN_AFTER)
    assert shop.word().state is State.NEEDS_PERSON
    assert shop.retraction.due() == 0


def test_where_nothing_can_be_deleted_a_person_does() -> None:
    shop = retracting()
    shop.retraction.senders = type(shop.retraction.senders)()
    shop.retraction.due()
    assert shop.word().state is State.NEEDS_PERSON
