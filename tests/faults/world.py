"""One approved acknowledgement, a platform that breaks, and a monitor that is started again.

`outcome` plays a story with a given way to deliver and tells what the public saw at the end. The
real `Deliver` has to come through every story; the mutants must not.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.app import App, build
from monitor.config import load_config
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import Page
from monitor.domain.ports import Failpoint, Store
from monitor.domain.values import Value
from monitor.services.clocks import VirtualClock
from monitor.services.deliver import Deliver
from monitor.testing import FakePlatform, a_message
from tests.people import ADA, CONFIG, MONDAY_MORNING

#: how often the monitor may be started again in one story
STARTS = 6


class Crash(BaseException):
    """The process is gone: nothing after this line happened."""


class Story(Value):
    """What goes wrong, once."""

    name: str
    #: dies when it comes to this failpoint
    dies_at: str = ""
    #: what the platform does with the first send
    fault: str = ""


STORIES = (
    Story(name="nothing goes wrong"),
    Story(name="dies after the claim", dies_at="deliver.after_claim"),
    Story(name="dies after the send, before the record", dies_at="deliver.after_send"),
    Story(name="dies while recording", dies_at="deliver.before_record"),
    Story(name="dies after the record", dies_at="deliver.after_record"),
    Story(name="the answer is lost after the platform accepted", fault="timeout_after_acceptance"),
    Story(name="a 503 after the platform accepted", fault="503_after_acceptance"),
    Story(name="the platform never got it", fault="timeout_before"),
    Story(name="a 429", fault="429"),
)


class Ending(Value):
    """What became of it."""

    #: how often the public saw the acknowledgement
    public: int
    state: State


def outcome(
    story: Story, deliver: Callable[[App, Failpoint], Deliver], *, can_be_asked: bool = True
) -> Ending:
    """Plays a story to its end."""
    clock = VirtualClock(MONDAY_MORNING)
    platform = FakePlatform(clock=clock, can_be_asked=can_be_asked)
    store = _store()
    number = _approved(_start(store, clock, platform))
    if story.fault:
        platform.fail_next(story.fault)
    armed = [story.dies_at] if story.dies_at else []

    def failpoint(name: str) -> None:
        if name in armed:
            armed.remove(name)
            raise Crash

    for _ in range(STARTS):
        app = _start(store, clock, platform)
        app.look.after_a_stop()
        try:
            _run_for(app, deliver(app, failpoint), clock, timedelta(minutes=5))
        except Crash:
            continue
    with store.read() as tx:
        effect = tx.outbox.get(number)
    assert effect is not None
    return Ending(public=len(platform.public), state=effect.state)


def _store() -> Store:
    from monitor.store import memory_store

    return memory_store()


def _start(store: Store, clock: VirtualClock, platform: FakePlatform) -> App:
    return build(
        load_config(CONFIG), clock=clock, store=store, connectors=(platform,), is_live=False
    )


def _approved(app: App) -> int:
    """One complaint, its draft approved by the owner; the effect's number."""
    now = app.clock.now()
    message = a_message(
        author=ADA, text="still waiting for my order, nobody answers", created_at=now, addressed=True
    )
    for stored in app.ingest.store_page("fake", Page(messages=(message,), cursor="1")):
        app.triage.page(stored)
    with app.store.read() as tx:
        drafts = [e for e in tx.outbox.in_state(State.PROPOSED) if _is_acknowledgement(e)]
    return app.review.approve(drafts[0].number, by="Jo").number


def _is_acknowledgement(effect: Effect) -> bool:
    return effect.action is Action.ACKNOWLEDGE


def _run_for(app: App, deliver: Deliver, clock: VirtualClock, lasting: timedelta) -> None:
    end: datetime = clock.now() + lasting
    while clock.now() < end:
        deliver.due()
        app.look.due()
        clock.sleep(timedelta(seconds=10))
