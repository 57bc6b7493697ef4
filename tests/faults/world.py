"""One approved acknowledgement, a platform that breaks, and a monitor that is started again.

`outcome` plays a story with a given way to deliver and tells what the public saw at the end. The
real `Deliver` has to come through every story; the mutants must not.
"""

from datetime import timedelta

from monitor.domain.effect import State
from monitor.domain.values import Value
from monitor.services.deliver import Deliver
from monitor.testing import MONDAY_MORNING, FakeClock, FakePlatform
from tests.shop import Shop

#: how often the monitor may be started again in one story
STARTS = 6


class Crash(BaseException):
    """The process is gone: nothing after this line happened."""


class Story(Value):
    """What goes wrong, once."""

    name: str
    #: dies when it comes to these failpoints, one after the other
    dies_at: tuple[str, ...] = ()
    #: what the platform does with the first send
    fault: str = ""
    #: the platform shows a new post only after a while
    shows_after: timedelta = timedelta(0)
    #: the platform had the word before anybody could hear of it
    is_written: bool = False


STORIES = (
    Story(name="nothing goes wrong", is_written=True),
    Story(name="dies after the claim", dies_at=("deliver.after_claim",)),
    Story(
        name="dies after the send, before the record",
        dies_at=("deliver.after_send",),
        is_written=True,
    ),
    Story(name="dies while recording", dies_at=("deliver.before_record",), is_written=True),
    Story(name="dies after the record", dies_at=("deliver.after_record",), is_written=True),
    Story(
        name="dies after the send, and again while looking",
        dies_at=("deliver.after_send", "look.after_find"),
        is_written=True,
    ),
    Story(
        name="dies after the claim, after the second one, and while looking",
        dies_at=("deliver.after_claim", "deliver.after_claim", "look.after_find"),
    ),
    Story(
        name="dies after the claim, and after the send of the second start",
        dies_at=("deliver.after_claim", "deliver.after_send"),
    ),
    Story(
        name="the answer is lost after the platform accepted",
        fault="timeout_after_acceptance",
        is_written=True,
    ),
    Story(name="a 503 after the platform accepted", fault="503_after_acceptance", is_written=True),
    Story(
        name="the connector breaks off after the platform accepted",
        fault="crash_after_acceptance",
        is_written=True,
    ),
    Story(
        name="accepted, the answer lost, and shown twenty seconds later",
        fault="timeout_after_acceptance",
        shows_after=timedelta(seconds=20),
        is_written=True,
    ),
    Story(name="the platform never got it", fault="timeout_before"),
    Story(name="a 503 before anything was written", fault="503_before"),
    Story(name="a 429", fault="429"),
)
#: nobody hears how the first send ended
UNHEARD = tuple(
    story
    for story in STORIES
    if story.fault.startswith(("timeout", "503", "crash"))
    or (story.dies_at and story.dies_at != ("deliver.after_record",))
)


class Ending(Value):
    """What became of it."""

    #: how often the public saw the acknowledgement
    public: int
    state: State


def outcome(story: Story, deliver: type[Deliver] = Deliver, *, can_be_asked: bool = True) -> Ending:
    """Plays a story to its end."""
    armed = list(story.dies_at)

    def failpoint(name: str) -> None:
        if armed and name == armed[0]:
            del armed[0]
            raise Crash

    clock = FakeClock(MONDAY_MORNING)
    platform = FakePlatform(clock)
    platform.can_be_asked = can_be_asked
    platform.read_delay = story.shows_after
    shop = Shop(clock=clock, platform=platform, make_deliver=deliver)
    number = shop.complaint().number
    shop.review.approve(number, by="Jo")
    if story.fault:
        platform.fail_next(story.fault)
    shop.failpoint = failpoint
    for _ in range(STARTS):
        shop.open()
        shop.look.after_a_stop()
        try:
            _run_for(shop, timedelta(minutes=4))
        except Crash:
            continue
    assert not armed, f"the story never came to {armed}"
    return Ending(public=len(platform.public), state=shop.effect(number).state)


def _run_for(shop: Shop, lasting: timedelta) -> None:
    end = shop.clock.now() + lasting
    while shop.clock.now() < end:
        shop.deliver.due()
        shop.look.due()
        shop.clock.sleep(timedelta(seconds=20))
