"""Two authors who are one person: one case, one word, one silence; and the way back."""

from datetime import timedelta

import pytest

from monitor.domain.case import Case, CaseStatus, PromiseState, Resolution
from monitor.domain.effect import State
from monitor.domain.message import MessageType
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.stored import Mark
from monitor.domain.values import replace
from monitor.errors import WrongState
from monitor.services.casework import reopen, resolve
from monitor.services.customers import Changed, link, not_same, split
from monitor.services.opting_out import opt_in, opt_out
from monitor.services.quieting import end_quiet
from monitor.testing import FakeClock, FakePlatform, an_author
from tests.people import ADA
from tests.shop import BRAND, LATE, Shop, policy

#: Ada again, elsewhere
ADA_TOO = an_author("Ada Quill", id="bluesky:ada", platform="bluesky", handle="ada.bsky.social")
DAN = an_author("Dan", id="x:dan", handle="dan")


def two_platforms(mode: Mode = Mode.APPROVE) -> Shop:
    """A shop that is on X and on Bluesky."""
    clock = FakeClock()
    x = FakePlatform(clock, platforms=("x", "bluesky"))
    return Shop(clock=clock, platform=x, policy=policy(mode))


def linked(shop: Shop, one: str = ADA.id, other: str = ADA_TOO.id) -> Changed:
    with shop.store.begin() as tx:
        return link(tx, BRAND, one, other, shop.clock.now(), by="Jo", why="the same cake")


def parted(shop: Shop, author_id: str = ADA_TOO.id) -> Changed:
    with shop.store.begin() as tx:
        return split(tx, BRAND, author_id, shop.clock.now(), by="Jo", why="two people")


def case_of(shop: Shop, author_id: str = ADA.id) -> Case:
    with shop.store.read() as tx:
        case = tx.cases.open_of(BRAND, author_id)
    assert case is not None
    return case


def case_number(shop: Shop, number: int) -> Case:
    with shop.store.read() as tx:
        case = tx.cases.get(number)
    assert case is not None
    return case


def two_complaints(shop: Shop) -> None:
    """Ada on X, an hour later Ada on Bluesky: cases 1 and 2, each with a draft."""
    shop.complaint()
    shop.clock.advance(timedelta(hours=1))
    shop.complaint(LATE, id="bluesky:2", author=ADA_TOO)


def test_two_open_cases_become_one_with_everything_of_both() -> None:
    shop = two_platforms()
    shop.sent()
    shop.clock.advance(timedelta(hours=1))
    shop.sent(LATE, id="bluesky:2", author=ADA_TOO)
    before = case_number(shop, 1)
    changed = linked(shop)
    assert (changed.cases, changed.open_cases) == ((2,), (1,))
    whole, part = case_number(shop, 1), case_number(shop, 2)
    assert (whole.mentions, whole.deadline_at) == (2, before.deadline_at)
    assert (part.status, part.resolution) == (CaseStatus.RESOLVED, Resolution.JOINED)
    with shop.store.read() as tx:
        promises = tx.cases.promises(case_number=1)
        told = [entry.message_id for entry in tx.cases.timeline(1) if entry.message_id]
        effects = {effect.message_id for effect in tx.outbox.of_case(1)}
    assert [promise.state for promise in promises] == [PromiseState.OPEN, PromiseState.OPEN]
    assert {"x:1", "bluesky:2"} <= set(told)
    assert effects == {"x:1", "bluesky:2"}
    assert case_of(shop, ADA_TOO.id) == whole


def test_the_earlier_deadline_holds_and_a_step_of_ours_is_ours() -> None:
    shop = two_platforms()
    two_complaints(shop)
    with shop.store.begin() as tx:
        first = tx.cases.get(1)
        assert first is not None
        tx.cases.save(replace(first, status=CaseStatus.WAITING, deadline_at=None))
    second = case_number(shop, 2)
    linked(shop)
    assert case_of(shop).deadline_at == second.deadline_at
    assert case_of(shop).status is CaseStatus.OPEN


def test_whatever_either_writes_later_joins_the_one_case() -> None:
    shop = two_platforms()
    shop.complaint()
    linked(shop)
    shop.hear(shop.says(LATE, id="bluesky:2", author=ADA_TOO))
    assert case_of(shop, ADA_TOO.id).number == 1
    assert case_of(shop).mentions == 2
    with shop.store.read() as tx:
        effects = tx.outbox.of_message(BRAND, "bluesky:2")
    assert not any(effect.is_public_word for effect in effects)


def test_a_case_that_the_other_one_begins_is_the_customer_s() -> None:
    shop = two_platforms()
    shop.hear(shop.says("hello there", id="x:0", author=ADA, addressed=False))
    linked(shop)
    shop.hear(
        shop.says(id="bluesky:2", author=ADA_TOO),
        shop.says(LATE, id="x:3", author=ADA),
    )
    assert case_of(shop).mentions == 2
    assert case_of(shop).author_id == ADA.id


