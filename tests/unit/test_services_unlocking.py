"""Judging and unlocking: what decisions say, when a machine speaks, and when it is silent again."""

from datetime import timedelta

import pytest

from monitor.daemon import Daemon
from monitor.domain.audit import AuditAction
from monitor.domain.case import Resolution
from monitor.domain.effect import Effect, State
from monitor.domain.evidence import UnlockLimits
from monitor.domain.label import Because, Judged, Label, LabelReason
from monitor.domain.message import Author, Message
from monitor.domain.permission import Reason
from monitor.domain.playbook import Words
from monitor.domain.policy import Mode
from monitor.domain.reading import Reading
from monitor.domain.unlock import WHY_LOST, LockReason, Turn, Unlock
from monitor.domain.values import replace
from monitor.errors import NotFound, WrongState
from monitor.services.casework import resolve
from monitor.services.practice import Practice
from monitor.services.review import Review
from monitor.services.switches import FIRST_START
from monitor.services.unlocking import EARNED, LOST, switch_of, unlock_of
from monitor.testing import an_author
from tests.app import app_of
from tests.shop import BRAND, BROKEN, LATE, PRAISE, Shop, playbook, policy, reader

OWN_WORDS = "Hi, what a mess. Please message us here, I will look at it myself. – Jo"


class Scored:
    """The shipped reader, with a score for what it takes for a complaint."""

    def __init__(self) -> None:
        self.score: float | None = 0.97
        self.model = "model 1"

    def read(self, message: Message) -> Reading:
        return replace(reader().read(message), p_complaint=self.score, scorers=self.model)


