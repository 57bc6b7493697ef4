"""Flags over the real pipeline: who gets one, who does not, and what the owner decides."""

from datetime import timedelta

import pytest

from monitor.domain.case import Resolution
from monitor.domain.effect import Action, State
from monitor.domain.flag import FlagState, StepKind
from monitor.domain.message import Author
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.standing import Missing
from monitor.domain.stored import Mark
from monitor.domain.strike import Judged, Strike, StrikeKind
from monitor.domain.values import replace
from monitor.errors import NotFound, WrongState
from monitor.services.casework import resolve
from monitor.services.customers import link
from monitor.services.flag_story import story
from monitor.services.flags import Flags, Look
from monitor.testing import an_author
from tests.people import ADA, CY
from tests.shop import BRAND, BROKEN, LATE, PRAISE, Shop, policy

DAY = timedelta(days=1)
INSULT = "@larchandloaf you idiots, bunch of morons"
OURS = an_author("Larch & Loaf", id="x:larch", handle="larchandloaf")


class Street:
    """A shop, and what people write to it day after day."""

    def __init__(self, mode: Mode = Mode.APPROVE) -> None:
        self.shop = Shop(policy=policy(mode))
        self.number = 0

    def says(self, text: str, author: Author = CY, **changes: object) -> str:
        """The id of the message."""
        self.number += 1
        id_ = f"x:{self.number}"
        self.shop.hear(self.shop.says(text, id=id_, author=author, **changes))
        return id_

    def answers(self, id_: str, text: str = "Sorry about that. Come by, we make it good.") -> None:
        """A person of ours, from the phone."""
        self.number += 1
        post = self.shop.says(
            text,
            id=f"x:{self.number}",
            author=OURS,
            from_brand=True,
            parent_id=id_,
            conversation_id=id_,
        )
        self.shop.hear(post)

    def later(self, lasting: timedelta = DAY) -> None:
        """Time passes, and the daemon works."""
        self.shop.clock.advance(lasting)
        self.shop.work()

    def bashes(self, days: int = 5, author: Author = CY) -> None:
        """An insult a day; a person of ours answers the first."""
        for day in range(days):
            self.shop.clock.advance(DAY)
            id_ = self.says(INSULT, author)
            if day == 0:
                self.shop.clock.advance(timedelta(hours=1))
                self.answers(id_)
            self.shop.work()

    def flag(self, number: int = 1) -> Look:
        """As it is now."""
        with self.shop.store.read() as tx:
            return self.shop.flags.look(tx, number)

    def strikes(self, author: Author = CY) -> list[Strike]:
        """All of theirs."""
        with self.shop.store.read() as tx:
            return tx.standings.strikes(BRAND, [author.id])

    def is_flagged(self, author: Author = CY) -> bool:
        """The mark stands."""
        with self.shop.store.read() as tx:
            facts = tx.facts.of_authors(BRAND, [author.id], self.shop.clock.now())
        return author.id in facts and facts[author.id].is_flagged

    def told(self) -> list[str]:
        """What the owner was told of flags."""
        return [
            effect.slots.note
            for effect in self.shop.effects(Action.ALERT)
            if effect.template == "flag"
        ]


def test_a_troll_is_flagged_once_with_what_they_did() -> None:
    street = Street()

    street.bashes(6)

    look = street.flag()
    assert look.state is FlagState.OPEN
    assert look.standing.points >= 4
    assert street.is_flagged()
    assert len(street.told()) == 1
    with pytest.raises(NotFound):
        street.flag(2)


def test_who_was_never_answered_is_not_flagged() -> None:
    street = Street()
    for _ in range(8):
        street.says(INSULT)
        street.later()

    assert len(street.strikes()) == 8
    assert not street.is_flagged()


def test_an_answer_that_comes_in_late_counts_as_if_it_had_come_in_time() -> None:
    street = Street()
    answered_at = None
    first = ""
    for _ in range(6):
        id_ = street.says(INSULT)
        first = first or id_
        answered_at = answered_at or street.shop.clock.now() + timedelta(hours=1)
        street.later()
    assert not street.is_flagged()

    post = street.shop.says(
        "Sorry, come by.",
        id="x:ours",
        author=OURS,
        from_brand=True,
        parent_id=first,
        conversation_id=first,
    )
    street.shop.hear(replace(post, created_at=answered_at))
    street.later()

    assert street.is_flagged()


