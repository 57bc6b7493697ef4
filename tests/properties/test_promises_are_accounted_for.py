"""Whatever people do, in whatever order: every promise comes to an end, the sums agree with the
timelines in any span of time, and no case is lost."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain.case import PromiseState, Resolution
from monitor.domain.effect import Action, State
from monitor.domain.message import MessageType
from monitor.domain.platform import platform_named
from monitor.domain.policy import Mode
from monitor.domain.promise_account import Account, account
from monitor.domain.values import replace
from monitor.errors import MonitorError
from monitor.services.asking_for_time import AskingForTime
from monitor.services.casework import answered, reopen, resolve
from monitor.services.promise_book import account_of
from monitor.testing import FakeClock, FakePlatform
from tests.shop import BROKEN, Shop, people, playbook, policy

PLATFORMS = ("x", "bluesky")
#: promises end within two weeks, whatever the weekend
LONG = timedelta(days=14)
WHO = people(3)

acts = st.one_of(
    st.tuples(
        st.sampled_from(
            ("complains", "writes", "answers", "answered", "resolves", "reopens", "takes back")
        ),
        st.integers(0, len(WHO) - 1),
    ),
    st.tuples(st.sampled_from(("says yes", "says no", "asks for time", "told them")), st.just(0)),
    st.tuples(st.just("time passes"), st.integers(1, 40 * 60)),
)


#: most lives begin with something promised
TOLD = (("complains", 0), ("says yes", 0))
CAME = (("complains", 0), ("complains", 1), ("says yes", 0), ("writes", 0))
beginnings = st.sampled_from(((), TOLD, CAME))
MORE = (("asks for time", 0), ("says yes", 0), ("time passes", 60))


class Life:
    """A shop in which people do as they please."""

    def __init__(self, mode: Mode, platform: str) -> None:
        clock = FakeClock()
        self.shop = Shop(
            clock=clock, policy=policy(mode), platform=FakePlatform(clock, name=platform)
        )
        self.platform = platform
        self.number = 0
        #: cases that ever were
        self.cases: set[int] = set()

    def act(self, what: str, amount: int) -> None:
        try:
            self._act(what, amount)
        except MonitorError as refused:
            # what cannot be done now is told, and changes nothing
            assert refused.message
        with self.shop.store.read() as tx:
            now = {case.number for case in tx.cases.listed(only_open=False)}
        assert self.cases <= now
        self.cases = now

    def _act(self, what: str, amount: int) -> None:
        shop = self.shop
        match what:
            case "complains":
                self._hear(BROKEN, amount)
            case "writes":
                self._hear("here I am", amount, type=MessageType.DIRECT_MESSAGE)
            case "answers":
                self._we_answer(amount)
            case "time passes":
                shop.work_for(timedelta(minutes=amount), step=timedelta(minutes=20))
            case "says yes" | "says no":
                for draft in self._drafts():
                    if what == "says yes":
                        shop.review.approve(draft, by="Jo")
                    else:
                        shop.review.reject(draft, by="Jo")
                shop.work()
            case "takes back":
                sent = [one for one in shop.effects(Action.ACKNOWLEDGE) if one.state is State.SENT]
                for one in sent[:1]:
                    shop.review.retract(one.number, by="Jo")
            case _:
                for number in self._cases(amount):
                    self._with_case(what, number)

    def _with_case(self, what: str, number: int) -> None:
        shop = self.shop
        asking = AskingForTime(shop.store, shop.clock, playbook(), shop.policy, shop.review)
        match what:
            case "answered":
                answered(shop.store, shop.clock, number, "Jo")
            case "resolves":
                resolve(shop.store, shop.clock, number, Resolution.SOLVED, "Jo")
            case "reopens":
                due_at = shop.clock.now() + timedelta(hours=4)
                reopen(shop.store, shop.clock, number, "Jo", due_at)
            case "asks for time":
                asking.ask(number, by="Jo")
            case "told them":
                asking.said(number, by="Jo")

    def _hear(self, text: str, who: int, **changes: object) -> None:
        self.number += 1
        author = replace(WHO[who], id=f"{self.platform}:p{who}", platform=self.platform)
        id = f"{self.platform}:{self.number}"
        self.shop.hear(self.shop.says(text, id=id, author=author, **changes))
        self.shop.work()

    def _we_answer(self, who: int) -> None:
        """By hand, under the newest post of theirs."""
        with self.shop.store.read() as tx:
            theirs = tx.messages.by_author("Larch & Loaf", f"{self.platform}:p{who}", 5)
        if theirs:
            self.number += 1
            id = f"{self.platform}:{self.number}"
            post = self.shop.says("let us sort this out", id=id, addressed=False)
            there = theirs[0]
            self.shop.hear(
                replace(
                    post,
                    from_brand=True,
                    type=MessageType.REPLY,
                    parent_id=there.id,
                    conversation_id=there.conversation,
                )
            )

    def _drafts(self) -> list[int]:
        return [
            one.number
            for one in self.shop.effects(Action.ACKNOWLEDGE, Action.DIRECT_MESSAGE)
            if one.state is State.PROPOSED
        ]

    def _cases(self, who: int) -> list[int]:
        with self.shop.store.read() as tx:
            every = tx.cases.listed(only_open=False)
        return [one.number for one in every[who : who + 1]]


def adds_up(life: Life, shares: list[float]) -> list[Account]:
    """The accounts of spans that follow on each other, from the beginning until now."""
    shop = life.shop
    began, now = shop.clock.now() - timedelta(days=60), shop.clock.now()
    with shop.store.read() as tx:
        made = min((one.made_at for one in tx.cases.promises()), default=now)
        began = made - timedelta(seconds=1)
        ends = [began + (now - began) * share for share in sorted(shares)]
        end = now + timedelta(seconds=1)
        return [account_of(tx, a, b) for a, b in zip([began, *ends], [*ends, end], strict=True)]


@pytest.mark.parametrize("platform", PLATFORMS)
@settings(max_examples=8)
@given(
    mode=st.sampled_from((Mode.APPROVE, Mode.AUTOMATIC)),
    began=beginnings,
    lived=st.lists(acts, min_size=10, max_size=25),
    shares=st.lists(st.floats(0.05, 0.95), max_size=3),
)
@example(mode=Mode.APPROVE, began=TOLD, lived=[("takes back", 0)], shares=[0.5])
@example(mode=Mode.APPROVE, began=CAME, lived=[*MORE, *MORE, *MORE], shares=[0.3, 0.6])
@example(
    mode=Mode.AUTOMATIC,
    began=TOLD,
    lived=[("time passes", 40 * 60), ("writes", 0), ("says yes", 0), ("answers", 0)],
    shares=[0.1],
)
def test_every_promise_comes_to_an_end_and_the_sums_agree(
    platform: str,
    mode: Mode,
    began: tuple[tuple[str, int], ...],
    lived: list[tuple[str, int]],
    shares: list[float],
) -> None:
    assert platform_named(platform).shows_direct_messages is (platform == "bluesky")
    life = Life(mode, platform)
    for what, amount in (*began, *lived):
        life.act(what, amount)
    accounts = adds_up(life, shares)
    life.shop.work_for(LONG, step=timedelta(hours=5))
    accounts += adds_up(life, shares)
    for one in accounts:
        assert one.differences == ()
        assert one.adds_up
    # what is open at the end of a span is carried over into the next
    for earlier, later in pairwise(accounts):
        if earlier.until == later.since:
            assert earlier.of(PromiseState.OPEN) == later.carried
    with life.shop.store.read() as tx:
        assert tx.cases.promises(state=PromiseState.OPEN) == []
        renewals = [one.renewal for one in tx.cases.promises()]
    assert max(renewals, default=0) <= life.shop.policy.renewals


def test_an_account_that_does_not_add_up_says_where() -> None:
    shop = Shop()
    shop.sent()
    with shop.store.begin() as tx:
        (promise,) = tx.cases.promises()
        # behind the timeline's back
        tx.cases.end_promise(promise.number, PromiseState.KEPT, shop.clock.now())
    with shop.store.read() as tx:
        found = account_of(tx, promise.made_at, promise.due_at)
    assert found.differences == (
        "case 1 has 1 promises that ended as kept, and its timeline tells of 0",
    )
    assert not found.adds_up


def test_a_span_without_promises_is_an_empty_account() -> None:
    now = FakeClock().now()
    found = account([], {}, now, now + LONG)
    assert (found.carried, found.made, found.adds_up) == (0, 0, True)
