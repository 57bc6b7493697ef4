"""What is special about our words on Reddit: communities, taking back, blocks."""

from datetime import timedelta

import pytest

from monitor.domain.delivery import Absent, Delivered, Found, NotVisible, Unknown, Wire
from monitor.domain.effect import Action
from tests.contract.connectors.reddit_steps import refused, rig, wire
from tests.contract.connectors.steps import A_LITTLE_BEFORE, an_answer, how, read
from tests.simulators.reddit_rig import RedditRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["rig", "wire"]

TOWN = "reddit:r/larchtown"


# ---------------------------------------------------------------- where we are not wanted


def test_no_word_where_no_moderator_allowed_it(rig: RedditRig, wire: Wire) -> None:
    connector = rig.connector(permitted=None)
    assert refused(connector.send(wire)).why == (
        "r/larchtown has not allowed replies by a program: answer by hand"
    )
    assert rig.writes() == 0


def test_a_ban_closes_the_community(rig: RedditRig, wire: Wire) -> None:
    rig.subreddit(user_is_banned=True)
    outcome = refused(rig.connector().send(wire))
    assert (outcome.permanent, outcome.community) == (True, TOWN)
    assert outcome.why == "we are banned from r/larchtown"
    assert rig.writes() == 0


def test_a_removed_comment_of_ours_closes_the_community(
    rig: RedditRig, clock: SharedClock, wire: Wire
) -> None:
    """Our own account goes on seeing it: so the public is asked."""
    other = rig.post("nor did mine", by="ben")
    ours = rig.answer_natively("sorry", other)
    assert isinstance(rig.connector().send(wire), Delivered)
    third = rig.post("me too", by="cy")
    rig.remove(ours)
    mine = read(rig.connector())[0][ours]
    assert (mine.text, mine.deleted_at) == ("sorry", None)
    connector = rig.connector()
    outcome = refused(connector.send(connector.prepare(an_answer(rig, third))))
    assert (outcome.permanent, outcome.community) == (True, TOWN)
    assert outcome.why == "the moderators of r/larchtown removed a comment of ours"
    assert rig.writes() == 1


def test_a_removed_comment_elsewhere_or_long_ago_closes_nothing(
    rig: RedditRig, clock: SharedClock
) -> None:
    elsewhere = rig.post("so so", by="ben", subreddit="elsewhere")
    rig.remove(rig.answer_natively("sorry", elsewhere))
    rig.remove(rig.answer_natively("sorry", rig.post("so so", by="dan")))
    clock.advance(timedelta(days=31))
    complaint = rig.post("my order never came")
    connector = rig.connector()
    assert how(connector.send(connector.prepare(an_answer(rig, complaint)))) == "delivered"


def test_a_comment_we_deleted_ourselves_closes_nothing(rig: RedditRig, wire: Wire) -> None:
    ours = rig.answer_natively("sorry", rig.post("nor did mine", by="ben"))
    rig.connector().retract(ours)
    assert how(rig.connector().send(wire)) == "delivered"


def test_eyes_that_see_nothing_prove_nothing(rig: RedditRig, wire: Wire) -> None:
    """The look of the public fails: the words go out all the same."""
    rig.answer_natively("sorry", rig.post("nor did mine", by="ben"))
    connector = rig.connector()
    connector.fetch("")
    # that of the public; ours was before
    rig.fail("POST /api/v1/access_token", Fault.UNAVAILABLE_BEFORE)
    assert how(connector.send(wire)) == "delivered"


def test_a_look_that_fails_has_said_nothing(rig: RedditRig, wire: Wire) -> None:
    rig.fail("GET /api/info", Fault.UNAVAILABLE_BEFORE)
    assert how(rig.connector().send(wire)) == "later"
    assert rig.writes() == 0


@pytest.mark.parametrize("mark", ["locked", "archived"])
def test_a_thread_that_is_closed_above_is_closed_below(
    rig: RedditRig, complaint: str, wire: Wire, mark: str
) -> None:
    rig.mark(rig.mention(complaint).conversation, **{mark: True})
    assert refused(rig.connector().send(wire)).why == f"the thread is {mark}"
    assert rig.writes() == 0


def test_what_moderators_removed_is_not_answered(
    rig: RedditRig, complaint: str, wire: Wire
) -> None:
    rig.remove(complaint)
    assert refused(rig.connector().send(wire)).why == "what we wanted to answer is gone"


@pytest.mark.parametrize(
    ("error", "community", "why"),
    [
        ("THREAD_LOCKED", "", "the thread is locked"),
        ("TOO_OLD", "", "the thread is archived"),
        ("DELETED_COMMENT", "", "the comment was deleted"),
        ("TOO_LONG", "", "the text is too long for Reddit"),
        ("NO_TEXT", "", "the text is empty"),
        ("IN_TIMEOUT", "", "Reddit has suspended our account for a time"),
        ("USER_BLOCKED", "", "one of the two accounts has blocked the other"),
        ("SOMETHING_NEW", "", "SOMETHING_NEW: said Reddit"),
        ("BANNED_FROM_SUBREDDIT", TOWN, "r/larchtown: we are banned there"),
        (
            "SUBREDDIT_NOTALLOWED",
            TOWN,
            "r/larchtown: only members that the moderators chose may write there",
        ),
    ],
)
def test_a_200_may_say_no(rig: RedditRig, wire: Wire, error: str, community: str, why: str) -> None:
    rig.refuse_writes({"errors": [[error, "said Reddit", "parent"]]})
    outcome = refused(rig.connector().send(wire))
    assert (outcome.permanent, outcome.community, outcome.why) == (True, community, why)
    assert rig.writes() == 1


