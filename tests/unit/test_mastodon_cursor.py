"""Where the next fetch of a Mastodon listing begins: nothing is missed, whatever comes when."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._mastodon.cursor import Cursor, Entry, Listing, newest_of, read_cursor
from monitor.errors import ConnectorError
from monitor.testing import MONDAY_MORNING

LIMIT = 5
#: a slow worker of the server: how late an entry may show up between others
LATE = timedelta(seconds=90)


def ulid(number: int) -> str:
    """As GoToSocial numbers things: no digits alone, always as long."""
    return f"01J{number:08d}ZZ"


def a_page(there: list[Entry], ask: dict[str, str]) -> list[Entry]:
    """As a server gives it: the newest first."""
    rows = sorted(there, key=lambda entry: (len(entry.id), entry.id))
    if "min_id" in ask:
        after = ask["min_id"]
        rows = [one for one in rows if (len(one.id), one.id) > (len(after), after)][:LIMIT]
    elif "max_id" in ask:
        before = ask["max_id"]
        rows = [one for one in rows if (len(one.id), one.id) < (len(before), before)][-LIMIT:]
    else:
        rows = rows[-LIMIT:]
    return rows[::-1]


@given(
    arrivals=st.lists(st.tuples(st.integers(0, 300), st.booleans()), min_size=0, max_size=40),
    polls=st.lists(st.integers(0, 300), min_size=1, max_size=12),
    are_numbers=st.booleans(),
)
def test_whatever_comes_when_is_read_once(
    arrivals: list[tuple[int, bool]], polls: list[int], are_numbers: bool
) -> None:
    """Entries take their numbers in order; some are shown a while after later ones."""
    start = MONDAY_MORNING
    entries = []
    for number, (second, is_late) in enumerate(sorted(arrivals)):
        native = f"{number + 8}" if are_numbers else ulid(number)
        at = start + timedelta(seconds=second)
        entries.append((Entry(id=native, at=at), at + LATE if is_late else at))
    listing, read = Listing(), list[str]()
    for second in [*sorted(polls), 400, 700]:
        now = start + timedelta(seconds=second)
        there = [entry for entry, shown_at in entries if shown_at <= now]
        goes_on, rounds = True, 0
        while goes_on:
            page = a_page(there, listing.ask())
            read += sorted(listing.fresh(page))
            listing, goes_on = listing.after(page, LIMIT, now)
            # a restart between two pages
            listing = read_cursor(Cursor(own=listing).written()).own
            rounds += 1
            assert rounds < 60
    missed = {entry.id for entry, _ in entries}.difference(read)
    # what a slow worker adds below the very first entry that was ever there is not looked for
    first_seen = min((one for one in read), key=lambda id: (len(id), id), default="")
    assert all((len(id), id) < (len(first_seen), first_seen) for id in missed)
    assert len(read) == len(set(read))


def test_a_listing_that_stands_still_ends() -> None:
    # a server that takes no `min_id` gives the newest page for ever
    page = [Entry(id=f"{n}", at=MONDAY_MORNING) for n in range(15, 10, -1)]
    listing = Listing(base="10")
    now = MONDAY_MORNING + timedelta(hours=1)
    goes_on, rounds = True, 0
    while goes_on:
        listing, goes_on = listing.after(page, LIMIT, now)
        rounds += 1
        assert rounds < 5


def test_a_cursor_does_not_grow_without_end() -> None:
    now = MONDAY_MORNING
    listing = Listing(base="1")
    page = [Entry(id=f"{n}", at=now) for n in range(3_000, 2, -1)]
    listing, _ = listing.after(page, LIMIT, now)
    listing, _ = listing.after([], LIMIT, now)
    assert len(listing.recent) <= 500
    assert len(Cursor(own=listing).written()) < 50_000


@pytest.mark.parametrize(
    "written", ["{", "[]", '{"own": 1}', "P3", '{"own": {"recent": {"1": 2}}}']
)
def test_what_is_no_cursor_is_refused(written: str) -> None:
    with pytest.raises(ConnectorError):
        read_cursor(written)


def test_newer_is_longer_or_later() -> None:
    assert newest_of(["9", "10", "2"]) == "10"
    assert newest_of([ulid(3), ulid(12)]) == ulid(12)
    assert newest_of([]) == ""
