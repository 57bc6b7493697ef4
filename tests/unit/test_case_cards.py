"""The card of a case through its whole life, as a desk shows it after each step."""

from datetime import timedelta

import pytest

from monitor.domain.answers import REPLY
from monitor.domain.case import Case, Resolution
from monitor.domain.door import Door
from monitor.domain.effect import State
from monitor.domain.make_good import Cost
from monitor.domain.message import Media, MessageType
from monitor.domain.policy import Mode
from monitor.domain.press import Act
from monitor.domain.seal import sealed
from monitor.domain.sheet import Sheet
from monitor.domain.values import replace
from monitor.services.answers import Answers, Said
from monitor.services.case_desk import CaseDesk
from monitor.services.casework import Ending, answered, reopen, resolve
from monitor.services.customers import link
from monitor.services.erasure import Erasure
from monitor.testing import FakeTombstones, Fault, an_author
from tests.desk_shop import DeskShop
from tests.messages import assert_message
from tests.people import ADA
from tests.sheet_text import buttons_of, sheet_text
from tests.shop import BRAND, BROKEN, LATE, playbook, policy

CAKE = (
    "@larchandloaf Second time the name on the birthday cake is wrong, it came broken. "
    "Does anybody read the order form?"
)
ALLERGY = "@larchandloaf my son is allergic to nuts and had a reaction after your cake"


@pytest.fixture
def shop() -> DeskShop:
    """Jo and Sam work here."""
    return DeskShop(policy=policy(people=("Jo", "Sam")))


def case_of(shop: DeskShop, number: int = 1) -> Case:
    with shop.store.read() as tx:
        case = tx.cases.get(number)
    assert case is not None
    return case


def acts(sheet: Sheet) -> set[Act]:
    return {button.act for button in buttons_of(sheet)}


def shows(name: str, sheet: Sheet) -> None:
    assert_message(f"cards/{name}", sheet_text(sheet))


def test_the_whole_life_of_a_case(shop: DeskShop) -> None:
    draft = shop.complaint(CAKE)
    shows("case_asks", shop.case_sheet())

    shop.review.approve(draft.number, by="Jo")
    shows("case_on_its_way", shop.case_sheet())

    shop.clock.advance(timedelta(minutes=1))
    shop.deliver.due()
    shows("case_sent", shop.case_sheet())

    shop.clock.advance(timedelta(minutes=18))
    shop.hear(shop.says("here I am, order 4711", id="x:9", type=MessageType.DIRECT_MESSAGE))
    shows("case_came", shop.case_sheet())

    shop.clock.advance(timedelta(minutes=25))
    answered(shop.store, shop.clock, 1, "Jo")
    shows("case_answered", shop.case_sheet())

    shop.clock.advance(timedelta(hours=1))
    ending = Ending(cause="order form", make_good="remade", cost=Cost.read("18.00"))
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo", ending)
    shows("case_solved", shop.case_sheet())

    shop.clock.advance(timedelta(hours=3))
    shop.hear(shop.says("@larchandloaf thank you so much, the new cake is lovely!", id="x:11"))
    shows("case_happy", shop.case_sheet())

    shop.clock.advance(timedelta(days=8))
    last = shop.case_sheet()
    assert last.is_final
    assert not buttons_of(last)


def test_somebody_in_danger_calls_people_until_one_of_them_looks(shop: DeskShop) -> None:
    shop.hear(shop.says(ALLERGY))
    first = shop.case_sheet()
    shop.clock.advance(timedelta(minutes=1))
    CaseDesk(shop.store, shop.clock, shop.policy.hours).note(1, "I call them now", "Jo")

    assert first.calls == ("Jo", "Sam")
    shows("case_urgent", first)
    assert shop.case_sheet().calls == ()
    assert Act.SEND not in acts(first)
    assert Act.LATER not in acts(first)


def test_who_speaks_about_us_is_answered_by_hand(shop: DeskShop) -> None:
    text = "Larch & Loaf sold me stale bread again, it was hard as stone"
    shop.hear(shop.says(text, addressed=False))

    shows("case_overheard", shop.case_sheet())


def test_a_draft_that_ran_out_leaves_words_to_copy(shop: DeskShop) -> None:
    shop.complaint(CAKE)
    shop.work_for(timedelta(hours=7), timedelta(minutes=30))

    sheet = shop.case_sheet()

    shows("case_too_late", sheet)
    assert not {Act.SEND, Act.EDIT, Act.NO_REPLY} & acts(sheet)


def test_a_reply_of_which_nobody_knows(shop: DeskShop) -> None:
    draft = shop.complaint(CAKE)
    shop.review.approve(draft.number, by="Jo")
    shop.x.can_be_asked = False
    shop.x.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    shop.deliver.due()
    shows("case_unknown", shop.case_sheet())
    shop.work_for(timedelta(minutes=5))
    assert shop.effect(draft.number).state is State.NEEDS_PERSON

    sheet = shop.case_sheet()

    shows("case_look_yourself", sheet)
    assert {Act.IT_IS_THERE, Act.NOT_THERE} <= acts(sheet)
    assert Act.SEND not in acts(sheet)