def test_a_403_after_every_look_closes_the_community(rig: RedditRig, wire: Wire) -> None:
    rig.fail_writes(Fault.FORBIDDEN)
    outcome = refused(rig.connector().send(wire))
    assert (outcome.permanent, outcome.community) == (True, TOWN)


@pytest.mark.parametrize(
    "said",
    [
        {"errors": [["SOMETHING_IS_BROKEN", "try again later", ""]]},
        # a quarantined subreddit: it is there, and praw gives None
        {"errors": [], "data": {"things": []}},
        {"errors": []},
        {},
    ],
)
def test_a_200_may_leave_it_open(rig: RedditRig, wire: Wire, said: dict[str, object]) -> None:
    rig.refuse_writes(said)
    assert isinstance(rig.connector().send(wire), Unknown)
    assert rig.writes() == 1


# ---------------------------------------------------------------- once


def test_the_same_words_are_not_said_twice_where_they_stand(rig: RedditRig, wire: Wire) -> None:
    once = rig.connector().send(wire)
    again = rig.connector().send(wire)
    assert isinstance(once, Delivered)
    assert again == once
    assert rig.writes() == 1


def test_what_somebody_of_ours_has_answered_is_answered(
    rig: RedditRig, complaint: str, wire: Wire
) -> None:
    rig.answer_natively("sorry, which number?", complaint)
    outcome = refused(rig.connector().send(wire))
    assert outcome.why.startswith("somebody of ours has answered already: https://www.reddit.com/r")
    assert rig.writes() == 0


def test_words_are_found_though_reddit_writes_them_in_its_own_way(
    rig: RedditRig, clock: SharedClock, complaint: str
) -> None:
    since = clock.now() - A_LITTLE_BEFORE
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, complaint, "Sorry!  We will write\nby 14:30 ~ soon "))
    rig.answer_natively("Sorry! We will write\n\nby 14:30 \\~ soon", complaint)
    assert isinstance(connector.find(wire, since), Found)
    other = connector.prepare(an_answer(rig, complaint, "Sorry! We will write by 15:30"))
    assert isinstance(connector.find(other, since), Absent)


def test_a_listing_that_ends_early_proves_nothing(
    rig: RedditRig, clock: SharedClock, wire: Wire
) -> None:
    since = clock.now() - A_LITTLE_BEFORE
    rig.set_ours(1050)
    assert isinstance(rig.connector().find(wire, since - timedelta(hours=3)), NotVisible)
    assert isinstance(rig.connector().find(wire, clock.now() - A_LITTLE_BEFORE), Absent)


def test_a_wire_survives_as_bytes(rig: RedditRig, complaint: str) -> None:
    connector = rig.connector()
    text = "Grüße, 雪 🌾 \u202e"
    wire = Wire(payload=bytes(connector.prepare(an_answer(rig, complaint, text)).payload))
    assert isinstance(rig.connector().send(wire), Delivered)
    assert rig.seen()[0].text == text


# ---------------------------------------------------------------- take back


def test_a_private_message_cannot_be_taken_back(rig: RedditRig) -> None:
    outcome = refused(rig.connector().retract("reddit:t4_abc"))
    assert outcome.why == "Reddit lets nobody take a private message back"
    assert not rig.connector().is_gone("reddit:t4_abc")


def test_what_was_not_taken_back_is_not_gone(rig: RedditRig, wire: Wire) -> None:
    sent = rig.connector().send(wire)
    assert isinstance(sent, Delivered)
    rig.fail("POST /api/del", Fault.TIMEOUT_BEFORE)
    assert isinstance(rig.connector().retract(sent.posted_id), Unknown)
    assert not rig.connector().is_gone(sent.posted_id)


# ---------------------------------------------------------------- keep away


def test_a_block_goes_by_name(rig: RedditRig, complaint: str) -> None:
    block = rig.connector().measures[Action.BLOCK]
    assert how(block.do("reddit:Ada_B")) == "delivered"
    assert rig.blocked() == ["Ada_B"]
    assert block.is_on("reddit:ada_b")
    assert how(block.undo("reddit:Ada_B")) == "delivered"
    assert rig.blocked() == []


def test_a_block_that_fails_says_how(rig: RedditRig) -> None:
    block = rig.connector().measures[Action.BLOCK]
    rig.fail("POST /api/block_user", Fault.FORBIDDEN, Fault.UNAVAILABLE_AFTER_ACCEPTANCE)
    assert how(block.do("reddit:ada")) == "refused"
    assert how(block.do("reddit:ada")) == "unknown"
    assert block.is_on("reddit:ada")


def test_what_reddit_cannot_do_a_person_does(rig: RedditRig) -> None:
    connector = rig.connector()
    assert connector.by_hand(Action.BLOCK, "reddit:ada", "ada") == (
        "https://www.reddit.com/user/ada"
    )
    assert connector.by_hand(Action.MUTE, "reddit:ada", "ada") == ""
    assert connector.by_hand(Action.HIDE, "reddit:t1_a", "ada") == ""
