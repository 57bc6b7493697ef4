"""Presses in any order, on cards of today and of long ago, by two people of ours and strangers: no
public word without a yes to just those words, never two, every press answered and written down."""

from collections import Counter as Counts
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from monitor.domain.answers import REPLY
from monitor.domain.case import Case
from monitor.domain.effect import Action, Effect
from monitor.domain.press import Act, Answer, Form, Press, Told
from monitor.domain.sheet import Button
from monitor.domain.values import replace
from monitor.testing import Fault
from tests.desk_shop import DeskShop
from tests.people import ADA
from tests.press_shop import Counter, words
from tests.sheet_text import buttons_of
from tests.shop import BROKEN, LATE, policy

PEOPLE = ("Jo", "Sam")
#: acts that are a yes to words
YES = frozenset({Act.SEND, Act.KEEP, Act.SEND_ANYWAY, Act.EDIT, Act.REPLY, Act.MORE_TIME})
TYPED = (
    "",
    "Hi Ada, this is Jo. We are sorry, please send us a direct message.",
    "Hi Ada, this is Sam. We bake it again, please send us a direct message.",
    "You LIAR, READ THE LABEL, as I said!!!",
    "Hi Ada, unfortunately we wait for a part. You hear from us {by}.",
)
FILLED = {
    "anyway": ("", "she asked for it"),
    "sure": ("", "yes"),
    "how": ("", "keep", "save", "now", "never"),
    "why": ("", "she waits"),
    "told": ("", "yes"),
    "because": ("", "wrong_words"),
    "resolution": ("", "solved", "could_not_please", "joined"),
    "cost": ("", "18", "a lot"),
    "until": ("", "2026-11-23T11:00:00+00:00", "2026-11-23", "soon"),
}


