"""Presses that say something to a customer, or close their case: forms, and what came of them."""

from datetime import timedelta

import pytest

from monitor.domain.case import Case, PromiseState, Resolution
from monitor.domain.effect import State
from monitor.domain.message import MessageType
from monitor.domain.press import Act, Answer, Form, Told
from monitor.services.press_ending import phrase_of
from tests.messages import assert_message
from tests.press_shop import Counter, words
from tests.shop import LATE

OWN = "Hi Ada, we bake it again today. Please send us a direct message. – Jo"
LETTER = "Hi Ada, thank you for coming over. Which name was on the cake? – Jo"
HEATED = "As I said before, Ada, READ THE LABEL NEXT TIME. Please send us a direct message."


def counter_with_case() -> Counter:
    counter = Counter()
    counter.shop.complaint()
    return counter


def promised() -> Counter:
    """Acknowledged; an answer is promised by 14:00."""
    counter = counter_with_case()
    counter.shop.review.approve(counter.shop.word().number, by="Jo")
    counter.shop.work()
    counter.shop.clock.advance(timedelta(minutes=20))
    return counter


def in_private() -> Counter:
    """And the customer came to direct messages."""
    counter = promised()
    letter = counter.shop.says("my order is 4711", id="x:dm1", type=MessageType.DIRECT_MESSAGE)
    counter.shop.hear(letter)
    return counter


def said(counter: Counter) -> list[str]:
    return [posted.outgoing.text for posted in counter.shop.x.public]


# --- an answer ------------------------------------------------------------------------------------


def test_an_answer_goes_out_once_in_public_and_withdraws_the_draft() -> None:
    counter = counter_with_case()
    form = counter.on_case(Act.REPLY, counter.case())

    answer = counter.submit(form, text=OWN)
    again = counter.submit(form, text=OWN)
    counter.shop.work()
    after = counter.submit(form, by="Sam", text="Hi Ada, this is Sam. So sorry.")
    counter.shop.work()

    told = [words(one) for one in (form, answer, again, after)]
    assert_message("desk/reply_public", "\n\n".join(told))
    assert said(counter) == [OWN]
    assert counter.shop.word().state is State.CANCELLED


def test_an_answer_goes_out_once_in_private_to_who_came_there() -> None:
    counter = in_private()
    form = counter.on_case(Act.REPLY, counter.case())

    answer = counter.submit(form, text=LETTER)
    again = counter.submit(form, text=LETTER)
    counter.shop.work()
    after = counter.submit(form, text=LETTER)
    counter.shop.work()

    told = [words(one) for one in (form, answer, again, after)]
    assert_message("desk/reply_private", "\n\n".join(told))
    assert said(counter)[1:] == [LETTER]


def test_an_answer_that_the_monitor_may_not_give_keeps_its_words() -> None:
    counter = Counter()
    counter.shop.hear(
        counter.shop.says(LATE.replace("@larchandloaf ", "Larch & Loaf: "), addressed=False)
    )

    opened = counter.on_case(Act.REPLY, counter.case())
    typed = counter.on_case(Act.REPLY, counter.case(), text=OWN)

    assert_message("desk/reply_by_hand", f"{words(opened)}\n\n{words(typed)}")
    counter.shop.work()
    assert said(counter) == []


def test_a_heated_answer_is_kept_and_can_be_stopped() -> None:
    counter = counter_with_case()
    form = counter.submit(counter.on_case(Act.REPLY, counter.case()), text=HEATED)
    kept = counter.submit(form, how="keep")
    counter.shop.work()
    assert said(counter) == []
    other = counter.on_case(Act.REPLY, counter.case(), by="Sam")

    assert_message("desk/reply_heated", "\n\n".join(words(one) for one in (form, kept, other)))
    counter.shop.work_for(timedelta(minutes=31))
    assert said(counter) == [HEATED]


def test_a_closed_case_is_not_answered() -> None:
    counter = counter_with_case()
    form = counter.on_case(Act.REPLY, counter.case())
    counter.on_case(Act.NOT_A_COMPLAINT, counter.case(), by="Sam")

    answer = counter.submit(form, text=OWN)

    assert words(answer) == "Case 1 was closed by Sam at 10:00: not a complaint."


# --- more time ------------------------------------------------------------------------------------


def test_more_time_is_asked_for_in_private_once_for_each_form() -> None:
    counter = in_private()
    form = counter.on_case(Act.MORE_TIME, counter.case())

    sent = counter.submit(form)
    counter.shop.work()
    again = counter.submit(form)
    counter.shop.work()

    assert_message("desk/more_time", "\n\n".join(words(one) for one in (form, sent, again)))
    assert len(said(counter)) == 2


def test_more_time_in_ones_own_words_names_the_new_time() -> None:
    counter = in_private()
    form = counter.on_case(Act.MORE_TIME, counter.case())

    without = counter.submit(form, text="Hi Ada, we wait for the oven part. – Jo")
    assert isinstance(without, Form)
    counter.submit(without, text="Hi Ada, we wait for the oven part. You hear from us {by}. – Jo")
    counter.shop.work()

    assert "name no time" in without.problems["text"]
    assert "{by}" not in said(counter)[-1]
    assert said(counter)[-1].startswith("Hi Ada, we wait for the oven part. You hear from us by ")


