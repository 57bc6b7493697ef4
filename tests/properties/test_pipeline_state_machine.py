"""The pipeline under everything at once: people, owners, platforms, clocks, deaths, all in turn."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from monitor.domain.case import Resolution
from monitor.domain.effect import Action, State
from monitor.domain.message import Author, Message, MessageType
from monitor.domain.policy import Mode
from monitor.domain.stored import Mark
from monitor.domain.values import replace
from monitor.errors import MonitorError, StaleApproval, WrongState
from monitor.services.casework import resolve
from monitor.services.switches import AWAY_UNTIL, PAUSED
from monitor.testing import Fault
from tests.faults.failpoints import failpoints
from tests.properties.pipeline import Pipeline
from tests.shop import BRAND, BROKEN, LATE, PRAISE, people

AUTHORS = people(5)
TEXTS = (
    BROKEN,
    LATE,
    PRAISE,
    "@larchandloaf what are your opening hours on Sunday?",
    "@larchandloaf thanks for nothing, forty minutes in the queue and then sold out",
    "Larch & Loaf sold me stale bread, never again",
)
#: no machine for these, a person may
MARKS = (Mark.FLAGGED, Mark.QUIET, Mark.MUTED)
STOP = "no bots please"
#: two lone posts, and one conversation in which many complain
CONVERSATIONS = ("", "", "x:crowd")
MOVES = [timedelta(seconds=20)] * 3 + [
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(hours=9),
    timedelta(days=2),
    timedelta(days=31),
    timedelta(seconds=-30),
]
PICK = st.integers(0, 99)


class PipelineMachine(RuleBasedStateMachine):
    """One brand's monitor, from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.said = 0

    @initialize(mode=st.sampled_from([Mode.APPROVE, Mode.AUTOMATIC, Mode.AUTOMATIC]))
    def begin(self, mode: Mode) -> None:
        self.pipeline = Pipeline(mode)

    # --- people -------------------------------------------------------------------------------

    @rule(
        author=st.sampled_from(AUTHORS),
        text=st.sampled_from(TEXTS),
        conversation=st.sampled_from(CONVERSATIONS),
        repeated=st.booleans(),
    )
    def somebody_writes(self, author: object, text: str, conversation: str, repeated: bool) -> None:
        message = self._message(
            text,
            author=author,
            conversation_id=conversation,
            type=MessageType.REPLY if conversation else MessageType.POST,
            addressed=text.startswith("@"),
        )
        self.pipeline.hear(*[message] * (1 + repeated))

    @rule(
        author=st.sampled_from(AUTHORS),
        text=st.sampled_from(TEXTS[:2]),
        conversation=st.sampled_from(CONVERSATIONS),
        fault=st.sampled_from(["", "", "", *Fault]),
        death=st.sampled_from(["", "", *failpoints()]),
        door=st.sampled_from([True, True, True, False, None]),
    )
    def an_ordinary_complaint_takes_its_way(
        self,
        author: object,
        text: str,
        conversation: str,
        fault: str,
        death: str,
        door: bool | None,
    ) -> None:
        """Or nearly: one thing may go wrong while its word goes out."""
        self.somebody_writes(author, text, conversation, repeated=False)
        if fault:
            self.pipeline.platform.fail_next(fault)
        if self.pipeline.mode is Mode.APPROVE and self.pipeline.drafts():
            self.the_owner_approves(pick=len(self.pipeline.drafts()) - 1)
        self.pipeline.armed = death
        self.pipeline.our_door(door)
        self.five_minutes_of_work()
        self.pipeline.hold()
        self.pipeline.our_door(True)

    @rule(author=st.sampled_from(AUTHORS[:2]))
    def somebody_asks_for_silence(self, author: object) -> None:
        message = self._message(STOP, author=author, type=MessageType.REPLY, parent_id="x:any")
        self.pipeline.hear(message)
        self.pipeline.wants_silence(message.author.id)

    @rule(author=st.sampled_from(AUTHORS))
    def somebody_comes_to_direct_messages(self, author: object) -> None:
        self.pipeline.hear(
            self._message("hi, about my order", author=author, type=MessageType.DIRECT_MESSAGE)
        )

    @precondition(lambda self: self.pipeline.messages)
    @rule(pick=PICK)
    def the_same_page_comes_again(self, pick: int) -> None:
        self.pipeline.hear(self._picked(pick))

    @precondition(lambda self: self.pipeline.messages)
    @rule(pick=PICK, text=st.sampled_from(TEXTS))
    def somebody_edits(self, pick: int, text: str) -> None:
        message = self._picked(pick)
        if message.from_brand or message.deleted_at is not None or message.text == STOP:
            return
        edited_at = self.pipeline.clock.now()
        self.pipeline.hear(
            replace(message, text=text, version=message.version + 1, edited_at=edited_at)
        )

    @precondition(lambda self: self.pipeline.messages)
    @rule(pick=PICK)
    def somebody_deletes(self, pick: int) -> None:
        if pick % 3:
            return
        message = self._picked(pick)
        self.pipeline.hear(replace(message, text="", deleted_at=self.pipeline.clock.now()))

    # --- the owner ----------------------------------------------------------------------------

    @precondition(lambda self: self.pipeline.drafts())
    @rule(pick=PICK)
    def the_owner_approves(self, pick: int) -> None:
        drafts = self.pipeline.drafts()
        draft = drafts[pick % len(drafts)]
        try:
            self.pipeline.shop.review.approve(draft.number, by="Jo", version=draft.version)
        except MonitorError:
            return
        self.pipeline.says_yes(draft)

    @precondition(lambda self: self.pipeline.drafts())
    @rule(pick=PICK)
    def the_owner_approves_what_has_changed(self, pick: int) -> None:
        drafts = self.pipeline.drafts()
        draft = drafts[pick % len(drafts)]
        review = self.pipeline.shop.review
        try:
            review.edit(draft.number, "Sorry about that. Please message us here. – Jo", by="Jo")
        except MonitorError:
            return
        try:
            review.approve(draft.number, by="Sam", version=draft.version)
        except (StaleApproval, WrongState):  # or too late for any
            return
        raise AssertionError("a stale approval was taken")

    @precondition(lambda self: self.pipeline.drafts())
    @rule(pick=PICK)
    def the_owner_rejects(self, pick: int) -> None:
        if pick % 4:
            return
        drafts = self.pipeline.drafts()
        self.pipeline.shop.review.reject(drafts[pick % len(drafts)].number, by="Jo")

    @rule(pick=PICK)
    def the_owner_takes_a_word_back(self, pick: int) -> None:
        words = self.pipeline.shop.effects(Action.ACKNOWLEDGE)
        sent = [effect for effect in words if effect.state is State.SENT]
        if sent:
            self.pipeline.shop.review.retract(sent[pick % len(sent)].number, by="Jo")

    @precondition(lambda self: self.pipeline.messages)
    @rule(pick=PICK)
    def the_owner_answers_from_the_phone(self, pick: int) -> None:
        message = self._picked(pick)
        there = message.conversation
        self.pipeline.answered |= {
            each.author.id for each in self.pipeline.messages.values() if each.conversation == there
        }
        self.pipeline.hear(self._ours(f"we are on it {self.said}", there, message.id))
        self.pipeline.answers(there)

    @rule(pick=PICK)
    def our_own_word_comes_back(self, pick: int) -> None:
        public = self.pipeline.platform.public
        if public:
            posted = public[pick % len(public)]
            outgoing = posted.outgoing
            echo = self._ours(outgoing.text, outgoing.conversation_id, outgoing.message_id)
            self.pipeline.hear(replace(echo, id=posted.posted_id))

    @rule(is_paused=st.sampled_from([False, False, True]))
    def the_owner_pauses_or_resumes(self, is_paused: bool) -> None:
        self.pipeline.switch(PAUSED, is_paused)

    @rule(is_away=st.sampled_from([False, False, True]))
    def the_owner_goes_away_or_comes_back(self, is_away: bool) -> None:
        self.pipeline.switch(AWAY_UNTIL, is_away)

    @rule(author=st.sampled_from(AUTHORS), mark=st.sampled_from(MARKS))
    def the_owner_marks_somebody(self, author: Author, mark: Mark) -> None:
        if author not in AUTHORS[-2:]:
            return
        shop = self.pipeline.shop
        with shop.store.begin() as tx:
            tx.authors.mark(BRAND, author.id, mark, shop.clock.now(), "by Jo")
        self.pipeline.is_marked(author.id)

    @rule(is_edited=st.booleans())
    def the_owner_edits_the_playbook(self, is_edited: bool) -> None:
        self.pipeline.edits_playbook(is_edited)

    @rule(is_open=st.sampled_from([True, True, True, False, None]))
    def our_door_opens_or_closes(self, is_open: bool | None) -> None:
        self.pipeline.our_door(is_open)

    @rule(pick=PICK)
    def the_owner_resolves_a_case(self, pick: int) -> None:
        shop = self.pipeline.shop
        with shop.store.read() as tx:
            cases = tx.cases.listed(brand=BRAND)
        if cases:
            number = cases[pick % len(cases)].number
            resolve(shop.store, shop.clock, number, Resolution.SOLVED, "Jo")

    # --- the world ----------------------------------------------------------------------------

    @rule(fault=st.sampled_from(list(Fault)))
    def the_platform_will_fail(self, fault: Fault) -> None:
        self.pipeline.platform.fail_next(fault)

    @rule(can_be_asked=st.sampled_from([True, True, False]), shows_after=st.sampled_from([0, 20]))
    def the_platform_changes_its_manners(self, can_be_asked: bool, shows_after: int) -> None:
        self.pipeline.platform.can_be_asked = can_be_asked
        self.pipeline.platform.read_delay = timedelta(seconds=shows_after)

    @rule(name=st.sampled_from(failpoints()))
    def a_death_is_near(self, name: str) -> None:
        self.pipeline.armed = name

    @rule(name=st.sampled_from(failpoints()))
    def a_second_daemon_is_near(self, name: str) -> None:
        self.pipeline.turn_of_second = name

    @rule(move=st.sampled_from(MOVES))
    def time_passes(self, move: timedelta) -> None:
        self.pipeline.clock.advance(move)

    @rule(rounds=st.integers(1, 3))
    def the_daemon_works(self, rounds: int) -> None:
        for _ in range(rounds):
            self.pipeline.work()

    @rule()
    def five_minutes_of_work(self) -> None:
        for _ in range(5):
            self.pipeline.work()
            self.pipeline.clock.advance(timedelta(minutes=1))
        self.pipeline.work()

    # --- always -------------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "pipeline"):
            self.pipeline.hold()

    # --- words --------------------------------------------------------------------------------

    def _message(self, text: str, **changes: object) -> Message:
        self.said += 1
        message = self.pipeline.shop.says(text, id=f"x:{self.said}")
        changes["conversation_id"] = changes.get("conversation_id") or f"x:{self.said}"
        return replace(message, **changes)

    def _ours(self, text: str, conversation: str, parent_id: str) -> Message:
        return self._message(
            text,
            from_brand=True,
            addressed=False,
            type=MessageType.REPLY,
            parent_id=parent_id,
            conversation_id=conversation,
        )

    def _picked(self, pick: int) -> Message:
        messages = list(self.pipeline.messages.values())
        return messages[pick % len(messages)]


TestPipeline = PipelineMachine.TestCase
TestPipeline.settings = settings(max_examples=25, stateful_step_count=30)