def test_a_reply_that_the_platform_refuses(shop: DeskShop) -> None:
    draft = shop.complaint(CAKE)
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next(Fault.FORBIDDEN)
    shop.deliver.due()

    shows("case_refused", shop.case_sheet())


def test_a_reply_that_is_taken_back(shop: DeskShop) -> None:
    said = shop.sent(CAKE)
    shop.review.retract(said.number, by="Sam")
    shows("case_being_taken_back", shop.case_sheet())

    shop.retraction.due()

    sheet = shop.case_sheet()
    shows("case_taken_back", sheet)
    assert Act.TAKE_BACK not in acts(sheet)


def test_an_answer_that_is_slept_on(shop: DeskShop) -> None:
    shop.hear(shop.says(LATE))
    said = Said(text="We told you so, as I said.", by="Jo", kept_for=timedelta(minutes=30))
    Answers(shop.store, shop.clock, playbook(), shop.policy).reply(1, said)

    sheet = shop.case_sheet()

    shows("case_slept_on", sheet)
    assert Act.SEND_ANYWAY in acts(sheet)


def test_an_answer_in_public(shop: DeskShop) -> None:
    shop.hear(shop.says(LATE))
    Answers(shop.store, shop.clock, playbook(), shop.policy).reply(
        1, Said(text="Sorry, Ada. The fee goes back to you today.", by="Jo")
    )
    shop.deliver.due()

    shows("case_answered_in_public", shop.case_sheet())
    assert shop.effects()[-1].rule.startswith(REPLY)


def test_a_case_that_is_put_off(shop: DeskShop) -> None:
    shop.hear(shop.says(LATE))
    until = shop.clock.now() + timedelta(hours=1)
    CaseDesk(shop.store, shop.clock, shop.policy.hours).snooze(1, until, "Jo")

    shows("case_put_off", shop.case_sheet())


def test_a_promise_that_was_broken(shop: DeskShop) -> None:
    shop.sent(CAKE)
    shop.hear(shop.says("here I am", id="x:9", type=MessageType.DIRECT_MESSAGE))
    shop.work_for(timedelta(hours=5), timedelta(minutes=10))

    shows("case_promise_broken", shop.case_sheet())


def test_a_case_that_was_opened_again(shop: DeskShop) -> None:
    shop.sent(CAKE)
    resolve(shop.store, shop.clock, 1, Resolution.NOT_A_COMPLAINT, "Jo")
    shows("case_ended", shop.case_sheet())
    deadline = shop.clock.now() + timedelta(hours=4)
    reopen(shop.store, shop.clock, 1, "Sam", deadline, "they were right")

    shows("case_opened_again", shop.case_sheet())


def test_pictures_are_counted_and_an_edit_is_told(shop: DeskShop) -> None:
    media = (
        Media(kind="photo", url="https://pic.example/1", alt="a cake"),
        Media(kind="photo", url="https://pic.example/2"),
        Media(kind="video", url="https://pic.example/3"),
    )
    shop.hear(shop.says(LATE, media=media))
    shop.clock.advance(timedelta(minutes=5))
    now = shop.clock.now()
    edited = shop.says(f"{LATE} And cold.", media=media)
    shop.hear(replace(edited, version=2, edited_at=now))

    shows("case_with_pictures", shop.case_sheet())


def test_a_closed_door_is_told_before_a_yes() -> None:
    shop = DeskShop(policy=policy(people=("Jo",), doors_count_as_open=False))
    shop.complaint(CAKE)
    with shop.store.begin() as tx:
        tx.platforms.know_door(BRAND, Door(platform="x", is_open=False, at=shop.clock.now()))

    shows("case_door_closed", shop.case_sheet())


def test_a_paused_monitor_says_so_beside_the_draft(shop: DeskShop) -> None:
    shop.complaint(CAKE)
    with shop.store.begin() as tx:
        tx.switches.put("paused", "the owner said so", shop.clock.now())

    sheet = shop.case_sheet()

    assert "Sending is paused" in sheet_text(sheet)
    assert Act.SEND in acts(sheet)


def test_a_customer_whom_we_know(shop: DeskShop) -> None:
    shop.sent(CAKE)
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo")
    shop.clock.advance(timedelta(days=20))
    shop.hear(shop.says(LATE, id="x:20"))

    shows("case_again", shop.case_sheet(2))


def test_buttons_name_the_version_and_the_seal_of_their_thing(shop: DeskShop) -> None:
    draft = shop.complaint(CAKE)
    edited = shop.review.edit(draft.number, "Sorry, Ada.", by="Jo")

    for button in buttons_of(shop.case_sheet()):
        if button.subject == draft.id:
            assert (button.version, button.seal) == (edited.version, sealed(edited))
        elif not button.url:
            assert (button.subject, button.seal) == ("c1", sealed(case_of(shop)))


def test_whoever_asked_for_no_machine_gets_no_send(shop: DeskShop) -> None:
    shop.complaint(CAKE)
    with shop.store.begin() as tx:
        tx.authors.opt_out(BRAND, "x:ada", shop.clock.now(), "said stop")

    sheet = shop.case_sheet()

    assert Act.SEND not in acts(sheet)
    assert "It cannot be sent" in sheet_text(sheet)


