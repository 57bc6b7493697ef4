"""A surge: machines fall silent, people keep their cases, and one alert tells of it all."""

from datetime import timedelta

from monitor.domain.case import Priority
from monitor.domain.effect import Action, State, Urgency
from monitor.domain.message import Message
from monitor.domain.notice import NoticeKind, sentence
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.surge import Surge, SurgeEnd
from monitor.domain.values import replace
from tests.messages import assert_message
from tests.shop import BRAND, BROKEN, Shop, people, policy

MINUTE = timedelta(minutes=1)


def a_shop() -> Shop:
    """It sends by itself, and has nothing in the way."""
    return Shop(policy=policy(Mode.AUTOMATIC, per_day=1_000, per_hour=1_000))


def complaints(shop: Shop, count: int, *, first: int = 1, text: str = BROKEN) -> list[Message]:
    authors = people(first + count - 1)[first - 1 :]
    return [
        shop.says(text, id=f"x:{first + place}", author=author)
        for place, author in enumerate(authors)
    ]


def on(shop: Shop) -> Surge | None:
    with shop.store.read() as tx:
        return tx.surges.on(BRAND)


def resume(shop: Shop) -> None:
    surge = on(shop)
    assert surge is not None
    with shop.store.begin() as tx:
        ended = replace(surge, ended_at=shop.clock.now(), ended_by="Jo", end=SurgeEnd.RESUMED)
        assert tx.surges.end(ended)


def test_seven_complaints_are_no_surge_and_the_eighth_is() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 7))
    assert on(shop) is None
    shop.hear(*complaints(shop, 1, first=8))
    surge = on(shop)
    assert surge is not None
    assert (surge.complaints, surge.people, surge.normal) == (8, 8, 1.0)


def test_what_a_machine_was_about_to_say_becomes_a_draft() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 7))
    assert {word.state for word in shop.effects(Action.ACKNOWLEDGE)} == {State.HELD}
    shop.hear(*complaints(shop, 1, first=8))
    shop.work_for(timedelta(hours=1), MINUTE)
    words = shop.effects(Action.ACKNOWLEDGE)
    assert {(word.state, word.reason) for word in words} == {(State.PROPOSED, Reason.SURGE)}
    assert shop.x.public == []


def test_a_page_that_begins_a_surge_sends_nothing_of_its_own() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 100))
    shop.work_for(timedelta(hours=1), MINUTE)
    assert shop.x.public == []
    assert len(shop.effects(Action.ACKNOWLEDGE)) == 100


def test_everybody_keeps_a_case_a_person_and_a_deadline() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 20))
    shop.hear(*complaints(shop, 20, first=21))
    with shop.store.read() as tx:
        cases = tx.cases.listed()
    assert len(cases) == 40
    assert all(case.assignee and case.deadline_at is not None for case in cases)


def test_words_that_a_person_approved_before_are_shown_again() -> None:
    shop = Shop(policy=policy(Mode.APPROVE))
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.clock.advance(MINUTE)
    shop.hear(*complaints(shop, 8, first=2))
    shop.deliver.due()
    assert shop.x.public == []
    again = shop.effect(draft.number)
    assert (again.state, again.reason, again.decided_by) == (State.PROPOSED, Reason.SURGE, "")
    shop.clock.advance(MINUTE)
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()
    assert shop.effect(draft.number).state is State.SENT


def test_cards_about_single_complaints_are_folded() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 8))
    shop.hear(*complaints(shop, 50, first=9))
    shop.work()
    assert shop.channel.cards == []


def test_danger_to_people_wakes_all_the_same() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 8))
    danger = "@larchandloaf my son had an allergic reaction to your nut free cake"
    shop.hear(*complaints(shop, 1, first=9, text=danger))
    shop.work()
    assert [card.effect.urgency for card in shop.channel.cards] == [Urgency.WAKE]
    with shop.store.read() as tx:
        case = tx.cases.open_of(BRAND, "x:p9")
    assert case is not None
    assert case.priority is Priority.URGENT


def test_a_draft_of_a_surge_is_not_raised_by_itself() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 8))
    shop.hear(*complaints(shop, 3, first=9))
    shop.work_for(timedelta(hours=12), timedelta(minutes=10))
    assert {word.state for word in shop.effects(Action.ACKNOWLEDGE)} == {State.EXPIRED}
    assert shop.channel.cards == []