def test_no_machine_speaks_to_either_while_a_case_is_open() -> None:
    shop = two_platforms(Mode.AUTOMATIC)
    shop.complaint()
    linked(shop)
    shop.work_for(timedelta(minutes=6))
    assert len(shop.x.public) == 1
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo")
    (decided,) = shop.hear(shop.says(LATE, id="bluesky:2", author=ADA_TOO))
    assert decided.decision.permission.reason is Reason.ALREADY_ACKNOWLEDGED
    shop.work_for(timedelta(minutes=6))
    assert len(shop.x.public) == 1


def test_of_two_drafts_made_before_only_one_goes_out() -> None:
    shop = two_platforms()
    two_complaints(shop)
    linked(shop)
    first, second = shop.word("x:1"), shop.word("bluesky:2")
    shop.review.approve(first.number, by="Jo")
    shop.work()
    with pytest.raises(WrongState):
        shop.review.approve(second.number, by="Jo")
    shop.work()
    assert len(shop.x.public) == 1


def test_the_second_draft_may_go_out_once_the_first_is_rejected() -> None:
    shop = two_platforms()
    two_complaints(shop)
    linked(shop)
    shop.review.reject(shop.word("x:1").number, by="Jo")
    shop.review.approve(shop.word("bluesky:2").number, by="Jo")
    shop.work()
    assert len(shop.x.public) == 1
    assert shop.word("bluesky:2").state is State.SENT


@pytest.mark.parametrize("mark", [Mark.QUIET, Mark.MUTED, Mark.FLAGGED, Mark.OPTED_OUT])
def test_what_stands_against_one_holds_for_the_other(mark: Mark) -> None:
    shop = two_platforms(Mode.AUTOMATIC)
    with shop.store.begin() as tx:
        tx.authors.mark(BRAND, ADA.id, mark, shop.clock.now(), "said so")
    linked(shop)
    shop.hear(shop.says(LATE, id="bluesky:2", author=ADA_TOO))
    shop.work_for(timedelta(minutes=6))
    assert shop.x.public == []
    assert case_of(shop, ADA_TOO.id).is_open


def test_who_opts_out_is_left_alone_everywhere() -> None:
    shop = two_platforms()
    two_complaints(shop)
    linked(shop)
    with shop.store.begin() as tx:
        assert opt_out(tx, BRAND, ADA.id, shop.clock.now(), "the owner wants it so") == 2
    assert shop.word("bluesky:2").state is State.CANCELLED


def test_what_is_taken_back_for_one_is_taken_back_for_all() -> None:
    shop = two_platforms()
    now = shop.clock.now()
    with shop.store.begin() as tx:
        tx.authors.mark(BRAND, ADA_TOO.id, Mark.OPTED_OUT, now, "asked for it")
        tx.authors.mark(BRAND, ADA_TOO.id, Mark.QUIET, now, "said so")
    linked(shop)
    with shop.store.begin() as tx:
        opt_in(tx, BRAND, ADA.id, now, "Jo")
        end_quiet(tx, BRAND, ADA.id, now, "Jo")
        facts = tx.facts.of_authors(BRAND, [ADA.id, ADA_TOO.id], now)
    assert not any(one.is_opted_out or one.is_quiet for one in facts.values())


def test_a_direct_message_of_the_one_takes_back_the_draft_to_the_other() -> None:
    shop = two_platforms()
    shop.complaint()
    linked(shop)
    shop.clock.advance(timedelta(minutes=9))
    shop.hear(shop.says("here", id="bluesky:9", author=ADA_TOO, type=MessageType.DIRECT_MESSAGE))
    assert shop.word("x:1").state is State.CANCELLED
    assert case_of(shop).in_dm_at == shop.clock.now()


def test_splitting_gives_each_their_own_back() -> None:
    shop = two_platforms()
    two_complaints(shop)
    before = case_number(shop, 1), case_number(shop, 2)
    linked(shop)
    shop.clock.advance(timedelta(hours=1))
    changed = parted(shop)
    assert (case_number(shop, 1), case_number(shop, 2)) == before
    assert changed.cases == (2,)
    assert sorted(changed.open_cases) == [1, 2]
    with shop.store.read() as tx:
        assert {one.message_id for one in tx.outbox.of_case(2)} == {"bluesky:2"}


def test_what_was_written_meanwhile_goes_with_whoever_wrote_it() -> None:
    shop = two_platforms()
    two_complaints(shop)
    linked(shop)
    shop.clock.advance(timedelta(hours=1))
    shop.hear(shop.says("still nothing?", id="bluesky:3", author=ADA_TOO))
    shop.hear(shop.says("the cake came late, too", id="bluesky:4", author=ADA_TOO))
    joined = case_of(shop).mentions
    parted(shop)
    assert case_number(shop, 1).mentions == 1
    assert case_number(shop, 2).mentions == joined - 1
    with shop.store.read() as tx:
        assert "bluesky:4" in {entry.message_id for entry in tx.cases.timeline(2)}
        assert "bluesky:4" not in {entry.message_id for entry in tx.cases.timeline(1)}


