"""Classic mistakes, kept alive so that the tests have to catch them.

A mutant is the real program with one thing wrong. `broken_by` plays lives with it until a promise
is broken; a mutant under which every promise holds shows that the tests are too kind.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from typing import Any, Final, NamedTuple
from unittest import mock

from monitor.domain.case import Case
from monitor.domain.delivery import Delivered, NotVisible, Sighting, Unknown, Wire
from monitor.domain.effect import Effect, State
from monitor.domain.message import Message, Page
from monitor.domain.permission import Permission, allow
from monitor.domain.stored import (
    MAYBE_ALL,
    AuthorFacts,
    ConversationFacts,
    Decided,
    Seldom,
)
from monitor.domain.values import replace
from monitor.services.bookkeeper import Bookkeeper
from monitor.services.case_book import CaseBook
from monitor.services.case_entries import CaseEntries
from monitor.services.deliver import Deliver
from monitor.services.ingest import Ingest
from monitor.services.intake import Intake
from monitor.services.ledger import Ledger
from monitor.services.look import Look
from monitor.services.outbox import move
from monitor.services.records import record_sent
from monitor.services.retraction import Retraction
from monitor.services.review import Review
from monitor.store import SqlStore
from monitor.store.facts import SqlFacts
from monitor.store.slots import SqlSlots
from tests.faults.crash_points import Explorer, shop_on
from tests.faults.life import life_of
from tests.faults.living import World
from tests.shop import Shop

#: lives in which a mistake has to show
LIVES: Final = range(60)


class DeliverThenStore(Deliver):
    """Sends first and writes down afterwards: a crash in between sends again."""

    def one(self, number: int) -> Effect | None:
        """Without a claim."""
        now = self.clock.now()
        with self.store.read() as tx:
            effect = tx.outbox.get(number)
            if effect is None:
                return None
            ready = self._answer(tx, effect, now)
        if ready.state is not State.SENDING:
            return ready
        self.failpoint("deliver.after_claim")
        outcome = self._send(ready)
        self.failpoint("deliver.after_send")
        with self.store.begin() as tx:
            if not isinstance(outcome, Delivered):
                return effect
            move(tx, effect, ready)
            ended = record_sent(tx, ready, outcome, now)
            self.failpoint("deliver.before_record")
        self.failpoint("deliver.after_record")
        return ended


class BlindRetry(Deliver):
    """Sends again when it hears no answer, without a look."""

    def _send(self, effect: Effect) -> Delivered | Unknown:
        wire = Wire(payload=effect.wire)
        for _ in range(3):
            with suppress(Exception):
                outcome = self.senders.send(effect.platform, effect.action, wire)
                if isinstance(outcome, Delivered):
                    return outcome
        return Unknown(why="no answer")


class Patch(NamedTuple):
    """One function of the program, and what stands in its place."""

    owner: object
    name: str
    becomes: Callable[..., Any]  # Any: whatever the function takes and gives


class Mutant(NamedTuple):
    """One classic mistake."""

    name: str
    #: one of these promises is broken by it
    breaks: tuple[str, ...]
    patches: tuple[Patch, ...] = ()
    #: … or another class in the place of `Deliver`
    deliver: type[Deliver] = Deliver
    #: it shows only where a process dies, for example there
    dies_at: str = ""
    #: a life in which it showed when it was written; another one will do
    life: int = 0

    @contextmanager
    def alive(self) -> Iterator[None]:
        """The program is wrong for a while."""
        with ExitStack() as stack:
            for patch in self.patches:
                stack.enter_context(mock.patch.object(patch.owner, patch.name, patch.becomes))
            yield

    def shop(self, world: World, store: SqlStore) -> Shop:
        """The services, with the mistake in them."""
        shop = shop_on(world, store)
        if self.deliver is not Deliver:
            shop.make_deliver = self.deliver
            shop.open()
        return shop


def broken_by(mutant: Mutant, seeds: Sequence[int]) -> set[str]:
    """The promises that are broken under it: of the first life in which one of its own is."""
    broken: set[str] = set()
    for seed in (mutant.life, *seeds):
        only = frozenset({mutant.dies_at} - {""})
        explorer = Explorer(life_of(seed), only=only, make=mutant.shop)
        with mutant.alive():
            explorer.explore()
        broken |= {name for found in explorer.broken.values() for name in found}
        if not broken.isdisjoint(mutant.breaks):
            return broken
    return broken


# --- what is wrong ----------------------------------------------------------------------------

_answer, _approve = Deliver._answer, Review.approve
_page, _of_conversations = Intake.page, SqlFacts.of_conversations
_add_effects, _author = Bookkeeper._add_effects, Ledger.author
_open_case = CaseBook.open


def _every_slot_is_free(*_: object) -> bool:
    return True


def _no_end(deliver: Deliver, tx: Any, effect: Effect, now: datetime) -> Effect:
    wanted = _answer(deliver, tx, replace(effect, not_after=None), now)
    return replace(wanted, not_after=effect.not_after)


def _at_once_absent(look: Look, effect: Effect) -> Effect:
    return replace(effect, state=State.PENDING, not_before=look.clock.now())


def _not_asked_again(*_: object) -> Permission:
    return allow()


def _any_version(review: Review, number: int, *, by: str, version: int | None = None) -> Effect:
    return _approve(review, number, by=by)


def _cursor_first(intake: Intake, name: str, page: Page) -> list[Decided]:
    only_cursor = Page(messages=(), cursor=page.cursor)
    with intake.store.begin() as tx:
        tx.pages.store(intake.ingest.brand, name, only_cursor, intake.ingest.clock.now())
    return _page(intake, name, page)


def _nobody_of_ours(
    facts: SqlFacts, brand: str, conversations: Sequence[str], *, there_is: Seldom = MAYBE_ALL
) -> dict[str, ConversationFacts]:
    found = _of_conversations(facts, brand, conversations, there_is=there_is)
    return {name: replace(each, own_post_at=None) for name, each in found.items()}


def _nothing_said_there(
    facts: SqlFacts, brand: str, conversations: Sequence[str], *, there_is: Seldom = MAYBE_ALL
) -> dict[str, ConversationFacts]:
    found = _of_conversations(facts, brand, conversations, there_is=there_is)
    return {name: replace(each, acknowledgements=0) for name, each in found.items()}


def _nothing(*_: object, **__: object) -> None:
    return None


def _open_without_deadline(book: CaseBook, case: Case) -> None:
    _open_case(book, replace(case, deadline_at=None))


def _nobody_has_a_case(ledger: Ledger, author_id: str) -> AuthorFacts:
    return replace(_author(ledger, author_id), open_case=None)


# Any: whatever is decided on with the message
def _as_new(bookkeeper: Bookkeeper, message: Message, *rest: Any) -> tuple[Effect, ...]:
    return _add_effects(bookkeeper, replace(message, version=1), *rest)


def _left_as_it_is(*_: object) -> int:
    return 0


def _cannot_see(*_: object) -> Sighting:
    return NotVisible(why="did not look")


def _says_it_is_gone(_retraction: Retraction, effect: Effect, _retractor: object) -> Effect:
    return replace(effect, state=State.RETRACTED)


MUTANTS: Final = (
    Mutant(
        name="deliver, then store",
        life=1,
        breaks=("each_word_is_said_once",),
        deliver=DeliverThenStore,
        dies_at="deliver.after_send",
    ),
    Mutant(name="blind retry", life=4, breaks=("each_word_is_said_once",), deliver=BlindRetry),
    Mutant(
        name="the slot is not taken",
        life=6,
        breaks=("one_word_to_one_person",),
        patches=(Patch(SqlSlots, "take", _every_slot_is_free),),
    ),
    Mutant(
        name="the cursor is saved before the page",
        breaks=("nothing_is_lost",),
        patches=(Patch(Intake, "page", _cursor_first),),
        dies_at="triage.before_commit",
    ),
    Mutant(
        name="not_after is not looked at",
        life=23,
        breaks=("nothing_after_its_end",),
        patches=(Patch(Deliver, "_answer", _no_end),),
    ),
    Mutant(
        name="absence after one look",
        life=4,
        breaks=("each_word_is_said_once",),
        patches=(Patch(Look, "_absent", _at_once_absent),),
    ),
    Mutant(
        name="may_reply is not asked again: a pause",
        breaks=("nothing_while_paused",),
        patches=(Patch(Deliver, "_permission", _not_asked_again),),
    ),
    Mutant(
        name="may_reply is not asked again: a mark",
        breaks=("no_machine_to_the_marked",),
        patches=(Patch(Deliver, "_permission", _not_asked_again),),
    ),
    Mutant(
        name="a yes to older words is taken",
        life=3,
        breaks=("the_words_that_were_approved", "nothing_without_a_yes"),
        patches=(Patch(Review, "approve", _any_version),),
    ),
    Mutant(
        name="our own answer is not heard",
        life=2,
        breaks=("nothing_after_our_own_answer",),
        patches=(
            Patch(Bookkeeper, "_mark_answered", _nothing),
            Patch(SqlFacts, "of_conversations", _nobody_of_ours),
        ),
    ),
    Mutant(
        name="a stop is not heard",
        life=1,
        breaks=("nothing_to_who_wants_silence",),
        patches=(
            Patch(Bookkeeper, "_opt_out", _nothing),
            Patch(Bookkeeper, "_cancel_words", _nothing),
        ),
    ),
    Mutant(
        name="nobody counts the words in a conversation",
        life=14,
        breaks=("three_to_a_conversation",),
        patches=(
            Patch(SqlFacts, "of_conversations", _nothing_said_there),
            Patch(Ledger, "takes_slot", _nothing),
        ),
    ),
    Mutant(
        name="an edit is decided on as a new post",
        life=5,
        # the database itself refuses it
        breaks=("one_effect_for_each_wish", "Bug"),
        patches=(Patch(Bookkeeper, "_add_effects", _as_new),),
    ),
    Mutant(
        name="every complaint opens a case",
        life=5,
        # the database itself refuses it
        breaks=("one_open_case_to_a_person", "Bug"),
        patches=(Patch(Ledger, "author", _nobody_has_a_case),),
    ),
    Mutant(
        name="no case is opened",
        breaks=("every_complaint_has_a_case",),
        patches=(Patch(CaseEntries, "open_or_join", _nothing),),
    ),
    Mutant(
        name="a case has no deadline",
        breaks=("every_case_has_a_person_and_a_deadline",),
        patches=(Patch(CaseBook, "open", _open_without_deadline),),
    ),
    Mutant(
        name="what was being sent is left as it is",
        life=1,
        breaks=("everything_comes_to_an_end",),
        patches=(Patch(Look, "after_a_stop", _left_as_it_is),),
        dies_at="deliver.after_claim",
    ),
    Mutant(
        name="nobody looks on the platform",
        life=1,
        breaks=("a_person_looks_only_where_nobody_can_ask",),
        patches=(Patch(Look, "_sighting", _cannot_see),),
    ),
    Mutant(
        name="a word counts as taken back that is still there",
        life=6,
        breaks=("what_is_taken_back_is_gone",),
        patches=(Patch(Retraction, "_try", _says_it_is_gone),),
    ),
    Mutant(
        name="a first start answers what was there before",
        breaks=("nothing_to_what_was_there_before",),
        patches=(Patch(Ingest, "_cut_off", _nothing),),
    ),
    Mutant(
        name="drafts go out without a yes",
        life=2,
        breaks=("nothing_without_a_yes",),
        patches=(
            Patch(Deliver, "_permission", _not_asked_again),
            Patch(
                Bookkeeper, "_with_slot", lambda _, effect: replace(effect, state=State.APPROVED)
            ),
        ),
    ),
)