def test_a_surge_outlives_a_restart_and_its_own_end_of_noise() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 8))
    shop.clock.advance(timedelta(hours=5))
    shop.open()
    assert on(shop) is not None
    shop.hear(*complaints(shop, 1, first=9))
    shop.work_for(timedelta(minutes=30), MINUTE)
    assert shop.x.public == []


def test_after_the_owner_resumed_machines_speak_again() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 8))
    shop.clock.advance(MINUTE)
    resume(shop)
    shop.hear(*complaints(shop, 7, first=9))
    assert on(shop) is None
    shop.work_for(timedelta(minutes=10), MINUTE)
    assert len(shop.x.public) == 7
    shop.hear(*complaints(shop, 1, first=16))
    assert on(shop) is not None


def test_a_new_start_counts_what_came_before_it() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 7))
    shop.open()
    shop.hear(*complaints(shop, 1, first=8))
    assert on(shop) is not None


def test_a_busy_shop_has_a_higher_bar() -> None:
    shop = a_shop()
    long_ago = shop.clock.now() - timedelta(weeks=9)
    for week in range(4):
        at = shop.clock.now() - timedelta(weeks=4 - week) - timedelta(minutes=30)
        lines = complaints(shop, 3, first=1 + 10 * week)
        shop.hear(*(replace(line, created_at=at, is_live=False) for line in lines))
    shop.hear(replace(shop.says("hello", id="x:old"), created_at=long_ago))
    shop.hear(*complaints(shop, 11, first=100))
    assert on(shop) is None
    shop.hear(*complaints(shop, 1, first=111))
    assert on(shop) is not None


def test_in_the_first_week_the_hours_so_far_tell_what_is_usual() -> None:
    shop = a_shop()
    for hour in range(12, 1, -1):
        at = shop.clock.now() - timedelta(hours=hour)
        lines = complaints(shop, 3, first=1 + 10 * hour)
        shop.hear(*(replace(line, created_at=at, is_live=False) for line in lines))
    shop.hear(*complaints(shop, 11, first=200))
    assert on(shop) is None
    shop.hear(*complaints(shop, 2, first=211))
    assert on(shop) is not None


def test_what_was_there_before_the_first_start_is_no_surge() -> None:
    shop = a_shop()
    shop.hear(*(replace(line, is_live=False) for line in complaints(shop, 40)))
    assert on(shop) is None


def test_one_notice_tells_of_a_surge_and_again_after_an_hour() -> None:
    shop = a_shop()
    shop.hear(*complaints(shop, 8, text="@larchandloaf the payment page is broken again"))
    for number in range(10):
        shop.clock.advance(MINUTE)
        shop.hear(*complaints(shop, 10, first=9 + 10 * number))
        shop.work()
    (notice,) = shop.channel.notices
    assert_message("cli/surge_notice", sentence(notice, "Mon 10:00"))
    shop.work_for(timedelta(minutes=45), timedelta(minutes=5))
    assert len(shop.channel.notices) == 1
    shop.work_for(timedelta(minutes=15), timedelta(minutes=5))
    assert len(shop.channel.notices) == 2
    shop.work_for(timedelta(minutes=60), timedelta(minutes=5))
    assert_message("cli/surge_notice_quiet", sentence(shop.channel.notices[-1], "Mon 10:00"))
    told = len(shop.channel.notices)
    shop.work_for(timedelta(hours=2), timedelta(minutes=5))
    assert len(shop.channel.notices) == told, "quiet is told once a day"
    shop.surges.end(SurgeEnd.RESUMED, by="Jo")
    shop.work_for(timedelta(days=2), timedelta(hours=2))
    assert len(shop.channel.notices) == told


def test_a_surge_is_told_at_the_weekend_and_not_at_night() -> None:
    shop = a_shop()
    shop.clock.move_to(shop.clock.now() + timedelta(days=5, hours=16))
    shop.hear(*complaints(shop, 8))
    shop.work()
    assert shop.channel.notices == []
    shop.work_for(timedelta(hours=8), timedelta(minutes=30))
    assert {notice.kind for notice in shop.channel.notices} == {NoticeKind.SURGE}


def test_what_was_written_long_ago_and_comes_late_is_no_surge() -> None:
    shop = a_shop()
    long_ago = shop.clock.now() - timedelta(hours=3)
    shop.hear(*(replace(line, created_at=long_ago) for line in complaints(shop, 40)))
    assert on(shop) is None
