"""A sweep of a Reddit listing loses nothing that stays there, whatever is written and deleted."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from connectors._reddit.cursor import REMEMBERED, Cursor, Place, read_cursor, written
from connectors._reddit.sweep import Listing, anchor, name_of, step

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FLOOR = NOW - timedelta(days=30)
PAGE = 100

writes = st.tuples(st.just("write"), st.integers(1, 130))
deletes = st.tuples(st.just("delete"), st.integers(0, 140))
looks = st.tuples(st.just("look"), st.just(0))
steps = st.lists(st.one_of(writes, deletes, looks, looks), max_size=25)


class Board:
    """A listing, newest first, as Reddit keeps it."""

    def __init__(self) -> None:
        self.count = 0
        self.there: list[str] = []

    def write(self, how_many: int) -> None:
        for _ in range(how_many):
            self.count += 1
            self.there.insert(0, f"t1_{self.count}")

    def delete(self, place: int) -> None:
        if place < len(self.there):
            del self.there[place]

    def page(self, after: str) -> Listing:
        first = 0
        if after:
            # after an anchor that is gone comes nothing
            known = after in self.there
            first = self.there.index(after) + 1 if known else len(self.there)
        names = self.there[first : first + PAGE]
        more = first + PAGE < len(self.there)
        return Listing(things=tuple(map(_thing, names)), has_more=bool(names) and more)


def _thing(name: str) -> dict[str, Any]:
    moment = NOW.timestamp() + int(name[3:])
    return {"kind": "t1", "data": {"name": name, "created_utc": moment, "edited": False}}


@given(steps)
def test_what_stays_is_found(asked: list[tuple[str, int]]) -> None:
    board, place = Board(), Place()
    found: set[str] = set()

    def look() -> None:
        nonlocal place
        stepped = step(place, board.page(anchor(place)), FLOOR)
        found.update(map(name_of, stepped.news))
        # as it is kept between two looks
        text = written(Cursor(places={"inbox": stepped.place}))
        place = read_cursor(text).places["inbox"]
        assert len(place.seen) <= REMEMBERED

    for what, number in asked:
        match what:
            case "write":
                board.write(number)
            case "delete":
                board.delete(number)
            case _:
                look()
    # what is open is ended, and once more from the top
    for _ in range(2):
        look()
        while place.sweep is not None:
            look()
    assert found >= set(board.there)


@given(st.integers(0, 350))
def test_a_board_on_which_nothing_happens_is_left_alone(count: int) -> None:
    board, place = Board(), Place()
    board.write(count)
    news = []
    for _ in range(10):
        stepped = step(place, board.page(anchor(place)), FLOOR)
        place = stepped.place
        news.append(len(stepped.news))
        assert stepped.blind is None
    assert sum(news) == count
    assert step(place, board.page(""), FLOOR).place == place