def test_who_complained_only_in_the_other_s_case_has_one_after_the_split() -> None:
    shop = two_platforms()
    shop.complaint()
    linked(shop)
    shop.hear(shop.says(LATE, id="bluesky:2", author=ADA_TOO))
    parted(shop)
    assert case_of(shop, ADA.id).mentions == 1
    own = case_of(shop, ADA_TOO.id)
    assert (own.number, own.author_id, own.first_message_id) == (2, ADA_TOO.id, "bluesky:2")
    assert own.deadline_at is not None


def test_the_case_of_whoever_began_it_stays_theirs() -> None:
    shop = two_platforms()
    shop.hear(shop.says("hello there", id="x:0", author=ADA, addressed=False))
    linked(shop)
    shop.hear(shop.says(id="bluesky:2", author=ADA_TOO))
    parted(shop)
    assert case_number(shop, 1).author_id == ADA_TOO.id
    with shop.store.read() as tx:
        assert tx.cases.open_of(BRAND, ADA.id) is None


def test_a_part_that_comes_back_is_open_though_the_whole_was_resolved() -> None:
    shop = two_platforms()
    two_complaints(shop)
    linked(shop)
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo")
    parted(shop)
    assert case_number(shop, 1).status is CaseStatus.RESOLVED
    assert case_of(shop, ADA_TOO.id).number == 2


def test_of_three_the_one_who_leaves_takes_only_their_own() -> None:
    shop = two_platforms()
    two_complaints(shop)
    shop.complaint(LATE, id="x:3", author=DAN)
    before = case_number(shop, 2), case_number(shop, 3)
    linked(shop, ADA_TOO.id, DAN.id)
    linked(shop, ADA.id, ADA_TOO.id)
    assert case_number(shop, 1).mentions == 3
    parted(shop, ADA.id)
    assert case_number(shop, 1).mentions == 1
    assert case_of(shop, DAN.id).number == 2
    assert case_number(shop, 2).mentions == 2
    with shop.store.read() as tx:
        assert {one.message_id for one in tx.outbox.of_case(2)} == {"bluesky:2", "x:3"}
    parted(shop, DAN.id)
    assert (case_number(shop, 2), case_number(shop, 3)) == before


def test_a_part_of_a_case_is_not_opened_again_by_itself() -> None:
    shop = two_platforms()
    two_complaints(shop)
    linked(shop)
    with pytest.raises(WrongState, match="case 2 is part of case 1"):
        reopen(shop.store, shop.clock, 2, "Jo", shop.clock.now())


def test_an_ended_case_that_is_opened_again_is_the_customer_s() -> None:
    shop = two_platforms()
    shop.complaint(LATE, id="bluesky:2", author=ADA_TOO)
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo")
    linked(shop)
    reopen(shop.store, shop.clock, 1, "Jo", shop.clock.now())
    assert case_of(shop, ADA.id).number == 1


def test_what_cannot_be_linked_or_split_is_refused() -> None:
    shop = two_platforms()
    shop.complaint()
    with pytest.raises(WrongState, match="linked with no other"):
        parted(shop)
    linked(shop)
    with pytest.raises(WrongState, match="one customer already"):
        linked(shop)
    with shop.store.begin() as tx, pytest.raises(WrongState, match="one customer by your word"):
        not_same(tx, BRAND, ADA.id, ADA_TOO.id, shop.clock.now(), by="Jo")


def test_who_is_not_the_same_is_remembered_both_ways() -> None:
    shop = two_platforms()
    with shop.store.begin() as tx:
        not_same(tx, BRAND, ADA_TOO.id, ADA.id, shop.clock.now(), by="Jo")
        assert tx.customers.dismissed(BRAND, ADA.id) == {ADA_TOO.id}
        assert tx.customers.dismissed(BRAND, ADA_TOO.id) == {ADA.id}


def test_an_answer_of_ours_to_the_one_is_the_customer_s() -> None:
    shop = two_platforms()
    shop.complaint()
    linked(shop)
    shop.hear(shop.says(LATE, id="bluesky:2", author=ADA_TOO))
    shop.clock.advance(timedelta(minutes=5))
    answer = replace(
        shop.says("we are on it", id="bluesky:90", addressed=False),
        from_brand=True,
        type=MessageType.REPLY,
        parent_id="bluesky:2",
        conversation_id="bluesky:2",
    )
    shop.hear(answer)
    assert case_of(shop).status is CaseStatus.WAITING
