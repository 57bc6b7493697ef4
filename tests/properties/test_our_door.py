"""Whatever our door does in the meantime: a machine's invitation leaves only while it is open."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.door import Door
from monitor.domain.policy import Mode
from monitor.testing import FakeClock
from tests.shop import BRAND, BROKEN, LATE, Shop, people, policy

STRANGERS = people(8)
doors = st.sampled_from([True, True, False, None])
steps = st.lists(
    st.tuples(doors, st.sampled_from([0, 1]), st.sampled_from([30, 120, 300])),
    min_size=2,
    max_size=8,
)


@settings(max_examples=40)
@given(steps)
def test_no_invitation_leaves_while_our_door_is_not_open(
    steps: list[tuple[bool | None, int, int]],
) -> None:
    shop = Shop(clock=FakeClock(), policy=policy(Mode.AUTOMATIC, doors_count_as_open=False))
    said = 0
    for is_open, complaints, seconds in steps:
        tell(shop, is_open)
        for _ in range(complaints):
            text = BROKEN if said % 2 else LATE
            shop.hear(shop.says(text, id=f"x:{said + 1}", author=STRANGERS[said]))
            said += 1
        before = len(shop.x.public)
        shop.work()
        assert is_open or len(shop.x.public) == before
        shop.clock.advance(timedelta(seconds=seconds))
    # what waits for a person goes out for nobody's sake but theirs
    tell(shop, None)
    before = len(shop.x.public)
    shop.work_for(timedelta(minutes=10))
    assert len(shop.x.public) == before


def tell(shop: Shop, is_open: bool | None) -> None:
    with shop.store.begin() as tx:
        if is_open is None:
            tx.platforms.forget_door(BRAND, "x")
        else:
            door = Door(platform="x", is_open=is_open, at=shop.clock.now(), said_by="Jo")
            tx.platforms.know_door(BRAND, door)