def test_a_sheet_is_the_same_while_nothing_happens(shop: DeskShop) -> None:
    shop.clock.advance(timedelta(minutes=5))
    shop.complaint(CAKE)
    before = shop.case_sheet()
    shop.clock.advance(timedelta(seconds=50))

    assert shop.case_sheet() == before


def test_the_pulse_changes_with_what_cards_show(shop: DeskShop) -> None:
    draft = shop.complaint(CAKE)
    seen = [pulse(shop)]
    assert pulse(shop) == seen[0]

    shop.review.edit(draft.number, "Sorry, Ada.", by="Jo")
    seen.append(pulse(shop))
    shop.review.approve(draft.number, by="Jo")
    seen.append(pulse(shop))
    shop.deliver.due()
    seen.append(pulse(shop))
    answered(shop.store, shop.clock, 1, "Jo")
    seen.append(pulse(shop))

    assert len(set(seen)) == len(seen)


def pulse(shop: DeskShop) -> str:
    with shop.store.read() as tx:
        return shop.sheets.pulse(tx)


def test_a_case_of_the_sample_says_so(shop: DeskShop) -> None:
    shop.complaint(CAKE)
    with shop.store.begin() as tx:
        tx.switches.put("sample", "yes", shop.clock.now())

    assert shop.case_sheet().is_sample


def test_what_goes_out_by_itself_says_when_and_can_be_stopped() -> None:
    shop = DeskShop(policy=policy(Mode.AUTOMATIC, people=("Jo", "Sam")))
    shop.hear(shop.says(BROKEN))
    shop.deliver.due()

    sheet = shop.case_sheet()

    shows("case_goes_out_by_itself", sheet)
    assert {Act.EDIT, Act.NO_REPLY} <= acts(sheet)
    shop.work_for(timedelta(minutes=6))
    shows("case_sent_by_itself", shop.case_sheet())


def test_a_letter_from_a_lawyer_has_no_draft(shop: DeskShop) -> None:
    shop.hear(shop.says("@larchandloaf you will hear from my lawyer about the birthday cake"))

    sheet = shop.case_sheet()

    shows("case_serious", sheet)
    assert Act.SEND not in acts(sheet)
    assert not sheet.calls


def test_what_wakes_somebody_comes_before_what_can_wait(shop: DeskShop) -> None:
    both = "@larchandloaf my lawyer will write to you about the broken tooth from your bread"
    shop.hear(shop.says(both))

    sheet = shop.case_sheet()

    assert sheet.title[0].text == "Injury on X"
    assert sheet.calls == ("Jo", "Sam")


def test_who_writes_privately_first_gets_a_receipt(shop: DeskShop) -> None:
    text = "hello, my order 4711 never came, where is it?"
    shop.hear(shop.says(text, type=MessageType.DIRECT_MESSAGE))

    shows("case_in_private", shop.case_sheet())


def test_whoever_wants_no_machine_is_left_to_a_person(shop: DeskShop) -> None:
    shop.complaint(BROKEN)
    shop.clock.advance(timedelta(minutes=3))
    shop.hear(shop.says("@larchandloaf stop, no bots please", id="x:2"))

    sheet = shop.case_sheet()

    shows("case_stop", sheet)
    assert not {Act.SEND, Act.EDIT} & acts(sheet)


def test_a_post_that_its_author_deleted_cannot_be_answered(shop: DeskShop) -> None:
    shop.complaint(CAKE)
    shop.clock.advance(timedelta(minutes=2))
    shop.hear(shop.says("", deleted_at=shop.clock.now()))

    sheet = shop.case_sheet()

    shows("case_deleted", sheet)
    assert Act.SEND not in acts(sheet)
    assert "birthday" not in sheet_text(sheet)


def test_a_case_that_became_part_of_another_says_which(shop: DeskShop) -> None:
    other = an_author("Ada on Bluesky", platform="bluesky", id="bluesky:ada")
    shop.hear(shop.says(LATE))
    shop.clock.advance(timedelta(minutes=2))
    shop.hear(shop.says(LATE, id="bluesky:2", author=other))
    with shop.store.begin() as tx:
        link(tx, BRAND, ADA.id, other.id, shop.clock.now(), by="Jo", why="the same order")

    part = shop.case_sheet(2)

    shows("case_joined", part)
    assert part.is_final
    assert not buttons_of(part)
    whole = shop.case_sheet(1)
    assert not whole.is_final
    assert "The same person: «@adaonbluesky» on Bluesky" in sheet_text(whole)


def test_an_erased_person_leaves_a_card_without_a_word(shop: DeskShop) -> None:
    shop.sent(CAKE)
    Erasure(shop.store, shop.clock, FakeTombstones()).erase(BRAND, ADA.id, by="Jo")

    sheet = shop.case_sheet()

    shows("case_erased", sheet)
    assert sheet.is_final
    assert "Ada" not in sheet_text(sheet)