def test_an_angry_customer_whom_nobody_answers_is_never_flagged() -> None:
    street = Street()
    for _ in range(10):
        street.says("@larchandloaf my cake came broken, you idiots, I want my money back", ADA)
        street.later()
        street.says("@larchandloaf morons", ADA)
        street.later()

    assert street.strikes(ADA)
    assert not street.is_flagged(ADA)


def test_a_complaint_makes_nothing_count_that_did_not_before_it() -> None:
    street = Street()
    street.answers(street.says("@larchandloaf do you sell buns?"))
    street.later()
    street.says("@larchandloaf cry more")
    for _ in range(5):
        street.later()
        street.says(INSULT)
    street.later()
    assert not street.is_flagged()

    street.says("@larchandloaf I found a hair in my baguette today and want my money back")
    street.later()

    assert not street.is_flagged()


def test_the_page_tells_of_their_complaints_from_before_the_flag() -> None:
    street = Street()
    id_ = street.says(BROKEN)
    street.answers(id_)
    street.bashes()
    look = street.flag()

    told = story(look.record, look.standing, look.flag.opened_at)

    assert [one.words for one in told if one.message_id == id_] == ["they complained"]


def test_an_angry_regular_whom_we_answer_each_time_is_never_flagged() -> None:
    street = Street()
    for _ in range(10):
        id_ = street.says("@larchandloaf the bread was stale again, you idiots", ADA)
        street.later(timedelta(hours=3))
        street.answers(id_)
        street.later()

    assert street.strikes(ADA)
    assert not street.is_flagged(ADA)


@pytest.mark.parametrize("mark", [Mark.FLAGGED, Mark.QUIET, Mark.MUTED])
def test_the_complaint_of_somebody_under_review_has_the_same_case_and_deadline(mark: Mark) -> None:
    plain, marked = Shop(policy=policy(Mode.AUTOMATIC)), Shop(policy=policy(Mode.AUTOMATIC))
    with marked.store.begin() as tx:
        tx.authors.mark(BRAND, CY.id, mark, marked.clock.now(), "")

    for shop in (plain, marked):
        shop.hear(shop.says(BROKEN, author=CY))

    with plain.store.read() as tx:
        case = tx.cases.open_of(BRAND, CY.id)
    with marked.store.read() as tx:
        same = tx.cases.open_of(BRAND, CY.id)
    assert case is not None and same is not None
    assert same.deadline_at == case.deadline_at
    assert same.assignee == case.assignee
    marked.work_for(timedelta(minutes=30))
    plain.work_for(timedelta(minutes=30))
    assert [one.action for one in plain.effects(Action.ACKNOWLEDGE) if one.state is State.SENT]
    assert not [one for one in marked.effects(Action.ACKNOWLEDGE) if one.state is State.SENT]


def test_what_a_machine_was_about_to_say_becomes_a_draft() -> None:
    street = Street(Mode.AUTOMATIC)
    street.bashes(3)
    assert not street.is_flagged()
    street.shop.clock.advance(DAY)
    street.says(INSULT)
    complaint = street.says(LATE)
    assert street.shop.word(complaint).state in (State.APPROVED, State.HELD)

    street.shop.flags.due()
    street.shop.work_for(timedelta(minutes=30))

    word = street.shop.word(complaint)
    assert (word.state, word.reason) == (State.PROPOSED, Reason.FLAGGED)


