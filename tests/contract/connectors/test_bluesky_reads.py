"""Bluesky, reading: what its order, its views and its private messages do to a cursor."""

from datetime import timedelta

import pytest

from connectors._bluesky.parse import CLOSED
from monitor.domain.message import Message
from monitor.errors import ConnectorError
from tests.contract.connectors.bluesky_steps import rig
from tests.contract.connectors.steps import mentions, pages, read
from tests.simulators.bluesky_network import OUR_HANDLE
from tests.simulators.bluesky_rig import NOTIFICATIONS, BlueskyRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["rig"]

A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
GET_POSTS = "GET /xrpc/app.bsky.feed.getPosts"


def many(rig: BlueskyRig, clock: SharedClock, count: int, *, apart: float = 1.0) -> set[str]:
    """So many mentions, one after the other."""
    found = set()
    for number in range(count):
        found.add(rig.post(f"order {number}?", by=f"person{number % 5}"))
        if apart:
            clock.advance(timedelta(seconds=apart))
    return found


# ---------------------------------------------------------------- the order of notifications


def test_a_backdated_mention_stands_last_and_is_found_within_a_day(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    known = many(rig, clock, 120)
    found, cursor = read(rig.connector())
    assert set(found) == known
    clock.advance(A_MINUTE)
    late = rig.post("my order never came", at=clock.now() - timedelta(days=2000))
    found, cursor = read(rig.connector(), cursor)
    assert late not in found
    clock.advance(A_DAY)
    found, cursor = read(rig.connector(), cursor)
    assert set(found) == {late}
    clock.advance(A_MINUTE)
    assert read(rig.connector(), cursor)[0] == {}


def test_a_poll_reads_until_a_whole_page_is_known(rig: BlueskyRig, clock: SharedClock) -> None:
    _, cursor = read(rig.connector())
    first = rig.post("one")
    _, cursor = read(rig.connector(), cursor)
    clock.advance(A_MINUTE)
    new = many(rig, clock, 250)
    assert mentions(rig.connector(), cursor) == new
    assert first not in new


def test_posts_of_one_moment_at_a_border_are_found_by_the_next_sweep(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    """The list is keyed on the moment alone; the borders of a sweep lie elsewhere every day."""
    posted = many(rig, clock, 20)
    posted |= many(rig, clock, 5, apart=0)
    clock.advance(A_MINUTE)
    posted |= many(rig, clock, 182)
    found, cursor = read(rig.connector())
    missed = posted - set(found)
    assert missed
    clock.advance(A_DAY)
    found, cursor = read(rig.connector(), cursor)
    assert set(found) == missed


def test_a_fetch_that_was_cut_off_goes_on(rig: BlueskyRig, clock: SharedClock) -> None:
    _, cursor = read(rig.connector())
    posted = many(rig, clock, 250)
    page = rig.connector().fetch(cursor)
    found = {one.id for one in page.messages}
    rig.fail_reads(Fault.UNAVAILABLE_BEFORE)
    with pytest.raises(ConnectorError):
        rig.connector().fetch(page.cursor)
    clock.advance(timedelta(hours=3))
    later = rig.post("and one more")
    found |= mentions(rig.connector(), page.cursor)
    _, cursor = read(rig.connector(), page.cursor)
    found |= mentions(rig.connector(), cursor)
    assert found == posted | {later}


def test_an_idle_poll_asks_once_for_each_listing(rig: BlueskyRig, clock: SharedClock) -> None:
    many(rig, clock, 5)
    connector = rig.connector(search=["larch"])
    _, cursor = read(connector)
    before = len(rig.simulator.hits())
    page = connector.fetch(cursor)
    assert (page.messages, page.cursor, page.more) == ((), cursor, False)
    assert len(rig.simulator.hits()) - before == 4


def test_our_badge_is_left_alone(rig: BlueskyRig, clock: SharedClock) -> None:
    many(rig, clock, 3)
    read(rig.connector())
    assert not [hit for hit in rig.simulator.hits() if "updateSeen" in hit["request"]]
    asked = [hit["query"] for hit in rig.simulator.hits() if hit["request"] == NOTIFICATIONS]
    assert asked and not any("seenAt" in query for query in asked)


# ---------------------------------------------------------------- what a post is


def the(rig: BlueskyRig, message_id: str) -> Message:
    return read(rig.connector())[0][message_id]


def test_a_post_below_ours_to_somebody_else_does_not_address_us(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    ours = rig.answer_natively("we are open again", "")
    ada = rig.post("about time", mentions_us=False, parent_id=ours)
    ben = rig.post("be nice, Ada", by="ben", mentions_us=False, parent_id=ada)
    found = read(rig.connector())[0]
    assert found[ada].addressed
    assert not found[ben].addressed
    assert found[ben].conversation == ours


def test_only_our_own_did_counts_as_our_name(rig: BlueskyRig) -> None:
    plain = rig.post(f"@{OUR_HANDLE} is no name without its mark", mentions_us=False)
    found = read(rig.connector(search=["no name"]))[0][plain]
    assert not found.addressed


def test_closed_replies_are_told(rig: BlueskyRig) -> None:
    post = rig.post("my order never came")
    rig.close_replies(post)
    assert the(rig, post).reply_forbidden == CLOSED


def test_a_bot_is_who_says_so_itself(rig: BlueskyRig) -> None:
    one, two = rig.post("beep", by="robot"), rig.post("boop", by="human")
    rig.change_account("robot", labels=[{"val": "bot", "src": "did:plc:robot"}])
    rig.change_account("human", labels=[{"val": "bot", "src": "did:plc:somebody"}])
    found = read(rig.connector())[0]
    assert (found[one].author.is_bot, found[two].author.is_bot) == (True, False)


def test_how_many_follow_an_author_is_told_where_it_is_known(rig: BlueskyRig) -> None:
    rig.change_account("ada", followers=31_000)
    one, two = rig.post("my order never came"), rig.post("nor did mine", by="ben")
    found = read(rig.connector())[0]
    assert (found[one].author.followers, found[two].author.followers) == (31_000, 120)
    again = {post.id: post for post in rig.connector().refresh([one]).messages}
    assert again[one].author == found[one].author
    rig.simulator.fail_next(Fault.UNAVAILABLE_BEFORE, on="GET /xrpc/app.bsky.actor.getProfiles")
    found = read(rig.connector())[0]
    assert found[one].author.followers is None


def test_pictures_are_told_and_not_opened(rig: BlueskyRig) -> None:
    images = [{"fullsize": "https://cdn.example/1.jpg", "thumb": "", "alt": "a burnt loaf"}]
    post = rig.post("look", view={"images": images})
    (media,) = the(rig, post).media
    assert (media.kind, media.url, media.alt) == ("image", images[0]["fullsize"], "a burnt loaf")


def test_a_post_from_the_future_was_written_when_it_came(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    post = rig.post("my order never came", at=clock.now() + timedelta(days=400))
    assert the(rig, post).created_at == clock.now()


@pytest.mark.parametrize(
    "broken",
    [{"text": 7}, {"createdAt": "yesterday", "reply": {"root": 1}}, {"reply": {"parent": {}}}],
)
def test_a_post_of_the_wrong_shape_is_set_aside_once(
    rig: BlueskyRig, broken: dict[str, object]
) -> None:
    good = rig.post("my order never came")
    place = f"at://did:plc:ben/app.bsky.feed.post/{'3' + 'k' * 12}"
    rig.post("hello", by="ben")
    record = next(v for uri, v in rig.records().items() if "did:plc:ben" in uri)
    rig.simulator.tell("record", {"uri": place, "value": {**record, **broken}})
    found = pages(rig.connector())
    assert good in {one.id for page in found for one in page.messages}
    (aside,) = [one for page in found for one in page.set_aside]
    assert aside.where == place
    assert aside.raw
    assert not rig.connector().fetch(found[-1].cursor).set_aside


#: what is nice to know of a person, as no person should be shown
ODD_PEOPLE: tuple[dict[str, object], ...] = (
    # measured: an account may have no date
    {"createdAt": None},
    {"createdAt": "0001-01-01T00:00:00.000Z"},
    {"createdAt": "some day"},
    {"displayName": 5},
    {"labels": "bot"},
    {"labels": [None, {"val": 5}]},
)


@pytest.mark.parametrize("odd", ODD_PEOPLE, ids=str)
def test_odd_things_about_a_person_keep_no_complaint_away(
    rig: BlueskyRig, odd: dict[str, object]
) -> None:
    post = rig.post("my order never came")
    rig.change_account("ada", **odd)
    assert the(rig, post).addressed


@pytest.mark.parametrize("embed", [5, {"record": 5}, {"record": {"uri": 5}}], ids=str)
def test_an_odd_thing_that_hangs_on_a_post_keeps_no_complaint_away(
    rig: BlueskyRig, embed: object
) -> None:
    post = rig.post("my order never came")
    uri = post.removeprefix("bluesky:")
    rig.simulator.tell("record", {"uri": uri, "value": {**rig.records()[uri], "embed": embed}})
    assert the(rig, post).addressed


def test_a_date_that_is_none_gives_way_to_the_networks_own(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    """A server takes any date; the network's own is shown beside it."""
    post = rig.post("my order never came")
    uri = post.removeprefix("bluesky:")
    rig.simulator.tell("record", {"uri": uri, "value": {**rig.records()[uri], "createdAt": "9"}})
    assert the(rig, post).created_at == clock.now()


# ---------------------------------------------------------------- changed and gone


def test_a_record_that_was_overwritten_comes_again(rig: BlueskyRig, clock: SharedClock) -> None:
    post = rig.post("my order never came")
    before, cursor = read(rig.connector())
    rig.edit(post, "it came")
    clock.advance(A_MINUTE)
    after, _ = read(rig.connector(), cursor)
    assert (before[post].text, after[post].text) != ("it came", "")
    assert after[post].text == "it came"


def test_what_is_only_hidden_from_us_is_not_deleted(rig: BlueskyRig) -> None:
    post = rig.post("my order never came")
    read(rig.connector())
    rig.change_account("ada", isBlockingUs=True)
    assert rig.connector().refresh([post]).messages == ()


def test_a_hundred_are_looked_at_again_in_four_requests(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    posted = sorted(many(rig, clock, 100))
    before = rig.calls(GET_POSTS)
    assert {one.id for one in rig.connector().refresh(posted).messages} == set(posted)
    assert rig.calls(GET_POSTS) - before == 4
