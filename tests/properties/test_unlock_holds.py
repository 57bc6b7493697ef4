"""Whatever the owner decides, in whatever order: no machine speaks that has not earned it."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.effect import Action, Effect, State
from monitor.domain.evidence import UnlockLimits, decided, mistakes, of_newest_model, of_step, tally
from monitor.domain.label import Because, Judged, Label, LabelReason
from monitor.domain.permission import Reason
from monitor.domain.unlock import Unlock, weigh
from monitor.services.unlocking import unlock_of
from monitor.testing import FakeClock, an_author
from tests.shop import BRAND, Shop
from tests.unit.test_services_unlocking import a_shop

#: a yes is what mostly happens
DECISIONS = ("approve",) * 3 + ("leave", "retract", "wrong", "right", "edit", "reject")
BECAUSE = {each.value: each for each in Because}
steps = st.lists(
    st.tuples(
        st.sampled_from([*DECISIONS, *sorted(BECAUSE)]),
        st.sampled_from([1, 20, 170]),
    ),
    min_size=3,
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 60), steps)
def test_no_machine_speaks_that_has_not_earned_it(
    rights: int, steps: list[tuple[str, int]]
) -> None:
    shop = a_shop()
    seed(shop, rights)
    for number, (step, hours) in enumerate(steps):
        draft = shop.complaint(id=f"x:{number}", author=an_author(id=f"x:p{number}"))
        assert_by_whom(draft, unlock(shop))
        decide_on(shop, draft, step)
        assert_proven(shop)
        shop.clock.advance(timedelta(minutes=10))
        before, is_earned = by_machine(shop), unlock(shop).is_earned
        shop.deliver.due()
        assert is_earned or by_machine(shop) == before
        shop.clock.advance(timedelta(hours=hours))
        shop.deadlines.due()
        shop.unlocking.due()
        assert_proven(shop)
        assert_none_forgotten(shop)


judged = st.lists(st.sampled_from([Judged.RIGHT] * 12 + [Judged.WRONG]), max_size=120)


@settings(deadline=None)
@given(judged, st.lists(st.integers(0, 120), max_size=30))
def test_letting_drafts_lie_never_earns_it(decisions: list[Judged], lying: list[int]) -> None:
    start = FakeClock().now() - timedelta(days=130)
    limits = UnlockLimits()

    def label(number: int, judged: Judged, minutes: int = 0) -> Label:
        reason = LabelReason.RAN_OUT if judged is Judged.OPEN else LabelReason.SAID
        return Label(
            brand=BRAND,
            message_id=f"x:{number}:{minutes}",
            author_id="x:somebody",
            platform="x",
            judged=judged,
            reason=reason,
            score=0.97,
            floor=0.9,
            by="Jo",
            at=start + timedelta(days=number, minutes=minutes),
        )

    labels = [label(number, judged) for number, judged in enumerate(decisions)]
    with_lying = labels + [
        label(number, Judged.OPEN, minutes) for minutes, number in enumerate(lying, start=1)
    ]
    now = FakeClock().now()
    if weigh(Unlock(), with_lying, limits, now, 0.9).is_earned:
        assert weigh(Unlock(), labels, limits, now, 0.9).is_earned


def seed(shop: Shop, rights: int) -> None:
    """So many decisions from before."""
    with shop.store.begin() as tx:
        for number in range(rights):
            tx.labels.put(
                Label(
                    brand=BRAND,
                    message_id=f"x:before{number}",
                    author_id="x:before",
                    platform="x",
                    judged=Judged.RIGHT,
                    reason=LabelReason.APPROVED,
                    score=0.97,
                    floor=shop.policy.thresholds.automatic,
                    model="model 1",
                    by="Jo",
                    at=shop.clock.now() - timedelta(hours=rights - number),
                )
            )
    shop.unlocking.due()


def decide_on(shop: Shop, draft: Effect, step: str) -> None:
    """What the owner does with the newest word, or with the last one that is out."""
    out = [word for word in shop.effects(Action.ACKNOWLEDGE) if word.state is State.SENT]
    if step == "approve":
        shop.review.approve(draft.number, by="Jo")
    elif step == "edit":
        shop.review.edit(draft.number, "What a mess! I will write to you myself tonight.", by="Jo")
    elif step == "reject":
        shop.review.reject(draft.number, by="Jo")
    elif step in BECAUSE:
        shop.review.reject(draft.number, by="Jo", because=BECAUSE[step])
    elif out and step == "retract":
        shop.review.retract(out[-1].number, by="Jo")
    elif out and step == "wrong":
        shop.judge.wrong(out[-1].number, by="Jo")
    elif out and step == "right":
        shop.judge.right(out[-1].number, by="Jo")


def unlock(shop: Shop) -> Unlock:
    with shop.store.read() as tx:
        return unlock_of(tx, BRAND)


def assert_by_whom(draft: Effect, unlock: Unlock) -> None:
    """Only where it is earned a machine is about to say it."""
    if draft.state is State.PROPOSED:
        assert draft.reason in (Reason.NOT_UNLOCKED, Reason.HELD_BACK)
    else:
        assert unlock.is_earned


def assert_proven(shop: Shop) -> None:
    """Earned means proven, by the decisions that are stored now."""
    limits, now = shop.policy.unlock, shop.clock.now()
    with shop.store.read() as tx:
        labels, state = tx.labels.since(BRAND, now - limits.lasts), unlock_of(tx, BRAND)
    if not state.is_earned:
        return
    here = of_step(of_newest_model(labels, limits, now), state.threshold, limits)
    assert tally(here, state.threshold, limits).is_proven(limits)
    assert mistakes(decided(here)[: limits.among]) < limits.mistakes
    if state.lost_at is not None:
        new = [label for label in here if label.at > state.lost_at]
        assert len(new) >= 29


def assert_none_forgotten(shop: Shop) -> None:
    """No draft that ran out of time undecided is left out of the count."""
    for word in shop.effects(Action.ACKNOWLEDGE):
        was_draft = word.reason in (Reason.NOT_UNLOCKED, Reason.HELD_BACK)
        if word.state is State.EXPIRED and was_draft and not word.decided_by:
            with shop.store.read() as tx:
                assert tx.labels.get(BRAND, word.message_id) is not None


def by_machine(shop: Shop) -> int:
    """How many words it has said by itself."""
    said = (State.SENT, State.RETRACTING)
    words = shop.effects(Action.ACKNOWLEDGE)
    return sum(word.state in said and not word.decided_by for word in words)
