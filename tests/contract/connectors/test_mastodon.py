"""Mastodon: what it shows us, and how we read on."""

from datetime import timedelta

import pytest

from monitor.domain.message import MessageType
from monitor.errors import ConnectorError
from tests.contract.connectors.mastodon_steps import asked, server
from tests.contract.connectors.steps import mentions, pages, read
from tests.simulators.mastodon_rig import MastodonRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["server"]

A_MINUTE = timedelta(minutes=1)
OWN = "GET /api/v1/accounts/1/statuses"


# ---------------------------------------------------------------- reading on


def test_many_at_once_are_read_without_a_gap(server: MastodonRig, clock: SharedClock) -> None:
    # `since_id` would jump to the newest page
    _, cursor = read(server.connector())
    server.post("the first one")
    _, cursor = read(server.connector(), cursor)
    clock.advance(timedelta(hours=1))
    posted = {server.post(f"{number}", by=f"person{number % 5}") for number in range(130)}
    clock.advance(timedelta(hours=1))
    assert mentions(server.connector(), cursor) == posted


def test_a_first_start_looks_back_a_month(server: MastodonRig, clock: SharedClock) -> None:
    old = {server.post(f"old {number}") for number in range(60)}
    clock.advance(timedelta(days=31))
    new = {server.post(f"new {number}", by="ben") for number in range(60)}
    found = pages(server.connector())
    brought = {one.id for page in found for one in page.messages}
    assert new <= brought
    assert len(brought & old) < 40  # what shares a page with the others


def test_what_comes_while_the_first_start_reads_is_read_after_it(
    server: MastodonRig, clock: SharedClock
) -> None:
    posted = {server.post(f"{number}") for number in range(90)}
    first = server.connector().fetch("")
    assert first.more
    late = server.post("while you read", by="ben")
    found, cursor = read(server.connector(), first.cursor)
    clock.advance(A_MINUTE)
    found |= read(server.connector(), cursor)[0]
    assert {one.id for one in first.messages} | set(found) == posted | {late}


def test_a_notification_that_comes_late_between_others_is_read(
    server: MastodonRig, clock: SharedClock
) -> None:
    # two workers of the server may finish in another order than they took their numbers
    server.post("one")
    _, cursor = read(server.connector())
    clock.advance(timedelta(hours=1))
    read(server.connector(), cursor)
    ben, cy = server.post("two", by="ben"), server.post("three", by="cy")
    assert {ben, cy} <= set((found := read(server.connector(), cursor))[0])
    clock.advance(timedelta(seconds=5))
    late = server.post("late", by="dee")
    server.simulator.tell("place", {"of": late.partition(":")[2], "before": ben.partition(":")[2]})
    assert late in mentions(server.connector(), found[1])


def test_the_same_is_not_brought_again_and_again(server: MastodonRig, clock: SharedClock) -> None:
    server.post("one")
    _, cursor = read(server.connector())
    for _ in range(5):
        found, cursor = read(server.connector(), cursor)
        assert found == {}
        clock.advance(timedelta(seconds=50))


def test_a_page_that_lost_its_posts_is_not_the_end(server: MastodonRig, clock: SharedClock) -> None:
    # the server filters after it has cut the page: a short page proves nothing
    _, cursor = read(server.connector())
    server.post("one")
    _, cursor = read(server.connector(), cursor)
    clock.advance(timedelta(hours=1))
    posted = [server.post(f"{number}", by=f"person{number}") for number in range(100)]
    server.is_like(shows_every=3)
    assert mentions(server.connector(), cursor) == set(posted[2::3])


def test_what_the_server_filters_out_of_the_owners_app_is_read(
    server: MastodonRig, clock: SharedClock
) -> None:
    # Mastodon.py has no argument for it; new accounts and private words are filtered by default
    server.person("ben", created_at=clock.now().isoformat())
    filtered = server.post("my order never came", by="ben")
    assert mentions(server.connector()) == {filtered}


def test_servers_that_know_no_quotes_are_asked_for_mentions(server: MastodonRig) -> None:
    server.is_like(knows_quotes=False)
    connector, post = server.connector(), server.post("my order never came")
    assert mentions(connector) == {post}
    read(connector)
    assert asked(server, "GET /api/v1/notifications") == 5  # one of them in vain


def test_our_own_listing_that_fails_loses_nothing(server: MastodonRig) -> None:
    post = server.post("my order never came")
    server.simulator.fail_next(Fault.UNAVAILABLE_BEFORE, on=OWN)
    with pytest.raises(ConnectorError):
        server.connector().fetch("")
    assert mentions(server.connector()) == {post}


def test_a_broken_cursor_is_told_to_a_person(server: MastodonRig) -> None:
    with pytest.raises(ConnectorError, match="cannot be read") as refused:
        server.connector().fetch('{"mentions": 3}')
    assert refused.value.permanent


# ---------------------------------------------------------------- what a post is


def test_the_words_are_those_that_a_reader_sees(server: MastodonRig) -> None:
    text = 'it\'s <b>late</b> & "cold"\nagain\n\nsee https://larch.example/orders/12345678901234567'
    post = server.post(text, warning="a complaint")
    found = read(server.connector())[0][post]
    assert found.text == f"a complaint\n\n@larchandloaf {text}"


def test_a_quote_is_read_without_the_link_in_front(server: MastodonRig, clock: SharedClock) -> None:
    ours = server.answer_natively("we are sorry", server.post("my order never came"))
    clock.advance(A_MINUTE)
    quote = server.quote("look at these people", ours, by="ben")
    assert read(server.connector())[0][quote].text == "look at these people"


