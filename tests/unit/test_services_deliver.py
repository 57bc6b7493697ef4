"""Deliver: what is sent, once, what is not said any more, and what each end of a send means."""

from datetime import timedelta

import pytest

from monitor.domain.case import TimelineKind
from monitor.domain.delivery import Outcome, Outgoing, Refused, Wire
from monitor.domain.effect import Action, State
from monitor.domain.message import MessageType
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.services.rests import LOCKED_OUT_FOR
from monitor.services.switches import PAUSED
from monitor.testing import MONDAY_MORNING, RETRY_AFTER, FakeClock, FakePlatform
from tests.people import ADA
from tests.shop import BRAND, BROKEN, LATE, Shop, people, policy

AUTOMATIC = policy(Mode.AUTOMATIC)
#: longer than settling and the random delay
SETTLED = timedelta(minutes=5)


def automatic(**changes: object) -> Shop:
    return Shop(policy=replace(AUTOMATIC, **changes))


# ---------------------------------------------------------------- what is sent


def test_an_approved_word_goes_out_once_and_the_case_knows() -> None:
    shop = Shop()
    word = shop.sent()
    assert word.state is State.SENT
    assert (word.attempts, word.fence) == (1, 1)
    assert [posted.outgoing.text for posted in shop.x.public] == [word.text]
    assert word.text.endswith("– Jo")
    shop.work_for(timedelta(hours=1))
    assert len(shop.x.public) == 1
    with shop.store.read() as tx:
        assert word.case_number is not None
        kinds = [entry.kind for entry in tx.cases.timeline(word.case_number)]
        (promise,) = tx.cases.promises(case_number=word.case_number)
        case = tx.cases.get(word.case_number)
    assert kinds == [TimelineKind.OPENED, TimelineKind.SENT, TimelineKind.PROMISED]
    assert case is not None
    assert case.acknowledged_at == MONDAY_MORNING
    assert case.deadline_at == promise.due_at == word.promised_until


def test_words_and_promise_are_those_of_the_moment_they_go_out() -> None:
    """Held over the afternoon, the promise is of the moment of sending, not of the decision."""
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, "wait", shop.clock.now())
    shop.deliver.due()
    shop.clock.advance(timedelta(hours=3))
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, None, shop.clock.now())
    shop.deliver.due()
    word = shop.effect(draft.number)
    assert word.state is State.SENT
    assert word.promised_until is not None
    assert word.promised_until > shop.clock.now()


def test_a_draft_that_nobody_approved_never_goes_out() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.work_for(timedelta(hours=7), step=timedelta(minutes=10))
    assert shop.x.public == []
    assert shop.effect(draft.number).state in (State.PROPOSED, State.EXPIRED)


# ---------------------------------------------------------------- fresh facts


def test_an_answer_from_the_phone_makes_the_word_unnecessary() -> None:
    shop = automatic()
    word = shop.complaint()
    shop.clock.advance(timedelta(minutes=1))
    ours = shop.says(
        "so sorry, we will call you", id="x:9", from_brand=True, parent_id="x:1",
        conversation_id="x:1", type=MessageType.REPLY, addressed=False,
    )  # fmt: skip
    shop.hear(ours)
    shop.work_for(SETTLED)
    assert shop.x.public == []
    cancelled = shop.effect(word.number)
    assert (cancelled.state, cancelled.reason) == (State.CANCELLED, Reason.ALREADY_ANSWERED)


def test_a_post_that_is_gone_is_not_answered() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    gone = shop.says(id="x:1", deleted_at=shop.clock.now())
    shop.hear(replace(gone, text=""))
    shop.deliver.due()
    assert shop.x.public == []
    assert shop.effect(draft.number).state is State.CANCELLED


def test_a_closed_conversation_ends_it() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    with shop.store.begin() as tx:
        tx.messages.close_conversation(BRAND, "x:1", shop.clock.now(), "locked")
    shop.deliver.due()
    refused = shop.effect(draft.number)
    assert (refused.state, refused.reason) == (State.REFUSED, Reason.CONVERSATION_CLOSED)


def test_nothing_goes_out_after_its_last_moment() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    assert draft.not_after is not None
    shop.clock.move_to(draft.not_after + timedelta(seconds=1))
    shop.deliver.due()
    assert shop.effect(draft.number).state is State.EXPIRED
    assert shop.x.public == []
    # the slot is free again: they were told nothing
    with shop.store.read() as tx:
        facts = tx.facts.of_authors(BRAND, [ADA.id], shop.clock.now())
    assert ADA.id not in facts or facts[ADA.id].slot_effect is None


