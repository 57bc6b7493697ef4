"""X: how a post becomes a message, trap by trap."""

from datetime import timedelta

import pytest

from monitor.domain.message import Media, MessageType
from tests.contract.connectors.steps import pages, read
from tests.contract.connectors.x_steps import LOOK, MENTIONS, asked, first, server
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fields
from tests.simulators.x_rig import XRig

__all__ = ["server"]

A_MINUTE = timedelta(minutes=1)
ADA: Fields = {"id": "2001", "name": "Ada", "username": "ada"}
POST: Fields = {
    "id": "2124789000000000001",
    "text": "@larchandloaf my order never came",
    "author_id": "2001",
    "created_at": "2026-11-23T08:00:00.000Z",
    "conversation_id": "2124789000000000001",
    "edit_history_tweet_ids": ["2124789000000000001"],
    "reply_settings": "everyone",
    "entities": {"mentions": [{"start": 0, "end": 13, "username": "LarchAndLoaf"}]},
}


def listed(server: XRig, *posts: Fields, **includes: object) -> None:
    """The next mentions are these, as X might write them."""
    body = {"data": list(posts), "includes": {"users": [ADA], **includes}, "meta": {}}
    server.answer_next(MENTIONS, 200, body)


# ---------------------------------------------------------------- edits


def test_an_edit_is_the_same_message_in_another_version(server: XRig, clock: SharedClock) -> None:
    post = server.post("my order never came")
    connector = server.connector()
    before, cursor = read(connector)
    clock.advance(A_MINUTE)
    server.edit(post, "@larchandloaf it came, thank you")
    clock.advance(A_MINUTE)
    after, _ = read(connector, cursor)
    assert set(after) == {post}
    assert (before[post].version, before[post].edited_at) == (1, None)
    assert after[post].version == 2
    assert after[post].edited_at == clock.now() - A_MINUTE
    assert after[post].created_at == before[post].created_at
    assert after[post].text == "@larchandloaf it came, thank you"


def test_an_edited_post_is_looked_up_by_its_newest_number(server: XRig, clock: SharedClock) -> None:
    post, other = server.post("my order never came"), server.post("nor mine", by="ben")
    for text in ("first edit", "second edit"):
        clock.advance(A_MINUTE)
        server.edit(post, text)
    found = {one.id: one for one in server.connector().refresh([post, other]).messages}
    assert (found[post].text, found[post].version) == ("second edit", 3)
    assert found[post].author.handle == "ada"
    one, two = asked(server, LOOK)
    # an author costs money, and is asked for only where something changed
    assert "author_id" not in one["expansions"]
    assert "author_id" in two["expansions"]


# ---------------------------------------------------------------- words


def test_a_long_post_is_read_whole(server: XRig) -> None:
    text = (
        "@larchandloaf " + "they let me wait & wait, " * 40 + "https://larch.example/order?a=1&b=2"
    )
    assert first(server, server.post(text)).text == text


def test_what_x_escapes_is_what_was_written(server: XRig) -> None:
    text = "@larchandloaf <3 your bread & butter, &amp; is not escaped; R&D > all"
    assert first(server, server.post(text)).text == text


def test_short_links_are_shown_in_full(server: XRig) -> None:
    text = "@larchandloaf look: https://larch.example/a and https://larch.example/b"
    assert first(server, server.post(text)).text == text


def test_the_address_of_a_picture_is_no_word(server: XRig) -> None:
    link = {
        "url": "https://t.co/pic",
        "expanded_url": "https://x.com/ada/status/1/photo/1",
        "media_key": "3_1",
    }
    post = {
        **POST,
        "text": "@larchandloaf look https://t.co/pic",
        "entities": {**POST["entities"], "urls": [link]},
        "attachments": {"media_keys": ["3_1", "3_gone"]},
    }
    picture = {"media_key": "3_1", "type": "photo", "url": "https://p/1.jpg", "alt_text": "a box"}
    listed(server, post, media=[picture])
    message = first(server, f"x:{POST['id']}")
    assert message.text == "@larchandloaf look"
    assert message.media == (Media(kind="photo", url="https://p/1.jpg", alt="a box"),)


def test_pictures_come_along(server: XRig) -> None:
    film = {"media_key": "7_1", "type": "video", "preview_image_url": "https://p/1.jpg"}
    server.tell("media", film)
    post = server.post("look", fields={"attachments": {"media_keys": ["7_1"]}})
    assert first(server, post).media == (Media(kind="video", url="https://p/1.jpg"),)


@pytest.mark.parametrize(
    ("told", "language"), [("en", "en"), ("und", None), ("qme", None), ("zxx", None), (7, None)]
)
def test_the_language_is_x_s_where_it_found_one(
    server: XRig, told: object, language: str | None
) -> None:
    assert first(server, server.post("hm", fields={"lang": told})).language == language


# ---------------------------------------------------------------- what it is to us