def test_more_time_by_hand_is_noted_once() -> None:
    counter = promised()
    form = counter.on_case(Act.MORE_TIME, counter.case())

    noted = counter.submit(form, told="yes")
    again = counter.submit(form, by="Sam", told="yes")

    assert_message(
        "desk/more_time_by_hand", "\n\n".join(words(one) for one in (form, noted, again))
    )
    number = counter.case().number
    with counter.shop.store.read() as tx:
        states = [one.state for one in tx.cases.promises(case_number=number)]
    assert states == [PromiseState.RENEWED, PromiseState.OPEN]
    assert len(said(counter)) == 1


def test_where_nothing_is_promised_no_more_time_is_asked_for() -> None:
    counter = counter_with_case()

    answer = counter.on_case(Act.MORE_TIME, counter.case())

    assert isinstance(answer, Told)
    assert not answer.is_done


# --- the end of a case ----------------------------------------------------------------------------

FILLED: dict[str, dict[str, str]] = {
    "nothing": {"resolution": ""},
    "an end that is none": {"resolution": "joined"},
    "a cost that is none": {"resolution": "solved", "cost": "a lot"},
    "nobody pleased, and nothing tried": {"resolution": "could_not_please", "cause": "the oven"},
}


def test_what_is_wrong_with_an_end_is_told_and_nothing_is_lost() -> None:
    told = []
    for name, filled in FILLED.items():
        counter = counter_with_case()
        answer = counter.submit(counter.on_case(Act.RESOLVE, counter.case()), **filled)
        assert isinstance(answer, Form), name
        assert {field.name: field.text for field in answer.fields} | filled == {
            field.name: field.text for field in answer.fields
        }
        assert counter.case().is_open
        told += [f"== {name}", words(answer), ""]
    assert_message("desk/resolve_problems", "\n".join(told))


def test_a_case_is_closed_with_its_cause_and_cost_once() -> None:
    counter = counter_with_case()
    form = counter.on_case(Act.RESOLVE, counter.case())
    wanted = {"resolution": "solved", "cause": "order form", "make_good": "remade", "cost": "18"}

    closed = counter.submit(form, **wanted)
    again = counter.submit(form, by="Sam", **wanted)

    case = counter.case()
    assert (case.resolution, case.cause, case.make_good) == (
        Resolution.SOLVED,
        "order form",
        "remade",
    )
    assert case.cost is not None
    assert_message("desk/resolve", f"{words(closed)}\n\n{words(again)}")


# --- about somebody else --------------------------------------------------------------------------

NAMESAKE = "@larchandloaf my order of Larch & Loaf Timber came two hours late, never again"


def test_not_about_us_proposes_words_and_shows_what_they_would_have_left_out() -> None:
    counter = Counter()
    other = counter.shop.says("Larch & Loaf Timber is terrible, my order arrived broken", id="x:2")
    counter.shop.hear(counter.shop.says(NAMESAKE, id="x:1"), other)
    counter.shop.hear(counter.shop.says(LATE, id="x:3"))
    case = _case_of(counter, "x:1")

    form = counter.on_case(Act.NOT_ABOUT_US, case)
    told = counter.submit(form)

    assert_message("desk/not_about_us", f"{words(form)}\n\n{words(told)}")
    assert counter.room.case(case.number).resolution is Resolution.NOT_OURS


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (NAMESAKE, "Larch & Loaf Timber"),
        ("the planks of larch & loaf Quarry!", "larch & loaf Quarry"),
        ("Larch & Loaf let me down", ""),  # a sentence about us goes on
        ("I hate Larch & Loaf", ""),
        ("", ""),
    ],
)
def test_the_proposed_words_are_the_name_and_what_stands_behind_it(text: str, phrase: str) -> None:
    assert phrase_of(text, "Larch & Loaf") == phrase


def test_words_that_stand_nearly_everywhere_are_warned_about() -> None:
    counter = Counter()
    for number in range(4):
        counter.shop.hear(counter.shop.says(LATE, id=f"x:{number}"))

    answer = counter.submit(_not_about_us(counter), phrase="my cake")

    assert "take more words" in words(answer)


@pytest.mark.parametrize("phrase", ["", 'a "quote" \\ and more', "x" * 61])
def test_whatever_is_typed_as_words_the_config_line_is_whole(phrase: str) -> None:
    counter = counter_with_case()

    answer = counter.submit(_not_about_us(counter), phrase=phrase)

    assert isinstance(answer, Form) == (len(phrase) > 60)
    if phrase.startswith("a"):
        assert 'add "a quote  and more" to not_us' in words(answer)


def _not_about_us(counter: Counter) -> Answer:
    return counter.on_case(Act.NOT_ABOUT_US, counter.case())


def _case_of(counter: Counter, message_id: str) -> Case:
    with counter.shop.store.read() as tx:
        cases = tx.cases.listed(only_open=False)
    return next(case for case in cases if case.first_message_id == message_id)