# ---------------------------------------------------------------- how a send ends


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        ("429", State.PENDING, Reason.ADDRESSED_US),
        ("403", State.REFUSED, Reason.PLATFORM_FORBIDS),
        ("404", State.REFUSED, Reason.PLATFORM_FORBIDS),
        ("timeout_before", State.UNKNOWN, Reason.ADDRESSED_US),
        ("503_after_acceptance", State.UNKNOWN, Reason.ADDRESSED_US),
        # a fault in the connector: the bytes may have left
        ("crash_after_acceptance", State.UNKNOWN, Reason.ADDRESSED_US),
        # the queue is kept until the account is mended
        ("revoked", State.PENDING, Reason.ADDRESSED_US),
    ],
)
def test_one_end_means_one_state(fault: str, state: State, reason: Reason) -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next(fault)
    shop.deliver.due()
    ended = shop.effect(draft.number)
    assert (ended.state, ended.reason) == (state, reason)
    assert ended.remark or state is State.SENT


def test_a_429_waits_as_long_as_it_was_told() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next("429")
    shop.deliver.due()
    assert shop.effect(draft.number).not_before == shop.clock.now() + RETRY_AFTER
    shop.clock.advance(RETRY_AFTER - timedelta(seconds=1))
    shop.deliver.due()
    assert shop.x.sends == 1
    shop.clock.advance(timedelta(seconds=1))
    shop.deliver.due()
    assert shop.effect(draft.number).state is State.SENT


def test_refused_credentials_stop_that_account_and_lose_nothing() -> None:
    shop = Shop()
    for number, author in enumerate(people(3), 1):
        shop.review.approve(shop.complaint(id=f"x:{number}", author=author).number, by="Jo")
    shop.x.fail_next("revoked")
    shop.deliver.due()
    assert shop.x.sends == 1
    shop.clock.advance(LOCKED_OUT_FOR - timedelta(seconds=1))
    shop.deliver.due()
    assert shop.x.sends == 1
    shop.clock.advance(timedelta(seconds=1))
    shop.deliver.due()
    assert len(shop.x.public) == 3


class Breaks(FakePlatform):
    """Cannot make the bytes of one word."""

    def prepare(self, outgoing: Outgoing) -> Wire:
        if outgoing.message_id == "x:1":
            raise RuntimeError("no bytes")
        return super().prepare(outgoing)


def test_a_word_that_breaks_does_not_stop_the_others() -> None:
    clock = FakeClock()
    shop = Shop(clock=clock, platform=Breaks(clock))
    words = [
        shop.complaint(text, id=f"x:{number}", author=author)
        for number, (text, author) in enumerate(zip((BROKEN, LATE), people(2), strict=True), 1)
    ]
    for word in words:
        shop.review.approve(word.number, by="Jo")
    shop.deliver.due()
    broken, fine = (shop.effect(word.number) for word in words)
    assert fine.state is State.SENT
    assert broken.state is State.HELD
    assert "BUG" in broken.remark
    assert broken.not_before > clock.now()
    # it rests, and ends when its time has run out
    assert broken.not_after is not None
    clock.move_to(broken.not_after + timedelta(minutes=1))
    shop.deliver.due()
    assert shop.effect(broken.number).state is State.EXPIRED


def test_a_record_that_could_not_be_written_is_looked_up() -> None:
    """The database was locked after the send: the word is found, not sent again."""
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")

    def lock(name: str) -> None:
        if name == "deliver.before_record":
            shop.failpoint = lambda _name: None
            raise OSError("the disk is gone for a moment")

    shop.failpoint = lock
    shop.deliver.due()
    assert shop.effect(draft.number).state is State.SENDING
    shop.look.after_a_stop()
    shop.look.due()
    assert shop.effect(draft.number).state is State.SENT
    assert len(shop.x.public) == 1


def test_only_words_are_delivered() -> None:
    shop = Shop()
    shop.complaint()
    assert shop.effects(Action.ALERT)
    assert shop.deliver.due() == 0


class Banned(FakePlatform):
    """A platform whose community does not want us."""

    def send(self, wire: Wire) -> Outcome:
        return Refused(why="we were banned from r/larch", community="x:r/larch")


def test_where_we_are_not_wanted_nothing_more_is_said() -> None:
    clock = FakeClock()
    shop = Shop(clock=clock, platform=Banned(clock))
    word = shop.sent()
    assert (word.state, word.reason) == (State.REFUSED, Reason.PLATFORM_FORBIDS)
    with shop.store.read() as tx:
        assert tx.platforms.switched_off(BRAND) == {"x:r/larch": "we were banned from r/larch"}
