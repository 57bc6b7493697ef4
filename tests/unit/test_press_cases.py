"""Presses about a case: every act in every state of it, told in words."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.domain.case import CaseStatus, Resolution
from monitor.domain.effect import State
from monitor.domain.message import MessageType
from monitor.domain.press import Act, Form, Told
from monitor.services.casework import resolve
from tests.messages import assert_message
from tests.press_shop import Counter, words
from tests.shop import BRAND

Moves = Callable[[Counter], None]


def as_opened(_counter: Counter) -> None:
    """Nothing happened."""


def answered(counter: Counter) -> None:
    counter.on_case(Act.ANSWERED, counter.case(), by="Sam")
    counter.shop.clock.advance(timedelta(minutes=3))


def acknowledged(counter: Counter) -> None:
    counter.shop.review.approve(counter.shop.word().number, by="Sam")
    counter.shop.work()


def came_to_dm(counter: Counter) -> None:
    acknowledged(counter)
    counter.shop.clock.advance(timedelta(minutes=20))
    letter = counter.shop.says("my order is 4711", id="x:dm1", type=MessageType.DIRECT_MESSAGE)
    counter.shop.hear(letter)


def taken(counter: Counter) -> None:
    counter.on_case(Act.I_HAVE_IT, counter.case(), by="Sam")
    counter.shop.clock.advance(timedelta(minutes=2))


def put_off(counter: Counter) -> None:
    case = counter.case()
    counter.room.cases.snooze(case.number, counter.shop.clock.now() + timedelta(hours=1), "Sam")


def overdue(counter: Counter) -> None:
    counter.shop.clock.advance(timedelta(hours=26))


def quieted(counter: Counter) -> None:
    counter.on_case(Act.QUIET, counter.case(), by="Sam")


def closed(counter: Counter) -> None:
    shop = counter.shop
    resolve(shop.store, shop.clock, counter.case().number, Resolution.SOLVED, "Sam")
    shop.clock.advance(timedelta(minutes=5))


STATES: dict[str, Moves] = {
    moves.__name__: moves
    for moves in (
        as_opened,
        acknowledged,
        came_to_dm,
        answered,
        taken,
        put_off,
        overdue,
        quieted,
        closed,
    )
}
ACTS = (
    Act.ANSWERED,
    Act.LATER,
    Act.NOT_A_COMPLAINT,
    Act.I_HAVE_IT,
    Act.CAME,
    Act.REOPEN,
    Act.QUIET,
)


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_every_act_says_what_it_did_in_every_state_of_a_case(act: Act) -> None:
    told = []
    for name, moves in STATES.items():
        counter = Counter()
        counter.shop.complaint()
        moves(counter)
        answer = counter.on_case(act, counter.case())
        done = " (done)" if isinstance(answer, Told) and answer.is_done else ""
        told += [f"== {name.replace('_', ' ')}{done}", words(answer), ""]
    assert_message(f"desk/case_{act.value}", "\n".join(told))


@pytest.mark.parametrize("act", [act for act in ACTS if act is not Act.LATER], ids=str)
def test_what_was_done_once_is_told_and_not_done_again(act: Act) -> None:
    counter = Counter()
    counter.shop.complaint()
    if act is Act.REOPEN:
        closed(counter)
    first = counter.on_case(act, counter.case(), by="Sam")
    before = counter.case()

    second = counter.on_case(act, counter.case())

    assert isinstance(first, Told)
    assert isinstance(second, Told)
    assert (first.is_done, second.is_done) == (True, False)
    assert counter.case() == before


def test_i_answered_it_withdraws_the_draft_and_names_who_answered() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    counter.on_draft(Act.ANSWERED, draft)
    counter.shop.work()

    assert counter.shop.x.public == []
    assert counter.shop.effect(draft.number).state is State.CANCELLED
    case = counter.case()
    assert (case.status, case.first_response_at) == (CaseStatus.WAITING, counter.shop.clock.now())


def test_a_case_is_put_off_until_the_chosen_moment() -> None:
    counter = Counter()
    counter.shop.complaint()
    form = counter.on_case(Act.LATER, counter.case())
    assert isinstance(form, Form)

    counter.submit(form, until=form.fields[0].choices[0].value)

    assert counter.case().snoozed_until == counter.shop.clock.now() + timedelta(minutes=30)


@pytest.mark.parametrize("written", ["soon", "09:00", "tomorrow", "40 days", "2026-13-45", "2 h "])
def test_another_time_may_be_written(written: str) -> None:
    counter = Counter()
    counter.shop.complaint()

    answer = counter.submit(counter.on_case(Act.LATER, counter.case()), other=written)

    if written == "2 h ":
        assert counter.case().snoozed_until == counter.shop.clock.now() + timedelta(hours=2)
        return
    assert isinstance(answer, Form)
    assert answer.fields[1].text == written
    assert answer.problems["other"]
    assert counter.case().snoozed_until is None


def test_not_a_complaint_closes_the_case_and_counts_as_a_mistake() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    counter.on_draft(Act.NOT_A_COMPLAINT, draft)

    assert counter.case().resolution is Resolution.NOT_A_COMPLAINT
    assert counter.shop.effect(draft.number).state is State.CANCELLED
    with counter.shop.store.read() as tx:
        label = tx.labels.get(BRAND, "x:1")
    assert label is None or label.judged.value == "wrong"


def test_quiet_stops_what_a_machine_would_say_and_nothing_else() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    counter.on_case(Act.QUIET, counter.case())

    assert counter.shop.effect(draft.number).state is State.CANCELLED
    assert counter.case().is_open
