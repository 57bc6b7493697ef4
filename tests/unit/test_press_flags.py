"""Presses about a flag: evidence, decisions, measures, and the undo."""

from datetime import timedelta

import pytest

from monitor.domain.effect import Action, Effect, State
from monitor.domain.flag import Flag, FlagState
from monitor.domain.press import Act, Answer, Form, Told
from monitor.domain.seal import sealed
from tests.messages import assert_message
from tests.press_shop import Counter, words
from tests.unit.test_services_flags import Street

DECISIONS = (Act.DISMISS, Act.WATCH, Act.KEEP_QUIET, Act.MUTE, Act.HIDE, Act.BLOCK)


class FlagCard:
    """A flag, and who presses on its card."""

    def __init__(self) -> None:
        self.street = Street()
        self.street.bashes()
        self.counter = Counter(self.street.shop)
        self.flag: Flag = self.street.flag().flag

    def press(self, act: Act, *, by: str = "Jo", **filled: str) -> Answer:
        """On the flag's card."""
        return self.counter.press(act, self.flag.id, by=by, seal=sealed(self.flag), filled=filled)

    def decides(self, act: Act, *, by: str = "Jo") -> Answer:
        """With the form filled in, where there is one."""
        answer = self.press(act, by=by)
        return self.counter.submit(answer, by=by) if isinstance(answer, Form) else answer

    def measures(self) -> list[Effect]:
        return self.street.shop.effects(Action.MUTE, Action.HIDE, Action.BLOCK)


def test_every_decision_is_told_once_and_taken_back() -> None:
    told = []
    for act in DECISIONS:
        card = FlagCard()
        answers = [
            card.decides(act, by="Sam"),
            card.decides(act),
            card.press(Act.UNDO),
            card.press(Act.UNDO, by="Sam"),
        ]
        assert [isinstance(one, Told) and one.is_done for one in answers] == [
            True,
            False,
            True,
            False,
        ]
        assert card.street.flag().state is FlagState.OPEN
        told += [f"== {act.value}", *map(words, answers), ""]
    assert_message("desk/flag_decisions", "\n".join(told))


def test_a_block_is_asked_about_once_more() -> None:
    card = FlagCard()

    form = card.press(Act.BLOCK)

    assert isinstance(form, Form)
    assert card.measures() == []
    card.counter.submit(form, why="threats by mail")
    assert [one.action for one in card.measures()] == [Action.BLOCK]
    assert_message("desk/flag_block", words(form))


def test_a_measure_that_a_person_takes_is_ticked() -> None:
    card = FlagCard()
    card.street.shop.x.measures.clear()
    asked = card.press(Act.MUTE)
    (measure,) = card.measures()

    ticked = card.counter.on_draft(Act.IT_IS_THERE, measure)
    again = card.counter.on_draft(Act.IT_IS_THERE, measure)
    undone = card.press(Act.UNDO)
    gone = card.counter.on_draft(Act.IT_IS_THERE, card.measures()[0])

    assert_message("desk/flag_by_hand", "\n".join(map(words, (asked, ticked, again, undone, gone))))
    assert card.measures()[0].state is State.RETRACTED


def test_the_evidence_tells_what_was_noted_and_none_of_their_words() -> None:
    card = FlagCard()

    answer = card.press(Act.EVIDENCE)

    assert_message("desk/flag_evidence", words(answer))
    assert "morons" not in words(answer)


def test_a_flag_that_lapsed_is_not_decided() -> None:
    card = FlagCard()
    card.street.later(timedelta(days=15))

    answer = card.press(Act.DISMISS)

    assert isinstance(answer, Told)
    assert not answer.is_done


@pytest.mark.parametrize("act", [Act.SEND, Act.ANSWERED, Act.SEND_TO_ALL, Act.RAISE_CAP])
def test_what_is_no_act_of_a_flag_is_told_so(act: Act) -> None:
    card = FlagCard()

    answer = card.press(act)

    assert words(answer) == "This button is about something else. Look at the newest card."
