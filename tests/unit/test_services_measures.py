"""Mute, block, hide: taken once, seen to be in force; whatever breaks in between."""

from datetime import timedelta

import pytest

from monitor.domain.case import Resolution, TimelineKind
from monitor.domain.effect import Action, State
from monitor.domain.measure import Stage, stage_of, until_of
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.services.casework import resolve
from monitor.services.measure_moves import TRIES
from monitor.services.quieting import end_quiet, keep_quiet
from tests.people import ADA, CY
from tests.shop import BRAND, BROKEN, Shop, policy
from tests.unit.measure_steps import ask, fake, is_marked, muted, shop, told, wish

__all__ = ["shop"]

A_MONTH = timedelta(days=30)


# --- taken --------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [Action.MUTE, Action.BLOCK])
def test_it_is_taken_once_and_seen_to_be_in_force(shop: Shop, action: Action) -> None:
    asked = ask(shop, action)
    assert (asked.state, asked.decided_by, fake(shop, action).log) == (State.APPROVED, "Jo", [])
    assert is_marked(shop)
    for _ in range(3):
        shop.measures.due()
    there = shop.effect(asked.number)
    assert (there.state, there.sent_at) == (State.SENT, shop.clock.now())
    assert fake(shop, action).log == [("do", "x:cy")]
    # a message of that id would else count as one of ours
    assert there.posted_id == ""


def test_a_post_is_hidden_and_its_author_not_marked(shop: Shop) -> None:
    post = shop.says("rubbish", id="x:9", author=CY)
    shop.hear(post)
    asked = ask(shop, Action.HIDE, message=post)
    shop.measures.due()
    assert fake(shop, Action.HIDE).log == [("do", "x:9")]
    assert shop.effect(asked.number).state is State.SENT
    assert not is_marked(shop)


def test_asking_again_changes_nothing(shop: Shop) -> None:
    first = muted(shop)
    shop.clock.advance(timedelta(days=1))
    again = shop.keeping_away.ask(wish())
    assert (again.was_so, again.measure) == (True, first)
    shop.measures.due()
    assert fake(shop).log == [("do", "x:cy")]


def test_asking_again_with_a_length_makes_it_last_from_now_on(shop: Shop) -> None:
    muted(shop)
    shop.clock.advance(timedelta(days=20))
    longer = shop.keeping_away.ask(wish(lasts=A_MONTH)).measure
    assert until_of(longer) == shop.clock.now() + A_MONTH
    assert fake(shop).log == [("do", "x:cy")]


def test_whoever_is_muted_gets_no_automatic_word() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    muted(shop)
    (heard,) = shop.hear(shop.says(BROKEN, id="x:5", author=CY))
    assert heard.decision.permission.reason is Reason.MUTED
    assert heard.case_number is not None
    shop.work_for(timedelta(minutes=10))
    assert shop.x.public == []


def test_what_waited_by_machine_is_withdrawn_and_a_person_s_yes_stays(shop: Shop) -> None:
    draft = shop.complaint(id="x:1", author=CY)
    answer = shop.keeping_away.ask(wish())
    assert answer.withdrawn == 1
    assert shop.effect(draft.number).state is State.CANCELLED
    other = Shop()
    approved = other.complaint(id="x:1", author=CY)
    other.review.approve(approved.number, by="Jo")
    assert other.keeping_away.ask(wish()).withdrawn == 0
    other.work()
    assert other.effect(approved.number).state is State.SENT


def test_the_case_tells_of_it(shop: Shop) -> None:
    shop.complaint(id="x:1", author=CY)
    asked = ask(shop, why="goes on and on")
    shop.measures.due()
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert asked.case_number is not None
    with shop.store.read() as tx:
        entries = tx.cases.timeline(asked.case_number)
    notes = [(one.by, one.words) for one in entries if one.kind is TimelineKind.NOTE]
    assert notes == [
        ("Jo", "asked to have them muted on X: goes on and on"),
        ("monitor", "muted on X"),
        ("Jo", "asked to have them no longer muted on X"),
        ("monitor", "no longer muted on X"),
    ]


def test_the_end_of_the_case_leaves_the_measure_alone(shop: Shop) -> None:
    draft = shop.complaint(id="x:1", author=CY)
    del shop.x.measures[Action.BLOCK]
    by_machine, by_hand = ask(shop), ask(shop, Action.BLOCK)
    assert draft.case_number is not None
    shop.measures._take(by_hand)
    resolve(shop.store, shop.clock, draft.case_number, Resolution.SPAM, "Jo")
    shop.work()
    assert shop.effect(by_machine.number).state is State.SENT
    assert stage_of(shop.effect(by_hand.number)) is Stage.BY_HAND
    assert [alert.state for alert in shop.effects(Action.ALERT) if "measure" in alert.rule] == [
        State.SENT
    ]
    assert is_marked(shop)


