"""Our own door: a machine invites people to write to us only where they can."""

from datetime import timedelta

import pytest

from monitor.domain.account import Checked, Level, Topic
from monitor.domain.audit import AuditAction
from monitor.domain.door import Door, DoorState
from monitor.domain.effect import Effect, State
from monitor.domain.permission import Reason
from monitor.domain.playbook import Family
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.services.doors import Doors, DoorWatch, doors_found, forget_door, tell_doors
from monitor.testing import MONDAY_MORNING
from tests.shop import BRAND, LATE, Shop, people, playbook, policy

SETTLED = timedelta(minutes=6)


@pytest.fixture
def shop() -> Shop:
    """Automatic, unlocked, and nobody has said whether the door is open."""
    return Shop(policy=policy(Mode.AUTOMATIC, doors_count_as_open=False))


def say(shop: Shop, is_open: bool, *, said_by: str = "Jo", platform: str = "x") -> None:
    door = Door(platform=platform, is_open=is_open, at=shop.clock.now(), said_by=said_by)
    with shop.store.begin() as tx:
        tell_doors(tx, BRAND, (door,))


def ended(shop: Shop, word: Effect) -> tuple[State, Reason]:
    now = shop.effect(word.number)
    return now.state, now.reason


def test_automatic_mode_waits_for_the_yes(shop: Shop) -> None:
    word = shop.complaint()
    shop.work_for(SETTLED)
    assert ended(shop, word) == (State.PROPOSED, Reason.DOOR_UNKNOWN)
    assert shop.x.public == []


def test_with_the_yes_the_machine_speaks(shop: Shop) -> None:
    say(shop, True)
    word = shop.complaint()
    shop.work_for(SETTLED)
    assert shop.effect(word.number).state is State.SENT


@pytest.mark.parametrize("said_by", ["Jo", ""])
def test_where_it_is_closed_a_person_decides(shop: Shop, said_by: str) -> None:
    say(shop, False, said_by=said_by)
    word = shop.complaint()
    shop.work_for(SETTLED)
    assert ended(shop, word) == (State.PROPOSED, Reason.DOOR_CLOSED)
    assert shop.x.public == []
    shop.review.approve(word.number, by="Jo")
    shop.deliver.due()
    assert shop.effect(word.number).state is State.SENT


@pytest.mark.parametrize("is_open", [None, False])
def test_words_that_do_not_invite_do_not_wait_for_our_door(is_open: bool | None) -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC, doors_count_as_open=False))
    plain = "{hello}we are sorry. A person of ours answers here {by}.{sign}"
    shop.deliver.playbook = shop.triage.playbook = replace(
        playbook(),
        families={
            name: Family(name=name, variants=dict.fromkeys(family.variants, plain))
            for name, family in playbook().families.items()
        },
    )
    if is_open is not None:
        say(shop, is_open)
    word = shop.complaint()
    shop.work_for(SETTLED)
    assert shop.effect(word.number).state is State.SENT


def test_a_door_that_closes_before_the_word_is_out_keeps_it_in(shop: Shop) -> None:
    say(shop, True)
    word = shop.complaint()
    assert word.state is not State.PROPOSED
    say(shop, False, said_by="")
    shop.work_for(SETTLED)
    assert ended(shop, word) == (State.PROPOSED, Reason.DOOR_CLOSED)
    assert shop.x.public == []


def test_a_door_that_is_forgotten_is_not_open(shop: Shop) -> None:
    say(shop, True)
    word = shop.complaint()
    with shop.store.begin() as tx:
        forget_door(tx, BRAND, "x", "Jo", shop.clock.now())
    shop.work_for(SETTLED)
    assert ended(shop, word) == (State.PROPOSED, Reason.DOOR_UNKNOWN)


def test_each_platform_has_a_door_of_its_own(shop: Shop) -> None:
    say(shop, True, platform="mastodon")
    assert shop.complaint().reason is Reason.DOOR_UNKNOWN


def test_one_page_may_bring_posts_of_several_platforms(shop: Shop) -> None:
    say(shop, True, platform="bluesky")
    shop.hear(
        shop.says(LATE, id="x:1", author=people(2)[0]),
        shop.says(LATE, id="bluesky:2", author=people(2)[1]),
    )
    reasons = [shop.word("x:1").reason, shop.word("bluesky:2").reason]
    assert reasons == [Reason.DOOR_UNKNOWN, Reason.SETTLING]


def test_a_closed_door_is_told_in_approve_mode_too() -> None:
    shop = Shop(policy=policy(Mode.APPROVE, doors_count_as_open=False))
    assert shop.complaint().reason is Reason.NOT_UNLOCKED
    say(shop, False)
    (somebody,) = people(1)
    assert shop.complaint(LATE, id="x:2", author=somebody).reason is Reason.DOOR_CLOSED


