"""What is special about reading Reddit: what is found, who wrote it where, what changed."""

from datetime import timedelta

import pytest

from monitor.domain.message import Message, MessageType
from tests.contract.connectors.reddit_steps import rig
from tests.contract.connectors.steps import pages, read
from tests.simulators.reddit_login import US
from tests.simulators.reddit_rig import RedditRig
from tests.simulators.rig import SharedClock

__all__ = ["rig"]

A_MINUTE = timedelta(minutes=1)
WATCHING = {"search": ["larch and loaf"], "subreddits": ["larchtown"]}


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