def test_private_words_are_private(server: MastodonRig) -> None:
    post = server.write_privately("can you help?")
    found = read(server.connector())[0][post]
    assert (found.type, found.addressed) == (MessageType.DIRECT_MESSAGE, True)


def test_a_reply_is_in_the_conversation_of_the_first_post(
    server: MastodonRig, clock: SharedClock
) -> None:
    root = server.post("has anybody tried this bakery?", by="ben", mentions_us=False)
    middle = server.post("I have", by="cy", mentions_us=False, parent_id=root)
    reply = server.post("and it was late", parent_id=middle)
    found = read(server.connector())[0]
    assert found[reply].conversation == root
    assert found[reply].parent_id == middle


def test_a_thread_is_asked_for_once(server: MastodonRig, clock: SharedClock) -> None:
    root = server.post("my order never came")
    replies = [server.post(f"nor mine, {n}", by=f"person{n}", parent_id=root) for n in range(10)]
    connector = server.connector()
    found = read(connector)[0]
    assert {found[reply].conversation for reply in replies} == {root}
    assert asked(server, "GET /api/v1/statuses/") <= 1


def test_a_thread_whose_beginning_is_gone_has_its_parent(server: MastodonRig) -> None:
    root = server.post("my order never came", by="ben", mentions_us=False)
    reply = server.post("nor mine", parent_id=root)
    server.delete(root)
    assert read(server.connector())[0][reply].conversation == root


def test_a_way_up_without_end_ends(server: MastodonRig, clock: SharedClock) -> None:
    post = server.post("0", by="ben", mentions_us=False)
    for number in range(60):
        post = server.post(f"{number}", by=f"person{number % 3}", mentions_us=False, parent_id=post)
    reply = server.post("my order never came", parent_id=post)
    connector = server.connector()
    assert read(connector)[0][reply].conversation != reply
    assert asked(server, "GET /api/v1/statuses/") == 40


def test_pages_that_are_too_large_are_read_in_smaller_ones(
    server: MastodonRig, clock: SharedClock
) -> None:
    # else a dozen long posts would keep everything after them from being read
    # ten million letters take a busy machine a while
    server.patience = (1.0, 30.0)
    _, cursor = read(server.connector())
    posted = {server.post("x" * 900_000, by=f"person{number}") for number in range(12)}
    posted.add(server.post("my order never came"))
    assert mentions(server.connector(), cursor) == posted


def test_a_poison_post_is_set_aside_and_the_rest_goes_on(server: MastodonRig) -> None:
    good = server.post("my order never came")
    odd: list[dict[str, object]] = [
        {"created_at": "yesterday"},
        {"account": None},
        {"account": "ada"},
        {"content": {"a": 1}},
        {"id": None},
        {"account": {"id": "7", "acct": ""}},
    ]
    for number, fields in enumerate(odd):
        post = server.post(f"poison {number}", by="ben")
        server.simulator.tell("odd", {"id": post.partition(":")[2], "fields": fields})
    found = pages(server.connector())
    assert {one.id for page in found for one in page.messages} == {good}
    aside = [one for page in found for one in page.set_aside]
    assert sorted(one.reason for one in aside) == sorted(
        [
            "`created_at` is not a moment",
            "`account` is missing",
            "`account` is missing",
            "`content` is not a text",
            "`id` is missing",
            "the author's `acct` is missing",
        ]
    )
    assert all(one.connector == "mastodon" and one.raw for one in aside)


def test_odd_fields_that_do_not_matter_do_no_harm(server: MastodonRig) -> None:
    post = server.post("my order never came")
    odd = {"mentions": "x", "quote": [], "media_attachments": [None, {"url": 3}], "url": 7}
    server.simulator.tell("odd", {"id": post.partition(":")[2], "fields": odd})
    found = read(server.connector())[0][post]
    assert (found.addressed, found.media) == (True, ())


# ---------------------------------------------------------------- changed and gone


def test_an_edit_has_its_moment_and_a_version(server: MastodonRig, clock: SharedClock) -> None:
    post = server.post("my order never came")
    clock.advance(A_MINUTE)
    server.edit(post, "it came")
    (found,) = server.connector().refresh([post]).messages
    assert (found.version, found.edited_at) == (2, clock.now())


@pytest.mark.parametrize("has_batches", [True, False])
def test_many_are_looked_at_again_in_few_requests(
    server: MastodonRig, clock: SharedClock, has_batches: bool
) -> None:
    # Mastodon takes twenty at once; older servers only one by one
    server.is_like(has_batches=has_batches)
    posted = [server.post(f"{number}", by=f"person{number}") for number in range(45)]
    server.delete(posted[7])
    found = {one.id: one for one in server.connector().refresh(posted).messages}
    assert set(found) == set(posted)
    assert [one for one in posted if found[one].deleted_at] == [posted[7]]
    assert asked(server, "GET /api/v1/statuses") == (3 + 1 if has_batches else 3 + 45)


def test_an_outage_is_no_deletion(server: MastodonRig) -> None:
    post = server.post("my order never came")
    server.simulator.fail_next(Fault.UNAVAILABLE_BEFORE, on="GET /api/v1/statuses")
    with pytest.raises(ConnectorError):
        server.connector().refresh([post])


def test_a_proxys_404_is_no_deletion(server: MastodonRig) -> None:
    post = server.post("my order never came")
    one = f"GET /api/v1/statuses/{post.partition(':')[2]}"
    page = {"status": 404, "raw": "<html>no such host</html>"}
    server.is_like(answers={"GET /api/v1/statuses": page, one: page})
    with pytest.raises(ConnectorError):
        server.connector().refresh([post])


def test_an_id_of_another_make_is_passed_over(server: MastodonRig) -> None:
    assert server.connector().refresh(["mastodon:../../admin", "x:1/2"]).messages == ()
