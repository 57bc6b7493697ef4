"""The unlock: earned by evidence, lost by mistakes, and earned anew."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.evidence import LADDER, UnlockLimits, of_step, steps, tally, window
from monitor.domain.label import JUDGED, Judged, Label, LabelReason, is_small_change
from monitor.domain.unlock import FAULTS, LockReason, Turn, Unlock, nearest, weigh
from monitor.domain.values import replace
from monitor.testing import MONDAY_MORNING
from tests.simulators.owner_stream import Machine, stream

LIMITS = UnlockLimits()
FLOOR = 0.8
YES, NO, UNKNOWN = LabelReason.APPROVED, LabelReason.NOT_A_COMPLAINT, LabelReason.UNEXPLAINED


def decided(
    reasons: Iterable[LabelReason], *, at: datetime = MONDAY_MORNING, **changes: object
) -> list[Label]:
    """One decision after the other, an hour apart."""
    label = Label(
        brand="larch",
        message_id="",
        author_id="x:ada",
        platform="x",
        judged=Judged.RIGHT,
        reason=YES,
        score=0.99,
        floor=FLOOR,
        model="m1",
        by="Jo",
        at=at,
    )
    return [
        replace(
            label,
            message_id=f"x:{at:%j%H}{number}",
            judged=JUDGED[reason],
            reason=reason,
            at=at + timedelta(hours=number),
            **changes,
        )
        for number, reason in enumerate(reasons)
    ]


def after(labels: list[Label]) -> datetime:
    return labels[-1].at + timedelta(minutes=1)


def earned(labels: list[Label]) -> Unlock:
    unlock = weigh(Unlock(salt="s"), labels, LIMITS, after(labels), FLOOR)
    assert unlock.is_earned
    return unlock


def more(labels: list[Label], *reasons: LabelReason, **changes: object) -> list[Label]:
    return labels + decided(reasons, at=labels[-1].at + timedelta(hours=1), **changes)


@pytest.mark.parametrize(("wrong", "tries"), [(0, 29), (1, 46), (2, 61), (3, 76)])
def test_it_is_earned_with_so_many_decisions_and_not_one_sooner(wrong: int, tries: int) -> None:
    labels = decided([NO] * wrong + [YES] * (tries - wrong))
    sooner = weigh(Unlock(), labels[:-1], LIMITS, after(labels), FLOOR)
    assert not sooner.is_earned
    assert nearest(sooner, labels[:-1], LIMITS, after(labels), FLOOR)[1] == 1
    unlock = weigh(sooner, labels, LIMITS, after(labels), FLOOR)
    assert (unlock.is_earned, unlock.threshold, unlock.platforms) == (True, FLOOR, ("x",))
    assert unlock.since == after(labels)


def test_the_lowest_step_that_proves_itself_counts() -> None:
    good = decided([YES] * 29, score=0.96)
    bad = decided([NO] * 6, score=0.85, at=after(good))
    labels = good + bad
    assert [tally(labels, step, LIMITS).wrong for step in steps(FLOOR)] == [6, 0, 0]
    assert weigh(Unlock(), labels, LIMITS, after(labels), FLOOR).threshold == 0.90


def test_below_the_floor_there_is_no_step() -> None:
    assert steps(0.8) == (0.8, 0.9, 0.95)
    assert steps(0.87) == (0.87, 0.9, 0.95)
    assert steps(0.1) == (0.1, *LADDER)


def test_decisions_above_an_old_floor_prove_nothing_below_it() -> None:
    labels = decided([YES] * 40, score=0.99, floor=0.95)
    assert weigh(Unlock(), labels, LIMITS, after(labels), 0.8).threshold == 0.95


def test_without_a_score_nothing_is_earned() -> None:
    labels = decided([YES] * 60, score=None)
    assert not weigh(Unlock(), labels, LIMITS, after(labels), FLOOR).is_earned


def test_what_does_not_tell_counts_as_a_mistake_until_it_is_earned_and_not_afterwards() -> None:
    labels = decided([UNKNOWN] + [YES] * 29)
    assert not weigh(Unlock(), labels, LIMITS, after(labels), FLOOR).is_earned
    labels = decided([YES] * 29)
    unlock = earned(labels)
    labels = more(labels, UNKNOWN, LabelReason.REWRITTEN)
    assert weigh(unlock, labels, LIMITS, after(labels), FLOOR).is_earned


def test_one_mistake_too_many_locks_it_and_it_is_earned_anew_by_new_decisions() -> None:
    labels = decided([YES] * 29)
    unlock = earned(labels)
    labels = more(labels, NO)
    lost = weigh(unlock, labels, LIMITS, after(labels), FLOOR)
    assert (lost.is_earned, lost.reason, lost.lost_at) == (False, LockReason.BELOW, after(labels))
    labels = more(labels, *[YES] * 28)
    assert not weigh(lost, labels, LIMITS, after(labels), FLOOR).is_earned
    labels = more(labels, YES)
    again = weigh(lost, labels, LIMITS, after(labels), FLOOR)
    assert (again.is_earned, again.lost_at) == (True, lost.lost_at)


def test_two_mistakes_in_twenty_lock_it_although_the_bound_would_hold() -> None:
    labels = decided([YES] * 150)
    unlock = earned(labels)
    once = more(labels, NO, *[YES] * 5)
    assert weigh(unlock, once, LIMITS, after(once), FLOOR).is_earned
    twice = more(once, NO)
    lost = weigh(unlock, twice, LIMITS, after(twice), FLOOR)
    assert tally(twice, FLOOR, LIMITS).is_proven(LIMITS)
    assert lost.reason is LockReason.MISTAKES
    spread = more(once, *[YES] * 14, NO)
    assert weigh(unlock, spread, LIMITS, after(spread), FLOOR).is_earned


def test_a_mistake_about_something_grave_locks_it_at_once() -> None:
    labels = decided([YES] * 150)
    unlock = earned(labels)
    labels = more(labels, LabelReason.SENSITIVE)
    lost = weigh(unlock, labels, LIMITS, after(labels), FLOOR)
    assert lost.reason is LockReason.SENSITIVE
    assert nearest(lost, labels, LIMITS, after(labels), FLOOR)[1] == 29


def test_a_grave_mistake_from_before_it_was_earned_is_one_mistake() -> None:
    labels = decided([LabelReason.SENSITIVE] + [YES] * 60)
    unlock = earned(labels)
    assert weigh(unlock, more(labels, YES), LIMITS, after(labels), FLOOR).is_earned


def test_a_mistake_of_which_the_machine_was_less_sure_is_none_of_its_own() -> None:
    labels = decided([YES] * 29, score=0.97) + decided([NO] * 9, score=0.82)
    unlock = earned(sorted(labels, key=lambda label: label.at))
    assert unlock.threshold == 0.90
    labels = more(labels, LabelReason.SENSITIVE, NO, score=0.85)
    assert weigh(unlock, labels, LIMITS, after(labels), FLOOR).is_earned


def test_old_decisions_are_forgotten_and_that_is_no_fault() -> None:
    labels = decided([YES] * 40)
    unlock = earned(labels)
    later = labels[-29].at + LIMITS.lasts
    assert weigh(unlock, labels, LIMITS, later, FLOOR).is_earned
    lost = weigh(unlock, labels, LIMITS, later + timedelta(hours=1), FLOOR)
    assert (lost.reason, lost.lost_at) == (LockReason.STALE, None)
    new = labels + decided([YES], at=later + timedelta(minutes=30))
    assert weigh(lost, new, LIMITS, later + timedelta(minutes=40), FLOOR).is_earned


def test_of_the_practice_round_the_first_fifteen_count_whatever_they_say() -> None:
    practice = decided([NO] + [YES] * 29, is_practice=True)
    real = decided([YES] * 31, at=after(practice))
    counted = window(practice + real, LIMITS, after(real))
    assert sum(label.is_practice for label in counted) == 15
    assert sum(label.judged is Judged.WRONG for label in counted) == 1
    assert weigh(Unlock(), practice + real, LIMITS, after(real), FLOOR).is_earned
    assert not weigh(Unlock(), practice + real[:-1], LIMITS, after(real), FLOOR).is_earned


def test_the_newest_two_hundred_decisions_count() -> None:
    labels = decided([NO] * 10 + [YES] * 200)
    counted = window(labels, LIMITS, after(labels))
    assert tally(counted, FLOOR, LIMITS).wrong == 0
    assert len(of_step(counted, FLOOR, LIMITS)) == 200


def test_what_it_was_less_sure_of_crowds_nothing_out() -> None:
    labels = decided([YES] * 40, score=0.97) + decided([NO], score=0.82)
    unlock = earned(sorted(labels, key=lambda label: label.at))
    assert unlock.threshold == 0.90
    labels = more(labels, *[YES, NO] * 200, score=0.85)
    assert weigh(unlock, labels, LIMITS, after(labels), FLOOR).is_earned


def test_another_model_has_to_earn_it_itself() -> None:
    labels = decided([YES] * 29)
    unlock = earned(labels)
    assert unlock.turn("x:1", "x", 0.99, "m2", 10) is Turn.PERSON
    labels = more(labels, YES, model="m2")
    lost = weigh(unlock, labels, LIMITS, after(labels), FLOOR)
    assert (lost.is_earned, lost.reason, lost.lost_at) == (False, LockReason.NEW_MODEL, None)


def test_a_platform_counts_from_five_decisions_there_on() -> None:
    labels = decided([YES] * 29) + decided([YES] * 4, platform="reddit", at=MONDAY_MORNING)
    unlock = earned(sorted(labels, key=lambda label: label.at))
    assert unlock.platforms == ("x",)
    assert unlock.turn("reddit:1", "reddit", 0.99, "m1", 10) is Turn.PERSON
    labels = more(labels, YES, platform="reddit")
    unlock = weigh(unlock, labels, LIMITS, after(labels), FLOOR)
    assert unlock.platforms == ("reddit", "x")


def test_a_higher_floor_is_a_higher_threshold() -> None:
    unlock = earned(decided([YES] * 29))
    labels = decided([YES] * 29)
    assert weigh(unlock, labels, LIMITS, after(labels), 0.93).threshold == 0.93


def test_one_in_ten_waits_and_asking_again_changes_nothing() -> None:
    unlock = replace(earned(decided([YES] * 29)), salt="a grain")
    turns = [unlock.turn(f"x:{number}", "x", 0.9, "m1", 10) for number in range(5_000)]
    assert turns == [unlock.turn(f"x:{number}", "x", 0.9, "m1", 10) for number in range(5_000)]
    assert 430 < turns.count(Turn.HELD_BACK) < 570
    assert turns.count(Turn.HELD_BACK) + turns.count(Turn.MACHINE) == 5_000
    other = replace(unlock, salt="another")
    assert turns != [other.turn(f"x:{number}", "x", 0.9, "m1", 10) for number in range(5_000)]


@pytest.mark.parametrize(
    ("changes", "score", "platform"),
    [
        ({"is_earned": False}, 0.99, "x"),
        ({}, None, "x"),
        ({}, 0.79, "x"),
        ({}, 0.99, "mastodon"),
        ({"threshold": 0.995}, 0.99, "x"),
    ],
)
def test_whatever_is_not_earned_is_for_a_person(
    changes: dict[str, object], score: float | None, platform: str
) -> None:
    unlock = replace(earned(decided([YES] * 29)), **changes)
    turns = {unlock.turn(f"x:{number}", platform, score, "m1", 10) for number in range(50)}
    assert turns == {Turn.PERSON}


reasons = st.lists(st.sampled_from(sorted(JUDGED)), min_size=0, max_size=90)


@settings(max_examples=60, deadline=None)
@given(reasons, st.lists(st.sampled_from([0.81, 0.92, 0.97]), min_size=90, max_size=90))
def test_it_is_never_earned_without_its_proof(
    given_reasons: list[LabelReason], scores: list[float]
) -> None:
    labels = [
        replace(label, score=score)
        for label, score in zip(decided(given_reasons), scores, strict=False)
    ]
    unlock = Unlock(salt="s")
    for count in range(len(labels)):
        seen = labels[: count + 1]
        before, unlock = unlock, weigh(unlock, seen, LIMITS, after(seen), FLOOR)
        ours = tally(window(seen, LIMITS, after(seen)), unlock.threshold, LIMITS)
        if unlock.is_earned:
            assert ours.is_proven(LIMITS)
            assert ours.right >= 29
        if unlock.is_earned and before.lost_at is not None:
            new = [label for label in seen if label.at > before.lost_at]
            assert tally(new[::-1], unlock.threshold, LIMITS).is_proven(LIMITS)
        if before.is_earned and not unlock.is_earned:
            assert (unlock.lost_at == after(seen)) == (unlock.reason in FAULTS)


def test_what_is_written_down_is_read_again() -> None:
    unlock = earned(decided([YES] * 29))
    assert Unlock.read(unlock.written()) == unlock
    assert Unlock.read(None) == Unlock()


@pytest.mark.parametrize("written", ["", "{", "[]", '{"is_earned": "yes"}', '{"reason": "new"}'])
def test_what_cannot_be_read_locks(written: str) -> None:
    assert not Unlock.read(written).is_earned


@pytest.mark.parametrize(
    ("before", "words", "is_small"),
    [
        ("we are sorry about the wait", "we are sorry about the wait", True),
        ("sorry about the wait please write to us", "sorry about the wait do write to us", True),
        ("we are sorry about the wait", "thank you so much, glad it was good", False),
        ("we are sorry about the wait", "", False),
    ],
)
def test_a_small_change_keeps_four_words_in_five(before: str, words: str, is_small: bool) -> None:
    assert is_small_change(before, words) is is_small


def test_a_machine_that_is_wrong_too_often_is_seldom_unlocked() -> None:
    # the figures of `bench_unlock`, on fewer streams: they are the same at each run
    machine = Machine("always right in .85", 0.8, lambda _: 0.85)
    runs = [stream(machine, 120, seed) for seed in range(60)]
    assert sum(run.earned_after is not None for run in runs) <= 7
    good = Machine("always right in .98", 0.8, lambda _: 0.98)
    runs = [stream(good, 120, seed) for seed in range(30)]
    assert sum(run.earned_after is not None for run in runs) >= 25