def test_the_new_names_of_fields_are_understood(server: XRig) -> None:
    # X's description 2.167 has these; 2.166 the others
    long = "@larchandloaf " + "and so on " * 40
    edited = {
        **{key: value for key, value in POST.items() if key != "edit_history_tweet_ids"},
        "id": "2124789000000000009",
        "edit_history_post_ids": [POST["id"], "2124789000000000009"],
        "referenced_posts": [{"type": "replied_to", "id": "2124788000000000001"}],
        "note_post": {"text": long},
    }
    listed(
        server, edited, {**POST, "id": "3", "referenced_posts": [{"type": "reposted", "id": "1"}]}
    )
    message = first(server, f"x:{POST['id']}")
    assert message.parent_id == "x:2124788000000000001"
    assert message.type is MessageType.REPLY
    assert (message.version, message.text) == (2, long.strip())


def test_a_bare_repost_is_no_mention(server: XRig) -> None:
    post = server.post("my order never came")
    server.post("RT", by="ben", reposted=post.removeprefix("x:"))
    assert set(read(server.connector())[0]) == {post}


def test_a_mention_in_other_letters_addresses_us(server: XRig) -> None:
    listed(server, POST)
    assert first(server, f"x:{POST['id']}").addressed


@pytest.mark.parametrize(
    ("settings", "names_us", "forbidden"),
    [
        ("everyone", True, ""),
        # whoever is named may always reply
        ("mentionedUsers", True, ""),
        ("following", True, ""),
        ("verified", True, ""),
        # an answer to us that leaves our name out
        ("mentionedUsers", False, "its author lets only people they name reply"),
        ("following", False, "its author lets only accounts they follow reply"),
        ("subscribers", False, "its author lets only their subscribers reply"),
        # X does not say who, so we do not try
        ("other", True, "its author lets only some accounts reply"),
    ],
)
def test_who_may_reply(server: XRig, settings: str, names_us: bool, forbidden: str) -> None:
    post = {**POST, "reply_settings": settings, "in_reply_to_user_id": "1000"}
    if not names_us:
        post["entities"] = {}
    listed(server, post)
    assert first(server, f"x:{POST['id']}").reply_forbidden == forbidden


def test_our_own_reply_is_read_without_the_names_that_x_adds(server: XRig) -> None:
    asked_for = server.post("@larchandloaf @ben my order never came")
    ours = server.answer_natively("we are sorry: https://larch.example/help & more", asked_for)
    message = first(server, ours)
    assert message.text == "we are sorry: https://larch.example/help & more"
    assert (message.from_brand, message.addressed, message.reply_forbidden) == (True, False, "")


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"author_id": None}, "`author_id` is no number of X's"),
        ({"id": 7}, "`id` is no number of X's"),
        ({"created_at": "yesterday"}, "`created_at` is no moment"),
        ({"created_at": "2026-11-23T08:00:00"}, "`created_at` is no moment"),
        ({"text": ["a"]}, "`text` is no text"),
        ({"entities": "none"}, "`entities` is no object"),
        ({"referenced_tweets": [1]}, "`referenced_tweets` is no list of objects"),
        ({"edit_history_tweet_ids": ["x"]}, "`edit_history_tweet_ids` is no list of X's numbers"),
    ],
)
def test_a_poison_post_is_set_aside_and_the_others_go_on(
    server: XRig, change: Fields, reason: str
) -> None:
    listed(server, {**POST, "id": "2124789000000000005"}, {**POST, **change}, "no object")  # type: ignore[arg-type]
    found = pages(server.connector())
    assert len([one for page in found for one in page.messages]) == 1
    aside = [one for page in found for one in page.set_aside]
    assert [one.reason for one in aside] == ["it is no object", reason]
    assert aside[1].connector == "x"
    assert "larchandloaf" in aside[1].raw.lower()


def test_a_post_whose_author_x_does_not_show_is_read(server: XRig) -> None:
    server.answer_next(MENTIONS, 200, {"data": [POST], "errors": [{"title": "Not Found Error"}]})
    message = first(server, f"x:{POST['id']}")
    assert (message.author.id, message.author.handle) == ("x:2001", "")


# ---------------------------------------------------------------- gone


def test_what_x_no_longer_shows_is_gone(server: XRig, clock: SharedClock) -> None:
    hidden = {
        "type": "https://api.twitter.com/2/problems/not-authorized-for-resource",
        "title": "Authorization Error",
        "resource_id": "11",
        "resource_type": "tweet",
        "value": "11",
    }
    # about a post that is there: its picture is not
    picture = {**hidden, "resource_id": POST["id"], "resource_type": "media"}
    body = {"data": [POST], "errors": [hidden, picture]}
    server.answer_next(LOOK, 200, body)
    found = {
        one.id: one for one in server.connector().refresh(["x:11", f"x:{POST['id']}"]).messages
    }
    assert found["x:11"].deleted_at == clock.now()
    assert found[f"x:{POST['id']}"].deleted_at is None


def test_an_answer_that_says_nothing_of_a_post_is_no_deletion(server: XRig) -> None:
    server.answer_next(LOOK, 200, {})
    assert server.connector().refresh(["x:11"]).messages == ()


def test_private_messages_are_not_looked_up(server: XRig) -> None:
    letter = server.write_privately("hello?")
    assert server.connector().refresh([letter]).messages == ()
    assert server.requests(LOOK) == []
