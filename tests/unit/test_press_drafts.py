"""Presses about a draft: the row decides, the first one wins, and every press is answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.domain.effect import Effect, State
from monitor.domain.press import Act, Form, Press, Told
from monitor.domain.seal import sealed
from monitor.domain.values import replace
from monitor.errors import Bug
from monitor.services.opting_out import opt_out
from monitor.services.outbox import move
from monitor.services.switches import PAUSED, Pause
from monitor.testing.fault import Fault
from tests.messages import assert_message
from tests.people import ADA
from tests.press_shop import Counter, words
from tests.shop import BRAND, LATE

OWN = "Hi Ada, sorry about that. Please send us a direct message. – Jo"
HEATED = "As I said before, Ada, READ THE LABEL NEXT TIME. Please send us a direct message."

Moves = Callable[[Counter, Effect], None]


def as_drafted(_counter: Counter, _draft: Effect) -> None:
    """Nothing happened."""


def approved(counter: Counter, draft: Effect) -> None:
    counter.shop.review.approve(draft.number, by="Sam")
    counter.shop.clock.advance(timedelta(seconds=5))


def sent(counter: Counter, draft: Effect) -> None:
    approved(counter, draft)
    counter.shop.deliver.due()
    counter.shop.clock.advance(timedelta(minutes=4))


def kept(counter: Counter, draft: Effect) -> None:
    counter.shop.review.approve(draft.number, by="Sam", kept_for=timedelta(minutes=30))


def rejected(counter: Counter, draft: Effect) -> None:
    counter.shop.review.reject(draft.number, by="Sam")


def edited(counter: Counter, draft: Effect) -> None:
    counter.shop.review.edit(draft.number, OWN, by="Sam")


def too_late(counter: Counter, draft: Effect) -> None:
    assert draft.not_after is not None
    counter.shop.clock.move_to(draft.not_after + timedelta(seconds=1))


def expired(counter: Counter, draft: Effect) -> None:
    too_late(counter, draft)
    counter.shop.deadlines.due()


def unknown(counter: Counter, draft: Effect) -> None:
    counter.shop.x.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    approved(counter, draft)
    counter.shop.deliver.due()


def needs_person(counter: Counter, draft: Effect) -> None:
    counter.shop.x.can_be_asked = False
    unknown(counter, draft)
    counter.shop.work_for(timedelta(minutes=5))


def refused(counter: Counter, draft: Effect) -> None:
    _put(counter, draft, State.REFUSED, remark="the post is gone")


def opted_out(counter: Counter, draft: Effect) -> None:
    with counter.shop.store.begin() as tx:
        opt_out(tx, BRAND, ADA.id, counter.shop.clock.now(), "asked for it")
    assert counter.shop.effect(draft.number).state is State.CANCELLED


def answered_by_hand(counter: Counter, _draft: Effect) -> None:
    counter.on_case(Act.ANSWERED, counter.case(), by="Sam")


def taken_back(counter: Counter, draft: Effect) -> None:
    sent(counter, draft)
    counter.shop.review.retract(draft.number, by="Sam")


def gone_again(counter: Counter, draft: Effect) -> None:
    taken_back(counter, draft)
    counter.shop.retraction.due()
    assert counter.shop.effect(draft.number).state is State.RETRACTED


STATES: dict[str, Moves] = {
    moves.__name__: moves
    for moves in (
        as_drafted,
        approved,
        sent,
        kept,
        rejected,
        edited,
        too_late,
        expired,
        unknown,
        needs_person,
        refused,
        opted_out,
        answered_by_hand,
        taken_back,
        gone_again,
    )
}
ACTS = (
    Act.SEND,
    Act.EDIT,
    Act.KEEP,
    Act.SEND_ANYWAY,
    Act.NO_REPLY,
    Act.TAKE_BACK,
    Act.WAS_RIGHT,
    Act.WAS_WRONG,
    Act.IT_IS_THERE,
    Act.NOT_THERE,
)


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_every_act_says_what_it_did_in_every_state_of_a_draft(act: Act) -> None:
    told = []
    for name, moves in STATES.items():
        counter = Counter()
        draft = counter.shop.complaint()
        moves(counter, draft)
        answer = counter.on_draft(act, draft)
        done = " (done)" if isinstance(answer, Told) and answer.is_done else ""
        told += [f"== {name.replace('_', ' ')}{done}", words(answer), ""]
    assert_message(f"desk/draft_{act.value}", "\n".join(told))


def test_two_who_press_send_send_one_word() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    first = counter.on_draft(Act.SEND, draft, by="Jo")
    counter.shop.work()
    second = counter.on_draft(Act.SEND, draft, by="Sam")
    counter.shop.work()

    assert [posted.outgoing.effect_id for posted in counter.shop.x.public] == [draft.id]
    assert isinstance(first, Told)
    assert first.is_done
    assert second == Told(words="Already sent by Jo at 10:00.", is_done=False)


def test_a_yes_without_a_version_sends_nothing() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    answer = counter.press(Act.SEND, draft.id)
    counter.shop.work()

    assert isinstance(answer, Told)
    assert not answer.is_done
    assert counter.shop.x.public == []


def test_a_button_of_a_number_given_again_does_nothing() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    before = replace(draft, created_at=draft.created_at - timedelta(days=1))

    answer = counter.on_draft(Act.SEND, before)

    assert words(answer) == "This button belongs to an older card. Look at the newest one."
    assert counter.shop.effect(draft.number) == draft


@pytest.mark.parametrize(
    "subject", ["e99", "e", "", "x:1", "e-1", "e1x", "q1", "e" + "9" * 40, "e١"]
)
def test_a_subject_that_is_nothing_of_ours_is_told_so(subject: str) -> None:
    counter = Counter()
    counter.shop.complaint()

    assert words(counter.press(Act.SEND, subject, version=1)) == "It is not stored any more."


def test_a_draft_of_another_brand_is_not_ours_to_send() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    counter.room.brand = "Somebody Else"

    counter.on_draft(Act.SEND, draft)

    assert counter.shop.effect(draft.number) == draft


def test_a_pause_is_told_with_the_yes() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    with counter.shop.store.begin() as tx:
        tx.switches.put(PAUSED, Pause(why="fire drill").written(), counter.shop.clock.now())

    answer = counter.on_draft(Act.SEND, draft)

    assert words(answer) == "Yes. Sending is paused: it waits until somebody says resume."


def test_every_press_is_one_entry_of_the_audit_log_and_changes_its_card() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    counter.on_draft(Act.EDIT, draft)
    counter.on_draft(Act.SEND, draft, by="Sam")
    counter.on_draft(Act.SEND, draft)
    counter.press(Act.SEND, "e99")

    assert counter.audited() == [
        ("Jo", draft.id, "edit asked"),
        ("Sam", draft.id, "send done"),
        ("Jo", draft.id, "send not_done"),
        ("Jo", "e99", "send not_done"),
    ]
    assert counter.changed == [f"case c{draft.case_number}"] * 3


def test_a_fault_of_ours_is_told_and_written_down(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    def breaks(*_: object, **__: object) -> Effect:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(counter.room.review, "approve", breaks)

    answer = counter.on_draft(Act.SEND, draft)

    assert isinstance(answer, Told)
    assert not answer.is_done
    assert "nothing was done" in answer.words
    assert "BUG" in caplog.text
    assert counter.audited() == [("Jo", draft.id, "send not_done")]


def test_a_card_that_cannot_be_changed_does_not_undo_the_press() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    def breaks(_key: str) -> None:
        raise Bug("the desk is gone")

    counter.presses.changed = breaks

    answer = counter.on_draft(Act.SEND, draft)

    assert isinstance(answer, Told)
    assert answer.is_done
    assert counter.shop.effect(draft.number).state is State.APPROVED


# --- somebody who may not -------------------------------------------------------------------------


def test_a_refusal_is_written_down_with_ids_only() -> None:
    counter = Counter()

    counter.presses.refused("send", "e1", "slack:T1:U9 <script>\n")

    assert counter.audited() == [("slack:T1:U9script", "e1", "send refused")]


def test_nobody_floods_the_audit_log() -> None:
    counter = Counter()

    for _ in range(200):
        counter.presses.refused("send", "e1", "slack:T1:U9")
    for number in range(200):
        counter.presses.refused("send", "e1", f"slack:T1:V{number}")

    assert len(counter.audited()) == 5 + 49
    counter.shop.clock.advance(timedelta(hours=1))
    counter.presses.refused("send", "e1", "slack:T1:U9")
    assert len(counter.audited()) == 5 + 49 + 1


# --- other words ----------------------------------------------------------------------------------


def test_other_words_wait_for_their_own_yes() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    saved = counter.submit(counter.on_draft(Act.EDIT, draft), text=OWN)
    old = counter.on_draft(Act.SEND, draft)
    counter.shop.work()

    assert_message("desk/edit_saved", f"{words(saved)}\n\n== an old Send\n{words(old)}")
    assert counter.shop.x.public == []
    counter.on_draft(Act.SEND, counter.shop.effect(draft.number))
    counter.shop.work()
    assert [posted.outgoing.text for posted in counter.shop.x.public] == [OWN]


def test_words_that_are_not_changed_are_no_other_words() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    answer = counter.submit(counter.on_draft(Act.EDIT, draft))

    assert words(answer) == "Nothing was changed. “Send” sends it as it is."
    assert counter.shop.effect(draft.number) == draft


TYPED = {
    "none": " ",
    "too long": "We are sorry. " * 40,
    "somebody else": "Hi Ada, ask @crumbfan about it",
    "a refused word": "You are a liar, Ada. Please send us a direct message.",
    "a link": "Hi Ada, look at https://larch.example/refund please",
    "an asked word": "Hi Ada, unfortunately it broke. Please send us a direct message.",
    "heated": HEATED,
    "everything": "Unfortunately you LIAR cannot READ, AS I SAID!!! https://larch.example",
}


def test_what_is_wrong_with_words_is_told_and_nothing_is_lost() -> None:
    told = []
    for name, text in TYPED.items():
        counter = Counter()
        draft = counter.shop.complaint()
        answer = counter.submit(counter.on_draft(Act.EDIT, draft), text=text)
        assert isinstance(answer, Form), name
        assert answer.fields[0].text == text
        assert answer.problems, name
        assert counter.shop.effect(draft.number) == draft
        told += [f"== {name}", words(answer), ""]
    assert_message("desk/edit_problems", "\n".join(told))


def test_a_reason_and_a_second_thought_are_enough() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    text = "Hi Ada, unfortunately it broke: see https://larch.example/refund please"

    form = counter.submit(counter.on_draft(Act.EDIT, draft), text=text)
    counter.submit(form, anyway="she asked for the page", sure="yes")

    edited = counter.shop.effect(draft.number)
    assert (edited.slots.own_text, edited.slots.anyway) == (text, "she asked for the page")


@pytest.mark.parametrize(
    ("how", "state"),
    [("keep", State.HELD), ("save", State.PROPOSED), ("now", State.APPROVED)],
)
def test_heated_words_are_slept_on_or_not(how: str, state: State) -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    form = counter.submit(counter.on_draft(Act.EDIT, draft), text=HEATED)
    counter.submit(form, how=how, why="she waits at the counter")

    now = counter.shop.effect(draft.number)
    assert (now.state, now.slots.own_text) == (state, HEATED)
    counter.shop.work()
    assert len(counter.shop.x.public) == (how == "now")
    counter.shop.work_for(timedelta(minutes=31))
    assert len(counter.shop.x.public) == (how != "save")


def test_heated_words_go_at_once_only_with_a_reason() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    form = counter.submit(counter.on_draft(Act.EDIT, draft), text=HEATED)
    again = counter.submit(form, how="now")

    assert isinstance(again, Form)
    assert again.problems == {"why": "a few words why it cannot wait"}
    assert counter.shop.effect(draft.number) == draft


def test_of_two_who_write_at_once_the_second_reads_what_the_first_wrote() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    sams = counter.on_draft(Act.EDIT, draft, by="Sam")
    counter.submit(counter.on_draft(Act.EDIT, draft), text=OWN)

    answer = counter.submit(sams, by="Sam", text="Hi Ada, this is Sam. We are sorry.")

    assert isinstance(answer, Form)
    assert OWN in answer.problems["text"]
    assert answer.fields[0].text == "Hi Ada, this is Sam. We are sorry."
    counter.submit(answer, by="Sam")
    assert counter.shop.effect(draft.number).slots.own_text == "Hi Ada, this is Sam. We are sorry."


def test_an_edit_never_takes_somebodys_yes_back() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    form = counter.on_draft(Act.EDIT, draft, by="Sam")
    counter.on_draft(Act.SEND, draft)

    answer = counter.submit(form, by="Sam", text=OWN)

    assert words(answer) == "Jo said yes at 10:00. It goes out by itself."
    assert counter.shop.effect(draft.number).state is State.APPROVED


def test_a_kept_word_can_be_sent_at_once_or_stopped() -> None:
    for act, said in ((Act.SEND, 1), (Act.NO_REPLY, 0)):
        counter = Counter()
        draft = counter.shop.complaint(LATE)
        counter.on_draft(Act.KEEP, draft)
        counter.shop.work()
        assert counter.shop.x.public == []
        counter.on_draft(act, counter.shop.effect(draft.number))
        counter.shop.work_for(timedelta(minutes=40))
        assert len(counter.shop.x.public) == said


def test_a_kept_word_sent_anyway_wants_a_reason_and_keeps_it_as_a_hash() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    counter.on_draft(Act.KEEP, draft)
    form = counter.on_draft(Act.SEND_ANYWAY, counter.shop.effect(draft.number))

    counter.submit(form, why="she waits")

    assert counter.shop.effect(draft.number).state is State.APPROVED
    with counter.shop.store.read() as tx:
        rows = [row for row in tx.audit.rows() if row.action == "approved"]
    assert rows[-1].words
    assert "she waits" not in rows[-1].words


def test_was_wrong_asks_what_was_wrong() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    sent(counter, draft)

    form = counter.on_draft(Act.WAS_WRONG, draft)
    assert isinstance(form, Form)
    answer = counter.submit(form, because="wrong_words")

    assert isinstance(answer, Told)
    assert answer.is_done == ("mistake" in answer.words)


def test_a_press_of_a_restarted_monitor_is_answered_by_the_row() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    counter.on_draft(Act.SEND, draft)

    counter.shop.open()
    counter.open()
    answer = counter.on_draft(Act.SEND, draft, by="Sam")

    assert words(answer) == "Jo said yes at 10:00. It goes out by itself."


def test_a_press_is_sealed_by_what_never_changes() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    press = Press(act=Act.NO_REPLY, subject=draft.id, by="Jo", seal=sealed(draft))
    counter.shop.review.edit(draft.number, OWN, by="Sam")

    answer = counter.presses.press(press)

    assert isinstance(answer, Told)
    assert answer.is_done


def _put(counter: Counter, draft: Effect, state: State, **changes: object) -> None:
    with counter.shop.store.begin() as tx:
        assert move(tx, draft, replace(draft, state=state, **changes))


def test_taking_back_a_yes_that_has_not_left_sends_nothing() -> None:
    counter = Counter()
    draft = counter.shop.complaint()
    counter.on_draft(Act.SEND, draft)

    answer = counter.on_draft(Act.TAKE_BACK, draft, by="Sam")
    counter.shop.work()

    assert words(answer) == "It had not left yet, and is not sent."
    assert counter.shop.x.public == []


def test_a_yes_that_was_seen_may_be_overruled_before_the_word_leaves() -> None:
    for act in (Act.NO_REPLY, Act.EDIT):
        counter = Counter()
        draft = counter.shop.complaint()
        counter.on_draft(Act.SEND, draft)

        answer = counter.on_draft(act, counter.shop.effect(draft.number), by="Sam")
        if act is Act.EDIT:
            assert "Jo has said yes to it. Other words take that back." in words(answer)
            counter.submit(answer, by="Sam", text=OWN)
        counter.shop.work()

        assert counter.shop.x.public == []


def test_a_yes_is_not_overruled_from_a_card_that_did_not_show_it() -> None:
    for act in (Act.NO_REPLY, Act.EDIT):
        counter = Counter()
        draft = counter.shop.complaint()
        counter.on_draft(Act.SEND, draft)

        answer = counter.on_draft(act, draft, by="Sam")
        counter.shop.work()

        assert words(answer).startswith("Jo said yes at 10:00. It goes out by itself.")
        assert len(counter.shop.x.public) == 1