def test_the_same_text_again_is_a_strike_after_an_answer_only() -> None:
    text = "the worst bakery of the whole town, and everybody here knows it well"
    street = Street()
    street.says(f"@larchandloaf {text}")
    street.later()
    again = street.says(f"{text.upper()}!! @larchandloaf https://x.example/1")
    assert not [one for one in street.strikes() if one.kind is StrikeKind.COPY]

    street.answers(again)
    street.later()
    third = street.says(f"@larchandloaf {text}")

    copies = [one.message_id for one in street.strikes() if one.kind is StrikeKind.COPY]
    assert copies == [again, third]
    with street.shop.store.read() as tx:
        record = street.shop.flags.record(tx, [CY.id], street.shop.clock.now())
    assert record.track.answers


def test_an_edit_takes_back_what_is_no_longer_there() -> None:
    street = Street()
    id_ = street.says(INSULT)
    assert street.strikes()

    street.shop.hear(
        street.shop.says("@larchandloaf sorry for my words", id=id_, author=CY, version=2)
    )

    assert street.strikes() == []


def test_reminders_then_it_lapses_and_counts_no_more() -> None:
    street = Street()
    street.bashes(6)
    opened = street.flag().flag.opened_at

    for _ in range(16):
        street.later()

    assert [one.kind for one in street.flag().decided.steps] == [
        StepKind.OPENED,
        StepKind.REMINDED,
        StepKind.REMINDED,
    ]
    assert len(street.told()) == 3
    assert street.flag().state is FlagState.LAPSED
    assert street.shop.clock.now() - opened > 14 * DAY
    assert not street.is_flagged()
    with pytest.raises(WrongState, match="is over"):
        street.shop.flags.decide(1, StepKind.DISMISS, "Jo", "")


def test_a_monitor_that_stood_still_reminds_once() -> None:
    street = Street()
    street.bashes(6)

    street.later(9 * DAY)

    assert len(street.told()) == 2


def test_a_dismissed_flag_rests_for_sixty_days() -> None:
    street = Street()
    street.bashes(6)

    street.shop.flags.decide(1, StepKind.DISMISS, "Jo", "he is harmless")
    street.bashes(20)

    assert not street.is_flagged()
    with pytest.raises(NotFound):
        street.flag(2)
    street.bashes(45)
    assert street.flag(2).state in (FlagState.OPEN, FlagState.LAPSED)


def test_watching_keeps_the_mark_and_ends_by_itself() -> None:
    street = Street()
    street.bashes(6)

    street.shop.flags.decide(1, StepKind.WATCH, "Jo", "")
    assert street.flag().state is FlagState.WATCHED
    assert street.is_flagged()
    street.later(31 * DAY)

    assert street.flag().state is FlagState.LAPSED
    assert not street.is_flagged()


def test_quiet_is_undone_as_if_it_had_not_been() -> None:
    street = Street()
    street.bashes(6)
    before = street.flag()

    street.shop.flags.decide(1, StepKind.QUIET, "Jo", "goes on and on")
    with street.shop.store.read() as tx:
        facts = tx.facts.of_authors(BRAND, [CY.id], street.shop.clock.now())[CY.id]
    assert (facts.is_quiet, facts.is_flagged) == (True, False)
    after = street.shop.flags.decide(1, StepKind.UNDO, "Jo", "a mistake")

    assert after.state is before.state
    assert after.standing == before.standing
    assert street.is_flagged()
    with street.shop.store.read() as tx:
        facts = tx.facts.of_authors(BRAND, [CY.id], street.shop.clock.now())[CY.id]
    assert not facts.is_quiet


def test_a_second_decision_wants_the_first_taken_back() -> None:
    street = Street()
    street.bashes(6)
    street.shop.flags.decide(1, StepKind.QUIET, "Jo", "")

    with pytest.raises(WrongState, match="decided already"):
        street.shop.flags.decide(1, StepKind.DISMISS, "Sam", "")
    with pytest.raises(WrongState, match="nothing was decided"):
        street.shop.flags.decide(1, StepKind.UNDO, "Sam", "")
        street.shop.flags.decide(1, StepKind.UNDO, "Sam", "")


def test_a_solved_case_speaks_for_them() -> None:
    street = Street()
    id_ = street.says(BROKEN)
    street.answers(id_)
    with street.shop.store.read() as tx:
        case = tx.cases.open_of(BRAND, CY.id)
    assert case is not None
    resolve(street.shop.store, street.shop.clock, case.number, Resolution.SOLVED, "Jo")
    street.bashes(4)

    assert not street.is_flagged()
    street.bashes(1)
    assert street.is_flagged()


