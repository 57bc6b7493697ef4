"""What is special about reading Reddit: five listings without an order, and communities."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.reddit import Reddit
from monitor.domain.message import Message, MessageType
from monitor.errors import ConnectorError
from tests.contract.connectors.steps import mentions, pages, read
from tests.simulators.reddit_login import US
from tests.simulators.reddit_rig import RedditRig, reddit
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

A_MINUTE = timedelta(minutes=1)
WATCHING = {"search": ["larch and loaf"], "subreddits": ["larchtown"]}


@pytest.fixture
def rig(clock: SharedClock, tmp_path: Path) -> Iterator[RedditRig]:
    with reddit(clock, tmp_path) as made:
        yield made


def found_by(rig: RedditRig, **changes: object) -> dict[str, Message]:
    return read(rig.connector(**changes))[0]


# ---------------------------------------------------------------- what is found


def test_a_comment_that_names_us_and_answers_us_is_one(rig: RedditRig, clock: SharedClock) -> None:
    ours = rig.answer_natively("which number?", rig.post("my order never came"))
    clock.advance(A_MINUTE)
    both = rig.post("number 12", parent_id=ours)
    found = [one for page in pages(rig.connector()) for one in page.messages]
    assert [one.id for one in found].count(both) == 1


def test_an_answer_to_a_post_of_ours_addresses_us(rig: RedditRig) -> None:
    ours = rig.post("We bake again", by=US, title="News", mentions_us=False)
    answer = rig.post("at last", mentions_us=False, parent_id=ours)
    assert found_by(rig)[answer].addressed


def test_posts_and_comments_that_speak_of_us_are_found(rig: RedditRig) -> None:
    post = rig.post("Mouldy!", title="Larch and Loaf again", mentions_us=False)
    comment = rig.post("that is larch  and\nloaf for you", by="ben", mentions_us=False)
    rig.post("larch and loafers", by="cy", mentions_us=False)
    rig.post("something else", by="dan", mentions_us=False)
    found = found_by(rig, **WATCHING)
    assert set(found) == {post, comment}
    assert found[post].text == "Larch and Loaf again\n\nMouldy!"
    assert found[post].type is MessageType.POST
    assert found[comment].type is MessageType.REPLY
    assert not found[post].addressed
    assert not found[comment].addressed


def test_what_is_found_elsewhere_than_asked_for_is_not_read(rig: RedditRig) -> None:
    rig.post("", title="Larch and Loaf", subreddit="elsewhere", mentions_us=False)
    assert found_by(rig, **WATCHING) == {}
    assert len(found_by(rig, search=["larch and loaf"])) == 1


def test_a_found_comment_that_answers_us_addresses_us(rig: RedditRig, clock: SharedClock) -> None:
    """The inbox may be slower than the listing that is watched."""
    ours = rig.answer_natively("which number?", rig.post("my order never came"))
    answer = rig.post("larch and loaf lost it", mentions_us=False, parent_id=ours)
    rig.answer_oddly("GET /message/inbox", 200, '{"data": {"children": [], "after": null}}')
    found = rig.connector(**WATCHING).fetch("").messages
    assert [one.addressed for one in found if one.id == answer] == [True]


def test_a_post_that_names_us_addresses_us(rig: RedditRig) -> None:
    named = rig.post(f"ask u/{US}", title="Larch and Loaf?", mentions_us=False)
    other = rig.post(f"ask u/{US}_fan", title="Larch and Loaf!", mentions_us=False)
    found = found_by(rig, **WATCHING)
    assert (found[named].addressed, found[other].addressed) == (True, False)


def test_many_words_are_asked_for_at_once(rig: RedditRig) -> None:
    words = [f"larch and loaf number {number}" for number in range(40)]
    post = rig.post("", title=words[-1], mentions_us=False)
    assert set(found_by(rig, search=words)) == {post}
    searched = [hit for hit in rig.simulator.hits() if "/search" in hit["request"]]
    assert len(searched) == 3
    assert all(len(hit["query"]["q"]) <= 500 for hit in searched)


def test_private_messages_and_what_our_people_answered(rig: RedditRig, clock: SharedClock) -> None:
    asked = rig.write_privately("can you help?", subject="Order 12")
    clock.advance(A_MINUTE)
    answered = rig.answer_natively("yes", asked)
    clock.advance(A_MINUTE)
    found = found_by(rig)
    assert found[asked].is_direct
    assert found[asked].text == "Order 12\n\ncan you help?"
    assert not found[asked].community
    assert not found[asked].reply_forbidden
    assert found[answered].from_brand
    assert found[answered].text == "yes"
    assert found[answered].parent_id == asked
    assert found[answered].conversation == found[asked].conversation


# ---------------------------------------------------------------- who and where


def test_a_community_has_its_own_rules(rig: RedditRig) -> None:
    allowed = rig.post("my order never came")
    other = rig.post("nor did mine", by="ben", subreddit="Bread_Talk")
    found = found_by(rig)
    assert (found[allowed].community, found[allowed].reply_forbidden) == ("reddit:r/larchtown", "")
    assert found[other].community == "reddit:r/bread_talk"
    assert (
        found[other].reply_forbidden
        == "r/Bread_Talk has not allowed replies by a program: answer by hand"
    )


def test_without_a_permission_no_community_takes_replies(rig: RedditRig) -> None:
    post = rig.post("my order never came")
    assert found_by(rig, permitted=None)[post].reply_forbidden


@pytest.mark.parametrize(
    ("mark", "why"),
    [("locked", "the thread is locked"), ("archived", "the thread is archived")],
)
def test_a_closed_thread_takes_no_replies(rig: RedditRig, mark: str, why: str) -> None:
    post = rig.post("Mouldy!", title="Larch and Loaf", mentions_us=False)
    rig.mark(post, **{mark: True})
    assert found_by(rig, **WATCHING)[post].reply_forbidden == why


@pytest.mark.parametrize(
    ("name", "is_bot"),
    [
        ("AutoModerator", True),
        ("haiku-bot", True),
        ("RemindMeBot", True),
        ("talbot", False),
        ("bottle_neck", False),
        ("ROBOT", False),
    ],
)
def test_bots_are_known_by_their_names(rig: RedditRig, name: str, is_bot: bool) -> None:
    post = rig.post("beep", by=name)
    author = found_by(rig)[post].author
    assert (author.id, author.handle, author.is_bot) == (f"reddit:{name}", name, is_bot)


def test_moderators_write_as_their_subreddit(rig: RedditRig) -> None:
    letter = rig.write_privately("you are banned", subject="a ban")
    rig.mark(letter, author="", subreddit="larchtown")
    author = found_by(rig)[letter].author
    assert (author.id, author.is_bot) == ("reddit:r/larchtown", True)


def test_a_link_for_people_leads_to_reddit(rig: RedditRig) -> None:
    post = rig.post("my order never came")
    thread = post.removeprefix("reddit:t1_")
    url = found_by(rig)[post].url
    assert url.startswith("https://www.reddit.com/r/larchtown/comments/")
    assert url.endswith(f"/{thread}/")


def test_a_picture_is_told(rig: RedditRig) -> None:
    post = rig.post("", title="Larch and Loaf mould", mentions_us=False)
    rig.mark(post, post_hint="image", url="https://i.redd.it/mould.jpg")
    assert [one.url for one in found_by(rig, **WATCHING)[post].media] == [
        "https://i.redd.it/mould.jpg"
    ]


# ---------------------------------------------------------------- changed and gone


def test_an_edit_shows_in_the_next_listing(rig: RedditRig, clock: SharedClock) -> None:
    post = rig.post("my order never came")
    _, cursor = read(rig.connector())
    clock.advance(A_MINUTE)
    rig.edit(post, f"u/{US} it came, thank you")
    page = rig.connector().fetch(cursor)
    (edited,) = page.messages
    assert (edited.id, edited.edited_at) == (post, clock.now())
    assert rig.connector().fetch(page.cursor).messages == ()


def test_a_look_again_keeps_what_was_known(rig: RedditRig, clock: SharedClock) -> None:
    """That it answers us stands in no field of it."""
    ours = rig.answer_natively("which number?", rig.post("my order never came"))
    answer = rig.post("number 12", mentions_us=False, parent_id=ours)
    before = found_by(rig)[answer]
    (after,) = rig.connector().refresh([answer]).messages
    assert after == before


def test_what_moderators_removed_is_gone(rig: RedditRig) -> None:
    post = rig.post("my order never came")
    rig.remove(post)
    (found,) = rig.connector().refresh([post]).messages
    assert found.deleted_at is not None
    assert (found.text, found.media) == ("", ())


def test_what_reddit_no_longer_knows_is_gone(rig: RedditRig) -> None:
    (found,) = rig.connector().refresh(["reddit:t1_zzzzz"]).messages
    assert found.deleted_at is not None
    assert found.id == "reddit:t1_zzzzz"


def test_private_messages_are_not_looked_at_again(rig: RedditRig) -> None:
    letter = rig.write_privately("can you help?")
    assert rig.connector().refresh([letter]).messages == ()
    assert rig.requests("GET /api/info") == []


def test_many_are_looked_at_a_hundred_at_a_time(rig: RedditRig) -> None:
    ids = [f"reddit:t1_{number:05}" for number in range(230)]
    assert len(rig.connector().refresh(ids).messages) == 230
    assert len(rig.requests("GET /api/info")) == 3


# ---------------------------------------------------------------- where it goes on


def test_the_cursor_stands_still_while_nothing_happens(rig: RedditRig, clock: SharedClock) -> None:
    rig.post("my order never came")
    cursor = rig.connector(**WATCHING).fetch("").cursor
    clock.advance(A_MINUTE)
    page = rig.connector(**WATCHING).fetch(cursor)
    assert (page.messages, page.cursor, page.more) == ((), cursor, False)


def test_more_than_a_page_is_read_to_what_is_known(rig: RedditRig, clock: SharedClock) -> None:
    first = rig.post("my order never came")
    _, cursor = read(rig.connector())
    posted = rig.post_many(250)
    found = pages(rig.connector(), cursor)
    assert {one.id for page in found for one in page.messages} == set(posted)
    assert first not in {one.id for page in found for one in page.messages}
    assert max(len(page.messages) for page in found) <= 100
    assert not any(page.blind for page in found)


def test_a_restart_in_the_middle_goes_on_there(rig: RedditRig) -> None:
    rig.post("my order never came")
    _, cursor = read(rig.connector())
    posted = rig.post_many(250)
    first = rig.connector().fetch(cursor)
    newer = rig.post("and now this", by="zoe")
    rest = mentions(rig.connector(), first.cursor)
    ids = {one.id for one in first.messages} | rest
    assert ids >= set(posted)
    # what came in the meantime is the next round's
    assert newer in ids | mentions(rig.connector(), pages(rig.connector(), first.cursor)[-1].cursor)


def test_an_anchor_that_is_deleted_in_the_middle_loses_nothing(rig: RedditRig) -> None:
    """After an anchor that is gone Reddit lists nothing at all."""
    rig.post("my order never came")
    _, cursor = read(rig.connector())
    posted = rig.post_many(250)
    first = rig.connector().fetch(cursor)
    oldest = sorted(first.messages, key=lambda one: one.created_at)
    for gone in oldest[:3]:
        rig.delete(gone.id)
    found = {one.id for one in first.messages} | mentions(rig.connector(), first.cursor)
    assert found >= set(posted)


def test_what_was_seen_last_may_be_deleted(rig: RedditRig, clock: SharedClock) -> None:
    posted = [rig.post(f"where is order {number}?") for number in range(5)]
    _, cursor = read(rig.connector())
    for gone in posted[2:]:
        rig.delete(gone)
    clock.advance(A_MINUTE)
    newer = rig.post("still nothing")
    assert mentions(rig.connector(), cursor) == {newer}


def test_what_moderators_let_through_late_is_found(rig: RedditRig, clock: SharedClock) -> None:
    """It stands where it was written, below what is known."""
    early = clock.now()
    clock.advance(timedelta(hours=1))
    rig.post("my order never came")
    _, cursor = read(rig.connector())
    late = rig.post("nor did mine", by="ben", at=early)
    assert mentions(rig.connector(), cursor) == {late}


def test_more_than_reddit_lists_is_a_blind_period(rig: RedditRig, clock: SharedClock) -> None:
    known = clock.now()
    rig.post("my order never came")
    _, cursor = read(rig.connector())
    clock.advance(timedelta(hours=1))
    posted = rig.post_many(1100)
    found = pages(rig.connector(), cursor)
    blind = [one for page in found for one in page.blind]
    # the inbox and the mentions each say so
    assert {one.since for one in blind} == {known}
    assert {one.until for one in blind} == {clock.now() - timedelta(seconds=999)}
    assert len({one.id for page in found for one in page.messages} & set(posted)) == 1000


def test_the_first_look_goes_back_a_month(rig: RedditRig, clock: SharedClock) -> None:
    for days in range(0, 400, 2):
        rig.post(f"{days} days ago", at=clock.now() - timedelta(days=days))
    found = found_by(rig)
    assert len(found) == 100
    assert len(rig.requests("GET /message/inbox")) == 1


def test_other_words_begin_anew(rig: RedditRig) -> None:
    loaf = rig.post("", title="the loaf", mentions_us=False)
    _, cursor = read(rig.connector(search=["larch"]))
    assert mentions(rig.connector(search=["loaf"]), cursor) == {loaf}


@pytest.mark.parametrize("cursor", ["5", "{", '{"places": {"inbox": 3}}', "null"])
def test_a_cursor_that_is_none_is_refused(rig: RedditRig, cursor: str) -> None:
    with pytest.raises(ConnectorError) as refused:
        rig.connector().fetch(cursor)
    assert refused.value.permanent


# ---------------------------------------------------------------- when it fails


def listed(*things: object) -> str:
    return json.dumps({"data": {"children": things, "after": None}})


@pytest.mark.parametrize(
    ("thing", "reason"),
    [
        ({"kind": "t1", "data": {"name": "t1_a"}}, "`created_utc` is None, no moment"),
        ({"kind": "t1", "data": {"name": "t1_a", "created_utc": 1e30}}, "no moment"),
        ({"kind": "t1"}, "a thing without data"),
        ({"kind": "t1", "data": {}}, "neither comment, post nor message"),
        ({"kind": "t5", "data": {"name": "t5_a"}}, "`t5_a` is neither"),
    ],
)
def test_a_broken_thing_is_set_aside_once(
    rig: RedditRig, thing: dict[str, object], reason: str
) -> None:
    rig.post("my order never came")
    rig.answer_oddly("GET /message/mentions", 200, listed(thing))
    page = rig.connector().fetch("")
    assert len(page.messages) == 1
    (aside,) = page.set_aside
    assert reason in aside.reason
    assert aside.raw == json.dumps(thing)
    rig.answer_oddly("GET /message/mentions", 200, listed(thing))
    assert rig.connector().fetch(page.cursor).set_aside == ()


def test_what_was_read_before_a_fault_is_kept(rig: RedditRig, clock: SharedClock) -> None:
    post = rig.post("my order never came")
    rig.fail("GET /message/sent", Fault.UNAVAILABLE_BEFORE, Fault.UNAVAILABLE_BEFORE)
    page = rig.connector().fetch("")
    assert [one.id for one in page.messages] == [post]
    assert page.more
    with pytest.raises(ConnectorError) as failed:
        rig.connector().fetch(page.cursor)
    assert not failed.value.permanent
    assert failed.value.message == "Reddit could not be read: it answered 503"


def test_a_place_that_is_closed_does_not_close_the_others(rig: RedditRig) -> None:
    rig.subreddit("larchtown", subreddit_type="private")
    connector: Reddit = rig.connector(**WATCHING)
    post = rig.post("my order never came")
    page = connector.fetch("")
    assert [one.id for one in page.messages] == [post]
    newer = rig.post("still nothing")
    page = connector.fetch(page.cursor)
    assert [one.id for one in page.messages] == [newer]
    with pytest.raises(ConnectorError) as failed:
        connector.fetch(page.cursor)
    assert not failed.value.permanent
    assert failed.value.message == "Reddit could not be read: r/larchtown is closed to us (403)"
