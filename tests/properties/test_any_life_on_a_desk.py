"""Any life of a case on a desk: whatever customers, time and people do, there is a card, strangers'
words stand on it as theirs, and every button on it does something at that moment."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from monitor.domain.case import Case
from monitor.domain.message import MessageType
from monitor.domain.press import Act, Press, Told
from monitor.services.fresh_sheets import FRESH_FOR
from monitor.testing import Fault, an_author
from tests.desk_shop import DeskShop
from tests.press_shop import Counter
from tests.sheet_text import buttons_of, sheet_text
from tests.shop import policy
from tests.strange_words import MARK, assert_inert

#: for the other one of us it does something: a card is everybody's
OF_ONE = frozenset({Act.I_HAVE_IT})
TEXTS = (
    f"@larchandloaf the cake arrived broken {MARK}, does anybody {MARK} look?",
    f"@larchandloaf my cake came two hours late {MARK}",
    f"@larchandloaf thank you so much {MARK}, it is lovely, I love it",
    f"@larchandloaf my son had an allergic reaction {MARK}",
    f"Larch & Loaf sold me stale bread {MARK}",
    "@larchandloaf stop",
)


class Life(RuleBasedStateMachine):
    """One customer, two people of ours, one platform."""

    def __init__(self) -> None:
        super().__init__()
        self.shop = DeskShop(policy=policy(people=("Jo", "Sam")))
        self.counter = Counter(self.shop)
        self.customer = an_author(f"{MARK} <b>", id="x:zoe", handle=f"{MARK}zoe")
        self.number = 0

    # --- what happens -------------------------------------------------------------------------

    @rule(text=st.sampled_from(TEXTS), is_direct=st.booleans())
    def they_write(self, text: str, is_direct: bool) -> None:
        self.number += 1
        addressed = text.startswith("@")
        kind = MessageType.DIRECT_MESSAGE if is_direct and addressed else MessageType.POST
        self.shop.hear(
            self.shop.says(
                text,
                id=f"x:{self.number}",
                author=self.customer,
                type=kind,
                addressed=addressed,
            )
        )

    @rule(minutes=st.sampled_from((1, 40, 150, 60 * 20, 60 * 24 * 8)))
    def time_passes(self, minutes: int) -> None:
        self.shop.clock.advance(timedelta(minutes=minutes))
        self.shop.work()

    @rule(fault=st.sampled_from(Fault))
    def the_platform_fails_next(self, fault: Fault) -> None:
        self.shop.x.fail_next(fault)

    @precondition(lambda self: bool(self.cases()))
    @rule(data=st.data())
    def somebody_presses_what_stands_there(self, data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(self.cases()))
        # a desk that looks now sees what comes with time, too
        self.shop.clock.advance(FRESH_FOR)
        buttons = [one for one in buttons_of(self.shop.case_sheet(case.number)) if not one.url]
        if not buttons:
            return
        button = data.draw(st.sampled_from(buttons))
        answer = self.counter.presses.press(
            Press(
                act=button.act,
                subject=button.subject,
                version=button.version,
                seal=button.seal,
                by=data.draw(st.sampled_from(("Jo", "Sam"))),
            )
        )
        is_idle = isinstance(answer, Told) and not answer.is_done
        card = sheet_text(self.shop.case_sheet(case.number))
        assert not is_idle or button.act in OF_ONE, f"{button.label}: {answer}\n{card}"

    # --- what is always so --------------------------------------------------------------------

    @invariant()
    def every_case_has_its_card(self) -> None:
        for case in self.cases():
            sheet = self.shop.case_sheet(case.number)
            assert_inert(sheet)
            assert not (sheet.is_final and buttons_of(sheet))
            assert case.is_open <= bool(buttons_of(sheet)), sheet_text(sheet)
            pressed = [(one.act, one.subject) for one in buttons_of(sheet)]
            assert len(pressed) == len(set(pressed))

    def cases(self) -> list[Case]:
        with self.shop.store.read() as tx:
            return tx.cases.listed(only_open=False)


Life.TestCase.settings = settings(max_examples=40, stateful_step_count=14, deadline=None)
TestLife = Life.TestCase
