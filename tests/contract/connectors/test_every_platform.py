"""What every connector of a platform promises about reading, shown on each over HTTP."""

from datetime import timedelta

import pytest

from monitor.domain.message import MessageType
from monitor.errors import ConnectorError
from tests.contract.connectors.steps import WORDS, connect, mentions, pages, read
from tests.simulators.rig import Rig, SharedClock
from tests.simulators.server import Fault

A_MINUTE = timedelta(minutes=1)
#: how a read may fail, and whether it is the credentials' fault
READS = {
    Fault.TIMEOUT_BEFORE: False,
    Fault.SILENCE_AFTER_ACCEPTANCE: False,
    Fault.HALF_AFTER_ACCEPTANCE: False,
    Fault.UNAVAILABLE_BEFORE: False,
    Fault.TOO_MANY: False,
    Fault.REVOKED: True,
}


# ---------------------------------------------------------------- reading on


def test_nothing_is_an_empty_page(rig: Rig) -> None:
    assert read(connect(rig))[0] == {}


def test_every_mention_is_found(rig: Rig, clock: SharedClock) -> None:
    posted = set()
    for number in range(90):
        posted.add(rig.post(f"where is order {number}?", by=f"person{number % 7}"))
        clock.advance(timedelta(seconds=20))
    assert mentions(connect(rig)) == posted


def test_a_restart_goes_on_where_it_was(rig: Rig, clock: SharedClock) -> None:
    first = rig.post("my order never came")
    found, cursor = read(connect(rig))
    assert set(found) == {first}
    clock.advance(timedelta(hours=1))
    later = []
    for number in range(50):
        later.append(rig.post(f"still nothing, {number}", by=f"person{number % 7}"))
        clock.advance(timedelta(seconds=10))
    assert mentions(connect(rig), cursor) - {first} == set(later)


def test_a_restart_between_two_pages_loses_nothing(rig: Rig, clock: SharedClock) -> None:
    _, cursor = read(connect(rig))
    clock.advance(timedelta(hours=1))
    posted = {rig.post(f"order {number}?", by=f"person{number % 7}") for number in range(60)}
    clock.advance(A_MINUTE)
    found, goes_on = set[str](), True
    while goes_on:
        page = connect(rig).fetch(cursor)
        found |= {one.id for one in page.messages}
        cursor, goes_on = page.cursor, page.more
    assert found == posted


def test_the_end_stays_the_end(rig: Rig, clock: SharedClock) -> None:
    rig.post("my order never came")
    found, cursor = read(connect(rig))
    clock.advance(timedelta(minutes=30))
    again, cursor = read(connect(rig), cursor)
    assert set(again) <= set(found)
    clock.advance(timedelta(minutes=30))
    assert set(read(connect(rig), cursor)[0]) <= set(found)


def test_a_cursor_can_be_used_again(rig: Rig, clock: SharedClock) -> None:
    _, cursor = read(connect(rig))
    posted = {rig.post("one"), rig.post("two", by="ben")}
    clock.advance(A_MINUTE)
    assert mentions(connect(rig), cursor) == posted
    assert mentions(connect(rig), cursor) == posted


def test_a_message_is_understood(rig: Rig, clock: SharedClock) -> None:
    posted_at = clock.now()
    root = rig.post("my order never came")
    clock.advance(A_MINUTE)
    found = read(connect(rig))[0][root]
    assert "my order never came" in found.text
    assert found.platform == rig.platform
    assert found.brand == rig.settings().brand
    assert found.found_by == rig.platform
    assert found.author.id.startswith(f"{rig.platform}:")
    assert found.author.handle
    assert abs(found.created_at - posted_at) < timedelta(seconds=1)
    assert found.seen_at == clock.now()
    assert found.addressed
    assert not found.from_brand
    assert not found.is_direct
    assert found.url.startswith("http")
    assert not found.reply_forbidden or rig.platform == "reddit"


def test_the_same_person_is_the_same_author(rig: Rig) -> None:
    one, two, other = rig.post("one"), rig.post("two"), rig.post("three", by="ben")
    found = read(connect(rig))[0]
    assert found[one].author.id == found[two].author.id != found[other].author.id


def test_an_answer_to_us_addresses_us(rig: Rig, clock: SharedClock) -> None:
    root = rig.post("my order never came")
    ours = rig.answer_natively("we are sorry, which number?", root)
    clock.advance(A_MINUTE)
    answer = rig.post("number 12", mentions_us=False, parent_id=ours)
    found = read(connect(rig))[0][answer]
    assert found.addressed
    assert found.type is MessageType.REPLY
    assert found.parent_id == ours


def test_a_quote_of_ours_addresses_us(rig: Rig, clock: SharedClock) -> None:
    if not rig.has_quotes:
        pytest.skip("this platform has no quotes")
    ours = rig.answer_natively("we are sorry", rig.post("my order never came"))
    clock.advance(A_MINUTE)
    quote = rig.quote("look at these people", ours)
    found = read(connect(rig))[0][quote]
    assert found.addressed
    assert found.type is MessageType.QUOTE


# ---------------------------------------------------------------- ours


