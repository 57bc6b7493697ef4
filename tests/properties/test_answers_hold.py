"""A person's own words in a case, in any order of things: once, to whom it may be, and as typed."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain.answers import CLOSING, REPLY, THANKS
from monitor.domain.case import Resolution
from monitor.domain.effect import Action, State
from monitor.domain.message import MessageType
from monitor.domain.own_text import KEPT_FOR
from monitor.errors import Bug, MonitorError
from monitor.services.answers import Answers, Said
from monitor.services.casework import answered, reopen, resolve
from monitor.testing.fault import Fault
from tests.shop import LATE, PRAISE, Shop, playbook

ADA = "x:ada"
A_DAY = timedelta(days=1)


class Desk:
    """Ada's case, and somebody at the desk who does anything."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.shop.complaint()
        self.answers = Answers(self.shop.store, self.shop.clock, playbook(), self.shop.policy)
        self.count = 0
        #: every text that a person typed, and who may hear it
        self.typed: dict[str, Said] = {}
        #: how many words were public when it happened
        self.came: int | None = None
        self.silent: int | None = None

    def do(self, step: str) -> None:
        """One thing; what is refused changes nothing."""
        does: dict[str, Callable[[], object]] = {
            "reply": lambda: self.answers.reply(1, self._said()),
            "reply, kept": lambda: self.answers.reply(1, self._said(kept=True)),
            "reply anyway": lambda: self.answers.reply(1, self._said(anyway="she asked for it")),
            "write": lambda: self.answers.letter(1, self._said()),
            "write, kept": lambda: self.answers.letter(1, self._said(kept=True)),
            "close": lambda: self.answers.close_in_public(1, "Jo"),
            "approve": lambda: self.shop.review.approve(self._newest(), by="Jo"),
            "reject": lambda: self.shop.review.reject(self._newest(), by="Jo"),
            "retract": lambda: self.shop.review.retract(self._newest(), by="Jo"),
            "answered": lambda: answered(self.shop.store, self.shop.clock, 1, "Sam"),
            "resolve": lambda: resolve(
                self.shop.store, self.shop.clock, 1, Resolution.SOLVED, "Jo"
            ),
            "reopen": lambda: reopen(
                self.shop.store, self.shop.clock, 1, "Jo", self.shop.clock.now() + A_DAY
            ),
            "comes": self._comes,
            "complains": lambda: self._writes(LATE),
            "praises": lambda: self._writes(PRAISE),
            "stops": self._stops,
            "10 minutes": lambda: self.shop.clock.advance(timedelta(minutes=10)),
            "an hour": lambda: self.shop.clock.advance(timedelta(hours=1)),
            "a day": lambda: self.shop.clock.advance(A_DAY),
            "deliver": self._deliver,
            "lost": lambda: self.shop.x.fail_next(Fault.TIMEOUT_BEFORE),
            "heard": lambda: self.shop.x.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE),
            "breaks off": lambda: self.shop.x.fail_next(Fault.CRASH_AFTER_ACCEPTANCE),
            "slow down": lambda: self.shop.x.fail_next(Fault.TOO_MANY),
        }
        try:
            does[step]()
        except Bug:
            raise
        except MonitorError:
            # refused, with a sentence for the owner
            pass

    def settle(self) -> None:
        """Until nothing is under way."""
        for _ in range(6):
            self.shop.clock.advance(timedelta(minutes=31))
            self._deliver()

    def _said(self, *, anyway: str = "", kept: bool = False) -> Said:
        self.count += 1
        text = f"Hi Ada, this is answer number {self.count}. Jo"
        said = Said(text=text, by="Jo", anyway=anyway, kept_for=KEPT_FOR if kept else None)
        self.typed[text] = said
        return said

    def _newest(self) -> int:
        with self.shop.store.read() as tx:
            words = [one for one in tx.outbox.of_case(1) if one.is_public_word]
        return words[-1].number

    def _comes(self) -> None:
        self._writes("hello, it is me", MessageType.DIRECT_MESSAGE)
        if self.came is None:
            self.came = len(self.shop.x.public)

    def _writes(self, text: str, type: MessageType = MessageType.POST) -> None:
        self.count += 1
        self.shop.clock.advance(timedelta(seconds=1))
        self.shop.hear(self.shop.says(text, id=f"x:{100 + self.count}", type=type))

    def _stops(self) -> None:
        self._writes("no bots please")
        if self.silent is None:
            self.silent = len(self.shop.x.public)

    def _deliver(self) -> None:
        self.shop.deliver.due()
        self.shop.look.after_a_stop()
        self.shop.look.due()
        self.shop.retraction.due()


STEPS = (
    "reply", "reply, kept", "reply anyway", "write", "write, kept", "close", "approve", "reject",
    "retract", "answered", "resolve", "reopen", "comes", "complains", "praises", "stops",
    "10 minutes", "an hour", "a day", "deliver", "deliver", "lost", "heard", "breaks off",
    "slow down",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(STEPS), max_size=25))
# each of them has found a mistake, or shows that one would be found
@example(["reply, kept", "comes", "an hour", "deliver"])
@example(["reply", "deliver", "reply", "deliver"])
@example(["reply", "heard", "deliver", "reply", "an hour"])
@example(["reply, kept", "stops", "an hour", "deliver"])
@example(["reply, kept", "reject", "reply", "deliver"])
@example(["resolve", "close", "approve", "deliver", "close", "approve", "deliver"])
@example(["resolve", "praises", "approve", "deliver", "praises", "approve", "deliver"])
@example(["comes", "write", "deliver", "write, kept", "answered", "an hour", "deliver"])
def test_a_persons_words_are_said_once_to_whom_they_may_be_and_as_typed(steps: list[str]) -> None:
    desk = Desk()
    for step in steps:
        desk.do(step)
    desk.settle()
    with desk.shop.store.read() as tx:
        effects = {one.id: one for case in range(1, 9) for one in tx.outbox.of_case(case)}
    public = desk.shop.x.public
    # each word once, however often it was tried
    assert max(Counter(one.outgoing.effect_id for one in public).values(), default=1) == 1
    said = [(place, effects[one.outgoing.effect_id], one) for place, one in enumerate(public)]
    once = Counter(
        (effect.case_number, effect.rule) for _, effect, _ in said if effect.action is Action.ANSWER
    )
    assert max(once.values(), default=1) == 1
    assert {effect.rule for _, effect, _ in said if effect.action is Action.ANSWER} <= {
        REPLY,
        CLOSING,
        THANKS,
    }
    for place, effect, posted in said:
        text = posted.outgoing.text
        if effect.rule == REPLY:
            typed = desk.typed[text]
            # the customer came before it was sent: only with a reason
            assert desk.came is None or place < desk.came or typed.anyway
        if effect.action is Action.ANSWER:
            assert desk.silent is None or place < desk.silent
        if effect.slots.own_text:
            assert text == effect.slots.own_text
    # nothing is left under way
    assert not {State.SENDING, State.UNKNOWN} & {effect.state for effect in effects.values()}
