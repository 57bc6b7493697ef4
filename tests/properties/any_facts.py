"""Any facts: whatever may be known of a mention, for tests of what is decided."""

from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from monitor.domain.door import DoorState
from monitor.domain.facts import Circumstances, Facts
from monitor.domain.message import Author, Media, Message, MessageType
from monitor.domain.platform import PLATFORMS
from monitor.domain.policy import Mode
from monitor.domain.reading import Certainty, Kind, Reading, Topic
from monitor.domain.unlock import Turn
from monitor.domain.values import replace
from monitor.rules.takes import MARKS, MORNING, SIGNS, TOPICS, WAKE
from tests.unit.playbook_parts import AUTOMATIC

NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEGAN: Final = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(min_value=0, max_value=700 * 86_400).map(
    lambda seconds: BEGAN + timedelta(seconds=seconds)
)
scores = st.floats(min_value=-1, max_value=1)
shares = st.none() | st.floats(min_value=0, max_value=1)
counts = st.integers(min_value=0, max_value=60)


def some_of(*names: str) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of the names, mostly none."""
    return st.just(()) | st.lists(st.sampled_from(names), max_size=2).map(tuple)


messages = st.builds(
    Message,
    id=st.sampled_from(["x:1", "x:2", "reddit:\ud800"]),
    brand=st.just("larch"),
    platform=st.sampled_from([*(one.name for one in PLATFORMS), "elsewhere"]),
    author=st.builds(
        Author,
        id=st.just("x:ada"),
        platform=st.just("x"),
        handle=st.text(max_size=8),
        name=st.text(max_size=8),
        followers=st.none() | st.integers(min_value=0, max_value=10**9),
        created_at=st.none() | moments,
        is_bot=st.booleans(),
    ),
    text=st.text(max_size=30),
    created_at=moments,
    seen_at=moments,
    conversation_id=st.sampled_from(["", "x:0"]),
    type=st.sampled_from(MessageType),
    addressed=st.booleans(),
    from_brand=st.booleans(),
    media=st.just(()) | st.just((Media(kind="image", url="https://m.example/1"),)),
    deleted_at=st.none() | moments,
    is_live=st.booleans() | st.just(True),
)
readings = st.builds(
    Reading,
    compound=scores,
    pos=st.just(0.0),
    neu=st.just(1.0),
    neg=st.just(0.0),
    compound_used=scores,
    p_complaint=shares,
    p_praise=shares,
    p_question=shares,
    p_spam=shares,
    p_abuse=shares,
    kind=st.sampled_from(Kind) | st.just(Kind.COMPLAINT),
    certainty=st.sampled_from(Certainty) | st.just(Certainty.SURE),
    language=st.sampled_from([None, "en", "de", "und"]),
    topics=st.lists(
        st.builds(
            Topic,
            name=st.sampled_from([*TOPICS, "hygiene"]),
            confidence=st.floats(min_value=0, max_value=1),
        ),
        max_size=2,
    ).map(tuple),
    sensitive=some_of(*WAKE, *MORNING, "something_new"),
    signs=some_of(*SIGNS),
    marks=some_of(*MARKS),
    questions=some_of("really?"),
    words=counts,
)
circumstances = st.builds(
    Circumstances,
    open_case=st.none() | st.integers(min_value=1, max_value=99),
    promise_is_late=st.booleans(),
    last_case_at=st.none() | moments,
    had_case=st.booleans(),
    slot_until=st.none() | moments,
    is_opted_out=st.booleans(),
    is_quiet=st.booleans(),
    is_muted=st.booleans(),
    is_flagged=st.booleans(),
    is_answered=st.booleans(),
    acknowledgements_in_conversation=counts,
    came_to_dm=st.booleans(),
    replies_to_us=st.booleans(),
    tagged_accounts=counts,
    tagged_brands=st.integers(min_value=0, max_value=3),
    conversation_replies=counts,
    conversation_closed=st.booleans(),
    parent_gone=st.booleans(),
    platform_forbids=st.booleans(),
    sent_today=counts,
    sent_this_hour=counts,
    open_promises=counts,
    is_paused=st.booleans(),
    is_away=st.booleans(),
    is_reconciling=st.booleans(),
    surge=st.booleans(),
    incident=st.booleans(),
    over_budget=st.booleans(),
    turn=st.sampled_from(Turn),
    door=st.sampled_from(DoorState) | st.just(DoorState.OPEN),
    last_post_at=st.none() | moments,
)
ordinary = st.just(Circumstances())
all_facts = st.builds(
    Facts, message=messages, reading=readings, circumstances=circumstances | ordinary
)
policies = st.builds(
    lambda mode, is_unlocked: replace(AUTOMATIC, mode=mode, is_unlocked=is_unlocked),
    mode=st.sampled_from(Mode),
    is_unlocked=st.booleans(),
)