class Presses(RuleBasedStateMachine):
    """Ada complains; people press whatever stands on any card that ever lay there."""

    def __init__(self) -> None:
        super().__init__()
        self.shop = DeskShop(policy=policy(people=PEOPLE))
        self.counter = Counter(self.shop)
        self.written = self.pressed = self.refused = 0
        #: every button that ever stood on a card
        self.buttons: list[Button] = []
        self.forms: list[Form] = []
        #: effect → the beginnings of words that somebody said yes to, by whoever saw them
        self.agreed: dict[int, set[str]] = {}
        #: own words that were submitted
        self.typed: set[str] = set()

    # --- what happens -------------------------------------------------------------------------

    @initialize()
    def ada_complains(self) -> None:
        self.ada_writes(BROKEN)

    @rule(text=st.sampled_from((BROKEN, LATE)))
    def ada_writes(self, text: str) -> None:
        self.written += 1
        self.shop.hear(self.shop.says(text, id=f"x:{self.written}", author=ADA))
        self.lay()

    @rule(seconds=st.sampled_from((1, 90, 60 * 20, 60 * 35, 3600 * 7, 3600 * 30)))
    def time_passes(self, seconds: int) -> None:
        self.shop.clock.advance(timedelta(seconds=seconds))
        self.shop.work()
        self.lay()

    @rule()
    def the_daemon_works(self) -> None:
        self.shop.work()
        self.lay()

    @rule(fault=st.sampled_from(Fault))
    def the_platform_fails_next(self, fault: Fault) -> None:
        self.shop.x.fail_next(fault)

    @rule()
    def the_monitor_starts_anew(self) -> None:
        self.shop.open()
        self.counter.open()

    @precondition(lambda self: bool(self.buttons))
    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def somebody_presses(self, data: st.DataObject, by: str) -> None:
        act = data.draw(st.sampled_from(sorted({one.act for one in self.buttons})))
        button = data.draw(st.sampled_from([one for one in self.buttons if one.act is act]))
        press = _of(button, by)
        for _ in range(data.draw(st.sampled_from((1, 1, 2)))):
            self.press(press)

    @rule(text=st.sampled_from(TYPED[1:3]), by=st.sampled_from(PEOPLE))
    def somebody_writes_other_words(self, text: str, by: str) -> None:
        edits = [one for one in self.buttons if one.act is Act.EDIT]
        if edits:
            self.press(_of(edits[-1], by))
            self.press(replace(_of(edits[-1], by), filled={"text": text}))

    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def somebody_sends(self, data: st.DataObject, by: str) -> None:
        sends = [one for one in self.buttons if one.act is Act.SEND]
        if sends:
            self.press(_of(data.draw(st.sampled_from(sends)), by))

    @precondition(lambda self: bool(self.forms))
    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def somebody_submits(self, data: st.DataObject, by: str) -> None:
        form = data.draw(st.sampled_from(self.forms))
        filled = {field.name: field.text for field in form.fields}
        for field in form.fields:
            known = TYPED if field.name == "text" else FILLED.get(field.name, ("",))
            filled[field.name] = data.draw(st.sampled_from((*known, field.text)), field.name)
        press = Press(
            act=form.act,
            subject=form.subject,
            version=form.version,
            seal=form.seal,
            by=by,
            filled=filled,
        )
        self.press(press)

    @rule(subject=st.sampled_from(("e1", "c1")), act=st.sampled_from(Act))
    def a_stranger_presses(self, subject: str, act: Act) -> None:
        self.counter.presses.refused(act.value, subject, "slack:T1:U9")
        self.refused += 1

    # --- steps --------------------------------------------------------------------------------

    def press(self, press: Press) -> None:
        self.pressed += 1
        before = self.effects()
        answer: Answer = self.counter.presses.press(press)
        assert words(answer).strip()
        assert "nothing was done" not in words(answer)
        if isinstance(answer, Form):
            assert answer.title
            if answer.problems:
                kept = {field.name: field.text for field in answer.fields}
                assert all(kept.get(name, typed) == typed for name, typed in press.filled.items())
            self.forms.append(answer)
        if isinstance(answer, Told) and answer.is_done and press.act in YES:
            self.note(press, before)
        self.lay()

    def note(self, press: Press, before: dict[int, Effect]) -> None:
        """Whoever said yes saw these words."""
        self.typed.add(press.filled.get("text", "").strip())
        seen = before.get(int(press.subject[1:])) if press.subject.startswith("e") else None
        if seen is None:
            return
        assert press.version == seen.version, "a yes to words that nobody has seen"
        with self.shop.store.read() as tx:
            now = tx.outbox.get(seen.number)
            assert now is not None
            text = self.shop.review.if_sent_now(tx, now).text
        self.agreed.setdefault(seen.number, set()).add(text[:30])

    def lay(self) -> None:
        """Cards as they are now; what stood there before may still be pressed."""
        for case in self.cases():
            for button in buttons_of(self.shop.case_sheet(case.number)):
                if not button.url and button not in self.buttons:
                    self.buttons.append(button)

    # --- what is always so --------------------------------------------------------------------

    @invariant()
    def nothing_is_public_without_a_yes_to_it(self) -> None:
        for posted in self.shop.x.public:
            number = int(posted.outgoing.effect_id[1:])
            seen = self.agreed.get(number, set())
            is_typed = posted.outgoing.text in self.typed or any(
                "{by}" in text and posted.outgoing.text.startswith(text.split("{by}")[0])
                for text in self.typed
            )
            assert posted.outgoing.text[:30] in seen or is_typed, posted.outgoing.text

    @invariant()
    def nobody_hears_two_public_words(self) -> None:
        effects = self.effects()
        said = [effects[int(posted.outgoing.effect_id[1:])] for posted in self.shop.x.public]
        assert sum(one.action is Action.ACKNOWLEDGE for one in said) <= 1
        answers = Counts(one.case_number for one in said if one.rule.startswith(REPLY))
        assert all(count == 1 for count in answers.values()), answers

    @invariant()
    def every_press_is_written_down(self) -> None:
        rows = self.counter.audited()
        assert sum(not reason.endswith(" refused") for _, _, reason in rows) == self.pressed
        refused = sum(reason.endswith(" refused") for _, _, reason in rows)
        assert bool(refused) == bool(self.refused)
        assert refused <= self.refused

    def effects(self) -> dict[int, Effect]:
        return {one.number: one for one in self.shop.effects()}

    def cases(self) -> list[Case]:
        with self.shop.store.read() as tx:
            return tx.cases.listed(only_open=False)


def _of(button: Button, by: str) -> Press:
    return Press(
        act=button.act, subject=button.subject, version=button.version, seal=button.seal, by=by
    )


Presses.TestCase.settings = settings(max_examples=40, stateful_step_count=16, deadline=None)
TestPresses = Presses.TestCase
