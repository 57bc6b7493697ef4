"""A Mastodon status as a message: whatever a server puts into it, it is one or is set aside."""

from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from connectors._mastodon.parse import Unreadable, set_aside, understand
from monitor.domain.message import Message, MessageType
from monitor.testing import MONDAY_MORNING

STATUS: dict[str, object] = {
    "id": "11",
    "created_at": MONDAY_MORNING,
    "edited_at": None,
    "in_reply_to_id": None,
    "in_reply_to_account_id": None,
    "visibility": "public",
    "spoiler_text": "",
    "content": "<p>my order never came</p>",
    "language": "en",
    "url": "https://social.example/@ada/11",
    "account": {"id": "7", "acct": "ada", "display_name": "Ada", "followers_count": 3},
    "mentions": [{"id": "1", "acct": "larchandloaf"}],
    "media_attachments": [{"type": "image", "url": "https://x.example/a.png", "description": "a"}],
    "quote": None,
}
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.datetimes(timezones=st.none() | st.just(UTC)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def understood(**fields: object) -> Message:
    """The usual status, but for these fields."""
    given = {**STATUS, **fields}
    return understand(given, brand="larch", me_id="1", seen_at=MONDAY_MORNING).message


def test_a_status_is_a_message() -> None:
    found = understood()
    assert found.id == "mastodon:11"
    assert (found.author.id, found.author.handle, found.author.followers) == (
        "mastodon:7",
        "ada",
        3,
    )
    assert (found.text, found.addressed, found.type) == (
        "my order never came",
        True,
        MessageType.POST,
    )
    assert [(one.kind, one.alt) for one in found.media] == [("image", "a")]


def test_ours_is_ours_and_addresses_nobody() -> None:
    account = {"id": "1", "acct": "larchandloaf"}
    found = understood(account=account, content="<p>@ada we are sorry</p>")
    assert (found.from_brand, found.addressed, found.text) == (True, False, "we are sorry")


def test_a_server_that_hides_followers_says_nothing_of_them() -> None:
    hidden = {"id": "7", "acct": "ada", "followers_count": -1}
    assert understood(account=hidden).author.followers is None


@given(key=st.sampled_from([*STATUS, *STATUS["account"]]), value=ANYTHING)  # type: ignore[misc] # its keys, as they stand above
def test_whatever_stands_in_a_field_it_is_read_or_set_aside(key: str, value: object) -> None:
    fields = {key: value} if key in STATUS else {"account": {"id": "7", "acct": "ada", key: value}}
    try:
        found = understood(**fields)
    except Unreadable as problem:
        assert str(problem)
        aside = set_aside({**STATUS, **fields}, str(problem), "status 11")
        assert msgspec.json.encode(aside)
    else:
        # what no database keeps would break this
        assert b"\\u0000" not in msgspec.json.encode(found)


def test_a_moment_out_of_time_is_none() -> None:
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)):
        assert understood(edited_at=moment).edited_at is None