@pytest.fixture(autouse=True)
def drawn_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which messages are held back is drawn anew for each shop; here always the same ones."""
    monkeypatch.setattr("secrets.token_hex", lambda _bytes: "a fixed salt")


def a_shop(mode: Mode = Mode.AUTOMATIC, **changes: object) -> Shop:
    """One in which automatic sending can be earned."""
    limits = policy(
        mode, is_unlocked=False, may_be_earned=True, needs_score=True, per_day=500, per_hour=500
    )
    return Shop(policy=replace(limits, max_open_promises=500, **changes), reads=Scored())


def label_of(shop: Shop, message_id: str = "x:1") -> Label | None:
    with shop.store.read() as tx:
        return tx.labels.get(BRAND, message_id)


def unlock(shop: Shop) -> Unlock:
    with shop.store.read() as tx:
        return unlock_of(tx, BRAND)


def told(shop: Shop) -> list[str]:
    with shop.store.read() as tx:
        return [notice.key for notice in tx.notices.listed()]


def somebody(number: int) -> Author:
    return an_author(f"Person {number}", id=f"x:p{number}")


def heard(shop: Shop, number: int, text: str = BROKEN) -> Effect:
    """One complaint more, on another day; its draft."""
    shop.clock.advance(timedelta(days=1))
    return shop.complaint(text, id=f"x:{number}", author=somebody(number))


def earn(shop: Shop, count: int = 29) -> None:
    """So many drafts, each with a yes."""
    for number in range(1, count + 1):
        shop.review.approve(heard(shop, number).number, by="Jo")
        shop.deliver.due()


# --- what a decision says -------------------------------------------------------------------------


def test_a_yes_says_that_the_machine_would_have_been_right() -> None:
    shop = a_shop()
    draft = shop.complaint()
    assert draft.reason is Reason.NOT_UNLOCKED
    shop.review.approve(draft.number, by="Jo")
    assert label_of(shop) == Label(
        brand=BRAND,
        message_id="x:1",
        author_id="x:ada",
        platform="x",
        effect_number=draft.number,
        judged=Judged.RIGHT,
        reason=LabelReason.APPROVED,
        score=0.97,
        floor=shop.policy.thresholds.automatic,
        model="model 1",
        by="Jo",
        at=shop.clock.now(),
    )


def test_a_small_change_is_a_yes_and_own_words_do_not_tell() -> None:
    shop = a_shop()
    draft = shop.complaint()
    with shop.store.read() as tx:
        words = shop.review.if_sent_now(tx, draft).text
    shop.review.edit(draft.number, words.replace("Please", "Do please") + " – Jo", by="Jo")
    shop.review.approve(draft.number, by="Jo")
    label = label_of(shop)
    assert label is not None
    assert (label.judged, label.reason) == (Judged.RIGHT, LabelReason.REWORDED)
    shop.review.edit(draft.number, OWN_WORDS, by="Jo")
    assert label_of(shop) is None
    shop.review.approve(draft.number, by="Jo")
    label = label_of(shop)
    assert label is not None
    assert (label.judged, label.reason) == (Judged.OPEN, LabelReason.REWRITTEN)


@pytest.mark.parametrize(
    ("because", "judged", "reason"),
    [
        (Because.NOT_A_COMPLAINT, Judged.WRONG, LabelReason.NOT_A_COMPLAINT),
        (Because.NOT_ABOUT_US, Judged.WRONG, LabelReason.NOT_ABOUT_US),
        (Because.SENSITIVE, Judged.WRONG, LabelReason.SENSITIVE),
        (Because.WRONG_WORDS, Judged.WRONG, LabelReason.WRONG_WORDS),
        (None, Judged.OPEN, LabelReason.UNEXPLAINED),
    ],
)
def test_a_no_says_what_its_reason_says(
    because: Because | None, judged: Judged, reason: LabelReason
) -> None:
    shop = a_shop()
    shop.review.reject(shop.complaint().number, by="Jo", because=because)
    label = label_of(shop)
    assert label is not None
    assert (label.judged, label.reason) == (judged, reason)


@pytest.mark.parametrize("because", [Because.ANSWERED, Because.NO_REPLY])
def test_a_no_that_is_not_about_the_machine_says_nothing(because: Because) -> None:
    shop = a_shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.review.reject(draft.number, by="Jo", because=because)
    assert label_of(shop) is None


def ran_out(shop: Shop, number: int = 1) -> Effect:
    """A draft that lies until its time is over."""
    draft = heard(shop, number)
    shop.clock.advance(timedelta(days=5))
    shop.deadlines.due()
    assert shop.effect(draft.number).state is State.EXPIRED
    return draft


def test_a_draft_that_ran_out_of_time_does_not_tell_until_somebody_says() -> None:
    shop = a_shop()
    draft = ran_out(shop)
    label = label_of(shop)
    assert label is not None
    assert (label.judged, label.reason, label.by) == (Judged.OPEN, LabelReason.RAN_OUT, "monitor")
    assert (label.effect_number, label.score) == (draft.number, 0.97)
    shop.judge.right(draft.number, by="Jo")
    label = label_of(shop)
    assert label is not None
    assert (label.judged, label.reason, label.by) == (Judged.RIGHT, LabelReason.SAID, "Jo")


def test_whoever_lets_the_doubtful_ones_lie_earns_nothing() -> None:
    shop = a_shop()
    lying = ran_out(shop, 100)
    earn(shop)
    assert not unlock(shop).is_earned
    shop.judge.right(lying.number, by="Jo")
    assert unlock(shop).is_earned


def test_what_runs_out_of_time_after_the_unlock_does_not_lock_it() -> None:
    shop = a_shop(unlock=UnlockLimits(hold_back=1))
    earn(shop)
    for number in range(200, 203):
        ran_out(shop, number)
    assert unlock(shop).is_earned


def test_a_draft_that_no_machine_would_have_said_may_run_out() -> None:
    shop = a_shop(crowd_followers=10)
    ran_out(shop)
    assert label_of(shop) is None


def test_taking_a_word_back_is_a_mistake_of_the_machine() -> None:
    shop = a_shop()
    sent = shop.sent()
    shop.review.retract(sent.number, by="Jo")
    label = label_of(shop)
    assert label is not None
    assert (label.judged, label.reason) == (Judged.WRONG, LabelReason.TAKEN_BACK)


def test_taking_ones_own_words_back_says_nothing_of_the_machine() -> None:
    shop = a_shop()
    draft = shop.complaint()
    shop.review.edit(draft.number, OWN_WORDS, by="Jo")
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()
    shop.review.retract(draft.number, by="Jo")
    label = label_of(shop)
    assert label is not None
    assert label.judged is Judged.OPEN


def test_a_person_may_say_it_afterwards_and_the_last_word_counts() -> None:
    shop = a_shop()
    draft = shop.complaint()
    shop.review.reject(draft.number, by="Jo")
    assert shop.judge.right(draft.number, by="Sam").judged is Judged.RIGHT
    wrong = shop.judge.wrong(draft.number, by="Jo", because=Because.SENSITIVE)
    assert (wrong.judged, wrong.reason, wrong.by) == (Judged.WRONG, LabelReason.SENSITIVE, "Jo")
    assert label_of(shop) == wrong
    with shop.store.read() as tx:
        rows = [row.reason for row in tx.audit.rows() if row.action == AuditAction.JUDGED.value]
    assert rows == ["right", "wrong sensitive"]


def test_a_draft_is_judged_by_its_yes_or_no() -> None:
    shop = a_shop()
    draft = shop.complaint()
    with pytest.raises(WrongState, match="not out yet"):
        shop.judge.right(draft.number, by="Jo")
    with pytest.raises(NotFound):
        shop.judge.right(999, by="Jo")
    assert label_of(shop) is None


@pytest.mark.parametrize(
    ("resolution", "reason"),
    [
        (Resolution.NOT_A_COMPLAINT, LabelReason.NOT_A_COMPLAINT),
        (Resolution.SPAM, LabelReason.NOT_A_COMPLAINT),
        (Resolution.NOT_OURS, LabelReason.NOT_ABOUT_US),
        (Resolution.SOLVED, LabelReason.APPROVED),
    ],
)
def test_a_case_that_was_none_was_a_mistake(resolution: Resolution, reason: LabelReason) -> None:
    shop = a_shop()
    sent = shop.sent()
    assert sent.case_number is not None
    ended = resolve(shop.store, shop.clock, sent.case_number, resolution, "Jo")
    shop.judge.case_ended(ended, by="Jo")
    label = label_of(shop)
    assert label is not None
    assert label.reason is reason


def test_what_a_machine_would_not_have_said_says_nothing_about_it() -> None:
    shop = a_shop(crowd_followers=10)
    draft = shop.complaint()
    assert draft.reason is Reason.HOT_THREAD
    shop.review.approve(draft.number, by="Jo")
    assert label_of(shop) is None
    shop.deliver.due()
    with pytest.raises(WrongState, match="by itself it would not have been sent"):
        shop.judge.right(draft.number, by="Jo")


def test_where_the_rule_wants_a_draft_a_yes_says_nothing_about_the_machine() -> None:
    shop = a_shop()
    draft = shop.complaint()
    rules = tuple(
        replace(rule, then=replace(rule.then, acknowledge=Words.DRAFT)) for rule in playbook().rules
    )
    careful = replace(playbook(), rules=rules)
    review = Review(shop.store, shop.clock, careful, shop.policy, shop.observer)
    review.approve(draft.number, by="Jo")
    assert label_of(shop) is None


def test_to_practise_what_no_model_had_read_is_read_anew() -> None:
    shop = a_shop()
    assert isinstance(shop.reads, Scored)
    shop.reads.score = None
    with shop.store.begin() as tx:
        now = shop.clock.now()
        tx.switches.put(FIRST_START, (now + timedelta(minutes=1)).isoformat(), now)
    shop.hear(shop.says(is_live=False))
    practice = Practice(shop.store, shop.clock, playbook(), shop.policy, shop.reads, brand=BRAND)
    assert practice.round() == []
    shop.reads.score = 0.98
    (exercise,) = practice.round()
    assert practice.right(exercise, by="Jo").score == 0.98
    assert practice.round() == []


# --- earned, used, lost ---------------------------------------------------------------------------


def test_with_the_twenty_ninth_yes_the_machine_speaks_by_itself() -> None:
    shop = a_shop()
    earn(shop, 28)
    assert not unlock(shop).is_earned
    shop.review.approve(heard(shop, 29).number, by="Jo")
    assert unlock(shop).is_earned
    assert unlock(shop).threshold == shop.policy.thresholds.automatic
    shop.deliver.due()
    before = len(shop.x.public)
    turns = []
    for number in range(100, 130):
        word = heard(shop, number)
        turns.append(word.reason)
        shop.work_for(timedelta(minutes=10), timedelta(minutes=1))
    assert set(turns) == {Reason.SETTLING, Reason.HELD_BACK}
    said = turns.count(Reason.SETTLING)
    # nothing that was held back
    assert len(shop.x.public) - before == said
    assert told(shop) == [EARNED]


def test_where_nothing_is_earned_the_machine_is_silent() -> None:
    for shop in (
        a_shop(may_be_earned=False),
        a_shop(Mode.APPROVE),
        Shop(policy=policy(Mode.AUTOMATIC, is_unlocked=False)),
    ):
        earn(shop, 31)
        assert heard(shop, 50).state is State.PROPOSED


def test_without_a_score_nothing_is_earned_and_nothing_forced() -> None:
    shop = a_shop()
    assert isinstance(shop.reads, Scored)
    shop.reads.score = None
    earn(shop, 31)
    assert not unlock(shop).is_earned
    forced = a_shop(is_unlocked=True)
    assert isinstance(forced.reads, Scored)
    assert forced.complaint().state is State.HELD
    forced.reads.score = None
    assert heard(forced, 2).reason is Reason.NOT_UNLOCKED


def test_a_mistake_locks_before_the_next_word_leaves_and_is_told_once() -> None:
    shop = a_shop()
    earn(shop)
    shop.work_for(timedelta(minutes=10), timedelta(minutes=1))
    first, second = _two_of_the_machine(shop)
    shop.clock.advance(timedelta(minutes=6))
    shop.deliver.one(first.number)
    assert shop.effect(first.number).state is State.SENT
    shop.review.retract(first.number, by="Jo")
    lost = unlock(shop)
    assert (lost.is_earned, lost.reason) == (False, LockReason.BELOW)
    shop.deliver.due()
    back = shop.effect(second.number)
    assert (back.state, back.reason) == (State.PROPOSED, Reason.NOT_UNLOCKED)
    assert told(shop) == [LOST]
    shop.unlocking.due()
    shop.notices.due()
    shop.notices.due()
    assert [notice.key for notice in shop.channel.notices].count(LOST) == 1
    with shop.store.read() as tx:
        rows = [(row.action, row.reason) for row in tx.audit.rows()]
    assert ("unlocked", "0.90") in rows
    assert ("locked", "below") in rows


def _two_of_the_machine(shop: Shop) -> tuple[Effect, Effect]:
    """Two words that the machine is about to say."""
    shop.clock.advance(timedelta(days=1))
    words: list[Effect] = []
    number = 200
    while len(words) < 2:
        number += 1
        word = shop.complaint(id=f"x:{number}", author=somebody(number))
        if word.reason is Reason.SETTLING:
            words.append(word)
    return words[0], words[1]


def test_a_word_that_is_held_back_stays_so() -> None:
    shop = a_shop()
    earn(shop)
    drawn = None
    for number in range(300, 360):
        word = heard(shop, number)
        if word.reason is Reason.HELD_BACK:
            drawn = word
            break
    assert drawn is not None
    with shop.store.read() as tx:
        decided = tx.messages.decided(drawn.message_id)
    assert decided is not None
    assert decided.circumstances.turn is Turn.HELD_BACK
    assert drawn.state is State.PROPOSED
    shop.review.approve(drawn.number, by="Jo")
    label = label_of(shop, drawn.message_id)
    assert label is not None
    assert label.judged is Judged.RIGHT
    shop.deliver.due()
    assert shop.effect(drawn.number).state is State.SENT


def test_other_kinds_and_other_models_are_for_a_person() -> None:
    shop = a_shop()
    earn(shop)
    assert isinstance(shop.reads, Scored)
    shop.hear(shop.says(PRAISE, id="x:400", author=somebody(400)))
    with shop.store.read() as tx:
        praise = tx.messages.decided("x:400")
    assert praise is not None
    assert praise.circumstances.turn is Turn.PERSON
    shop.reads.model = "model 2"
    assert heard(shop, 401, LATE).reason is Reason.NOT_UNLOCKED


def test_old_decisions_are_forgotten_by_the_clock() -> None:
    shop = a_shop()
    earn(shop)
    shop.clock.advance(shop.policy.unlock.lasts)
    lost = shop.unlocking.due()
    assert (lost.is_earned, lost.reason, lost.lost_at) == (False, LockReason.STALE, None)


def test_its_notice_is_shown_for_a_week_after_it_was_told() -> None:
    shop = a_shop()
    earn(shop)
    shop.clock.move_to(shop.clock.now().replace(hour=9) + timedelta(days=1))
    shop.notices.due()
    shop.unlocking.due()
    assert told(shop) == [EARNED]
    shop.clock.advance(timedelta(days=8))
    shop.unlocking.due()
    assert told(shop) == []
    assert unlock(shop).is_earned


def test_a_start_weighs_what_was_decided_before_it() -> None:
    shop = a_shop(may_be_earned=False)
    earn(shop)
    assert not unlock(shop).is_earned
    shop.policy = replace(shop.policy, may_be_earned=True)
    shop.open()
    Daemon(app_of(shop)).recover()
    assert unlock(shop).is_earned


def test_what_is_written_down_holds_after_a_start() -> None:
    shop = a_shop()
    earn(shop)
    before = unlock(shop)
    shop.open()
    assert shop.unlocking.due() == before
    with shop.store.read() as tx:
        assert Unlock.read(tx.switches.get(switch_of(BRAND))) == before
    assert before.salt


def test_every_reason_to_lock_has_its_words() -> None:
    assert set(WHY_LOST) == set(LockReason)