def test_praise_counts_for_them() -> None:
    street = Street()
    street.says(PRAISE)
    street.bashes(4)

    with street.shop.store.read() as tx:
        record = street.shop.flags.record(tx, [CY.id], street.shop.clock.now())
    assert [one.kind.value for one in record.track.goodwill] == ["praise"]
    assert not street.is_flagged()


def test_two_jobs_at_once_open_one_flag() -> None:
    street = Street()
    street.bashes(5)
    now = street.shop.clock.now()

    assert street.shop.flags._open(CY.id, now) == 0


def test_nothing_is_said_of_what_lacks() -> None:
    street = Street()
    street.bashes(6)
    street.shop.flags.decide(1, StepKind.DISMISS, "Jo", "")

    with street.shop.store.read() as tx:
        record = street.shop.flags.record(tx, [CY.id], street.shop.clock.now())
        standing = street.shop.flags._standing(record, street.shop.clock.now())
    assert Missing.REST in standing.missing


def test_the_strikes_of_one_customer_with_two_accounts_add_up() -> None:
    street, other = Street(), an_author("Cy again", id="x:cy2", handle="cy2")
    for day in range(6):
        id_ = street.says(INSULT, CY if day % 2 else other)
        street.later(timedelta(hours=2))
        street.answers(id_)
        street.later(timedelta(hours=22))
    assert not street.is_flagged()

    with street.shop.store.begin() as tx:
        link(tx, BRAND, CY.id, other.id, street.shop.clock.now(), by="Jo", why="")
    street.later()

    assert street.is_flagged(CY)
    assert street.is_flagged(other)
    assert len(street.told()) == 1


def test_what_a_person_drops_no_longer_counts() -> None:
    street = Street()
    street.bashes(4)
    counted = [one.strike.message_id for one in street.flag().standing.weighed]

    look = street.shop.flags.judge(1, counted[0], Judged.DROPPED, "Jo", "he quotes a film")

    assert look.standing.points == 3
    assert look.advice.choice is StepKind.DISMISS
    again = street.shop.flags.judge(1, counted[0], Judged.CONFIRMED, "Jo", "")
    assert again.standing.points == 4
    with pytest.raises(NotFound, match="no strike"):
        street.shop.flags.judge(1, "x:nothing", Judged.DROPPED, "Jo", "")


def test_the_owner_is_told_in_these_words() -> None:
    street = Street()
    street.bashes(5)

    assert street.told() == [
        "somebody needs a look. 4 points in 4 days on 4 days, no complaint in any of them, "
        "answered by you on Tuesday. For them: nothing known. I would: quiet for 30 days (you "
        "still see real complaints). The evidence: monitor flag f1"
    ]


def test_what_is_owed_is_told_first() -> None:
    street = Street()
    street.bashes(3)
    street.shop.clock.advance(DAY)
    street.says(INSULT)
    street.says(BROKEN)

    street.shop.flags.due()

    (told,) = street.told()
    assert told.startswith(
        "you still owe this person an answer since today. Do that first. And: somebody needs a "
        "look."
    )
    assert "I would" not in told


def test_one_broken_person_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    street, other = Street(), an_author("Dee", id="x:dee", handle="dee")
    shop = street.shop

    def is_canned(text: str) -> bool:
        if "Dear Cy" in text:
            raise ValueError("a poison person")
        return False

    flags = Flags(shop.store, shop.clock, shop.policy, is_canned, brand=BRAND)
    for day in range(5):
        shop.clock.advance(DAY)
        for author, words in ((CY, "Dear Cy, come by."), (other, "Dear Dee, come by.")):
            id_ = street.says(INSULT, author)
            if day == 0:
                street.answers(id_, words)

    assert flags.due() == 1
    assert street.is_flagged(other)
    assert not street.is_flagged(CY)
    assert "BUG: a flag broke off" in caplog.text