def test_what_the_owner_answers_by_hand_comes_too(rig: Rig, clock: SharedClock) -> None:
    root = rig.post("my order never came")
    clock.advance(A_MINUTE)
    ours = rig.answer_natively("we are sorry, which number?", root)
    clock.advance(A_MINUTE)
    found = read(connect(rig))[0]
    assert found[ours].from_brand
    assert found[ours].parent_id == root
    assert found[ours].text == "we are sorry, which number?"
    assert found[ours].conversation == found[root].conversation


# ---------------------------------------------------------------- changed and gone


def test_an_edit_is_another_version(rig: Rig, clock: SharedClock) -> None:
    post = rig.post("my order never came")
    before = read(connect(rig))[0][post]
    clock.advance(A_MINUTE)
    rig.edit(post, "it came, thank you")
    clock.advance(A_MINUTE)
    (after,) = connect(rig).refresh([post]).messages
    assert after.id == post
    assert "it came, thank you" in after.text
    assert "never" not in after.text
    assert after.created_at == before.created_at
    assert after.author == before.author


def test_what_has_not_changed_is_the_same(rig: Rig, clock: SharedClock) -> None:
    post = rig.post("my order never came")
    before = read(connect(rig))[0][post]
    (after,) = connect(rig).refresh([post]).messages
    assert (after.text, after.version, after.edited_at) == (
        before.text,
        before.version,
        before.edited_at,
    )
    assert after.deleted_at is None


def test_a_deletion_is_honoured(rig: Rig, clock: SharedClock) -> None:
    gone, stays = rig.post("my order never came"), rig.post("nor did mine", by="ben")
    read(connect(rig))
    rig.delete(gone)
    clock.advance(A_MINUTE)
    found = {one.id: one for one in connect(rig).refresh([gone, stays]).messages}
    assert found[gone].deleted_at is not None
    assert found[gone].text == ""
    assert found[stays].deleted_at is None
    assert "nor did mine" in found[stays].text


def test_to_look_at_nothing_is_nothing(rig: Rig) -> None:
    page = connect(rig).refresh([])
    assert (page.messages, page.cursor) == ((), "")


# ---------------------------------------------------------------- strangers


@pytest.mark.parametrize(
    "text",
    [
        "half \ud83d of a character",
        "a NUL \x00 in it",
        "\u202eturned round\u202c \u200b z\u0335\u0336a\u0337\u0338l\u0334g\u0335o",
        "<b>{{7*7}}</b> {0.__class__} & <!channel> =1+1",
        "long " * 2000,
    ],
    ids=["half a character", "NUL", "turned", "markup", "long"],
)
def test_a_hostile_text_is_read(rig: Rig, text: str) -> None:
    hostile, plain = rig.post(text), rig.post("my order never came", by="ben")
    found = read(connect(rig))[0]
    assert set(found) == {hostile, plain}
    # every database takes it
    assert "\x00" not in found[hostile].text
    assert found[hostile].text.encode()
    if "{{" in text or "long" in text:
        assert text.strip() in found[hostile].text


@pytest.mark.parametrize("name", ["Ada \x00\ud800", "@everyone <b>", "x" * 10_000, "\u202eadA"])
def test_a_hostile_name_is_read(rig: Rig, name: str) -> None:
    rig.rename(name)
    post = rig.post("my order never came")
    author = read(connect(rig))[0][post].author
    assert "\x00" not in author.name
    assert author.name.encode() is not None


# ---------------------------------------------------------------- when it fails


@pytest.mark.parametrize("fault", READS)
def test_a_read_that_fails_says_so_and_loses_nothing(
    rig: Rig, clock: SharedClock, fault: Fault
) -> None:
    first = rig.post("my order never came")
    connector = connect(rig)
    found, cursor = read(connector)
    assert set(found) == {first}
    clock.advance(timedelta(hours=1))
    later = rig.post("still nothing", by="ben")
    clock.advance(A_MINUTE)
    rig.fail_reads(fault)
    with pytest.raises(ConnectorError) as failed:
        read(connector, cursor)
    assert failed.value.is_auth == READS[fault]
    if fault is Fault.TOO_MANY:
        assert failed.value.retry_at is not None
        assert clock.now() < failed.value.retry_at <= clock.now() + timedelta(hours=1)
    if fault is not Fault.REVOKED:
        assert not failed.value.permanent
    assert later in mentions(connect(rig), cursor)


def test_a_cursor_of_another_make_is_refused_or_begins_anew(rig: Rig) -> None:
    post = rig.post("my order never came")
    try:
        assert post in mentions(connect(rig), "no cursor of ours")
    except ConnectorError as refused:
        assert refused.permanent


def test_words_of_ours_alone_are_no_mention(rig: Rig, clock: SharedClock) -> None:
    rig.answer_natively(WORDS, rig.post("my order never came"))
    clock.advance(A_MINUTE)
    ours = [one for one in read(connect(rig))[0].values() if one.text == WORDS]
    assert [one.from_brand for one in ours] == [True]


def test_pages_hold_what_a_transaction_takes(rig: Rig, clock: SharedClock) -> None:
    for number in range(60):
        rig.post(f"where is order {number}?", by=f"person{number % 7}")
        clock.advance(timedelta(seconds=20))
    assert max(len(page.messages) for page in pages(connect(rig))) <= 300