def test_the_audit_log_says_who_wanted_what_and_how_it_went(shop: Shop) -> None:
    asked = muted(shop)
    shop.keeping_away.undo(wish(by="Sam", why="they said sorry"))
    shop.measures.due()
    shop.keeping_away.tick(wish(Action.BLOCK))
    with shop.store.read() as tx:
        rows = list(tx.audit.rows())
    block = f"e{asked.number + 1}"
    assert [(row.actor, row.action, row.subject, row.reason) for row in rows] == [
        ("Jo", "marked", asked.id, "mute"),
        ("Jo", "kept_away", asked.id, "mute"),
        ("Sam", "unmarked", asked.id, "mute"),
        ("Sam", "let_be", asked.id, "mute"),
        ("Jo", "marked", block, "block"),
        ("Jo", "kept_away", block, "block"),
    ]
    # a hash, never the name
    assert all(CY.id not in row.about for row in rows)
    assert rows[2].words not in ("", "they said sorry")


# --- what breaks --------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["timeout_after_acceptance", "crash_after_acceptance"])
def test_an_unheard_end_is_looked_at_and_not_done_again(shop: Shop, fault: str) -> None:
    shop.x.fail_next(fault)
    there = muted(shop)
    assert there.state is State.UNKNOWN
    shop.work_for(timedelta(minutes=3))
    assert shop.effect(there.number).state is State.SENT
    assert fake(shop).log == [("do", "x:cy")]


def test_what_is_seen_twice_not_to_be_is_done(shop: Shop) -> None:
    shop.x.fail_next("timeout_before")
    there = muted(shop)
    shop.measures.due()
    assert shop.effect(there.number).state is State.UNKNOWN
    shop.work_for(timedelta(minutes=3))
    assert shop.effect(there.number).state is State.SENT
    assert fake(shop).log == [("do", "x:cy")]


def test_where_nobody_can_look_it_is_done_again(shop: Shop) -> None:
    shop.x.can_be_asked = False
    shop.x.fail_next("timeout_after_acceptance")
    there = muted(shop)
    shop.work_for(timedelta(minutes=1))
    assert shop.effect(there.number).state is State.SENT
    assert fake(shop).log == [("do", "x:cy")] * 2


@pytest.mark.parametrize(("fault", "waits"), [("429", 15), ("revoked", 15)])
def test_what_the_platform_puts_off_waits(shop: Shop, fault: str, waits: int) -> None:
    shop.x.fail_next(fault)
    there = muted(shop)
    assert there.state is State.PENDING
    assert there.not_before == shop.clock.now() + timedelta(minutes=waits)
    shop.work_for(timedelta(minutes=waits, seconds=30))
    assert shop.effect(there.number).state is State.SENT


def test_a_no_of_the_platform_is_told_and_lifts_the_mark(shop: Shop) -> None:
    shop.x.fail_next("404")
    there = muted(shop)
    assert (there.state, there.remark) == (State.REFUSED, "the post is gone")
    assert not is_marked(shop)
    assert told(shop) == ["they are not muted on X: the post is gone"]
    # and it may be asked for once more
    shop.keeping_away.ask(wish())
    shop.measures.due()
    assert is_marked(shop)


def test_after_many_tries_a_person_does_it(shop: Shop) -> None:
    shop.x.fail_next(*["timeout_before"] * TRIES)
    there = muted(shop)
    shop.work_for(timedelta(minutes=30))
    ended = shop.effect(there.number)
    assert (ended.state, ended.posted_url) == (State.NEEDS_PERSON, "https://x.example/cy")
    assert stage_of(ended) is Stage.BY_HAND
    (news,) = told(shop)
    assert news.endswith("https://x.example/cy Done? monitor mute x:cy --done")


def test_what_nobody_could_do_for_a_week_is_not_done_any_more(shop: Shop) -> None:
    asked = ask(shop)
    shop.clock.advance(timedelta(days=8))
    shop.measures.due()
    assert shop.effect(asked.number).state is State.EXPIRED
    assert fake(shop).log == []
    assert not is_marked(shop)


# --- quiet --------------------------------------------------------------------------------------


def test_quiet_holds_until_its_end(shop: Shop) -> None:
    draft = shop.complaint(id="x:1", author=ADA)
    now = shop.clock.now()
    with shop.store.begin() as tx:
        assert keep_quiet(tx, BRAND, ADA.id, now + A_MONTH, now, "", "Jo") == 1
    assert shop.effect(draft.number).reason is Reason.QUIET
    for days, is_quiet in ((29, True), (2, False)):
        shop.clock.advance(timedelta(days=days))
        with shop.store.read() as tx:
            facts = tx.facts.of_authors(BRAND, [ADA.id], shop.clock.now())
        assert facts[ADA.id].is_quiet is is_quiet
    with shop.store.begin() as tx:
        keep_quiet(tx, BRAND, ADA.id, None, shop.clock.now(), "", "Jo")
        end_quiet(tx, BRAND, ADA.id, shop.clock.now(), "Jo")
        assert not tx.facts.of_authors(BRAND, [ADA.id], shop.clock.now())[ADA.id].is_quiet
