"""Killed between a press and its answer: the next press reads that it is done; nothing twice."""

from collections.abc import Callable

import pytest

from monitor.domain.effect import Action
from monitor.domain.press import Act, Answer, Form, Told
from monitor.services.presses import PressDesk
from tests.press_shop import Counter
from tests.shop import Shop
from tests.unit.test_press_flags import FlagCard
from tests.unit.test_press_words import LETTER, OWN, counter_with_case, in_private, promised

Twice = tuple[Counter, Callable[[], Answer], Callable[[Shop], int]]


class Killed(BaseException):
    """The process ends here."""


def said(shop: Shop) -> int:
    """How many words went out."""
    shop.work()
    return len(shop.x.public)


def measures(shop: Shop) -> int:
    return len(shop.effects(Action.MUTE))


def send() -> Twice:
    counter = Counter()
    draft = counter.shop.complaint()
    return counter, lambda: counter.on_draft(Act.SEND, draft), said


def reply() -> Twice:
    counter = counter_with_case()
    form = counter.on_case(Act.REPLY, counter.case())
    return counter, lambda: counter.submit(form, text=OWN), said


def letter() -> Twice:
    counter = in_private()
    form = counter.on_case(Act.REPLY, counter.case())
    return counter, lambda: counter.submit(form, text=LETTER), lambda shop: said(shop) - 1


def more_time() -> Twice:
    counter = in_private()
    form = counter.on_case(Act.MORE_TIME, counter.case())
    return counter, lambda: counter.submit(form), lambda shop: said(shop) - 1


def more_time_by_hand() -> Twice:
    counter = promised()
    form = counter.on_case(Act.MORE_TIME, counter.case())

    def renewed(_shop: Shop) -> int:
        with counter.shop.store.read() as tx:
            return len(tx.cases.promises(case_number=1)) - 1

    return counter, lambda: counter.submit(form, told="yes"), renewed


def answered() -> Twice:
    counter = counter_with_case()
    case = counter.case()

    def told(_shop: Shop) -> int:
        with counter.shop.store.read() as tx:
            return sum(one.words == "answered by hand" for one in tx.cases.timeline(1))

    return counter, lambda: counter.on_case(Act.ANSWERED, case), told


def mute() -> Twice:
    card = FlagCard()
    return card.counter, lambda: card.press(Act.MUTE), measures


@pytest.mark.parametrize(
    "start",
    [send, reply, letter, more_time, more_time_by_hand, answered, mute],
    ids=lambda start: start.__name__,
)
def test_a_press_that_was_killed_before_its_answer_is_not_done_twice(
    start: Callable[[], Twice], monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, press, count = start()

    def dies(self: PressDesk, actor: str, subject: str, reason: str) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(PressDesk, "_audit", dies)
        with pytest.raises(Killed):
            press()
    counter.shop.open()
    counter.open()
    again = press()

    assert isinstance(again, Told)
    assert not again.is_done
    assert count(counter.shop) == 1


def test_a_measure_that_was_asked_for_before_its_decision_is_named_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = FlagCard()

    def dies(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(card.counter.room.flags, "decide", dies)
        with pytest.raises(Killed):
            card.press(Act.MUTE)
    again = card.press(Act.MUTE)

    assert isinstance(again, Told)
    assert again.is_done
    (measure,) = card.measures()
    (muted,) = [step for step in card.street.flag().decided.steps if step.by]
    assert muted.effect_number == measure.number


def test_words_that_were_changed_before_their_yes_stay_a_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    heated = "As I said, Ada, READ THE LABEL NEXT TIME. Please send us a direct message."
    form = counter.submit(counter.on_draft(Act.EDIT, draft), text=heated)

    def dies(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(counter.room.review, "approve", dies)
        with pytest.raises(Killed):
            counter.submit(form, how="now", why="she waits")
    again = counter.submit(form, how="now", why="she waits")

    assert isinstance(again, Form)
    assert heated in again.problems["text"]
    assert said(counter.shop) == 0