def test_a_card_says_that_the_door_is_closed() -> None:
    shop = Shop(policy=policy(Mode.APPROVE, doors_count_as_open=False))
    say(shop, False)
    shop.complaint()
    shop.notify.due()
    assert [card.door for card in shop.channel.cards] == [DoorState.CLOSED]


def test_in_a_replay_every_door_counts_as_open(shop: Shop) -> None:
    say(shop, False)
    with shop.store.read() as tx:
        doors = Doors(tx, BRAND, policy(Mode.AUTOMATIC, doors_count_as_open=True))
        assert doors.state("x") is doors.state("elsewhere") is DoorState.OPEN


# ---------------------------------------------------------------- what a test of an account tells


def found(is_open: bool | None, topic: Topic = Topic.DOOR) -> Checked:
    return Checked(topic=topic, level=Level.FINE, words="told", is_open=is_open)


def test_a_test_that_cannot_tell_tells_nothing() -> None:
    findings = (found(None), found(True, Topic.SCOPES))
    assert doors_found(("x",), findings, MONDAY_MORNING) == ()


def test_a_test_that_finds_one_obstacle_finds_it_closed() -> None:
    (door,) = doors_found(("x",), (found(True), found(False)), MONDAY_MORNING)
    assert (door.state, door.said_by, door.at) == (DoorState.CLOSED, "", MONDAY_MORNING)


def test_a_test_does_not_open_what_a_person_closed(shop: Shop) -> None:
    say(shop, False)
    with shop.store.begin() as tx:
        known = tell_doors(tx, BRAND, doors_found(("x",), (found(True),), shop.clock.now()))
        assert known["x"].state is DoorState.CLOSED
        assert tx.platforms.doors(BRAND) == known


def test_the_audit_log_knows_who_said_what(shop: Shop) -> None:
    say(shop, True)
    for _ in range(2):
        shop.clock.advance(SETTLED)
        say(shop, False, said_by="")
    with shop.store.begin() as tx:
        forget_door(tx, BRAND, "x", "Sam", shop.clock.now())
        forget_door(tx, BRAND, "x", "Sam", shop.clock.now())
        rows = [row for row in tx.audit.rows() if row.action == AuditAction.DOOR]
    assert [(one.actor, one.subject, one.reason) for one in rows] == [
        ("Jo", "x", "open"),
        ("monitor", "x", "closed"),
        ("Sam", "x", "unknown"),
    ]


# ---------------------------------------------------------------- tested again and again


class Knocked:
    """A connector that finds out what it is told."""

    def __init__(self) -> None:
        self.is_open: bool | None = True

    def check_door(self) -> Checked:
        return found(self.is_open)


def noticed(shop: Shop) -> list[str]:
    with shop.store.read() as tx:
        return [notice.headline for notice in tx.notices.listed(BRAND)]


CLOSED = "Customers cannot write to you in private on X"


def test_a_door_that_closes_is_noticed_and_told_once(shop: Shop) -> None:
    watch, account = DoorWatch(shop.store, shop.clock, brand=BRAND), Knocked()
    watch.due(("x",), account)
    word = shop.complaint()
    assert word.state is not State.PROPOSED
    account.is_open = False
    for _ in range(2):
        shop.clock.advance(timedelta(seconds=30))
        watch.due(("x",), account)
        shop.notices.due()
    shop.work_for(SETTLED)
    assert ended(shop, word) == (State.PROPOSED, Reason.DOOR_CLOSED)
    assert [notice.headline for notice in shop.channel.notices] == [CLOSED]
    account.is_open = True
    watch.due(("x",), account)
    shop.notices.due()
    assert noticed(shop) == []
    assert [notice.is_over for notice in shop.channel.notices] == [False, True]


def test_a_test_that_cannot_tell_changes_nothing(shop: Shop) -> None:
    watch, account = DoorWatch(shop.store, shop.clock, brand=BRAND), Knocked()
    watch.due(("x",), account)
    account.is_open = None
    watch.due(("x",), account)
    with shop.store.read() as tx:
        assert tx.platforms.doors(BRAND)["x"].is_open
    watch.due(("x",), shop.x)
    assert noticed(shop) == []


def test_what_a_person_closed_is_no_news(shop: Shop) -> None:
    watch, account = DoorWatch(shop.store, shop.clock, brand=BRAND), Knocked()
    say(shop, False)
    for account.is_open in (False, True):
        watch.due(("x",), account)
    assert noticed(shop) == []
    with shop.store.read() as tx:
        assert tx.platforms.doors(BRAND)["x"].said_by == "Jo"


def test_a_person_s_word_ends_the_notice(shop: Shop) -> None:
    watch, account = DoorWatch(shop.store, shop.clock, brand=BRAND), Knocked()
    account.is_open = False
    watch.due(("x",), account)
    assert noticed(shop) == [CLOSED]
    say(shop, True)
    assert noticed(shop) == []
