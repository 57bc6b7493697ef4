"""Mute, block, hide: taken once, seen to be in force, undone once; whatever breaks in between."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.case import Resolution, TimelineKind
from monitor.domain.effect import MEASURES, Action, Effect, State
from monitor.domain.measure import Stage, stage_of, target_of, until_of
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.services.casework import resolve
from monitor.services.keeping_away import Answer, Wish
from monitor.services.measure_moves import TRIES
from monitor.services.measures import FROM_BEFORE, Measures
from monitor.services.outbox import wake
from monitor.services.quieting import end_quiet, keep_quiet
from monitor.services.senders import Senders
from monitor.services.switches import PAUSED, RECONCILE, RESTORED, PauseFile
from monitor.testing import FakeMeasure, FakePlatform, an_author
from tests.people import ADA, CY
from tests.shop import BRAND, BROKEN, Shop, policy

A_MONTH = timedelta(days=30)
LINK = "https://x.example/cy"


def wish(action: Action = Action.MUTE, **changes: object) -> Wish:
    return replace(Wish(action=action, brand=BRAND, author=CY, by="Jo"), **changes)


def fake(shop: Shop, action: Action = Action.MUTE) -> FakeMeasure:
    measure = shop.x.measures[action]
    assert isinstance(measure, FakeMeasure)
    return measure


def ask(shop: Shop, action: Action = Action.MUTE, **changes: object) -> Effect:
    return shop.keeping_away.ask(wish(action, **changes)).measure


def muted(shop: Shop) -> Effect:
    asked = ask(shop)
    shop.measures.due()
    return shop.effect(asked.number)


def is_marked(shop: Shop) -> bool:
    with shop.store.read() as tx:
        facts = tx.facts.of_authors(BRAND, [CY.id], shop.clock.now())
    return CY.id in facts and facts[CY.id].is_muted


def told(shop: Shop) -> list[str]:
    return [alert.slots.note for alert in shop.effects(Action.ALERT) if "measure" in alert.rule]


@pytest.fixture
def shop() -> Shop:
    return Shop()


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


# --- pause, hold --------------------------------------------------------------------------------


def test_nothing_is_taken_or_undone_while_paused(shop: Shop) -> None:
    there = muted(shop)
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, "press call", shop.clock.now())
    shop.keeping_away.undo(wish())
    blocked = ask(shop, Action.BLOCK)
    shop.work_for(timedelta(minutes=5))
    assert fake(shop).log == [("do", "x:cy")]
    assert fake(shop, Action.BLOCK).log == []
    held = shop.effect(blocked.number)
    assert (held.state, held.reason) == (State.HELD, Reason.PAUSED)
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, None, shop.clock.now())
        wake(tx, Reason.PAUSED, shop.clock.now())
    shop.measures.due()
    assert shop.effect(blocked.number).state is State.SENT
    assert shop.effect(there.number).state is State.RETRACTED


def test_the_file_of_this_machine_pauses_it_too(tmp_path: Path) -> None:
    shop = Shop(pause_file=PauseFile(tmp_path / "PAUSED"))
    assert shop.pause_file is not None
    shop.pause_file.put("now")
    asked = ask(shop)
    assert shop.measures.due() == 0
    assert shop.effect(asked.number).state is State.APPROVED
    shop.pause_file.remove()
    shop.measures.due()
    assert shop.effect(asked.number).state is State.SENT


@pytest.mark.parametrize("is_on", [True, False])
def test_what_was_asked_for_before_a_restore_is_looked_at_first(shop: Shop, is_on: bool) -> None:
    """It may have been taken, and undone, by the database that is gone."""
    asked = ask(shop)
    if is_on:
        shop.x.measures[Action.MUTE].do("x:cy")
    shop.clock.advance(timedelta(hours=1))
    at = shop.clock.now()
    with shop.store.begin() as tx:
        tx.switches.put(RECONCILE, "restored", at)
    shop.measures.due()
    assert shop.effect(asked.number).reason is Reason.RECONCILING
    with shop.store.begin() as tx:
        tx.switches.put(RECONCILE, None, at)
        tx.switches.put(RESTORED, at.isoformat(), at)
        wake(tx, Reason.RECONCILING, at)
    shop.work_for(timedelta(minutes=2))
    ended = shop.effect(asked.number)
    assert fake(shop).log == [("do", "x:cy")] * is_on
    if is_on:
        assert ended.state is State.SENT
        return
    assert (ended.state, ended.remark) == (State.NEEDS_PERSON, FROM_BEFORE)
    # asked for anew, it is a new one
    shop.clock.advance(timedelta(minutes=1))
    again = ask(shop)
    shop.measures.due()
    assert shop.effect(ended.number).state is State.CANCELLED
    assert shop.effect(again.number).state is State.SENT


# --- undone -------------------------------------------------------------------------------------


def test_undone_it_is_off_and_may_be_taken_again(shop: Shop) -> None:
    first = muted(shop)
    for _ in range(2):
        shop.keeping_away.undo(wish())
    shop.measures.due()
    assert shop.effect(first.number).state is State.RETRACTED
    assert not is_marked(shop)
    second = muted(shop)
    assert second.number != first.number
    assert is_marked(shop)
    assert fake(shop).log == [("do", "x:cy"), ("undo", "x:cy"), ("do", "x:cy")]


def test_what_is_off_already_is_not_undone(shop: Shop) -> None:
    there = muted(shop)
    fake(shop)._on.clear()  # somebody of ours did it in the app
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert shop.effect(there.number).state is State.RETRACTED
    assert fake(shop).log == [("do", "x:cy")]


@pytest.mark.parametrize("fault", ["timeout_after_acceptance", "crash_after_acceptance", "429"])
def test_an_undoing_that_breaks_is_done_to_the_end(shop: Shop, fault: str) -> None:
    there = muted(shop)
    shop.x.fail_next(fault)
    shop.keeping_away.undo(wish())
    shop.work_for(timedelta(minutes=20))
    assert shop.effect(there.number).state is State.RETRACTED
    assert fake(shop).log == [("do", "x:cy"), ("undo", "x:cy")]


def test_what_is_not_taken_yet_is_dropped(shop: Shop) -> None:
    asked = ask(shop)
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert shop.effect(asked.number).state is State.CANCELLED
    assert fake(shop).log == []
    assert not is_marked(shop)


def test_undoing_what_may_be_on_by_now_undoes_it(shop: Shop) -> None:
    shop.x.fail_next("timeout_after_acceptance")
    there = muted(shop)
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert shop.effect(there.number).state is State.RETRACTED
    assert fake(shop).log == [("do", "x:cy"), ("undo", "x:cy")]


def test_the_mark_stays_while_another_measure_stands(shop: Shop) -> None:
    muted(shop)
    ask(shop, Action.BLOCK)
    shop.measures.due()
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert is_marked(shop)
    shop.keeping_away.undo(wish(Action.BLOCK))
    shop.measures.due()
    assert not is_marked(shop)


# --- its end ------------------------------------------------------------------------------------


def test_a_mute_ends_by_itself_and_a_block_does_not(shop: Shop) -> None:
    there = muted(shop)
    block = ask(shop, Action.BLOCK)
    shop.measures.due()
    shop.clock.advance(A_MONTH - timedelta(seconds=1))
    shop.measures.due()
    assert shop.effect(there.number).state is State.SENT
    shop.clock.advance(timedelta(seconds=1))
    shop.work()
    shop.work()
    assert shop.effect(there.number).state is State.RETRACTED
    assert shop.effect(block.number).state is State.SENT
    assert is_marked(shop)


def test_a_block_is_asked_about_once_after_half_a_year(shop: Shop) -> None:
    ask(shop, Action.BLOCK)
    shop.measures.due()
    shop.clock.advance(timedelta(days=179))
    shop.measures.due()
    assert told(shop) == []
    shop.clock.advance(timedelta(days=1))
    shop.measures.due()
    shop.measures.due()
    assert told(shop) == [
        "you blocked them on X 180 days ago. Is that still right? "
        "To undo it: monitor block x:cy --undo"
    ]


# --- by hand ------------------------------------------------------------------------------------


def test_a_platform_without_the_means_leaves_it_to_the_owner(shop: Shop) -> None:
    del shop.x.measures[Action.BLOCK]
    asked = ask(shop, Action.BLOCK)
    shop.measures.due()
    there = shop.effect(asked.number)
    assert (stage_of(there), there.posted_url) == (Stage.BY_HAND, "https://x.example/cy")
    assert told(shop) == [
        "they are not blocked on X yet, and your hand is needed. https://x.example/cy "
        "Done? monitor block x:cy --done"
    ]
    assert is_marked(shop)
    ticked = shop.keeping_away.tick(wish(Action.BLOCK, link=LINK)).measure
    assert (ticked.state, ticked.remark) == (State.SENT, "by hand")
    undoing = shop.keeping_away.undo(wish(Action.BLOCK, link=LINK)).measure
    assert (stage_of(undoing), undoing.posted_url) == (Stage.UNDO_BY_HAND, LINK)
    assert is_marked(shop)
    ended = shop.keeping_away.undo(wish(Action.BLOCK, link=LINK), is_done=True).measure
    assert ended.state is State.RETRACTED
    assert not is_marked(shop)


def test_what_is_by_hand_from_the_start_can_be_dropped(shop: Shop) -> None:
    asked = ask(shop, Action.BLOCK, link=LINK)
    assert stage_of(asked) is Stage.BY_HAND
    shop.keeping_away.undo(wish(Action.BLOCK, link=LINK))
    assert shop.effect(asked.number).state is State.CANCELLED


def test_what_the_owner_did_in_the_app_is_ticked_without_asking_first(shop: Shop) -> None:
    answer = shop.keeping_away.tick(wish())
    assert (answer.measure.state, answer.measure.sent_at) == (State.SENT, shop.clock.now())
    shop.measures.due()
    assert fake(shop).log == []
    assert is_marked(shop)


def test_a_mute_by_hand_that_is_over_asks_for_the_hand_again(shop: Shop) -> None:
    del shop.x.measures[Action.MUTE]
    shop.keeping_away.tick(wish(link=LINK))
    shop.clock.advance(A_MONTH)
    shop.work()
    shop.work()
    assert told(shop) == [
        "they are still muted on X, and your hand is needed to undo it. https://x.example/cy "
        "Done? monitor mute x:cy --undo --done"
    ]
    # we would not see their answer
    assert is_marked(shop)


def test_a_platform_that_is_not_configured_is_the_owner_s(shop: Shop) -> None:
    elsewhere = an_author("Flo", platform="reddit")
    asked = ask(shop, Action.BLOCK, author=elsewhere)
    shop.measures.due()
    there = shop.effect(asked.number)
    assert (there.state, there.posted_url) == (
        State.NEEDS_PERSON,
        "https://www.reddit.com/user/flo",
    )


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


# --- killed -------------------------------------------------------------------------------------


class Gone(BaseException):
    """The process is dead."""


STEPS = [
    ("measures.after_claim", ["do"]),
    ("measures.after_do", ["do"]),
    ("measures.before_record", ["do"]),
    ("measures.after_record", ["do"]),
]


@pytest.mark.parametrize("action", sorted(MEASURES - {Action.HIDE}))
@pytest.mark.parametrize(("step", "log"), STEPS)
def test_a_death_while_taking_it_takes_it_once(step: str, log: list[str], action: Action) -> None:
    shop = dying(step)
    asked = ask(shop, action)
    with pytest.raises(Gone):
        shop.measures.due()
    restarted(shop)
    assert shop.effect(asked.number).state is State.SENT
    assert [what for what, _ in fake(shop, action).log] == log


@pytest.mark.parametrize("step", ["measures.after_undo", "measures.after_look"])
def test_a_death_while_undoing_or_looking_doubles_nothing(step: str) -> None:
    shop = dying(step)
    if step == "measures.after_look":
        shop.x.fail_next("timeout_after_acceptance")
    there = muted(shop)
    if step == "measures.after_undo":
        shop.keeping_away.undo(wish())
    with pytest.raises(Gone):
        shop.measures.due()
    restarted(shop)
    is_undone = step == "measures.after_undo"
    assert shop.effect(there.number).state is (State.RETRACTED if is_undone else State.SENT)
    assert [what for what, _ in fake(shop).log] == ["do", "undo"][: 1 + is_undone]


def dying(step: str) -> Shop:
    """A shop whose next start dies at that place, once."""
    left = [step]

    def reach(name: str) -> None:
        if name in left:
            left.remove(name)
            raise Gone

    return Shop(failpoint=reach)


def restarted(shop: Shop) -> None:
    shop.open()
    shop.look.after_a_stop()
    shop.work_for(timedelta(minutes=2))


def test_a_claim_that_somebody_else_made_first_is_left_to_them(shop: Shop) -> None:
    asked = ask(shop)
    with shop.store.begin() as tx:
        assert tx.outbox.move(asked, replace(asked, state=State.SENDING, version=2))
    shop.measures._one_of_many(asked)
    assert fake(shop).log == []


def test_one_that_breaks_does_not_stop_the_others(shop: Shop) -> None:
    class Broken(FakeMeasure):
        def is_on(self, target_id: str) -> bool | None:
            raise ValueError(target_id)

    shop.x.measures[Action.MUTE] = Broken(shop.x)
    first, second = ask(shop), ask(shop, Action.BLOCK)
    shop.measures.due()
    assert shop.effect(second.number).state is State.SENT
    assert shop.effect(first.number).state is State.SENDING
    assert isinstance(shop.x, FakePlatform)


def test_answers_tell_what_has_changed(shop: Shop) -> None:
    answer = shop.keeping_away.ask(wish())
    assert answer == Answer(measure=answer.measure)
    assert shop.observer.moved == [answer.measure]


# --- the tests can fail -------------------------------------------------------------------------


class TakesAgainUnseen(Measures):
    """Does not look how it ended."""

    def _look(self, measure: Effect) -> None:
        self.moves.move(measure, replace(measure, state=State.PENDING))


class TakesThenStores(Measures):
    """Does it first, and writes down afterwards that it was claimed."""

    def _take(self, measure: Effect) -> None:
        means = self.senders.measure(measure.platform, measure.action)
        assert means is not None
        means.do(target_of(measure))
        super()._take(measure)


@pytest.mark.parametrize("mutant", [TakesAgainUnseen, TakesThenStores])
def test_a_mutant_is_seen_in_the_log(mutant: type[Measures]) -> None:
    shop = dying("measures.after_do")
    ask(shop)
    with pytest.raises(Gone):
        shop.measures.due()
    shop.open()
    shop.look.after_a_stop()
    shop.measures = mutant(shop.store, shop.clock, shop.policy, Senders((shop.x,)), shop.observer)
    if mutant is TakesThenStores:
        ask(shop, author=ADA)
    shop.work_for(timedelta(minutes=2))
    assert len(fake(shop).log) > len({target for _, target in fake(shop).log})
